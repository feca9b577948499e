package samtale

import (
	"maps"
	"slices"
	"strings"

	"bosett/internal/ident"
	"bosett/internal/samtale"
	"bosett/internal/skjema"
	"bosett/internal/web/ui"
)

// konflikt is the panel under a field that somebody else has changed: both texts, and
// the user's choice. Nothing of it is stored until the user has chosen.
type konflikt struct {
	ID, Av           string
	Hvem, Forklaring string
	DeresNavn, Deres string
	MineNavn, Mine   string
	// Nokkel is "kode:rad" in the buttons' values; Navn and Versjon keep the panel in the form.
	Nokkel, Navn, Versjon string
	// Sammen: both can stand in one text.
	Sammen                        bool
	Behold, BrukDeres, SettSammen string
}

func (s *side) konflikt(f felt, res samtale.Resultat) *konflikt {
	p := s.r.P
	n := skjema.Nokkel{Sporsmal: f.Sporsmal.Kode, Rad: f.Rad}
	k := s.konfliktMal()
	k.ID, k.Av = f.ID+"-konflikt", res.Av
	k.Hvem = p.T("samtale.konflikt.hvem", "navn", res.Av, "tid", p.Clock(res.Tid))
	if res.Slettet {
		k.Hvem = p.T("samtale.konflikt.fjernet", "navn", res.Av, "tid", p.Clock(res.Tid))
	}
	t := samtale.TekstFor(p, f.Sporsmal)
	k.DeresNavn, k.Deres = res.Av, svarOrd(s.r, s.l, f.Sporsmal, t, res.Deres)
	if res.Slettet {
		k.Deres = p.T("samtale.konflikt.rad-borte")
	}
	k.Mine = svarOrd(s.r, s.l, f.Sporsmal, t, f.Verdi)
	k.Nokkel = string(n.Sporsmal) + ":" + n.Rad
	k.Navn, k.Versjon = navnOf("konflikt", n), heltall(res.Versjon)
	if res.Slettet {
		k.Navn = navnOf("radkonflikt", n)
	}
	k.Sammen = !res.Slettet && (f.Sporsmal.Type == skjema.Tekst || f.Sporsmal.Type == skjema.Langtekst)
	return &k
}

// konfliktMal is the panel's fixed words, which the script fills in too.
func (s *side) konfliktMal() konflikt {
	t := s.r.P.T
	return konflikt{
		Forklaring: t("samtale.konflikt.forklaring"), MineNavn: t("samtale.konflikt.du"), Sammen: true,
		Behold: t("samtale.konflikt.behold"), BrukDeres: t("samtale.konflikt.bruk-deres"), SettSammen: t("samtale.konflikt.sett-sammen"),
	}
}

// stengtProps lists what the user had written that could not be stored, because somebody
// completed the interview or the row was sealed. Tekst is what goes with the button that
// makes an internal note of it.
type stengtProps struct {
	Tittel, Forklaring string
	Liste              ui.DescriptionListProps
	// Knapp makes an internal note of Tekst at Action; "" when none can be written.
	Knapp, Action, Bruker, Nokkel, Tekst string
}

// stengt is shown when the form was sent after the completion: what was typed is not
// lost without being seen. nil when nothing was.
func (s *side) stengt() *stengtProps {
	p := s.r.P
	if s.forSent != "" {
		return s.tilMerknad(s.grunn, []ui.Term{{Label: p.T("samtale.etterpaa.legg-inn"), Body: svartekst(s.forSent)}}, s.forSent)
	}
	var items []ui.Term
	var deler []string
	nokler := slices.SortedFunc(maps.Keys(s.mine), compareNokkel)
	for _, n := range nokler {
		q, _, ok := samtale.Definisjon().Finn(n.Sporsmal)
		if !ok || s.mine[n] == s.l.Svar.Verdi(n.Sporsmal, n.Rad) || s.mine[n] == "" {
			continue
		}
		items, deler = s.linje(items, deler, q, s.mine[n])
	}
	tittel := p.T("samtale.stengt.tittel", "navn", s.l.FerdigAv)
	if s.l.Status != samtale.Ferdigstilt {
		tittel = p.T("samtale.stengt.forseglet")
	}
	if len(items) > 0 {
		return s.tilMerknad(tittel, items, strings.Join(deler, "\n\n"))
	}
	return s.lukkedeUtkast()
}

// linje adds one answer to what is listed and to the text of the note.
func (s *side) linje(items []ui.Term, deler []string, q *skjema.Sporsmal, verdi string) ([]ui.Term, []string) {
	t := samtale.TekstFor(s.r.P, q)
	ord := svarOrd(s.r, s.l, q, t, verdi)
	return append(items, ui.Term{Label: t.Etikett, Body: svartekst(ord)}), append(deler, t.Etikett+"\n"+ord)
}

// lukkedeUtkast are the user's own rows that were open when the interview was completed,
// of groups that take no more.
func (s *side) lukkedeUtkast() *stengtProps {
	if s.l.Status != samtale.Ferdigstilt {
		return nil
	}
	var items []ui.Term
	var deler []string
	for i := range s.seksjon.Sporsmal {
		q := &s.seksjon.Sporsmal[i]
		if !q.Forsegles || q.EtterFerdig {
			continue
		}
		for _, rad := range s.l.ApneRader(q) {
			for j := range q.Barn {
				if verdi := s.l.Utkast.Verdi(q.Barn[j].Kode, rad); verdi != "" {
					items, deler = s.linje(items, deler, &q.Barn[j], verdi)
				}
			}
		}
	}
	if len(items) == 0 {
		return nil
	}
	return s.tilMerknad(s.r.P.T("samtale.stengt.utkast"), items, strings.Join(deler, "\n\n"))
}

// tilMerknad offers the guide's own path for what came too late.
func (s *side) tilMerknad(tittel string, items []ui.Term, tekst string) *stengtProps {
	t := s.r.P.T
	out := &stengtProps{
		Tittel: tittel, Forklaring: t("samtale.stengt.tekst"), Liste: ui.DescriptionListProps{Items: items, Columns: 1},
	}
	if s.l.KanMerke {
		out.Nokkel = ident.New().String()
		if n, err := ident.Parse(s.r.Form("nokkel")); err == nil && s.forSent != "" {
			out.Nokkel = n.String() // the same attempt again
		}
		out.Forklaring, out.Knapp = t("samtale.stengt.til-merknad"), t("samtale.etterpaa.legg-inn")
		out.Action, out.Bruker, out.Tekst = adresse(s.l.Beboer.ID, seksjonAvMerknad.Kode), s.r.Brukermerke(), tekst
	}
	return out
}
