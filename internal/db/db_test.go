package db_test

import (
	"context"
	"testing"
	"time"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/db/translate"
	"bosett/internal/ident"
)

// schema has a column of every portable type and every kind of constraint.
const schema = `
CREATE TABLE hus (
  id     uuid PRIMARY KEY,
  navn   text NOT NULL UNIQUE
);
CREATE TABLE prove (
  nr     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id     uuid NOT NULL UNIQUE,
  hus    uuid REFERENCES hus (id),
  ord    text COLLATE "C" NOT NULL DEFAULT '',
  sort   bytea,
  dag    date,
  tid    timestamptz,
  data   jsonb,
  ja     boolean NOT NULL DEFAULT false,
  antall integer NOT NULL DEFAULT 0 CHECK (antall >= 0),
  grad   double precision
);
CREATE INDEX prove_ord ON prove (ord COLLATE "C");
`

// onBoth runs fn on a database of each engine that has the schema above.
func onBoth(t *testing.T, fn func(t *testing.T, d *db.DB), opts ...db.Option) {
	t.Helper()
	for _, dialect := range dbtest.Dialects {
		t.Run(dialect.String(), func(t *testing.T) {
			d := open(t, dbtest.EmptyURL(t, dialect), opts...)
			create(t, d)
			fn(t, d)
		})
	}
}

func open(t *testing.T, url string, opts ...db.Option) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), url, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func create(t *testing.T, d *db.DB) {
	t.Helper()
	ddl := schema
	if d.Dialect() == db.SQLite {
		var err error
		if ddl, err = translate.ToSQLite("schema", schema); err != nil {
			t.Fatal(err)
		}
	}
	must(t, write(t, d, ddl))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// write runs one statement in a transaction of its own.
func write(t *testing.T, d *db.DB, query string, args ...any) error {
	t.Helper()
	ctx := t.Context()
	return d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	})
}

// insert adds a row with these columns beside its id.
func insert(t *testing.T, d *db.DB, columns string, values string, args ...any) ident.ID {
	t.Helper()
	id := ident.New()
	must(t, write(t, d, "INSERT INTO prove (id, "+columns+") VALUES ($1, "+values+")", append([]any{id}, args...)...))
	return id
}

// read scans the only row of a query.
func read(t *testing.T, d *db.DB, query string, args []any, into ...any) {
	t.Helper()
	ctx := t.Context()
	must(t, d.Read(ctx, func(rx *db.Rx) error {
		return rx.QueryRowContext(ctx, query, args...).Scan(into...)
	}))
}

// column scans the only column of all rows.
func column[T any](t *testing.T, r db.Reader, query string, args ...any) []T {
	t.Helper()
	rows, err := r.QueryContext(t.Context(), query, args...)
	must(t, err)
	defer rows.Close()
	var all []T
	for rows.Next() {
		var v T
		must(t, rows.Scan(&v))
		all = append(all, v)
	}
	must(t, rows.Err())
	return all
}

func list[T any](t *testing.T, d *db.DB, query string, args ...any) (all []T) {
	t.Helper()
	must(t, d.Read(t.Context(), func(rx *db.Rx) error {
		all = column[T](t, rx, query, args...)
		return nil
	}))
	return all
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	must(t, err)
	return loc
}

func background() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), 30*time.Second)
}
