package db

import (
	"context"
	"database/sql"
	"io/fs"

	"github.com/pressly/goose/v3"
)

// MigrateFiles runs other migrations than our own.
func (d *DB) MigrateFiles(ctx context.Context, files fs.FS) error {
	return d.migrate(ctx, files, func(p *goose.Provider) error {
		_, err := p.Up(ctx)
		return err
	})
}

// MigrateDown takes everything away again.
func (d *DB) MigrateDown(ctx context.Context, files fs.FS) error {
	return d.migrate(ctx, files, func(p *goose.Provider) error {
		_, err := p.DownTo(ctx, 0)
		return err
	})
}

// Pools gives the reader and the writer, to look at what they are set to.
func (d *DB) Pools() (reader, writer *sql.DB) { return d.reader, d.writer }
