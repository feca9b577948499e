package skjema

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"bosett/internal/tilgang"
)

var kodeForm = regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*(\.[a-z0-9]+(_[a-z0-9]+)*)*$`)

// New checks a definition and makes a form of it. The error names everything that is
// wrong: a question without an audience, without a class, with a code used twice.
func New(seksjoner ...Seksjon) (*Skjema, error) {
	s := &Skjema{Seksjoner: seksjoner, plass: map[Kode]plass{}}
	var feil []error
	s.Alle(func(seksjon *Seksjon, gruppe, q *Sporsmal) {
		if _, twice := s.plass[q.Kode]; twice {
			feil = append(feil, fmt.Errorf("skjema: %s stands twice", q.Kode))
		}
		s.plass[q.Kode] = plass{seksjon, gruppe, q}
		feil = append(feil, q.sjekk(gruppe)...)
	})
	s.Alle(func(seksjon *Seksjon, gruppe, q *Sporsmal) {
		for _, l := range append(q.Vis.Svarledd(), q.Pakrevd.Svarledd()...) {
			feil = append(feil, s.sjekkLedd(q, gruppe, l))
		}
	})
	if err := errors.Join(feil...); err != nil {
		return nil, err
	}
	s.Alle(func(seksjon *Seksjon, _, q *Sporsmal) {
		if q.Felles != "" {
			feil = append(feil, s.sjekkFelles(seksjon, q))
		}
	})
	for _, seksjon := range seksjoner {
		for _, k := range seksjon.Krav {
			feil = append(feil, s.sjekkKrav(seksjon, k))
		}
	}
	if err := errors.Join(feil...); err != nil {
		return nil, err
	}
	return s, nil
}

// Must is New for a definition in source code; it panics on a wrong one.
func Must(seksjoner ...Seksjon) *Skjema {
	s, err := New(seksjoner...)
	if err != nil {
		panic(err)
	}
	return s
}

func (q *Sporsmal) sjekk(gruppe *Sporsmal) []error {
	var feil []error
	bad := func(galt bool, hva string) {
		if galt {
			feil = append(feil, fmt.Errorf("skjema: %s: %s", q.Kode, hva))
		}
	}
	bad(!kodeForm.MatchString(string(q.Kode)), "not a stable lower-case code")
	bad(len(q.Synlig) == 0, "no audience")
	for p := range q.Synlig {
		bad(!slices.Contains(tilgang.Publikummer, p), "unknown audience "+string(p))
	}
	bad(!slices.Contains([]Klasse{F1, F2, F3, F4}, q.Klasse), "no class")
	bad(q.Eier != Person && q.Eier != Familie, "no owner")
	bad(gruppe != nil && gruppe.Eier != q.Eier, "another owner than its group")
	bad(q.Type == Gruppe && gruppe != nil, "a group inside a group")
	bad((q.Type == Gruppe) != (len(q.Barn) > 0), "only a group has children")
	bad((q.Type == Gruppe) != (q.MaksRader > 0), "only a group has rows")
	bad(q.Neste != "" && (q.barn(q.Neste) == nil || q.barn(q.Neste).Type != JaNei), "the next row hangs on no child")
	bad((q.Type == Valg) != (len(q.Valg) > 0 || q.Liste != ""), "only a choice has codes")
	bad(len(q.Valg) > 0 && q.Liste != "", "codes of its own and those of a list")
	bad((q.Type == Tekst || q.Type == Langtekst) != (q.MaksLengde > 0), "only a text has a length")
	bad(q.Forsegles && (q.Type != Gruppe || q.Eier != Person || q.Neste != "" || q.Felles != ""), "only a person's own group is sealed")
	bad((q.Kvittering != "" || q.EtterFerdig) && !q.Forsegles, "only a sealed group has receipts")
	bad(q.Kvittering != "" && q.barn(q.Kvittering) == nil, "the receipt is no child")
	bad(gruppe != nil && gruppe.Felles != q.Felles, "shared otherwise than its group")
	bad(q.Felles != "" && q.Eier != Person, "only a person's question can be shared")
	for _, n := range q.Synlig {
		bad((n == tilgang.KunSkriv) != (n != tilgang.Ingen && n != tilgang.Ser && forsegles(q, gruppe)), "written without being read in sealed groups only")
	}
	bad(!slices.Contains([]Type{JaNei, Valg, Avkryss, Kommune, Tekst, Langtekst, Gruppe}, q.Type), "unknown type")
	return feil
}

func forsegles(q, gruppe *Sporsmal) bool {
	return q.Forsegles || gruppe != nil && gruppe.Forsegles
}

// sjekkFelles: what is shared together stands together, and follows only itself.
func (s *Skjema) sjekkFelles(seksjon *Seksjon, q *Sporsmal) error {
	rot, ok := s.plass[q.Felles]
	if !ok || rot.gruppe != nil || rot.seksjon != seksjon || rot.sporsmal.Felles != q.Felles {
		return fmt.Errorf("skjema: %s: shared with %s, which is not shared here", q.Kode, q.Felles)
	}
	for _, l := range append(q.Vis.Svarledd(), q.Pakrevd.Svarledd()...) {
		if s.plass[l.Svar].sporsmal.Felles != q.Felles {
			return fmt.Errorf("skjema: %s: shared, and follows %s, which is not", q.Kode, l.Svar)
		}
	}
	return nil
}

// sjekkLedd: a condition looks at a question at the top or in the same group, that
// can have the value.
func (s *Skjema) sjekkLedd(q, gruppe *Sporsmal, l Ledd) error {
	p, ok := s.plass[l.Svar]
	if !ok || p.gruppe != nil && p.gruppe != gruppe || p.sporsmal == q || !p.sporsmal.lovlig(l.Er) {
		return fmt.Errorf("skjema: %s: cannot follow %s = %s", q.Kode, l.Svar, l.Er)
	}
	return nil
}

func (s *Skjema) sjekkKrav(seksjon Seksjon, k Krav) error {
	if len(k.Av) == 0 || len(k.Gjelder.Svarledd()) > 0 {
		return fmt.Errorf("skjema: %s: a demand needs questions and facts", seksjon.Kode)
	}
	for _, kode := range k.Av {
		if p, ok := s.plass[kode]; !ok || p.gruppe != nil || p.seksjon.Kode != seksjon.Kode {
			return fmt.Errorf("skjema: %s: a demand on %s, which does not stand here", seksjon.Kode, kode)
		}
	}
	return nil
}
