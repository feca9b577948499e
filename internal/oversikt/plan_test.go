package oversikt

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/innsyn"
	"bosett/internal/sak"
	"bosett/internal/tilgang"
)

// recorder notes every query that a list asks.
type recorder struct {
	*innsyn.Rx
	asked map[string][]any
}

func (r recorder) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	r.asked[query] = args
	return r.Rx.QueryContext(ctx, query, args...)
}

func (r recorder) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	r.asked[query] = args
	return r.Rx.QueryRowContext(ctx, query, args...)
}

// mange fills the centre with n residents in families of one to six, four in ten of
// them with an open task.
func (h hus) mange(n int) {
	h.t.Helper()
	rnd := rand.New(rand.NewPCG(1, 2))
	pick := func(from ...string) string { return from[rnd.IntN(len(from))] }
	var people []beboer.Inn
	var cases []sak.Inn
	for i := 0; i < n; {
		reg := fmt.Sprintf("8%08d", i)
		size := 1 + rnd.IntN(6)
		for j := range size {
			typ, role := "familie_med_barn", "annet"
			switch {
			case size == 1:
				typ, role = pick("enslig_voksen", "enslig_mindrearig"), ""
			case j > 1:
				typ = "medfolgende_barn"
			}
			p := person(string(beboer.NyDuf(2010+rnd.IntN(10), 900_000+i)), reg, pick("Ali", "Åse", "Oksana", "Mohamed", "Selam")+fmt.Sprint(i%400),
				pick("Haile", "Al-Hassan", "Ås", "Kovalenko")+fmt.Sprint(i%900), fmt.Sprintf("%d-%02d-01", 1940+rnd.IntN(80), 1+rnd.IntN(12)), typ, role)
			p.Plasstype = pick("ORD", "ORD", "ORD", "TRA", "INT", "AKU")
			people = append(people, p)
			i++
		}
		day := dag("2020-09-13").AddDays(-rnd.IntN(40))
		switch status := pick("", "under_kartlegging", "under_kartlegging", "fordelingsklar", "fordelt", "bosatt"); status {
		case "":
		default:
			cases = append(cases, sak.Inn{Saksnummer: reg, RegNummer: reg, Opprettet: day, Status: status})
		}
		if len(people) > 900 {
			h.importer(people, cases)
			people, cases = nil, nil
		}
	}
	h.importer(people, cases)
}

// everyQuery asks both lists in all orders, with all filters and searches, on the first
// page and on deep ones, and notes the queries.
func (h hus) everyQuery(s tilgang.Scope) map[string][]any {
	h.t.Helper()
	asked := map[string][]any{}
	h.read(func(r *innsyn.Rx) error {
		rec := recorder{r, asked}
		for _, sok := range []string{"", "åse haile1", "mohamed", "2015 90", "800000010", "202090065103"} {
			for _, desc := range []bool{false, true} {
				for sort := range oppgavekolonner {
					if sort != OppgaverEtterNavn && (sok != "" || s.SerUtenSak()) {
						continue // the order of hits is made here, not by the database
					}
					for _, f := range append(Fristfiltre, AlleFrister) {
						q := Oppgavesporring{Sok: sok, Sort: sort, Synkende: desc, Frist: f}
						first, err := ListOppgaver(ctx, rec, s, q)
						if err != nil || len(first.Rader) == 0 {
							if err != nil || sok == "" {
								return fmt.Errorf("%+v: no rows: %w", q, err)
							}
							continue
						}
						q.Etter = first.Rader[len(first.Rader)-1].ID
						if _, err := ListOppgaver(ctx, rec, s, q); err != nil {
							return err
						}
						q.For, q.Etter = q.Etter, q.For
						if _, err := ListOppgaver(ctx, rec, s, q); err != nil {
							return err
						}
					}
				}
				if sok != "" && desc {
					continue
				}
				if err := h.everyBeboerQuery(rec, s, Beboersporring{Sok: sok, Synkende: desc}); err != nil {
					return err
				}
			}
		}
		_, err := GetTall(ctx, rec, s)
		return err
	})
	return asked
}

func (h hus) everyBeboerQuery(rec recorder, s tilgang.Scope, q Beboersporring) error {
	for _, q.Sort = range beboersorter {
		if s.SerUtenSak() && q.Sort != BeboereEtterAlder {
			continue // only the age is another column for those who see everybody whole
		}
		for _, filter := range []Beboersporring{{}, {Sak: MedSak}, {Sak: UtenSak}, {Status: sak.UnderKartlegging}, {Persontype: beboer.EnsligVoksen}} {
			q.Sak, q.Status, q.Persontype, q.Side = filter.Sak, filter.Status, filter.Persontype, Side{}
			first, err := ListBeboere(ctx, rec, s, q)
			if err != nil {
				return err
			}
			if len(first.Rader) == 0 {
				continue
			}
			last := first.Rader[len(first.Rader)-1].ID
			for _, q.Side = range []Side{{Etter: last}, {For: last}} {
				if _, err := ListBeboere(ctx, rec, s, q); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// A page must cost the same whatever the size of the centre: no query reads or sorts a
// whole table, on the first page or a deep one.
func TestNoQueryReadsAWholeTable(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		h.guide()
		h.mange(20_000)
		h.write(func(tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, "ANALYZE")
			if err == nil && h.d.Dialect() == db.Postgres {
				// The planner chooses as it would with fifty times as many residents.
				_, err = tx.ExecContext(ctx, `UPDATE pg_class SET reltuples = reltuples * 50
WHERE relnamespace = 'public'::regnamespace AND reltuples > 100 AND relname NOT LIKE '%\_tall%'`)
			}
			return err
		})
		for name, s := range map[string]tilgang.Scope{"line": h.vanlig(), "whole": h.integrering()} {
			asked := h.everyQuery(s)
			if len(asked) < 70 {
				t.Errorf("%s: only %d different queries", name, len(asked))
			}
			check := h.checkSQLite
			if h.d.Dialect() == db.Postgres {
				check = h.checkPostgres
			}
			h.read(func(r *innsyn.Rx) error {
				for query, args := range asked {
					if err := check(r, query, args); err != nil {
						t.Errorf("%v\n%s", err, query)
					}
				}
				return nil
			})
		}
	})
}

var wholeTable = regexp.MustCompile(`^SCAN (beboer|oppgave|sak|husstand|samtale|[bohswp])\b|TEMP B-TREE FOR ORDER BY`)

func (h hus) checkSQLite(r *innsyn.Rx, query string, args []any) error {
	rows, err := r.QueryContext(ctx, "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			return err
		}
		if wholeTable.MatchString(detail) {
			return fmt.Errorf("%s", detail)
		}
	}
	return rows.Err()
}

// planNode is a step of a plan that PostgreSQL has carried out.
type planNode struct {
	Type    string     `json:"Node Type"`
	Table   string     `json:"Relation Name"`
	Rows    float64    `json:"Actual Rows"`
	Loops   float64    `json:"Actual Loops"`
	Removed float64    `json:"Rows Removed by Filter"`
	Plans   []planNode `json:"Plans"`
}

func (h hus) checkPostgres(r *innsyn.Rx, query string, args []any) error {
	var text string
	if err := r.QueryRowContext(ctx, "EXPLAIN (ANALYZE, FORMAT JSON) "+query, args...).Scan(&text); err != nil {
		return err
	}
	var plans []struct{ Plan planNode }
	if err := json.Unmarshal([]byte(text), &plans); err != nil {
		return err
	}
	// A search may walk as much of the word index as it says.
	limit := float64(maxRuns * (Antall + 1))
	if strings.Contains(query, "beboer_ord") {
		limit = maxLest
	} else if strings.Contains(query, "IN (") || strings.Contains(query, fmt.Sprint("LIMIT ", maxRader)) {
		limit = maxRader
	}
	return plans[0].Plan.check(limit)
}

func (n planNode) check(limit float64) error {
	if n.Type == "Seq Scan" && !strings.HasSuffix(n.Table, "_tall") && n.Table != "samtale" && n.Table != "samtale_person" {
		return fmt.Errorf("%s of %s", n.Type, n.Table)
	}
	if read := (n.Rows + n.Removed) * n.Loops; read > limit {
		return fmt.Errorf("%s of %s reads %.0f rows, limit %.0f", n.Type, n.Table, read, limit)
	}
	for _, p := range n.Plans {
		if err := p.check(limit); err != nil {
			return err
		}
	}
	return nil
}
