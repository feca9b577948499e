package dbtest

import (
	"context"
	"testing"

	"bosett/internal/db"
)

// Two tests on the same engine must not see each other's rows, and both must
// find the tables of the migrations.
func TestFreshDatabases(t *testing.T) {
	ctx := context.Background()
	for range 2 {
		Run(t, func(t *testing.T, d *db.DB) {
			err := d.Write(ctx, func(tx *db.Tx) error {
				_, err := tx.ExecContext(ctx, "INSERT INTO innstilling (nokkel, verdi) VALUES ($1, $2)", "datatype", "demo")
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

func BenchmarkFreshDatabase(b *testing.B) {
	for _, dialect := range Dialects {
		b.Run(dialect.String(), func(b *testing.B) {
			for b.Loop() {
				Open(b, dialect)
			}
		})
	}
}
