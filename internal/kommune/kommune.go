// Package kommune is the directory of the kommuner of Norway and the bydeler of
// its four large cities, with whom to contact about settlement. The directory
// is public; every signed-in user may search it.
package kommune

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/kommune/kommunedb"
)

// Sted is a kommune or a bydel: what settles people and has a contact. Names
// are not unique (Herøy, Våler), so Fylkesnavn is always shown beside Navn. For
// a bydel Kommune and Kommunenavn are the city, for a kommune itself.
type Sted struct {
	Nummer      string // four digits, six for a bydel
	Navn        string // double names as registered: "Hábmer - Hamarøy"
	Kommune     string
	Kommunenavn string
	Fylkesnavn  string
	GyldigTil   db.NullDate // first day on which the number is not in use
	sort        []byte
}

// ErBydel reports whether the place is a bydel.
func (s Sted) ErBydel() bool { return s.Nummer != s.Kommune }

// iBruk reports whether the number is in use on a day.
func (s Sted) iBruk(paa db.Date) bool { return !s.GyldigTil.Valid || paa.Before(s.GyldigTil.Date) }

// order is Norwegian by name; the number tells equal names apart.
func order(a, b Sted) int {
	return cmp.Or(bytes.Compare(a.sort, b.sort), cmp.Compare(a.Nummer, b.Nummer))
}

// Get returns the kommune or bydel with a number, also one no longer in use;
// fault.NotFound if there is none.
func Get(ctx context.Context, r db.Reader, nummer string) (Sted, error) {
	q := kommunedb.New(r)
	k, err := q.EnKommune(ctx, nummer)
	if err == nil {
		return fromKommune(k), nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return Sted{}, err
	}
	b, err := q.EnBydel(ctx, nummer)
	if errors.Is(err, sql.ErrNoRows) {
		return Sted{}, fault.NewNotFound()
	}
	if err != nil {
		return Sted{}, err
	}
	if k, err = q.EnKommune(ctx, b.Kommune); err != nil {
		return Sted{}, err
	}
	return fromBydel(b, k), nil
}

// Bydeler returns the bydeler of a kommune in Norwegian order, none for most.
func Bydeler(ctx context.Context, r db.Reader, nummer string) ([]Sted, error) {
	all, err := steder(ctx, r)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(s Sted) bool { return s.Kommune != nummer || !s.ErBydel() }), nil
}

// steder returns every place that is not merely "not stated", in Norwegian order.
func steder(ctx context.Context, r db.Reader) ([]Sted, error) {
	q := kommunedb.New(r)
	kommuner, err := q.Kommuner(ctx)
	if err != nil {
		return nil, err
	}
	bydeler, err := q.Bydeler(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]Sted, 0, len(kommuner)+len(bydeler))
	byNummer := make(map[string]kommunedb.Kommune, len(kommuner))
	for _, k := range kommuner {
		byNummer[k.Nummer] = k
		all = append(all, fromKommune(k))
	}
	for _, b := range bydeler {
		if !uoppgitt(b.Nummer) {
			all = append(all, fromBydel(b, byNummer[b.Kommune]))
		}
	}
	slices.SortFunc(all, order)
	return all, nil
}

// uoppgitt reports the codes for "bydel not stated", which are no places.
func uoppgitt(bydel string) bool { return len(bydel) == 6 && bydel[4:] == "99" }

func fromKommune(k kommunedb.Kommune) Sted {
	return Sted{
		Nummer: k.Nummer, Navn: k.Navn, Kommune: k.Nummer, Kommunenavn: k.Navn,
		Fylkesnavn: k.Fylkesnavn, GyldigTil: k.GyldigTil, sort: k.NavnSort,
	}
}

func fromBydel(b kommunedb.Bydel, k kommunedb.Kommune) Sted {
	return Sted{
		Nummer: b.Nummer, Navn: b.Navn, Kommune: k.Nummer, Kommunenavn: k.Navn,
		Fylkesnavn: k.Fylkesnavn, GyldigTil: k.GyldigTil, sort: b.NavnSort,
	}
}

func today(r db.Reader) db.Date { return db.DateIn(r.Now(), i18n.Oslo()) }
