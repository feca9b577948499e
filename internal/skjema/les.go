package skjema

import "bosett/internal/tilgang"

// Grunnlag is what a form is evaluated on. Svar are all answers, also those that the
// reader may not see: a question may hang on an answer that is hidden from the reader.
type Grunnlag struct {
	Fakta Fakta
	Svar  Svarsett
}

// Felt is one question as it stands on a page: a group stands once with Rad "" and
// its children once per row.
type Felt struct {
	Seksjon  *Seksjon
	Gruppe   *Sporsmal
	Sporsmal *Sporsmal
	Rad      string
	// Nummer is the row's number, from 1; 0 at the top.
	Nummer int
	// Nivaa is what the audience may do with it, never Ingen.
	Nivaa tilgang.Nivaa
}

// Visible returns the questions that are asked now and that the audience may read or
// write, in the order of the form.
func (s *Skjema) Visible(g Grunnlag, p tilgang.Publikum) []Felt {
	var out []Felt
	for i := range s.Seksjoner {
		seksjon := &s.Seksjoner[i]
		for j := range seksjon.Sporsmal {
			q := &seksjon.Sporsmal[j]
			if q.Synlig[p] == tilgang.Ingen || !s.holds(q.Vis, g, nil, "") {
				continue
			}
			out = append(out, Felt{Seksjon: seksjon, Sporsmal: q, Nivaa: q.Synlig[p]})
			if q.Type == Gruppe {
				out = append(out, s.rader(g, seksjon, q, p)...)
			}
		}
	}
	return out
}

// rader are the questions of a group's rows. Those of a sealed group are for readers only.
func (s *Skjema) rader(g Grunnlag, seksjon *Seksjon, gruppe *Sporsmal, p tilgang.Publikum) []Felt {
	var out []Felt
	for n, rad := range g.Svar.Rader(gruppe) {
		for i := range gruppe.Barn {
			b := &gruppe.Barn[i]
			if b.Synlig[p] == tilgang.Ingen || gruppe.Forsegles && !b.Synlig.Kan(p) || !s.holds(b.Vis, g, gruppe, rad) {
				continue
			}
			out = append(out, Felt{
				Seksjon: seksjon, Gruppe: gruppe, Sporsmal: b, Rad: rad, Nummer: n + 1, Nivaa: b.Synlig[p],
			})
		}
	}
	return out
}

// Read returns the answers that the audience may read: those of questions that are
// asked now and whose cell says so. An answer left behind under a question that is no
// longer asked is not among them, nor is a row that shall be sealed and is not: that is
// its author's. Every reader of answers goes through it.
func (s *Skjema) Read(g Grunnlag, p tilgang.Publikum) Svarsett {
	out := Svarsett{}
	for _, f := range s.Visible(g, p) {
		if !f.Sporsmal.Synlig.Kan(p) {
			continue
		}
		if f.Sporsmal.Type == Gruppe {
			for _, rad := range g.Svar.Rader(f.Sporsmal) {
				if m, ok := g.Svar[Nokkel{f.Sporsmal.Kode, rad}]; ok {
					out[Nokkel{f.Sporsmal.Kode, rad}] = m
				}
			}
			continue
		}
		n := Nokkel{f.Sporsmal.Kode, f.Rad}
		if svar, ok := g.Svar[n]; ok && !svar.Slettet {
			out[n] = svar
		}
	}
	return out
}
