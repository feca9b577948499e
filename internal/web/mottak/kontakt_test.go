package mottak_test

import (
	"net/http"
	"strings"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/web/webtest"
)

// T7: both contacts with who changed them and when, the reminder about MOT, and Rediger
// for those whose role allows (A5, A6).
func TestKontakt(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		s := newSenter(t, d)
		const vis, admin, ansvarlig = "/mottak/kontakt", "/mottak/kontakt/mottaksadministrator/rediger", "/mottak/kontakt/bosettingsansvarlig/rediger"
		a := s.astrid.Get(vis)
		a.Has(t, "Kontaktinformasjon", "Mottaksadministrator", "Bosettingsansvarlig", "Navn Ikke oppgitt", "Telefonnummer Ikke oppgitt",
			"E-postadresse Ikke oppgitt", "Husk å oppdatere MOT også.")
		a.HasNot(t, "Endret")
		for _, c := range []struct {
			who              *webtest.Client
			admin, ansvarlig int
		}{
			{s.astrid, http.StatusOK, http.StatusOK},
			{s.berit, http.StatusNotFound, http.StatusOK},
			{s.kare, http.StatusNotFound, http.StatusNotFound},
			{s.siv, http.StatusNotFound, http.StatusNotFound},
		} {
			body := c.who.Get(vis).Body
			for path, want := range map[string]int{admin: c.admin, ansvarlig: c.ansvarlig} {
				if got := c.who.Get(path).Status; got != want {
					t.Errorf("%s: %d, want %d", path, got, want)
				}
				if strings.Contains(body, path) != (want == http.StatusOK) {
					t.Errorf("%s: the button does not agree with the role", path)
				}
				if want != http.StatusOK {
					if got := c.who.Post(path, "versjon", "0", "navn", "Inntrenger").Status; got != http.StatusNotFound {
						t.Errorf("posting %s: %d", path, got)
					}
				}
			}
		}
		a = s.berit.Post(ansvarlig, form(s.berit.Get(ansvarlig), "navn", "Berit Bø", "telefon", "40 00 00 01", "epost", "berit@example.no")...)
		if a.Status != http.StatusSeeOther || a.Location != vis {
			t.Fatalf("saving: %d %q", a.Status, a.Location)
		}
		a = s.kare.Get(vis)
		a.Has(t, "Bosettingsansvarlig Navn Berit Bø Telefonnummer 40 00 00 01 E-postadresse berit@example.no Endret", "av Berit Bø")
		a.HasNot(t, "Inntrenger")
		if a := s.toten.Get(vis); strings.Contains(a.Body, "berit@example.no") {
			t.Error("another centre sees the contact")
		}
	})
}

func TestKontaktErrorsAndConflict(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		s := newSenter(t, d)
		const vis, ansvarlig = "/mottak/kontakt", "/mottak/kontakt/bosettingsansvarlig/rediger"
		old := s.astrid.Get(ansvarlig)
		a := s.berit.Post(ansvarlig, form(s.berit.Get(ansvarlig), "navn", "Berit Bø", "telefon", "abc", "epost", "berit")...)
		if a.Status != http.StatusUnprocessableEntity || field(a, "navn") != "Berit Bø" || field(a, "telefon") != "abc" {
			t.Fatalf("wrong values: %d, navn %q, telefon %q", a.Status, field(a, "navn"), field(a, "telefon"))
		}
		if !strings.Contains(a.Body, `href="#telefon"`) || !strings.Contains(a.Body, `href="#epost"`) {
			t.Error("the summary does not lead to the fields")
		}
		if a := s.berit.Post(ansvarlig, form(a, "telefon", "40000001", "epost", "berit@example.no")...); a.Status != http.StatusSeeOther {
			t.Fatalf("mended: %d", a.Status)
		}
		// The form from before anybody had written is old now.
		a = s.astrid.Post(ansvarlig, form(old, "navn", "Bjørn Berg")...)
		if a.Status != http.StatusConflict || field(a, "navn") != "Bjørn Berg" || field(a, "telefon") != "40000001" {
			t.Fatalf("conflict: %d, navn %q, telefon %q", a.Status, field(a, "navn"), field(a, "telefon"))
		}
		a.Has(t, "Navn: Berit Bø har lagret Berit Bø her.")
		if a := s.astrid.Post(ansvarlig, form(a)...); a.Status != http.StatusSeeOther {
			t.Fatalf("once more: %d", a.Status)
		}
		s.berit.Get(vis).Has(t, "Navn Bjørn Berg Telefonnummer 40000001", "av Astrid Ås")
	})
}

// The same pages in nynorsk.
func TestMottakNynorsk(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	s := newSenter(t, d)
	s.Exec(`UPDATE bruker SET maalform = 'nn'`)
	s.astrid.Get("/mottak/informasjon").Has(t, "Mottaksnamn", "Hovudtelefon", "Vakttelefon Ikkje oppgitt", "Poststad")
	s.astrid.Get("/mottak/kontakt").Has(t, "Busetjingsansvarleg", "Namn Ikkje oppgitt")
	a := s.astrid.Post("/mottak/informasjon/rediger", form(s.astrid.Get("/mottak/informasjon/rediger"), "post_nummer", "43")...)
	a.Has(t, "Rett dette før du lagrar", "Postnummeret skal ha fire siffer.")
}
