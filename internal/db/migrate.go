package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"modernc.org/sqlite"

	"bosett/internal/db/migrations"
)

//go:generate go run ./migrations/gen migrations/postgres migrations/sqlite

// Migrate brings the schema up to what this program knows. Any number of nodes
// may call it at the same time: one does the work, the others wait for it. Each
// migration is a transaction of its own, so what fails leaves the schema as the
// last good migration made it. On PostgreSQL the login must own the tables, and
// the connection must not go through a transaction pooler.
func Migrate(ctx context.Context, d *DB) error {
	files := migrations.Postgres()
	if d.dialect == SQLite {
		files = migrations.SQLite()
	}
	return d.migrate(ctx, files, func(p *goose.Provider) error {
		_, err := p.Up(ctx)
		return err
	})
}

// migrate runs steps on a provider while no other process migrates.
func (d *DB) migrate(ctx context.Context, files fs.FS, steps func(*goose.Provider) error) (err error) {
	dialect := goose.DialectSQLite3
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if d.dialect == Postgres {
		// Every second, for five minutes.
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
		if err != nil {
			return fmt.Errorf("db: migrate: %w", err)
		}
		dialect = goose.DialectPostgres
		options = append(options, goose.WithSessionLocker(locker))
	} else {
		unlock, err := lockSQLite(ctx, d.lockFile)
		if err != nil {
			return fmt.Errorf("db: migrate: %w", err)
		}
		defer unlock()
	}
	provider, err := goose.NewProvider(dialect, d.writer, files, options...)
	if err != nil {
		return fmt.Errorf("db: migrate: %w", err)
	}
	if err := steps(provider); err != nil {
		return fmt.Errorf("db: migrate: %w", Classify(err))
	}
	return nil
}

// lockSQLite lets one process at a time migrate a file: goose takes no lock on
// SQLite. The lock is an exclusive transaction on an empty database beside the
// file, because SQLite's locks work on every system and end with the process.
func lockSQLite(ctx context.Context, file string) (unlock func(), err error) {
	if err := touch(file); err != nil {
		return nil, err
	}
	q := url.Values{"_txlock": {"exclusive"}, "_pragma": {"busy_timeout(300000)"}}
	connector, err := sqlite.NewConnector("file:" + escapePath(file) + "?" + q.Encode())
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(connector)
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("waiting for another migration: %w", err), pool.Close())
	}
	return func() {
		tx.Rollback()
		pool.Close()
	}, nil
}
