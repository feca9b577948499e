package db

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
)

// busyMillis is how long SQLite itself waits for another process (a backup, an
// import) that holds the file.
const busyMillis = 5000

// openSQLite opens one writing connection and several reading ones.
//
// synchronous must be FULL: with WAL and NORMAL a power cut loses acknowledged
// commits. Every transaction of the writer begins IMMEDIATE, since a read that
// is upgraded to a write fails at once, however long the busy timeout is. 64 MB of
// cache let an import of a thousand residents keep its pages until it commits; a reader
// has 16 MB, so that the roots of the indexes of a million residents stay in it.
func (d *DB) openSQLite(path string) error {
	if path == "" || strings.HasPrefix(path, ":memory:") {
		return errors.New("sqlite: needs the path of a file")
	}
	if err := touch(path); err != nil {
		return err
	}
	d.dialect = SQLite
	d.lockFile = path + "-migrate"
	var err error
	d.writer, err = openFile(path, "immediate", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
		"cache_size(-65536)")
	if err != nil {
		return err
	}
	d.writer.SetMaxOpenConns(1)
	d.writer.SetMaxIdleConns(1)
	d.reader, err = openFile(path, "deferred", "query_only(1)", "cache_size(-16384)")
	if err != nil {
		return errors.Join(err, d.writer.Close())
	}
	d.reader.SetMaxOpenConns(d.readers)
	d.reader.SetMaxIdleConns(d.readers)
	return nil
}

func openFile(path, txlock string, pragmas ...string) (*sql.DB, error) {
	q := url.Values{
		// A misspelt "column" must be an error, not a string.
		"_dqs":       {"0"},
		"_defensive": {"1"},
		"_txlock":    {txlock},
		"_pragma":    append([]string{fmt.Sprintf("busy_timeout(%d)", busyMillis)}, pragmas...),
	}
	connector, err := sqlite.NewConnector("file:" + escapePath(path) + "?" + q.Encode())
	if err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	return sql.OpenDB(connector), nil
}

// escapePath keeps characters that mean something in an address out of it, so
// that a file name can never become a setting.
func escapePath(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(filepath.ToSlash(path))
}

// touch makes the file, readable by its owner only; SQLite gives its log files
// the same rights.
func touch(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("sqlite: %w", err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("sqlite: %w", err)
	}
	return f.Close()
}
