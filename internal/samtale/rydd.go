package samtale

import (
	"context"
	"time"

	"bosett/internal/db"
	"bosett/internal/samtale/samtaledb"
)

const (
	// kvitteringstid is how long a receipt is kept after it was last asked for (privacy.md
	// 7.3). A browser that still has the answer unsent after that meets the version it was
	// written over, as anybody does who comes late: nothing is done twice.
	kvitteringstid = 7 * 24 * time.Hour
	// kvitteringsparti is how many one transaction deletes: on SQLite those who save wait
	// for it.
	kvitteringsparti = 500
	// angretid is how long a row that its author threw away can be fetched back; then it
	// is gone, since nobody may keep what IMDi was never sent.
	angretid = 24 * time.Hour
	// kasteparti is how many such rows one transaction deletes.
	kasteparti = 100
)

// RyddKvitteringer deletes some of the receipts that are too old; igjen tells that there
// may be more.
func RyddKvitteringer(ctx context.Context, tx *db.Tx) (igjen bool, err error) {
	n, err := samtaledb.New(tx).DeleteIdem(ctx, samtaledb.DeleteIdemParams{
		SettTid: db.At(tx.Now().Add(-kvitteringstid)), Limit: kvitteringsparti,
	})
	return n == kvitteringsparti, err
}

// RyddForseglet deletes some of the open sealed rows that their authors threw away long
// ago, or left with nothing in them; a text that its author has not thrown away is the
// author's until it is sealed. igjen tells that there may be more.
func RyddForseglet(ctx context.Context, tx *db.Tx) (igjen bool, err error) {
	q := samtaledb.New(tx)
	rader, err := q.ListKastede(ctx, samtaledb.ListKastedeParams{FjernetTid: db.SomeTime(tx.Now().Add(-angretid)), Limit: kasteparti, StartetTid: db.At(tx.Now().Add(-angretid))})
	if err != nil {
		return false, err
	}
	for _, r := range rader {
		if err := q.KastSvar(ctx, samtaledb.KastSvarParams(r)); err != nil {
			return false, err
		}
		if err := q.KastRad(ctx, samtaledb.KastRadParams(r)); err != nil {
			return false, err
		}
	}
	return len(rader) == kasteparti, nil
}
