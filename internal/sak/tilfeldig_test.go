package sak

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/tilgang"
)

// Whatever residents, cases and transitions come in whatever order, every count and
// copy is what a full recount gives.
func TestRandomSequencesKeepCounts(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		mottakene(t, d, 2)
		rapid.Check(t, func(rt *rapid.T) {
			for range rapid.IntRange(1, 4).Draw(rt, "steps") {
				step := rapid.SampledFrom([]func(*rapid.T, *db.Tx) error{randomBeboere, randomSaker, randomOvergang}).Draw(rt, "step")
				if err := d.Write(ctx, func(tx *db.Tx) error { return step(rt, tx) }); err != nil {
					rt.Fatal(err)
				}
			}
			kontroller(rt, d)
		})
	}, db.WithClock(clock))
}

func randomReg(rt *rapid.T) string {
	return fmt.Sprintf("%09d", rapid.IntRange(1, 5).Draw(rt, "household"))
}

func randomBeboere(rt *rapid.T, tx *db.Tx) error {
	lines := make([]beboer.Inn, rapid.IntRange(1, 5).Draw(rt, "residents"))
	for i := range lines {
		l := person(rapid.IntRange(0, 11).Draw(rt, "resident"), randomReg(rt), rapid.SampledFrom([]string{"", "far", "mor", "sonn"}).Draw(rt, "role"))
		l.MotID = motID(rapid.IntRange(1, 2).Draw(rt, "centre"))
		l.Plasstype = rapid.SampledFrom([]string{"ORD", "TIL"}).Draw(rt, "place")
		l.Gradering = rapid.SampledFrom([]tilgang.Gradering{"", tilgang.Ugradert, tilgang.Ugradert, tilgang.Fortrolig}).Draw(rt, "grade")
		lines[i] = l
	}
	return beboere(tx, lines...)
}

func randomSaker(rt *rapid.T, tx *db.Tx) error {
	lines := make([]Inn, rapid.IntRange(1, 4).Draw(rt, "cases"))
	for i := range lines {
		l := Inn{Saksnummer: fmt.Sprint(rapid.IntRange(1, 15).Draw(rt, "case")), RegNummer: randomReg(rt)}
		l.Opprettet = dag("2020-08-01").AddDays(rapid.IntRange(0, 3).Draw(rt, "made"))
		l.Status = string(rapid.SampledFrom(append([]Status{"", "", ""}, Statuser...)).Draw(rt, "status"))
		if l.Status == string(Avsluttet) {
			l.AvsluttetArsak = string(rapid.SampledFrom(Arsaker).Draw(rt, "reason"))
		}
		lines[i] = l
	}
	_, err := ImportBatch(ctx, tx, lines)
	return err
}

func randomOvergang(rt *rapid.T, tx *db.Tx) error {
	var id ident.ID
	nr := fmt.Sprint(rapid.IntRange(1, 15).Draw(rt, "case"))
	if tx.QueryRowContext(ctx, `SELECT id FROM sak WHERE saksnummer = $1`, nr).Scan(&id) != nil {
		return nil // not made yet
	}
	h := Handling{Verb: rapid.SampledFrom(Overganger).Draw(rt, "verb").Verb, Av: "somebody"}
	if h.Verb == VerbAvslutt {
		h.Arsak = Selvbosatt
	}
	before, err := Get(ctx, tx, id)
	if err != nil {
		return err
	}
	_, err = Transition(ctx, tx, id, h)
	if can := Can(before.Status, h.Verb); can != (err == nil) || !can && !fault.Is(err, fault.Conflict) {
		return fmt.Errorf("%s on %s: %w", h.Verb, before.Status, err)
	}
	if err != nil && strings.Contains(err.Error(), "overgang") {
		return nil
	}
	return err
}
