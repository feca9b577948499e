package db_test

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/ident"
)

// A database that takes no changes is one that cannot answer now, and it is asked again
// on a new connection; a reading transaction that writes is our own bug.
func TestClosedForWriting(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		add := func() error { return write(t, d, "INSERT INTO prove (id) VALUES ($1)", ident.New()) }
		_, writer := d.Pools()
		closed, open := "PRAGMA query_only = 1", "PRAGMA query_only = 0"
		if d.Dialect() == db.Postgres {
			// The connection is not used again: the next one may lead to another server.
			closed, open = "SET default_transaction_read_only = on", "SELECT 1"
		}
		_, err := writer.Exec(closed)
		must(t, err)
		if err := add(); !errors.Is(err, db.ErrUnavailable) || !fault.Is(err, fault.Unavailable) {
			t.Errorf("closed for writing: got %v, want unavailable", err)
		}
		_, err = writer.Exec(open)
		must(t, err)
		must(t, add())
		err = d.Read(ctx, func(rx *db.Rx) error {
			_, err := rx.ExecContext(ctx, "DELETE FROM prove")
			return err
		})
		if err == nil || errors.Is(err, db.ErrUnavailable) {
			t.Errorf("writing in a reading transaction: got %v, want an error that is a bug", err)
		}
	}, db.WithPool(2, 1))
}

// What a saved answer means cannot be turned off by a default of the server or the role.
func TestPostgresDurableSettings(t *testing.T) {
	for address, want := range map[string]string{
		"":                                 "on warning",
		"&synchronous_commit=off":          "on warning",
		"&synchronous_commit=local":        "local warning",
		"&client_min_messages=error":       "on warning",
		"&client_min_messages=notice":      "on notice",
		"&synchronous_commit=remote_apply": "remote_apply warning",
	} {
		base := dbtest.EmptyURL(t, db.Postgres)
		if !strings.Contains(address, "client_min_messages") {
			address += "&client_min_messages=warning"
		}
		_, writer := open(t, base+address).Pools()
		var got string
		must(t, writer.QueryRow("SELECT current_setting('synchronous_commit') || ' ' || current_setting('client_min_messages')").Scan(&got))
		if got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}

// A COMMIT of unknown outcome leaves no connection behind that anything else is asked on.
func TestPostgresUnconfirmedDropsConnection(t *testing.T) {
	d := open(t, dbtest.EmptyURL(t, db.Postgres))
	create(t, d)
	pid := func() (n int) {
		must(t, d.Write(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRowContext(t.Context(), "SELECT pg_backend_pid()").Scan(&n)
		}))
		return n
	}
	before := pid()
	if pid() != before {
		t.Fatal("the pool does not keep its connection")
	}
	_, writer := d.Pools()
	db.MarkUnconfirmed(t, writer)
	if err := d.Write(t.Context(), func(tx *db.Tx) error { return nil }); !errors.Is(err, db.ErrUnavailable) {
		t.Errorf("got %v, want unavailable", err)
	}
	if pid() == before {
		t.Error("the connection was used again")
	}
}

// Over TCP, a server that has lost its power is found out; see limitUnanswered.
func TestPostgresDeadPeer(t *testing.T) {
	u, err := url.Parse(dbtest.EmptyURL(t, db.Postgres))
	must(t, err)
	q := u.Query()
	if q.Get("host") == "" {
		t.Skip("the test server does not listen on a socket of its own")
	}
	socket := q.Get("host") + "/.s.PGSQL." + q.Get("port")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer listener.Close()
	go relay(listener, socket)
	q.Set("host", "127.0.0.1")
	q.Set("port", strings.TrimPrefix(listener.Addr().String(), "127.0.0.1:"))
	u.RawQuery = q.Encode()
	config, err := db.PostgresConfig(u.String())
	must(t, err)
	var seen atomic.Int64
	dial := config.DialFunc
	config.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := dial(ctx, network, address)
		if err == nil {
			seen.Store(int64(db.UnansweredLimit(t, c)))
		}
		return c, err
	}
	conn, err := pgx.ConnectConfig(t.Context(), config)
	must(t, err)
	defer conn.Close(context.Background())
	if seen.Load() != 10_000 {
		t.Errorf("a dead server is found out after %d ms, want 10000", seen.Load())
	}
}

// relay joins a TCP port with the server's own socket.
func relay(listener net.Listener, socket string) {
	for {
		in, err := listener.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("unix", socket)
		if err != nil {
			in.Close()
			continue
		}
		go func() { defer in.Close(); _, _ = in.(*net.TCPConn).ReadFrom(out) }()
		go func() { defer out.Close(); _, _ = in.(*net.TCPConn).WriteTo(out) }()
	}
}
