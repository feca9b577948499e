package samtale_test

import (
	"net/http"
	"strings"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
)

// Without the script: the text that gives way is on the page of earlier texts, and comes
// back from there. By the script the same, over the protocol.
func TestTheTextGivenUpIsFetchedBack(tt *testing.T) {
	dbtest.Run(tt, func(tt *testing.T, d *db.DB) {
		h := nytt(tt, d)
		base := "/samtale/" + h.far.String()
		side, tidligere := base+"/yrke", base+"/tidligere/merknad.yrke"
		berit, bjorn := h.berit.Get(side), h.bjorn.Get(side)
		b1, b2 := skjult(berit, "bruker"), skjult(bjorn, "bruker")
		h.berit.Post(side, "bruker", b1, "versjon:merknad.yrke:", "0", "svar:merknad.yrke:", "Snekker")
		if a := h.berit.Get(side); !strings.Contains(a.Body, `data-tidligere hidden`) {
			tt.Error("a link to earlier texts where there are none")
		}
		a := h.bjorn.Post(side, "bruker", b2, "versjon:merknad.yrke:", "0", "svar:merknad.yrke:", "Lege i ti år")
		a = h.bjorn.Post(side, "bruker", b2, "versjon:merknad.yrke:", "0", "svar:merknad.yrke:", "Lege i ti år",
			"konflikt:merknad.yrke:", skjult(a, "konflikt:merknad.yrke:"), "handling", "deres:merknad.yrke:")
		if a.Status != http.StatusSeeOther {
			tt.Fatalf("use theirs: %d", a.Status)
		}
		a = h.bjorn.Get(side)
		if !strings.Contains(a.Body, "Snekker</textarea>") || strings.Contains(a.Body, `data-tidligere hidden`) || !strings.Contains(a.Body, `href="`+tidligere+`"`) {
			tt.Error("theirs does not stand, or there is no link to mine")
		}
		a = h.bjorn.Get(tidligere)
		a.Has(tt, "Tidligere svar", "Merknader for yrke", "Lege i ti år", "Bjørn Berg", "Bruk denne teksten", "Snekker", "Berit Bø", "Står nå")
		if i, j := strings.Index(a.Body, "Lege i ti år"), strings.Index(a.Body, "Snekker"); i > j {
			tt.Error("the newest is not first")
		}

		// Over the protocol: another text gives way.
		gitt := `{"sporsmal":"merknad.yrke","verdi":"Maler","gitt":true}`
		if a := h.put(h.bjorn, bjorn, gitt, `"1"`, ident.New().String()); a.Status != 200 || !strings.Contains(a.Body, `"deres":"Snekker"`) || !strings.Contains(a.Body, `"versjon":1`) {
			tt.Errorf("given up: %d %s", a.Status, a.Body)
		}
		h.berit.Get(tidligere).Has(tt, "Maler", "Lege i ti år")

		form := []string{"bruker", b2, "versjon", "1", "hent", "2"}
		h.berit.Post(side, "bruker", b1, "versjon:merknad.yrke:", "1", "svar:merknad.yrke:", "Snekker og maler")
		if a = h.bjorn.Post(tidligere, form...); a.Status != http.StatusConflict {
			tt.Errorf("an old page: %d", a.Status)
		}
		a.Has(tt, "Berit Bø endret svaret", "Snekker og maler")
		form[3] = skjult(a, "versjon")
		if a = h.bjorn.Post(tidligere, form...); a.Status != http.StatusSeeOther || a.Location != side+"#f-merknad-yrke" {
			tt.Errorf("fetch back: %d %s", a.Status, a.Location)
		}
		a = h.bjorn.Get(side)
		a.Has(tt, "Teksten er hentet tilbake")
		if !strings.Contains(a.Body, "Lege i ti år</textarea>") {
			tt.Error("it does not stand")
		}
		h.bjorn.Get(tidligere).Has(tt, "Snekker og maler")
		for _, c := range []string{"/intern_merknad.melding/" + ident.New().String(), "/saerlig_hensyn", "/finnes-ikke"} {
			if a := h.berit.Get(base + "/tidligere" + c); a.Status != http.StatusNotFound {
				tt.Errorf("%s: %d", c, a.Status)
			}
		}
		if a := h.fremmed.Get(tidligere); a.Status != http.StatusNotFound {
			tt.Errorf("another centre: %d", a.Status)
		}
	})
}
