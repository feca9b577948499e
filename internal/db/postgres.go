package db

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"net/url"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// openPostgres opens a pool for reading and one for writing.
func (d *DB) openPostgres(address string) error {
	d.dialect = Postgres
	reader, err := d.pgConfig(address)
	if err != nil {
		return err
	}
	writer := reader.Copy()
	limit(reader, "statement_timeout", d.readTimeout)
	// An address may shorten reading only: a COMMIT must never be cut short.
	delete(writer.RuntimeParams, "statement_timeout")
	limit(writer, "lock_timeout", d.lockTimeout)
	writer.OnNotice = markUnconfirmed

	d.reader, d.writer = stdlib.OpenDB(*reader), stdlib.OpenDB(*writer, stdlib.OptionAfterConnect(durable))
	d.reader.SetMaxOpenConns(d.readers)
	d.reader.SetMaxIdleConns(d.readers)
	d.writer.SetMaxOpenConns(d.writers)
	d.writer.SetMaxIdleConns(d.writers)
	for _, pool := range []*sql.DB{d.reader, d.writer} {
		// After a failover the connections spread to the new primary by themselves.
		pool.SetConnMaxLifetime(30 * time.Minute)
	}
	return nil
}

func (d *DB) pgConfig(address string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		// pgx leaves the password out of its message.
		return nil, err
	}
	// The default mode of pgx keeps prepared statements on the server, which
	// breaks behind a pooler that gives each transaction another connection.
	if u, err := url.Parse(address); err == nil && !u.Query().Has("default_query_exec_mode") {
		config.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "bosett"
	}
	config.DialFunc = dialer(config.ConnectTimeout).DialContext
	return config, nil
}

// limit sends a time limit unless the address says another; 0 there sends none.
func limit(config *pgx.ConnConfig, name string, d time.Duration) {
	switch given, ok := config.RuntimeParams[name]; {
	case ok && given == "0":
		delete(config.RuntimeParams, name)
	case !ok && d > 0:
		config.RuntimeParams[name] = strconv.FormatInt(d.Milliseconds(), 10)
	}
}

// deadPeer is how long a server may leave the network's own questions unanswered. A
// host that loses its power says nothing, and without a limit a connection to it hangs
// for a quarter of an hour, in which every save would wait. A server that is only slow,
// or waits for its standby, answers on this level.
const deadPeer = 10 * time.Second

func dialer(timeout time.Duration) *net.Dialer {
	return &net.Dialer{
		Timeout:   cmp.Or(timeout, 5*time.Second),
		KeepAlive: -1, // KeepAliveConfig says it
		KeepAliveConfig: net.KeepAliveConfig{
			Enable: true, Idle: deadPeer / 2, Interval: deadPeer / 4, Count: 2,
		},
		Control: limitUnanswered,
	}
}

// durable holds a new writing connection to what a saved answer means, whatever the
// server's, the role's or the address's defaults are: COMMIT answers when the rows are
// on disk, and the warning that markUnconfirmed looks for is sent.
func durable(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `SELECT CASE WHEN current_setting('synchronous_commit') = 'off'
			THEN set_config('synchronous_commit', 'on', false) END,
		CASE WHEN current_setting('client_min_messages') = 'error'
			THEN set_config('client_min_messages', 'warning', false) END`)
	return err
}

const unconfirmed = "bosett.unconfirmed"

// markUnconfirmed notes that the server gave up waiting for its standby. It
// then answers COMMIT with success although a failover would lose the rows, and
// this notice is the only trace. The text depends on the server's language and
// the code is shared with other warnings, but the place in the source is not.
func markUnconfirmed(conn *pgconn.PgConn, n *pgconn.Notice) {
	if n.Routine == "SyncRepWaitForLSN" {
		conn.CustomData()[unconfirmed] = true
	}
}

// confirm turns such a COMMIT into an error, and lets go of the connection: whether
// the rows stay is not known, and what comes next must begin from nothing. On SQLite
// there is nothing to ask.
func confirm(conn *sql.Conn) error {
	var missing bool
	err := conn.Raw(func(c any) error {
		if c, ok := c.(*stdlib.Conn); ok {
			data := c.Conn().PgConn().CustomData()
			missing = data[unconfirmed] != nil
		}
		return nil
	})
	if missing {
		drop(conn)
		return errUnconfirmed
	}
	return err
}

// drop closes the connection of PostgreSQL instead of giving it back to the pool, so
// that the next one is dialled, after a failover to another server. SQLite has one
// writer, and its file is the same however often it is opened.
func drop(conn *sql.Conn) {
	_ = conn.Raw(func(c any) error {
		if _, ok := c.(*stdlib.Conn); ok {
			return driver.ErrBadConn
		}
		return nil
	})
}

var errUnconfirmed = errors.New("the standby has not confirmed the commit")
