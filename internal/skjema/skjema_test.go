package skjema

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"bosett/internal/tilgang"
)

var (
	alle    = tilgang.Synlighet{tilgang.PublikumMottak: tilgang.Skriv, tilgang.PublikumIMDi: tilgang.Ser, tilgang.PublikumKommuneForslag: tilgang.Ser}
	bareOss = tilgang.Synlighet{tilgang.PublikumMottak: tilgang.Skriv, tilgang.PublikumIMDi: tilgang.Ser}
	blindt  = tilgang.Synlighet{tilgang.PublikumMottak: tilgang.KunSkriv, tilgang.PublikumIMDi: tilgang.Ser}
)

// proveskjema has one of every kind of question, and none of the interview's.
func proveskjema() *Skjema {
	return Must(
		Seksjon{Kode: "dyr", Gruppe: "hjem", Sporsmal: []Sporsmal{
			{Kode: "har_dyr", Type: JaNei, Eier: Person, Synlig: alle, Klasse: F2},
			{Kode: "dyr", Type: Gruppe, Eier: Person, Vis: VedSvar("har_dyr", Ja), Pakrevd: Alltid, MaksRader: 3, Neste: "dyr.flere",
				Synlig: alle, Klasse: F2, Barn: []Sporsmal{
					{Kode: "dyr.art", Type: Valg, Eier: Person, Valg: []string{"hund", "katt"}, Pakrevd: Alltid, Synlig: alle, Klasse: F2},
					{Kode: "dyr.navn", Type: Tekst, Eier: Person, MaksLengde: 10, Pakrevd: VedSvar("dyr.art", "hund"), Synlig: bareOss, Klasse: F3},
					{Kode: "dyr.flere", Type: JaNei, Eier: Person, Pakrevd: Alltid, Synlig: alle, Klasse: F2},
				}},
			{Kode: "voksen", Type: Langtekst, Eier: Person, MaksLengde: 20, Vis: Naar("voksen"), Pakrevd: NaarIkke("fritatt"), Synlig: alle, Klasse: F3},
		}},
		Seksjon{Kode: "notat", Gruppe: "hjem", Krav: []Krav{{Av: []Kode{"notat.delt", "notat.ingen"}, Gjelder: Naar("krav")}}, Sporsmal: []Sporsmal{
			{Kode: "notat.delt", Type: Langtekst, Eier: Familie, MaksLengde: 20, Vis: Naar("familie"), Synlig: alle, Klasse: F3},
			{Kode: "notat.ingen", Type: Avkryss, Eier: Person, Synlig: alle, Klasse: F2},
			{Kode: "notat.hemmelig", Type: Gruppe, Eier: Person, MaksRader: 2, Forsegles: true, Kvittering: "notat.hva", Synlig: blindt, Klasse: F4,
				Barn: []Sporsmal{
					{Kode: "notat.hva", Type: Tekst, Eier: Person, MaksLengde: 20, Pakrevd: Alltid, Synlig: blindt, Klasse: F4},
					{Kode: "notat.mer", Type: Tekst, Eier: Person, MaksLengde: 20, Synlig: blindt, Klasse: F4},
				}},
			{Kode: "notat.sted", Type: Kommune, Eier: Person, Synlig: bareOss, Klasse: F2},
		}},
	)
}

func svar(par ...string) Svarsett {
	a := Svarsett{}
	for i := 0; i < len(par); i += 2 {
		kode, rad, _ := strings.Cut(par[i], "@")
		a[Nokkel{Kode(kode), rad}] = Svar{Verdi: par[i+1], Versjon: 1}
	}
	return a
}

func mangler(s *Skjema, g Grunnlag) []string {
	out := []string{}
	for _, m := range s.Missing(g, tilgang.PublikumMottak) {
		out = append(out, string(m.Sporsmal.Kode)+"@"+m.Rad+" "+string(m.Grunn))
	}
	return out
}

func TestMissing(t *testing.T) {
	slettet := svar("har_dyr", Ja, "dyr.art@1", "katt", "dyr.flere@1", Nei)
	slettet[Nokkel{"dyr", "1"}] = Svar{Slettet: true, Versjon: 1}
	tests := []struct {
		name  string
		fakta Fakta
		svar  Svarsett
		want  []string
	}{
		{"nothing asked, nothing missing", nil, svar(), []string{}},
		{"a fact asks a question", Fakta{"voksen": true}, svar(), []string{"voksen@ svar"}},
		{"another fact makes it optional", Fakta{"voksen": true, "fritatt": true}, svar(), []string{}},
		{"spaces are no answer", Fakta{"voksen": true}, svar("voksen", " \n"), []string{"voksen@ svar"}},
		{"yes asks for a row", nil, svar("har_dyr", Ja), []string{"dyr@ rad"}},
		{"no hides the rows with all that they lack", nil, svar("har_dyr", Nei, "dyr.art@1", "hund"), []string{}},
		{"a child depends on its sibling in the same row", nil,
			svar("har_dyr", Ja, "dyr.art@1", "hund", "dyr.flere@1", Ja, "dyr.art@2", "katt", "dyr.flere@2", Nei), []string{"dyr.navn@1 svar"}},
		{"one more without a next row", nil, svar("har_dyr", Ja, "dyr.art@1", "katt", "dyr.flere@1", Ja), []string{"dyr@ neste"}},
		{"the row that ends the chain may sort first", nil,
			svar("har_dyr", Ja, "dyr.art@2", "katt", "dyr.flere@2", Ja, "dyr.art@1", "katt", "dyr.flere@1", Nei), []string{}},
		{"a row without anything in it is no row", nil, svar("har_dyr", Ja, "dyr.art@1", "", "dyr.navn@1", " "), []string{"dyr@ rad"}},
		{"a removed row is no row", nil, slettet, []string{"dyr@ rad"}},
		{"too many rows", nil, svar("har_dyr", Ja, "dyr.art@1", "katt", "dyr.flere@1", Nei, "dyr.art@2", "katt", "dyr.flere@2", Nei,
			"dyr.art@3", "katt", "dyr.flere@3", Nei, "dyr.art@4", "katt", "dyr.flere@4", Nei), []string{"dyr@ rader"}},
		{"a choice that no longer exists", nil, svar("har_dyr", Ja, "dyr.art@1", "drage", "dyr.flere@1", Nei), []string{"dyr.art@1 verdi"}},
		{"one of several", Fakta{"krav": true}, svar(), []string{"notat.ingen@ minst_en"}},
		{"one of several, reported on the first that is asked", Fakta{"krav": true, "familie": true}, svar(), []string{"notat.delt@ minst_en"}},
		{"a box that is contradicted", Fakta{"krav": true, "familie": true}, svar("notat.ingen", Ja, "notat.delt", "tekst"), []string{"notat.ingen@ motsagt"}},
		{"nobody demands it, nobody minds", Fakta{"familie": true}, svar("notat.ingen", Ja, "notat.delt", "tekst"), []string{}},
		{"either will do", Fakta{"krav": true, "familie": true}, svar("notat.ingen", Ja), []string{}},
		{"an answer that is no longer asked does not count", Fakta{"krav": true}, svar("notat.delt", "tekst"), []string{"notat.ingen@ minst_en"}},
	}
	s := proveskjema()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, mangler(s, Grunnlag{test.fakta, test.svar})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestProgress(t *testing.T) {
	s := proveskjema()
	g := Grunnlag{Fakta{"voksen": true, "krav": true}, svar("har_dyr", Ja, "dyr.art@1", "hund", "dyr.flere@1", Ja)}
	// Asked: har_dyr, dyr, its three children, voksen. Required: dyr (says "one more":
	// not done), art and flere (done), navn and voksen (not done).
	want := Framdrift{Synlige: 6, Besvart: 4, Pakrevde: 5, PakrevdeBesvart: 2}
	if got := s.Progress(g, tilgang.PublikumMottak, "dyr"); got != want {
		t.Errorf("section: got %+v, want %+v", got, want)
	}
	// And ingen (one of several), sted; what is sealed does not count.
	want = Framdrift{Synlige: 8, Besvart: 4, Pakrevde: 6, PakrevdeBesvart: 2}
	if got := s.Progress(g, tilgang.PublikumMottak, ""); got != want {
		t.Errorf("form: got %+v, want %+v", got, want)
	}
}

// TestProgressOfDemand: a demand is one question, so that a section becomes full without
// contradicting itself.
func TestProgressOfDemand(t *testing.T) {
	s := proveskjema()
	for name, test := range map[string]struct {
		svar Svarsett
		want Framdrift
	}{
		"nothing":      {svar("notat.sted", Ukjent), Framdrift{Synlige: 2, Besvart: 1, Pakrevde: 1}},
		"the first":    {svar("notat.sted", Ukjent, "notat.delt", "tekst"), Framdrift{2, 2, 1, 1}},
		"the box":      {svar("notat.sted", Ukjent, "notat.ingen", Ja), Framdrift{2, 2, 1, 1}},
		"contradicted": {svar("notat.sted", Ukjent, "notat.ingen", Ja, "notat.delt", "tekst"), Framdrift{2, 2, 1, 0}},
	} {
		if got := s.Progress(Grunnlag{Fakta{"krav": true, "familie": true}, test.svar}, tilgang.PublikumMottak, "notat"); got != test.want {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
	}
}

// TestLeftNeverGrows: what is left grows when an answer opens something, never while it is
// filled in.
func TestLeftNeverGrows(t *testing.T) {
	s := proveskjema()
	a := svar()
	for i, step := range []struct {
		kode, rad, verdi string
		want             int
	}{
		{"har_dyr", "", Ja, 2},      // an empty row: art, flere
		{"dyr.flere", "1", Nei, 1},  // art
		{"dyr.art", "1", "katt", 0}, //
		{"dyr.flere", "1", Ja, 2},   // the next row, empty
		{"dyr.art", "2", "katt", 1}, // flere
		{"dyr.flere", "2", Nei, 0},
	} {
		a[Nokkel{Kode(step.kode), step.rad}] = Svar{Verdi: step.verdi, Versjon: 1}
		if got := s.Left(Grunnlag{nil, a}, tilgang.PublikumMottak); got != step.want {
			t.Errorf("step %d: %d left, want %d", i+1, got, step.want)
		}
	}
}

func TestRead(t *testing.T) {
	s := proveskjema()
	a := svar("har_dyr", Ja, "dyr.art@1", "hund", "dyr.navn@1", "Passopp", "voksen", "gammel tekst", "notat.sted", Ukjent,
		"notat.hva@1", "forseglet", "notat.hva@2", "ikke forseglet")
	a[Nokkel{"notat.hemmelig", "1"}] = Svar{Forseglet: true}
	g := Grunnlag{Fakta{"familie": true}, a}
	tests := map[tilgang.Publikum][]string{
		tilgang.PublikumMottak:         {"har_dyr", "dyr.art", "dyr.navn", "notat.sted"},
		tilgang.PublikumIMDi:           {"har_dyr", "dyr.art", "dyr.navn", "notat.hemmelig", "notat.hva", "notat.sted"},
		tilgang.PublikumKommuneForslag: {"har_dyr", "dyr.art"},
		tilgang.PublikumKommuneAvtale:  nil,
	}
	for p, want := range tests {
		var got []string
		read := s.Read(g, p)
		s.Alle(func(_ *Seksjon, _, q *Sporsmal) {
			for n := range read {
				if n.Sporsmal == q.Kode {
					got = append(got, string(q.Kode))
				}
			}
		})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", p, diff)
		}
		if read.Verdi("notat.hva", "2") != "" {
			t.Errorf("%s reads a row that is not sealed", p)
		}
	}
}

// TestRowMissing: what must be there before a row is sealed.
func TestRowMissing(t *testing.T) {
	s := proveskjema()
	q, _, _ := s.Finn("notat.hemmelig")
	if m := s.RowMissing(q, svar("notat.hva@1", "  ", "notat.mer@1", "mer"), "1"); len(m) != 1 || m[0].Sporsmal.Kode != "notat.hva" || m[0].Rad != "1" {
		t.Errorf("got %v", m)
	}
	if m := s.RowMissing(q, svar("notat.hva@1", "hva"), "1"); len(m) != 0 {
		t.Errorf("got %v", m)
	}
}

func TestClean(t *testing.T) {
	s := proveskjema()
	tests := []struct {
		kode      Kode
		inn, want string
		wantAvvik Avvik
	}{
		{"voksen", "a\r\nb\x00\x1b\u0085c\td", "a\nbc\td", ""},
		{"voksen", "a\u030a", "å", ""},
		{"voksen", strings.Repeat("å", 20), strings.Repeat("å", 20), ""},
		{"voksen", strings.Repeat("å", 21), strings.Repeat("å", 21), ForLang},
		{"voksen", "\xff", "", UgyldigTegn},
		{"dyr.navn", "a\nb", "a b", ""},
		{"dyr.art", "katt", "katt", ""},
		{"dyr.art", "", "", ""},
		{"dyr.art", "drage", "drage", UkjentVerdi},
		{"har_dyr", "kanskje", "kanskje", UkjentVerdi},
		{"notat.ingen", Nei, Nei, UkjentVerdi},
		{"notat.sted", "1119", "1119", ""},
		{"notat.sted", Ukjent, Ukjent, ""},
		{"notat.sted", "111", "111", UkjentVerdi},
		{"dyr", "x", "x", IkkeEtSporsmal},
	}
	for _, test := range tests {
		q, _, _ := s.Finn(test.kode)
		if got, avvik := q.Clean(test.inn); avvik != test.wantAvvik || avvik == "" && got != test.want {
			t.Errorf("%s %q: got %q %q, want %q %q", test.kode, test.inn, got, avvik, test.want, test.wantAvvik)
		}
	}
}

// A question with a list takes whatever has the form of a code: the lists are the caller's.
func TestListe(t *testing.T) {
	q := Sporsmal{Kode: "a", Type: Valg, Liste: "dyr", Eier: Person, Synlig: alle, Klasse: F2}
	for verdi, want := range map[string]Avvik{
		"": "", "hund": "", "TRA-EM": "", "annen_relasjon_2": "",
		"hund ": UkjentVerdi, "<b>": UkjentVerdi, "_": UkjentVerdi, "å": UkjentVerdi, "a__b": UkjentVerdi,
	} {
		if _, got := q.Clean(verdi); got != want {
			t.Errorf("%q: %q, want %q", verdi, got, want)
		}
	}
	s := Must(Seksjon{Kode: "s", Sporsmal: []Sporsmal{q}})
	if m := s.Missing(Grunnlag{Svar: svar("a", "trukket_tilbake")}, tilgang.PublikumMottak); len(m) > 0 {
		t.Errorf("an answer that could be chosen once is missing: %v", m)
	}
}

func TestNewRefuses(t *testing.T) {
	god := Sporsmal{Kode: "a", Type: JaNei, Eier: Person, Synlig: alle, Klasse: F2}
	endre := func(fn func(*Sporsmal)) []Sporsmal { q := god; fn(&q); return []Sporsmal{q} }
	tests := map[string][]Sporsmal{
		"no audience":        endre(func(q *Sporsmal) { q.Synlig = nil }),
		"no class":           endre(func(q *Sporsmal) { q.Klasse = "" }),
		"no owner":           endre(func(q *Sporsmal) { q.Eier = "" }),
		"stands twice":       {god, god},
		"lower-case":         endre(func(q *Sporsmal) { q.Kode = "Å" }),
		"cannot follow":      endre(func(q *Sporsmal) { q.Vis = VedSvar("b", Ja) }),
		"cannot follow a":    endre(func(q *Sporsmal) { q.Vis = VedSvar("a", Ja) }),
		"only a text":        endre(func(q *Sporsmal) { q.Type = Tekst }),
		"only a choice":      endre(func(q *Sporsmal) { q.Type = Valg }),
		"only a choice has ": endre(func(q *Sporsmal) { q.Liste = "dyr" }),
		"codes of its own a": endre(func(q *Sporsmal) { q.Type, q.Liste, q.Valg = Valg, "dyr", []string{"hund"} }),
		"only a group has c": endre(func(q *Sporsmal) { q.Type = Gruppe }),
		"only a person's ow": endre(func(q *Sporsmal) { q.Forsegles = true }),
		"written without be": endre(func(q *Sporsmal) { q.Synlig = blindt }),
		"which is not share": endre(func(q *Sporsmal) { q.Felles = "b" }),
	}
	for want, sporsmal := range tests {
		if _, err := New(Seksjon{Kode: "s", Sporsmal: sporsmal}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		}
	}
}

// TestProperties: whatever is answered and whatever holds, what is hidden is never
// missing, and no audience reads a field whose cell does not say so.
func TestProperties(t *testing.T) {
	s := proveskjema()
	var koder []Kode
	s.Alle(func(_ *Seksjon, _, q *Sporsmal) { koder = append(koder, q.Kode) })
	rapid.Check(t, func(t *rapid.T) {
		g := Grunnlag{Fakta{}, Svarsett{}}
		for _, f := range []Faktum{"voksen", "fritatt", "familie", "krav"} {
			g.Fakta[f] = rapid.Bool().Draw(t, string(f))
		}
		for range rapid.IntRange(0, 25).Draw(t, "answers") {
			n := Nokkel{rapid.SampledFrom(koder).Draw(t, "kode"), rapid.SampledFrom([]string{"", "1", "2"}).Draw(t, "rad")}
			g.Svar[n] = Svar{Verdi: rapid.SampledFrom([]string{"", Ja, Nei, "hund", "katt", "tekst"}).Draw(t, "verdi"),
				Slettet: rapid.Bool().Draw(t, "slettet"), Forseglet: rapid.Bool().Draw(t, "forseglet"), Versjon: 1}
		}
		for _, p := range tilgang.Publikummer {
			synlig := map[Nokkel]bool{}
			for _, f := range s.Visible(g, p) {
				synlig[Nokkel{f.Sporsmal.Kode, f.Rad}] = true
			}
			for _, m := range s.Missing(g, p) {
				if !synlig[Nokkel{m.Sporsmal.Kode, m.Rad}] {
					t.Fatalf("%s: %s@%s is hidden and missing", p, m.Sporsmal.Kode, m.Rad)
				}
			}
			for n, svar := range s.Read(g, p) {
				q, gruppe, _ := s.Finn(n.Sporsmal)
				if nivaa := q.Synlig[p]; nivaa != tilgang.Ser && nivaa != tilgang.Skriv {
					t.Fatalf("%s reads %s", p, n.Sporsmal)
				}
				if gruppe != nil && !gruppe.Synlig.Kan(p) || svar.Slettet {
					t.Fatalf("%s reads %s of a hidden or removed row", p, n.Sporsmal)
				}
				if gruppe != nil && gruppe.Forsegles && !g.Svar[Nokkel{gruppe.Kode, n.Rad}].Forseglet {
					t.Fatalf("%s reads %s of a row that is not sealed", p, n.Sporsmal)
				}
			}
			fd := s.Progress(g, p, "")
			if fd.Besvart > fd.Synlige || fd.PakrevdeBesvart > fd.Pakrevde || fd.Pakrevde > fd.Synlige {
				t.Fatalf("%s: %+v", p, fd)
			}
		}
	})
}

func TestDoc(t *testing.T) {
	got := proveskjema().Doc(func(k Kode) string { return "«" + string(k) + "»" })
	want := "| dyr | – «dyr.navn» | `dyr.navn` | tekst | person | F3 | read, write | read | – | – | – |\n"
	if !strings.Contains(got, want) {
		t.Errorf("no line %q in\n%s", want, got)
	}
}
