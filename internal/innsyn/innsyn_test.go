package innsyn_test

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/tilgang"
)

var berit = tilgang.Actor{
	Bruker: ident.New(), Navn: "Berit Bø",
	Org:    tilgang.Org{Type: tilgang.OrgMottak, ID: ident.New().String()},
	Roller: []tilgang.Rolle{tilgang.MottakBosettingsansvarlig}, Foresporsel: "F1",
}

type row struct {
	bruker, rolle, org, handling string
	innhold                      struct {
		Personer    []ident.ID
		Sok         string
		Foresporsel string
	}
}

func rows(t *testing.T, d *db.DB) (list []row) {
	t.Helper()
	err := d.Read(t.Context(), func(r *db.Rx) error {
		list = nil
		q, err := r.QueryContext(t.Context(), `SELECT bruker, rolle, org, handling, innhold FROM innsyn ORDER BY lopenr`)
		if err != nil {
			return err
		}
		defer q.Close()
		for q.Next() {
			var x row
			var innhold string
			if err := q.Scan(&x.bruker, &x.rolle, &x.org, &x.handling, &innhold); err != nil {
				return err
			}
			if err := json.Unmarshal([]byte(innhold), &x.innhold); err != nil {
				return err
			}
			list = append(list, x)
		}
		return q.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestReadIsLogged(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		l := innsyn.New(d)
		defer l.Close()
		selam, yusuf := ident.New(), ident.New()
		err := l.Read(t.Context(), berit, tilgang.OppgaveList, func(r *innsyn.Rx) error {
			r.Saw(selam, yusuf, selam)
			r.Searched("navn")
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		got := rows(t, d)
		if len(got) != 1 {
			t.Fatalf("%d rows, want 1", len(got))
		}
		x := got[0]
		if x.bruker != berit.Bruker.String() || x.rolle != "MottakBosettingsansvarlig" || x.org != "mottak:"+berit.Org.ID || x.handling != "oppgave.list" {
			t.Errorf("row %+v", x)
		}
		if len(x.innhold.Personer) != 2 || x.innhold.Personer[0] != selam || x.innhold.Sok != "navn" || x.innhold.Foresporsel != "F1" {
			t.Errorf("content %+v", x.innhold)
		}
	})
}

// Who looks at nobody leaves no row; a search that finds nobody does.
func TestWhatIsLogged(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		l := innsyn.New(d)
		defer l.Close()
		if err := l.Read(t.Context(), berit, tilgang.KommuneLes, func(*innsyn.Rx) error { return nil }); err != nil {
			t.Fatal(err)
		}
		err := l.Read(t.Context(), berit, tilgang.BeboerList, func(r *innsyn.Rx) error { r.Searched("duf"); return nil })
		if err != nil {
			t.Fatal(err)
		}
		failed := errors.New("no")
		err = l.Write(t.Context(), berit, tilgang.SamtaleSkriv, func(tx *innsyn.Tx) error { tx.Saw(ident.New()); return failed })
		if !errors.Is(err, failed) {
			t.Fatalf("error %v", err)
		}
		if got := rows(t, d); len(got) != 1 || got[0].innhold.Sok != "duf" {
			t.Errorf("rows %+v, want the one search", got)
		}
	})
}

// No row, no page: when the log cannot be written, the reader gets an error.
func TestNoRowNoPage(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		l := innsyn.New(d)
		defer l.Close()
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `ALTER TABLE innsyn RENAME TO borte`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		err = l.Read(t.Context(), berit, tilgang.BeboerDetaljer, func(r *innsyn.Rx) error { r.Saw(ident.New()); return nil })
		if !fault.Is(err, fault.Unavailable) {
			t.Errorf("error %v, want Unavailable", err)
		}
	})
}

func TestAppendOnly(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		l := innsyn.New(d)
		defer l.Close()
		if err := l.Read(t.Context(), berit, tilgang.BeboerDetaljer, func(r *innsyn.Rx) error { r.Saw(ident.New()); return nil }); err != nil {
			t.Fatal(err)
		}
		for _, change := range []string{`UPDATE innsyn SET bruker = 'en annen'`, `DELETE FROM innsyn`} {
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				_, err := tx.ExecContext(t.Context(), change)
				return err
			})
			if err == nil {
				t.Errorf("%s went through", change)
			}
		}
		if n := len(rows(t, d)); n != 1 {
			t.Errorf("%d rows left, want 1", n)
		}
	})
}

func TestManyReadersAndClose(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		l := innsyn.New(d)
		const readers = 200
		var wg sync.WaitGroup
		for range readers {
			wg.Go(func() {
				err := l.Read(context.Background(), berit, tilgang.BeboerDetaljer, func(r *innsyn.Rx) error { r.Saw(ident.New()); return nil })
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		l.Close()
		l.Close()
		if n := len(rows(t, d)); n != readers {
			t.Errorf("%d rows, want %d", n, readers)
		}
		err := l.Read(t.Context(), berit, tilgang.BeboerDetaljer, func(r *innsyn.Rx) error { r.Saw(ident.New()); return nil })
		if !fault.Is(err, fault.Unavailable) {
			t.Errorf("a read after Close: %v, want Unavailable", err)
		}
	})
}
