// Package innsyn is the access log: who read or changed what about which resident.
// The rule is "no row, no page": Read answers only after the row is committed, and
// Write records in its own transaction. Rows are append-only (the migration's
// triggers); they hold identifiers and never values.
package innsyn

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/tilgang"
)

// Reader is what a function that returns residents takes: it can be had only from
// Log.Read or Log.Write, so that forgetting the log does not compile.
type Reader interface {
	db.Reader
	// Saw tells which residents the answer shows or changes.
	Saw(beboere ...ident.ID)
	// Searched tells that residents were searched for, and by what ("duf", "navn").
	Searched(by string)
}

// Rx is a reading transaction that carries the log.
type Rx struct {
	*db.Rx
	trace
}

// Tx is a writing transaction that carries the log.
type Tx struct {
	*db.Tx
	trace
}

// System wraps a transaction of the system itself (import, migration), which acts for
// no person and is not logged here.
func System(tx *db.Tx) *Tx { return &Tx{Tx: tx} }

// trace collects what one answer showed: each person once, in the order of the answer.
type trace struct {
	personer []ident.ID
	sett     map[ident.ID]bool
	felt     []string
	sok      string
}

func (t *trace) Saw(beboere ...ident.ID) {
	if t.sett == nil {
		t.sett = make(map[ident.ID]bool, len(beboere))
	}
	for _, id := range beboere {
		if !t.sett[id] {
			t.sett[id] = true
			t.personer = append(t.personer, id)
		}
	}
}

// Felt names the groups of fields that the answer showed ("bosettingsinformasjon").
func (t *trace) Felt(grupper ...string) { t.felt = append(t.felt, grupper...) }

// Searched tells that the residents were searched for, and by what kind of thing
// ("duf", "navn"), never the text. A search is logged also when nothing was found.
func (t *trace) Searched(by string) { t.sok = by }

func (t *trace) empty() bool { return len(t.personer) == 0 && t.sok == "" }

// content is the stored form: text, since jsonb would reorder the keys and a later
// seal over the bytes would not hold.
type content struct {
	Personer    []ident.ID `json:"personer"`
	Felt        []string   `json:"felt,omitempty"`
	Sok         string     `json:"sok,omitempty"`
	Foresporsel string     `json:"foresporsel,omitempty"`
}

type entry struct {
	bruker, rolle, org, handling, innhold string
}

func newEntry(a tilgang.Actor, action tilgang.Action, t *trace) (entry, error) {
	innhold, err := json.Marshal(content{t.personer, t.felt, t.sok, a.Foresporsel})
	if err != nil {
		return entry{}, fmt.Errorf("innsyn: %w", err)
	}
	roller := make([]string, len(a.Roller))
	for i, r := range a.Roller {
		roller[i] = string(r)
	}
	return entry{
		bruker:   a.Bruker.String(),
		rolle:    strings.Join(roller, " "),
		org:      string(a.Org.Type) + ":" + a.Org.ID,
		handling: string(action),
		innhold:  string(innhold),
	}, nil
}

// insert writes the rows of a group with one statement: on PostgreSQL each statement is
// a journey, and a group's readers wait for all of them.
func insert(ctx context.Context, tx *db.Tx, entries ...entry) error {
	now := db.At(tx.Now())
	rows := make([][]any, len(entries))
	for i, e := range entries {
		rows[i] = []any{ident.New(), now, e.bruker, e.rolle, e.org, e.handling, e.innhold}
	}
	if err := db.BulkInsert(ctx, tx, `INSERT INTO innsyn (id, tid, bruker, rolle, org, handling, innhold)`, rows, ""); err != nil {
		return fmt.Errorf("innsyn: %w", err)
	}
	return nil
}
