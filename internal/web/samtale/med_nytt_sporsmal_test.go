//go:build nyttsporsmal

package samtale_test

import (
	"strings"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
)

// TestMedNyttSporsmal runs in the program that TestNyttSporsmal builds.
func TestMedNyttSporsmal(tt *testing.T) {
	d := dbtest.Open(tt, db.SQLite)
	h := nytt(tt, d)
	path := "/samtale/" + h.far.String()
	side := h.berit.Get(path + "/tilretteleggingsbehov")
	side.Has(tt, "Kjæledyr", "Har du kjæledyr som skal være med når du flytter?", "Noen utleiere tillater ikke dyr.",
		"Vises for IMDi, og for kommunen etter avtale om bosetting")
	if !strings.Contains(side.Body, `data-vis="kjaeledyr=ja"`) {
		tt.Error("the second does not follow the first")
	}
	h.berit.Get(path+"/ferdigstill").Has(tt, "Svar på om du har kjæledyr")
	for _, s := range [][2]string{{"kjaeledyr", "ja"}, {"kjaeledyr.hvilke", "To katter"}} {
		a := h.put(h.berit, side, `{"sporsmal":"`+s[0]+`","rad":"","verdi":"`+s[1]+`"}`, `"0"`, ident.New().String())
		if a.Status != 200 {
			tt.Fatalf("%s: %d %s", s[0], a.Status, a.Body)
		}
	}
	a := h.put(h.bjorn, h.bjorn.Get(path+"/tilretteleggingsbehov"), `{"sporsmal":"kjaeledyr.hvilke","rad":"","verdi":"En hund"}`, `"0"`, ident.New().String())
	if a.Status != 409 || !strings.Contains(a.Body, `"deres":"To katter"`) {
		tt.Errorf("a conflict: %d %s", a.Status, a.Body)
	}
	h.berit.Get(path+"/ferdigstill").HasNot(tt, "Svar på om du har kjæledyr")
	h.berit.Get(path+"/vis-som/kommunen-ved-fordeling").HasNot(tt, "To katter")
	h.berit.Get(path+"/vis-som/kommunen-etter-avtale").Has(tt, "Hvilke dyr, og hvor mange?", "To katter")
}
