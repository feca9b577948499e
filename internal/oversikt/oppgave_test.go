package oversikt

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bosett/internal/beboer"
	"bosett/internal/samtale"
	"bosett/internal/tilgang"
)

// fornavn are the heads of the rows, in order.
func fornavn(o Oppgaver) (names []string) {
	for _, row := range o.Rader {
		names = append(names, row.Hode.Fornavn)
	}
	return names
}

func TestOppgaveliste(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		h.guide()
		h.hemmelig()
		all := h.oppgaver(h.vanlig(), Oppgavesporring{})
		if diff := cmp.Diff([]string{"Imdi_Y", "Abel", "Åse"}, fornavn(all)); diff != "" {
			t.Errorf("by deadline: %s", diff)
		}
		// One row for the family, but everybody counts: 1 + 4 + 1.
		if all.Antall != 3 || all.Personer != 6 || all.Forrige || all.Neste || all.Flere {
			t.Errorf("%d tasks, %d persons, %v %v %v", all.Antall, all.Personer, all.Forrige, all.Neste, all.Flere)
		}
		y := all.Rader[0]
		if y.Opprettet != dag("2020-01-17") || y.Frist != dag("2020-01-31") || y.RegNummer != "966921046" || y.Familie() || y.Paabegynt() ||
			y.Hode.Alder(dag("2020-09-14")) != 41 || y.Hode.Kjonn != beboer.Mann || !y.Hode.DufGyldig || y.Type != "bosettingssamtale" {
			t.Errorf("the guide's own row: %+v", y)
		}
		family := all.Rader[1]
		var members []string
		for _, m := range family.Medlemmer {
			members = append(members, m.Fornavn)
		}
		if diff := cmp.Diff([]string{"Abel", "Selam", "Noah", "Liya"}, members); diff != "" {
			t.Errorf("the family: %s", diff)
		}
		if !family.Medlemmer[2].Selvregistrert() || family.Medlemmer[0].Selvregistrert() {
			t.Error("who has self-registered is told per member")
		}
	})
}

func TestOppgaveFilterAndSort(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		h.guide()
		h.hemmelig()
		type q = Oppgavesporring
		for name, c := range map[string]struct {
			q        Oppgavesporring
			want     []string
			personer int64
		}{
			"late":                   {q{Frist: OverFristen}, []string{"Imdi_Y"}, 1},
			"soon":                   {q{Frist: InnenSyvDager}, []string{"Abel"}, 4}, // 17.09, three days left
			"later":                  {q{Frist: SenereFrist}, []string{"Åse"}, 1},    // 24.09, ten days left
			"late by name":           {q{Frist: OverFristen, Sort: OppgaverEtterNavn}, []string{"Imdi_Y"}, 1},
			"of the one type":        {q{Type: "bosettingssamtale", Frist: SenereFrist, Sort: OppgaverEtterDuf}, []string{"Åse"}, 1},
			"of no type":             {q{Type: "annet"}, nil, 0},
			"by name":                {q{Sort: OppgaverEtterNavn}, []string{"Abel", "Imdi_Y", "Åse"}, 6},
			"by name, backwards":     {q{Sort: OppgaverEtterNavn, Synkende: true}, []string{"Åse", "Imdi_Y", "Abel"}, 6},
			"by DUF number":          {q{Sort: OppgaverEtterDuf}, []string{"Åse", "Abel", "Imdi_Y"}, 6},
			"by case date":           {q{Sort: OppgaverEtterOpprettet, Synkende: true}, []string{"Åse", "Abel", "Imdi_Y"}, 6},
			"by place":               {q{Sort: OppgaverEtterPlasstype, Synkende: true, Side: Side{Antall: 1}}, []string{"Åse"}, 6},
			"by task, then deadline": {q{Sort: OppgaverEtterOppgave, Synkende: true}, []string{"Åse", "Abel", "Imdi_Y"}, 6},
			"unknown order":          {q{Sort: "finnes ikke"}, []string{"Imdi_Y", "Abel", "Åse"}, 6},
		} {
			got := h.oppgaver(h.vanlig(), c.q)
			if diff := cmp.Diff(c.want, fornavn(got)); diff != "" || got.Personer != c.personer {
				t.Errorf("%s: %d persons, want %d: %s", name, got.Personer, c.personer, diff)
			}
		}
	})
}

func TestOppgaveSearch(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		h.guide()
		h.hemmelig()
		family := []string{"Abel"}
		for sok, want := range map[string][]string{
			"liya":             family, // any member finds the family
			"HAILE liya":       family,
			"tesfaye ha":       family, // words in any order, each the beginning of one
			"noah":             family,
			"liya noah":        nil, // but one person must have all the words
			"asE":              nil, // å is not a
			"aase aas":         {"Åse"},
			"å":                {"Åse"},
			"202090065103":     {"Imdi_Y"},
			"2020 900651 03":   {"Imdi_Y"},
			"2020 9006":        {"Imdi_Y"},
			"20209004":         family,
			"202090047216":     family,
			"935811771":        family, // the reg-number
			"935":              nil,    // three digits are too few
			"2020900651033":    nil,    // and thirteen too many
			"dawit":            nil,    // lives at another centre
			"202090077701":     nil,
			"900000007":        nil,
			"202090088801":     nil, // protected
			"zahra":            nil, // has no task
			"hassan":           nil, // has none any more
			"%":                nil,
			"_":                nil,
			"' OR 1=1 --":      nil,
			"imdi y syntatduf": {"Imdi_Y"},
		} {
			got := h.oppgaver(h.vanlig(), Oppgavesporring{Sok: sok})
			if diff := cmp.Diff(want, fornavn(got)); diff != "" {
				t.Errorf("%q: %s", sok, diff)
			}
			if sok == "liya" && (got.Antall != 1 || got.Personer != 4) {
				t.Errorf("%q: %d tasks, %d persons, want 1 and 4", sok, got.Antall, got.Personer)
			}
		}
		got := h.oppgaver(h.vanlig(), Oppgavesporring{Sok: "2020", Sort: OppgaverEtterNavn, Synkende: true, Frist: InnenSyvDager})
		if diff := cmp.Diff(family, fornavn(got)); diff != "" || got.Personer != 4 {
			t.Errorf("search and filter together: %d persons %s", got.Personer, diff)
		}
	})
}

func TestOppgaveShowsHowFarTheInterviewsHaveCome(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		h.guide()
		before := h.oppgaver(h.vanlig(), Oppgavesporring{Sok: "haile"}).Rader[0]
		if before.Neste().Fornavn != "Abel" || before.Ferdige() != 0 {
			t.Errorf("not begun: %+v", before)
		}
		h.samtale(samtale.Ferdigstilt, before.Hode.Husstand, before.Medlemmer[0].ID)
		after := h.oppgaver(h.vanlig(), Oppgavesporring{Sok: "haile"}).Rader[0]
		if after.Neste().Fornavn != "Selam" || after.Ferdige() != 1 || !after.Paabegynt() || !after.Medlemmer[0].SamtaleTid.Valid {
			t.Errorf("1 of 4 completed: %+v", after)
		}
	})
}

func TestProtectedFamilyWithGrant(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		h.guide()
		h.hemmelig()
		granted := h.scope(tilgang.MottakBosettingsansvarlig, tilgang.Fortrolig, tilgang.StrengtFortrolig)
		got := h.oppgaver(granted, Oppgavesporring{Sort: OppgaverEtterOpprettet})
		// 10.01, 17.01, 03.09, 10.09: merged from two runs of the index.
		if diff := cmp.Diff([]string{"Abel", "Imdi_Y", "Abel", "Åse"}, fornavn(got)); diff != "" || got.Personer != 8 {
			t.Errorf("%d persons: %s", got.Personer, diff)
		}
		if got := h.oppgaver(granted, Oppgavesporring{Sok: "liya"}); got.Personer != 6 {
			t.Errorf("search: %d persons, want 4 and 2", got.Personer)
		}
		// One of the two grades is not enough: the row does not say which it has.
		half := h.scope(tilgang.MottakBosettingsansvarlig, tilgang.Fortrolig)
		if got := h.oppgaver(half, Oppgavesporring{}); got.Personer != 6 {
			t.Errorf("half a grant: %d persons, want 6", got.Personer)
		}
	})
}

// What one may not see changes nothing that one sees: every answer is equal with and
// without the protected family in the database.
func TestProtectedFamilyLeavesNoTrace(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		h.guide()
		ask := func() (answers []any) {
			for _, sok := range []string{"", "haile", "liya", "2020", "900000008", "202090088802"} {
				for _, desc := range []bool{false, true} {
					for _, sort := range slices.Sorted(maps.Keys(oppgavekolonner)) {
						for _, f := range append(Fristfiltre, AlleFrister) {
							answers = append(answers, h.oppgaver(h.vanlig(), Oppgavesporring{Sok: sok, Sort: sort, Synkende: desc, Frist: f, Side: Side{Antall: 2}}))
						}
					}
					for _, sort := range []Beboersort{BeboereEtterNavn, BeboereEtterAlder, BeboereEtterStatus, BeboereEtterOpprettet} {
						for _, f := range append(Sakfiltre, MedOgUtenSak) {
							answers = append(answers, h.beboere(h.vanlig(), Beboersporring{Sok: sok, Sort: sort, Synkende: desc, Sak: f, Side: Side{Antall: 3}}),
								h.beboere(h.integrering(), Beboersporring{Sok: sok, Sort: sort, Synkende: desc, Sak: f, Persontype: "familie_uten_barn"}))
						}
					}
				}
			}
			return append(answers, h.tall(h.vanlig()))
		}
		without := ask()
		h.hemmelig()
		with := ask()
		if len(without) < 200 || len(with) != len(without) {
			t.Fatalf("%d answers", len(without))
		}
		for i := range without {
			if a, b := fmt.Sprintf("%+v", without[i]), fmt.Sprintf("%+v", with[i]); a != b {
				t.Fatalf("answer %d shows the protected family:\n%.900s\n%.900s", i, a, b)
			}
		}
	})
}
