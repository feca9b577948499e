package mottak

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"bosett/internal/ident"
	"bosett/internal/oversikt"
)

// The names in a list's address. The whole state of a list stands there, but never
// what is searched for.
const (
	paramSort    = "sort"
	paramRetning = "retning"
	paramEtter   = "etter"
	paramFor     = "for"
	paramNr      = "nr" // the number of the page's first row, for the sentence below it
	paramVis     = "vis"
	paramSkjul   = "skjul" // the rows that are closed though all are shown

	synkende = "synk"
	visAlle  = "alle"
)

// adresse is the state of a list as its address has it. Only what the page understood
// is kept, so every link is in the one right form.
type adresse struct {
	path string
	v    url.Values
}

// with gives the address changed by pairs of name and value; "" takes a name away.
func (a adresse) with(pairs ...string) adresse {
	v := url.Values{}
	for name, values := range a.v {
		v[name] = slices.Clone(values)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Del(pairs[i])
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	return adresse{a.path, v}
}

func (a adresse) String() string {
	query := a.v.Encode()
	if query == "" {
		return a.path
	}
	return a.path + "?" + query
}

// firstPage is the same list from its beginning. Single rows that were opened stay
// behind with their page.
func (a adresse) firstPage() adresse {
	b := a.with(paramEtter, "", paramFor, "", paramNr, "", paramSkjul, "")
	if !a.alle() {
		b.v.Del(paramVis)
	}
	return b
}

func (a adresse) alle() bool { return slices.Contains(a.v[paramVis], visAlle) }

// open tells whether a row's details are shown.
func (a adresse) open(row string) bool {
	if a.alle() {
		return !slices.Contains(a.v[paramSkjul], row)
	}
	return slices.Contains(a.v[paramVis], row)
}

// toggled is the address with a row's details the other way, at that row.
func (a adresse) toggled(row string) string {
	b, name := a.with(), paramVis
	if a.alle() {
		name = paramSkjul
	}
	if i := slices.Index(b.v[name], row); i >= 0 {
		b.v[name] = slices.Delete(b.v[name], i, i+1)
	} else {
		b.v.Add(name, row)
	}
	return b.String() + "#" + row
}

// toggledAll shows the details of all rows, or of none.
func (a adresse) toggledAll() string {
	if a.alle() && len(a.v[paramSkjul]) == 0 {
		return a.with(paramVis, "", paramSkjul, "").String()
	}
	return a.with(paramVis, visAlle, paramSkjul, "").String()
}

// sorted is the list from its beginning, sorted by a column, or the other way round
// when it is sorted by it already.
func (a adresse) sorted(column, standard string, current string, desc bool) string {
	b := a.firstPage().with(paramSort, column, paramRetning, "")
	if column == standard {
		b.v.Del(paramSort)
	}
	if column == current && !desc {
		b.v.Set(paramRetning, synkende)
	}
	return b.String()
}

// parseAdresse keeps the parts that every list has; standard is the order that an
// address leaves out.
func parseAdresse(path string, q url.Values, standard string, known func(string) bool) (a adresse, sort string, desc bool) {
	a = adresse{path, url.Values{}}
	sort = q.Get(paramSort)
	if !known(sort) {
		sort = standard
	}
	if sort != standard {
		a.v.Set(paramSort, sort)
	}
	if desc = q.Get(paramRetning) == synkende; desc {
		a.v.Set(paramRetning, synkende)
	}
	for _, name := range []string{paramVis, paramSkjul} {
		for _, v := range q[name] {
			if _, err := ident.Parse(v); (err == nil || v == visAlle) && len(a.v[name]) < oversikt.Antall {
				a.v.Add(name, v)
			}
		}
	}
	return a, sort, desc
}

// parseSide reads where a page begins into the address and gives it, with the number
// of its first row.
func (a adresse) parseSide(q url.Values) (side oversikt.Side, nr int64) {
	nr = 1
	if id, err := ident.Parse(q.Get(paramEtter)); err == nil {
		side.Etter = id
		a.v.Set(paramEtter, id.String())
	} else if id, err := ident.Parse(q.Get(paramFor)); err == nil {
		side.For = id
		a.v.Set(paramFor, id.String())
	} else {
		return side, nr
	}
	if n, err := strconv.ParseInt(q.Get(paramNr), 10, 32); err == nil && n > 1 {
		nr = n
		a.v.Set(paramNr, strconv.FormatInt(n, 10))
	}
	return side, nr
}

// maxSok is how much text a search takes.
const maxSok = 100

// rensSok cleans what was typed into a search field.
func rensSok(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, " "))
	runes := []rune(strings.Join(strings.Fields(s), " "))
	return strings.TrimSpace(string(runes[:min(len(runes), maxSok)]))
}
