package oversikt

import (
	"context"
	"fmt"
	"slices"

	"bosett/internal/db"
	"bosett/internal/i18n"
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
// log has no row about them.
func GetTall(ctx context.Context, r db.Reader, s tilgang.Scope) (Tall, error) {
	grupper, err := oppgaveTall(ctx, r, s)
	if err != nil {
		return Tall{}, err
	}
	beboere, err := beboerTall(ctx, r, s)
	if err != nil {
		return Tall{}, err
	}
	t := Tall{Beboere: antall(beboere)}
	idag := db.DateIn(r.Now(), i18n.Oslo())
	for _, g := range grupper {
		t.Oppgaver += g.oppgaver
		t.Personer += g.personer
		if g.frist.Before(idag) {
			t.OverFristen += g.oppgaver
		}
	}
	return t, nil
}

// oppgavegruppe is one row of oppgave_tall: the open tasks of one type and deadline.
type oppgavegruppe struct {
	gradert            bool
	typ                string
	frist              db.Date
	oppgaver, personer int64
}

func oppgaveTall(ctx context.Context, r db.Reader, s tilgang.Scope) ([]oppgavegruppe, error) {
	var list []oppgavegruppe
	for _, g := range gradert(s) {
		rows, err := r.QueryContext(ctx, "SELECT type, frist, oppgaver, personer FROM oppgave_tall WHERE mottak = $1 AND gradert = "+
			sqlBool(g)+" AND oppgaver > 0", s.Mottak())
		if err != nil {
			return nil, fmt.Errorf("oversikt: figures of tasks: %w", err)
		}
		defer rows.Close()
		for rows.Next() {
			t := oppgavegruppe{gradert: g}
			if err := rows.Scan(&t.typ, &t.frist, &t.oppgaver, &t.personer); err != nil {
				return nil, fmt.Errorf("oversikt: figures of tasks: %w", err)
			}
			list = append(list, t)
		}
		if err := rows.Err(); err != nil {
			return nil, fmt.Errorf("oversikt: figures of tasks: %w", err)
		}
	}
	return list, nil
}

// beboergruppe is one row of beboer_tall: the residents with one status and persontype.
type beboergruppe struct {
	gradert            bool
	harSak             bool
	status, persontype string
	antall             int64
}

func beboerTall(ctx context.Context, r db.Reader, s tilgang.Scope) ([]beboergruppe, error) {
	var list []beboergruppe
	for _, g := range gradert(s) {
		rows, err := r.QueryContext(ctx, "SELECT har_sak, sak_status, persontype, antall FROM beboer_tall WHERE mottak = $1 AND gradert = "+
			sqlBool(g)+" AND antall > 0", s.Mottak())
		if err != nil {
			return nil, fmt.Errorf("oversikt: figures of residents: %w", err)
		}
		defer rows.Close()
		for rows.Next() {
			b := beboergruppe{gradert: g}
			if err := rows.Scan(&b.harSak, &b.status, &b.persontype, &b.antall); err != nil {
				return nil, fmt.Errorf("oversikt: figures of residents: %w", err)
			}
			list = append(list, b)
		}
		if err := rows.Err(); err != nil {
			return nil, fmt.Errorf("oversikt: figures of residents: %w", err)
		}
	}
	return list, nil
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
