package samtale

import (
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
)

// TestFamilyAnswersAreClosed: what one of the family has been completed with cannot be
// changed through another (S15: after completion nothing can be changed).
func TestFamilyAnswersAreClosed(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.far, p.mor, p.barn)
		rad := ident.New().String()
		note := SvarInn{Beboer: p.far, Sporsmal: "bosettingsmerknad.familie_tekst", Rad: rad, Verdi: "Vil bo nær skole"}
		p.save(p.berit, note, Lagret)
		p.svar(p.berit, p.far, "saerlig_hensyn", "nei")
		if v := p.load(p.berit, p.mor); v.FamilieFerdig != ident.Nil {
			t.Error("nobody is completed yet")
		}
		p.ferdigstill(p.berit, p.ferdigInn(p.berit, p.far), Fullfort)
		if v := p.load(p.berit, p.mor); v.FamilieFerdig != p.far || !v.KanSkrive {
			t.Errorf("completed %v, writable %v", v.FamilieFerdig, v.KanSkrive)
		}
		for what, inn := range map[string]SvarInn{
			"changed": {Beboer: p.mor, Sporsmal: note.Sporsmal, Rad: rad, Verdi: "Noe annet", Versjon: 1},
			"emptied": {Beboer: p.mor, Sporsmal: note.Sporsmal, Rad: rad, Verdi: "", Versjon: 1},
			"removed": {Beboer: p.mor, Sporsmal: "bosettingsmerknad.familie", Rad: rad, Slett: true, Versjon: 1},
			"added":   {Beboer: p.barn, Sporsmal: note.Sporsmal, Rad: ident.New().String(), Verdi: "En til"},
		} {
			inn.Nokkel = ident.New().String()
			if res := p.save(p.bjorn, inn, Stengt); res.Av != "Berit Bø" || res.Tid.IsZero() {
				t.Errorf("%s: %+v", what, res)
			}
		}
		// The same text again is what a form without script sends: nothing to refuse.
		note.Beboer, note.Versjon, note.Nokkel = p.mor, 1, ident.New().String()
		p.save(p.berit, note, Lagret)
		for _, b := range []ident.ID{p.far, p.mor, p.barn} {
			if v := p.load(p.berit, b); v.Svar.Verdi(note.Sporsmal, rad) != "Vil bo nær skole" || len(v.Mangler()) > 1 {
				t.Errorf("after the attempts: %v, missing %d", v.Svar, len(v.Mangler()))
			}
		}
		p.svar(p.berit, p.mor, "merknad.yrke", "Lege") // the own answers are open
	})
}
