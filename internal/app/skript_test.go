package app_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// sinks are the ways in which a script makes markup or code of a text. The browser refuses
// them (trusted-types 'none'), so a page that used one would be a broken page.
var sinks = regexp.MustCompile(`(inner|outer)HTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|createContextualFragment|` +
	`setHTMLUnsafe|createPolicy|srcdoc|new (Shared)?Worker|set(Timeout|Interval)\(['"\x60]|setAttribute\(['"]on|javascript:`)

// What our scripts write into a page is text (security.md 3.2.2).
func TestScriptsWriteTextOnly(t *testing.T) {
	for _, bad := range []string{"p.innerHTML = x", "a.insertAdjacentHTML('x')", "setTimeout('x')", "e.setAttribute('onclick', x)", "new Worker(x)", "eval(x)"} {
		if !sinks.MatchString(bad) {
			t.Errorf("not seen: %s", bad)
		}
	}
	files, err := filepath.Glob(filepath.Join("..", "web", "static", "src", "*.js"))
	if err != nil || len(files) < 5 {
		t.Fatalf("%d scripts: %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if m := sinks.Find(text); m != nil {
			t.Errorf("%s uses %s", file, m)
		}
	}
}
