package oversikt

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"bosett/internal/db"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/tilgang"
)

// MaxTreff is how many residents a search finds at most; one that would find more says
// so (Flere), and the reader writes more of the name.
const MaxTreff = 2000

const (
	// maxLest is how many entries of the word index one search walks.
	maxLest = 20_000
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

// treff are the residents that a search found; flere: there are more than these.
type treff struct {
	ids   []ident.ID
	flere bool
}

// hits finds residents in the scope. seen tells the access log that it was asked.
func (q sok) hits(ctx context.Context, r innsyn.Reader, s tilgang.Scope) (treff, error) {
	r.Searched(q.slag())
	var t treff
	for _, g := range gradert(s) {
		var err error
		switch {
		case len(q.ord) > 0:
			err = q.byWords(ctx, r, s.Mottak(), g, &t)
		case q.duf != "":
			err = q.byNumber(ctx, r, s, g, &t)
		}
		if err != nil {
			return treff{}, fmt.Errorf("oversikt: search: %w", err)
		}
	}
	slices.SortFunc(t.ids, func(a, b ident.ID) int { return strings.Compare(string(a[:]), string(b[:])) })
	t.ids = slices.Compact(t.ids)
	return t, nil
}

func (q sok) byNumber(ctx context.Context, r db.Reader, s tilgang.Scope, gradert bool, t *treff) error {
	var b setning
	b.write("SELECT id FROM beboer WHERE mottak = ", b.arg(s.Mottak()), " AND gradert = ", sqlBool(gradert))
	if len(q.duf) == dufLen {
		b.write(" AND duf = ", b.arg(q.duf))
	} else {
		b.write(" AND duf >= ", b.arg(q.duf), " AND duf < ", b.arg(q.duf+":")) // ':' follows '9'
	}
	b.write(fmt.Sprintf(" ORDER BY duf, id LIMIT %d", MaxTreff+1))
	if err := t.read(ctx, r, &b); err != nil || q.regNummer == "" {
		return err
	}
	var c setning
	c.write("SELECT b.id FROM husstand h JOIN beboer b ON b.husstand = h.id WHERE h.reg_nummer = ", c.arg(q.regNummer),
		" AND b.mottak = ", c.arg(s.Mottak()), " AND b.gradert = ", sqlBool(gradert))
	if !s.SerUtenSak() {
		// The reg-number of those without a case is not shown, so it finds nobody either.
		c.write(" AND b.har_sak")
	}
	return t.read(ctx, r, &c)
}

// byWords walks the entries of the rarest word and looks up the others one by one.
func (q sok) byWords(ctx context.Context, r db.Reader, mottak ident.ID, gradert bool, t *treff) error {
	words, n, err := rarestFirst(ctx, r, mottak, gradert, q.ord)
	if err != nil {
		return err
	}
	var b setning
	b.write("SELECT treff.beboer FROM (SELECT beboer, ord FROM beboer_ord WHERE ")
	wordRange(&b, mottak, gradert, words[0])
	b.write(fmt.Sprintf(" ORDER BY ord, beboer LIMIT %d) AS treff", maxLest))
	// OFFSET keeps PostgreSQL from turning the look-up into a join with all words.
	for i, w := range words[1:] {
		if i == 0 {
			b.write(" WHERE ")
		} else {
			b.write(" AND ")
		}
		b.write("EXISTS (SELECT 1 FROM beboer_ord AS w WHERE w.beboer = treff.beboer AND w.ord >= ", b.arg(w), " AND w.ord < ", b.arg(after(w)), " LIMIT 1 OFFSET 0)")
	}
	t.flere = t.flere || n >= maxLest
	return t.read(ctx, r, &b)
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

// read adds the residents of a query until there are too many.
func (t *treff) read(ctx context.Context, r db.Reader, b *setning) error {
	rows, err := r.QueryContext(ctx, b.String(), b.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	seen := make(map[ident.ID]bool, len(t.ids))
	for _, id := range t.ids {
		seen[id] = true
	}
	for rows.Next() {
		var id ident.ID
		if err := rows.Scan(&id); err != nil {
			return err
		}
		if seen[id] {
			continue
		}
		if len(t.ids) == MaxTreff {
			t.flere = true
			break
		}
		seen[id] = true
		t.ids = append(t.ids, id)
	}
	return rows.Err()
}
