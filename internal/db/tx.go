package db

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// Reader is a handle inside a transaction. Functions that only read take it, so
// that both *Rx and *Tx will do. Its first four methods are what sqlc asks for;
// ExecContext is there for sqlc's sake and fails on a *Rx, since the database
// refuses to write in a reading transaction.
type Reader interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	// Now is the time of the transaction, the same at every call: UTC, whole
	// microseconds. Nothing below the edges asks the clock for another.
	Now() time.Time
	// Dialect tells the engine, for the few queries that cannot be portable.
	Dialect() Dialect
}

type handle struct {
	tx      *sql.Tx
	now     time.Time
	dialect Dialect
}

func (h *handle) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return h.tx.ExecContext(ctx, query, args...)
}

func (h *handle) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return h.tx.PrepareContext(ctx, query)
}

func (h *handle) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return h.tx.QueryContext(ctx, query, args...)
}

func (h *handle) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return h.tx.QueryRowContext(ctx, query, args...)
}

func (h *handle) Now() time.Time   { return h.now }
func (h *handle) Dialect() Dialect { return h.dialect }

// Rx reads one snapshot: whatever others commit meanwhile, its queries agree
// with each other. Only (*DB).Read gives one out.
type Rx struct{ handle }

// Tx reads and writes in one transaction. Functions that write demand it, so
// the compiler knows which ones do. Only (*DB).Write gives one out.
type Tx struct{ handle }

var (
	_ Reader = (*Rx)(nil)
	_ Reader = (*Tx)(nil)
)

// Read runs fn on a snapshot. It returns fn's error, or ErrUnavailable when the
// database cannot answer now; both classified (see Classify). Do not call Read
// or Write inside fn.
func (d *DB) Read(ctx context.Context, fn func(*Rx) error) error {
	opts := &sql.TxOptions{ReadOnly: true}
	if d.dialect == Postgres {
		opts.Isolation = sql.LevelRepeatableRead
	}
	return d.retry(ctx, func() error {
		return d.once(ctx, d.reader, opts, func(h handle) error { return fn(&Rx{h}) })
	})
}

// Write runs fn in one transaction and commits it if fn returns nil; any error
// or panic rolls back. fn may run several times, when PostgreSQL finds that two
// transactions cannot both be right or when fn itself returns ErrSerialization,
// so it must not touch anything outside the database. An error of COMMIT is
// returned: only nil means saved.
func (d *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	opts := &sql.TxOptions{}
	if d.dialect == Postgres {
		opts.Isolation = sql.LevelReadCommitted
	}
	return d.retry(ctx, func() error {
		return d.once(ctx, d.writer, opts, func(h handle) error { return fn(&Tx{h}) })
	})
}

// once runs one transaction on a connection of its own.
func (d *DB) once(ctx context.Context, pool *sql.DB, opts *sql.TxOptions, fn func(handle) error) error {
	conn, err := d.acquire(ctx, pool)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, opts)
	if err != nil && readOnly(err) {
		return unavailable(err)
	}
	if err != nil {
		return beginError{err}
	}
	// After COMMIT this does nothing; after an error or a panic it undoes all.
	defer tx.Rollback()
	if err := fn(handle{tx: tx, now: d.Now(), dialect: d.dialect}); err != nil {
		if !opts.ReadOnly && readOnly(err) {
			_ = tx.Rollback() // it must have ended before the connection can go
			drop(conn)
			return unavailable(err)
		}
		return err
	}
	if err := tx.Commit(); err != nil {
		return commitError{err}
	}
	if opts.ReadOnly {
		return nil
	}
	if err := confirm(conn); err != nil {
		return commitError{err}
	}
	return nil
}

// acquire waits for a free connection, but not for ever.
func (d *DB) acquire(ctx context.Context, pool *sql.DB) (*sql.Conn, error) {
	limited, cancel := context.WithTimeoutCause(ctx, d.wait, errCrowded)
	defer cancel()
	conn, err := pool.Conn(limited)
	if err != nil && ctx.Err() == nil && errors.Is(context.Cause(limited), errCrowded) {
		return nil, errCrowded
	}
	if err != nil {
		return nil, beginError{err}
	}
	return conn, nil
}

// beginError means that nothing has been done yet; commitError that it is not
// known whether everything was.
type (
	beginError  struct{ error }
	commitError struct{ error }
)

func (e beginError) Unwrap() error  { return e.error }
func (e commitError) Unwrap() error { return e.error }
func (e commitError) Error() string { return "db: commit: " + e.error.Error() }

var errCrowded = errors.New("db: no free connection")

const (
	maxTries  = 6
	firstWait = 4 * time.Millisecond
)

// retry runs a transaction again when it has certainly left nothing behind and
// the reason is one that passes.
func (d *DB) retry(ctx context.Context, transaction func() error) error {
	for try := 1; ; try++ {
		err := Classify(transaction())
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			// The drivers do not always say that it was the caller who stopped.
			return errors.Join(context.Cause(ctx), err)
		}
		if !repeatable(err) {
			return err
		}
		if try == maxTries {
			return unavailable(err)
		}
		// The random part keeps transactions that met once from meeting again.
		wait := firstWait<<try/2 + rand.N(firstWait<<try)
		select {
		case <-ctx.Done():
			return errors.Join(context.Cause(ctx), err)
		case <-time.After(wait):
		}
	}
}

func repeatable(err error) bool {
	if errors.Is(err, ErrSerialization) {
		return true
	}
	// A pooled connection that died while idle shows itself at BEGIN.
	_, begin := errors.AsType[beginError](err)
	_, dial := errors.AsType[*pgconn.ConnectError](err)
	return begin && !dial && errors.Is(err, ErrUnavailable)
}
