package samtale

import (
	"maps"
	"slices"

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

// stengtProps lists what the user had written when somebody completed the interview.
type stengtProps struct {
	Tittel, Tekst string
	Liste         ui.DescriptionListProps
}

// stengt is shown when the form was sent after the completion: what was typed is not
// lost without being seen. nil when nothing was.
func (s *side) stengt() *stengtProps {
	p := s.r.P
	var items []ui.Term
	nokler := slices.SortedFunc(maps.Keys(s.mine), compareNokkel)
	for _, n := range nokler {
		q, _, ok := samtale.Definisjon().Finn(n.Sporsmal)
		if !ok || s.mine[n] == s.l.Svar.Verdi(n.Sporsmal, n.Rad) || s.mine[n] == "" {
			continue
		}
		t := samtale.TekstFor(p, q)
		items = append(items, ui.Term{Label: t.Etikett, Body: svartekst(svarOrd(s.r, s.l, q, t, s.mine[n]))})
	}
	if len(items) == 0 {
		return nil
	}
	return &stengtProps{
		Tittel: p.T("samtale.stengt.tittel", "navn", s.l.FerdigAv), Tekst: p.T("samtale.stengt.tekst"),
		Liste: ui.DescriptionListProps{Items: items, Columns: 1},
	}
}
