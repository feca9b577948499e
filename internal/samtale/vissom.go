package samtale

import (
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
)

// Lesere are those whom the centre may look as before completing (S17), in the order
// that pages show them.
var Lesere = []tilgang.Publikum{
	tilgang.PublikumIMDi, tilgang.PublikumKommuneForslag, tilgang.PublikumKommuneAvtale, tilgang.PublikumBeboer,
}

// Lesning is what an audience reads of a person's interview, as far as the centre may
// see it: made by the same function that the audience reads by.
type Lesning struct {
	// Felter are the questions that the audience finds, in the order of the form.
	Felter []skjema.Felt
	// Svar are the answers to them. One that the centre writes and never reads is not here.
	Svar skjema.Svarsett
	// Lukket are answers that the audience reads and the centre does not.
	Lukket map[skjema.Nokkel]bool
	// Borte are questions that are answered and that the audience does not find.
	Borte []skjema.Felt
}

// LestAv returns what the audience reads about the person.
func (m Medlem) LestAv(p tilgang.Publikum) Lesning {
	out := Lesning{Svar: skjema.Svarsett{}, Lukket: map[skjema.Nokkel]bool{}}
	read := definisjon.Read(m.Grunnlag, p)
	found := map[skjema.Nokkel]bool{}
	for _, f := range definisjon.Visible(m.Grunnlag, p) {
		if !f.Sporsmal.Synlig.Kan(p) {
			continue
		}
		n := skjema.Nokkel{Sporsmal: f.Sporsmal.Kode, Rad: f.Rad}
		found[n] = true
		out.Felter = append(out.Felter, f)
		if f.Gruppe != nil && f.Gruppe.Forsegles && !f.Sporsmal.Synlig.Kan(Publikum) {
			out.Lukket[n] = true // what it says is not even read here
		}
	}
	for n, svar := range read {
		if q, _, ok := definisjon.Finn(n.Sporsmal); ok && q.Synlig.Kan(Publikum) {
			out.Svar[n] = svar
		} else if svar.Verdi != "" {
			out.Lukket[n] = true
		}
	}
	for _, f := range definisjon.Visible(m.Grunnlag, Publikum) {
		n := skjema.Nokkel{Sporsmal: f.Sporsmal.Kode, Rad: f.Rad}
		if !found[n] && f.Sporsmal.Synlig.Kan(Publikum) && m.Svar.Verdi(n.Sporsmal, n.Rad) != "" {
			out.Borte = append(out.Borte, f)
		}
	}
	return out
}
