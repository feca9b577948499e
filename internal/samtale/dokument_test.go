package samtale

import (
	"flag"
	"os"
	"testing"

	"bosett/internal/i18n"
	"bosett/internal/skjema"
)

var skriv = flag.Bool("update", false, "write docs/sporsmal.md anew")

// TestDocument: the documentation of who sees which question is the definition itself.
func TestDocument(t *testing.T) {
	const path = "../../docs/sporsmal.md"
	p := i18n.For("nb")
	want := "# Who sees which question of the interview\n\n" +
		"Made from `internal/samtale/sporsmal.go` by `go test ./internal/samtale -update`; do not edit.\n\n" +
		Definisjon().Doc(func(k skjema.Kode) string {
			q, _, _ := Definisjon().Finn(k)
			return TekstFor(p, q).Etikett
		})
	if *skriv {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not current: run go test ./internal/samtale -run TestDocument -update", path)
	}
}
