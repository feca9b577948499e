// Package referanse holds the public tables that the product builds on: the
// kommuner and bydeler of Norway and the names of countries and languages. The
// source, licence and year of each stand in the head of its file.
package referanse

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"bosett/internal/db"
)

var (
	//go:embed kommuner.tsv
	kommuneFile string
	//go:embed bydeler.tsv
	bydelFile string
	//go:embed land.tsv
	landFile string
	//go:embed sprak.tsv
	sprakFile string
)

// Kommune is one kommune as Kartverket lists it. Numbers are text: 0301.
// Degrees are WGS84, of the middle of the area. GyldigTil is the first day on
// which the number is no longer in use, or none.
type Kommune struct {
	Nummer, Navn             string
	Fylkesnummer, Fylkesnavn string
	Breddegrad, Lengdegrad   float64
	GyldigFra                db.Date
	GyldigTil                db.NullDate
}

// Bydel is a part of one of the four large cities. The numbers that end in 99
// stand for "not stated".
type Bydel struct{ Nummer, Navn, Kommune string }

// Kommuner returns every kommune, by number. An error means that the embedded
// file is broken; the tests would have told.
func Kommuner() ([]Kommune, error) {
	rows, err := parse(kommuneFile, 8)
	if err != nil {
		return nil, fmt.Errorf("referanse: kommuner: %w", err)
	}
	all := make([]Kommune, 0, len(rows))
	for _, c := range rows[1:] {
		k := Kommune{Nummer: c[0], Navn: c[1], Fylkesnummer: c[2], Fylkesnavn: c[3]}
		if k.Breddegrad, err = strconv.ParseFloat(c[4], 64); err != nil {
			return nil, fmt.Errorf("referanse: kommune %s: %w", k.Nummer, err)
		}
		if k.Lengdegrad, err = strconv.ParseFloat(c[5], 64); err != nil {
			return nil, fmt.Errorf("referanse: kommune %s: %w", k.Nummer, err)
		}
		if k.GyldigFra, err = db.ParseDate(c[6]); err != nil {
			return nil, fmt.Errorf("referanse: kommune %s: %w", k.Nummer, err)
		}
		if c[7] != "" {
			til, err := db.ParseDate(c[7])
			if err != nil {
				return nil, fmt.Errorf("referanse: kommune %s: %w", k.Nummer, err)
			}
			k.GyldigTil = db.SomeDate(til)
		}
		all = append(all, k)
	}
	return all, nil
}

// Bydeler returns every bydel, by number; an error as in Kommuner.
func Bydeler() ([]Bydel, error) {
	rows, err := parse(bydelFile, 3)
	if err != nil {
		return nil, fmt.Errorf("referanse: bydeler: %w", err)
	}
	all := make([]Bydel, 0, len(rows))
	for _, c := range rows[1:] {
		all = append(all, Bydel{Nummer: c[0], Navn: c[1], Kommune: c[2]})
	}
	return all, nil
}

// names is a table of names: language -> code -> name.
type names map[string]map[string]string

var (
	land  = sync.OnceValues(func() (names, error) { return parseNames(landFile) })
	sprak = sync.OnceValues(func() (names, error) { return parseNames(sprakFile) })
)

// sameAs are codes that registers use for a language of the table.
var sameAs = map[string]string{"fa-AF": "prs", "kmr": "ku", "sw-CD": "swc", "pes": "fa", "iw": "he"}

// Land is the name of a country by ISO 3166-1 alpha-2 code in a language of the
// product, in bokmål where the language is unknown. XX is who has no known
// citizenship. ok is false for an unknown code.
func Land(lang, code string) (name string, ok bool) {
	table, _ := land() // a broken file is found by the tests
	return table.name(lang, strings.ToUpper(code))
}

// Sprak is the name of a language by BCP 47 code, as Land.
func Sprak(lang, code string) (name string, ok bool) {
	if to := sameAs[code]; to != "" {
		code = to
	}
	table, _ := sprak()
	return table.name(lang, code)
}

// Landkoder returns the code of every country, sorted by code.
func Landkoder() []string { return codes(land()) }

// Sprakkoder returns the code of every language, sorted by code.
func Sprakkoder() []string { return codes(sprak()) }

func codes(table names, _ error) []string { return slices.Sorted(maps.Keys(table["nb"])) }

func (n names) name(lang, code string) (string, bool) {
	column, ok := n[lang]
	if !ok {
		column = n["nb"]
	}
	name, ok := column[code]
	return name, ok
}

func parseNames(file string) (names, error) {
	rows, err := parse(file, 0)
	if err != nil {
		return nil, err
	}
	table := names{}
	for i, lang := range rows[0][1:] {
		table[lang] = make(map[string]string, len(rows))
		for _, c := range rows[1:] {
			table[lang][c[0]] = c[i+1]
		}
	}
	return table, nil
}

// parse reads tab-separated lines, the first of which names the columns, and
// leaves out comments. columns 0 means as many as there are names.
func parse(file string, columns int) ([][]string, error) {
	var rows [][]string
	for line := range strings.Lines(file) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if columns == 0 {
			columns = len(cells)
		}
		if len(cells) != columns {
			return nil, fmt.Errorf("%d columns in %q, not %d", len(cells), line, columns)
		}
		rows = append(rows, cells)
	}
	if len(rows) < 2 {
		return nil, fmt.Errorf("no rows")
	}
	return rows, nil
}
