// Package migrations holds the schema. Only postgres/ is written by hand;
// sqlite/ is translated from it by go generate ./internal/db.
package migrations

import (
	"embed"
	"io/fs"
)

//go:embed postgres/*.sql sqlite/*.sql
var files embed.FS

// Postgres returns the migrations of PostgreSQL.
func Postgres() fs.FS { return sub("postgres") }

// SQLite returns the migrations of SQLite.
func SQLite() fs.FS { return sub("sqlite") }

func sub(dir string) fs.FS {
	f, err := fs.Sub(files, dir)
	if err != nil {
		panic(err) // only for a name that is not a path
	}
	return f
}
