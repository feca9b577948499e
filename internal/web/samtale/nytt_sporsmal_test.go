package samtale_test

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var kodeblokk = regexp.MustCompile("(?s)```(go|json nb|json nn)\n(.*?)```")

// TestNyttSporsmal: a question takes one literal and its words. What docs/nytt-sporsmal.md
// shows is laid over the source as it stands there, and a server with it is tried by
// TestMedNyttSporsmal in a process of its own.
func TestNyttSporsmal(t *testing.T) {
	text, err := os.ReadFile("../../../docs/nytt-sporsmal.md")
	if err != nil {
		t.Fatal(err)
	}
	blokk := map[string]string{}
	for _, m := range kodeblokk.FindAllStringSubmatch(string(text), -1) {
		blokk[m[1]] = m[2]
	}
	dir, over := t.TempDir(), map[string]string{}
	lay := func(path string, change func(old []byte) []byte) {
		t.Helper()
		path, err := filepath.Abs(path)
		if err != nil {
			t.Fatal(err)
		}
		old, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		changed := change(old)
		if string(changed) == string(old) {
			t.Fatalf("%s: nothing to lay over", path)
		}
		over[path] = filepath.Join(dir, strings.ReplaceAll(path, "/", "_"))
		if err := os.WriteFile(over[path], changed, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	place := regexp.MustCompile(`\{\s*Kode:\s+"saerlig_hensyn",`)
	lay("../../samtale/sporsmal.go", func(old []byte) []byte {
		at := place.FindIndex(old)
		if at == nil {
			t.Fatal("saerlig_hensyn is not where the text says")
		}
		return []byte(string(old[:at[0]]) + blokk["go"] + string(old[at[0]:]))
	})
	for _, lang := range []string{"nb", "nn"} {
		lay("../../i18n/katalog/"+lang+"/samtale.json", func(old []byte) []byte {
			ord, nye := map[string]any{}, map[string]any{}
			if err := json.Unmarshal(old, &ord); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal([]byte(blokk["json "+lang]), &nye); err != nil {
				t.Fatal(err)
			}
			maps.Copy(ord, nye)
			b, err := json.Marshal(ord)
			if err != nil {
				t.Fatal(err)
			}
			return b
		})
	}
	overlay, err := json.Marshal(map[string]any{"Replace": over})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(file, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "test", "-count=1", "-tags=nyttsporsmal", "-overlay="+file, "-run=^TestMedNyttSporsmal$", "-v", ".").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestMedNyttSporsmal") {
		t.Fatalf("%v\n%s", err, out)
	}
}
