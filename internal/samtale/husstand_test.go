package samtale

import (
	"fmt"
	"strings"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/sak"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
)

// TestMemberMovesOut: who gets a household of their own takes along what was answered
// about them, and the family goes on without them.
func TestMemberMovesOut(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.far, p.mor, p.barn)
		p.svar(p.bjorn, p.barn, "merknad.sprak", "Arabisk")
		p.svar(p.berit, p.far, venner, skjema.Nei)
		p.bytt(p.far, venner, TilFamilie, Lagret)
		note, rad, utkast := ident.New().String(), ident.New().String(), ident.New().String()
		p.save(p.berit, SvarInn{Beboer: p.far, Sporsmal: "bosettingsmerknad.familie_tekst", Rad: note, Verdi: "Vil bo nær skole"}, Lagret)
		p.opprett(p.berit, p.barn, InternMerknad, rad, merknad1(), false)
		p.save(p.berit, SvarInn{Beboer: p.barn, Sporsmal: "intern_merknad.melding", Rad: utkast, Verdi: "Ikke ferdig"}, Lagret)
		p.fyll(p.berit, p.far, p.mor)
		p.ferdigstill(p.berit, p.ferdigInn(p.berit, p.far, p.mor), Fullfort)

		p.beboere(p.inn(3, "966921099", "Datter", "2005-05-05", "enslig_voksen", "")) // and is of age
		p.saker("966921099")
		v := p.load(p.berit, p.far)
		if v.Sak != sak.Fordelingsklar || len(v.Familie) != 2 || v.Ferdige() != 2 {
			t.Errorf("the family without her: %s, %d of %d", v.Sak, v.Ferdige(), len(v.Familie))
		}
		v = p.load(p.berit, p.barn)
		if v.Status != IkkeStartet || len(v.Familie) != 1 || !v.KanSkrive || len(v.Kvitteringer) != 1 || v.Utkast.Verdi("intern_merknad.melding", utkast) != "Ikke ferdig" {
			t.Errorf("before her interview is opened: %+v", v)
		}
		p.start(p.bjorn, p.barn)
		v = p.load(p.berit, p.barn)
		if v.Svar.Verdi("merknad.sprak", "") != "Arabisk" || v.Svar.Verdi(venner, "") != skjema.Nei || v.Felles[venner].Familie {
			t.Errorf("what was answered about her: %v", v.Svar)
		}
		if strings.Contains(fmt.Sprint(v.Svar), "skole") {
			t.Error("the family's note went with her")
		}
		if got := p.lesForseglet(p.barn, tilgang.PublikumIMDi).Verdi("intern_merknad.melding", rad); got != kanariMelding {
			t.Errorf("IMDi has lost the note: %q", got)
		}
		if v.Rev != 2 {
			t.Errorf("rev %d, want one for each answer", v.Rev)
		}
		err := p.svc.log.Read(ctx, p.berit, tilgang.SamtaleLes, func(r *innsyn.Rx) error {
			h, err := p.svc.Historikk(ctx, r, p.berit, p.barn, skjema.Nokkel{Sporsmal: "merknad.sprak"})
			if len(h) != 1 || h[0].Av != "Bjørn Berg" {
				t.Errorf("who wrote it: %+v", h)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		p.save(p.berit, SvarInn{Beboer: p.barn, Sporsmal: "merknad.sprak", Verdi: "Arabisk og norsk", Versjon: 1}, Lagret)
		p.fyll(p.berit, p.barn)
		if res := p.ferdigstill(p.berit, p.ferdigInn(p.berit, p.barn), Fullfort); !res.AlleFerdige {
			t.Error("she is all of her household")
		}
	})
}

// TestLeftAlone: what was answered for the family goes on to stand with who is left.
func TestLeftAlone(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.far)
		note := ident.New().String()
		p.save(p.berit, SvarInn{Beboer: p.far, Sporsmal: "bosettingsmerknad.familie_tekst", Rad: note, Verdi: "Vil bo nær skole"}, Lagret)
		p.svar(p.berit, p.far, venner, skjema.Nei)
		p.bytt(p.far, venner, TilFamilie, Lagret)
		p.svar(p.berit, p.far, "saerlig_hensyn", skjema.Nei)
		p.beboere(p.inn(2, "966921098", "Mor", "1986-01-01", "familie_med_barn", "mor"), p.inn(3, "966921098", "Datter", "2015-05-05", "medfolgende_barn", "datter"))
		v := p.load(p.berit, p.far)
		if v.Svar.Verdi("bosettingsmerknad.familie_tekst", note) != "Vil bo nær skole" || v.Svar.Verdi(venner, "") != skjema.Nei || len(v.Mangler()) != 0 {
			t.Errorf("alone: %v, missing %v", v.Svar, v.Mangler())
		}
		p.save(p.berit, SvarInn{Beboer: p.far, Sporsmal: venner, Familie: true, Verdi: skjema.Ja, Versjon: 1}, Lagret)
		p.save(p.berit, SvarInn{Beboer: p.far, Sporsmal: venner, Familie: true, Verdi: skjema.Nei, Versjon: 2}, Lagret)
		if res := p.ferdigstill(p.berit, p.ferdigInn(p.berit, p.far), Fullfort); !res.AlleFerdige {
			t.Error("he is all of his household")
		}
	})
}

// TestMemberComes: who comes to the family has its answers, is in the boxes and is needed.
func TestMemberComes(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.far, p.mor, p.barn)
		p.svar(p.berit, p.far, venner, skjema.Nei)
		p.bytt(p.far, venner, TilFamilie, Lagret)
		p.fyll(p.berit, p.far, p.mor, p.barn)
		read := p.ferdigInn(p.berit, p.far, p.mor, p.barn)
		p.beboere(p.inn(9, "935811771", "Nyfødt", "2026-01-01", "medfolgende_barn", "sonn"))
		nyfodt := p.id(9)
		v := p.load(p.berit, nyfodt)
		if len(v.Familie) != 4 || v.Status != IkkeStartet || v.Svar.Verdi(venner, "") != skjema.Nei || !v.Felles[venner].Familie {
			t.Errorf("the newborn: %d in the family, %v", len(v.Familie), v.Svar)
		}
		if res := p.ferdigstill(p.berit, read, Fullfort); res.AlleFerdige {
			t.Error("one is not completed")
		}
		if v := p.load(p.berit, p.far); v.Sak != sak.UnderKartlegging || v.Ferdige() != 3 {
			t.Errorf("%s, %d", v.Sak, v.Ferdige())
		}
		p.fyll(p.berit, nyfodt)
		p.ferdigstill(p.berit, p.ferdigInn(p.berit, nyfodt), Fullfort)
		if v := p.load(p.berit, p.far); v.Sak != sak.Fordelingsklar || v.Ferdige() != 4 {
			t.Errorf("%s, %d", v.Sak, v.Ferdige())
		}
	})
}

// TestMemberAtAnotherCentre: each centre sees its own, both are needed, and nobody reads
// the other's open rows.
func TestMemberAtAnotherCentre(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.far, p.mor, p.barn)
		p.svar(p.berit, p.mor, "merknad.yrke", "Lege")
		rad, utkast := ident.New().String(), ident.New().String()
		p.opprett(p.berit, p.mor, InternMerknad, rad, merknad1(), false)
		p.save(p.berit, SvarInn{Beboer: p.mor, Sporsmal: "intern_merknad.melding", Rad: utkast, Verdi: "Kanari utkast"}, Lagret)
		p.fyll(p.berit, p.far, p.barn)
		flyttet := p.inn(2, "935811771", "Mor", "1986-01-01", "familie_med_barn", "mor")
		flyttet.MotID = "MOT000002"
		p.beboere(flyttet)

		v := p.load(p.tora, p.mor)
		if len(v.Familie) != 1 || v.Svar.Verdi("merknad.yrke", "") != "Lege" || !v.KanSkrive || len(v.Kvitteringer) != 1 || v.Kvitteringer[0].Tittel != "" {
			t.Errorf("the new centre: %+v", v)
		}
		if strings.Contains(fmt.Sprintf("%+v", v), "Kanari") {
			t.Error("the new centre reads what was sealed or never sealed")
		}
		err := p.svc.log.Read(ctx, p.berit, tilgang.SamtaleLes, func(r *innsyn.Rx) error {
			_, err := p.svc.Load(ctx, r, p.berit, p.mor)
			return err
		})
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("the old centre reads on: %v", err)
		}
		if v := p.load(p.berit, p.far); len(v.Familie) != 2 || strings.Contains(fmt.Sprintf("%+v", v), "Kanari") {
			t.Errorf("the old centre: %d in the boxes", len(v.Familie))
		}
		if res := p.ferdigstill(p.berit, p.ferdigInn(p.berit, p.far, p.barn), Fullfort); res.AlleFerdige {
			t.Error("mor is not completed")
		}
		p.fyll(p.tora, p.mor)
		if res := p.ferdigstill(p.tora, p.ferdigInn(p.tora, p.mor), Fullfort); !res.AlleFerdige {
			t.Error("all are completed")
		}
		if v := p.load(p.tora, p.mor); v.Sak != sak.Fordelingsklar || v.FamilieFerdig != p.far {
			t.Errorf("%s", v.Sak)
		}
	})
}
