package skjema

import (
	"fmt"
	"strings"

	"bosett/internal/tilgang"
)

// Doc returns the table of questions and audiences in Markdown, for the documentation.
// etikett gives the words of a question.
func (s *Skjema) Doc(etikett func(Kode) string) string {
	var b strings.Builder
	b.WriteString("| Section | Question | Code | Type | Owner | Class |")
	for _, p := range tilgang.Publikummer {
		fmt.Fprintf(&b, " %s |", p)
	}
	b.WriteString("\n|---|---|---|---|---|---|" + strings.Repeat("---|", len(tilgang.Publikummer)) + "\n")
	s.Alle(func(seksjon *Seksjon, gruppe, q *Sporsmal) {
		innrykk := ""
		if gruppe != nil {
			innrykk = "– "
		}
		fmt.Fprintf(&b, "| %s | %s%s | `%s` | %s | %s | %s |", seksjon.Kode, innrykk,
			strings.ReplaceAll(etikett(q.Kode), "|", "\\|"), q.Kode, q.Type, q.Eier, q.Klasse)
		for _, p := range tilgang.Publikummer {
			fmt.Fprintf(&b, " %s |", nivaaOrd(q.Synlig[p]))
		}
		b.WriteString("\n")
	})
	return b.String()
}

func nivaaOrd(n tilgang.Nivaa) string {
	switch n {
	case tilgang.Ser:
		return "read"
	case tilgang.Skriv:
		return "read, write"
	case tilgang.KunSkriv:
		return "write only"
	}
	return "–"
}
