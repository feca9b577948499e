package i18n_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"bosett/internal/i18n"
	"bosett/internal/referanse"
)

func TestEmbeddedCataloguesAreWhole(t *testing.T) {
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Languages(); !slices.Contains(got, "nb") || !slices.Contains(got, "nn") {
		t.Errorf("languages %v", got)
	}
	// A language of the product also needs a column in the tables of names.
	syria := map[string]string{}
	for _, lang := range c.Languages() {
		syria[lang], _ = referanse.Land(lang, "CI")
	}
	if syria["nb"] != "Elfenbenskysten" || syria["nn"] != "Elfenbeinskysten" {
		t.Errorf("country names %v", syria)
	}
}

const formats = `"format.dato": "02.01.2006", "format.klokke": "15.04", "format.dato-klokke": "02.01.2006 15.04", "format.tusenskille": " "`

func catalogue(t *testing.T, files map[string]string) (*i18n.Catalogue, error) {
	t.Helper()
	root := fstest.MapFS{}
	for _, lang := range []string{"nb", "nn"} {
		root[lang+"/format.json"] = &fstest.MapFile{Data: []byte("{" + formats + "}")}
	}
	for name, text := range files {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return i18n.LoadFrom(root)
}

func TestLoadTellsEveryFault(t *testing.T) {
	same := func(text string) map[string]string { return map[string]string{"nb/a.json": text, "nn/a.json": text} }
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"twice in a file":       {same(`{"a.x": "1", "a.x": "2"}`), `"a.x" is already in nb/a.json`},
		"twice over files":      {map[string]string{"nb/a.json": `{"a.x": "1"}`, "nb/b.json": `{"a.x": "1"}`, "nn/a.json": `{"a.x": "1"}`}, `"a.x" is already in nb/a.json`},
		"one language lacks it": {map[string]string{"nb/a.json": `{"a.x": "1"}`}, "nn lacks a.x"},
		"only in nynorsk":       {map[string]string{"nn/a.json": `{"a.x": "1"}`}, "nn: a.x is not in nb"},
		"other placeholders":    {map[string]string{"nb/a.json": `{"a.x": "{navn}"}`, "nn/a.json": `{"a.x": "{namn}"}`}, "placeholders [namn]"},
		"plural in one":         {map[string]string{"nb/a.json": `{"a.x": {"other": "1"}}`, "nn/a.json": `{"a.x": "1"}`}, "plural in one language only"},
		"no other":              {same(`{"a.x": {"one": "1"}}`), `needs the form "other"`},
		"not a category":        {same(`{"a.x": {"other": "1", "two or so": "2"}}`), "not a plural category"},
		"empty":                 {same(`{"a.x": ""}`), "empty text"},
		"open brace":            {same(`{"a.x": "{navn"}`), "bad placeholder"},
		"close brace":           {same(`{"a.x": "navn}"}`), "} without {"},
		"bad name":              {same(`{"a.x": "{Navn Navnesen}"}`), "bad placeholder"},
		"bad key":               {same(`{"Åpne": "1"}`), "not of the form"},
		"number":                {same(`{"a.x": 1}`), `"a.x"`},
		"list":                  {same(`["a.x"]`), "not a JSON object"},
		"cut off":               {same(`{"a.x": "1"`), "nb/a.json"},
	} {
		_, err := catalogue(t, c.files)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v does not tell %q", name, err, c.want)
		}
	}
	if _, err := i18n.LoadFrom(fstest.MapFS{}); err == nil {
		t.Error("no catalogues at all is no error")
	}
}

func TestALanguageIsAFolder(t *testing.T) {
	text := `{"a.dager": {"one": "{n} dag", "other": "{n} dager"}}`
	arabic := `{` + formats + `, "a.dager": {"zero": "z{n}", "one": "o{n}", "two": "t{n}", "few": "f{n}", "many": "m{n}", "other": "x{n}"}}`
	c, err := catalogue(t, map[string]string{"nb/a.json": text, "nn/a.json": text, "ar/a.json": arabic})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range []int{0, 1, 2, 3, 11, 100} {
		got = append(got, c.For("ar").N("a.dager", n))
	}
	if want := []string{"z0", "o1", "t2", "f3", "m11", "x100"}; !slices.Equal(got, want) {
		t.Errorf("the six forms of Arabic: %v, want %v", got, want)
	}
	for header, want := range map[string]string{
		"": "nb", "nn": "nn", "nn-NO,nb;q=0.9": "nn", "no": "nb", "da,en;q=0.5": "nb", "sv": "nb",
		"ar-SY": "ar", "ti,ar;q=0.3": "ar", "ja": "nb", "x;;;q=": "nb", "en-GB,nn;q=0.8": "nn",
	} {
		if got := c.Match(header); got != want {
			t.Errorf("%q is served %s, want %s", header, got, want)
		}
	}
}
