package oversikt

import (
	"fmt"
	"testing"

	"bosett/internal/beboer"
	"bosett/internal/sak"
)

// vanlige adds single people with cases, whose names the function makes of their numbers.
func (h hus) vanlige(from, to int, navn func(i int) (fornavn, etternavn string)) {
	h.t.Helper()
	var people []beboer.Inn
	var cases []sak.Inn
	for i := from; i < to; i++ {
		fornavn, etternavn := navn(i)
		reg := fmt.Sprintf("8%08d", i)
		people = append(people, person(fmt.Sprintf("2021%08d", i), reg, fornavn, etternavn, "1990-01-01", "enslig_voksen", ""))
		cases = append(cases, sak.Inn{Saksnummer: reg, RegNummer: reg, Opprettet: dag("2020-09-01")})
	}
	h.importer(people, cases)
}

// A search finds 500 residents at most and reads 625 words of names: what it found is
// told as all there is only when it is.
func TestSearchThatFindsTooMany(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		check := func(name, sok string, want int64, flere bool) {
			got := h.beboere(h.vanlig(), Beboersporring{Sok: sok, Side: Side{Antall: 1000}})
			if got.Antall != want || got.Flere != flere || int64(len(got.Rader)) != want || got.Neste {
				t.Errorf("%s: %d residents, more %v, %d rows", name, got.Antall, got.Flere, len(got.Rader))
			}
			if tasks := h.oppgaver(h.vanlig(), Oppgavesporring{Sok: sok}); tasks.Personer != want || tasks.Flere != flere {
				t.Errorf("%s: %d persons in tasks, more %v", name, tasks.Personer, tasks.Flere)
			}
		}
		ali := func(i int) (string, string) { return "Ali", fmt.Sprintf("Berg%03d", i) }
		h.vanlige(0, 500, ali)
		check("as many as there is room for", "ali", 500, false)
		h.vanlige(500, 501, ali)
		check("one too many", "ali", 500, true)
		check("one too many of a number", "2021 0000", 500, true)
		check("with another word", "be al", 500, true)
		// Their words lie two and two beside each other: 625 are 312 people and a half.
		h.vanlige(501, 821, func(i int) (string, string) { return fmt.Sprintf("Aa%03d", i), fmt.Sprintf("Aa%03dx", i) })
		check("two words that fit", "a", 313, true)
	})
}
