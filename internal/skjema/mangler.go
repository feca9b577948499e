package skjema

import (
	"slices"

	"bosett/internal/tilgang"
)

// Grunn is why something is missing; the definition's package has the words.
type Grunn string

// The reasons.
const (
	ManglerSvar   Grunn = "svar"     // a required question has no answer
	ManglerRad    Grunn = "rad"      // a required group has no row
	ManglerNeste  Grunn = "neste"    // every row says that there is one more
	ManglerMinst  Grunn = "minst_en" // none of several is answered
	UgyldigVerdi  Grunn = "verdi"    // the answer is not one of the choices
	ForMangeRader Grunn = "rader"    // more rows than the group takes
	Motsagt       Grunn = "motsagt"  // a box says that there is nothing, and there is
)

// Mangel is one thing that stands in the way of completing.
type Mangel struct {
	Felt
	Grunn Grunn
}

// Framdrift counts the questions that are asked now, and those of them that must be
// answered. A demand on several questions counts as one that must be answered.
type Framdrift struct {
	Synlige, Besvart          int
	Pakrevde, PakrevdeBesvart int
}

// Missing returns what the audience, as the writer, must still do before completing,
// in the order of the form. Only questions that are asked now can be missing.
func (s *Skjema) Missing(g Grunnlag, p tilgang.Publikum) []Mangel {
	var out []Mangel
	synlige := s.Visible(g, p)
	for _, f := range synlige {
		if grunn := s.mangler(f, g, p); grunn != "" {
			out = append(out, Mangel{f, grunn})
		}
		for _, k := range f.Seksjon.Krav {
			if av := k.felter(f.Seksjon, synlige, g); len(av) > 0 && av[0] == f && !oppfylt(av, g.Svar) {
				out = append(out, Mangel{f, ManglerMinst})
			} else if f.Sporsmal.Type == Avkryss && f.besvart(g.Svar) && motsagt(f, av, g.Svar) {
				out = append(out, Mangel{f, Motsagt})
			}
		}
	}
	return out
}

// mangler tells what is wrong with one field; "" when nothing is.
func (s *Skjema) mangler(f Felt, g Grunnlag, p tilgang.Publikum) Grunn {
	q := f.Sporsmal
	if !q.Synlig.KanSkrive(p) || forsegles(q, f.Gruppe) {
		return "" // what is sealed is no part of what is completed
	}
	pakrevd := q.Pakrevd != nil && s.holds(q.Pakrevd, g, f.Gruppe, f.Rad)
	if q.Type == Gruppe {
		return manglerRad(q, g.Svar, pakrevd)
	}
	verdi := g.Svar.Verdi(q.Kode, f.Rad)
	if blank(verdi) {
		if pakrevd {
			return ManglerSvar
		}
		return ""
	}
	if _, avvik := q.Clean(verdi); avvik != "" {
		return UgyldigVerdi
	}
	return ""
}

// RowMissing returns what must be answered in a row before it can be sealed. svar has
// the answers of the row.
func (s *Skjema) RowMissing(gruppe *Sporsmal, svar Svarsett, rad string) []Mangel {
	var out []Mangel
	for i := range gruppe.Barn {
		q := &gruppe.Barn[i]
		if q.Pakrevd != nil && s.holds(q.Pakrevd, Grunnlag{Svar: svar}, gruppe, rad) && blank(svar.Verdi(q.Kode, rad)) {
			f := Felt{Seksjon: s.SeksjonAv(gruppe.Kode), Gruppe: gruppe, Sporsmal: q, Rad: rad, Nivaa: tilgang.KunSkriv}
			out = append(out, Mangel{f, ManglerSvar})
		}
	}
	return out
}

func manglerRad(q *Sporsmal, svar Svarsett, pakrevd bool) Grunn {
	rader := svar.Rader(q)
	if len(rader) == 0 {
		if pakrevd {
			return ManglerRad
		}
		return ""
	}
	if len(rader) > q.MaksRader {
		return ForMangeRader
	}
	if q.Neste == "" {
		return ""
	}
	// The rows' ids come from clients whose clocks may be wrong, so that none of them
	// is surely the last: one row must say that there are no more.
	flere := func(rad string) bool { return svar.Verdi(q.Neste, rad) == Ja }
	if !slices.ContainsFunc(rader, func(rad string) bool { return !flere(rad) }) {
		return ManglerNeste
	}
	return ""
}

// felter returns those of the demand's questions that are asked now; none when the
// demand does not apply.
func (k Krav) felter(seksjon *Seksjon, synlige []Felt, g Grunnlag) []Felt {
	if !k.Gjelder.Mulig(g.Fakta) {
		return nil
	}
	var out []Felt
	for _, kode := range k.Av {
		for _, f := range synlige {
			if f.Seksjon == seksjon && f.Sporsmal.Kode == kode && f.Rad == "" {
				out = append(out, f)
			}
		}
	}
	return out
}

// oppfylt tells whether one of the fields is answered.
func oppfylt(felter []Felt, svar Svarsett) bool {
	return slices.ContainsFunc(felter, func(f Felt) bool { return f.besvart(svar) })
}

// motsagt tells whether the box stands among the fields with another one that is answered.
func motsagt(boks Felt, felter []Felt, svar Svarsett) bool {
	return slices.Contains(felter, boks) && slices.ContainsFunc(felter, func(f Felt) bool { return f != boks && f.besvart(svar) })
}

// Left counts what must be answered as a page shows it: the next row of a group stands
// there empty, with all that must be filled in, as soon as it is due.
func (s *Skjema) Left(g Grunnlag, p tilgang.Publikum) int {
	n := 0
	for _, m := range s.Missing(g, p) {
		if q := m.Sporsmal; q.Type == Gruppe && q.Neste != "" && (m.Grunn == ManglerRad || m.Grunn == ManglerNeste) {
			n += s.pakrevdeITomRad(q, g)
		} else {
			n++
		}
	}
	return n
}

func (s *Skjema) pakrevdeITomRad(q *Sporsmal, g Grunnlag) int {
	const tom = " " // no row has this id
	n := 0
	for i := range q.Barn {
		if b := &q.Barn[i]; b.Pakrevd != nil && s.holds(b.Vis, g, q, tom) && s.holds(b.Pakrevd, g, q, tom) {
			n++
		}
	}
	return max(n, 1)
}

// Progress counts one section, or the whole form when kode is "". Several questions of
// which one suffices are one, and so are all their rows. What is sealed does not count: it
// depends on who looks, and is there only when it is needed.
func (s *Skjema) Progress(g Grunnlag, p tilgang.Publikum, kode string) Framdrift {
	var fd Framdrift
	mangler := map[Nokkel]bool{}
	for _, m := range s.Missing(g, p) {
		mangler[Nokkel{m.Sporsmal.Kode, m.Rad}] = true
	}
	synlige := s.Visible(g, p)
	for _, f := range synlige {
		if kode != "" && f.Seksjon.Kode != kode || !f.Sporsmal.Synlig.KanSkrive(p) || forsegles(f.Sporsmal, f.Gruppe) {
			continue
		}
		av := f.kravet(synlige, g)
		if len(av) > 0 && av[0] != f {
			continue
		}
		besvart, mangel := f.besvart(g.Svar), mangler[Nokkel{f.Sporsmal.Kode, f.Rad}]
		for _, en := range av {
			besvart = besvart || en.besvart(g.Svar)
			mangel = mangel || mangler[Nokkel{en.Sporsmal.Kode, ""}]
		}
		fd.Synlige++
		if besvart {
			fd.Besvart++
		}
		if len(av) > 0 || f.Sporsmal.Pakrevd != nil && s.holds(f.Sporsmal.Pakrevd, g, f.Gruppe, f.Rad) {
			fd.Pakrevde++
			if !mangel {
				fd.PakrevdeBesvart++
			}
		}
	}
	return fd
}

// kravet are the fields of the demand that the field, or the group of its row, is part of.
func (f Felt) kravet(synlige []Felt, g Grunnlag) []Felt {
	for _, k := range f.Seksjon.Krav {
		av := k.felter(f.Seksjon, synlige, g)
		if slices.ContainsFunc(av, func(en Felt) bool { return en.Sporsmal == f.Sporsmal || en.Sporsmal == f.Gruppe }) {
			return av
		}
	}
	return nil
}

func (f Felt) besvart(svar Svarsett) bool {
	if f.Sporsmal.Type == Gruppe {
		return len(svar.Rader(f.Sporsmal)) > 0
	}
	return !blank(svar.Verdi(f.Sporsmal.Kode, f.Rad))
}
