package sak

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"bosett/internal/db"
	"bosett/internal/ident"
)

// endringer is what shall be written about tasks.
type endringer struct {
	nye, endret [][]any
	lukket      []ident.ID
	varsler     []oppgave
	tall        map[tallKey]tall
}

type tallKey struct {
	mottak  ident.ID
	gradert bool
	frist   db.Date
}

type tall struct{ oppgaver, personer int }

func (e *endringer) count(f oppgavefelt, sign int) {
	k := tallKey{f.mottak, f.gradert, f.frist}
	n := e.tall[k]
	e.tall[k] = tall{n.oppgaver + sign, n.personer + sign*f.personer}
}

// add compares the open task of a case with the one it shall have; nil is none.
func (e *endringer) add(s Sak, er *oppgave, skal *oppgavefelt) {
	if er == nil && skal == nil || er != nil && skal != nil && er.oppgavefelt == *skal {
		return
	}
	if er != nil {
		e.count(er.oppgavefelt, -1)
	}
	if skal == nil {
		e.lukket = append(e.lukket, er.id)
		return
	}
	e.count(*skal, +1)
	o := oppgave{id: ident.New(), sak: s.ID, oppgavefelt: *skal}
	if er == nil {
		e.nye = append(e.nye, o.values())
	} else {
		o.id = er.id
		e.endret = append(e.endret, o.values())
	}
	if er == nil || er.mottak != skal.mottak {
		e.varsler = append(e.varsler, o)
	}
}

const insertOppgave = `INSERT INTO oppgave (id, type, sak, mottak, gradert, opprettet, frist, beboer, duf, navn_sort, plasstype, personer)`

func (o oppgave) values() []any {
	return []any{o.id, OppgaveBosettingssamtale, o.sak, o.mottak, o.gradert, o.opprettet, o.frist,
		o.beboer, o.duf, []byte(o.navnSort), o.plasstype, o.personer}
}

func (e *endringer) lagre(ctx context.Context, tx *db.Tx) error {
	now := db.At(tx.Now())
	if err := db.BulkInsert(ctx, tx, insertOppgave, e.nye, ""); err != nil {
		return err
	}
	err := db.BulkInsert(ctx, tx, insertOppgave, e.endret, `ON CONFLICT (id) DO UPDATE SET
mottak = excluded.mottak, gradert = excluded.gradert, opprettet = excluded.opprettet, frist = excluded.frist,
beboer = excluded.beboer, duf = excluded.duf, navn_sort = excluded.navn_sort, plasstype = excluded.plasstype,
personer = excluded.personer, versjon = oppgave.versjon + 1`)
	if err != nil {
		return err
	}
	err = db.ExecIn(ctx, tx, `UPDATE oppgave SET apen = false, ferdig_tid = $1, versjon = versjon + 1 WHERE id IN $LIST`, e.lukket, now)
	if err != nil {
		return err
	}
	varsler := make([][]any, len(e.varsler))
	for i, o := range e.varsler {
		varsler[i] = []any{ident.New(), "mottak", o.mottak.String(), VarselKlar, o.sak, o.gradert, now}
	}
	err = db.BulkInsert(ctx, tx, `INSERT INTO varsel (id, org_type, org, type, gjelder, gradert, tid)`, varsler,
		`ON CONFLICT (type, gjelder, org_type, org) DO NOTHING`)
	if err != nil {
		return err
	}
	return e.lagreTall(ctx, tx)
}

func (e *endringer) lagreTall(ctx context.Context, tx *db.Tx) error {
	maps.DeleteFunc(e.tall, func(_ tallKey, n tall) bool { return n == tall{} })
	// Always in the same order, so that two transactions do not wait for each other.
	keys := slices.SortedFunc(maps.Keys(e.tall), func(a, b tallKey) int {
		return cmp.Or(cmp.Compare(string(a.mottak[:]), string(b.mottak[:])), a.frist.Compare(b.frist), compareBool(a.gradert, b.gradert))
	})
	rows := make([][]any, len(keys))
	var emptied []ident.ID
	for i, k := range keys {
		n := e.tall[k]
		rows[i] = []any{k.mottak, k.gradert, OppgaveBosettingssamtale, k.frist, n.oppgaver, n.personer}
		if n.oppgaver < 0 {
			emptied = append(emptied, k.mottak)
		}
	}
	err := db.BulkInsert(ctx, tx, `INSERT INTO oppgave_tall (mottak, gradert, type, frist, oppgaver, personer)`, rows,
		`ON CONFLICT (mottak, gradert, type, frist) DO UPDATE SET
oppgaver = oppgave_tall.oppgaver + excluded.oppgaver, personer = oppgave_tall.personer + excluded.personer`)
	if err != nil {
		return err
	}
	return db.ExecIn(ctx, tx, `DELETE FROM oppgave_tall WHERE oppgaver = 0 AND mottak IN $LIST`, slices.Compact(emptied))
}

// compareBool puts false first.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}
