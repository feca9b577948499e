package app_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"bosett/internal/app/apptest"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
)

// The running program deletes old receipts, all of them, without being asked, and goes on
// to answer.
func TestReceiptsAreTidied(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		apptest.New(t, d)
		who := one(t, d, `SELECT id FROM bruker WHERE navn = 'Berit Bø'`)
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			var rows [][]any
			for i := range 700 {
				tid := db.At(tx.Now().AddDate(0, 0, -8))
				if i == 0 {
					tid = db.At(tx.Now())
				}
				rows = append(rows, []any{ident.New().String(), who, ident.New(), []byte{1}, 200, "{}", tid, tid})
			}
			// A sealed row that somebody began on and threw away long ago, and one of today.
			for rad, day := range map[string]int{"old": -2, "new": 0} {
				_, err := tx.ExecContext(t.Context(), `INSERT INTO forseglet_rad (samtale, eier, gruppe, rad, av, startet_tid, fjernet_tid)
					SELECT samtale, beboer, 'intern_merknad', $1, $2, $3, $3 FROM samtale_person ORDER BY beboer LIMIT 1`,
					rad, who, db.At(tx.Now().AddDate(0, 0, day)))
				if err != nil {
					return err
				}
			}
			return db.BulkInsert(t.Context(), tx, `INSERT INTO idem (nokkel, bruker, samtale, kropp, status, svar, tid, sett_tid)`, rows, "")
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		address, done := serve(ctx, t, d)
		for i := 0; one(t, d, `SELECT COUNT(*) FROM idem`) != "1" || one(t, d, `SELECT COUNT(*) FROM forseglet_rad WHERE rad = 'old'`) != "0"; i++ {
			if i > 200 {
				t.Fatalf("%s receipts are left", one(t, d, `SELECT COUNT(*) FROM idem`))
			}
			time.Sleep(20 * time.Millisecond)
		}
		if n := one(t, d, `SELECT COUNT(*) FROM forseglet_rad WHERE rad = 'new'`); n != "1" {
			t.Errorf("%s rows of today", n)
		}
		res, err := http.Get(address + "/readyz")
		if err != nil || res.StatusCode != http.StatusOK {
			t.Errorf("after tidying: %v, %v", res, err)
		}
		if err == nil {
			res.Body.Close()
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}
