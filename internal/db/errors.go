package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"

	"bosett/internal/fault"
)

// What a caller may want to tell apart. All other database errors are bugs.
var (
	// ErrUnique: a row with this key exists.
	ErrUnique = errors.New("db: not unique")
	// ErrForeignKey: a row that is pointed to does not exist, or one that points here still does.
	ErrForeignKey = errors.New("db: foreign key")
	// ErrCheck: a CHECK or NOT NULL of the table refuses the row.
	ErrCheck = errors.New("db: check")
	// ErrSerialization: two transactions cannot both be right; Write runs fn
	// again. fn may return it itself, wrapped, when it lost a race that another
	// try will win.
	ErrSerialization = errors.New("db: serialization")
	// ErrUnavailable: the database cannot answer now: it is down, full, locked
	// or crowded. Also of kind fault.Unavailable.
	ErrUnavailable = errors.New("db: unavailable")
)

// classified carries both the sentinel and the cause.
type classified struct {
	sentinel error
	cause    error
}

func (e *classified) Error() string   { return e.sentinel.Error() + ": " + e.cause.Error() }
func (e *classified) Unwrap() []error { return []error{e.sentinel, e.cause} }

// Classify returns err such that errors.Is finds the sentinel it belongs to, on
// both engines. Constraint names are never read: they differ between engines
// and say too much. Errors that belong to none come back unchanged, sql.ErrNoRows
// and errors already classified too. Read and Write classify what they return.
func Classify(err error) error {
	if err == nil {
		return nil
	}
	for _, known := range []error{ErrUnique, ErrForeignKey, ErrCheck, ErrSerialization, ErrUnavailable} {
		if errors.Is(err, known) {
			return err
		}
	}
	sentinel := sentinelOf(err)
	if sentinel == nil {
		return err
	}
	if sentinel == ErrUnavailable {
		return unavailable(err)
	}
	return &classified{sentinel: sentinel, cause: err}
}

// unavailable also gives the edges the kind that they answer with 503.
func unavailable(err error) error {
	if fault.KindOf(err) == fault.Internal {
		err = fault.NewUnavailable(err)
	}
	return &classified{sentinel: ErrUnavailable, cause: err}
}

func sentinelOf(err error) error {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return sentinelOfPostgres(e.Code)
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return sentinelOfSQLite(e.Code())
	}
	if errors.Is(err, errCrowded) || errors.Is(err, errUnconfirmed) || lostConnection(err) {
		return ErrUnavailable
	}
	return nil
}

// lostConnection: pgx gives the errors of the network as they are. The caller's
// own cancellation is not one.
func lostConnection(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || pgconn.SafeToRetry(err)
}

// readOnly tells that the database takes no changes now: the server has become a
// standby or was closed for writing, or the file system was. It counts only in a
// writing transaction: in a reading one it is our own bug, which must be seen.
func readOnly(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code == "25006"
	}
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && e.Code()&0xff == sqlitelib.SQLITE_READONLY
}

// sentinelOfPostgres reads the SQLSTATE (Appendix A of the PostgreSQL manual).
func sentinelOfPostgres(code string) error {
	switch code {
	case "23505", "23P01":
		return ErrUnique
	case "23503", "23001":
		return ErrForeignKey
	case "23502", "23514":
		return ErrCheck
	case "40001", "40P01":
		return ErrSerialization
	case "55P03", "57014": // lock not available, statement timeout
		return ErrUnavailable
	}
	switch {
	case strings.HasPrefix(code, "08"), // connection
		strings.HasPrefix(code, "53"),  // disk full, memory, too many connections
		strings.HasPrefix(code, "57P"), // shutdown, starting up
		strings.HasPrefix(code, "58"):  // I/O
		return ErrUnavailable
	}
	return nil
}

// sentinelOfSQLite reads the extended result code (sqlite.org/rescode.html).
func sentinelOfSQLite(code int) error {
	switch code {
	case sqlitelib.SQLITE_CONSTRAINT_UNIQUE, sqlitelib.SQLITE_CONSTRAINT_PRIMARYKEY, sqlitelib.SQLITE_CONSTRAINT_ROWID:
		return ErrUnique
	case sqlitelib.SQLITE_CONSTRAINT_FOREIGNKEY:
		return ErrForeignKey
	case sqlitelib.SQLITE_CONSTRAINT_CHECK, sqlitelib.SQLITE_CONSTRAINT_NOTNULL, sqlitelib.SQLITE_CONSTRAINT_DATATYPE:
		return ErrCheck
	case sqlitelib.SQLITE_BUSY_SNAPSHOT:
		return ErrSerialization
	}
	switch code & 0xff {
	case sqlitelib.SQLITE_BUSY, sqlitelib.SQLITE_LOCKED, sqlitelib.SQLITE_FULL, sqlitelib.SQLITE_IOERR,
		sqlitelib.SQLITE_CANTOPEN, sqlitelib.SQLITE_NOMEM, sqlitelib.SQLITE_INTERRUPT:
		return ErrUnavailable
	}
	return nil
}
