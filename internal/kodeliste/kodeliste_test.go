package kodeliste_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/kodeliste"
	"bosett/internal/tilgang"
)

// expected is domain.md 2.3 by hand: the codes in order, "!" for those that were found in
// the guide or a public source, "-" for one that has ended, "*" for what a rule hangs on.
var expected = map[kodeliste.Liste]string{
	kodeliste.Tilknytningstype: "mor far ektefelle samboer soster bror datter sonn barnebarn annen_slektning venn arbeidskollega nabo arbeidsgiver skole annen_relasjon",
	kodeliste.KompassArsak:     "planlegger! onsker_ikke helse sprak mangler_tolk teknisk vertskommune ikke_malgruppe annet",
	kodeliste.Plasstype:        "ORD! ORD-EM TRA TRA-EM ANK INT TIL* SBO* SYK* INS* AKU AMOT OMS PRIV MAMOT-",
	kodeliste.Persontype:       "enslig_voksen!* enslig_mindrearig!* enslig_forsorger ektepar_samboere familie_med_barn! familie_uten_barn! medfolgende_barn",
	kodeliste.Familierolle:     "far! mor! ektefelle samboer datter! sonn! sosken besteforelder annet",
	kodeliste.Mottakskategori:  "mottak! integreringsmottak* transittmottak ankomstsenter akuttinnkvartering omsorgssenter amot privat",
}

func TestBeginning(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		arne := admin(t, d, "Arne Aas")
		if len(kodeliste.Alle) != len(expected) {
			t.Errorf("%d lists, want %d", len(kodeliste.Alle), len(expected))
		}
		for navn, want := range expected {
			var got []string
			for _, k := range hent(t, d, arne, navn).Koder {
				word := k.Kode
				if k.Opphav == kodeliste.Funnet {
					word += "!"
				}
				if !k.Aktiv {
					word += "-"
				}
				if k.Egenskap != "" {
					word += "*"
				}
				got = append(got, word)
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s:\n got %s\nwant %s", navn, strings.Join(got, " "), want)
			}
		}
		l := les(t, d)
		for _, kode := range []string{"TIL", "SBO", "SYK", "INS", "ORD", "INT"} {
			if got, want := l.Har(kodeliste.Plasstype, kode, kodeliste.Tilrettelagt), kode != "ORD" && kode != "INT"; got != want {
				t.Errorf("%s tilrettelagt: %v (S12)", kode, got)
			}
		}
		if got := l.Ord(kodeliste.KompassArsak, "planlegger", "nb"); got != "Jeg har planer om å gjennomføre registreringen" {
			t.Errorf("the guide's own value is %q (S6)", got)
		}
		if got := l.Ord(kodeliste.Familierolle, "datter", "nn"); got != "Dotter" {
			t.Errorf("nynorsk: %q", got)
		}
		if got := l.Ord(kodeliste.Plasstype, "NYTT", "nb"); got != "NYTT" {
			t.Errorf("a code that nobody knows is shown as %q, want itself", got)
		}
	})
}

func TestWords(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		arne := admin(t, d, "Arne Aas")
		for _, test := range []struct{ name, nb, nn, want string }{
			{"nothing", " ", "\t", "nb kodeliste.feil.tomt-nb nn kodeliste.feil.tomt-nn"},
			{"what shows nothing", "\u200b\u00ad", "\u3164 \u2800", "nb kodeliste.feil.tomt-nb nn kodeliste.feil.tomt-nn"},
			{"what looks like another", "Ve\u00adnn", "Ve\u200bn", "nb kodeliste.feil.opptatt nn kodeliste.feil.opptatt"},
			{"nynorsk is missing", "Fetter", "", "nn kodeliste.feil.tomt-nn"},
			{"the same words as another", "  VENN ", "Kamerat", "nb kodeliste.feil.opptatt"},
			{"the same words in nynorsk only", "Kjæreste", "sysken av", ""},
			{"too long", strings.Repeat("æ", 101), "Kort", "nb kodeliste.feil.for-langt"},
		} {
			_, feil, err := leggTil(t, d, arne, kodeliste.Tilknytningstype, test.nb, test.nn)
			must(t, err)
			var got []string
			for _, f := range feil {
				got = append(got, f.Felt, f.Grunn)
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("%s: %v, want %q", test.name, got, test.want)
			}
		}
		// What is refused leaves nothing: one code was added, in version 2.
		if l := hent(t, d, arne, kodeliste.Tilknytningstype); l.Versjon != 2 || len(l.Koder) != 17 {
			t.Errorf("version %d with %d codes, want 2 with 17", l.Versjon, len(l.Koder))
		}
		must(t, settAktiv(t, d, arne, kodeliste.Tilknytningstype, "nabo", false))
		if _, feil, _ := leggTil(t, d, arne, kodeliste.Tilknytningstype, "Nabo", "Granne"); len(feil) != 1 || feil[0].Grunn != "kodeliste.feil.opptatt-trukket" {
			t.Errorf("the words of a withdrawn code: %v", feil)
		}
		venn := kode(t, d, arne, kodeliste.Tilknytningstype, "venn")
		feil, err := endre(t, d, arne, kodeliste.OrdInn{Liste: kodeliste.Tilknytningstype, Kode: "venn", Ord: kodeliste.Ord{Nb: "venn", Nn: "Ven"}, Versjon: venn.Versjon})
		if err != nil || len(feil) > 0 {
			t.Errorf("a code may keep its own words in other letters: %v %v", feil, err)
		}
	})
}

func TestAdd(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		arne := admin(t, d, "Arne Aas")
		for _, test := range []struct{ nb, want string }{
			{"Søskenbarn på morssiden", "soskenbarn_pa_morssiden"},
			{"Søskenbarn (på morssiden)", "soskenbarn_pa_morssiden_2"},
			{"صديق", "kode"},
			{"En svært lang beskrivelse av en relasjon som fortsetter", "en_svaert_lang_beskrivelse_av_en_som"},
		} {
			got, feil, err := leggTil(t, d, arne, kodeliste.Tilknytningstype, test.nb, test.nb)
			if err != nil || len(feil) > 0 || got != test.want {
				t.Errorf("%s: code %q (%v, %v), want %q", test.nb, got, feil, err, test.want)
			}
		}
		if got := les(t, d).Velgbare(kodeliste.Tilknytningstype); len(got) != 20 || got[16] != "soskenbarn_pa_morssiden" {
			t.Errorf("the new ones stand last: %v", got)
		}
		if k := kode(t, d, arne, kodeliste.Tilknytningstype, "kode"); k.Opphav != kodeliste.IMDi {
			t.Errorf("origin %s", k.Opphav)
		}
		for _, navn := range []kodeliste.Liste{kodeliste.Plasstype, kodeliste.Persontype, kodeliste.Familierolle, kodeliste.Mottakskategori} {
			if _, _, err := leggTil(t, d, arne, navn, "Ny", "Ny"); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: a code that no register and no rule knows was added (%v)", navn, err)
			}
		}
	})
}

func TestConflict(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		arne, anna := admin(t, d, "Arne Aas"), admin(t, d, "Anna Ask")
		inn := kodeliste.OrdInn{Liste: kodeliste.Tilknytningstype, Kode: "venn", Versjon: 1}
		inn.Ord = kodeliste.Ord{Nb: "Venn eller kjenning", Nn: "Ven eller kjenning"}
		_, err := endre(t, d, arne, inn)
		must(t, err)
		inn.Ord = kodeliste.Ord{Nb: "God venn", Nn: "God ven"}
		if _, err := endre(t, d, anna, inn); !fault.Is(err, fault.Conflict) {
			t.Errorf("two changed the same code: %v", err)
		}
		err = write(t, d, func(tx *db.Tx) error { return kodeliste.SettAktiv(t.Context(), tx, anna, inn, false) })
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("a code was withdrawn whose words had changed: %v", err)
		}
		// Different codes never disturb each other.
		if _, err := endre(t, d, anna, kodeliste.OrdInn{Liste: inn.Liste, Kode: "nabo", Versjon: 1, Ord: kodeliste.Ord{Nb: "Nabo", Nn: "Granne"}}); err != nil {
			t.Errorf("another code: %v", err)
		}
		if got := les(t, d).Ord(inn.Liste, "venn", "nb"); got != "Venn eller kjenning" {
			t.Errorf("what was saved first is %q", got)
		}
		l := hent(t, d, arne, inn.Liste)
		if l.EndretAv != "Anna Ask" || !l.EndretTid.Valid || l.Versjon != 3 {
			t.Errorf("last change %+v", l)
		}
	})
}

// Two add the same words at the same moment: the second waits for the first, and is told.
func TestSameWordsAtOnce(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		arne, anna := admin(t, d, "Arne Aas"), admin(t, d, "Anna Ask")
		tante := kodeliste.Ord{Nb: "Tante", Nn: "Tante"}
		added, done := make(chan struct{}), make(chan error)
		go func() {
			done <- d.Write(t.Context(), func(tx *db.Tx) error {
				_, _, err := kodeliste.LeggTil(t.Context(), tx, arne, kodeliste.Tilknytningstype, tante)
				close(added)
				time.Sleep(300 * time.Millisecond) // the other comes meanwhile
				return err
			})
		}()
		<-added
		_, feil, err := leggTil(t, d, anna, kodeliste.Tilknytningstype, tante.Nb, tante.Nn)
		if err != nil || len(feil) != 2 || feil[0].Grunn != "kodeliste.feil.opptatt" {
			t.Errorf("the second: %v, %v", feil, err)
		}
		must(t, <-done)
		if n := len(hent(t, d, arne, kodeliste.Tilknytningstype).Koder); n != 17 {
			t.Errorf("%d codes, want 17", n)
		}
	})
}

func TestMove(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		arne := admin(t, d, "Arne Aas")
		flytt := func(kode, forbi string, opp bool) error {
			return write(t, d, func(tx *db.Tx) error {
				return kodeliste.Flytt(t.Context(), tx, arne, kodeliste.Familierolle, kodeliste.Flytting{Kode: kode, Forbi: forbi, Opp: opp})
			})
		}
		order := func() string { return strings.Join(les(t, d).Velgbare(kodeliste.Familierolle)[:4], " ") }
		must(t, flytt("mor", "far", true))
		must(t, flytt("mor", "far", true)) // pressed twice
		if got := order(); got != "mor far ektefelle samboer" {
			t.Errorf("up: %s", got)
		}
		must(t, settAktiv(t, d, arne, kodeliste.Familierolle, "ektefelle", false))
		must(t, flytt("far", "samboer", false)) // past the withdrawn one
		if got := order(); got != "mor samboer far datter" {
			t.Errorf("down past a withdrawn one: %s", got)
		}
		if err := flytt("far", "mor", true); !fault.Is(err, fault.Conflict) {
			t.Errorf("mor is no longer beside far: %v", err)
		}
		if err := flytt("noe", "mor", true); !fault.Is(err, fault.NotFound) {
			t.Errorf("an unknown code: %v", err)
		}
		if k := kode(t, d, arne, kodeliste.Familierolle, "far"); k.Versjon != 1 {
			t.Errorf("a move makes a conflict with who changes the words: version %d", k.Versjon)
		}
	})
}

func TestWithdraw(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		arne, navn := admin(t, d, "Arne Aas"), kodeliste.KompassArsak
		must(t, settAktiv(t, d, arne, navn, "helse", false))
		must(t, settAktiv(t, d, arne, navn, "helse", false))
		l := les(t, d)
		if l.KanVelges(navn, "helse") || slices.Contains(l.Velgbare(navn), "helse") || l.Ord(navn, "helse", "nb") != "Jeg kan ikke av helsegrunner" {
			t.Error("a withdrawn code cannot be chosen, and keeps its words")
		}
		if n := len(historikk(t, d, arne, navn)); n != 2 {
			t.Errorf("%d versions, want 2: nothing was done the second time", n)
		}
		_, feil, err := leggTil(t, d, arne, navn, "Sykdom", "Sjukdom")
		if err != nil || len(feil) > 0 {
			t.Fatal(feil, err)
		}
		must(t, settAktiv(t, d, arne, navn, "helse", true))
		if got := les(t, d).Velgbare(navn); got[2] != "helse" {
			t.Errorf("back in its place: %v", got)
		}
		var last error
		for _, k := range hent(t, d, arne, navn).Aktive() {
			last = settAktiv(t, d, arne, navn, k.Kode, false)
		}
		if !fault.Is(last, fault.Invalid) || len(les(t, d).Velgbare(navn)) != 1 {
			t.Errorf("the last code of a list was withdrawn: %v", last)
		}
	})
}

func TestHistoryAndRestore(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		arne, navn := admin(t, d, "Arne Aas"), kodeliste.Tilknytningstype
		_, err := endre(t, d, arne, kodeliste.OrdInn{Liste: navn, Kode: "venn", Versjon: 1, Bekreft: true, Ord: kodeliste.Ord{Nb: "Bekjent", Nn: "Kjenning"}})
		must(t, err) // 2
		if kode(t, d, arne, navn, "venn").Opphav != kodeliste.IMDi {
			t.Error("IMDi has confirmed it")
		}
		_, feil, err := leggTil(t, d, arne, navn, "Venn", "Ven") // 3: the words are free now
		if err != nil || len(feil) > 0 {
			t.Fatal(feil, err)
		}
		must(t, settAktiv(t, d, arne, navn, "skole", false)) // 4
		gjenopprett := func(til, naa int64) error {
			return write(t, d, func(tx *db.Tx) error {
				return kodeliste.Gjenopprett(t.Context(), tx, arne, kodeliste.Gjenoppretting{Liste: navn, Til: til, Naa: naa})
			})
		}
		if err := gjenopprett(1, 3); !fault.Is(err, fault.Conflict) {
			t.Errorf("the list has changed since: %v", err)
		}
		if err := gjenopprett(9, 4); !fault.Is(err, fault.NotFound) {
			t.Errorf("a version that never was: %v", err)
		}
		must(t, gjenopprett(1, 4)) // 5
		must(t, gjenopprett(1, 4)) // the same again changes nothing
		l := les(t, d)
		if got := strings.Join(l.Velgbare(navn), " "); got != expected[navn] {
			t.Errorf("restored: %s", got)
		}
		if l.Ord(navn, "venn", "nb") != "Venn" || l.Ord(navn, "venn_2", "nb") != "Venn" || l.KanVelges(navn, "venn_2") {
			t.Error("the words are back, and the code that came later is withdrawn with its words")
		}
		if err := settAktiv(t, d, arne, navn, "venn_2", true); !fault.Is(err, fault.Invalid) {
			t.Errorf("the same words twice: %v", err)
		}
		var got []string
		for _, v := range historikk(t, d, arne, navn) {
			got = append(got, string(v.Handling))
			if v.Nummer > 1 && (v.Av != "Arne Aas" || !v.Tid.Valid) {
				t.Errorf("version %d: who and when? %+v", v.Nummer, v)
			}
		}
		if strings.Join(got, " ") != "gjenopprettet trukket lagt_til ord opprettet" {
			t.Errorf("history %v", got)
		}
		if v := historikk(t, d, arne, navn)[0]; v.Fra != 1 || len(v.Bytte) != 3 {
			t.Errorf("restoring: %+v", v)
		}
		if v := historikk(t, d, arne, navn)[3]; v.Bytte[0].For.Nb != "Venn" || v.Bytte[0].Etter.Nb != "Bekjent" {
			t.Errorf("before and after: %+v", v.Bytte)
		}
	})
}

// What has happened cannot be made not to have happened, not even in the database.
func TestAppendOnly(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		for _, change := range []string{
			`UPDATE kode_historikk SET nb = 'noe annet'`, `DELETE FROM kode_historikk`,
			`UPDATE kodeliste_endring SET av = 'en annen'`, `DELETE FROM kodeliste_endring`,
		} {
			err := write(t, d, func(tx *db.Tx) error {
				_, err := tx.ExecContext(t.Context(), change)
				return err
			})
			if err == nil {
				t.Errorf("%s went through", change)
			}
		}
	})
}

// Two nodes have a copy in memory each; what one changes the other sees in its next
// transaction. A change that is undone is seen by nobody.
func TestTwoNodesAgree(t *testing.T) {
	for _, dialect := range dbtest.Dialects {
		t.Run(dialect.String(), func(t *testing.T) {
			url := dbtest.URL(t, dialect)
			node := func() *db.DB {
				d, err := db.Open(t.Context(), url)
				must(t, err)
				t.Cleanup(func() { must(t, d.Close()) })
				return d
			}
			a, b := node(), node()
			arne := admin(t, a, "Arne Aas")
			les(t, b)
			inn := kodeliste.OrdInn{Liste: kodeliste.Persontype, Kode: "enslig_voksen", Versjon: 1, Ord: kodeliste.Ord{Nb: "Voksen alene", Nn: "Vaksen åleine"}}
			undone := errors.New("undone")
			err := write(t, a, func(tx *db.Tx) error {
				if _, err := kodeliste.EndreOrd(t.Context(), tx, arne, inn); err != nil {
					return err
				}
				l, err := kodeliste.Les(t.Context(), tx)
				must(t, err)
				if got := l.Ord(inn.Liste, inn.Kode, "nb"); got != "Voksen alene" {
					t.Errorf("the transaction sees %q of its own change", got)
				}
				return undone
			})
			if !errors.Is(err, undone) {
				t.Fatal(err)
			}
			for _, d := range []*db.DB{a, b} {
				if got := les(t, d).Ord(inn.Liste, inn.Kode, "nb"); got != "Enslig voksen" {
					t.Errorf("an undone change is seen: %q", got)
				}
			}
			_, err = endre(t, a, arne, inn)
			must(t, err)
			for _, d := range []*db.DB{b, a} {
				if got := les(t, d).Ord(inn.Liste, inn.Kode, "nb"); got != "Voksen alene" {
					t.Errorf("%q after the change", got)
				}
			}
			if les(t, a) != les(t, b) {
				t.Error("the same lists are read twice")
			}
			inn.Versjon, inn.Ord = 2, kodeliste.Ord{Nb: "Enslig", Nn: "Einsleg"}
			_, err = endre(t, b, arne, inn)
			must(t, err)
			for _, d := range []*db.DB{a, b} {
				if got := les(t, d).Ord(inn.Liste, inn.Kode, "nb"); got != "Enslig" {
					t.Errorf("%q after the second change", got)
				}
			}
		})
	}
}

// Nobody else, and nothing that is not there.
func TestOnlyTheAdministrator(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		arne := admin(t, d, "Arne Aas")
		siv := arne
		siv.Roller = []tilgang.Rolle{tilgang.IMDiSaksbehandler}
		for name, a := range map[string]struct {
			tilgang.Actor
			kodeliste.Liste
		}{"another role": {siv, kodeliste.Persontype}, "an unknown list": {arne, "noe"}} {
			inn := kodeliste.OrdInn{Liste: a.Liste, Kode: "enslig_voksen", Versjon: 1, Ord: kodeliste.Ord{Nb: "x", Nn: "y"}}
			for use, err := range map[string]error{
				"change": func() error { _, err := endre(t, d, a.Actor, inn); return err }(),
				"add":    func() error { _, _, err := leggTil(t, d, a.Actor, a.Liste, "x", "y"); return err }(),
				"move": write(t, d, func(tx *db.Tx) error {
					return kodeliste.Flytt(t.Context(), tx, a.Actor, a.Liste, kodeliste.Flytting{Kode: "enslig_mindrearig", Forbi: "enslig_voksen", Opp: true})
				}),
				"withdraw": write(t, d, func(tx *db.Tx) error { return kodeliste.SettAktiv(t.Context(), tx, a.Actor, inn, false) }),
				"restore": write(t, d, func(tx *db.Tx) error {
					return kodeliste.Gjenopprett(t.Context(), tx, a.Actor, kodeliste.Gjenoppretting{Liste: a.Liste, Til: 1, Naa: 1})
				}),
				"read":    d.Read(t.Context(), func(r *db.Rx) error { _, err := kodeliste.Hent(t.Context(), r, a.Actor, a.Liste); return err }),
				"history": d.Read(t.Context(), func(r *db.Rx) error { _, err := kodeliste.Historikk(t.Context(), r, a.Actor, a.Liste); return err }),
				"undo":    d.Read(t.Context(), func(r *db.Rx) error { _, _, err := kodeliste.Angre(t.Context(), r, a.Actor, a.Liste, 1); return err }),
			} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s, %s: %v", name, use, err)
				}
			}
		}
		if err := d.Read(t.Context(), func(r *db.Rx) error { _, err := kodeliste.Oversikt(t.Context(), r, siv); return err }); !fault.Is(err, fault.NotFound) {
			t.Errorf("the overview: %v", err)
		}
		if l := hent(t, d, arne, kodeliste.Persontype); l.Versjon != 1 {
			t.Error("something was changed")
		}
	})
}
