package samtale

import (
	"context"
	"testing"
	"time"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
)

// Receipts go a week after they were last asked for, some at a time, the others stay; and
// whoever comes with a key that is gone meets the version, so nothing is done twice.
func TestReceiptsEnd(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.enslig)
		late := SvarInn{Beboer: p.enslig, Sporsmal: "merknad.sprak", Verdi: "Arabisk", Nokkel: ident.New().String()}
		p.save(p.berit, late, Lagret)
		old, young := 8*24*time.Hour, 6*24*time.Hour
		receipts := func(n int, made, asked time.Duration) {
			p.write(func(ctx context.Context, tx *db.Tx) error {
				var rows [][]any
				for range n {
					rows = append(rows, []any{ident.New().String(), p.berit.Bruker, p.enslig, []byte{1}, 200, "{}", db.At(tx.Now().Add(-made)), db.At(tx.Now().Add(-asked))})
				}
				return db.BulkInsert(ctx, tx, `INSERT INTO idem (nokkel, bruker, samtale, kropp, status, svar, tid, sett_tid)`, rows, "")
			})
		}
		receipts(1199, old, old)
		receipts(3, young, young)
		receipts(2, old, young) // a browser that still asks
		p.write(func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, `UPDATE idem SET tid = $1, sett_tid = $1 WHERE nokkel = $2`, db.At(tx.Now().Add(-old)), late.Nokkel)
			return err
		})
		for i, want := range []int{1205 - 500, 1205 - 1000, 5, 5} {
			var more bool
			p.write(func(ctx context.Context, tx *db.Tx) (err error) {
				more, err = RyddKvitteringer(ctx, tx)
				return err
			})
			if n := p.count(`SELECT count(*) FROM idem`); n != want || more != (i < 2) {
				t.Errorf("after %d: %d receipts, more %v, want %d", i+1, n, more, want)
			}
		}
		if n := p.count(`SELECT count(*) FROM idem WHERE nokkel = $1`, late.Nokkel); n != 0 {
			t.Error("the old receipt is still there")
		}
		p.svar(p.bjorn, p.enslig, "merknad.sprak", "Kurdisk")
		p.save(p.berit, late, Konflikt)
	})
}

// An open sealed row that its author threw away is deleted a day later, answers and all;
// what can still be fetched back, is written in, or is sealed, stays.
func TestThrownAwayRowsEnd(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.enslig)
		for _, kastet := range []time.Duration{25 * time.Hour, 23 * time.Hour, 0} {
			rad := ident.New().String()
			p.save(p.berit, SvarInn{Beboer: p.enslig, Sporsmal: "intern_merknad.melding", Rad: rad, Verdi: kanariMelding}, Lagret)
			if kastet == 0 {
				continue
			}
			p.save(p.berit, SvarInn{Beboer: p.enslig, Sporsmal: InternMerknad, Rad: rad, Versjon: 1, Slett: true}, Lagret)
			p.write(func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.ExecContext(ctx, `UPDATE forseglet_rad SET fjernet_tid = $1 WHERE rad = $2`, db.At(tx.Now().Add(-kastet)), rad)
				return err
			})
		}
		// Begun on and emptied, and left: long ago, and a while ago only.
		for _, forlatt := range []time.Duration{25 * time.Hour, 23 * time.Hour} {
			rad := ident.New().String()
			for i, verdi := range []string{"x", ""} {
				p.save(p.berit, SvarInn{Beboer: p.enslig, Sporsmal: "intern_merknad.melding", Rad: rad, Verdi: verdi, Versjon: int64(i)}, Lagret)
			}
			p.write(func(ctx context.Context, tx *db.Tx) error {
				for _, q := range []string{`UPDATE forseglet_rad SET startet_tid = $1 WHERE rad = $2`, `UPDATE forseglet_svar SET endret_tid = $1 WHERE rad = $2`} {
					if _, err := tx.ExecContext(ctx, q, db.At(tx.Now().Add(-forlatt)), rad); err != nil {
						return err
					}
				}
				return nil
			})
		}
		for range 2 {
			p.write(func(ctx context.Context, tx *db.Tx) error {
				more, err := RyddForseglet(ctx, tx)
				if more {
					t.Error("more")
				}
				return err
			})
			for _, table := range []string{"forseglet_rad", "forseglet_svar"} {
				if n := p.count(`SELECT count(*) FROM ` + table); n != 3 {
					t.Errorf("%d in %s", n, table)
				}
			}
		}
	})
}
