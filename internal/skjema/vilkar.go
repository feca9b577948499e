package skjema

// Faktum names something that is true or not about the person or the interview. The
// engine knows none; the definition and its caller agree on them.
type Faktum string

// Fakta are the facts that hold.
type Fakta map[Faktum]bool

// Ledd is one condition: a fact, or an answer that equals a value.
type Ledd struct {
	Faktum Faktum
	// Ikke turns a fact around.
	Ikke bool
	// Svar is a question whose answer must be Er: a sibling in the same row when the
	// condition stands on a child of the same group, else a question at the top.
	Svar Kode
	Er   string
}

// Vilkar holds when all its conditions hold.
type Vilkar []Ledd

// Alltid is the condition that always holds.
var Alltid = Vilkar{}

// Naar is the condition that a fact holds.
func Naar(f Faktum) Vilkar { return Vilkar{{Faktum: f}} }

// NaarIkke is the condition that a fact does not hold.
func NaarIkke(f Faktum) Vilkar { return Vilkar{{Faktum: f, Ikke: true}} }

// VedSvar is the condition that a question is answered with a value.
func VedSvar(k Kode, er string) Vilkar { return Vilkar{{Svar: k, Er: er}} }

// Og is both conditions.
func (v Vilkar) Og(w Vilkar) Vilkar { return append(append(Vilkar{}, v...), w...) }

// Mulig tells whether the condition can hold with these facts, whatever is answered:
// a page then has the question ready.
func (v Vilkar) Mulig(f Fakta) bool {
	for _, l := range v {
		if l.Faktum != "" && f[l.Faktum] == l.Ikke {
			return false
		}
	}
	return true
}

// Svarledd returns the conditions on answers, for a page that follows them while the
// user answers.
func (v Vilkar) Svarledd() []Ledd {
	var out []Ledd
	for _, l := range v {
		if l.Svar != "" {
			out = append(out, l)
		}
	}
	return out
}

// holds evaluates the condition for a question in a row ("" at the top).
func (s *Skjema) holds(v Vilkar, g Grunnlag, gruppe *Sporsmal, rad string) bool {
	if !v.Mulig(g.Fakta) {
		return false
	}
	for _, l := range v.Svarledd() {
		sted := ""
		if gruppe != nil && s.plass[l.Svar].gruppe == gruppe {
			sted = rad
		}
		if g.Svar.Verdi(l.Svar, sted) != l.Er {
			return false
		}
	}
	return true
}
