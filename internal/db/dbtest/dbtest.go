// Package dbtest gives every test a fresh, migrated database of each engine.
//
// PostgreSQL comes from the server that BOSETT_TEST_POSTGRES names (an address
// with the right to make databases; make test starts one for all packages), or
// else from a throw-away server that this package starts once per test process
// and that ends with it. On a machine without the server programs the tests on
// PostgreSQL are skipped; with CI=true they fail.
package dbtest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest/pgserver"
)

// EnvServer names the variable with the address of a PostgreSQL test server.
const EnvServer = "BOSETT_TEST_POSTGRES"

// Dialects is every engine, in the order that tests run.
var Dialects = []db.Dialect{db.SQLite, db.Postgres}

// Run runs fn as the subtests "sqlite" and "postgres", each on a database of
// its own. fn may call t.Parallel.
func Run(t *testing.T, fn func(t *testing.T, d *db.DB), opts ...db.Option) {
	t.Helper()
	for _, dialect := range Dialects {
		t.Run(dialect.String(), func(t *testing.T) {
			fn(t, Open(t, dialect, opts...))
		})
	}
}

// Open opens a fresh migrated database of one engine, closed and removed when
// the test ends.
func Open(t testing.TB, dialect db.Dialect, opts ...db.Option) *db.DB {
	t.Helper()
	return open(t, URL(t, dialect), opts...)
}

// URL makes a fresh migrated database and gives its address, for tests that
// start the program itself or several nodes.
func URL(t testing.TB, dialect db.Dialect) string {
	t.Helper()
	if dialect == db.Postgres {
		return postgresURL(t, true)
	}
	path := filepath.Join(t.TempDir(), "bosett.db")
	file, err := sqliteTemplate()
	if err == nil {
		err = os.WriteFile(path, file, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

// EmptyURL gives the address of a database without any table, for tests of the
// migrations themselves.
func EmptyURL(t testing.TB, dialect db.Dialect) string {
	t.Helper()
	if dialect == db.Postgres {
		return postgresURL(t, false)
	}
	return "sqlite:" + filepath.Join(t.TempDir(), "bosett.db")
}

func open(t testing.TB, url string, opts ...db.Option) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), url, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// sqliteTemplate migrates one file per process and keeps it in memory; copying
// it takes a millisecond.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "bosett-sqlite-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	if err := migrate("sqlite:" + path); err != nil {
		return nil, err
	}
	// The last connection to close has moved everything from the log to the file.
	return os.ReadFile(path)
})

func migrate(url string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, url)
	if err != nil {
		return err
	}
	return errors.Join(db.Migrate(ctx, d), d.Close())
}

// server is the server of this process. It must stay reachable: its pipe closes,
// and the server ends, when it is collected.
var server = sync.OnceValues(func() (*pgserver.Server, error) {
	if url := os.Getenv(EnvServer); url != "" {
		return &pgserver.Server{URL: url}, nil
	}
	return pgserver.Start(context.Background())
})
