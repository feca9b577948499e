package samtale

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/kodeliste"
	"bosett/internal/sak"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
)

// Words that stand in a sealed row and may be nowhere else.
const (
	kanariTittel  = "Kanarifugl-i-tittelen"
	kanariMelding = "Kanarifugl-i-meldingen"
)

// opprett seals a row with the answers, by the form.
func (p *prove) opprett(a tilgang.Actor, b ident.ID, gruppe skjema.Kode, rad string, svar map[skjema.Kode]string, varsle bool) []Resultat {
	p.t.Helper()
	var inn []SvarInn
	q, _, _ := Definisjon().Finn(gruppe)
	v := p.load(a, b)
	for _, barn := range q.Barn {
		n := skjema.Nokkel{Sporsmal: barn.Kode, Rad: rad}
		inn = append(inn, SvarInn{Sporsmal: barn.Kode, Rad: rad, Verdi: svar[barn.Kode], Versjon: v.Utkast[n].Versjon})
	}
	inn = append(inn, SvarInn{Sporsmal: gruppe, Rad: rad, Forsegl: true, Varsle: varsle})
	res, err := p.svc.SaveMange(ctx, a, b, inn)
	if err != nil {
		p.t.Fatal(err)
	}
	return res
}

func merknad1() map[skjema.Kode]string {
	return map[skjema.Kode]string{"intern_merknad.tittel": kanariTittel, "intern_merknad.melding": kanariMelding}
}

// lesForseglet is what an audience reads of the sealed rows.
func (p *prove) lesForseglet(b ident.ID, som tilgang.Publikum) (out skjema.Svarsett) {
	p.t.Helper()
	err := p.d.Read(ctx, func(r *db.Rx) error {
		who, err := beboer.Get(ctx, regel{r}, b)
		if err != nil {
			return err
		}
		koder, err := kodeliste.Les(ctx, r)
		if err != nil {
			return err
		}
		alle, err := LesForseglet(ctx, r, who)
		out = Definisjon().Read(skjema.Grunnlag{Fakta: p.svc.fakta(who, false, koder, r.Now(), r.Now()), Svar: alle}, som)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}

// TestDraftIsItsAuthors: an open row is stored as it is typed, and is there for its
// author and nobody else.
func TestDraftIsItsAuthors(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.enslig)
		rad := ident.New().String()
		inn := SvarInn{Beboer: p.enslig, Sporsmal: "intern_merknad.melding", Rad: rad, Verdi: kanariMelding}
		if res := p.save(p.berit, inn, Lagret); res.Versjon != 1 {
			t.Errorf("version %d", res.Versjon)
		}
		if v := p.load(p.berit, p.enslig); v.Utkast.Verdi(inn.Sporsmal, rad) != kanariMelding || len(v.Kvitteringer) != 0 || v.Rev != 0 {
			t.Errorf("the author: %v, rev %d", v.Utkast, v.Rev)
		}
		if v := p.load(p.bjorn, p.enslig); strings.Contains(fmt.Sprintf("%+v", v), "Kanari") || len(v.Utkast) != 0 || len(v.Kvitteringer) != 0 {
			t.Errorf("a colleague: %+v", v.Utkast)
		}
		for what, inn := range map[string]SvarInn{
			"write":  {Beboer: p.enslig, Sporsmal: "intern_merknad.tittel", Rad: rad, Verdi: "x"},
			"remove": {Beboer: p.enslig, Sporsmal: InternMerknad, Rad: rad, Slett: true, Versjon: 1},
		} {
			inn.Nokkel = ident.New().String()
			if _, err := p.svc.SaveSvar(ctx, p.bjorn, inn); !fault.Is(err, fault.NotFound) {
				t.Errorf("a colleague may %s: %v", what, err)
			}
		}
		if _, err := p.svc.SaveMange(ctx, p.bjorn, p.enslig, []SvarInn{{Sporsmal: InternMerknad, Rad: rad, Forsegl: true}}); err != nil {
			t.Error(err) // not sealed: its answers did not come with the form
		}
		if got := p.lesForseglet(p.enslig, tilgang.PublikumIMDi); len(got) != 0 {
			t.Errorf("IMDi reads a draft: %v", got)
		}
		// Two pages of the author: the second is told, and chooses.
		inn.Verdi, inn.Versjon = "Noe annet", 0
		if res := p.save(p.berit, inn, Konflikt); res.Deres != kanariMelding || res.Versjon != 1 {
			t.Errorf("conflict %+v", res)
		}
		// Thrown away and fetched back.
		slett := SvarInn{Beboer: p.enslig, Sporsmal: InternMerknad, Rad: rad, Slett: true, Versjon: 1}
		if res := p.save(p.berit, slett, Lagret); res.Versjon != 2 {
			t.Errorf("removed: %d", res.Versjon)
		}
		if v := p.load(p.berit, p.enslig); len(v.Utkast) != 0 {
			t.Errorf("removed: %v", v.Utkast)
		}
		slett.Slett, slett.Versjon, slett.Nokkel = false, 2, ident.New().String()
		p.save(p.berit, slett, Lagret)
		if v := p.load(p.berit, p.enslig); v.Utkast.Verdi(inn.Sporsmal, rad) != kanariMelding {
			t.Errorf("fetched back: %v", v.Utkast)
		}
	})
}

// TestSealed: from Opprett on nobody at the centre reads, changes or removes it, and it
// stands nowhere but in its own table; IMDi reads it, and nobody else.
func TestSealed(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.enslig)
		rad := ident.New().String()
		p.save(p.berit, SvarInn{Beboer: p.enslig, Sporsmal: "intern_merknad.melding", Rad: rad, Verdi: kanariMelding}, Lagret)
		res := p.opprett(p.berit, p.enslig, InternMerknad, rad, map[skjema.Kode]string{"intern_merknad.melding": kanariMelding}, false)
		if last := res[len(res)-1]; last.Utfall != Mangelfull || len(last.Mangler) != 1 || last.Mangler[0].Sporsmal.Kode != "intern_merknad.tittel" {
			t.Errorf("without a title: %+v", last)
		}
		res = p.opprett(p.berit, p.enslig, InternMerknad, rad, merknad1(), true)
		if last := res[len(res)-1]; last.Utfall != Lagret {
			t.Fatalf("seal: %+v", last)
		}
		if n := p.count(`SELECT count(*) FROM utboks`); n != 0 {
			t.Error("a message before completion")
		}
		for a, title := range map[*tilgang.Actor]string{&p.berit: kanariTittel, &p.bjorn: ""} {
			v := p.load(*a, p.enslig)
			if len(v.Kvitteringer) != 1 || v.Kvitteringer[0].Tittel != title || v.Kvitteringer[0].Av != "Berit Bø" || v.Kvitteringer[0].Nummer != 1 {
				t.Errorf("%s: receipts %+v", a.Navn, v.Kvitteringer)
			}
			all := fmt.Sprintf("%+v %+v %+v", v, v.LestAv(tilgang.PublikumIMDi), v.LestAv(tilgang.PublikumBeboer))
			if strings.Contains(all, kanariMelding) || title == "" && strings.Contains(all, "Kanari") {
				t.Errorf("%s can read it", a.Navn)
			}
			for _, inn := range []SvarInn{
				{Sporsmal: "intern_merknad.melding", Verdi: "Endret", Versjon: 1}, {Sporsmal: "intern_merknad.melding", Verdi: kanariMelding, Versjon: 1},
				{Sporsmal: InternMerknad, Slett: true, Versjon: 2},
			} {
				inn.Beboer, inn.Rad, inn.Nokkel = p.enslig, rad, ident.New().String()
				res, err := p.svc.SaveSvar(ctx, *a, inn)
				if author := a.Bruker == p.berit.Bruker; author && (err != nil || res.Utfall != Forseglet) || !author && !fault.Is(err, fault.NotFound) {
					t.Errorf("%s: %+v: %+v, %v", a.Navn, inn, res, err)
				}
				if strings.Contains(fmt.Sprintf("%+v %v", res, err), "Kanari") {
					t.Errorf("%s reads it in an answer: %+v", a.Navn, res)
				}
			}
			err := p.svc.log.Read(ctx, *a, tilgang.SamtaleLes, func(r *innsyn.Rx) error {
				_, err := p.svc.Historikk(ctx, r, *a, p.enslig, skjema.Nokkel{Sporsmal: "intern_merknad.melding", Rad: rad})
				return err
			})
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("history: %v", err)
			}
		}
		p.opprett(p.berit, p.enslig, InternMerknad, rad, merknad1(), false) // the button twice
		p.bareIForseglet(kanariMelding, kanariTittel)
		for som, want := range map[tilgang.Publikum]string{tilgang.PublikumIMDi: kanariMelding, tilgang.PublikumMottak: "",
			tilgang.PublikumKommuneForslag: "", tilgang.PublikumKommuneAvtale: "", tilgang.PublikumBeboer: ""} {
			if got := p.lesForseglet(p.enslig, som).Verdi("intern_merknad.melding", rad); got != want {
				t.Errorf("%s reads %q, want %q", som, got, want)
			}
		}
		p.fyll(p.bjorn, p.enslig)
		if v := p.load(p.berit, p.enslig); v.Rev != 2 { // the two answers
			t.Errorf("a sealed row is no part of what is completed: rev %d", v.Rev)
		}
	})
}

// bareIForseglet looks for the words in every column of every other table.
func (p *prove) bareIForseglet(ord ...string) {
	p.t.Helper()
	kolonner := p.kolonner()
	if len(kolonner["idem"]) < 6 {
		p.t.Fatalf("columns %v", kolonner)
	}
	delete(kolonner, "forseglet_svar")
	for table, columns := range kolonner {
		for _, o := range ord {
			for _, c := range columns {
				if n := p.count(`SELECT count(*) FROM `+table+` WHERE CAST(`+c+` AS text) LIKE $1`, "%"+o+"%"); n != 0 {
					p.t.Errorf("%s is in %s.%s", o, table, c)
				}
			}
		}
	}
}

// kolonner are all columns of all tables.
func (p *prove) kolonner() map[string][]string {
	p.t.Helper()
	query := `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()`
	if p.d.Dialect() == db.SQLite {
		query = `SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`
	}
	out := map[string][]string{}
	err := p.d.Read(ctx, func(r *db.Rx) error {
		rows, err := r.QueryContext(ctx, query)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var table, column string
			if err := rows.Scan(&table, &column); err != nil {
				return err
			}
			out[table] = append(out[table], `"`+column+`"`)
		}
		return rows.Err()
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}

// TestDraftLeavesNoReceipt: what is being written is in its own table only, whatever is
// done with it, and its receipt is the same whatever it says.
func TestDraftLeavesNoReceipt(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.enslig)
		rad := ident.New().String()
		inn := SvarInn{Beboer: p.enslig, Sporsmal: "intern_merknad.melding", Rad: rad, Verdi: kanariMelding, Nokkel: ident.New().String()}
		p.save(p.berit, inn, Lagret)
		if res := p.save(p.berit, inn, Lagret); res.Versjon != 1 {
			t.Errorf("again: %+v", res)
		}
		annen := inn
		annen.Verdi = "Annet"
		if _, err := p.svc.SaveSvar(ctx, p.berit, annen); !fault.Is(err, fault.Invalid) {
			t.Errorf("the same key with another text: %v", err)
		}
		gitt := SvarInn{Beboer: p.enslig, Sporsmal: inn.Sporsmal, Rad: rad, Verdi: "Vek", Versjon: 1, Gitt: true, Nokkel: ident.New().String()}
		if _, err := p.svc.SaveSvar(ctx, p.berit, gitt); !fault.Is(err, fault.NotFound) {
			t.Errorf("given up: %v", err)
		}
		if a, b := inn.sum(), annen.sum(); string(a) != string(b) {
			t.Error("the receipt depends on the text")
		}
		inn.Sporsmal, annen.Sporsmal = "merknad.yrke", "merknad.yrke"
		en, to := inn, inn
		to.Nokkel = ident.New().String()
		if string(inn.sum()) == string(annen.sum()) || string(en.sum()) == string(to.sum()) {
			t.Error("another receipt: of another text, or under another key")
		}
		p.bareIForseglet(kanariMelding)
	})
}

// TestGivenUpAgain: the answer that never came is asked for again, and says what stands,
// which the receipt itself does not.
func TestGivenUpAgain(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.enslig)
		p.save(p.berit, SvarInn{Beboer: p.enslig, Sporsmal: "merknad.yrke", Verdi: "Staar-som-kanari"}, Lagret)
		gitt := SvarInn{Beboer: p.enslig, Sporsmal: "merknad.yrke", Verdi: "Vek", Versjon: 1, Gitt: true, Nokkel: ident.New().String()}
		for range 2 {
			if res := p.save(p.bjorn, gitt, Lagret); res.Deres != "Staar-som-kanari" || res.Versjon != 1 {
				t.Errorf("%+v", res)
			}
		}
		if n := p.count(`SELECT count(*) FROM idem WHERE svar LIKE '%kanari%'`); n != 0 {
			t.Error("the receipt keeps what stands")
		}
	})
}

// TestTreatingPerson: who treats the resident is asked only at the four kinds of place,
// and the resident may see who it is, not the contact data.
func TestTreatingPerson(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.enslig)
		svar := map[skjema.Kode]string{"behandler.navn": "Kanari Lege", "behandler.virksomhet": "Sykehuset", "behandler.telefon": "00 00 00 00"}
		en := SvarInn{Beboer: p.enslig, Sporsmal: "behandler.navn", Rad: ident.New().String(), Verdi: "x", Nokkel: ident.New().String()}
		if _, err := p.svc.SaveSvar(ctx, p.berit, en); !fault.Is(err, fault.NotFound) {
			t.Errorf("an ordinary place: %v", err)
		}
		for i, plass := range []string{"TIL", "SBO", "SYK", "INS"} {
			inn := p.inn(4, "966921046", "Enslig", "1979-01-17", "enslig_voksen", "")
			inn.Plasstype = plass
			p.beboere(inn)
			rad := ident.New().String()
			res := p.opprett(p.berit, p.enslig, Behandler, rad, svar, false)
			if last := res[len(res)-1]; last.Utfall != Lagret {
				t.Fatalf("%s: %+v", plass, last)
			}
			v := p.load(p.berit, p.enslig)
			if len(v.Kvitteringer) != i+1 || v.Kvitteringer[i].Nummer != i+1 || v.Kvitteringer[i].Tittel != "" || strings.Contains(fmt.Sprintf("%+v", v), "Kanari") {
				t.Errorf("%s: %+v", plass, v.Kvitteringer)
			}
			resident := p.lesForseglet(p.enslig, tilgang.PublikumBeboer)
			if resident.Verdi("behandler.navn", rad) != "Kanari Lege" || resident.Verdi("behandler.telefon", rad) != "" {
				t.Errorf("the resident: %v", resident)
			}
			if imdi := p.lesForseglet(p.enslig, tilgang.PublikumIMDi); imdi.Verdi("behandler.telefon", rad) != "00 00 00 00" {
				t.Errorf("IMDi: %v", imdi)
			}
		}
		p.bareIForseglet("Kanari")
	})
}

// TestAfterCompletion: nothing can be changed but that a new internal note can be added,
// whatever the case has become, and IMDi is told at the right address, once.
func TestAfterCompletion(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.svc.regler.EpostIMDi = "postkasse@example.no"
		inn := p.inn(4, "966921046", "Enslig", "1979-01-17", "enslig_voksen", "")
		inn.Plasstype = "TIL"
		p.beboere(inn)
		p.start(p.berit, p.enslig)
		draft := ident.New().String()
		p.save(p.berit, SvarInn{Beboer: p.enslig, Sporsmal: "behandler.navn", Rad: draft, Verdi: "Kanari Lege"}, Lagret)
		p.fyll(p.berit, p.enslig)
		p.ferdigstill(p.berit, p.ferdigInn(p.berit, p.enslig), Fullfort)
		if sen := p.save(p.bjorn, SvarInn{Beboer: p.enslig, Sporsmal: "merknad.yrke", Verdi: "Lege"}, Stengt); !sen.KanMerke {
			t.Error("the guide's own path is not offered")
		}
		p.save(p.berit, SvarInn{Beboer: p.enslig, Sporsmal: "behandler.navn", Rad: ident.New().String(), Verdi: "x"}, Stengt)
		v := p.load(p.berit, p.enslig)
		if v.KanSkrive || !v.KanMerke || v.IngenVarsel != "" || v.Utkast.Verdi("behandler.navn", draft) != "Kanari Lege" {
			t.Errorf("completed: %v %v %q %v", v.KanSkrive, v.KanMerke, v.IngenVarsel, v.Utkast)
		}
		rad := ident.New().String()
		p.opprett(p.berit, p.enslig, InternMerknad, rad, merknad1(), true)
		p.opprett(p.berit, p.enslig, InternMerknad, rad, merknad1(), true) // pressed twice
		p.opprett(p.berit, p.enslig, InternMerknad, ident.New().String(), merknad1(), false)
		if n := p.count(`SELECT count(*) FROM utboks WHERE mottaker = 'postkasse@example.no' AND mal = 'intern_merknad' AND sprak = 'nb'`); n != 1 {
			t.Errorf("%d messages, want 1", n)
		}
		// The officer of the case, once there is one.
		officer := p.bruker("Ida IMDi", tilgang.MottakKompass, "MOT001429")
		p.exec(`UPDATE sak SET saksbehandler = $1 WHERE saksnummer = 'S-966921046'`, officer.Bruker)
		p.exec(`UPDATE bruker SET maalform = 'nn' WHERE id = $1`, officer.Bruker)
		p.opprett(p.bjorn, p.enslig, InternMerknad, ident.New().String(), merknad1(), true)
		if n := p.count(`SELECT count(*) FROM utboks WHERE mottaker = $1 AND sprak = 'nn'`, officer.Bruker.String()+"@example.no"); n != 1 {
			t.Errorf("%d messages to the officer", n)
		}
		p.exec(`UPDATE bruker SET aktiv = false WHERE id = $1`, officer.Bruker)
		p.opprett(p.bjorn, p.enslig, InternMerknad, ident.New().String(), merknad1(), true)
		if n := p.count(`SELECT count(*) FROM utboks WHERE mottaker = 'postkasse@example.no'`); n != 2 {
			t.Errorf("an officer who has left: %d in the mailbox", n)
		}
		p.svc.regler.EpostIMDi = ""
		if v := p.load(p.berit, p.enslig); v.IngenVarsel != VarselUtenMottaker {
			t.Errorf("no mailbox: %q", v.IngenVarsel)
		}
		before := p.count(`SELECT count(*) FROM utboks`)
		p.opprett(p.bjorn, p.enslig, InternMerknad, ident.New().String(), merknad1(), true)
		if n := p.count(`SELECT count(*) FROM utboks`); n != before {
			t.Error("a message to nobody")
		}
		p.bareIForseglet(kanariMelding, kanariTittel)
		for _, om := range []string{"Enslig", "Syntetisk", string(duf(4)), "Berit"} {
			if n := p.count(`SELECT count(*) FROM utboks WHERE CAST(data AS text) LIKE $1`, "%"+om+"%"); n != 0 {
				t.Errorf("%s is in a message", om)
			}
		}
		if v := p.load(p.berit, p.enslig); v.Status != Ferdigstilt || v.Rev != 2 || len(v.Kvitteringer) != 5 {
			t.Errorf("the interview itself: %s, rev %d, %d notes", v.Status, v.Rev, len(v.Kvitteringer))
		}
		p.steg("966921046", sak.VerbFordel, sak.VerbGodta)
		p.opprett(p.bjorn, p.enslig, InternMerknad, ident.New().String(), merknad1(), false)
		if v := p.load(p.berit, p.enslig); !v.KanMerke || len(v.Kvitteringer) != 6 {
			t.Errorf("agreed on: %v, %d", v.KanMerke, len(v.Kvitteringer))
		}
		p.steg("966921046", sak.VerbBosett)
		if v := p.load(p.berit, p.enslig); v.KanMerke {
			t.Error("settled: there is nobody to tell")
		}
	})
}

// TestNoMessageAboutTheProtected: an address in a letter is an address too many.
func TestNoMessageAboutTheProtected(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.svc.regler.EpostIMDi = "postkasse@example.no"
		navngitt := p.berit
		navngitt.Graderinger = []tilgang.Gradering{tilgang.Fortrolig}
		p.start(navngitt, p.gradert)
		p.fyll(navngitt, p.gradert)
		p.ferdigstill(navngitt, p.ferdigInn(navngitt, p.gradert), Fullfort)
		if v := p.load(navngitt, p.gradert); v.IngenVarsel != VarselGradert {
			t.Errorf("%q", v.IngenVarsel)
		}
		p.opprett(navngitt, p.gradert, InternMerknad, ident.New().String(), merknad1(), true)
		if n := p.count(`SELECT count(*) FROM utboks`); n != 0 {
			t.Error("a message was put")
		}
	})
}

func (p *prove) exec(query string, args ...any) {
	p.t.Helper()
	p.write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	})
}

// steg takes the household's case on.
func (p *prove) steg(reg string, verb ...sak.Verb) {
	p.t.Helper()
	for _, v := range verb {
		p.write(func(ctx context.Context, tx *db.Tx) error {
			var id ident.ID
			if err := tx.QueryRowContext(ctx, `SELECT id FROM sak WHERE saksnummer = $1`, "S-"+reg).Scan(&id); err != nil {
				return err
			}
			_, err := sak.Transition(ctx, tx, id, sak.Handling{Verb: v, Av: sak.Import})
			return err
		})
	}
}
