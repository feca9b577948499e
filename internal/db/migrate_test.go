package db_test

import (
	"io/fs"
	"slices"
	"sync"
	"testing"
	"testing/fstest"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/db/migrations"
	"bosett/internal/db/translate"
)

// Nobody edits a SQLite migration, and nobody forgets to generate one.
func TestSQLiteMigrationsAreTheTranslation(t *testing.T) {
	names := func(files fs.FS) []string {
		t.Helper()
		found, err := fs.Glob(files, "*")
		must(t, err)
		return found
	}
	postgres, sqlite := names(migrations.Postgres()), names(migrations.SQLite())
	if len(postgres) == 0 || !slices.Equal(postgres, sqlite) {
		t.Fatalf("PostgreSQL has %v, SQLite %v: run go generate ./internal/db", postgres, sqlite)
	}
	for _, name := range postgres {
		source, err := fs.ReadFile(migrations.Postgres(), name)
		must(t, err)
		got, err := fs.ReadFile(migrations.SQLite(), name)
		must(t, err)
		want, err := translate.ToSQLite(name, string(source))
		must(t, err)
		if string(got) != want {
			t.Errorf("%s is not the translation: run go generate ./internal/db", name)
		}
	}
}

// Three nodes start at the same moment on an empty database.
func TestConcurrentMigrate(t *testing.T) {
	for _, dialect := range dbtest.Dialects {
		t.Run(dialect.String(), func(t *testing.T) {
			url := dbtest.EmptyURL(t, dialect)
			var wg sync.WaitGroup
			for range 3 {
				node := open(t, url)
				wg.Go(func() {
					if err := db.Migrate(t.Context(), node); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			must(t, write(t, open(t, url), "INSERT INTO innstilling (nokkel, verdi) VALUES ('a', 'b')"))
		})
	}
}

// Every migration has a way back, and the way forth works again after it.
func TestMigrateDownAndUp(t *testing.T) {
	for _, dialect := range dbtest.Dialects {
		t.Run(dialect.String(), func(t *testing.T) {
			d := open(t, dbtest.URL(t, dialect))
			files, tables := migrations.Postgres(), "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'"
			if dialect == db.SQLite {
				files, tables = migrations.SQLite(), "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
			}
			must(t, d.MigrateDown(t.Context(), files))
			var left int
			read(t, d, tables, nil, &left)
			if left != 1 {
				t.Errorf("%d tables are left, want goose's own only", left)
			}
			must(t, db.Migrate(t.Context(), d))
		})
	}
}

// A migration that fails halfway leaves nothing of itself behind and can be
// mended; the one before it stays.
func TestFailedMigrationLeavesNothing(t *testing.T) {
	for _, dialect := range dbtest.Dialects {
		t.Run(dialect.String(), func(t *testing.T) {
			d := open(t, dbtest.EmptyURL(t, dialect))
			files := fstest.MapFS{
				"00001_a.sql": {Data: []byte("-- +goose Up\nCREATE TABLE a (x text);\n")},
				"00002_b.sql": {Data: []byte("-- +goose Up\nCREATE TABLE b (x text);\nINSERT INTO nowhere (x) VALUES ('1');\n")},
			}
			if err := d.MigrateFiles(t.Context(), files); err == nil {
				t.Fatal("a broken migration went through")
			}
			must(t, write(t, d, "INSERT INTO a (x) VALUES ('1')"))
			files["00002_b.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE b (x text);\n")}
			must(t, d.MigrateFiles(t.Context(), files))
			must(t, write(t, d, "INSERT INTO b (x) VALUES ('1')"))
		})
	}
}
