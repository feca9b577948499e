package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// bosett runs the program as a shell does, and gives its exit code and what it said.
func bosett(t *testing.T, args ...string) (code int, said string) {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "said"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	out, errs := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = file, file
	defer func() { os.Stdout, os.Stderr = out, errs }()
	code = run(t.Context(), args)
	text, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	return code, string(text)
}

// step is one command with its exit code and a part of what it says.
type step struct {
	line string
	code int
	says string
}

func runAll(t *testing.T, steps ...step) {
	t.Helper()
	for _, s := range steps {
		code, said := bosett(t, strings.Fields(s.line)...)
		if code != s.code || !strings.Contains(said, s.says) {
			t.Errorf("bosett %s: %d, want %d with %q:\n%s", s.line, code, s.code, s.says, said)
		}
	}
}

func TestUse(t *testing.T) {
	t.Setenv("BOSETT_DATABASE_URL", "sqlite:"+filepath.Join(t.TempDir(), "bosett.db"))
	runAll(t,
		step{"", 0, "  migrate "}, step{"help", 0, "  seed "}, step{"--help", 0, "  import "},
		step{"finnes-ikke", 2, "«finnes-ikke»"},
		step{"serve --help", 0, "-demo"}, step{"serve --demmo", 2, "-demmo"}, step{"migrate --alt", 2, "-alt"},
		step{"import", 2, "mottak|beboere|saker"}, step{"import fugler x.csv", 2, "mottak|beboere|saker"}, step{"import mottak", 2, "FIL"},
		step{"config", 0, "BOSETT_DATABASE_URL"},
	)
	t.Setenv("BOSETT_LOG_LEVEL", "mye")
	runAll(t, step{"config", 1, "BOSETT_LOG_LEVEL"}, step{"migrate", 1, "BOSETT_LOG_LEVEL"})
}

// The README's way to a database with data of one's own, with the example files.
func TestFromAnEmptyDatabase(t *testing.T) {
	t.Setenv("BOSETT_DATABASE_URL", "sqlite:"+filepath.Join(t.TempDir(), "ny mappe", "bosett.db"))
	examples := filepath.Join("..", "..", "docs", "import") + string(filepath.Separator)
	bad := filepath.Join(t.TempDir(), "feil.csv")
	err := os.WriteFile(bad, []byte("saksnummer;regnummer;opprettet\nBS-1;970000113;2025-02-04\nBS-2;12;2025-02-04\n"), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	runAll(t,
		step{"import mottak " + examples + "mottak.csv", 1, "bosett migrate"},
		step{"serve", 1, "bosett migrate"},
		step{"migrate", 0, ""},
		step{"import mottak " + examples + "mottak.csv", 0, "mottak.csv"},
		step{"import beboere --prove " + examples + "beboere.csv", 0, "beboere.csv"},
		step{"import saker " + bad, 3, "regnummer"}, // nobody lives there yet
		step{"import beboere " + examples + "beboere.csv " + examples + "beboere.ndjson", 0, "beboere.ndjson"},
		step{"import saker " + examples + "saker.csv", 0, "saker.csv"},
		step{"import saker " + examples + "saker.csv", 0, "saker.csv"},
		step{"import saker " + bad, 3, "regnummer"},
		step{"import saker " + examples + "borte.csv", 1, "borte.csv"},
		// Invented people never come where real ones are.
		step{"serve --demo", 1, "virkelige data"},
		step{"seed --beboere 10", 1, "virkelige data"},
	)
}
