package oversikt

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"bosett/internal/db"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/tilgang"
)

// maxTreff is how many residents a search finds at most; one that may find more says so
// (Flere), and the reader writes more of the name. Ten pages are more than anybody reads,
// and what a search costs is the looking up of these.
const maxTreff = 500

const (
	// maxRader is how many rows a search reads to find them: a resident is there once for
	// each word that fits.
	maxRader = maxTreff + maxTreff/4
	// maxLest is how many entries of the word index a search for several words looks the
	// others up for. Only at a centre with more than that of each word is it too few.
	maxLest = 2500
	maxOrd  = 6

	minDuf, dufLen, regLen = 4, 12, 9
)

// sok is what a search text asks for.
type sok struct {
	duf       string   // the whole of a DUF number, or how it begins
	regNummer string   // nine digits may be a reg-number as well
	ord       []string // folded words, each the beginning of a word in the name
}

// parseSok reads a search text: digits, with or without spaces, are a number; all else
// is words of a name, in any order.
func parseSok(s string) sok {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
	if digits != "" && strings.Trim(digits, "0123456789") == "" {
		if len(digits) < minDuf || len(digits) > dufLen {
			return sok{}
		}
		q := sok{duf: digits}
		if len(digits) == regLen {
			q.regNummer = digits
		}
		return q
	}
	words := i18n.Words(s)
	return sok{ord: words[:min(len(words), maxOrd)]}
}

// slag is what the access log says about the search.
func (q sok) slag() string {
	if len(q.ord) > 0 {
		return "navn"
	}
	return "duf"
}

// treff are the residents that a search has found; flere: there may be more than these.
type treff struct {
	sett  map[ident.ID]bool
	flere bool
}

// ny tells whether a resident is a hit that has not been found already.
func (t *treff) ny(id ident.ID) bool {
	if t.sett[id] {
		return false
	}
	if t.fullt() {
		t.flere = true
		return false
	}
	t.sett[id] = true
	return true
}

func (t *treff) fullt() bool { return len(t.sett) == maxTreff }

// hits finds residents in the scope and tells whether there may be more. scan reads b.id
// and the columns of beboer AS b that are named; it asks the treff about each resident,
// who comes once for every word that fits. The access log is told that it was asked.
func (q sok) hits(ctx context.Context, r innsyn.Reader, s tilgang.Scope, columns string, scan func(*sql.Rows, *treff) error) (flere bool, err error) {
	r.Searched(q.slag())
	t := &treff{sett: map[ident.ID]bool{}}
	for _, g := range gradert(s) {
		list, cut, err := q.candidates(ctx, r, s, g)
		if err != nil {
			return false, fmt.Errorf("oversikt: search: %w", err)
		}
		t.flere = t.flere || cut
		for _, c := range list {
			// In one query with the residents' columns: a list of so many parameters would
			// cost as much as the looking up.
			query := "SELECT b.id" + columns + " FROM (" + c.String() + ") AS funnet CROSS JOIN beboer AS b WHERE b.id = funnet.beboer"
			if err := t.read(ctx, r, query, c.args, scan); err != nil {
				return false, fmt.Errorf("oversikt: search: %w", err)
			}
		}
	}
	return t.flere, nil
}

// read scans the rows of a query until there are too many.
func (t *treff) read(ctx context.Context, r db.Reader, query string, args []any, scan func(*sql.Rows, *treff) error) error {
	rows, err := r.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	n := 0
	for ; rows.Next() && !(t.fullt() && t.flere); n++ {
		if err := scan(rows, t); err != nil {
			return err
		}
	}
	t.flere = t.flere || n == maxRader
	return rows.Err()
}

// candidates are the queries that find residents by id (as beboer); cut tells that they
// do not look at everybody.
func (q sok) candidates(ctx context.Context, r db.Reader, s tilgang.Scope, gradert bool) (list []*setning, cut bool, err error) {
	switch {
	case len(q.ord) > 0:
		words, n, err := rarestFirst(ctx, r, s.Mottak(), gradert, q.ord)
		return []*setning{byWords(s.Mottak(), gradert, words)}, n >= maxLest, err
	case q.duf != "":
		list = append(list, byDuf(s, gradert, q.duf))
	}
	if q.regNummer != "" {
		list = append(list, byRegNummer(s, gradert, q.regNummer))
	}
	return list, false, nil
}

func byDuf(s tilgang.Scope, gradert bool, duf string) *setning {
	b := &setning{}
	b.write("SELECT id AS beboer FROM beboer WHERE mottak = ", b.arg(s.Mottak()), " AND gradert = ", sqlBool(gradert))
	if len(duf) == dufLen {
		b.write(" AND duf = ", b.arg(duf))
	} else {
		b.write(" AND duf >= ", b.arg(duf), " AND duf < ", b.arg(duf+":")) // ':' follows '9'
	}
	b.write(" ORDER BY duf, id LIMIT ", strconv.Itoa(maxRader))
	return b
}

func byRegNummer(s tilgang.Scope, gradert bool, regNummer string) *setning {
	b := &setning{}
	b.write("SELECT b.id AS beboer FROM husstand h JOIN beboer b ON b.husstand = h.id WHERE h.reg_nummer = ", b.arg(regNummer),
		" AND b.mottak = ", b.arg(s.Mottak()), " AND b.gradert = ", sqlBool(gradert))
	if !s.SerUtenSak() {
		// The reg-number of those without a case is not shown, so it finds nobody either.
		b.write(" AND b.har_sak")
	}
	return b
}

// byWords walks the entries of the first word and looks up the others one by one.
func byWords(mottak ident.ID, gradert bool, words []string) *setning {
	b := &setning{}
	b.write("SELECT treff.beboer FROM (SELECT beboer, ord FROM beboer_ord WHERE ")
	wordRange(b, mottak, gradert, words[0])
	b.write(" ORDER BY ord, beboer LIMIT ", strconv.Itoa(maxLest), ") AS treff")
	// OFFSET keeps PostgreSQL from turning the look-up into a join with all words.
	for i, w := range words[1:] {
		if i == 0 {
			b.write(" WHERE ")
		} else {
			b.write(" AND ")
		}
		b.write("EXISTS (SELECT 1 FROM beboer_ord AS w WHERE w.beboer = treff.beboer AND w.ord >= ", b.arg(w), " AND w.ord < ", b.arg(after(w)), " LIMIT 1 OFFSET 0)")
	}
	b.write(" LIMIT ", strconv.Itoa(maxRader))
	return b
}

// rarestFirst puts the word with the fewest entries first, and tells how many it has;
// of equally common ones (more than are counted) the longest. One word is not counted.
func rarestFirst(ctx context.Context, r db.Reader, mottak ident.ID, gradert bool, words []string) (_ []string, fewest int, _ error) {
	if len(words) == 1 {
		return words, 0, nil
	}
	words = slices.Clone(words)
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	best, fewest := 0, maxLest+1
	for i, w := range words {
		n, err := countWord(ctx, r, mottak, gradert, w)
		if err != nil {
			return nil, 0, err
		}
		if n < fewest {
			best, fewest = i, n
		}
	}
	words[0], words[best] = words[best], words[0]
	return words, fewest, nil
}

// countWord counts the entries of a word, at most maxLest.
func countWord(ctx context.Context, r db.Reader, mottak ident.ID, gradert bool, word string) (n int, err error) {
	var b setning
	b.write("SELECT COUNT(*) FROM (SELECT 1 AS en FROM beboer_ord WHERE ")
	wordRange(&b, mottak, gradert, word)
	b.write(fmt.Sprintf(" LIMIT %d) AS treff", maxLest))
	err = r.QueryRowContext(ctx, b.String(), b.args...).Scan(&n)
	return n, err
}

func wordRange(b *setning, mottak ident.ID, gradert bool, word string) {
	b.write("mottak = ", b.arg(mottak), " AND gradert = ", sqlBool(gradert),
		" AND ord >= ", b.arg(word), " AND ord < ", b.arg(after(word)))
}

// after is the first text that does not begin with the word.
func after(word string) string { return word + "\U0010ffff" }
