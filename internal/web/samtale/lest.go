package samtale

import (
	"slices"

	"bosett/internal/kodeliste"
	"bosett/internal/samtale"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// lestBlokk is answered questions under a heading, for reading.
type lestBlokk struct {
	Overskrift string
	Liste      ui.DescriptionListProps
}

// lestBlokker are a person's questions and answers of a section, as the centre reads them,
// with the wording of the completion once completed. A question without an answer says so.
func lestBlokker(r *page.Request, l lest, m samtale.Medlem, sek *skjema.Seksjon) []lestBlokk {
	return append(lestAv(r, l, m, m.LestAv(samtale.Publikum), sek), lestForseglet(r, l, m, sek)...)
}

// lestAv is lestBlokker as another reads it.
func lestAv(r *page.Request, l lest, m samtale.Medlem, les samtale.Lesning, sek *skjema.Seksjon) []lestBlokk {
	var out []lestBlokk
	for _, f := range les.Felter {
		if f.Seksjon.Kode != sek.Kode {
			continue
		}
		if f.Gruppe != nil && f.Gruppe.Forsegles && !f.Gruppe.Synlig.Kan(tilgang.PublikumBeboer) {
			if f.Sporsmal == &f.Gruppe.Barn[0] { // the whole row in one line: what is in it is IMDi's alone
				last := &out[len(out)-1]
				last.Liste.Items = append(last.Liste.Items, ui.Term{Label: radtittel(r, m, f), Text: r.P.T("samtale.vis-som.forseglet")})
			}
			continue
		}
		t := tekstFor(r.P, m, f.Sporsmal)
		if len(out) == 0 || t.Overskrift != "" {
			out = append(out, lestBlokk{Overskrift: t.Overskrift})
		}
		last := &out[len(out)-1]
		svar := les.Svar.Verdi(f.Sporsmal.Kode, f.Rad)
		if f.Sporsmal.Type == skjema.Avkryss && svar == "" {
			continue // a box that is not ticked says nothing
		}
		if f.Sporsmal.Type == skjema.Gruppe {
			iGruppen := func(barn skjema.Felt) bool { return barn.Gruppe == f.Sporsmal }
			if slices.ContainsFunc(les.Felter, iGruppen) || sagtIngen(m, sek, f.Sporsmal.Kode) {
				continue // the rows or the ticked box say it
			}
			svar = r.P.T("samtale.lest.ingen")
		}
		etikett := t.Etikett
		if f.Nummer > 0 {
			etikett = r.P.T("samtale.lest.rad", "rad", r.P.T("samtale.rad."+radnavn(f.Gruppe), "nummer", f.Nummer), "sporsmal", etikett)
		}
		if m.Felles[f.Sporsmal.Kode].Familie {
			etikett = r.P.T("samtale.felles.lest", "sporsmal", etikett)
		}
		ord := svarOrd(r, l, f.Sporsmal, t, svar)
		if les.Lukket[skjema.Nokkel{Sporsmal: f.Sporsmal.Kode, Rad: f.Rad}] {
			ord = r.P.T("samtale.vis-som.lukket")
		}
		last.Liste.Items = append(last.Liste.Items, ui.Term{Label: etikett, Body: svartekst(ord)})
	}
	for i := range out {
		out[i].Liste.Columns = 1
	}
	return out
}

// radtittel names a row that is sealed as its receipt does.
func radtittel(r *page.Request, m samtale.Medlem, f skjema.Felt) string {
	nummer := f.Nummer
	for _, k := range m.Kvitteringer {
		if k.Gruppe == f.Gruppe.Kode && k.Rad == f.Rad {
			nummer = k.Nummer
		}
	}
	return r.P.T("samtale.kvittering."+string(f.Gruppe.Kode), "nummer", nummer)
}

// sagtIngen tells whether a box that may stand instead of the rows is ticked.
func sagtIngen(m samtale.Medlem, sek *skjema.Seksjon, gruppe skjema.Kode) bool {
	for _, k := range sek.Krav {
		if !slices.Contains(k.Av, gruppe) {
			continue
		}
		for _, kode := range k.Av {
			if q, _, ok := samtale.Definisjon().Finn(kode); ok && q.Type == skjema.Avkryss && m.Svar.Verdi(kode, "") == skjema.Ja {
				return true
			}
		}
	}
	return false
}

// svarOrd is an answer in words.
func svarOrd(r *page.Request, l lest, q *skjema.Sporsmal, t samtale.Tekst, verdi string) string {
	switch {
	case verdi == "":
		return r.P.T("samtale.lest.ubesvart")
	case q.Type == skjema.JaNei || q.Type == skjema.Avkryss:
		return r.P.T("felles." + verdi)
	case q.Type == skjema.Valg:
		if ord, ok := t.Valg[verdi]; ok { // also the words that were kept at completion
			return ord
		}
		if q.Liste != "" {
			return l.Koder.Ord(kodeliste.Liste(q.Liste), verdi, r.P.Lang())
		}
	case q.Type == skjema.Kommune && verdi == skjema.Ukjent:
		return r.P.T("samtale.kommune.ukjent")
	case q.Type == skjema.Kommune:
		for _, k := range l.kommuner {
			if k.Nummer == verdi {
				return k.Navn + " (" + k.Fylkesnavn + ")"
			}
		}
	}
	return verdi
}

// kompassProps is what the resident has registered about a theme, read-only (S13).
type kompassProps struct {
	Tittel string
	Deler  []kompassDel
}

type kompassDel struct{ Tittel, Tekst string }

// kompass is the box of a competence section; nil elsewhere.
func (s *side) kompass() *kompassProps {
	p := s.r.P
	if s.seksjon.Gruppe != samtale.GruppeKompetanse {
		return nil
	}
	k := &kompassProps{Tittel: p.T("samtale.kompass.tittel")}
	if s.l.Beboer.Selvregistrert() {
		k.Deler = []kompassDel{{Tekst: p.T("samtale.kompass.registrert", "dato", p.DayOf(s.l.Beboer.KompassTid.Time.Time))}}
		return k
	}
	if s.seksjon.Kode != samtale.SeksjonFerdigheter {
		k.Deler = []kompassDel{{Tekst: p.T("samtale.kompass." + s.seksjon.Kode)}}
		return k
	}
	k.Deler = []kompassDel{
		{p.T("samtale.kompass.forerkort.tittel"), p.T("samtale.kompass.forerkort")},
		{p.T("samtale.kompass.regneferdigheter.tittel"), p.T("samtale.kompass.regneferdigheter")},
	}
	return k
}
