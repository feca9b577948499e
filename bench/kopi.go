package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"bosett/internal/app"
	"bosett/internal/db"
)

// kopier fills an empty PostgreSQL database with every row of a filled SQLite file, so
// that both engines hold the same residents and only one of them waits for an import.
func kopier(ctx context.Context, from, to string) error {
	source, err := db.Open(ctx, from)
	if err != nil {
		return err
	}
	defer source.Close()
	if err := app.Migrate(ctx, source); err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, to)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	// The rows fit together already: keys to other tables need no second look.
	if _, err := conn.Exec(ctx, "SET session_replication_role = replica; SET synchronous_commit = off"); err != nil {
		return err
	}
	tables, err := kolonner(ctx, conn)
	if err != nil {
		return err
	}
	names := slices.Sorted(maps.Keys(tables))
	if _, err := conn.Exec(ctx, "TRUNCATE "+strings.Join(names, ", ")); err != nil {
		return err
	}
	for _, name := range names {
		columns := tables[name]
		err := source.Read(ctx, func(r *db.Rx) error { return kopierTabell(ctx, r, conn, name, columns) })
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, k := range columns {
			if err := tell(ctx, conn, name, k); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	_, err = conn.Exec(ctx, "VACUUM ANALYZE")
	return err
}

type kolonne struct {
	navn, slag string
	nummerert  bool
}

// tell lets a numbered column go on after the last number that was copied.
func tell(ctx context.Context, conn *pgx.Conn, tabell string, k kolonne) error {
	if !k.nummerert {
		return nil
	}
	_, err := conn.Exec(ctx, fmt.Sprintf("SELECT setval(pg_get_serial_sequence('%[1]s', '%[2]s'), COALESCE(MAX(%[2]s), 0) + 1, false) FROM %[1]s", tabell, k.navn))
	return err
}

// kolonner lists the columns of the tables that a migrated database is filled with.
func kolonner(ctx context.Context, conn *pgx.Conn) (map[string][]kolonne, error) {
	rows, err := conn.Query(ctx, `SELECT c.table_name, c.column_name, c.data_type, c.is_identity = 'YES' FROM information_schema.columns c
JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'
WHERE c.table_schema = 'public' AND c.table_name <> 'goose_db_version' ORDER BY c.table_name, c.ordinal_position`)
	if err != nil {
		return nil, err
	}
	out := map[string][]kolonne{}
	var tabell string
	var k kolonne
	_, err = pgx.ForEachRow(rows, []any{&tabell, &k.navn, &k.slag, &k.nummerert}, func() error {
		out[tabell] = append(out[tabell], k)
		return nil
	})
	return out, err
}

func kopierTabell(ctx context.Context, r *db.Rx, conn *pgx.Conn, tabell string, kolonner []kolonne) error {
	navn := make([]string, len(kolonner))
	for i, k := range kolonner {
		navn[i] = k.navn
	}
	liste := strings.Join(navn, ", ")
	rows, err := r.QueryContext(ctx, "SELECT "+liste+" FROM "+tabell)
	if err != nil {
		return err
	}
	defer rows.Close()
	reader, writer := io.Pipe()
	go func() { writer.CloseWithError(skrivRader(writer, rows, kolonner)) }()
	_, err = conn.PgConn().CopyFrom(ctx, reader, "COPY "+tabell+" ("+liste+") FROM STDIN")
	return err
}

var escape = strings.NewReplacer("\\", "\\\\", "\t", "\\t", "\n", "\\n", "\r", "\\r")

// skrivRader writes rows in the text form of COPY.
func skrivRader(out io.Writer, rows *sql.Rows, kolonner []kolonne) error {
	w := bufio.NewWriterSize(out, 1<<16)
	verdier, dest := make([]any, len(kolonner)), make([]any, len(kolonner))
	for i := range verdier {
		dest[i] = &verdier[i]
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		for i, v := range verdier {
			if i > 0 {
				_ = w.WriteByte('\t')
			}
			_, _ = w.WriteString(kopitekst(v, kolonner[i].slag))
		}
		if err := w.WriteByte('\n'); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return w.Flush()
}

func kopitekst(v any, slag string) string {
	switch v := v.(type) {
	case nil:
		return `\N`
	case []byte:
		if slag == "bytea" {
			return `\\x` + hex.EncodeToString(v)
		}
		return escape.Replace(string(v))
	case int64:
		if slag == "boolean" {
			return map[bool]string{true: "t", false: "f"}[v != 0]
		}
	case string:
		return escape.Replace(v)
	}
	return fmt.Sprint(v)
}
