package translate

import (
	"strings"
	"testing"
)

// Names that look like types, types in two words, constraints, defaults, casts
// and both kinds of section: everything the rules allow, once.
func TestToSQLite(t *testing.T) {
	const postgres = `-- text date uuid: words of a comment stay
-- +goose Up
CREATE TABLE prove (
  nr     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id     uuid NOT NULL UNIQUE,
  dato   date NOT NULL DEFAULT '9999-12-31',
  text   text COLLATE "C" NOT NULL DEFAULT 'a date, "uuid"; it''s text',
  date   timestamptz,
  uuid   boolean NOT NULL DEFAULT true,
  grad   double precision CHECK (grad > 0 AND CAST(grad AS bigint) < 9),
  antall integer, lite smallint,
  interval bigint,
  data   jsonb, bytea bytea NOT NULL,
  mor    uuid REFERENCES prove (id) ON DELETE CASCADE,
  UNIQUE (text, date),
  CHECK (dato >= '2000-01-01')
);
CREATE UNIQUE INDEX prove_text ON prove (text COLLATE "C", date) WHERE uuid;
ALTER TABLE prove ADD COLUMN ny timestamptz;
-- dialect:postgres
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN now()::text; END $$;
-- dialect:end
-- dialect:sqlite
--| CREATE TRIGGER t BEFORE UPDATE ON prove BEGIN SELECT RAISE(ABORT, 'uuid'); END;
-- dialect:end
`
	const want = `-- Code generated from postgres/1.sql by go generate ./internal/db. DO NOT EDIT.

-- text date uuid: words of a comment stay
-- +goose Up
CREATE TABLE prove (
  nr     INTEGER PRIMARY KEY AUTOINCREMENT,
  id     TEXT NOT NULL UNIQUE,
  dato   TEXT NOT NULL DEFAULT '9999-12-31',
  text   TEXT NOT NULL DEFAULT 'a date, "uuid"; it''s text',
  date   TEXT,
  uuid   INTEGER NOT NULL DEFAULT true,
  grad   REAL CHECK (grad > 0 AND CAST(grad AS INTEGER) < 9),
  antall INTEGER, lite INTEGER,
  interval INTEGER,
  data   TEXT, bytea BLOB NOT NULL,
  mor    TEXT REFERENCES prove (id) ON DELETE CASCADE,
  UNIQUE (text, date),
  CHECK (dato >= '2000-01-01')
) STRICT;
CREATE UNIQUE INDEX prove_text ON prove (text, date) WHERE uuid;
ALTER TABLE prove ADD COLUMN ny TEXT;
CREATE TRIGGER t BEFORE UPDATE ON prove BEGIN SELECT RAISE(ABORT, 'uuid'); END;
`
	got, err := ToSQLite("1.sql", postgres)
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// What SQLite would understand otherwise, or not at all, must never pass.
func TestRefused(t *testing.T) {
	for sql, want := range map[string]string{
		"CREATE TABLE a (b varchar(9));":                                  `"varchar" is not a portable type`,
		"\n\nCREATE TABLE a (b text, c numeric);":                         "x.sql:3:",
		"CREATE TABLE a (b timestamptz DEFAULT now());":                   "the time comes from Go",
		"CREATE TABLE a (b bigint GENERATED ALWAYS AS IDENTITY, c text);": "write bigint GENERATED",
		"CREATE TABLE a (b text DEFAULT 'x'::text);":                      ":: is not portable",
		`CREATE TABLE a (b text COLLATE "nb");`:                           `only COLLATE "C"`,
		"CREATE TABLE a (b text) PARTITION BY RANGE (b);":                 "nothing after them",
		"CREATE FUNCTION f() RETURNS trigger;":                            "belongs in a dialect section",
		"CREATE INDEX i ON a USING gin (b);":                              "name no index method",
		"ALTER TABLE a ALTER COLUMN b TYPE text;":                         "only RENAME",
		"ALTER TABLE a ADD COLUMN b text, ADD COLUMN c text;":             "one change at a time",
		"DROP TABLE a, b;":                                                "one thing at a time",
		"GRANT SELECT ON a TO b;":                                         "belongs in a dialect section",
		"-- dialect:postgres\nSELECT 1;":                                  "has no end",
		"-- dialect:sqlite\nSELECT 1;\n-- dialect:end":                    "must begin with --|",
		"-- dialect:end":                                                  "does not fit here",
	} {
		_, err := ToSQLite("x.sql", sql)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngot error %v, want …%s…", sql, err, want)
		}
	}
}
