package db

import (
	"context"

	"github.com/pressly/goose/v3"

	"bosett/internal/db/migrations"
)

// Pending tells whether the schema is older than this program. A server that does not
// migrate by itself refuses to start on such a database.
func Pending(ctx context.Context, d *DB) (pending bool, err error) {
	files := migrations.Postgres()
	if d.dialect == SQLite {
		files = migrations.SQLite()
	}
	err = d.migrate(ctx, files, func(p *goose.Provider) (err error) {
		pending, err = p.HasPending(ctx)
		return err
	})
	return pending, err
}
