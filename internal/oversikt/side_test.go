package oversikt

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"bosett/internal/beboer"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/sak"
	"bosett/internal/tilgang"
)

// orden compares two rows as the screen promises, from what the rows show.
var orden = map[Beboersort]func(a, b Mottaksbeboer) int{
	BeboereEtterDuf:  func(a, b Mottaksbeboer) int { return cmp.Compare(a.Duf, b.Duf) },
	BeboereEtterNavn: func(a, b Mottaksbeboer) int { return navn(a.Medlem, b.Medlem) },
	BeboereEtterAlder: func(a, b Mottaksbeboer) int {
		return -a.Fodt.Compare(b.Fodt)
	},
	BeboereEtterPlasstype: func(a, b Mottaksbeboer) int { return cmp.Compare(a.Plasstype, b.Plasstype) },
	BeboereEtterOpprettet: func(a, b Mottaksbeboer) int {
		return a.SakOpprettet.Date.Compare(b.SakOpprettet.Date)
	},
	BeboereEtterStatus: func(a, b Mottaksbeboer) int {
		return cmp.Or(cmp.Compare(a.SakStatus, b.SakStatus), navn(a.Medlem, b.Medlem))
	},
}

func navn(a, b Medlem) int {
	return bytes.Compare(i18n.SortKey(a.EtternavnFornavn()), i18n.SortKey(b.EtternavnFornavn()))
}

// Whatever the order, filter and direction: the pages hold every row once, in order,
// and the way back shows the same pages.
func TestPagesOfResidents(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		h.guide()
		h.mange(170)
		everybody := h.beboere(h.integrering(), Beboersporring{Side: Side{Antall: 1000}}).Rader
		for _, q := range []Beboersporring{
			{}, {Sak: MedSak}, {Sak: UtenSak}, {Status: sak.UnderKartlegging}, {Persontype: beboer.MedfolgendeBarn}, {Sok: "haile"},
			{Sok: "mo", Sak: MedSak},
		} {
			for i, sort := range beboersorter {
				for _, desc := range []bool{false, true} {
					if q.Sort, q.Synkende = sort, desc; q.Sok != "" && desc == (i%2 == 0) {
						continue
					}
					name := fmt.Sprintf("%+v", q)
					rows := walk(t, name, func(s Side) ([]Mottaksbeboer, bool, bool) {
						q.Side = s
						got := h.beboere(h.integrering(), q)
						return got.Rader, got.Forrige, got.Neste
					}, func(b Mottaksbeboer) ident.ID { return b.ID })
					want := only(everybody, func(b Mottaksbeboer) bool {
						return q.keep(h.integrering(), b.HarSak, b.SakStatus, string(b.Persontype)) && finds(q.Sok, b.FulltNavn())
					})
					if len(rows) != len(want) || len(want) < 5 {
						t.Errorf("%s: %d rows, want %d", name, len(rows), len(want))
					}
					if !slices.IsSortedFunc(rows, inOrder(q)) {
						t.Errorf("%s: not in order", name)
					}
				}
			}
		}
	})
}

// inOrder puts those without a case last where the column is about the case.
func inOrder(q Beboersporring) func(a, b Mottaksbeboer) int {
	return func(a, b Mottaksbeboer) int {
		if a.HarSak != b.HarSak && (q.Sort == BeboereEtterOpprettet || q.Sort == BeboereEtterStatus) {
			if a.HarSak {
				return -1
			}
			return 1
		}
		if q.Synkende {
			a, b = b, a
		}
		return orden[q.Sort](a, b)
	}
}

// finds is the plain meaning of a search for one word.
func finds(sok, name string) bool {
	return sok == "" || slices.ContainsFunc(i18n.IndexWords(name), func(w string) bool { return strings.HasPrefix(w, sok) })
}

// walk reads all pages forwards and then backwards.
func walk[T any](t *testing.T, name string, read func(Side) ([]T, bool, bool), id func(T) ident.ID) (rows []T) {
	t.Helper()
	const antall = 31
	var pages [][]ident.ID
	ids := func(rows []T) (list []ident.ID) {
		for _, row := range rows {
			list = append(list, id(row))
		}
		return list
	}
	side := Side{Antall: antall}
	for {
		page, forrige, neste := read(side)
		if forrige != (len(pages) > 0) || neste && len(page) != antall {
			t.Fatalf("%s: page %d: forrige %v neste %v, %d rows", name, len(pages), forrige, neste, len(page))
		}
		rows = append(rows, page...)
		pages = append(pages, ids(page))
		if !neste {
			break
		}
		side = Side{Etter: id(page[len(page)-1]), Antall: antall}
	}
	all := map[ident.ID]bool{}
	for _, row := range rows {
		all[id(row)] = true
	}
	if len(all) != len(rows) {
		t.Errorf("%s: %d rows, %d of them different", name, len(rows), len(all))
	}
	for i := len(pages) - 1; i > 0; i-- {
		page, _, neste := read(Side{For: pages[i][0], Antall: antall})
		if !neste || !slices.Equal(ids(page), pages[i-1]) {
			t.Fatalf("%s: the way back to page %d shows another", name, i-1)
		}
	}
	return rows
}

// Where everybody of one status comes before everybody of the next, a page is not made of
// a little of each: what was read first is too little, and the rest is read too.
func TestPagesWhereTheStatusFollowsTheOrder(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		var people []beboer.Inn
		var cases []sak.Inn
		var want []string
		for i := range 140 {
			name, reg := fmt.Sprintf("N%03d", i), fmt.Sprintf("8%08d", i)
			people = append(people, person(fmt.Sprintf("2020%08d", i), reg, name, name, dag("1990-01-01").AddDays(-i).String(), "enslig_voksen", ""))
			status := []string{"under_kartlegging", "fordelingsklar", "fordelt", "bosatt"}[i/35]
			cases = append(cases, sak.Inn{Saksnummer: reg, RegNummer: reg, Opprettet: dag("2020-01-01").AddDays(i), Status: status})
			want = append(want, name)
		}
		h.importer(people, cases)
		for _, sort := range []Beboersort{BeboereEtterNavn, BeboereEtterDuf, BeboereEtterAlder, BeboereEtterOpprettet} {
			for _, desc := range []bool{false, true} {
				q := Beboersporring{Sak: MedSak, Sort: sort, Synkende: desc}
				rows := walk(t, fmt.Sprintf("%+v", q), func(s Side) ([]Mottaksbeboer, bool, bool) {
					q.Side = s
					got := h.beboere(h.vanlig(), q)
					return got.Rader, got.Forrige, got.Neste
				}, func(b Mottaksbeboer) ident.ID { return b.ID })
				got := beboernavn(Beboere{Rader: rows})
				if desc {
					slices.Reverse(got)
				}
				if !slices.Equal(got, want) {
					t.Errorf("by %s, backwards %v: %v", sort, desc, got)
				}
			}
		}
	})
}

func TestPagesOfTasks(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		h.guide()
		h.mange(500)
		everything := h.oppgaver(h.vanlig(), Oppgavesporring{Side: Side{Antall: 1000}})
		if int64(len(everything.Rader)) != everything.Antall {
			t.Fatalf("%d rows of %d", len(everything.Rader), everything.Antall)
		}
		orden := map[Oppgavesort]func(a, b Oppgave) int{
			OppgaverEtterOpprettet: func(a, b Oppgave) int { return a.Opprettet.Compare(b.Opprettet) },
			OppgaverEtterFrist:     func(a, b Oppgave) int { return a.Frist.Compare(b.Frist) },
			OppgaverEtterOppgave:   func(a, b Oppgave) int { return a.Frist.Compare(b.Frist) },
			OppgaverEtterDuf:       func(a, b Oppgave) int { return cmp.Compare(a.Hode.Duf, b.Hode.Duf) },
			OppgaverEtterPlasstype: func(a, b Oppgave) int { return cmp.Compare(a.Hode.Plasstype, b.Hode.Plasstype) },
			OppgaverEtterNavn:      func(a, b Oppgave) int { return navn(a.Hode, b.Hode) },
		}
		idag := dag("2020-09-14")
		for _, q := range []Oppgavesporring{{}, {Frist: OverFristen}, {Frist: InnenSyvDager}, {Frist: SenereFrist}, {Type: "bosettingssamtale", Sok: "haile"}} {
			for _, q.Sort = range slices.Sorted(maps.Keys(orden)) {
				for _, q.Synkende = range []bool{false, true} {
					name := fmt.Sprintf("%+v", q)
					rows := walk(t, name, func(s Side) ([]Oppgave, bool, bool) {
						q.Side = s
						got := h.oppgaver(h.vanlig(), q)
						return got.Rader, got.Forrige, got.Neste
					}, func(o Oppgave) ident.ID { return o.ID })
					want := only(everything.Rader, func(o Oppgave) bool {
						left := o.Frist.Sub(idag)
						late, soon := left < 0, left >= 0 && left <= 7
						return (q.Frist == AlleFrister || q.Frist == OverFristen && late || q.Frist == InnenSyvDager && soon || q.Frist == SenereFrist && !late && !soon) &&
							slices.ContainsFunc(o.Medlemmer, func(m Medlem) bool { return finds(q.Sok, m.FulltNavn()) })
					})
					sorted := slices.IsSortedFunc(rows, func(a, b Oppgave) int {
						if q.Synkende {
							a, b = b, a
						}
						return orden[q.Sort](a, b)
					})
					if len(rows) != len(want) || len(want) < 5 || !sorted {
						t.Errorf("%s: %d rows, want %d; in order: %v", name, len(rows), len(want), sorted)
					}
				}
			}
		}
	})
}

// A page beside a row that is not there, or that one may not see, is the first page.
func TestPageBesideNothing(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		h.guide()
		h.hemmelig()
		granted := h.scope(tilgang.MottakBosettingsansvarlig, tilgang.Fortrolig, tilgang.StrengtFortrolig)
		hidden := h.oppgaver(granted, Oppgavesporring{Sok: "900000008"}).Rader[0]
		first := fmt.Sprintf("%+v", h.oppgaver(h.vanlig(), Oppgavesporring{}))
		people := fmt.Sprintf("%+v", h.beboere(h.vanlig(), Beboersporring{}))
		for _, id := range []ident.ID{ident.New(), hidden.ID, hidden.Hode.ID} {
			for _, s := range []Side{{Etter: id}, {For: id}} {
				if got := fmt.Sprintf("%+v", h.oppgaver(h.vanlig(), Oppgavesporring{Side: s})); got != first {
					t.Errorf("tasks beside %s: not the first page", id)
				}
				if got := fmt.Sprintf("%+v", h.beboere(h.vanlig(), Beboersporring{Side: s})); got != people {
					t.Errorf("residents beside %s: not the first page", id)
				}
			}
		}
	})
}

// A row that the filter no longer lets through is still a place in the order, but not a
// row of the page before.
func TestPageBesideARowOutsideTheFilter(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		h.guide()
		at := func(name string) ident.ID {
			return h.beboere(h.integrering(), Beboersporring{Sok: name}).Rader[0].ID
		}
		for _, c := range []struct {
			q              Beboersporring
			want           string
			forrige, neste bool
		}{
			{Beboersporring{Sak: UtenSak, Side: Side{Etter: at("said")}}, "[Zahra]", false, false},
			{Beboersporring{Persontype: beboer.EnsligVoksen, Side: Side{Etter: at("abel"), Antall: 1}}, "[Imdi_Y]", true, true},
			{Beboersporring{Persontype: beboer.EnsligVoksen, Side: Side{Etter: at("said"), Antall: 1}}, "[Imdi_Y]", true, true},
			{Beboersporring{Status: sak.Avsluttet, Side: Side{For: at("abel"), Antall: 1}}, "[Sa'id]", false, false},
		} {
			got := h.beboere(h.integrering(), c.q)
			if fmt.Sprint(beboernavn(got)) != c.want || got.Forrige != c.forrige || got.Neste != c.neste {
				t.Errorf("%+v: %v, forrige %v, neste %v", c.q, beboernavn(got), got.Forrige, got.Neste)
			}
		}
	})
}

// The log has one row per answer: who was shown, and that it was a search, never for what.
func TestListsAreLogged(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		h.guide()
		log := innsyn.New(h.d)
		defer log.Close()
		a := h.actor(tilgang.MottakBosettingsansvarlig)
		for _, sok := range []string{"", "liya", "2020 9004", "ingen heter dette"} {
			err := log.Read(ctx, a, tilgang.OppgaveList, func(r *innsyn.Rx) error {
				_, err := ListOppgaver(ctx, r, h.vanlig(), Oppgavesporring{Sok: sok})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		var got []string
		h.read(func(r *innsyn.Rx) error {
			rows, err := r.QueryContext(ctx, "SELECT innhold FROM innsyn ORDER BY lopenr")
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var text string
				var c struct {
					Personer []ident.ID
					Sok      string
				}
				if err := rows.Scan(&text); err != nil {
					return err
				}
				if err := json.Unmarshal([]byte(text), &c); err != nil {
					return err
				}
				got = append(got, fmt.Sprintf("%d persons, search %q", len(c.Personer), c.Sok))
			}
			return rows.Err()
		})
		want := []string{`6 persons, search ""`, `4 persons, search "navn"`, `4 persons, search "duf"`, `0 persons, search "navn"`}
		if !slices.Equal(got, want) {
			t.Errorf("log: %q, want %q", got, want)
		}
	})
}
