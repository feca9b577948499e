package beboer

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"bosett/internal/db"
	"bosett/internal/ident"
)

// tallKey is one row of beboer_tall: the filters that a list's count can have.
type tallKey struct {
	mottak     ident.ID
	gradert    bool
	harSak     bool
	sakStatus  string
	persontype Persontype
}

func (t tilstand) tallKey() tallKey {
	return tallKey{t.Mottak, t.Gradert, t.HarSak, t.SakStatus, t.Persontype}
}

// lagreTall moves each changed resident from the count it was in to the one it is in.
func lagreTall(ctx context.Context, tx *db.Tx, changed []*person) error {
	delta := map[tallKey]int64{}
	for _, p := range changed {
		if p.lagret != nil {
			delta[p.lagret.tallKey()]--
		}
		delta[p.naa.tallKey()]++
	}
	maps.DeleteFunc(delta, func(_ tallKey, n int64) bool { return n == 0 })
	// Always in the same order, so that two transactions do not wait for each other.
	keys := slices.SortedFunc(maps.Keys(delta), func(a, b tallKey) int {
		return cmp.Or(cmp.Compare(string(a.mottak[:]), string(b.mottak[:])), cmp.Compare(a.sakStatus, b.sakStatus),
			cmp.Compare(a.persontype, b.persontype), compareBool(a.gradert, b.gradert), compareBool(a.harSak, b.harSak))
	})
	rows := make([][]any, len(keys))
	var emptied []ident.ID
	for i, k := range keys {
		rows[i] = []any{k.mottak, k.gradert, k.harSak, k.sakStatus, string(k.persontype), delta[k]}
		if delta[k] < 0 {
			emptied = append(emptied, k.mottak)
		}
	}
	err := db.BulkInsert(ctx, tx, `INSERT INTO beboer_tall (mottak, gradert, har_sak, sak_status, persontype, antall)`, rows,
		`ON CONFLICT (mottak, gradert, har_sak, sak_status, persontype) DO UPDATE SET antall = beboer_tall.antall + excluded.antall`)
	if err != nil {
		return err
	}
	return db.ExecIn(ctx, tx, `DELETE FROM beboer_tall WHERE antall = 0 AND mottak IN $LIST`, slices.Compact(emptied))
}

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
