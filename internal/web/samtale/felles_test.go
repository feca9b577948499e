package samtale_test

import (
	"net/http"
	"strings"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
)

// TestFamilyAnswerWithoutScript: one line says whose answer it is, and a button changes it.
func TestFamilyAnswerWithoutScript(tt *testing.T) {
	dbtest.Run(tt, func(tt *testing.T, d *db.DB) {
		h := nytt(tt, d)
		h.berit.Post("/samtale", "beboer", h.far.String())
		far, mor := "/samtale/"+h.far.String()+"/bosettingsinformasjon", "/samtale/"+h.mor.String()+"/bosettingsinformasjon"
		side := h.berit.Get(far)
		side.Has(tt, "Svaret gjelder bare Faren.", "Svar for hele familien")
		bruker := skjult(side, "bruker")
		a := h.berit.Post(far, "bruker", bruker, "versjon:tilknytning.venner:", "0", "svar:tilknytning.venner:", "nei",
			"felles:tilknytning.venner:", "0", "handling", "bytt:tilknytning.venner:familie")
		if a.Status != http.StatusSeeOther {
			tt.Fatalf("for the family: %d %s", a.Status, a.Text())
		}
		side = h.berit.Get(mor)
		side.Has(tt, "Svaret gjelder hele familien", "Eget svar for Moren")
		if !strings.Contains(side.Body, `name="svar:familie.tilknytning.venner:"`) || !strings.Contains(side.Body, `data-vis="familie.tilknytning.venner=ja"`) {
			tt.Error("the page does not say that it is the family's")
		}
		// The script's way: the family's answer, under the family's name.
		json := h.put(h.berit, h.berit.Get(far), `{"sporsmal":"familie.tilknytning.venner","rad":"","verdi":"ja"}`, `"1"`, ident.New().String())
		if json.Status != http.StatusOK {
			tt.Errorf("autosave: %d %s", json.Status, json.Body)
		}
		// A form that was opened before is told, and changes nothing.
		a = h.berit.Post(mor, "bruker", bruker, "versjon:familie.tilknytning.venner:", "1", "svar:familie.tilknytning.venner:", "nei", "handling", "lagre")
		if a.Status != http.StatusSeeOther { // sent back as it was read: no conflict
			tt.Errorf("an untouched form: %d", a.Status)
		}
		a = h.berit.Post(mor, "bruker", bruker, "felles:tilknytning.venner:", skjult(h.berit.Get(mor), "felles:tilknytning.venner:"), "handling", "bytt:tilknytning.venner:eget")
		if a.Status != http.StatusSeeOther {
			tt.Fatalf("own: %d %s", a.Status, a.Text())
		}
		h.berit.Post(mor, "bruker", bruker, "versjon:tilknytning.venner:", "1", "svar:tilknytning.venner:", "nei", "handling", "lagre")
		h.berit.Get(mor).Has(tt, "Moren har eget svar. Familien har svart for seg.", "Bruk familiens svar")
		h.berit.Get(far).Has(tt, "Svaret gjelder hele familien")
		// A choice that was made on an older page.
		a = h.bjorn.Post(mor, "bruker", skjult(h.bjorn.Get(mor), "bruker"), "felles:tilknytning.venner:", "0", "handling", "bytt:tilknytning.venner:familie")
		if a.Status != http.StatusUnprocessableEntity {
			tt.Errorf("a stale choice: %d", a.Status)
		}
		a.Has(tt, "Berit Bø valgte hvem svaret gjelder")
		if a := h.berit.Post(far, "bruker", bruker, "handling", "bytt:saerlig_hensyn:familie", "felles:saerlig_hensyn:", "0"); a.Status != http.StatusNotFound {
			tt.Errorf("what nobody shares: %d", a.Status)
		}
	})
}
