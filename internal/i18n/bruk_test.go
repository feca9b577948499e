package i18n

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// speakers are the functions whose first argument is a key.
var speakers = []string{"T", "N", "Flash", "NewInvalid", "NewConflict", "NewForbidden"}

// usage is what the sources say about keys.
type usage struct {
	catalogue *Printer
	literals  map[string]bool
	faults    []string
}

// TestEveryKeyExistsAndIsUsed reads all Go and templ files of the program.
func TestEveryKeyExistsAndIsUsed(t *testing.T) {
	c, _ := Load()
	u := usage{catalogue: c.For(reference), literals: map[string]bool{}}
	for _, dir := range []string{"internal", "cmd"} {
		err := filepath.WalkDir(filepath.Join("../..", dir), func(file string, d fs.DirEntry, err error) error {
			switch {
			case err != nil || d.IsDir():
				return err
			case strings.HasSuffix(file, ".templ"):
				return u.readTempl(file)
			case strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go"):
				return u.readGo(file)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(u.faults)
	for _, fault := range slices.Compact(u.faults) {
		t.Error(fault)
	}
	for _, key := range c.Keys() {
		if !u.literals[key] && !isDynamic(key) {
			t.Errorf("nothing uses %s: remove it, or declare its pattern in dynamisk_test.go", key)
		}
	}
	if len(u.literals) < 100 {
		t.Errorf("only %d texts found in the sources: the test looks in the wrong place", len(u.literals))
	}
}

func isDynamic(key string) bool {
	return slices.ContainsFunc(dynamic, func(pattern string) bool {
		fits, err := path.Match(pattern, key)
		return fits && err == nil
	})
}

func isDeclared(prefix string) bool {
	return slices.ContainsFunc(dynamic, func(pattern string) bool { return strings.HasPrefix(pattern, prefix) })
}

var templKey = regexp.MustCompile(`"([a-z0-9-]+\.[A-Za-z0-9._-]+)"`)

// readTempl notes literals only: what a template calls is checked in the Go
// file that is generated from it.
func (u *usage) readTempl(name string) error {
	text, err := os.ReadFile(name)
	for _, m := range templKey.FindAllSubmatch(text, -1) {
		u.literals[string(m[1])] = true
	}
	return err
}

func (u *usage) readGo(name string) error {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if text, ok := literal(n); ok {
				u.literals[text] = true
			}
		case *ast.CallExpr:
			if slices.Contains(speakers, calledName(n)) && len(n.Args) > 0 {
				u.checkCall(fset.Position(n.Pos()).String(), n)
			}
		}
		return true
	})
	return nil
}

func (u *usage) checkCall(at string, call *ast.CallExpr) {
	name := calledName(call)
	if sum, ok := call.Args[0].(*ast.BinaryExpr); ok {
		prefix, isText := literal(sum.X)
		if isText && keyPrefix.MatchString(prefix) && !isDeclared(prefix) {
			u.faults = append(u.faults, at+": "+prefix+"… is put together: declare it in dynamisk_test.go")
		}
		return
	}
	key, ok := literal(call.Args[0])
	if !ok || !keyForm.MatchString(key) {
		return
	}
	m := u.catalogue.messages[key]
	if m == nil {
		u.faults = append(u.faults, at+": "+key+" is in no catalogue")
		return
	}
	if name == "T" && m.plural != nil || name == "N" && m.plural == nil && !slices.Contains(m.names, "n") {
		u.faults = append(u.faults, at+": "+key+" depends on a number or not, unlike what "+name+" asks for")
	}
	u.checkValues(at, call, m)
}

// checkValues compares the named values of a call with the placeholders.
func (u *usage) checkValues(at string, call *ast.CallExpr, m *message) {
	values := call.Args[1:]
	var given []string
	if calledName(call) == "N" && len(values) > 0 {
		values = values[1:]
		if slices.Contains(m.names, "n") {
			given = append(given, "n")
		}
	}
	if call.Ellipsis.IsValid() {
		return
	}
	for i := 0; i < len(values); i += 2 {
		name, ok := literal(values[i])
		if !ok {
			return
		}
		given = append(given, name)
	}
	slices.Sort(given)
	if !slices.Equal(given, m.names) {
		key, _ := literal(call.Args[0])
		u.faults = append(u.faults, at+": "+key+" gets "+strings.Join(given, " ")+", but has "+strings.Join(m.names, " "))
	}
}

var keyPrefix = regexp.MustCompile(`^[a-z0-9-]+\.`)

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}
