package db

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
)

// maxParams keeps one statement far below what both engines accept (SQLite takes
// 32,766 parameters, PostgreSQL 65,535): larger ones were measured to be no faster.
const maxParams = 3_000

// BulkInsert writes many rows with few statements, for imports and seeds:
// prefix ("INSERT INTO t (a, b)") + VALUES with one group per row + suffix
// ("ON CONFLICT …", or empty), neither with parameters of its own. All rows must
// have the same number of values, at least one. No rows is no statement. The
// error is the database's own; what has been written before it goes with the
// transaction.
func BulkInsert(ctx context.Context, tx *Tx, prefix string, rows [][]any, suffix string) error {
	if len(rows) == 0 {
		return nil
	}
	columns := len(rows[0])
	if columns == 0 || columns > maxParams {
		return fmt.Errorf("db: bulk insert of %d columns", columns)
	}
	perChunk := min(maxParams/columns, len(rows))
	query := prefix + values(tx.dialect, columns, perChunk) + suffix
	args := make([]any, 0, perChunk*columns)
	for start := 0; start < len(rows); start += perChunk {
		chunk := rows[start:min(start+perChunk, len(rows))]
		if len(chunk) < perChunk {
			query = prefix + values(tx.dialect, columns, len(chunk)) + suffix
		}
		args = args[:0]
		for i, row := range chunk {
			if len(row) != columns {
				return fmt.Errorf("db: bulk insert: row %d has %d values, the first has %d", start+i, len(row), columns)
			}
			args = append(args, row...)
		}
		if err := plain(args); err != nil {
			return fmt.Errorf("db: bulk insert: %w", err)
		}
		if _, err := tx.ExecContext(ctx, query, args...); err != nil {
			return fmt.Errorf("db: bulk insert: %w", err)
		}
	}
	return nil
}

// plain turns column types into the values they write. pgx would first try their Go
// type against the column's binary form and make an error for each that does not fit,
// which is half the client's work in an import.
func plain(args []any) error {
	for i, arg := range args {
		valuer, ok := arg.(driver.Valuer)
		if !ok {
			continue
		}
		value, err := valuer.Value()
		if err != nil {
			return fmt.Errorf("parameter %d: %w", i+1, err)
		}
		args[i] = value
	}
	return nil
}

// values writes the groups of placeholders. SQLite looks a $N up by its name,
// which with thousands of them takes seconds; ? has no name.
func values(dialect Dialect, columns, rows int) string {
	var b strings.Builder
	b.Grow(rows * columns * 7)
	b.WriteString(" VALUES ")
	for n := range rows * columns {
		switch {
		case n == 0:
			b.WriteString("(")
		case n%columns == 0:
			b.WriteString("),(")
		default:
			b.WriteString(",")
		}
		if dialect == SQLite {
			b.WriteString("?")
		} else {
			b.WriteString("$")
			b.WriteString(strconv.Itoa(n + 1))
		}
	}
	b.WriteString(") ")
	return b.String()
}
