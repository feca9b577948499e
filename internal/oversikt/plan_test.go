package oversikt

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/ident"
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

// sider asks for the first page, for those beside its last row, and notes the queries.
// It tells how many rows there were.
func sider(read func(Side) ([]ident.ID, error)) (int, error) {
	ids, err := read(Side{})
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	last := ids[len(ids)-1]
	if _, err := read(Side{Etter: last}); err != nil {
		return 0, err
	}
	_, err = read(Side{For: last})
	return len(ids), err
}

// everyQuery asks both lists in all orders with all filters, on the first page and on
// deep ones, and for every kind of search, and notes the queries. The order and the
// filters of hits are made by the program, so they are asked for once.
func (h hus) everyQuery(s tilgang.Scope) map[string][]any {
	h.t.Helper()
	asked := map[string][]any{}
	h.read(func(r *innsyn.Rx) error {
		rec := recorder{r, asked}
		for _, desc := range []bool{false, true} {
			if err := everyOppgaveQuery(rec, s, desc); err != nil {
				return err
			}
			if err := everyBeboerQuery(rec, s, desc); err != nil {
				return err
			}
		}
		for _, sok := range []string{"åse haile1", "mohamed", "2015 90", "935811771", "202090065103"} {
			if err := everySearchQuery(rec, s, sok); err != nil {
				return err
			}
		}
		_, err := GetTall(ctx, rec, s)
		return err
	})
	return asked
}

func everyOppgaveQuery(rec recorder, s tilgang.Scope, desc bool) error {
	for sort := range oppgavekolonner {
		if sort != OppgaverEtterNavn && s.SerUtenSak() {
			continue // the tasks are of those with a case: the same for both readers
		}
		for _, f := range append(Fristfiltre, AlleFrister) {
			q := Oppgavesporring{Sort: sort, Synkende: desc, Frist: f}
			n, err := sider(func(side Side) ([]ident.ID, error) {
				q.Side = side
				page, err := ListOppgaver(ctx, rec, s, q)
				return oppgaveIDs(page), err
			})
			if err != nil || n == 0 {
				return fmt.Errorf("%+v: %d rows: %w", q, n, err)
			}
		}
	}
	return nil
}

func everyBeboerQuery(rec recorder, s tilgang.Scope, desc bool) error {
	for _, sort := range beboersorter {
		if s.SerUtenSak() && sort != BeboereEtterAlder {
			continue // only the age is another column for those who see everybody whole
		}
		for _, q := range []Beboersporring{{}, {Sak: MedSak}, {Sak: UtenSak}, {Status: sak.UnderKartlegging}, {Persontype: beboer.EnsligVoksen}} {
			q.Sort, q.Synkende = sort, desc
			n, err := sider(func(side Side) ([]ident.ID, error) {
				q.Side = side
				page, err := ListBeboere(ctx, rec, s, q)
				return beboerIDs(page), err
			})
			if err != nil || n == 0 {
				return fmt.Errorf("%+v: %d rows: %w", q, n, err)
			}
		}
	}
	return nil
}

func everySearchQuery(rec recorder, s tilgang.Scope, sok string) error {
	_, err := sider(func(side Side) ([]ident.ID, error) {
		page, err := ListOppgaver(ctx, rec, s, Oppgavesporring{Sok: sok, Sort: OppgaverEtterNavn, Side: side})
		return oppgaveIDs(page), err
	})
	if err != nil {
		return err
	}
	for _, sort := range beboersorter {
		if s.SerUtenSak() && sort != BeboereEtterAlder {
			continue
		}
		for _, filter := range []Sakfilter{MedOgUtenSak, MedSak} { // with a case, the age is another column
			q := Beboersporring{Sok: sok, Sort: sort, Sak: filter}
			n, err := sider(func(side Side) ([]ident.ID, error) {
				q.Side = side
				page, err := ListBeboere(ctx, rec, s, q)
				return beboerIDs(page), err
			})
			if err != nil || n == 0 {
				return fmt.Errorf("%+v: %d rows: %w", q, n, err)
			}
		}
	}
	return nil
}

func oppgaveIDs(page Oppgaver) (ids []ident.ID) {
	for _, row := range page.Rader {
		ids = append(ids, row.ID)
	}
	return ids
}

func beboerIDs(page Beboere) (ids []ident.ID) {
	for _, row := range page.Rader {
		ids = append(ids, row.ID)
	}
	return ids
}

// A page must cost the same whatever the size of the centre: no query reads or sorts a
// whole table, on the first page or a deep one.
func TestNoQueryReadsAWholeTable(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		h.guide()
		// More than any query may read. What a planner would choose for a million, it
		// chooses when it is told so.
		const people = 4_000
		h.mange(people)
		h.tellPlanner(1_000_000 / people)
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

// tellPlanner gathers statistics and makes them those of a database that is larger.
func (h hus) tellPlanner(times int) {
	h.t.Helper()
	h.write(func(tx *db.Tx) error {
		if _, err := tx.ExecContext(ctx, "ANALYZE"); err != nil {
			return err
		}
		if h.d.Dialect() == db.Postgres {
			_, err := tx.ExecContext(ctx, `UPDATE pg_class SET reltuples = reltuples * $1
WHERE relnamespace = 'public'::regnamespace AND reltuples > 100 AND relname NOT LIKE '%\_tall%'`, times)
			return err
		}
		return tellSQLite(tx, times)
	})
}

// tellSQLite multiplies what SQLite has noted of each index: how many rows there are,
// and how many share the first column, the first two and so on. Those of a few values
// grow with the table, the others (a household, a name) do not.
func tellSQLite(tx *db.Tx, times int) error {
	rows, err := tx.QueryContext(ctx, `SELECT rowid, stat FROM sqlite_stat1 WHERE tbl NOT LIKE '%\_tall' ESCAPE '\'`)
	if err != nil {
		return err
	}
	defer rows.Close()
	larger := map[int64]string{}
	for rows.Next() {
		var id int64
		var stat string
		if err := rows.Scan(&id, &stat); err != nil {
			return err
		}
		words := strings.Fields(stat)
		for i, w := range words {
			if n, err := strconv.Atoi(w); err == nil && n > 20 {
				words[i] = strconv.Itoa(n * times)
			}
		}
		larger[id] = strings.Join(words, " ")
	}
	for id, stat := range larger {
		if _, err := tx.ExecContext(ctx, "UPDATE sqlite_stat1 SET stat = $1 WHERE rowid = $2", stat, id); err != nil {
			return err
		}
	}
	// Its samples of single values are of the small table.
	_, err = tx.ExecContext(ctx, "DELETE FROM sqlite_stat4")
	return errors.Join(rows.Err(), err)
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
