package samtale

import (
	"context"
	"testing"
	"time"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
)

func (p *prove) historikk(a tilgang.Actor, b ident.ID, n skjema.Nokkel) (h []Historisk, err error) {
	err = p.svc.log.Read(context.Background(), a, tilgang.SamtaleLes, func(r *innsyn.Rx) (err error) {
		h, err = p.svc.Historikk(context.Background(), r, a, b, n)
		return err
	})
	return h, err
}

// mustHistorikk is the texts of a history, the newest first, with who wrote them.
func (p *prove) mustHistorikk(b ident.ID, n skjema.Nokkel) (tekster []string) {
	p.t.Helper()
	h, err := p.historikk(p.berit, b, n)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, en := range h {
		tekst := en.Av + ": " + en.Verdi
		if en.Staar {
			tekst += " *"
		}
		tekster = append(tekster, tekst)
	}
	return tekster
}

func like(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	ok := len(got) == len(want)
	for i := range want {
		ok = ok && got[i] == want[i]
	}
	if !ok {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// design/autosave.md: the text not chosen goes to the history and can be fetched back. What
// stands is not touched: its author, its time and its version, so that the author writes on.
func TestTextGivenUpIsKept(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.enslig)
		n := skjema.Nokkel{Sporsmal: "merknad.utdanning"}
		inn := func(verdi string, versjon int64) SvarInn {
			return SvarInn{Beboer: p.enslig, Sporsmal: n.Sporsmal, Verdi: verdi, Versjon: versjon, Nokkel: ident.New().String()}
		}
		staar := p.save(p.berit, inn("Videregående skole.", 0), Lagret)
		deres := p.save(p.bjorn, inn("Fagbrev.", 0), Konflikt)
		gitt := inn("Fagbrev.", deres.Versjon)
		gitt.Gitt = true
		res := p.save(p.bjorn, gitt, Lagret)
		if res.Versjon != staar.Versjon || res.Deres != "Videregående skole." || !res.Tid.Equal(staar.Tid) {
			t.Errorf("given up: %+v", res)
		}
		p.save(p.bjorn, gitt, Lagret) // the answer was lost: the same key
		gitt.Nokkel = ident.New().String()
		p.save(p.bjorn, gitt, Lagret) // the same form again
		like(t, "history", p.mustHistorikk(p.enslig, n), "Bjørn Berg: Fagbrev.", "Berit Bø: Videregående skole. *")
		if av := p.count(`SELECT count(*) FROM svar WHERE sporsmal = 'merknad.utdanning' AND endret_av = $1 AND versjon = 1`, p.berit.Bruker); av != 1 {
			t.Error("what stands is not as Berit wrote it")
		}
		if v := p.load(p.berit, p.enslig); v.Rev != 2 {
			t.Errorf("rev %d: whoever read before has not read this", v.Rev)
		}

		// Berit writes on, on the version that she has; her text does not take the number of Bjørn's.
		videre := p.save(p.berit, inn("Videregående skole, to år.", staar.Versjon), Lagret)
		if videre.Versjon != 3 {
			t.Errorf("next version %d", videre.Versjon)
		}
		// What stands now is not what was chosen.
		gitt.Verdi, gitt.Nokkel = "Mesterbrev.", ident.New().String()
		if res := p.save(p.bjorn, gitt, Konflikt); res.Deres != "Videregående skole, to år." || res.Versjon != 3 {
			t.Errorf("they wrote more: %+v", res)
		}
		// Nothing to keep.
		for _, verdi := range []string{"", "  ", "Videregående skole, to år."} {
			tom := inn(verdi, 3)
			tom.Gitt = true
			p.save(p.bjorn, tom, Lagret)
		}
		like(t, "history", p.mustHistorikk(p.enslig, n), "Berit Bø: Videregående skole, to år. *", "Bjørn Berg: Fagbrev.", "Berit Bø: Videregående skole.")

		p.hent(t, n)
	})
}

// hent fetches a text back: the present one goes to the history.
func (p *prove) hent(t *testing.T, n skjema.Nokkel) {
	ctx := context.Background()
	hent := func(a tilgang.Actor, versjon, fra int64) (Resultat, error) {
		return p.svc.HentTilbake(ctx, a, SvarInn{Beboer: p.enslig, Sporsmal: n.Sporsmal, Versjon: versjon}, fra)
	}
	if res, err := hent(p.bjorn, 1, 2); err != nil || res.Utfall != Konflikt || res.Av != "Berit Bø" {
		t.Errorf("an old page: %+v %v", res, err)
	}
	if res, err := hent(p.bjorn, 3, 2); err != nil || res.Utfall != Lagret || res.Versjon != 4 {
		t.Errorf("fetched back: %+v %v", res, err)
	}
	like(t, "history", p.mustHistorikk(p.enslig, n), "Bjørn Berg: Fagbrev. *", "Berit Bø: Videregående skole, to år.", "Bjørn Berg: Fagbrev.", "Berit Bø: Videregående skole.")
	if _, err := hent(p.bjorn, 4, 9); !fault.Is(err, fault.NotFound) {
		t.Errorf("no such text: %v", err)
	}
	if _, err := hent(p.tora, 4, 1); !fault.Is(err, fault.NotFound) {
		t.Errorf("another centre: %v", err)
	}
	if _, err := p.historikk(p.tora, p.enslig, n); !fault.Is(err, fault.NotFound) {
		t.Errorf("another centre reads: %v", err)
	}
	p.fyll(p.berit, p.enslig)
	p.ferdigstill(p.berit, p.ferdigInn(p.berit, p.enslig), Fullfort)
	if res, err := hent(p.bjorn, 4, 3); err != nil || res.Utfall != Stengt {
		t.Errorf("completed: %+v %v", res, err)
	}
}

// A row that was taken away while somebody wrote in it: the text is in the history, and
// comes back with the row.
func TestTextOfARemovedRowIsKept(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.enslig)
		rad, gruppe := ident.New().String(), skjema.Kode("bosettingsmerknad.personlig")
		n := skjema.Nokkel{Sporsmal: "bosettingsmerknad.personlig_tekst", Rad: rad}
		inn := func(k skjema.Kode, verdi string, versjon int64) SvarInn {
			return SvarInn{Beboer: p.enslig, Sporsmal: k, Rad: rad, Verdi: verdi, Versjon: versjon}
		}
		p.save(p.berit, inn(n.Sporsmal, "Nær skole", 0), Lagret)
		slett := inn(gruppe, "", 1)
		slett.Slett = true
		p.save(p.berit, slett, Lagret)
		borte := p.save(p.bjorn, inn(n.Sporsmal, "Nær skole og buss", 1), Konflikt)
		if !borte.Slettet {
			t.Fatalf("removed: %+v", borte)
		}
		gitt := inn(n.Sporsmal, "Nær skole og buss", borte.Versjon)
		gitt.Gitt = true
		p.save(p.bjorn, gitt, Lagret)
		like(t, "history", p.mustHistorikk(p.enslig, n), "Bjørn Berg: Nær skole og buss", "Berit Bø: Nær skole *")
		res, err := p.svc.HentTilbake(context.Background(), p.bjorn, inn(n.Sporsmal, "", 1), 2)
		if err != nil || res.Utfall != Lagret || p.load(p.berit, p.enslig).Svar.Verdi(n.Sporsmal, rad) != "Nær skole og buss" {
			t.Errorf("fetched back: %+v %v", res, err)
		}
	})
}

// What nobody at the centre may read has no history there.
func TestSealedHasNoHistory(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.enslig)
		rad := ident.New().String()
		inn := SvarInn{Beboer: p.enslig, Sporsmal: "intern_merknad.melding", Rad: rad, Verdi: kanariMelding}
		p.save(p.berit, inn, Lagret)
		inn.Gitt, inn.Versjon, inn.Verdi, inn.Nokkel = true, 1, kanariMelding+" mer", ident.New().String()
		if _, err := p.svc.SaveSvar(context.Background(), p.berit, inn); !fault.Is(err, fault.NotFound) {
			t.Errorf("given up: %v", err)
		}
		if n := p.count(`SELECT count(*) FROM svar_historikk`); n != 0 {
			t.Errorf("%d rows of history", n)
		}
		if _, err := p.historikk(p.berit, p.enslig, skjema.Nokkel{Sporsmal: inn.Sporsmal, Rad: rad}); !fault.Is(err, fault.NotFound) {
			t.Errorf("read: %v", err)
		}
		if _, err := p.svc.HentTilbake(context.Background(), p.berit, SvarInn{Beboer: p.enslig, Sporsmal: inn.Sporsmal, Rad: rad}, 1); !fault.Is(err, fault.NotFound) {
			t.Errorf("fetch: %v", err)
		}
	})
}

func TestLesbare(t *testing.T) {
	h := func(av, verdi string) Historisk { return Historisk{Av: av, Verdi: verdi, Tid: time.Unix(0, 0)} }
	staar := h("A", "Har vært baker.")
	staar.Staar = true
	got := []string{}
	for _, en := range Lesbare([]Historisk{h("B", "Kokk"), staar, h("A", "Har vært"), h("B", "Har vært"), h("C", "Har vært baker."), h("A", " "), h("B", "Ko")}) {
		got = append(got, en.Av+": "+en.Verdi)
	}
	like(t, "readable", got, "B: Kokk", "A: Har vært baker.", "B: Har vært")
}
