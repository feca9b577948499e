package db_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/db/dbtest/pgserver"
	"bosett/internal/ident"
)

// synchronous = 2 is FULL: with 1, a power cut loses acknowledged commits.
func TestSQLiteSettings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a folder", "50% ?mode=ro#1.db")
	d := open(t, "sqlite:"+path)
	create(t, d)
	reader, writer := d.Pools()
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000",
	} {
		var got string
		must(t, writer.QueryRow("PRAGMA "+pragma).Scan(&got))
		if got != want {
			t.Errorf("writer: %s = %s, want %s", pragma, got, want)
		}
	}
	var queryOnly int
	must(t, reader.QueryRow("PRAGMA query_only").Scan(&queryOnly))
	if n := writer.Stats().MaxOpenConnections; queryOnly != 1 || n != 1 {
		t.Errorf("query_only = %d, writers = %d, want 1 and 1", queryOnly, n)
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(path + suffix)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v, want a file for its owner only", path+suffix, info, err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, url := range []string{"", "mysql://x", "sqlite:", "sqlite::memory:", "sqlite:/dev/null/x.db", "postgres://127.0.0.1:1/x?connect_timeout=2"} {
		if d, err := db.Open(t.Context(), url); err == nil {
			d.Close()
			t.Errorf("%q was opened", url)
		}
	}
	_, err := db.Open(t.Context(), "postgres://bruker:hemmelig@127.0.0.1:1/x")
	if err == nil || strings.Contains(err.Error(), "hemmelig") {
		t.Errorf("the password stands in %v", err)
	}
}

// A slow list and a lock that somebody holds end by themselves.
func TestPostgresTimeouts(t *testing.T) {
	d := open(t, dbtest.EmptyURL(t, db.Postgres), db.WithTimeouts(100*time.Millisecond, 100*time.Millisecond))
	create(t, d)
	ctx, cancel := background()
	defer cancel()
	err := d.Read(ctx, func(rx *db.Rx) error {
		_, err := rx.ExecContext(ctx, "SELECT pg_sleep(20)")
		return err
	})
	if !errors.Is(err, db.ErrUnavailable) {
		t.Errorf("slow reading: got %v, want unavailable", err)
	}
	insert(t, d, "ord", "'a'")
	must(t, d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE prove SET antall = 1")
		must(t, err)
		if err := write(t, d, "UPDATE prove SET antall = 2"); !errors.Is(err, db.ErrUnavailable) {
			t.Errorf("held lock: got %v, want unavailable", err)
		}
		return nil
	}))
}

// After a restart of the server the pool holds dead connections; nobody should notice.
func TestPostgresLostConnections(t *testing.T) {
	url := dbtest.EmptyURL(t, db.Postgres)
	d := open(t, url)
	create(t, d)
	count(t, d)
	admin, err := pgx.Connect(t.Context(), url)
	must(t, err)
	defer admin.Close(context.Background())
	_, err = admin.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	must(t, err)
	insert(t, d, "ord", "'a'")
	if n := count(t, d); n != 1 {
		t.Errorf("%d rows, want 1", n)
	}
}

// The server answers COMMIT with success when the wait for the standby is
// cancelled, although a failover would lose the rows. We must not say "saved".
func TestPostgresUnconfirmedCommit(t *testing.T) {
	ctx, cancel := background()
	defer cancel()
	server, err := pgserver.Start(ctx, "synchronous_standby_names=nobody")
	if errors.Is(err, pgserver.ErrNotInstalled) && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	must(t, err)
	defer server.Stop()
	create(t, open(t, server.URL+"&synchronous_commit=local"))

	d := open(t, server.URL)
	saved := make(chan error, 1)
	go func() {
		saved <- d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, "INSERT INTO prove (id) VALUES ($1)", ident.New())
			return err
		})
	}()
	admin, err := pgx.Connect(ctx, server.URL)
	must(t, err)
	defer admin.Close(context.Background())
	for cancelled := false; !cancelled; {
		err := admin.QueryRow(ctx, `SELECT COALESCE(BOOL_OR(pg_cancel_backend(pid)), false)
			FROM pg_stat_activity WHERE wait_event = 'SyncRep'`).Scan(&cancelled)
		must(t, err)
	}
	if err := <-saved; !errors.Is(err, db.ErrUnavailable) {
		t.Errorf("got %v, want unavailable", err)
	}
}

// The address may set the limits; a limit on reading must never reach COMMIT.
func TestPostgresTimeoutsInTheAddress(t *testing.T) {
	for address, want := range map[string][2]string{
		"":                       {"10s", "0"},
		"&statement_timeout=700": {"700ms", "0"},
		"&statement_timeout=0":   {"0", "0"},
	} {
		reader, writer := open(t, dbtest.EmptyURL(t, db.Postgres)+address).Pools()
		var got [2]string
		must(t, reader.QueryRow("SHOW statement_timeout").Scan(&got[0]))
		must(t, writer.QueryRow("SHOW statement_timeout").Scan(&got[1]))
		if got != want {
			t.Errorf("%q: reading and writing end after %v, want %v", address, got, want)
		}
	}
}
