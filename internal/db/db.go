// Package db opens the database and gives out the two handles that everything
// else uses: Rx, which reads one snapshot, and Tx, which writes in one
// transaction. SQLite and PostgreSQL are the same to the caller; what differs
// between them stays in this package.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Dialect names the engine. Only this package, the migrations and the few
// hand-written queries that cannot be portable ask for it.
type Dialect int

// The two engines.
const (
	SQLite Dialect = iota + 1
	Postgres
)

// String gives the name used in addresses, logs and test names.
func (d Dialect) String() string {
	switch d {
	case SQLite:
		return "sqlite"
	case Postgres:
		return "postgres"
	default:
		return fmt.Sprintf("dialect %d", int(d))
	}
}

// DB is one open database. It is safe for concurrent use.
//
// Reads and writes have a pool each: on SQLite because there is one writer, on
// PostgreSQL so that slow lists can never take the connections that saving needs.
type DB struct {
	dialect Dialect
	reader  *sql.DB
	writer  *sql.DB
	// lockFile is where concurrent migrations of one SQLite file meet; empty on PostgreSQL.
	lockFile string
	settings
}

type settings struct {
	clock            func() time.Time
	readers, writers int
	wait             time.Duration
	readTimeout      time.Duration
	lockTimeout      time.Duration
}

// Option changes a default of Open.
type Option func(*settings)

// WithClock replaces the wall clock, for tests.
func WithClock(clock func() time.Time) Option {
	return func(s *settings) { s.clock = clock }
}

// WithPool sets how many connections may read and write at the same time
// (default 8 and 8). SQLite always has one writer, whatever is asked for.
func WithPool(readers, writers int) Option {
	return func(s *settings) { s.readers, s.writers = readers, writers }
}

// WithWait sets how long a transaction waits for a free connection before it
// ends with ErrUnavailable (default 3 s), so that a crowd is told to come back
// instead of hanging.
func WithWait(d time.Duration) Option {
	return func(s *settings) { s.wait = d }
}

// WithTimeouts sets what PostgreSQL ends by itself: one reading statement
// (default 10 s) and a wait for a row lock (default 3 s). Writing statements
// have no limit, since a COMMIT cut short is neither saved nor lost. Zero sends
// no limit, and so does statement_timeout=0&lock_timeout=0 in the address, which
// PgBouncer needs unless it is told to ignore these parameters.
func WithTimeouts(read, lock time.Duration) Option {
	return func(s *settings) { s.readTimeout, s.lockTimeout = read, lock }
}

// Open connects to the database at url: "sqlite:PATH" (the file and its folder
// are made if missing) or "postgres://…". It returns an error if the database
// does not answer. It does not migrate; see Migrate.
func Open(ctx context.Context, url string, opts ...Option) (*DB, error) {
	d := &DB{settings: settings{
		clock:       time.Now,
		readers:     8,
		writers:     8,
		wait:        3 * time.Second,
		readTimeout: 10 * time.Second,
		lockTimeout: 3 * time.Second,
	}}
	for _, o := range opts {
		o(&d.settings)
	}
	var err error
	switch path, isFile := strings.CutPrefix(url, "sqlite:"); {
	case isFile:
		err = d.openSQLite(path)
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		err = d.openPostgres(url)
	default:
		err = errors.New("the address must begin with sqlite: or postgres://")
	}
	if err != nil {
		return nil, fmt.Errorf("db: open: %w", err)
	}
	if err := d.Ping(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("db: open: %w", err), d.Close())
	}
	return d, nil
}

// Dialect tells which engine this is.
func (d *DB) Dialect() Dialect { return d.dialect }

// Now is the clock of the database handle: UTC in whole microseconds, which is
// what both engines can store. Inside a transaction use the handle's own Now.
func (d *DB) Now() time.Time { return d.clock().UTC().Truncate(time.Microsecond) }

// Ping checks that both pools answer. The writer comes first: it is the one
// that sets the journal mode of a new SQLite file.
func (d *DB) Ping(ctx context.Context) error {
	if err := d.writer.PingContext(ctx); err != nil {
		return Classify(err)
	}
	return Classify(d.reader.PingContext(ctx))
}

// Close ends all connections. Running transactions are finished first.
func (d *DB) Close() error {
	return errors.Join(d.reader.Close(), d.writer.Close())
}
