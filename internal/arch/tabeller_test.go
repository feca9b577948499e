package arch

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	stdslices "slices"
	"strings"
	"testing"
)

// eier tells which package owns which table: only it writes there. A table that is not
// here is nobody's, which is an error.
var eier = map[string]string{
	"kommune": "kommune", "bydel": "kommune", "sted_ord": "kommune", "kommune_kontakt": "kommune",
	"mottak": "mottak", "mottak_verdi": "mottak", "mottak_kontakt": "mottak",
	"bruker": "bruker", "rolletildeling": "bruker", "graderingstilgang": "bruker", "sesjon": "bruker", "sesjon_sok": "bruker",
	"husstand": "beboer", "beboer": "beboer", "beboer_ord": "beboer", "beboer_tall": "beboer",
	"sak": "sak", "sak_hendelse": "sak", "oppgave": "sak", "oppgave_tall": "sak", "varsel": "sak",
	"samtale": "samtale", "samtale_person": "samtale", "svar": "samtale", "svar_historikk": "samtale", "samtale_ordlyd": "samtale",
	"idem": "samtale", "forseglet_rad": "samtale", "forseglet_svar": "samtale",
	"innsyn": "innsyn", "utboks": "outbox", "import": "register", "import_avvist": "register",
	"kodeliste": "kodeliste", "kode": "kodeliste", "kode_historikk": "kodeliste", "kodeliste_endring": "kodeliste",
	"tilstede": "tilstede", "utkastnokkel": "utkast",
}

// unntak are the writes that go past the owner, each with its reason.
var unntak = map[string]string{
	// An interview that waited for a case is tied to it when the import makes the case;
	// sak lies below samtale.
	"sak samtale": "the column sak of what waited",
	// Invented people who hold invented roles, written when the demo is made and never else.
	"demo bruker": "invented", "demo rolletildeling": "invented", "demo graderingstilgang": "invented", "demo kommune_kontakt": "invented", "demo mottak_kontakt": "invented",
}

// felles are tables that belong to the program as a whole.
var felles = []string{"innstilling"}

var skriver = regexp.MustCompile(`\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+([a-z_]+)\b`)

// migrerteTabeller are all tables of the migrations.
func migrerteTabeller(t *testing.T) (tables []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "internal/db/migrations/postgres/*.sql"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`CREATE TABLE ([a-z_]+)`).FindAllStringSubmatch(string(text), -1) {
			tables = append(tables, m[1])
		}
	}
	return tables
}

// TestTablesHaveOneWriter: what stands in a table is decided in one package.
func TestTablesHaveOneWriter(t *testing.T) {
	tables := migrerteTabeller(t)
	for _, table := range tables {
		if eier[table] == "" && !stdslices.Contains(felles, table) {
			t.Errorf("table %s has no owner: name the package that writes it in tabeller_test.go", table)
		}
	}
	brukt := map[string]bool{}
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(p string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(root, p)
		rel = filepath.ToSlash(rel)
		if err != nil || d.IsDir() || strings.HasSuffix(p, "_test.go") || strings.HasPrefix(rel, "internal/db/") ||
			!strings.HasSuffix(p, ".go") && !strings.HasSuffix(p, ".sql") {
			return err
		}
		text, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		pakke := strings.Split(rel, "/")[1]
		if pakke == "arch" || strings.HasPrefix(rel, "internal/web/webtest") || strings.HasPrefix(rel, "internal/app/apptest") {
			return nil
		}
		for _, m := range skriver.FindAllStringSubmatch(string(text), -1) {
			table := m[1]
			if !stdslices.Contains(tables, table) || eier[table] == pakke || stdslices.Contains(felles, table) {
				continue
			}
			if key := pakke + " " + table; unntak[key] != "" {
				brukt[key] = true
				continue
			}
			t.Errorf("%s writes %s, which is %s's: let that package do it", rel, table, eier[table])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for key := range unntak {
		if !brukt[key] {
			t.Errorf("nothing needs the exception %q any more: remove it", key)
		}
	}
}
