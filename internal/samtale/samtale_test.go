package samtale

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/sak"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
)

var ctx = context.Background()

// TestVersions: every save is a version with its history; a stale one is told what
// stands there, by whom, and changes nothing; the same text is no conflict.
func TestVersions(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.enslig)
		inn := SvarInn{Beboer: p.enslig, Sporsmal: "merknad.yrke", Verdi: "Snekker\r\ni ti år\x00"}
		if res := p.save(p.berit, inn, Lagret); res.Versjon != 1 {
			t.Errorf("version %d, want 1", res.Versjon)
		}
		inn.Verdi, inn.Versjon = "Snekker og maler", 1
		p.save(p.bjorn, inn, Lagret)
		inn.Verdi = "Bare maler"
		res := p.save(p.berit, inn, Konflikt)
		if res.Deres != "Snekker og maler" || res.Av != "Bjørn Berg" || res.Versjon != 2 || res.Tid.IsZero() {
			t.Errorf("conflict %+v", res)
		}
		inn.Verdi = "Snekker og maler"
		if res := p.save(p.berit, inn, Lagret); res.Versjon != 2 {
			t.Errorf("the same text: version %d, want 2", res.Versjon)
		}
		inn.Verdi, inn.Versjon = "", 2
		p.save(p.berit, inn, Lagret)

		v := p.load(p.berit, p.enslig)
		if v.Rev != 3 {
			t.Errorf("rev %d, want 3", v.Rev)
		}
		var got []string
		err := p.svc.log.Read(ctx, p.berit, tilgang.SamtaleLes, func(r *innsyn.Rx) error {
			h, err := p.svc.Historikk(ctx, r, p.berit, p.enslig, skjema.Nokkel{Sporsmal: "merknad.yrke"})
			for _, e := range h {
				got = append(got, e.Av+": "+e.Verdi)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"Berit Bø: ", "Bjørn Berg: Snekker og maler", "Berit Bø: Snekker\ni ti år"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// TestIdempotency: the same attempt gets the same answer and is done once; its key with
// another content is refused, and for somebody else it does not exist.
func TestIdempotency(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.enslig)
		inn := SvarInn{Beboer: p.enslig, Sporsmal: "merknad.sprak", Verdi: "Arabisk", Nokkel: ident.New().String()}
		first := p.save(p.berit, inn, Lagret)
		p.svar(p.bjorn, p.enslig, "merknad.sprak", "Kurdisk")
		if again := p.save(p.berit, inn, Lagret); again.Versjon != first.Versjon || !again.Tid.Equal(first.Tid) {
			t.Errorf("replay %+v, first %+v", again, first)
		}
		if got := p.load(p.berit, p.enslig).Svar.Verdi("merknad.sprak", ""); got != "Kurdisk" {
			t.Errorf("the replay wrote: %q", got)
		}
		if n := p.count(`SELECT count(*) FROM idem WHERE nokkel = $1 AND sett_tid > tid`, inn.Nokkel); n != 1 {
			t.Errorf("the replay wrote nothing: its commit would wait for no standby")
		}
		if _, err := p.svc.SaveSvar(ctx, p.bjorn, inn); !fault.Is(err, fault.NotFound) {
			t.Errorf("another user: %v", err)
		}
		inn.Verdi = "Persisk"
		if _, err := p.svc.SaveSvar(ctx, p.berit, inn); !fault.Is(err, fault.Invalid) {
			t.Errorf("another body: %v", err)
		}
	})
}

// TestRows: a row is made by its first answer, removed by a tombstone that nobody's
// text slips under, and can be brought back with everything in it.
func TestRows(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.enslig)
		rad := ident.New().String()
		navn := SvarInn{Beboer: p.enslig, Sporsmal: "tilknytning.navn", Rad: rad, Verdi: "Amina"}
		p.svar(p.berit, p.enslig, "tilknytning.venner", skjema.Ja)
		p.save(p.berit, navn, Lagret)
		slett := SvarInn{Beboer: p.enslig, Sporsmal: "tilknytning.personer", Rad: rad, Slett: true, Versjon: 1}
		// Bjørn writes in the row that Berit is about to remove.
		p.save(p.bjorn, SvarInn{Beboer: p.enslig, Sporsmal: "tilknytning.kommune", Rad: rad, Verdi: "1119"}, Lagret)
		res := p.save(p.berit, slett, Konflikt)
		if res.Av != "Bjørn Berg" || res.Versjon != 2 {
			t.Errorf("conflict %+v", res)
		}
		slett.Versjon = 2
		if res := p.save(p.berit, slett, Lagret); res.Versjon != 3 {
			t.Errorf("removed: row version %d, want 3", res.Versjon)
		}
		group, _, _ := Definisjon().Finn("tilknytning.personer")
		if rows := p.load(p.berit, p.enslig).Svar.Rader(group); len(rows) != 0 {
			t.Errorf("rows %v", rows)
		}
		navn.Verdi, navn.Versjon = "Amina Syntetisk", 1
		res = p.save(p.bjorn, navn, Konflikt)
		if !res.Slettet || res.Av != "Berit Bø" || res.Versjon != 3 {
			t.Errorf("writing in a removed row: %+v", res)
		}
		tilbake := slett
		tilbake.Slett, tilbake.Versjon = false, 3
		p.save(p.bjorn, tilbake, Lagret)
		p.save(p.bjorn, navn, Lagret)
		v := p.load(p.berit, p.enslig)
		if v.Svar.Verdi("tilknytning.navn", rad) != "Amina Syntetisk" || v.Svar.Verdi("tilknytning.kommune", rad) != "1119" {
			t.Errorf("brought back: %v", v.Svar)
		}
	})
}

// TestRefusals: what cannot be stored, and what does not exist for the actor or person.
func TestRefusals(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.enslig, p.far)
		rad := ident.New().String()
		tests := []struct {
			name string
			inn  SvarInn
			want fault.Kind
		}{
			{"too long", SvarInn{Sporsmal: "merknad.yrke", Verdi: strings.Repeat("å", langTekst+1)}, fault.Invalid},
			{"not text", SvarInn{Sporsmal: "merknad.yrke", Verdi: "\xff"}, fault.Invalid},
			{"not a choice", SvarInn{Sporsmal: "saerlig_hensyn", Verdi: "kanskje"}, fault.Invalid},
			{"no such kommune", SvarInn{Sporsmal: "tilknytning.kommune", Rad: rad, Verdi: "9999"}, fault.Invalid},
			{"no such question", SvarInn{Sporsmal: "finnes_ikke", Verdi: "x"}, fault.NotFound},
			{"a row where there are none", SvarInn{Sporsmal: "merknad.yrke", Rad: rad, Verdi: "x"}, fault.NotFound},
			{"no row where there must be one", SvarInn{Sporsmal: "tilknytning.navn", Verdi: "x"}, fault.NotFound},
			{"a row of the client's own making", SvarInn{Sporsmal: "tilknytning.navn", Rad: "1; DROP", Verdi: "x"}, fault.NotFound},
			{"a family note of who is alone", SvarInn{Sporsmal: "bosettingsmerknad.familie_tekst", Rad: rad, Verdi: "x"}, fault.NotFound},
			{"removing what is no row", SvarInn{Sporsmal: "merknad.yrke", Slett: true}, fault.NotFound},
			{"no key", SvarInn{Sporsmal: "merknad.yrke", Verdi: "x", Nokkel: "nei"}, fault.Invalid},
		}
		for _, test := range tests {
			test.inn.Beboer = p.enslig
			if test.inn.Nokkel == "" {
				test.inn.Nokkel = ident.New().String()
			}
			if res, err := p.svc.SaveSvar(ctx, p.berit, test.inn); fault.KindOf(err) != test.want || err == nil {
				t.Errorf("%s: %+v, %v", test.name, res, err)
			}
		}
		if _, err := p.svc.SaveSvar(ctx, p.berit, SvarInn{Beboer: p.far, Sporsmal: "bofellesskap", Verdi: "ja", Nokkel: ident.New().String()}); !fault.Is(err, fault.NotFound) {
			t.Errorf("housing with others in a family: %v", err)
		}
		for range flestMerknader {
			p.save(p.berit, SvarInn{Beboer: p.enslig, Sporsmal: "bosettingsmerknad.personlig_tekst", Rad: ident.New().String(), Verdi: "x"}, Lagret)
		}
		en := SvarInn{Beboer: p.enslig, Sporsmal: "bosettingsmerknad.personlig_tekst", Rad: ident.New().String(), Verdi: "x", Nokkel: ident.New().String()}
		if _, err := p.svc.SaveSvar(ctx, p.berit, en); !fault.Is(err, fault.Invalid) {
			t.Errorf("one row too many: %v", err)
		}
	})
}

// TestForm: a form without the script. What the writer did not touch is left alone.
func TestForm(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.enslig)
		p.svar(p.berit, p.enslig, "merknad.sprak", "Arabisk")
		p.svar(p.berit, p.enslig, "merknad.yrke", "Snekker")
		// Both have the page; Bjørn changes both answers, Berit only the profession.
		p.svar(p.bjorn, p.enslig, "merknad.sprak", "Kurdisk")
		p.svar(p.bjorn, p.enslig, "merknad.yrke", "Maler")
		res, err := p.svc.SaveMange(ctx, p.berit, p.enslig, []SvarInn{
			{Sporsmal: "merknad.sprak", Verdi: "Arabisk", Versjon: 1},
			{Sporsmal: "merknad.yrke", Verdi: "Snekker og tømrer", Versjon: 1},
			{Sporsmal: "merknad.utdanning", Verdi: "Videregående"},
			{Sporsmal: "merknad.interesser", Verdi: strings.Repeat("x", langTekst+1)},
			{Sporsmal: "saerlig_hensyn", Verdi: ""},
		})
		if err != nil {
			t.Fatal(err)
		}
		var got []Utfall
		for _, r := range res {
			got = append(got, r.Utfall)
		}
		if diff := cmp.Diff([]Utfall{Lagret, Konflikt, Lagret, Avvist, Lagret}, got); diff != "" {
			t.Error(diff)
		}
		v := p.load(p.berit, p.enslig).Svar
		for kode, want := range map[skjema.Kode]string{"merknad.sprak": "Kurdisk", "merknad.yrke": "Maler", "merknad.utdanning": "Videregående"} {
			if got := v.Verdi(kode, ""); got != want {
				t.Errorf("%s: %q, want %q", kode, got, want)
			}
		}
	})
}

// TestAccess: the interview does not exist for those who may not see it.
func TestAccess(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		named := p.berit
		named.Graderinger = []tilgang.Gradering{tilgang.Fortrolig}
		p.start(p.berit, p.enslig)
		tests := []struct {
			name  string
			actor tilgang.Actor
			who   ident.ID
			open  bool
		}{
			{"own centre, with a case", p.berit, p.enslig, true},
			{"another centre", p.tora, p.enslig, false},
			{"codes only", p.kare, p.enslig, false},
			{"without a case", p.berit, p.utenSak, false},
			{"without a case, integreringsmottak", p.inger, p.utenSak, true},
			{"protected", p.berit, p.gradert, false},
			{"protected, with a named permission", named, p.gradert, true},
			{"nobody", p.berit, ident.New(), false},
		}
		for _, test := range tests {
			inn := SvarInn{Beboer: test.who, Sporsmal: "merknad.yrke", Verdi: "Lege", Nokkel: ident.New().String()}
			_, save := p.svc.SaveSvar(ctx, test.actor, inn)
			_, form := p.svc.SaveMange(ctx, test.actor, test.who, []SvarInn{inn})
			_, done := p.svc.Ferdigstill(ctx, test.actor, FerdigInn{Samtale: ident.New(), Personer: []PersonRev{{test.who, 0}}, Nokkel: ident.New().String()})
			read := p.svc.log.Read(ctx, test.actor, tilgang.SamtaleLes, func(r *innsyn.Rx) error {
				_, err := p.svc.Load(ctx, r, test.actor, test.who)
				return err
			})
			history := p.svc.log.Read(ctx, test.actor, tilgang.SamtaleLes, func(r *innsyn.Rx) error {
				_, err := p.svc.Historikk(ctx, r, test.actor, test.who, skjema.Nokkel{Sporsmal: "merknad.yrke"})
				return err
			})
			for what, err := range map[string]error{"save": save, "form": form, "read": read, "history": history, "start": p.svc.Start(ctx, test.actor, test.who)} {
				if test.open && err != nil || !test.open && !fault.Is(err, fault.NotFound) {
					t.Errorf("%s: %s: %v", test.name, what, err)
				}
			}
			if !fault.Is(done, fault.NotFound) { // the interview's id is wrong in any case
				t.Errorf("%s: complete: %v", test.name, done)
			}
		}
	})
}

// TestCompleteFamily: a family is completed one by one or together, and only then its
// case becomes fordelingsklar; a member who comes later is counted.
func TestCompleteFamily(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.far, p.mor, p.barn)
		note := SvarInn{Beboer: p.far, Sporsmal: "bosettingsmerknad.familie_tekst", Rad: ident.New().String(), Verdi: "Vil bo nær skole"}
		p.save(p.berit, note, Lagret)
		for _, b := range []ident.ID{p.far, p.mor, p.barn} {
			if v := p.load(p.berit, b); v.Rev != 1 || v.Svar.Verdi(note.Sporsmal, note.Rad) != "Vil bo nær skole" {
				t.Errorf("the family's note: rev %d, %v", v.Rev, v.Svar)
			}
		}
		res := p.ferdigstill(p.berit, p.ferdigInn(p.berit, p.far, p.mor), Ufullstendig)
		if len(res.Mangler) != 2 || len(res.Mangler[p.mor]) != 1 || res.Mangler[p.mor][0].Sporsmal.Kode != "saerlig_hensyn" {
			t.Errorf("missing: %v", res.Mangler)
		}
		p.fyll(p.berit, p.far, p.mor, p.barn)
		inn := p.ferdigInn(p.berit, p.far)
		if res := p.ferdigstill(p.berit, inn, Fullfort); res.AlleFerdige {
			t.Error("one of three is not all")
		}
		p.ferdigstill(p.berit, inn, Fullfort) // the same attempt again
		inn.Nokkel = ident.New().String()
		if res := p.ferdigstill(p.bjorn, inn, AlleredeFerdig); res.Av != "Berit Bø" {
			t.Errorf("already: %+v", res)
		}
		if v := p.load(p.berit, p.far); v.Sak != sak.UnderKartlegging || v.Ferdige() != 1 || v.KanSkrive || v.FerdigAv != "Berit Bø" {
			t.Errorf("after the first: %s, %d, %v, %s", v.Sak, v.Ferdige(), v.KanSkrive, v.FerdigAv)
		}
		sen := p.save(p.berit, SvarInn{Beboer: p.far, Sporsmal: "merknad.yrke", Verdi: "For sent"}, Stengt)
		if sen.Av != "Berit Bø" || sen.Tid.IsZero() {
			t.Errorf("after completion: %+v", sen)
		}
		p.beboere(p.inn(9, "935811771", "Nyfødt", "2026-01-01", "medfolgende_barn", "sonn"))
		p.ferdigstill(p.berit, p.ferdigInn(p.berit, p.mor, p.barn), Fullfort)
		if v := p.load(p.berit, p.mor); v.Sak != sak.UnderKartlegging || len(v.Familie) != 4 || v.Ferdige() != 3 {
			t.Errorf("one has come: %s, %d of %d", v.Sak, v.Ferdige(), len(v.Familie))
		}
		nyfodt := p.id(9)
		p.fyll(p.berit, nyfodt)
		if res := p.ferdigstill(p.berit, p.ferdigInn(p.berit, nyfodt), Fullfort); !res.AlleFerdige {
			t.Error("now all are completed")
		}
		if v := p.load(p.berit, p.far); v.Sak != sak.Fordelingsklar {
			t.Errorf("the case is %s", v.Sak)
		}
		if n := p.count(`SELECT count(*) FROM oppgave WHERE apen AND sak IN (SELECT id FROM sak WHERE saksnummer = 'S-935811771')`); n != 0 {
			t.Error("the task is still open")
		}
	})
}

// TestCompleteChanged: who completes has read what is completed.
func TestCompleteChanged(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.far, p.mor)
		p.fyll(p.berit, p.far, p.mor)
		inn := p.ferdigInn(p.berit, p.far, p.mor)
		p.svar(p.bjorn, p.mor, "merknad.yrke", "Lege")
		note := SvarInn{Beboer: p.mor, Sporsmal: "bosettingsmerknad.familie_tekst", Rad: ident.New().String(), Verdi: "Stor familie"}
		p.save(p.bjorn, note, Lagret)
		res := p.ferdigstill(p.berit, inn, Endret)
		got := map[Endring]bool{}
		for _, e := range res.Endringer {
			got[e] = true
		}
		want := map[Endring]bool{
			{p.mor, "merknad.yrke", ""}: true, {p.mor, note.Sporsmal, note.Rad}: true, {p.far, note.Sporsmal, note.Rad}: true,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if v := p.load(p.berit, p.far); v.Status != Paabegynt {
			t.Error("half of the two was completed")
		}
	})
}

// TestFrozenWording: after completion the facts and the words are those of then.
func TestFrozenWording(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.enslig)
		p.svar(p.berit, p.enslig, "kompass_arsak", "planlegger")
		p.fyll(p.berit, p.enslig)
		p.ferdigstill(p.berit, p.ferdigInn(p.berit, p.enslig), Fullfort)
		inn := p.inn(4, "966921046", "Enslig", "1979-01-17", "enslig_voksen", "")
		inn.KompassTid = db.SomeTime(time.Now())
		p.beboere(inn)
		v := p.load(p.berit, p.enslig)
		if !v.Beboer.Selvregistrert() || v.Svar.Verdi("kompass_arsak", "") != "planlegger" {
			t.Errorf("the reason that was given is gone: %v", v.Svar)
		}
		tekst, ok := v.Ordlyd.Tekst("nb", "kompass_arsak")
		if !ok || tekst.Etikett != "Hva er årsaken til dette?" || tekst.Valg["planlegger"] != "Jeg har planer om å gjennomføre registreringen" {
			t.Errorf("wording %+v", tekst)
		}
		if n := p.count(`SELECT count(*) FROM samtale_ordlyd WHERE maalform = 'nb'`); n != 1 {
			t.Errorf("%d wordings", n)
		}
	})
}

// TestBeforeTheCase: an interview held before there is a case counts when it comes.
func TestBeforeTheCase(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.inger, p.utenSak)
		p.fyll(p.inger, p.utenSak)
		if res := p.ferdigstill(p.inger, p.ferdigInn(p.inger, p.utenSak), Fullfort); !res.AlleFerdige {
			t.Error("the only one is all")
		}
		p.saker("966921047")
		v := p.load(p.berit, p.utenSak)
		if v.Status != Ferdigstilt || v.Sak != sak.Fordelingsklar {
			t.Errorf("status %s, case %s", v.Status, v.Sak)
		}
	})
}

// TestRequiredReason: interviews started before the configured day need the reason.
func TestRequiredReason(t *testing.T) {
	clock := &klokke{time.Date(2021, 6, 30, 21, 59, 0, 0, time.UTC)} // 23.59 in Norway
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		clock.naa = time.Date(2021, 6, 30, 21, 59, 0, 0, time.UTC)
		p := ny(t, d)
		p.start(p.berit, p.enslig)
		clock.naa = clock.naa.Add(2 * time.Minute)
		p.start(p.berit, p.far, p.barn)
		for who, want := range map[ident.ID]bool{p.enslig: true, p.far: false, p.barn: false} {
			got := false
			for _, m := range p.load(p.berit, who).Mangler() {
				got = got || m.Sporsmal.Kode == "kompass_arsak"
			}
			if got != want {
				t.Errorf("reason required: %v, want %v", got, want)
			}
		}
	}, db.WithClock(clock.now))
}

// TestLog: what is read and written is in the access log, with the persons it was about.
func TestLog(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		flyttet := p.inn(2, "935811771", "Mor", "1986-01-01", "familie_med_barn", "mor")
		flyttet.MotID = "MOT000002"
		p.beboere(flyttet)
		p.start(p.berit, p.far)
		v := p.load(p.berit, p.far)
		if len(v.Familie) != 2 {
			t.Errorf("a member at another centre is shown: %d", len(v.Familie))
		}
		for _, action := range []tilgang.Action{tilgang.SamtaleSkriv, tilgang.SamtaleLes} {
			rows := p.count(`SELECT count(*) FROM innsyn WHERE handling = $1 AND innhold LIKE $2`, string(action), "%"+p.far.String()+"%")
			other := p.count(`SELECT count(*) FROM innsyn WHERE innhold LIKE $1`, "%"+p.mor.String()+"%")
			if rows != 1 || other != 0 {
				t.Errorf("%s: %d rows, %d about whom nobody saw", action, rows, other)
			}
		}
	})
}
