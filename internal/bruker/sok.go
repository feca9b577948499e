package bruker

import (
	"context"
	"database/sql"
	"errors"

	"bosett/internal/bruker/brukerdb"
	"bosett/internal/db"
	"bosett/internal/ident"
)

// Sok returns what the session searches for in the list, "" for nothing. The text may
// be a name or a DUF number and therefore never stands in an address (T1).
func Sok(ctx context.Context, r db.Reader, sesjon ident.ID, liste string) (string, error) {
	tekst, err := brukerdb.New(r).GetSok(ctx, brukerdb.GetSokParams{Sesjon: sesjon, Liste: liste})
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return tekst, err
}

// SetSok keeps what the session searches for in the list until it ends; "" clears it.
func SetSok(ctx context.Context, d *db.DB, sesjon ident.ID, liste, tekst string) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		q := brukerdb.New(tx)
		if tekst == "" {
			return q.DeleteSok(ctx, brukerdb.DeleteSokParams{Sesjon: sesjon, Liste: liste})
		}
		return q.PutSok(ctx, brukerdb.PutSokParams{Sesjon: sesjon, Liste: liste, Tekst: tekst})
	})
}
