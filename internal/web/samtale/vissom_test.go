package samtale_test

import (
	"fmt"
	"strings"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
)

// TestVisSom: who sees what, by hand from privacy.md 7.2: i IMDi, f the kommune at
// fordeling, a the kommune after agreement, b the resident.
func TestVisSom(tt *testing.T) {
	dbtest.Run(tt, func(tt *testing.T, d *db.DB) {
		h := nytt(tt, d)
		side := h.berit.Get("/samtale/" + h.far.String() + "/bosettingsinformasjon")
		rad := ident.New().String()
		save := func(sporsmal, rad, verdi string) {
			tt.Helper()
			kropp := fmt.Sprintf(`{"sporsmal":%q,"rad":%q,"verdi":%q}`, sporsmal, rad, verdi)
			if a := h.put(h.berit, side, kropp, `"0"`, ident.New().String()); a.Status != 200 {
				tt.Fatalf("%s: %d %s", sporsmal, a.Status, a.Body)
			}
		}
		save("tilknytning.venner", "", "ja")
		for _, s := range [][2]string{{"type", "bror"}, {"navn", "KanariNavn"}, {"kontakt", "KanariTelefon"}, {"kommune", "1119"}, {"merknad", "KanariMerknad"}, {"flere", "nei"}} {
			save("tilknytning."+s[0], rad, s[1])
		}
		save("saerlig_hensyn", "", "ja")
		save("saerlig_hensyn.utfyllende", "", "KanariHensyn")
		save("merknad.yrke", "", "KanariYrke")
		save("kompass_arsak", "", "planlegger")
		for text, sees := range map[string]string{
			"KanariNavn": "ib", "KanariTelefon": "i", "KanariMerknad": "ib", "Hå (Rogaland)": "ifab", "Bror": "ifab",
			"KanariHensyn": "ifab", "KanariYrke": "ifab", "Jeg har planer om å gjennomføre registreringen": "iab",
		} {
			for leser, key := range map[string]string{"imdi": "i", "kommunen-ved-fordeling": "f", "kommunen-etter-avtale": "a", "beboeren": "b"} {
				a := h.berit.Get("/samtale/" + h.far.String() + "/vis-som/" + leser)
				if a.Status != 200 {
					tt.Fatalf("%s: %d", leser, a.Status)
				}
				if got, want := strings.Contains(a.Text(), text), strings.Contains(sees, key); got != want {
					tt.Errorf("%s sees %q: %v, want %v", leser, text, got, want)
				}
			}
		}
		h.berit.Get("/samtale/"+h.far.String()+"/vis-som/kommunen-ved-fordeling").Has(tt, "Slik ser kommunen samtalen ved fordeling",
			"Før det ser ingen kommune noe.", "Dette er besvart, men vises ikke her", "Kontaktinformasjon (adresse, telefon)?")
		if a := h.fremmed.Get("/samtale/" + h.far.String() + "/vis-som/imdi"); a.Status != 404 {
			tt.Errorf("another centre: %d", a.Status)
		}
		if a := h.berit.Get("/samtale/" + h.far.String() + "/vis-som/mottak"); a.Status != 404 {
			tt.Errorf("an unknown reader: %d", a.Status)
		}
	})
}
