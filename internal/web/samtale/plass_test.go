package samtale_test

import (
	"net/http"
	"strings"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
)

// TestNoteTwice: the same attempt makes one note, and one that finds no room makes none
// and stays on the screen.
func TestNoteTwice(tt *testing.T) {
	dbtest.Run(tt, func(tt *testing.T, d *db.DB) {
		h := nytt(tt, d)
		h.berit.Post("/samtale", "beboer", h.far.String())
		path := "/samtale/" + h.far.String() + "/bosettingsinformasjon"
		bruker, nokkel := skjult(h.berit.Get(path), "bruker"), ident.New().String()
		send := func(nokkel, tekst string) (int, string) {
			a := h.berit.Post(path, "bruker", bruker, "handling", "merknad", "nokkel", nokkel, "tekst", tekst)
			return a.Status, a.Text()
		}
		if n := skjult(h.berit.Get(path), "nokkel"); len(n) != len(nokkel) || n == skjult(h.berit.Get(path), "nokkel") {
			tt.Errorf("the page has no attempt: %q", n)
		}
		notes := func() int { return len(rader(h.berit.Get(path), "intern_merknad.melding")) }
		for range 2 {
			if status, text := send(nokkel, "Skrev for sent"); status != http.StatusSeeOther {
				tt.Fatalf("%d %s", status, text)
			}
		}
		if n := notes(); n != 1 {
			tt.Errorf("%d notes of one attempt", n)
		}
		// 19 more is what there is room for; 20 are none.
		for what, tekst := range map[string]string{"one too many": strings.Repeat("å", 19*4000) + "Kanari på slutten", "too long": strings.Repeat("x", 20*4000) + "Kanari på slutten"} {
			if status, text := send(ident.New().String(), tekst); status != http.StatusUnprocessableEntity || !strings.Contains(text, "Kanari på slutten") {
				tt.Errorf("%s: %d", what, status)
			}
			if n := notes(); n != 1 {
				tt.Errorf("%s: %d notes stand", what, n)
			}
		}
		if status, _ := send(ident.New().String(), strings.Repeat("å", 19*4000)); status != http.StatusSeeOther || notes() != 20 {
			tt.Errorf("as many as there is room for: %d, %d", status, notes())
		}
	})
}

// TestOpprettTwice: who presses Opprett twice without a script has done it once, and it is
// no conflict; another text is one.
func TestOpprettTwice(tt *testing.T) {
	dbtest.Run(tt, func(tt *testing.T, d *db.DB) {
		h := nytt(tt, d)
		h.berit.Post("/samtale", "beboer", h.far.String())
		path := "/samtale/" + h.far.String() + "/bosettingsinformasjon"
		bruker, rad := skjult(h.berit.Get(path), "bruker"), ident.New().String()
		press := func(melding string) int {
			return h.berit.Post(path, "bruker", bruker, "versjon:intern_merknad.tittel:"+rad, "0", "svar:intern_merknad.tittel:"+rad, "Verge",
				"versjon:intern_merknad.melding:"+rad, "0", "svar:intern_merknad.melding:"+rad, melding,
				"versjon:intern_merknad:"+rad, "0", "handling", "forsegl:intern_merknad:"+rad).Status
		}
		for i, want := range []int{http.StatusSeeOther, http.StatusSeeOther} {
			if got := press("Har verge"); got != want {
				tt.Errorf("time %d: %d", i+1, got)
			}
		}
		if got := press("Har verge, og mer"); got != http.StatusConflict {
			tt.Errorf("another text: %d", got)
		}
	})
}

// TestMoreRowsThanAPage: a form with thousands of rows is read no further than a page goes.
func TestMoreRowsThanAPage(tt *testing.T) {
	dbtest.Run(tt, func(tt *testing.T, d *db.DB) {
		h := nytt(tt, d)
		h.berit.Post("/samtale", "beboer", h.far.String())
		path := "/samtale/" + h.far.String() + "/bosettingsinformasjon"
		form := []string{"bruker", skjult(h.berit.Get(path), "bruker")}
		for range 30 {
			rad := ident.New().String()
			form = append(form, "versjon:bosettingsmerknad.personlig_tekst:"+rad, "0", "svar:bosettingsmerknad.personlig_tekst:"+rad, "Merknad")
		}
		a := h.berit.Post(path, form...)
		// Of those that find no room one is read, and it stays on the screen.
		if n := strings.Count(a.Body, ">Merknad</textarea>"); a.Status != http.StatusUnprocessableEntity || n != 21 {
			tt.Errorf("%d, %d rows on the screen", a.Status, n)
		}
		a.Has(tt, "Det er plass til 20.")
		if n := strings.Count(h.berit.Get(path).Body, ">Merknad</textarea>"); n != 20 {
			tt.Errorf("%d rows are stored", n)
		}
	})
}
