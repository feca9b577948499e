package demo

import (
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
)

// BenchmarkSeed measures residents per second, all at one centre.
func BenchmarkSeed(b *testing.B) {
	const n = 40_000
	for _, dialect := range dbtest.Dialects {
		b.Run(dialect.String(), func(b *testing.B) {
			for range b.N {
				d := dbtest.Open(b, dialect)
				if err := Fill(b.Context(), d, db.NewDate(2025, 11, 22), nil); err != nil {
					b.Fatal(err)
				}
				b.ResetTimer()
				if err := Seed(b.Context(), d, SeedOptions{Beboere: n, EttMottak: true, Today: db.NewDate(2025, 11, 22)}); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(n/b.Elapsed().Seconds(), "persons/s")
			}
		})
	}
}
