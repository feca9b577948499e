package oversikt

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/tilgang"
)

// Oppgavesort is a column that the task list is sorted by.
type Oppgavesort string

// The columns of the task list.
const (
	OppgaverEtterOpprettet Oppgavesort = "opprettet"
	OppgaverEtterDuf       Oppgavesort = "duf"
	OppgaverEtterNavn      Oppgavesort = "navn"
	OppgaverEtterPlasstype Oppgavesort = "plasstype"
	OppgaverEtterOppgave   Oppgavesort = "oppgave"
	OppgaverEtterFrist     Oppgavesort = "frist"
)

var oppgavekolonner = map[Oppgavesort][]kolonne{
	OppgaverEtterOpprettet: {{"opprettet", dato}},
	OppgaverEtterDuf:       {{"duf", tekst}},
	OppgaverEtterNavn:      {{"navn_sort", oktett}},
	OppgaverEtterPlasstype: {{"plasstype", tekst}},
	OppgaverEtterOppgave:   {{"type", tekst}, {"frist", dato}},
	OppgaverEtterFrist:     {{"frist", dato}},
}

// Kjent tells whether the list can be sorted by it.
func (s Oppgavesort) Kjent() bool { return oppgavekolonner[s] != nil }

// Fristfilter chooses tasks by how far away the deadline is.
type Fristfilter string

// The filters on deadlines.
const (
	AlleFrister   Fristfilter = ""
	OverFristen   Fristfilter = "over"
	InnenSyvDager Fristfilter = "innen7"
	SenereFrist   Fristfilter = "senere"
	nesteDager                = 7
)

// Fristfiltre lists the filters in the order that pages show them.
var Fristfiltre = []Fristfilter{OverFristen, InnenSyvDager, SenereFrist}

// limits are the first and the last day that the filter lets through; the zero date is
// no limit.
func (f Fristfilter) limits(idag db.Date) (fra, til db.Date) {
	switch f {
	case OverFristen:
		return db.Date{}, idag.AddDays(-1)
	case InnenSyvDager:
		return idag, idag.AddDays(nesteDager)
	case SenereFrist:
		return idag.AddDays(nesteDager + 1), db.Date{}
	default:
		return db.Date{}, db.Date{}
	}
}

// Oppgavesporring is what a reader asks the task list for.
type Oppgavesporring struct {
	Sok      string // DUF number, reg-number or name; "" lists all
	Type     string // "" = every type
	Frist    Fristfilter
	Sort     Oppgavesort // an unknown one is by deadline
	Synkende bool
	Side
}

// Oppgaver is one page of the task list.
type Oppgaver struct {
	Rader []Oppgave
	// Antall counts the tasks and Personer the persons in them, for the search and
	// filters as they stand, on all pages.
	Antall, Personer int64
	// Flere: the search may find more than are counted and listed.
	Flere          bool
	Forrige, Neste bool
	// Tall are the centre's figures, of the same moment.
	Tall Tall
}

// ListOppgaver returns a page of the open tasks of the scope. Every person in its rows
// is logged as seen.
func ListOppgaver(ctx context.Context, r innsyn.Reader, s tilgang.Scope, q Oppgavesporring) (Oppgaver, error) {
	g, err := loadGrupper(ctx, r, s)
	if err != nil {
		return Oppgaver{}, err
	}
	out := Oppgaver{Tall: g.tall(r)}
	rk := q.rekke()
	var from kilde
	if q.Sok != "" {
		if from, err = q.searched(ctx, r, s, rk, &out); err != nil {
			return Oppgaver{}, err
		}
	} else {
		from = q.listed(r, s, rk, g.oppgaver, &out)
	}
	at, err := rk.find(ctx, r, cmp.Or(q.Etter, q.For), scopeOf(s), q.vilkar(r))
	if err != nil {
		return Oppgaver{}, err
	}
	side, err := rk.page(ctx, from, at, q.For == ident.Nil, q.limit())
	if err != nil {
		return Oppgaver{}, err
	}
	out.Forrige, out.Neste = side.forrige, side.neste
	out.Rader, err = loadOppgaver(ctx, r, s, side.keys)
	return out, err
}

// scopeOf are the conditions that keep a query inside the scope; both tables have the
// columns.
func scopeOf(s tilgang.Scope) []vilkar {
	all := []vilkar{{"mottak = ", s.Mottak()}}
	if !s.SerGradert() {
		all = append(all, vilkar{"gradert = FALSE", nil})
	}
	return all
}

func (q Oppgavesporring) rekke() rekke {
	columns := oppgavekolonner[q.Sort]
	if columns == nil {
		columns = oppgavekolonner[OppgaverEtterFrist]
	}
	return rekke{table: "oppgave", columns: columns, synkende: q.Synkende}
}

// filter tells whether the filters let a task through today.
func (q Oppgavesporring) filter(r db.Reader) func(typ string, frist db.Date) bool {
	fra, til := q.Frist.limits(idag(r))
	return func(typ string, frist db.Date) bool {
		return (q.Type == "" || typ == q.Type) && (fra.IsZero() || !frist.Before(fra)) && (til.IsZero() || !frist.After(til))
	}
}

// vilkar are the filters as conditions. The hits of a search are asked themselves.
func (q Oppgavesporring) vilkar(r db.Reader) []vilkar {
	if q.Sok != "" {
		return []vilkar{{"FALSE", nil}}
	}
	all := []vilkar{{"apen", nil}}
	if q.Type != "" {
		all = append(all, vilkar{"type = ", q.Type})
	}
	fra, til := q.Frist.limits(idag(r))
	if !fra.IsZero() {
		all = append(all, vilkar{"frist >= ", fra})
	}
	if !til.IsZero() {
		all = append(all, vilkar{"frist <= ", til})
	}
	return all
}

// listed counts the tasks that the filters let through and finds the list's source.
func (q Oppgavesporring) listed(r db.Reader, s tilgang.Scope, rk rekke, list []oppgavegruppe, out *Oppgaver) kilde {
	keep := q.filter(r)
	list = only(list, func(t oppgavegruppe) bool { return keep(t.typ, t.frist) })
	for _, t := range list {
		out.Antall += t.oppgaver
		out.Personer += t.personer
	}
	return runs(r, q.runs(s, rk, list))
}

// runs are the stretches of the indexes that hold the groups: one per type, or one per
// type and day where the list is filtered by deadline and sorted by something else.
func (q Oppgavesporring) runs(s tilgang.Scope, rk rekke, grupper []oppgavegruppe) []run {
	byDay := q.Frist != AlleFrister && rk.columns[len(rk.columns)-1].name != "frist"
	type stretch struct {
		gradert bool
		typ     string
		dag     db.Date // the zero date: every day
	}
	var list []run
	place := map[stretch]int{}
	for _, t := range grupper {
		id := stretch{gradert: t.gradert, typ: t.typ}
		if byDay {
			id.dag = t.frist
		}
		at, ok := place[id]
		if !ok {
			at = len(list)
			place[id] = at
			list = append(list, q.run(s, rk, t, byDay))
		}
		one := &list[at]
		one.antall += t.oppgaver
		if day := t.frist.String(); one.fra != "" {
			one.fra, one.til = min(one.fra, day), max(one.til, day)
		}
	}
	return list
}

// run begins the stretch of a group.
func (q Oppgavesporring) run(s tilgang.Scope, rk rekke, t oppgavegruppe, byDay bool) run {
	one := run{vilkar: []vilkar{{"mottak = ", s.Mottak()}, {"apen = TRUE", nil}, {"gradert = " + sqlBool(t.gradert), nil}, {"type = ", t.typ}}}
	switch {
	case byDay:
		one.vilkar = append(one.vilkar, vilkar{"frist = ", t.frist})
	case q.Frist != AlleFrister:
		one.fra, one.til = t.frist.String(), t.frist.String()
	}
	if rk.columns[0].name == "type" {
		one.fast = []string{t.typ}
	}
	return one
}

// husstander are the households that have a member among the hits of the search; flere:
// there may be more.
func (q Oppgavesporring) husstander(ctx context.Context, r innsyn.Reader, s tilgang.Scope) (list []ident.ID, flere bool, err error) {
	flere, err = parseSok(q.Sok).hits(ctx, r, s, ", b.husstand", func(rows *sql.Rows, t *treff) error {
		var id, husstand ident.ID
		err := rows.Scan(&id, &husstand)
		if err == nil && t.ny(id) {
			list = append(list, husstand)
		}
		return err
	})
	slices.SortFunc(list, func(a, b ident.ID) int { return bytes.Compare(a[:], b[:]) })
	return slices.Compact(list), flere, err
}

// oppslag is how many households are looked up at a time: for more of them PostgreSQL
// reads all tasks instead, and SQLite looks longer for the names of the parameters.
const oppslag = 64

// searched finds the tasks of the families that have a member among the hits. The
// conditions are checked here, so that no engine is tempted by another index than
// those that lead from the hits.
func (q Oppgavesporring) searched(ctx context.Context, r innsyn.Reader, s tilgang.Scope, rk rekke, out *Oppgaver) (kilde, error) {
	husstander, flere, err := q.husstander(ctx, r, s)
	if err != nil {
		return nil, err
	}
	out.Flere = flere
	var keys []nokkel
	keep := q.filter(r)
	query := "SELECT o.id" + columnList(rk.columns, "o.") + `, o.mottak, o.gradert, o.type, o.frist, o.personer
FROM sak s CROSS JOIN oppgave o WHERE o.sak = s.id AND o.apen AND s.husstand IN $LIST`
	scan := func(rows *sql.Rows) error {
		var (
			mottak  ident.ID
			gradert bool
			typ     string
			frist   db.Date
			antall  int64
		)
		id, values, err := scanRow(rows, rk.columns, &mottak, &gradert, &typ, &frist, &antall)
		if err != nil {
			return err
		}
		if mottak != s.Mottak() || gradert && !s.SerGradert() || !keep(typ, frist) {
			return nil
		}
		keys = append(keys, rk.key(id, values))
		out.Antall++
		out.Personer += antall
		return nil
	}
	for few := range slices.Chunk(husstander, oppslag) {
		if err := db.QueryIn(ctx, r, query, few, scan); err != nil {
			return nil, fmt.Errorf("oversikt: searched tasks: %w", err)
		}
	}
	return memory(keys), nil
}
