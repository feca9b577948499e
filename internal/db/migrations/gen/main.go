// Command gen translates migrations/postgres to migrations/sqlite. It is run by
// go generate ./internal/db, which gives it the two folders.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"bosett/internal/db/translate"
)

func main() {
	if len(os.Args) != 3 {
		fail(fmt.Errorf("usage: gen POSTGRES-FOLDER SQLITE-FOLDER"))
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// run also removes files whose original is gone.
func run(from, to string) error {
	originals, err := filepath.Glob(filepath.Join(from, "*.sql"))
	if err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(to, "*.sql"))
	if err != nil {
		return err
	}
	for _, f := range old {
		if err := os.Remove(f); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for _, f := range originals {
		src, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		name := filepath.Base(f)
		out, err := translate.ToSQLite(name, string(src))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, name), []byte(out), 0o644); err != nil {
			return err
		}
	}
	return nil
}
