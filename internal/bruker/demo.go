package bruker

import (
	"context"
	"database/sql"
	"errors"

	"bosett/internal/bruker/brukerdb"
	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/tilgang"
)

// Demobruker is one button of the demo login (A3).
type Demobruker struct {
	ID    ident.ID
	Navn  string
	Rolle tilgang.Rolle
	// Orgs are the names of the organisations where the person holds Rolle.
	Orgs []string
}

// ListDemobrukere returns the demo users in the order they were made. It is called
// only when the server runs with --demo.
func ListDemobrukere(ctx context.Context, r db.Reader) ([]Demobruker, error) {
	rows, err := brukerdb.New(r).ListDemobrukere(ctx)
	if err != nil {
		return nil, err
	}
	var list []Demobruker
	for _, row := range rows {
		if tilgang.OrgType(row.OrgType) == tilgang.OrgKommune {
			row.OrgNavn = kommuneOrg(row.OrgNavn)
		}
		if n := len(list); n > 0 && list[n-1].ID == row.ID {
			if string(list[n-1].Rolle) == row.Rolle {
				list[n-1].Orgs = append(list[n-1].Orgs, row.OrgNavn)
			}
			continue
		}
		list = append(list, Demobruker{row.ID, row.Navn, tilgang.Rolle(row.Rolle), []string{row.OrgNavn}})
	}
	return list, nil
}

// LoggInnDemo opens a session for a demo user; ErrNoSesjon for everybody else. It is
// called only when the server runs with --demo.
func LoggInnDemo(ctx context.Context, d *db.DB, id ident.ID) (token Token, err error) {
	err = d.Write(ctx, func(tx *db.Tx) error {
		_, err := brukerdb.New(tx).GetDemobruker(ctx, id)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNoSesjon
		}
		if err != nil {
			return err
		}
		token, err = create(ctx, tx, id)
		return err
	})
	return token, err
}
