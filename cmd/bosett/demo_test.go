package main

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"bosett/internal/app"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
)

// content is every row of the tables that a start could change.
func content(t *testing.T, url string) (rows []string) {
	t.Helper()
	d := handle(t, url)
	err := d.Read(t.Context(), func(r *db.Rx) error {
		for _, table := range []string{"goose_db_version", "kommune", "innstilling", "mottak", "bruker", "beboer"} {
			q, err := r.QueryContext(t.Context(), `SELECT * FROM `+table)
			if err != nil {
				return err
			}
			columns, err := q.Columns()
			if err != nil {
				return err
			}
			cells := make([]any, len(columns))
			into := make([]any, len(columns))
			for i := range cells {
				into[i] = &cells[i]
			}
			for q.Next() {
				if err := q.Scan(into...); err != nil {
					return err
				}
				rows = append(rows, table+fmt.Sprint(cells))
			}
			if err := q.Err(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(rows)
	return rows
}

func handle(t *testing.T, url string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// A demo started at a register's address by mistake changes nothing there: neither its
// schema, which somebody upgrades when they mean to, nor its reference tables.
func TestDemoLeavesRealDataAlone(t *testing.T) {
	for _, dialect := range dbtest.Dialects {
		for name, real := range map[string][]string{
			"imported": {`INSERT INTO innstilling (nokkel, verdi) VALUES ('data', 'virkelig')`},
			"registered by hand": {`INSERT INTO bruker (id, navn, navn_sort, epost, opprettet_tid)
				SELECT '0199aaaa-0000-7000-8000-000000000000', 'Ida', navn_sort, 'ida@example.no', '2025-01-01T00:00:00Z' FROM kommune LIMIT 1`},
			"of an older program": {`INSERT INTO innstilling (nokkel, verdi) VALUES ('data', 'virkelig')`, `DELETE FROM goose_db_version WHERE version_id > 0`},
		} {
			t.Run(dialect.String()+", "+name, func(t *testing.T) {
				url := dbtest.URL(t, dialect)
				t.Setenv("BOSETT_DATABASE_URL", url)
				d := handle(t, url)
				if err := app.Migrate(t.Context(), d); err != nil {
					t.Fatal(err)
				}
				err := d.Write(t.Context(), func(tx *db.Tx) error {
					for _, change := range append(real, `UPDATE kommune SET navn = 'Gamlenavn' WHERE nummer = '1119'`) {
						if _, err := tx.ExecContext(t.Context(), change); err != nil {
							return fmt.Errorf("%s: %w", change, err)
						}
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				before := content(t, url)
				for _, line := range []string{"serve --demo", "seed --beboere 10"} {
					runAll(t, step{line, 1, "virkelige data"})
					if after := content(t, url); !slices.Equal(before, after) {
						t.Errorf("bosett %s changed the database:\n%q\nwas\n%q", line, after, before)
					}
				}
			})
		}
	}
}

// A database without tables holds nobody: it becomes a demo.
func TestDemoOnAnEmptyDatabase(t *testing.T) {
	for _, dialect := range dbtest.Dialects {
		t.Run(dialect.String(), func(t *testing.T) {
			url := dbtest.EmptyURL(t, dialect)
			t.Setenv("BOSETT_DATABASE_URL", url)
			t.Setenv("BOSETT_ADDR", "127.0.0.1:0")
			ctx, stop := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { done <- serve(ctx, []string{"--demo"}) }()
			d := handle(t, url)
			for filled, i := 0, 0; filled == 0; i++ {
				_ = d.Read(t.Context(), func(r *db.Rx) error { // no such table at first
					return r.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM innstilling WHERE nokkel = 'demo_ferdig'`).Scan(&filled)
				})
				if i > 600 {
					t.Fatal("the demo is never filled")
				}
				time.Sleep(50 * time.Millisecond)
			}
			stop()
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
}
