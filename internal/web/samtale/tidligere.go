package samtale

import (
	"net/http"
	"strconv"

	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/samtale"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// tidligereProps is the page of the earlier texts of one answer.
type tidligereProps struct {
	Hode    ui.PageHeadProps
	Varsel  *ui.AlertProps
	Navn    string
	Tekster []tidligereTekst
	Naa     string
	Tom     ui.EmptyProps
}

// tidligereTekst is one of them; Knapp is nil for the one that stands.
type tidligereTekst struct {
	Tekst, Hvem string
	Knapp       *ui.PostButtonProps
}

// tidligere is what an address of earlier texts names.
type tidligere struct {
	beboer  ident.ID
	q       *skjema.Sporsmal
	rad     string
	familie bool
	sek     *skjema.Seksjon
}

func lesTidligere(r *page.Request) (tidligere, error) {
	id, err := ident.Parse(r.PathValue("beboer"))
	if err != nil {
		return tidligere{}, fault.NewNotFound()
	}
	kode, familie := lesAdresse(r.PathValue("sporsmal"))
	q, _, ok := samtale.Definisjon().Finn(kode)
	if !ok || !samtale.KanHentes(q) {
		return tidligere{}, fault.NewNotFound()
	}
	return tidligere{id, q, r.PathValue("rad"), familie, samtale.Definisjon().SeksjonAv(kode)}, nil
}

// feltet is where the answer stands.
func (t tidligere) feltet() string {
	return adresse(t.beboer, t.sek.Kode) + "#" + idOf(t.q.Kode, t.rad)
}

// tidligereAdresse is where the earlier texts of an answer stand; the family's answer is
// named as on the page of the section.
func (s *side) tidligereAdresse(q *skjema.Sporsmal, rad string) string {
	to := adresse(s.l.Beboer.ID, "tidligere/"+s.adresseAv(q.Kode))
	if rad != "" {
		to += "/" + rad
	}
	return to
}

// Tidligere lists the earlier texts of an answer, also those that gave way to another's.
func (p *Pages) Tidligere(r *page.Request) error {
	t, err := lesTidligere(r)
	if err != nil {
		return err
	}
	return p.visTidligere(r, t, nil, 0)
}

func (p *Pages) visTidligere(r *page.Request, t tidligere, varsel *ui.AlertProps, status int) error {
	l, err := p.les(r, tilgang.SamtaleLes, "tidligere."+string(t.q.Kode))
	if err != nil {
		return err
	}
	s := &side{r: r, l: l, seksjon: t.sek}
	if !l.KanSkrive || s.lukketFor(t.q) {
		return r.Redirect(t.feltet()) // closed: what stands is what is sent on
	}
	var alle []samtale.Historisk
	err = r.Read(tilgang.SamtaleLes, func(rx *innsyn.Rx) (err error) {
		alle, err = p.Samtale.Historikk(r.Context(), rx, r.Actor(), t.beboer, skjema.Nokkel{Sporsmal: t.q.Kode, Rad: t.rad})
		return err
	})
	if err != nil {
		return err
	}
	view := ramme(r, l, r.P.T("samtale.tidligere"), "")
	view.Status = status
	return r.Show(view, tidligereSide(s.tidligere(t, alle, varsel)))
}

func (s *side) tidligere(t tidligere, alle []samtale.Historisk, varsel *ui.AlertProps) tidligereProps {
	p := s.r.P
	props := tidligereProps{
		Hode: ui.PageHeadProps{
			Title: p.T("samtale.tidligere"), Lead: samtale.TekstFor(p, t.q).Etikett,
			Back: &ui.Link{Text: p.T("samtale.ferdigstill.tilbake"), Href: t.feltet()},
		},
		Varsel: varsel, Navn: p.T("samtale.tidligere.liste"), Naa: p.T("samtale.tidligere.naa"),
		Tom: ui.EmptyProps{Title: p.T("samtale.tidligere.tom"), Text: p.T("samtale.tidligere.tom-tekst")},
	}
	versjon := int64(0)
	for _, h := range alle {
		if h.Staar {
			versjon = h.Versjon
		}
	}
	for _, h := range samtale.Lesbare(alle) {
		hvem := p.T("samtale.tidligere.hvem", "navn", h.Av, "tid", p.DateTime(h.Tid))
		tekst := tidligereTekst{Tekst: h.Verdi, Hvem: hvem}
		if h.Verdi == "" {
			tekst.Tekst = p.T("samtale.lest.ubesvart")
		}
		if !h.Staar {
			tekst.Knapp = &ui.PostButtonProps{
				Action: s.tidligereAdresse(t.q, t.rad),
				Hidden: []ui.Hidden{{Name: "bruker", Value: s.r.Brukermerke()}, {Name: "versjon", Value: heltall(versjon)}, {Name: "hent", Value: heltall(h.Versjon)}},
				Button: ui.ButtonProps{Text: p.T("samtale.tidligere.bruk"), For: hvem, Small: true},
			}
		}
		props.Tekster = append(props.Tekster, tekst)
	}
	return props
}

// HentTilbake makes an earlier text the one that stands.
func (p *Pages) HentTilbake(r *page.Request) error {
	t, err := lesTidligere(r)
	if err != nil {
		return err
	}
	if r.Form("bruker") != r.Brukermerke() {
		return p.visTidligere(r, t, nil, 0) // the page was made for somebody else
	}
	versjon, err1 := strconv.ParseInt(r.Form("versjon"), 10, 64)
	fra, err2 := strconv.ParseInt(r.Form("hent"), 10, 64)
	if err1 != nil || err2 != nil {
		return fault.NewNotFound()
	}
	res, err := p.Samtale.HentTilbake(r.Context(), r.Actor(), samtale.SvarInn{
		Beboer: t.beboer, Sporsmal: t.q.Kode, Rad: t.rad, Familie: t.familie, Versjon: versjon,
	}, fra)
	if err != nil {
		return err
	}
	switch res.Utfall {
	case samtale.Lagret:
		r.Flash("melding.svar-hentet")
	case samtale.Konflikt:
		return p.visTidligere(r, t, &ui.AlertProps{
			Kind: ui.KindWarning, Live: true, Title: r.P.T("samtale.tidligere.endret", "navn", res.Av, "tid", r.P.Clock(res.Tid)),
		}, http.StatusConflict)
	case samtale.Avvist:
		return p.visTidligere(r, t, &ui.AlertProps{
			Kind: ui.KindWarning, Live: true, Title: (&side{r: r}).feiltekst(res.Feil),
		}, http.StatusUnprocessableEntity)
	}
	return r.Redirect(t.feltet())
}
