package kommune

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"bosett/internal/db"
	"bosett/internal/i18n"
	"bosett/internal/kommune/kommunedb"
)

// Sok is a search for places. An empty Tekst finds all. Etter is Side.Neste of
// the page before, empty for the first. Antall is the most to return, 50 if 0.
type Sok struct {
	Tekst, Etter string
	Antall       int
}

// Side is one page of a search: its places in Norwegian order, how many the
// whole search found, and where the next page begins, empty on the last.
type Side struct {
	Steder []Sted
	Treff  int
	Neste  string
}

// maxWords is more than any place's name has, together with its fylke's.
const maxWords = 10

// Search finds places in use today. Every word of the text must begin a word of
// the place's name or be the beginning of its number, with or without marks and
// in either of two names (Hábmer, Hamarøy). To tell places apart the fylke and,
// for a bydel, the city may be written too (Herøy Nordland, Frogner Oslo), but
// never alone. A page begins after the last place of the page before, so that
// nothing is shown twice or skipped when places come and go.
func Search(ctx context.Context, r db.Reader, s Sok) (Side, error) {
	all, err := steder(ctx, r)
	if err != nil {
		return Side{}, err
	}
	named, err := byWord(ctx, r, s.Tekst)
	if err != nil {
		return Side{}, err
	}
	day := today(r)
	all = slices.DeleteFunc(all, func(p Sted) bool { return !p.iBruk(day) || !named.matches(p) })
	side := Side{Treff: len(all)}
	if s.Etter != "" {
		last, err := Get(ctx, r, s.Etter)
		if err != nil {
			return Side{}, err
		}
		all = slices.DeleteFunc(all, func(p Sted) bool { return order(p, last) <= 0 })
	}
	limit := cmp.Or(max(s.Antall, 0), 50)
	if len(all) > limit {
		all = all[:limit]
		side.Neste = all[limit-1].Nummer
	}
	side.Steder = all
	return side, nil
}

// query is the words of a search, each with the places whose own name or number
// has a word that begins so.
type query struct {
	words []string
	own   []map[string]bool
	none  bool // nothing can match
}

func byWord(ctx context.Context, r db.Reader, text string) (query, error) {
	var found query
	found.words = i18n.Words(text)
	slices.Sort(found.words)
	found.words = slices.Compact(found.words)
	if len(found.words) == 0 || len(found.words) > maxWords {
		found.none = strings.TrimSpace(text) != ""
		return found, nil
	}
	q := kommunedb.New(r)
	for _, word := range found.words {
		// In byte order every text that begins with word lies between these two.
		places, err := q.StederMedOrd(ctx, kommunedb.StederMedOrdParams{Fra: word, Til: word + "\U0010FFFF"})
		if err != nil {
			return query{}, err
		}
		set := make(map[string]bool, len(places))
		for _, p := range places {
			set[p] = true
		}
		found.own = append(found.own, set)
	}
	return found, nil
}

func (q query) matches(p Sted) bool {
	if q.none {
		return false
	}
	var around []string // computed only for a place that some word names
	named := len(q.words) == 0
	for i := range q.words {
		named = named || q.own[i][p.Nummer]
	}
	if !named {
		return false
	}
	for i, word := range q.words {
		if q.own[i][p.Nummer] {
			continue
		}
		if around == nil {
			around = i18n.IndexWords(p.Fylkesnavn + " " + p.Kommunenavn)
		}
		if !slices.ContainsFunc(around, func(w string) bool { return strings.HasPrefix(w, word) }) {
			return false
		}
	}
	return true
}

// words are the words under which a place is found.
func words(nummer, navn string) []string {
	return append(i18n.IndexWords(navn), nummer)
}
