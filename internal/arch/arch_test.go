// Package arch holds the rules of the house as tests: who may import whom, how large a
// file and a function may be, and that the screen, the glossary and the code use the
// same words. docs/ARCHITECTURE.md tells the reasons.
package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

// layers, lowest first. A package imports only from lower layers; packages of one
// layer do not know each other.
var layers = [][]string{
	{"internal/fault", "internal/ident"},
	{"internal/db/migrations", "internal/db/translate"},
	{"internal/db"},
	{"internal/referanse"},
	{"internal/tilgang", "internal/i18n"},
	{"internal/skjema", "internal/innsyn"},
	{"internal/bruker", "internal/outbox", "internal/kodeliste"},
	{"internal/varsel"},
	{"internal/mottak", "internal/kommune"},
	{"internal/beboer"},
	{"internal/sak", "internal/utkast", "internal/tilstede"},
	{"internal/kompass"},
	{"internal/samtale"},
	{"internal/oversikt"},
	{"internal/register", "internal/web/static"},
	{"internal/web/ui"},
	{"internal/demo", "internal/web/page"},
	{"internal/web/felles", "internal/web/mottak", "internal/web/samtale", "internal/web/administrasjon", "internal/web/utkast"},
	{"internal/web"},
	{"internal/app"},
	{"cmd/bosett"},
}

// generated code is exempt from the size rules, and a slice's query package belongs to it.
var generated = regexp.MustCompile(`(_templ|_gen)\.go$|/[a-z]+db/`)

// longFiles and longFunctions may only shrink. Data files (questions, routes, policy)
// are exempt by name.
var (
	longFiles     = map[string]bool{}
	longFunctions = map[string]bool{}
	dataFiles     = regexp.MustCompile(`internal/(samtale/sporsmal[a-z_]*|web/routes|tilgang/policy)\.go$`)
)

const (
	maxFile     = 500
	maxFunction = 60
	maxParams   = 5
)

type source struct {
	path string // from the root, with slashes
	pkg  string
	file *ast.File
	fset *token.FileSet
	text string
}

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	for _, dir := range []string{"internal", "cmd", "bench", "faults"} {
		top := filepath.Join(root, dir)
		if _, err := os.Stat(top); err != nil {
			continue
		}
		err := filepath.WalkDir(top, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") {
				return err
			}
			rel, err := filepath.Rel(root, p)
			if err != nil {
				return err
			}
			rel = filepath.ToSlash(rel)
			text, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			fset := token.NewFileSet()
			file, err := parser.ParseFile(fset, p, text, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			all = append(all, source{rel, path.Dir(rel), file, fset, string(text)})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(all) < 50 {
		t.Fatalf("only %d source files found: the test looks in the wrong place", len(all))
	}
	return all
}

// layerOf gives the layer of a package or of the slice that its query package belongs to.
func layerOf(pkg string) int {
	if generated.MatchString(pkg + "/") {
		pkg = path.Dir(pkg)
	}
	for i, layer := range layers {
		for _, p := range layer {
			if p == pkg {
				return i
			}
		}
	}
	return -1
}

// exempt are packages that only tests and tools use.
func exempt(pkg string) bool {
	return pkg == "internal/arch" || strings.HasPrefix(pkg, "internal/web/ui/galleri") || strings.HasPrefix(pkg, "bench") || pkg == "faults" || strings.HasPrefix(pkg, "internal/db/") ||
		strings.HasSuffix(pkg, "test") || strings.HasSuffix(pkg, "/gen")
}

func TestImportOrder(t *testing.T) {
	for _, s := range sources(t) {
		if strings.HasSuffix(s.path, "_test.go") || exempt(s.pkg) {
			continue
		}
		own := layerOf(s.pkg)
		if own < 0 {
			t.Errorf("%s: the package has no layer: give it one in arch_test.go", s.path)
			continue
		}
		for _, spec := range s.file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			imported, ours := strings.CutPrefix(imported, "bosett/")
			if !ours || imported == s.pkg || path.Dir(imported) == s.pkg && generated.MatchString(imported+"/") {
				continue
			}
			if exempt(imported) && imported != "internal/db/migrations" {
				t.Errorf("%s imports %s, which is for tests", s.path, imported)
			} else if l := layerOf(imported); l >= own {
				t.Errorf("%s (layer %d) imports %s (layer %d): imports go downwards only", s.path, own, imported, l)
			}
		}
	}
}

func TestSizes(t *testing.T) {
	for _, s := range sources(t) {
		if generated.MatchString(s.path) || dataFiles.MatchString(s.path) {
			continue
		}
		if n := strings.Count(s.text, "\n"); n > maxFile && !longFiles[s.path] {
			t.Errorf("%s has %d lines, at most %d: split it by concept", s.path, n, maxFile)
		}
		for _, decl := range s.file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			name := s.path + ":" + f.Name.Name
			lines := s.fset.Position(f.End()).Line - s.fset.Position(f.Pos()).Line + 1
			if lines > maxFunction && !longFunctions[name] && !strings.HasSuffix(s.path, "_test.go") {
				t.Errorf("%s has %d lines, at most %d", name, lines, maxFunction)
			}
			if n := f.Type.Params.NumFields(); n > maxParams && !variadic(f) && !strings.HasSuffix(s.path, "_test.go") {
				t.Errorf("%s takes %d parameters, at most %d", name, n, maxParams)
			}
		}
	}
}

// variadic: the last parameter is a list of arguments of a query, not one more thing to know.
func variadic(f *ast.FuncDecl) bool {
	list := f.Type.Params.List
	_, ok := list[len(list)-1].Type.(*ast.Ellipsis)
	return ok && f.Type.Params.NumFields() == maxParams+1
}

func TestPackageNames(t *testing.T) {
	for _, s := range sources(t) {
		switch name := s.file.Name.Name; name {
		case "util", "utils", "common", "helper", "helpers", "manager", "base":
			t.Errorf("%s: a package named %s says nothing", s.path, name)
		}
		for _, r := range s.path {
			if r > 127 {
				t.Errorf("%s: file names are ASCII", s.path)
			}
		}
	}
}

// slices are the packages whose exported types are words of the field.
var slices = []string{"internal/beboer", "internal/mottak", "internal/kommune", "internal/sak", "internal/samtale", "internal/bruker", "internal/kodeliste"}

func TestGlossary(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs/ordliste.md"))
	if err != nil {
		t.Fatal(err)
	}
	glossary := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([A-Za-z]+)`").FindAllStringSubmatch(string(text), -1) {
		glossary[m[1]] = true
	}
	for _, s := range sources(t) {
		if strings.HasSuffix(s.path, "_test.go") {
			continue
		}
		for _, slice := range slices {
			if s.pkg != slice {
				continue
			}
			for _, decl := range s.file.Decls {
				if g, ok := decl.(*ast.GenDecl); ok && g.Tok == token.TYPE {
					for _, spec := range g.Specs {
						name := spec.(*ast.TypeSpec).Name
						if name.IsExported() && !glossary[name.Name] {
							t.Errorf("%s: type %s is not in docs/ordliste.md", s.path, name.Name)
						}
					}
				}
			}
		}
	}
}

// TestDomainHasNoClock: a transaction carries the time; the domain never asks for it,
// or a test of deadlines could not be trusted.
func TestDomainHasNoClock(t *testing.T) {
	for _, s := range sources(t) {
		if strings.HasSuffix(s.path, "_test.go") || layerOf(s.pkg) < 0 || layerOf(s.pkg) > layerOf("internal/oversikt") || s.pkg == "internal/db" {
			continue
		}
		if strings.Contains(s.text, "time.Now()") {
			t.Errorf("%s calls time.Now: take the time from the transaction", s.path)
		}
	}
}

// TestTemplatesEscape: these are the ways round templ's escaping (libraries.md 2.1).
func TestTemplatesEscape(t *testing.T) {
	unsafe := regexp.MustCompile(`templ\.(Raw|SafeURL|URL)\(|formaction=\{|<iframe|\son[a-z]+=\{|\sstyle=`)
	err := filepath.WalkDir(filepath.Join(root, "internal/web"), func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".templ") {
			return err
		}
		text, err := os.ReadFile(p)
		if m := unsafe.Find(text); m != nil {
			t.Errorf("%s uses %s", p, m)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
