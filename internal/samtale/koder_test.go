package samtale

import (
	"errors"
	"slices"
	"testing"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/kodeliste"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
)

// administrator is IMDi's, who changes the lists while others hold interviews.
func (p *prove) administrator() tilgang.Actor {
	a := p.bruker("Arne Aas", tilgang.IMDiAdministrator, "MOT001429")
	a.Org = tilgang.Org{Type: tilgang.OrgIMDi, ID: "imdi"}
	return a
}

func (p *prove) endreKode(a tilgang.Actor, fn func(tx *db.Tx, inn kodeliste.OrdInn) error) {
	p.t.Helper()
	err := p.d.Write(p.t.Context(), func(tx *db.Tx) error {
		l, err := kodeliste.Hent(p.t.Context(), tx, a, kodeliste.KompassArsak)
		if err != nil {
			return err
		}
		k, _ := l.Finn("helse")
		return fn(tx, kodeliste.OrdInn{Liste: kodeliste.KompassArsak, Kode: "helse", Ord: k.Ord, Versjon: k.Versjon})
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

// arsak saves the reason without Kompass, in the newest version, and returns the refusal.
func (p *prove) arsak(a tilgang.Actor, verdi string) error {
	p.t.Helper()
	res, err := p.svc.SaveSvar(p.t.Context(), a, SvarInn{
		Beboer: p.enslig, Sporsmal: "kompass_arsak", Verdi: verdi, Nokkel: ident.New().String(),
		Versjon: p.load(a, p.enslig).Svar[skjema.Nokkel{Sporsmal: "kompass_arsak"}].Versjon,
	})
	return errors.Join(err, res.Feil)
}

// A code that is withdrawn cannot be chosen any more; where it stands it stays, is not
// missing and does no harm to who sends the form back. What is completed keeps its words.
func TestWithdrawnCode(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		arne := p.administrator()
		p.start(p.berit, p.enslig)
		if err := p.arsak(p.berit, "helse"); err != nil {
			t.Fatal(err)
		}
		p.endreKode(arne, func(tx *db.Tx, inn kodeliste.OrdInn) error {
			return kodeliste.SettAktiv(t.Context(), tx, arne, inn, false)
		})
		v := p.load(p.berit, p.enslig)
		if v.Svar.Verdi("kompass_arsak", "") != "helse" || slices.Contains(v.Koder.Velgbare(kodeliste.KompassArsak), "helse") {
			t.Error("the answer stands, and the code is not among the choices")
		}
		if slices.ContainsFunc(v.Mangler(), func(m skjema.Mangel) bool { return m.Sporsmal.Kode == "kompass_arsak" }) {
			t.Error("an answer that was right when it was given is missing")
		}
		res, err := p.svc.SaveMange(t.Context(), p.berit, p.enslig, []SvarInn{
			{Beboer: p.enslig, Sporsmal: "kompass_arsak", Verdi: "helse", Versjon: 1}, {Beboer: p.enslig, Sporsmal: "tilknytning.venner", Verdi: "nei"},
		})
		if err != nil || res[0].Utfall != Lagret || res[1].Utfall != Lagret {
			t.Errorf("a form that is sent back whole: %+v %v", res, err)
		}
		if err := p.arsak(p.berit, "annet"); err != nil {
			t.Fatal(err)
		}
		if err := p.arsak(p.berit, "helse"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a withdrawn code was chosen: %v", err)
		}
		if err := p.arsak(p.berit, "drage"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a code that never was: %v", err)
		}
	})
}

func TestCompletedKeepsTheWordsOfTheCodes(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		arne := p.administrator()
		p.start(p.berit, p.enslig)
		if err := p.arsak(p.berit, "helse"); err != nil {
			t.Fatal(err)
		}
		p.fyll(p.berit, p.enslig)
		p.endreKode(arne, func(tx *db.Tx, inn kodeliste.OrdInn) error {
			return kodeliste.SettAktiv(t.Context(), tx, arne, inn, false)
		})
		p.ferdigstill(p.berit, p.ferdigInn(p.berit, p.enslig), Fullfort)
		p.endreKode(arne, func(tx *db.Tx, inn kodeliste.OrdInn) error {
			inn.Ord = kodeliste.Ord{Nb: "Sykdom", Nn: "Sjukdom"}
			_, err := kodeliste.EndreOrd(t.Context(), tx, arne, inn)
			return err
		})
		v := p.load(p.berit, p.enslig)
		if got := v.Koder.Ord(kodeliste.KompassArsak, "helse", "nn"); got != "Sjukdom" {
			t.Errorf("the list says %q now", got)
		}
		for lang, want := range map[string]string{"nb": "Jeg kan ikke av helsegrunner", "nn": "Eg kan ikkje av helsegrunnar"} {
			if tekst, _ := v.Ordlyd.Tekst(lang, "kompass_arsak"); tekst.Valg["helse"] != want || tekst.Valg["annet"] == "" {
				t.Errorf("%s: the completed interview says %q, want %q", lang, tekst.Valg["helse"], want)
			}
		}
	})
}

// Every question that names a list names one that exists, and what the code calls by name
// the lists call by the same.
func TestListsAndCodeAgree(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		var l *kodeliste.Lister
		err := d.Read(t.Context(), func(r *db.Rx) (err error) {
			l, err = kodeliste.Les(t.Context(), r)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		Definisjon().Alle(func(_ *skjema.Seksjon, _, q *skjema.Sporsmal) {
			if q.Liste == "" {
				return
			}
			n++
			if len(l.Velgbare(kodeliste.Liste(q.Liste))) == 0 {
				t.Errorf("%s chooses from %s, which has no code", q.Kode, q.Liste)
			}
		})
		if n < 2 {
			t.Errorf("%d questions name a list, want the two of the guide at least", n)
		}
		for _, k := range beboer.Persontyper {
			if got := l.Har(kodeliste.Persontype, string(k.Kode), kodeliste.Enslig); got != k.Kode.Enslig() {
				t.Errorf("%s: the list says enslig %v", k.Kode, got)
			}
			kjent(t, l, kodeliste.Persontype, string(k.Kode))
		}
		for _, k := range beboer.Plasstyper {
			kjent(t, l, kodeliste.Plasstype, string(k.Kode))
			if l.KanVelges(kodeliste.Plasstype, string(k.Kode)) != k.Til.IsZero() {
				t.Errorf("%s has ended in one of the two only", k.Kode)
			}
		}
		for _, k := range beboer.Familieroller {
			kjent(t, l, kodeliste.Familierolle, string(k.Kode))
		}
	})
}

func kjent(t *testing.T, l *kodeliste.Lister, liste kodeliste.Liste, kode string) {
	t.Helper()
	if l.Ord(liste, kode, "nb") == kode || l.Ord(liste, kode, "nn") == kode {
		t.Errorf("%s has no words for %s", liste, kode)
	}
}
