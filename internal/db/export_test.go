package db

import (
	"context"
	"database/sql"
	"io/fs"
	"net"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/pressly/goose/v3"
)

// MigrateFiles runs other migrations than our own.
func (d *DB) MigrateFiles(ctx context.Context, files fs.FS) error {
	return d.migrate(ctx, files, func(p *goose.Provider) error {
		_, err := p.Up(ctx)
		return err
	})
}

// MigrateDown takes everything away again.
func (d *DB) MigrateDown(ctx context.Context, files fs.FS) error {
	return d.migrate(ctx, files, func(p *goose.Provider) error {
		_, err := p.DownTo(ctx, 0)
		return err
	})
}

// Pools gives the reader and the writer, to look at what they are set to.
func (d *DB) Pools() (reader, writer *sql.DB) { return d.reader, d.writer }

// PostgresConfig is what a connection to the address is made with.
func PostgresConfig(address string) (*pgx.ConnConfig, error) { return (&DB{}).pgConfig(address) }

// MarkUnconfirmed marks the pool's idle connection as the warning of a cancelled wait does.
func MarkUnconfirmed(t *testing.T, pool *sql.DB) {
	t.Helper()
	conn, err := pool.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	err = conn.Raw(func(c any) error {
		c.(*stdlib.Conn).Conn().PgConn().CustomData()[unconfirmed] = true
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// UnansweredLimit reads back the milliseconds that limitUnanswered has set.
func UnansweredLimit(t *testing.T, c net.Conn) (ms int) {
	t.Helper()
	raw, err := c.(syscall.Conn).SyscallConn()
	if err == nil {
		err = raw.Control(func(fd uintptr) { ms, err = syscall.GetsockoptInt(int(fd), syscall.IPPROTO_TCP, 18) })
	}
	if err != nil {
		t.Fatal(err)
	}
	return ms
}
