package db

import (
	"database/sql"
	"errors"
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

	d.reader, d.writer = stdlib.OpenDB(*reader), stdlib.OpenDB(*writer)
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

// confirm turns such a COMMIT into an error; on SQLite there is nothing to ask.
func confirm(conn *sql.Conn) error {
	var missing bool
	err := conn.Raw(func(driver any) error {
		if c, ok := driver.(*stdlib.Conn); ok {
			data := c.Conn().PgConn().CustomData()
			missing = data[unconfirmed] != nil
			delete(data, unconfirmed)
		}
		return nil
	})
	if missing {
		return errUnconfirmed
	}
	return err
}

var errUnconfirmed = errors.New("the standby has not confirmed the commit")
