package oversikt

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"bosett/internal/db"
	"bosett/internal/tilgang"
)

// Tall are the figures of a centre for its menu and the workspace.
type Tall struct {
	// Oppgaver counts the open tasks, Personer the persons in them, and OverFristen the
	// tasks whose deadline has passed.
	Oppgaver, Personer, OverFristen int64
	// Beboere counts everybody at the centre.
	Beboere int64
}

// GetTall returns the figures of what the scope lists. They name nobody, so the access
// log has no row about them. A list comes with them (Beboere.Tall, Oppgaver.Tall).
func GetTall(ctx context.Context, r db.Reader, s tilgang.Scope) (Tall, error) {
	g, err := loadGrupper(ctx, r, s)
	return g.tall(r), err
}

// grupper are the rows of the figures' tables that the scope lets see.
type grupper struct {
	oppgaver []oppgavegruppe
	beboere  []beboergruppe
}

func loadGrupper(ctx context.Context, r db.Reader, s tilgang.Scope) (g grupper, err error) {
	if g.oppgaver, err = oppgaveTall(ctx, r, s); err != nil {
		return grupper{}, err
	}
	g.beboere, err = beboerTall(ctx, r, s)
	return g, err
}

func (g grupper) tall(r db.Reader) Tall {
	t := Tall{Beboere: antall(g.beboere)}
	today := idag(r)
	for _, o := range g.oppgaver {
		t.Oppgaver += o.oppgaver
		t.Personer += o.personer
		if o.frist.Before(today) {
			t.OverFristen += o.oppgaver
		}
	}
	return t
}

// oppgavegruppe is one row of oppgave_tall: the open tasks of one type and deadline.
type oppgavegruppe struct {
	gradert            bool
	typ                string
	frist              db.Date
	oppgaver, personer int64
}

func oppgaveTall(ctx context.Context, r db.Reader, s tilgang.Scope) (list []oppgavegruppe, err error) {
	err = readTall(ctx, r, s, "SELECT gradert, type, frist, oppgaver, personer FROM oppgave_tall WHERE oppgaver > 0", func(rows *sql.Rows) error {
		var t oppgavegruppe
		err := rows.Scan(&t.gradert, &t.typ, &t.frist, &t.oppgaver, &t.personer)
		list = append(list, t)
		return err
	})
	return list, err
}

// beboergruppe is one row of beboer_tall: the residents with one status and persontype.
type beboergruppe struct {
	gradert            bool
	harSak             bool
	status, persontype string
	antall             int64
}

func beboerTall(ctx context.Context, r db.Reader, s tilgang.Scope) (list []beboergruppe, err error) {
	err = readTall(ctx, r, s, "SELECT gradert, har_sak, sak_status, persontype, antall FROM beboer_tall WHERE antall > 0", func(rows *sql.Rows) error {
		var b beboergruppe
		err := rows.Scan(&b.gradert, &b.harSak, &b.status, &b.persontype, &b.antall)
		list = append(list, b)
		return err
	})
	return list, err
}

// readTall reads the rows of a table of figures that the scope lets see.
func readTall(ctx context.Context, r db.Reader, s tilgang.Scope, query string, scan func(*sql.Rows) error) error {
	q := setning{}
	q.write(query)
	q.and(scopeOf(s))
	rows, err := r.QueryContext(ctx, q.String(), q.args...)
	if err != nil {
		return fmt.Errorf("oversikt: figures: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return fmt.Errorf("oversikt: figures: %w", err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("oversikt: figures: %w", err)
	}
	return nil
}

func antall(list []beboergruppe) (n int64) {
	for _, b := range list {
		n += b.antall
	}
	return n
}

// only keeps what a filter lets through.
func only[T any](list []T, keep func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), func(v T) bool { return !keep(v) })
}
