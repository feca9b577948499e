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
)

// RyddKvitteringer deletes some of the receipts that are too old; igjen tells that there
// may be more.
func RyddKvitteringer(ctx context.Context, tx *db.Tx) (igjen bool, err error) {
	n, err := samtaledb.New(tx).DeleteIdem(ctx, samtaledb.DeleteIdemParams{
		SettTid: db.At(tx.Now().Add(-kvitteringstid)), Limit: kvitteringsparti,
	})
	return n == kvitteringsparti, err
}
