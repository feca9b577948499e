package beboer

import (
	"context"
	"fmt"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/i18n"
	"bosett/internal/ident"
)

// nyttMottak writes a centre (and its kommune) for tests.
func nyttMottak(ctx context.Context, tx *db.Tx, n int) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO kommune (nummer, navn, navn_sort, fylkesnummer, fylkesnavn, breddegrad, lengdegrad, gyldig_fra)
VALUES ('1119', 'Hå', $1, '11', 'Rogaland', 58.6, 5.6, '2020-01-01') ON CONFLICT (nummer) DO NOTHING`, i18n.SortKey("Hå"))
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO mottak (id, mot_id, kode, navn, navn_sort, kategori, kommune, endret_tid)
VALUES ($1, $2, $3, $4, $5, 'mottak', '1119', $6)`,
		ident.New(), motID(n), fmt.Sprintf("%04d", n), "Mottak", i18n.SortKey("Mottak"), db.At(tx.Now()))
	return err
}

func motID(n int) string { return fmt.Sprintf("MOT%06d", n) }

var (
	fornavn   = []string{"Amina", "Yusuf", "Olena", "Dmytro", "Farah", "Håkon", "Noor", "Selam", "Bahar", "Ali"}
	etternavn = []string{"Syntet-Nordby", "Syntet Ås", "Syntetisk-Li", "Syntet_Fjell", "Syntetvik", "Syntetstad"}
)

// synthetic makes person n: four in a family, spread over a hundred centres.
func synthetic(n int) Inn {
	family := n / 4
	inn := Inn{
		Duf:             string(NyDuf(2020, 900_000+n%100_000)),
		RegNummer:       fmt.Sprintf("%09d", 900_000_000+family),
		Fornavn:         fornavn[n%len(fornavn)],
		Etternavn:       fmt.Sprintf("%s %d", etternavn[family%len(etternavn)], family),
		Fodt:            db.NewDate(1960+n%60, 1, 1+n%365),
		Kjonn:           string(KjonnKoder[n%2].Kode),
		Statsborgerskap: "SY",
		Persontype:      string(Persontyper[n%len(Persontyper)].Kode),
		Familierolle:    []string{"far", "mor", "datter", "sonn"}[n%4],
		MotID:           motID(1 + n/500),
		Plasstype:       "ORD",
	}
	if fnr, ok := SyntetiskFodselsnummer(inn.Fodt, n); ok {
		inn.Fodselsnummer = string(fnr)
	}
	return inn
}

// BenchmarkImport is 50,000 new residents in batches of 1,000; see persons/s.
func BenchmarkImport(b *testing.B) {
	const total, batch = 50_000, 1000
	ctx := context.Background()
	for _, dialect := range dbtest.Dialects {
		b.Run(dialect.String(), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				d := dbtest.Open(b, dialect)
				err := d.Write(ctx, func(tx *db.Tx) error {
					for n := range 100 {
						if err := nyttMottak(ctx, tx, n+1); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				for start := 0; start < total; start += batch {
					lines := make([]Inn, batch)
					for i := range lines {
						lines[i] = synthetic(start + i)
					}
					err := d.Write(ctx, func(tx *db.Tx) error {
						_, err := ImportBatch(ctx, tx, lines)
						return err
					})
					if err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(total)*float64(b.N)/b.Elapsed().Seconds(), "persons/s")
		})
	}
}
