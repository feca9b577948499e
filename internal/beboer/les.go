package beboer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"bosett/internal/beboer/beboerdb"
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/tilgang"
)

// Get returns a resident and tells the access log. It does not check the actor: the
// use case does, with b.Subject(). fault.NotFound when there is none.
func Get(ctx context.Context, r innsyn.Reader, id ident.ID) (Beboer, error) {
	row, err := beboerdb.New(r).GetBeboer(ctx, id)
	return seen(r, row, err)
}

// EtterDuf is Get by DUF number.
func EtterDuf(ctx context.Context, r innsyn.Reader, d Duf) (Beboer, error) {
	row, err := beboerdb.New(r).GetBeboerByDuf(ctx, string(d))
	return seen(r, beboerdb.GetBeboerRow(row), err)
}

// Husstand returns the members of a household, its head first, and tells the access
// log about all of them. It does not check the actor. An unknown household is empty.
func Husstand(ctx context.Context, r innsyn.Reader, husstand ident.ID) ([]Beboer, error) {
	rows, err := beboerdb.New(r).ListHusstand(ctx, husstand)
	if err != nil {
		return nil, fmt.Errorf("beboer: %w", err)
	}
	members := make([]Beboer, len(rows))
	for i, row := range rows {
		members[i] = fromRow(beboerdb.GetBeboerRow(row))
		r.Saw(members[i].ID)
	}
	return members, nil
}

func seen(r innsyn.Reader, row beboerdb.GetBeboerRow, err error) (Beboer, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return Beboer{}, fault.NewNotFound()
	}
	if err != nil {
		return Beboer{}, fmt.Errorf("beboer: %w", err)
	}
	r.Saw(row.Beboer.ID)
	return fromRow(row), nil
}

func fromRow(row beboerdb.GetBeboerRow) Beboer {
	b := row.Beboer
	out := Beboer{
		ID:              b.ID,
		Husstand:        b.Husstand,
		Mottak:          b.Mottak,
		RegNummer:       row.RegNummer,
		Duf:             Duf(b.Duf),
		DufGyldig:       b.DufGyldig,
		Fodselsnummer:   Fodselsnummer(b.Fodselsnummer),
		Fornavn:         b.Fornavn,
		Mellomnavn:      b.Mellomnavn,
		Etternavn:       b.Etternavn,
		Fodt:            b.Fodt,
		Kjonn:           Kjonn(b.Kjonn),
		Statsborgerskap: b.Statsborgerskap,
		Persontype:      Persontype(b.Persontype),
		Familierolle:    Familierolle(b.Familierolle),
		Familieplass:    int(b.Familieplass),
		Plasstype:       Plasstype(b.Plasstype),
		VedtakDato:      b.VedtakDato,
		Gradering:       tilgang.Gradering(row.HusstandGradering),
		HarSak:          b.HarSak,
		SakStatus:       b.SakStatus,
		KompassTid:      b.KompassTid,
		Versjon:         b.Versjon,
	}
	if b.HarSak {
		out.SakOpprettet = db.SomeDate(b.SakOpprettet)
	}
	return out
}
