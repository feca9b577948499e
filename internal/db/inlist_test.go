package db_test

import (
	"context"
	"database/sql"
	"strconv"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
)

// Lists shorter, equal to and longer than a chunk find every row exactly once.
func TestListOfAnyLength(t *testing.T) {
	ctx := context.Background()
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		err := d.Write(ctx, func(tx *db.Tx) error {
			var rows [][]any
			for i := range 1200 {
				rows = append(rows, []any{strconv.Itoa(i), "x"})
			}
			return db.BulkInsert(ctx, tx, "INSERT INTO innstilling (nokkel, verdi)", rows, "")
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{0, 1, 2, 8, 9, 512, 513, 1200} {
			keys := make([]string, n)
			for i := range keys {
				keys[i] = strconv.Itoa(i)
			}
			seen := map[string]int{}
			err := d.Write(ctx, func(tx *db.Tx) error {
				if err := db.ExecIn(ctx, tx, "UPDATE innstilling SET verdi = $1 WHERE nokkel IN $LIST", keys, strconv.Itoa(n)); err != nil {
					return err
				}
				return db.QueryIn(ctx, tx, "SELECT nokkel FROM innstilling WHERE verdi = $1 AND nokkel IN $LIST", keys,
					func(r *sql.Rows) error {
						var key string
						err := r.Scan(&key)
						seen[key]++
						return err
					}, strconv.Itoa(n))
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(seen) != n {
				t.Errorf("list of %d: %d rows", n, len(seen))
			}
			for key, times := range seen {
				if times != 1 {
					t.Errorf("list of %d: %s seen %d times", n, key, times)
				}
			}
		}
	})
}
