package kodeliste

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/kodeliste/kodelistedb"
	"bosett/internal/tilgang"
)

// Sammendrag is a list in the overview: how many codes it has and who changed it last.
type Sammendrag struct {
	Liste           Liste
	Aktive, Trukket int
	EndretTid       db.NullTime
	EndretAv        string
}

// Oversikt returns all lists in the order of Alle, for IMDiAdministrator; others get
// fault.NotFound.
func Oversikt(ctx context.Context, r db.Reader, a tilgang.Actor) ([]Sammendrag, error) {
	if err := tilgang.Check(a, tilgang.KodelisteRediger, tilgang.Subject{}); err != nil {
		return nil, err
	}
	rows, err := kodelistedb.New(r).ListLister(ctx)
	if err != nil {
		return nil, fmt.Errorf("kodeliste: %w", err)
	}
	var out []Sammendrag
	for _, row := range rows {
		out = append(out, Sammendrag{Liste(row.Liste), int(row.Aktive), int(row.Trukket), row.EndretTid, row.EndretAv})
	}
	slices.SortFunc(out, func(x, y Sammendrag) int {
		return cmp.Compare(slices.Index(Alle, x.Liste), slices.Index(Alle, y.Liste))
	})
	return out, nil
}

// Hent returns a list for IMDiAdministrator; others, and an unknown list, get
// fault.NotFound.
func Hent(ctx context.Context, r db.Reader, a tilgang.Actor, navn Liste) (Kodeliste, error) {
	if err := tilgang.Check(a, tilgang.KodelisteRediger, tilgang.Subject{}); err != nil {
		return Kodeliste{}, err
	}
	return hent(ctx, r, navn)
}

func hent(ctx context.Context, r db.Reader, navn Liste) (Kodeliste, error) {
	q := kodelistedb.New(r)
	row, err := q.GetListe(ctx, string(navn))
	if errors.Is(err, sql.ErrNoRows) {
		return Kodeliste{}, fault.NewNotFound()
	}
	if err != nil {
		return Kodeliste{}, fmt.Errorf("kodeliste: %w", err)
	}
	koder, err := q.ListKoder(ctx, string(navn))
	if err != nil {
		return Kodeliste{}, fmt.Errorf("kodeliste: %w", err)
	}
	l := Kodeliste{Liste: navn, Versjon: row.Versjon, EndretTid: row.EndretTid, EndretAv: row.EndretAv}
	for _, k := range koder {
		l.Koder = append(l.Koder, Kode{
			Kode: k.Kode, Ord: Ord{k.Nb, k.Nn}, Plass: int(k.Plass), Aktiv: k.Aktiv,
			Opphav: Opphav(k.Kilde), Egenskap: Egenskap(k.Egenskap), Versjon: k.Versjon,
		})
	}
	slices.SortFunc(l.Koder, rekkefolge)
	return l, nil
}

// rekkefolge is the order of a list: those that can be chosen first.
func rekkefolge(x, y Kode) int {
	if x.Aktiv != y.Aktiv {
		if x.Aktiv {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(x.Plass, y.Plass), cmp.Compare(x.Kode, y.Kode))
}
