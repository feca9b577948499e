package app

import (
	"context"
	"errors"

	"bosett/internal/db"
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

// Today is the day in Norway by the database handle's clock.
func Today(d *db.DB) db.Date { return db.DateIn(d.Now(), i18n.Oslo()) }
