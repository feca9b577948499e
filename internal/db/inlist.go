package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// inSizes are the lengths that a list is padded to (with its last value, which
// changes no answer): few texts of a query, so that plans and descriptions are reused.
var inSizes = []int{1, 8, 64, 512}

// QueryIn runs a query for a list of any length, some hundred values at a time.
// The query says "IN $LIST"; args are its other parameters, $1 and on. scan gets
// every row. An order holds within one chunk only. No values is no query.
func QueryIn[T any](ctx context.Context, r Reader, query string, values []T, scan func(*sql.Rows) error, args ...any) error {
	return eachChunk(query, values, args, func(query string, args []any) error {
		rows, err := r.QueryContext(ctx, query, args...)
		if err != nil {
			return fmt.Errorf("db: list: %w", err)
		}
		defer rows.Close()
		for rows.Next() {
			if err := scan(rows); err != nil {
				return fmt.Errorf("db: list: %w", err)
			}
		}
		return rows.Err()
	})
}

// ExecIn is QueryIn for a statement that changes rows.
func ExecIn[T any](ctx context.Context, tx *Tx, query string, values []T, args ...any) error {
	return eachChunk(query, values, args, func(query string, args []any) error {
		if _, err := tx.ExecContext(ctx, query, args...); err != nil {
			return fmt.Errorf("db: list: %w", err)
		}
		return nil
	})
}

func eachChunk[T any](query string, values []T, args []any, run func(string, []any) error) error {
	largest := inSizes[len(inSizes)-1]
	for chunk := range slices.Chunk(values, largest) {
		size := inSizes[slices.IndexFunc(inSizes, func(n int) bool { return n >= len(chunk) })]
		all := append(make([]any, 0, len(args)+size), args...)
		for i := range size {
			all = append(all, chunk[min(i, len(chunk)-1)])
		}
		if err := plain(all); err != nil {
			return fmt.Errorf("db: list: %w", err)
		}
		if err := run(strings.ReplaceAll(query, "$LIST", inList(len(args)+1, size)), all); err != nil {
			return err
		}
	}
	return nil
}

// inList writes ($first,…) with n placeholders.
func inList(first, n int) string {
	b := []byte{'('}
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(append(b, '$'), int64(first+i), 10)
	}
	return string(append(b, ')'))
}
