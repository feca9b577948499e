package referanse_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bosett/internal/db"
	"bosett/internal/referanse"
)

func TestKommuner(t *testing.T) {
	all, err := referanse.Kommuner()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 357 {
		t.Errorf("%d kommuner, Norway has 357", len(all))
	}
	fylker := map[string]string{}
	byName := map[string][]string{}
	double := 0
	for _, k := range all {
		if len(k.Nummer) != 4 || k.Nummer[:2] != k.Fylkesnummer {
			t.Errorf("%s %s stands in fylke %s", k.Nummer, k.Navn, k.Fylkesnummer)
		}
		// The mainland from Lindesnes to Nordkapp, Utvær to Vardø.
		if k.Breddegrad < 57.9 || k.Breddegrad > 71.3 || k.Lengdegrad < 4 || k.Lengdegrad > 31.3 {
			t.Errorf("%s %s lies at %v, %v", k.Nummer, k.Navn, k.Breddegrad, k.Lengdegrad)
		}
		fylker[k.Fylkesnummer] = k.Fylkesnavn
		byName[k.Navn] = append(byName[k.Navn], k.Nummer)
		if strings.Contains(k.Navn, " - ") {
			double++
		}
	}
	if len(fylker) != 15 {
		t.Errorf("%d fylker, Norway has 15", len(fylker))
	}
	if double != 22 {
		t.Errorf("%d kommuner with double names, the list has 22", double)
	}
	for name, want := range map[string][]string{"Herøy": {"1515", "1818"}, "Våler": {"3114", "3419"}, "Oslo": {"0301"}} {
		if !slices.Equal(byName[name], want) {
			t.Errorf("%s is %v, want %v", name, byName[name], want)
		}
	}
	haram := all[slices.IndexFunc(all, func(k referanse.Kommune) bool { return k.Navn == "Haram" })]
	if haram.GyldigFra != db.NewDate(2024, time.January, 1) || haram.GyldigTil.Valid {
		t.Errorf("Haram, split from Ålesund in 2024, is valid %v to %v", haram.GyldigFra, haram.GyldigTil)
	}
}

func TestBydeler(t *testing.T) {
	kommuner, err := referanse.Kommuner()
	if err != nil {
		t.Fatal(err)
	}
	all, err := referanse.Bydeler()
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, b := range all {
		if len(b.Nummer) != 6 || b.Nummer[:4] != b.Kommune {
			t.Errorf("%s %s stands in kommune %s", b.Nummer, b.Navn, b.Kommune)
		}
		if !slices.ContainsFunc(kommuner, func(k referanse.Kommune) bool { return k.Nummer == b.Kommune }) {
			t.Errorf("%s has no kommune", b.Navn)
		}
		if !strings.HasSuffix(b.Nummer, "99") {
			count[b.Kommune]++
		}
	}
	// Oslo has 15 bydeler, and Sentrum and Marka, which are none but have numbers.
	for kommune, want := range map[string]int{"0301": 17, "1103": 9, "4601": 8, "5001": 4} {
		if count[kommune] != want {
			t.Errorf("kommune %s has %d bydeler, want %d", kommune, count[kommune], want)
		}
	}
}

func TestNamesAreNorwegianAndCurrent(t *testing.T) {
	// Danish or outdated names are the known traps of the usual sources.
	for _, c := range []struct{ code, nb, nn string }{
		{"SY", "Syria", "Syria"}, {"TR", "Tyrkia", "Tyrkia"}, {"MK", "Nord-Makedonia", "Nord-Makedonia"},
		{"SZ", "Eswatini", "Eswatini"}, {"PS", "Palestina", "Palestina"}, {"CI", "Elfenbenskysten", "Elfenbeinskysten"},
		{"UA", "Ukraina", "Ukraina"}, {"XK", "Kosovo", "Kosovo"}, {"XX", "Statsløs eller ukjent", "Statslaus eller ukjend"},
		{"AE", "De forente arabiske emirater", "Dei sameinte arabiske emirata"}, {"so", "Somalia", "Somalia"},
	} {
		nb, _ := referanse.Land("nb", c.code)
		nn, _ := referanse.Land("nn", c.code)
		if nb != c.nb || nn != c.nn {
			t.Errorf("%s: %q, %q; want %q, %q", c.code, nb, nn, c.nb, c.nn)
		}
	}
	for code, want := range map[string]string{
		"ku": "kurmanji", "kmr": "kurmanji", "ckb": "sorani", "prs": "dari", "fa-AF": "dari", "fa": "persisk", "aii": "assyrisk",
		"ti": "tigrinja", "so": "somali", "ar": "arabisk", "uk": "ukrainsk", "ps": "pashto", "rhg": "rohingya", "sw": "swahili",
	} {
		if got, _ := referanse.Sprak("nb", code); got != want {
			t.Errorf("%s is %q, want %q", code, got, want)
		}
	}
	if got, ok := referanse.Land("nb", "EU"); ok {
		t.Errorf("the union is a country: %q", got)
	}
	if _, ok := referanse.Sprak("nb", "qqq"); ok {
		t.Error("an unknown language has a name")
	}
	if got, _ := referanse.Land("xx", "NO"); got != "Norge" {
		t.Errorf("an unknown language answers %q, not bokmål", got)
	}
	// ISO 3166-1 has 249 codes; Kosovo and XX come to them.
	if n := len(referanse.Landkoder()); n != 251 {
		t.Errorf("%d countries, want 251", n)
	}
}
