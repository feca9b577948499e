package samtale

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bosett/internal/i18n"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
)

// expected is transcribed by hand from privacy.md 7.2, one line a question, in the
// order mottak, IMDi, kommune at fordeling (K1), kommune after agreement (K2), the
// resident's own page. S see, R read and write, W write only, - nothing. The resident sees
// of class F4 who treats him or her and nothing else (7.2, role BEB).
const expected = `
merknad.sprak                    R S S S S
merknad.yrke                     R S S S S
merknad.utdanning                R S S S S
merknad.andre_ferdigheter        R S S S S
merknad.interesser               R S S S S
kompass_arsak                    R S - S S
tilknytning.venner               R S S S S
tilknytning.personer             R S S S S
tilknytning.type                 R S S S S
tilknytning.navn                 R S - - S
tilknytning.kontakt              R S - - -
tilknytning.kommune              R S S S S
tilknytning.merknad              R S - - S
tilknytning.flere                R S S S S
tilknytning.andre                R S S S S
tilknytning.andre_utdyp          R S S S S
bofellesskap                     R S - S S
bofellesskap.hvem                R S - S S
bosettingsmerknad.personlig      R S S S S
bosettingsmerknad.personlig_tekst R S S S S
bosettingsmerknad.familie        R S S S S
bosettingsmerknad.familie_tekst  R S S S S
bosettingsmerknad.ingen          R S S S S
intern_merknad                   W S - - -
intern_merknad.tittel            W S - - -
intern_merknad.melding           W S - - -
saerlig_hensyn                   R S S S S
saerlig_hensyn.utfyllende        R S S S S
behandler                        W S - - S
behandler.navn                   W S - - S
behandler.virksomhet             W S - - S
behandler.adresse                W S - - -
behandler.telefon                W S - - -
behandler.epost                  W S - - -
`

func TestAudiences(t *testing.T) {
	marks := map[tilgang.Nivaa]string{tilgang.Ingen: "-", tilgang.Ser: "S", tilgang.Skriv: "R", tilgang.KunSkriv: "W"}
	order := []tilgang.Publikum{tilgang.PublikumMottak, tilgang.PublikumIMDi, tilgang.PublikumKommuneForslag,
		tilgang.PublikumKommuneAvtale, tilgang.PublikumBeboer}
	var got, want []string
	Definisjon().Alle(func(_ *skjema.Seksjon, _, q *skjema.Sporsmal) {
		line := string(q.Kode)
		for _, p := range order {
			line += " " + marks[q.Synlig[p]]
		}
		got = append(got, line)
	})
	for line := range strings.Lines(strings.TrimSpace(expected)) {
		want = append(want, strings.Join(strings.Fields(line), " "))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestWords: every question has its words in every language, and everything that can
// be missing says what to do.
func TestWords(t *testing.T) {
	for _, lang := range maalformer {
		p := i18n.For(lang)
		Definisjon().Alle(func(seksjon *skjema.Seksjon, _, q *skjema.Sporsmal) {
			keys := []string{"samtale.seksjon." + seksjon.Kode, "samtale.gruppe." + seksjon.Gruppe}
			base := "samtale.sporsmal." + string(q.Kode) + "."
			keys = append(keys, base+"etikett")
			for _, v := range q.Valg {
				keys = append(keys, base+"valg."+v)
			}
			if q.Type == skjema.Valg || q.Type == skjema.Kommune {
				keys = append(keys, base+"tom")
			}
			krav := slices.ContainsFunc(seksjon.Krav, func(k skjema.Krav) bool { return slices.Contains(k.Av, q.Kode) })
			if q.Pakrevd != nil || krav {
				keys = append(keys, base+"mangler")
			}
			for _, key := range keys {
				if !p.Has(key) {
					t.Errorf("%s lacks %s", lang, key)
				}
			}
		})
	}
}

// TestGuideLabels: the guide's own labels, letter by letter.
func TestGuideLabels(t *testing.T) {
	p := i18n.For("nb")
	tests := map[skjema.Kode]string{
		"kompass_arsak":               "Hva er årsaken til dette?",
		"tilknytning.venner":          "Har du venner eller familie i Norge?",
		"tilknytning.type":            "Hvilken type tilknytning?",
		"tilknytning.navn":            "Hva heter vedkommende?",
		"tilknytning.kontakt":         "Kontaktinformasjon (adresse, telefon)?",
		"tilknytning.kommune":         "Vet du hvilken kommune vedkommende bor i?",
		"tilknytning.merknad":         "Merknadsfelt",
		"tilknytning.flere":           "Kjenner du flere personer i Norge?",
		"tilknytning.andre":           "Er det andre forhold som gjør at du har tilhørighet til en kommune i Norge, som utdanning eller arbeid?",
		"bofellesskap":                "Kjenner du noen du kunne tenke deg å dele bolig med?",
		"bosettingsmerknad.personlig": "Personlig bosettingsmerknad",
		"saerlig_hensyn":              "Har du behov for spesiell tilrettelegging ved bosetting?",
		"saerlig_hensyn.utfyllende":   "Utfyllende opplysninger",
		"intern_merknad":              "Intern bosettingsmerknad til IMDi",
		"intern_merknad.tittel":       "Tittel",
		"intern_merknad.melding":      "Melding",
		"behandler":                   "Informasjon om behandler",
		"behandler.navn":              "Navn",
		"behandler.virksomhet":        "Virksomhet",
		"behandler.adresse":           "Adresse",
		"behandler.telefon":           "Telefonnummer",
		"behandler.epost":             "Epostadresse",
		"merknad.andre_ferdigheter":   "Merknader for andre ferdigheter (vises for kommunen ved fordeling)",
	}
	for kode, want := range tests {
		q, _, _ := Definisjon().Finn(kode)
		if got := TekstFor(p, q).Etikett; got != want {
			t.Errorf("%s: got %q, want %q", kode, got, want)
		}
	}
}

// TestRequired: who is asked what, and what must be answered.
func TestRequired(t *testing.T) {
	fakta := func(f ...skjema.Faktum) skjema.Fakta {
		out := skjema.Fakta{}
		for _, x := range f {
			out[x] = true
		}
		return out
	}
	svar := func(par ...string) skjema.Svarsett {
		out := skjema.Svarsett{}
		for i := 0; i < len(par); i += 2 {
			kode, rad, _ := strings.Cut(par[i], "@")
			out[skjema.Nokkel{Sporsmal: skjema.Kode(kode), Rad: rad}] = skjema.Svar{Verdi: par[i+1], Versjon: 1}
		}
		return out
	}
	tests := []struct {
		name  string
		fakta skjema.Fakta
		svar  skjema.Svarsett
		want  string
	}{
		{"a child of a family", fakta(HarFamilie, MerknadPakrevd), svar(), "bosettingsmerknad.personlig saerlig_hensyn"},
		{"an old interview with an adult without Kompass", fakta(Fylt16, KompassPakrevd), svar(), "kompass_arsak saerlig_hensyn"},
		{"who has registered is not asked why not", fakta(Fylt16, KompassPakrevd, Selvregistrert), svar(), "saerlig_hensyn"},
		{"since July 2021 the reason is optional", fakta(Fylt16), svar(), "saerlig_hensyn"},
		{"under 16 is not asked", fakta(KompassPakrevd), svar(), "saerlig_hensyn"},
		{"friends: at least one", fakta(), svar("tilknytning.venner", "ja", "saerlig_hensyn", "nei"), "tilknytning.personer"},
		{"a friend: all but the kommune", fakta(), svar("tilknytning.venner", "ja", "saerlig_hensyn", "nei", "tilknytning.kommune@1", "1119"),
			"tilknytning.type tilknytning.navn tilknytning.kontakt tilknytning.merknad tilknytning.flere"},
		{"other ties: text at Ja", fakta(), svar("tilknytning.andre", "ja", "saerlig_hensyn", "nei"), "tilknytning.andre_utdyp"},
		{"housing with others is for the single", fakta(), svar("bofellesskap", "ja", "saerlig_hensyn", "nei"), ""},
		{"housing with others: with whom", fakta(Enslig), svar("bofellesskap", "ja", "saerlig_hensyn", "nei"), "bofellesskap.hvem"},
		{"a note for the family will do", fakta(HarFamilie, MerknadPakrevd), svar("saerlig_hensyn", "nei", "bosettingsmerknad.familie_tekst@1", "Bor nær skole"), ""},
		{"that there is none will do", fakta(MerknadPakrevd), svar("saerlig_hensyn", "nei", "bosettingsmerknad.ingen", "ja"), ""},
		{"special needs: text at Ja", fakta(), svar("saerlig_hensyn", "ja"), "saerlig_hensyn.utfyllende"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, m := range Definisjon().Missing(skjema.Grunnlag{Fakta: test.fakta, Svar: test.svar}, Publikum) {
				got = append(got, string(m.Sporsmal.Kode))
			}
			if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
	p := i18n.For("nb")
	m := Definisjon().Missing(skjema.Grunnlag{Svar: svar("tilknytning.venner", "ja", "tilknytning.type@1", "mor")}, Publikum)
	if got, want := fmt.Sprint(ManglerTekst(p, m[0])), "Person 1: Skriv hva vedkommende heter"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
