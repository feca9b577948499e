// Package tilstede tells who has a family's interview open just now (S16): advice to
// people who work at the same time, never a lock.
package tilstede

import (
	"context"
	"fmt"
	"slices"
	"time"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/tilgang"
	"bosett/internal/tilstede/tilstededb"
)

// Puls is how often an open page tells that it is open, and Levetid how long one is
// there after the last time: two that were lost do not make anybody go away.
const (
	Puls    = 20 * time.Second
	Levetid = 3*Puls + 5*time.Second
	// glemt is when a row of somebody who never said goodbye is removed.
	glemt = time.Hour
)

// Annen is a colleague who has an interview of the household open.
type Annen struct {
	Navn    string
	Beboer  ident.ID
	Seksjon string
}

// Meld tells that the actor has the section of the resident's interview open, and
// returns the others who have one of the household open, as far as the actor may write
// it. Whom the actor may not write about is NotFound. No resident is shown, so the
// access log has no row about it.
func Meld(ctx context.Context, d *db.DB, a tilgang.Actor, beboerID ident.ID, seksjon string) ([]Annen, error) {
	var andre []Annen
	err := d.Write(ctx, func(tx *db.Tx) error {
		b, err := sjekk(ctx, tx, a, beboerID)
		if err != nil {
			return err
		}
		q, naa := tilstededb.New(tx), tx.Now()
		err = q.Meld(ctx, tilstededb.MeldParams{
			Beboer: b.ID, Bruker: a.Bruker, Husstand: b.Husstand, Seksjon: seksjon, SettTid: db.At(naa),
		})
		if err != nil {
			return err
		}
		if err := q.Rydd(ctx, db.At(naa.Add(-glemt))); err != nil {
			return err
		}
		andre, err = meldt(ctx, tx, a, b.Husstand)
		return err
	})
	return andre, err
}

// Forlat tells that the actor has closed the resident's interview.
func Forlat(ctx context.Context, d *db.DB, a tilgang.Actor, beboerID ident.ID) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		if _, err := sjekk(ctx, tx, a, beboerID); err != nil {
			return err
		}
		return tilstededb.New(tx).Forlat(ctx, tilstededb.ForlatParams{Beboer: beboerID, Bruker: a.Bruker})
	})
}

// ForlatAlle tells that the person has gone from every interview, at signing out. In
// another browser where the person still works, the next sign of life brings it back.
func ForlatAlle(ctx context.Context, d *db.DB, bruker ident.ID) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		return tilstededb.New(tx).ForlatAlle(ctx, bruker)
	})
}

func sjekk(ctx context.Context, tx *db.Tx, a tilgang.Actor, id ident.ID) (beboer.Beboer, error) {
	b, err := beboer.Get(ctx, innsyn.System(tx), id)
	if err != nil {
		return b, err
	}
	return b, tilgang.Check(a, tilgang.SamtaleSkriv, b.Subject())
}

// meldt is List for the members whom the actor may write about: one at another centre is
// not mentioned.
func meldt(ctx context.Context, tx *db.Tx, a tilgang.Actor, husstand ident.ID) ([]Annen, error) {
	medlemmer, err := beboer.Husstand(ctx, innsyn.System(tx), husstand)
	if err != nil {
		return nil, err
	}
	return List(ctx, tx, a.Bruker, husstand, func(id ident.ID) bool {
		return slices.ContainsFunc(medlemmer, func(m beboer.Beboer) bool {
			return m.ID == id && tilgang.Check(a, tilgang.SamtaleSkriv, m.Subject()) == nil
		})
	})
}

// List returns who else than the user has an interview of the household open, about the
// members that ser lets through: those whom the reader may see.
func List(ctx context.Context, r db.Reader, bruker, husstand ident.ID, ser func(ident.ID) bool) ([]Annen, error) {
	rows, err := tilstededb.New(r).ListAndre(ctx, tilstededb.ListAndreParams{
		Husstand: husstand, Bruker: bruker, SettTid: db.At(r.Now().Add(-Levetid)),
	})
	if err != nil {
		return nil, fmt.Errorf("tilstede: %w", err)
	}
	var out []Annen
	for _, row := range rows {
		if ser(row.Beboer) {
			out = append(out, Annen{row.Navn, row.Beboer, row.Seksjon})
		}
	}
	return out, nil
}
