package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bosett/internal/app/apptest"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
)

// With no place to log, who reads and who saves is told to come back: nothing is shown,
// nothing is saved, and it is no failure of ours that cannot be mended.
func TestNoLogIsTryAgain(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		site := apptest.New(t, d)
		berit := site.As(t, "Berit Bø")
		home := "/samtale/" + one(t, d, `SELECT id FROM beboer WHERE duf = '202090065103'`)
		berit.Post("/samtale", url.Values{"beboer": {strings.TrimPrefix(home, "/samtale/")}})
		save := func() apptest.Answer {
			return berit.Do(http.MethodPut, home+"/svar", strings.NewReader(`{"sporsmal":"tilknytning.venner","rad":"","verdi":"nei"}`), http.Header{
				"Content-Type": {"application/json"}, "Sec-Fetch-Site": {"same-origin"}, "Bosett-Bruker": {mark(t, d, "Berit Bø")},
				"If-Match": {`"0"`}, "Idempotency-Key": {ident.New().String()},
			})
		}
		form := url.Values{"bruker": {mark(t, d, "Berit Bø")}, "versjon:tilknytning.venner:": {"0"}, "svar:tilknytning.venner:": {"nei"}}
		before := one(t, d, `SELECT COUNT(*) FROM svar`)
		exec(t, d, `ALTER TABLE innsyn RENAME TO borte`)
		for what, a := range map[string]apptest.Answer{
			"a page": berit.Get(home + "/sprak"), "a list": berit.Get("/mottak/oversikt"),
			"an answer": save(), "a form": berit.Post(home+"/bosettingsinformasjon", form),
		} {
			if a.Status != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "" {
				t.Errorf("%s without a log: %d, Retry-After %q, want 503", what, a.Status, a.Header.Get("Retry-After"))
			}
		}
		if n := one(t, d, `SELECT COUNT(*) FROM svar`); n != before {
			t.Errorf("%s answers without a log, %s before", n, before)
		}
		exec(t, d, `ALTER TABLE borte RENAME TO innsyn`)
		if a := save(); a.Status != http.StatusOK {
			t.Errorf("with a log: %d %s", a.Status, a.Body)
		}
	})
}
