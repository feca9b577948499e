package sak

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/tilgang"
)

// Several imports and transitions at the same time, on the same few persons: they may
// have to run again, but counts and copies are right whatever the order became.
func TestConcurrentWork(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		mottakene(t, d, 2)
		var wg sync.WaitGroup
		for worker := range 6 {
			wg.Go(func() {
				for round := range 8 {
					err := errors.New("not tried")
					for try := 0; err != nil && try < 5; try++ {
						err = d.Write(ctx, func(tx *db.Tx) error { return oneRound(tx, worker, round) })
						if err != nil && !errors.Is(err, db.ErrUnavailable) {
							break
						}
					}
					if err != nil {
						t.Error(worker, round, err)
					}
				}
			})
		}
		wg.Wait()
		kontroller(t, d)
		if n := len(column(t, d, `SELECT duf FROM beboer`)); n != 6 {
			t.Errorf("%d residents, want 6", n)
		}
	}, db.WithClock(clock))
}

// oneRound is a file of six persons in three households, a case for each household and,
// for some workers, the next step of a case.
func oneRound(tx *db.Tx, worker, round int) error {
	if worker%3 == 2 {
		for i := range 3 {
			s, ok, err := caseOf(tx, i)
			if err != nil {
				return err
			}
			if ok && Can(s.Status, VerbFerdigstill) {
				return lostRace(ferdigstill(ctx, tx, s.ID, "somebody"))
			}
			if ok && Can(s.Status, VerbAvslutt) {
				_, err := Transition(ctx, tx, s.ID, Handling{Verb: VerbAvslutt, Av: "somebody", Arsak: ReistUt})
				return lostRace(err)
			}
		}
		return nil
	}
	lines := make([]beboer.Inn, 6)
	for i := range lines {
		n := (i + worker) % 6 // the workers meet the persons in different orders
		l := person(n, fmt.Sprintf("%09d", 1+(n+round*worker)%3), []string{"far", "mor", "sonn"}[(n+round)%3])
		l.MotID = motID(1 + (worker+round)%2)
		if (n+round)%5 == 0 {
			l.Gradering = tilgang.Fortrolig
		} else {
			l.Gradering = tilgang.Ugradert
		}
		lines[i] = l
	}
	if err := beboere(tx, lines...); err != nil {
		return err
	}
	_, err := ImportBatch(ctx, tx, []Inn{
		{Saksnummer: fmt.Sprint(worker, "-", round), RegNummer: fmt.Sprintf("%09d", 1+round%3), Opprettet: dag("2020-09-01").AddDays(round % 4)},
	})
	return err
}

// lostRace forgives the refusal of a step that another worker took after this one had
// looked and before it had the lock: one of them must be refused.
func lostRace(err error) error {
	if fault.Is(err, fault.Conflict) {
		return nil
	}
	return err
}

func caseOf(tx *db.Tx, i int) (s Sak, ok bool, err error) {
	rows, err := tx.QueryContext(ctx, selectSak+` WHERE status <> 'avsluttet' ORDER BY id LIMIT 1 OFFSET $1`, i)
	if err != nil {
		return s, false, err
	}
	defer rows.Close()
	if ok = rows.Next(); ok {
		s, err = scanSak(rows)
	}
	return s, ok, errors.Join(err, rows.Err())
}
