package samtale

import (
	"context"
	"maps"
	"slices"
	"strings"

	"bosett/internal/beboer"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/samtale/samtaledb"
	"bosett/internal/skjema"
)

// Felles tells whose answer stands for a person where the family may answer once (S19).
type Felles struct {
	// Familie: the family's stands; else the person's own.
	Familie bool
	// HarFamilie and HarEget: the family, the person, has answered something.
	HarFamilie, HarEget bool
	// Versjon is that of the choice between the two; 0 while nobody has chosen.
	Versjon int64
}

// Bytt is a choice of whose answer shall stand.
type Bytt string

// The choices.
const (
	TilEget    Bytt = "eget"
	TilFamilie Bytt = "familie"
)

// egetKode is where a person's choice is stored, as an answer of its own: it has version,
// history and conflict as the others have.
func egetKode(rot skjema.Kode) skjema.Kode { return rot + ".eget" }

// rotAv is the question that a stored code belongs to.
func rotAv(k skjema.Kode) skjema.Kode {
	if rot, ok := strings.CutSuffix(string(k), ".eget"); ok {
		return skjema.Kode(rot)
	}
	return k
}

// fellesrot are the questions at the head of what a family may share.
var fellesrot = finnFelles()

func finnFelles() (rot []skjema.Kode) {
	definisjon.Alle(func(_ *skjema.Seksjon, _, q *skjema.Sporsmal) {
		if q.Felles == q.Kode {
			rot = append(rot, q.Kode)
		}
	})
	return rot
}

// fellesAv is the head of what the answer is shared with; "" for the others.
func fellesAv(k skjema.Kode) skjema.Kode {
	q, _, ok := definisjon.Finn(k)
	if !ok {
		return ""
	}
	return q.Felles
}

// eierSvar are all answers that one owner has given.
func (s *samtale) eierSvar(eier ident.ID) skjema.Svarsett {
	out := skjema.Svarsett{}
	for _, v := range s.svar {
		if v.Eier == eier {
			out[skjema.Nokkel{Sporsmal: skjema.Kode(v.Sporsmal), Rad: v.Rad}] = skjema.Svar{
				Verdi: v.Verdi, Slettet: v.Slettet, Versjon: v.Versjon, Tid: v.EndretTid.Time,
			}
		}
	}
	return out
}

// harSvart tells whether anything of what is shared together is answered.
func harSvart(svar skjema.Svarsett, rot skjema.Kode) bool {
	for n := range svar {
		if fellesAv(n.Sporsmal) != rot || strings.TrimSpace(svar.Verdi(n.Sporsmal, n.Rad)) == "" {
			continue
		}
		_, gruppe, _ := definisjon.Finn(n.Sporsmal)
		if gruppe == nil || !svar[skjema.Nokkel{Sporsmal: gruppe.Kode, Rad: n.Rad}].Slettet {
			return true
		}
	}
	return false
}

// gjeldende is the one rule of which answers stand in a person's form: the family's own
// questions, and where the answer may be shared, the one that was chosen. While nobody has
// chosen, the family's stands for who has answered nothing.
func gjeldende(egne, familiens skjema.Svarsett) (skjema.Svarsett, map[skjema.Kode]Felles) {
	staar := map[skjema.Kode]Felles{}
	for _, rot := range fellesrot {
		valg := egne[skjema.Nokkel{Sporsmal: egetKode(rot)}]
		f := Felles{HarFamilie: harSvart(familiens, rot), HarEget: harSvart(egne, rot), Versjon: valg.Versjon}
		f.Familie = valg.Verdi == skjema.Nei || valg.Verdi == "" && f.HarFamilie && !f.HarEget
		staar[rot] = f
	}
	out := skjema.Svarsett{}
	for n, svar := range egne {
		if _, _, ok := definisjon.Finn(n.Sporsmal); ok && !staar[fellesAv(n.Sporsmal)].Familie {
			out[n] = svar
		}
	}
	for n, svar := range familiens {
		if rot := fellesAv(n.Sporsmal); rot == "" || staar[rot].Familie {
			out[n] = svar
		}
	}
	return out, staar
}

// svarsett returns the answers that stand in the person's form, and whose they are.
func (s *samtale) svarsett(b beboer.Beboer) (skjema.Svarsett, map[skjema.Kode]Felles) {
	out, staar := gjeldende(s.eierSvar(b.ID), s.eierSvar(b.Husstand))
	s.merker(b.ID, out)
	return out, staar
}

// erFamilie tells whether there is a family to answer for: what has been answered for all
// goes on to stand with whoever is left of them.
func (s *samtale) erFamilie(husstand []beboer.Beboer) bool {
	return len(husstand) > 1 || slices.ContainsFunc(s.svar, func(v samtaledb.Svar) bool {
		return v.Eier == s.Husstand && !v.Slettet && v.Verdi != ""
	})
}

// lukketAv is the completed member whose interview the family's answer is part of; nil
// while nobody's is. rot is "" for the family's own questions, which are in everybody's;
// what may be shared is not in that of a member who has an own answer.
func (s *samtale) lukketAv(rot skjema.Kode) (first *samtaledb.SamtalePerson) {
	for i := range s.personer {
		p := &s.personer[i]
		if Status(p.Status) != Ferdigstilt || first != nil && !p.FerdigTid.Time.Before(first.FerdigTid.Time.Time) {
			continue
		}
		if egne := s.eierSvar(p.Beboer); rot != "" {
			valg := egne.Verdi(egetKode(rot), "")
			if valg == skjema.Ja || valg == "" && harSvart(egne, rot) {
				continue
			}
		}
		first = p
	}
	return first
}

// bytt chooses whose answer stands for the person. Who begins on an own answer, or on one
// for the family, begins with what stood there.
func (l *lagring) bytt(ctx context.Context, rot *skjema.Sporsmal, inn SvarInn) (Resultat, error) {
	if inn.Bytt != TilEget && inn.Bytt != TilFamilie {
		return Resultat{}, fault.NewNotFound()
	}
	l.velg(rot, false)
	valg := l.egne[skjema.Nokkel{Sporsmal: egetKode(rot.Kode)}]
	staar := l.staar[rot.Kode]
	tilFamilie := inn.Bytt == TilFamilie
	if staar.Familie == tilFamilie {
		return lagret(valg.Versjon, valg.Tid, l.tx.Now()), nil
	}
	if valg.Versjon != inn.Versjon {
		return l.konfliktSvar(ctx, skjema.Nokkel{Sporsmal: egetKode(rot.Kode)})
	}
	if tilFamilie && !staar.HarFamilie {
		if ferdig := l.s.lukketAv(rot.Kode); ferdig != nil {
			return l.stengt(ctx, ferdig)
		}
		if err := l.kopier(ctx, rot.Kode, l.egne, true); err != nil {
			return Resultat{}, err
		}
	}
	if !tilFamilie && !staar.HarEget {
		if err := l.kopier(ctx, rot.Kode, l.familiens, false); err != nil {
			return Resultat{}, err
		}
	}
	verdi := skjema.Ja
	if tilFamilie {
		verdi = skjema.Nei
	}
	l.velg(rot, false)
	return l.skriv(ctx, skjema.Nokkel{Sporsmal: egetKode(rot.Kode)}, skjema.Svar{Verdi: verdi, Versjon: valg.Versjon + 1})
}

// kopier gives the other owner the answers that stand.
func (l *lagring) kopier(ctx context.Context, rot skjema.Kode, fra skjema.Svarsett, familie bool) error {
	nokler := slices.SortedFunc(maps.Keys(fra), func(a, b skjema.Nokkel) int {
		return strings.Compare(string(a.Sporsmal)+a.Rad, string(b.Sporsmal)+b.Rad)
	})
	for _, n := range nokler {
		q, gruppe, ok := definisjon.Finn(n.Sporsmal)
		if !ok || q.Felles != rot || q.Type == skjema.Gruppe || fra.Verdi(n.Sporsmal, n.Rad) == "" ||
			gruppe != nil && fra[skjema.Nokkel{Sporsmal: gruppe.Kode, Rad: n.Rad}].Slettet {
			continue
		}
		l.velg(q, familie)
		svar := skjema.Svar{Verdi: fra.Verdi(n.Sporsmal, n.Rad), Versjon: l.her[n].Versjon + 1}
		if _, err := l.skriv(ctx, n, svar); err != nil {
			return err
		}
	}
	return nil
}
