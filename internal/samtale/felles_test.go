package samtale

import (
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/skjema"
)

const venner skjema.Kode = "tilknytning.venner"

// bytt chooses whose answer stands, with the version that stands.
func (p *prove) bytt(b ident.ID, rot skjema.Kode, til Bytt, want Utfall) {
	p.t.Helper()
	v := p.load(p.berit, b)
	res, err := p.svc.SaveMange(ctx, p.berit, b, []SvarInn{{Sporsmal: rot, Bytt: til, Versjon: v.Felles[rot].Versjon}})
	if err != nil || res[0].Utfall != want {
		p.t.Fatalf("%s: %+v, %v", til, res, err)
	}
}

// stands checks what stands for each, and whose it is.
func (p *prove) stands(want map[ident.ID]string) {
	p.t.Helper()
	for b, w := range want {
		v := p.load(p.berit, b)
		got := "own " + v.Svar.Verdi(venner, "")
		if v.Felles[venner].Familie {
			got = "family " + v.Svar.Verdi(venner, "")
		}
		if got != w {
			p.t.Errorf("%s: got %q, want %q", v.Beboer.Fornavn, got, w)
		}
	}
}

// TestAnswerOnceForTheFamily: one answer stands for all who have none of their own; who
// has, keeps it; each may deviate and go back, and nothing is lost on the way.
func TestAnswerOnceForTheFamily(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.far, p.mor, p.barn)
		p.svar(p.berit, p.barn, venner, skjema.Nei)
		rad := ident.New().String()
		p.svar(p.berit, p.far, venner, skjema.Ja)
		p.save(p.berit, SvarInn{Beboer: p.far, Sporsmal: "tilknytning.navn", Rad: rad, Verdi: "Amina"}, Lagret)
		p.stands(map[ident.ID]string{p.far: "own ja", p.mor: "own ", p.barn: "own nei"})
		p.bytt(p.far, venner, TilFamilie, Lagret)
		p.stands(map[ident.ID]string{p.far: "family ja", p.mor: "family ja", p.barn: "own nei"})
		if got := p.load(p.berit, p.mor).Svar.Verdi("tilknytning.navn", rad); got != "Amina" {
			t.Errorf("the persons known are shared too: %q", got)
		}
		// Changed through one, it changes for all who share it.
		p.save(p.bjorn, SvarInn{Beboer: p.mor, Sporsmal: "tilknytning.navn", Rad: rad, Familie: true, Verdi: "Amina Syntetisk", Versjon: 1}, Lagret)
		if got := p.load(p.berit, p.far).Svar.Verdi("tilknytning.navn", rad); got != "Amina Syntetisk" {
			t.Errorf("changed through another: %q", got)
		}
		stale := SvarInn{Beboer: p.far, Sporsmal: "tilknytning.navn", Rad: rad, Familie: true, Verdi: "Noe annet", Versjon: 1}
		if res := p.save(p.berit, stale, Konflikt); res.Deres != "Amina Syntetisk" || res.Av != "Bjørn Berg" {
			t.Errorf("conflict %+v", res)
		}
		// Mor deviates, from what stood; the others stay.
		p.bytt(p.mor, venner, TilEget, Lagret)
		if got := p.load(p.berit, p.mor).Svar.Verdi("tilknytning.navn", rad); got != "Amina Syntetisk" {
			t.Errorf("an own answer begins with what stood: %q", got)
		}
		p.svar(p.berit, p.mor, venner, skjema.Nei)
		p.stands(map[ident.ID]string{p.far: "family ja", p.mor: "own nei", p.barn: "own nei"})
		p.bytt(p.mor, venner, TilFamilie, Lagret)
		p.stands(map[ident.ID]string{p.mor: "family ja"})
		p.bytt(p.mor, venner, TilEget, Lagret) // and back to her own, as she left it
		p.stands(map[ident.ID]string{p.mor: "own nei"})
		// An own answer that is typed while the family's stands is seen.
		p.bytt(p.mor, venner, TilFamilie, Lagret)
		p.save(p.berit, SvarInn{Beboer: p.mor, Sporsmal: venner, Verdi: "", Versjon: 2}, Lagret)
		p.stands(map[ident.ID]string{p.mor: "own "})
		// Two choose at once: the second is told.
		res, err := p.svc.SaveMange(ctx, p.bjorn, p.mor, []SvarInn{{Sporsmal: venner, Bytt: TilFamilie, Versjon: 1}})
		if err != nil || res[0].Utfall != Konflikt {
			t.Errorf("a stale choice: %+v, %v", res, err)
		}
		rows := p.count(`SELECT count(*) FROM svar_historikk h WHERE h.eier = $1 OR h.eier = (SELECT husstand FROM beboer WHERE id = $1)`, p.mor)
		if v := p.load(p.berit, p.mor); v.Rev != int64(rows) {
			t.Errorf("rev %d, %d rows of history", v.Rev, rows)
		}
	})
}

// TestSharedAndCompleted: what one has been completed with is not changed through another,
// and who is left may still deviate.
func TestSharedAndCompleted(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.far, p.mor, p.barn)
		p.svar(p.berit, p.far, venner, skjema.Nei)
		p.bytt(p.far, venner, TilFamilie, Lagret)
		p.fyll(p.berit, p.far, p.mor)
		read := p.ferdigInn(p.berit, p.far)
		p.save(p.bjorn, SvarInn{Beboer: p.mor, Sporsmal: venner, Familie: true, Verdi: skjema.Ja, Versjon: 1}, Lagret)
		if res := p.ferdigstill(p.berit, read, Endret); len(res.Endringer) != 1 || res.Endringer[0].Sporsmal != venner {
			t.Errorf("changed since it was read: %+v", res)
		}
		p.save(p.bjorn, SvarInn{Beboer: p.mor, Sporsmal: venner, Familie: true, Verdi: skjema.Nei, Versjon: 2}, Lagret)
		p.ferdigstill(p.berit, p.ferdigInn(p.berit, p.far), Fullfort)
		p.save(p.bjorn, SvarInn{Beboer: p.mor, Sporsmal: venner, Familie: true, Verdi: skjema.Ja, Versjon: 3}, Stengt)
		p.bytt(p.far, venner, TilEget, Stengt)
		p.svar(p.berit, p.mor, "tilknytning.andre", skjema.Nei)
		p.bytt(p.mor, "tilknytning.andre", TilFamilie, Stengt) // it would be new for who is completed
		p.bytt(p.mor, venner, TilEget, Lagret)
		p.svar(p.berit, p.mor, venner, skjema.Ja)
		p.stands(map[ident.ID]string{p.far: "family nei", p.mor: "own ja", p.barn: "family nei"})
	})
}

// TestOwnAnswerLocksNothing: who is completed with an own answer does not close the family's.
func TestOwnAnswerLocksNothing(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.far, p.mor)
		p.svar(p.berit, p.mor, venner, skjema.Nei)
		p.save(p.berit, SvarInn{Beboer: p.far, Sporsmal: venner, Familie: true, Verdi: skjema.Ja}, Lagret)
		p.fyll(p.berit, p.mor)
		p.ferdigstill(p.berit, p.ferdigInn(p.berit, p.mor), Fullfort)
		if v := p.load(p.berit, p.far); len(v.FellesFerdig) != 1 || v.FellesFerdig["tilknytning.andre"] != p.mor {
			t.Errorf("closed: %v", v.FellesFerdig)
		}
		p.save(p.berit, SvarInn{Beboer: p.far, Sporsmal: venner, Familie: true, Verdi: skjema.Nei, Versjon: 1}, Lagret)
		p.save(p.berit, SvarInn{Beboer: p.far, Sporsmal: "tilknytning.andre", Familie: true, Verdi: skjema.Nei}, Stengt)
		p.stands(map[ident.ID]string{p.far: "family nei", p.mor: "own nei"})
	})
}

// TestSharedIsMissingForAll: what the family's answer lacks, everybody lacks who shares it.
func TestSharedIsMissingForAll(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.far, p.mor)
		p.fyll(p.berit, p.far, p.mor)
		p.save(p.berit, SvarInn{Beboer: p.far, Sporsmal: venner, Familie: true, Verdi: skjema.Ja}, Lagret)
		for _, b := range []ident.ID{p.far, p.mor} {
			if m := p.load(p.berit, b).Mangler(); len(m) != 1 || m[0].Sporsmal.Kode != "tilknytning.personer" {
				t.Errorf("missing: %v", m)
			}
		}
		p.svar(p.berit, p.mor, "tilknytning.andre", skjema.Nei)
		p.bytt(p.mor, venner, TilEget, Lagret)
		p.svar(p.berit, p.mor, venner, skjema.Nei)
		if m := p.load(p.berit, p.mor).Mangler(); len(m) != 0 {
			t.Errorf("own answer: %v", m)
		}
		for what, inn := range map[string]SvarInn{
			"who is alone":       {Beboer: p.enslig, Sporsmal: venner, Familie: true, Verdi: skjema.Ja},
			"what is each one's": {Beboer: p.far, Sporsmal: "saerlig_hensyn", Familie: true, Verdi: skjema.Ja},
		} {
			inn.Nokkel = ident.New().String()
			if _, err := p.svc.SaveSvar(ctx, p.berit, inn); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}
