package app

import (
	"context"
	"errors"
	"fmt"

	"bosett/internal/db"
	"bosett/internal/demo"
	"bosett/internal/i18n"
	"bosett/internal/kommune"
)

// Migrate brings the schema and the reference tables up to what this program knows.
func Migrate(ctx context.Context, d *db.DB) error {
	if err := db.Migrate(ctx, d); err != nil {
		return err
	}
	return d.Write(ctx, func(tx *db.Tx) error { return kommune.Sync(ctx, tx) })
}

// CheckSchema refuses a database that is older than this program.
func CheckSchema(ctx context.Context, d *db.DB) error {
	pending, err := db.Pending(ctx, d)
	if err == nil && pending {
		err = errors.New(i18n.For("nb").T("drift.migrer"))
	}
	return err
}

// RefuseRealData is fault.Conflict when the database holds real data. It only reads, and a
// database that has no tables yet holds none.
func RefuseRealData(ctx context.Context, d *db.DB) error {
	return d.Read(ctx, func(r *db.Rx) error {
		find := `SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'innstilling'`
		if r.Dialect() == db.Postgres {
			// Wherever the search path finds it, as demo.Refuse will.
			find = `SELECT COUNT(to_regclass('innstilling'))`
		}
		var n int
		if err := r.QueryRowContext(ctx, find).Scan(&n); err != nil {
			return fmt.Errorf("app: %w", err)
		}
		if n == 0 {
			return nil
		}
		return demo.Refuse(ctx, r)
	})
}

// Today is the day in Norway by the database handle's clock.
func Today(d *db.DB) db.Date { return db.DateIn(d.Now(), i18n.Oslo()) }
