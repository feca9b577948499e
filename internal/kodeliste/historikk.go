package kodeliste

import (
	"context"
	"fmt"
	"slices"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/kodeliste/kodelistedb"
	"bosett/internal/tilgang"
)

// Versjon is one version of a list: what was done, by whom, and how the list was then.
type Versjon struct {
	Nummer   int64
	Handling Handling
	// Fra is the version that was restored; 0 for all but Gjenopprettet.
	Fra int64
	// Tid is not valid for the list's beginning.
	Tid   db.NullTime
	Av    string
	Bytte []Bytte
	// Koder is the whole list in this version, in order.
	Koder []Kode
}

// Bytte is one code before and after a change. Ny: the code came with it.
type Bytte struct {
	For, Etter Kode
	Ny         bool
}

// Historikk returns the versions of a list, the newest first, for IMDiAdministrator;
// others, and an unknown list, get fault.NotFound.
func Historikk(ctx context.Context, r db.Reader, a tilgang.Actor, navn Liste) ([]Versjon, error) {
	if err := tilgang.Check(a, tilgang.KodelisteRediger, tilgang.Subject{}); err != nil {
		return nil, err
	}
	return historikk(ctx, r, navn)
}

func historikk(ctx context.Context, r db.Reader, navn Liste) ([]Versjon, error) {
	q := kodelistedb.New(r)
	endringer, err := q.ListEndringer(ctx, string(navn))
	if err != nil {
		return nil, fmt.Errorf("kodeliste: %w", err)
	}
	if len(endringer) == 0 {
		return nil, fault.NewNotFound()
	}
	rader, err := q.ListHistorikk(ctx, string(navn))
	if err != nil {
		return nil, fmt.Errorf("kodeliste: %w", err)
	}
	var koder []Kode
	var out []Versjon
	for _, e := range endringer {
		v := Versjon{Nummer: e.Versjon, Handling: Handling(e.Handling), Fra: e.Fra, Tid: e.Tid, Av: e.Av}
		koder = slices.Clone(koder)
		for len(rader) > 0 && rader[0].Versjon == e.Versjon {
			etter := fraRad(rader[0])
			i := slices.IndexFunc(koder, func(k Kode) bool { return k.Kode == etter.Kode })
			if i < 0 {
				v.Bytte = append(v.Bytte, Bytte{Etter: etter, Ny: true})
				koder = append(koder, etter)
			} else {
				v.Bytte = append(v.Bytte, Bytte{For: koder[i], Etter: etter})
				koder[i] = etter
			}
			rader = rader[1:]
		}
		// The code that was acted on comes first, its neighbour after it.
		slices.SortStableFunc(v.Bytte, func(x, y Bytte) int { return forst(y, e.Kode) - forst(x, e.Kode) })
		slices.SortFunc(koder, rekkefolge)
		v.Koder = koder
		out = append(out, v)
	}
	slices.Reverse(out)
	return out, nil
}

func forst(b Bytte, kode string) int {
	if b.Etter.Kode == kode {
		return 1
	}
	return 0
}

func fraRad(r kodelistedb.KodeHistorikk) Kode {
	return Kode{Kode: r.Kode, Ord: Ord{r.Nb, r.Nn}, Plass: int(r.Plass), Aktiv: r.Aktiv, Opphav: Opphav(r.Kilde)}
}

// Angre tells what restoring a version would change in the list as it is now. A code that
// came later is withdrawn, since a code is never removed. NotFound for a version that the
// list has not had.
func Angre(ctx context.Context, r db.Reader, a tilgang.Actor, navn Liste, nummer int64) (Kodeliste, []Bytte, error) {
	if err := tilgang.Check(a, tilgang.KodelisteRediger, tilgang.Subject{}); err != nil {
		return Kodeliste{}, nil, err
	}
	l, err := hent(ctx, r, navn)
	if err != nil {
		return l, nil, err
	}
	bytte, err := l.angre(ctx, r, nummer)
	return l, bytte, err
}

func (l Kodeliste) angre(ctx context.Context, r db.Reader, nummer int64) ([]Bytte, error) {
	versjoner, err := historikk(ctx, r, l.Liste)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(versjoner, func(v Versjon) bool { return v.Nummer == nummer })
	if i < 0 {
		return nil, fault.NewNotFound()
	}
	var out []Bytte
	for _, naa := range l.Koder {
		etter := naa
		etter.Aktiv = false
		if da, ok := (Kodeliste{Koder: versjoner[i].Koder}).Finn(naa.Kode); ok {
			etter.Ord, etter.Plass, etter.Aktiv, etter.Opphav = da.Ord, da.Plass, da.Aktiv, da.Opphav
		}
		if etter != naa {
			out = append(out, Bytte{For: naa, Etter: etter})
		}
	}
	return out, nil
}

// Gjenoppretting asks for an earlier version of a list. Naa is Kodeliste.Versjon when the
// actor saw what it would change.
type Gjenoppretting struct {
	Liste    Liste
	Til, Naa int64
}

// Gjenopprett makes an earlier version of a list the newest. A list that somebody else has
// changed since is Conflict. What makes no difference makes no version.
func Gjenopprett(ctx context.Context, tx *db.Tx, a tilgang.Actor, g Gjenoppretting) error {
	e, err := begynn(ctx, tx, a, g.Liste)
	if err != nil {
		return err
	}
	bytte, err := e.angre(ctx, tx, g.Til)
	if err != nil || len(bytte) == 0 {
		return err
	}
	if e.Versjon != g.Naa {
		return fault.NewConflict("feil.konflikt")
	}
	var koder []Kode
	for _, b := range bytte {
		koder = append(koder, b.Etter)
	}
	return e.lagre(ctx, Gjenopprettet, g.Til, koder...)
}
