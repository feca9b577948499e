package samtale

import (
	"net/http"
	"strconv"
	"strings"

	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/samtale"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// ferdigProps is the page before completion: what is missing, or everything to read
// through and the button.
type ferdigProps struct {
	Hode   ui.PageHeadProps
	Feil   ui.ErrorSummaryProps
	Varsel *ui.AlertProps
	Linje  string
	Endret []ui.Link
	// Utkast are the user's own rows that have not been sealed.
	Utkast                                    []ui.Link
	UtkastTittel, UtkastTekst                 string
	Klar                                      bool
	Action                                    string
	Samtale                                   string
	Nokkel                                    string
	Bruker                                    string
	Advarsel                                  string
	Personer                                  []lestPerson
	Familie                                   []lestPerson
	VelgFlere, Knapp, Avbryt, AvbrytHref, Vis string
}

// lestPerson is one person to read through.
type lestPerson struct {
	Navn, Verdi string
	Valgt       bool
	Seksjoner   []lestSeksjon
}

type lestSeksjon struct {
	Tittel, Rediger, Href string
	Blokker               []lestBlokk
}

// LesGjennom is the page where everything is read through before completing (S14). What
// is missing comes first, with links to the fields.
func (p *Pages) LesGjennom(r *page.Request) error {
	l, err := p.les(r, tilgang.SamtaleLes, lesGjennom)
	if err != nil {
		return err
	}
	return p.visFerdig(r, l, 0, nil)
}

// Ferdigstill completes the chosen persons, in one transaction.
func (p *Pages) Ferdigstill(r *page.Request) error {
	id, err := ident.Parse(r.PathValue("beboer"))
	if err != nil {
		return fault.NewNotFound()
	}
	if r.Form("bruker") != r.Brukermerke() {
		return r.Redirect(adresse(id, "ferdigstill"))
	}
	inn := samtale.FerdigInn{Nokkel: r.Form("nokkel"), Maalform: r.P.Lang()}
	if inn.Samtale, err = ident.Parse(r.Form("samtale")); err != nil {
		return fault.NewNotFound()
	}
	for _, person := range r.PostForm["person"] {
		beboer, rev, _ := strings.Cut(person, ":")
		var en samtale.PersonRev
		en.Beboer, err = ident.Parse(beboer)
		if err == nil {
			en.Rev, err = strconv.ParseInt(rev, 10, 64)
		}
		if err != nil {
			return fault.NewNotFound()
		}
		inn.Personer = append(inn.Personer, en)
	}
	res, err := p.Samtale.Ferdigstill(r.Context(), r.Actor(), inn)
	if err != nil {
		return err
	}
	if res.Utfall == samtale.Fullfort {
		r.Flash("melding.samtale-ferdigstilt")
		return r.Redirect(adresse(id, samtale.SeksjonBosetting))
	}
	l, err := p.les(r, tilgang.SamtaleLes, lesGjennom)
	if err != nil {
		return err
	}
	return p.visFerdig(r, l, http.StatusConflict, &res)
}

// visFerdig renders the page. res is why a completion did not go through; nil before one.
func (p *Pages) visFerdig(r *page.Request, l lest, status int, res *samtale.FerdigResultat) error {
	t := r.P.T
	if tilgang.Check(r.Actor(), tilgang.SamtaleFerdigstill, l.Beboer.Subject()) != nil {
		return fault.NewNotFound()
	}
	mangler := l.Mangler()
	props := ferdigProps{
		Hode:   ui.PageHeadProps{Title: t("samtale.ferdigstill")},
		Linje:  ferdigLinje(r, l),
		Klar:   l.KanSkrive && l.Status == samtale.Paabegynt && len(mangler) == 0,
		Action: adresse(l.Beboer.ID, "ferdigstill"), Samtale: l.Samtale.String(), Nokkel: ident.New().String(), Bruker: r.Brukermerke(),
		Advarsel: t("samtale.ferdigstill.advarsel"), VelgFlere: t("samtale.ferdigstill.velg-flere"), Knapp: t("samtale.ferdigstill"),
		Avbryt: t("samtale.ferdigstill.tilbake"), AvbrytHref: adresse(l.Beboer.ID, samtale.SeksjonBosetting), Vis: t("samtale.ferdigstill.vis"),
	}
	props.Hode.Actions = visSomLenke(t("samtale.vis-som"), visSomAdresse(l, tilgang.PublikumKommuneForslag))
	if l.KanMerke {
		props.Utkast = apneUtkast(r, l)
		props.UtkastTittel, props.UtkastTekst = t("samtale.lest.utkast"), t("samtale.lest.utkast-tekst")
	}
	if len(l.Familie)-l.Ferdige() > 1 {
		props.Advarsel = t("samtale.ferdigstill.advarsel-familie")
	}
	view := ramme(r, l, props.Hode.Title, "")
	view.Status = status
	props.Varsel, props.Endret = varsel(r, l, res)
	switch {
	case !l.KanSkrive:
		props.Hode.Lead = (&side{r: r, l: l}).lukketTekst()
	case props.Klar:
		props.Hode.Lead = t("samtale.ferdigstill.ingress", "navn", rolle(r, l, l.Beboer))
		props.Personer = []lestPerson{lesPerson(r, l, l.Medlem, true)}
		for _, m := range l.Familie {
			if m.Beboer.ID != l.Beboer.ID && m.Status == samtale.Paabegynt && len(m.Mangler()) == 0 {
				props.Familie = append(props.Familie, lesPerson(r, l, m, false))
			}
		}
	default:
		props.Hode.Lead = t("samtale.ferdigstill.mangler")
		props.Feil = ui.ErrorSummaryProps{Title: r.P.N("samtale.ferdigstill.mangler-tittel", len(mangler), "navn", rolle(r, l, l.Beboer))}
		for _, m := range mangler {
			props.Feil.Errors = append(props.Feil.Errors, ui.Link{Text: samtale.ManglerTekst(r.P, m), Href: manglerHref(l, m)})
		}
		view.Title = t("felles.feil") + ": " + view.Title
	}
	return r.Show(view, ferdigSide(props))
}

// manglerHref leads to the field, on its own page, with the errors shown.
func manglerHref(l lest, m skjema.Mangel) string {
	return adresse(l.Beboer.ID, m.Seksjon.Kode) + "?mangler=ja#" + idOf(m.Sporsmal.Kode, m.Rad)
}

// varsel tells why nothing was completed, and links to what has changed.
func varsel(r *page.Request, l lest, res *samtale.FerdigResultat) (*ui.AlertProps, []ui.Link) {
	if res == nil || res.Utfall == samtale.Ufullstendig {
		return nil, nil
	}
	if res.Utfall == samtale.AlleredeFerdig {
		title := r.P.T("samtale.ferdigstill.allerede", "navn", res.Av, "tid", r.P.DateTime(res.Tid))
		return &ui.AlertProps{Kind: ui.KindInfo, Title: title}, nil
	}
	var links []ui.Link
	for _, e := range res.Endringer {
		q, _, ok := samtale.Definisjon().Finn(e.Sporsmal)
		if !ok {
			continue
		}
		for _, m := range l.Familie {
			if m.Beboer.ID == e.Beboer {
				links = append(links, ui.Link{
					Text: rolle(r, l, m.Beboer) + ": " + samtale.TekstFor(r.P, q).Etikett,
					Href: adresse(e.Beboer, samtale.Definisjon().SeksjonAv(e.Sporsmal).Kode) + "#" + idOf(e.Sporsmal, e.Rad),
				})
			}
		}
	}
	return &ui.AlertProps{Kind: ui.KindWarning, Title: r.P.T("samtale.ferdigstill.endret")}, links
}

func lesPerson(r *page.Request, l lest, m samtale.Medlem, valgt bool) lestPerson {
	out := lestPerson{
		Navn: m.Beboer.FulltNavn(), Verdi: m.Beboer.ID.String() + ":" + heltall(m.Rev), Valgt: valgt,
	}
	for _, d := range lestSeksjoner(r, l, m, m.LestAv(samtale.Publikum)) {
		d.Rediger = r.P.T("felles.rediger")
		out.Seksjoner = append(out.Seksjoner, d)
	}
	return out
}

// lestSeksjoner are the sections as a reader finds them; those where the reader finds no
// question are left out.
func lestSeksjoner(r *page.Request, l lest, m samtale.Medlem, les samtale.Lesning) []lestSeksjon {
	var out []lestSeksjon
	for i := range samtale.Definisjon().Seksjoner {
		sek := &samtale.Definisjon().Seksjoner[i]
		d := lestSeksjon{
			Tittel: samtale.SeksjonNavn(r.P, sek.Kode), Href: adresse(m.Beboer.ID, sek.Kode), Blokker: lestAv(r, l, m, les, sek),
		}
		if len(d.Blokker) == 0 {
			continue
		}
		if sek.Gruppe == samtale.GruppeKompetanse { // a note each: one card holds them all
			d.Tittel = samtale.GruppeNavn(r.P, sek.Gruppe)
			if len(out) > 0 {
				liste := &out[0].Blokker[0].Liste
				liste.Items = append(liste.Items, d.Blokker[0].Liste.Items...)
				continue
			}
		}
		out = append(out, d)
	}
	return out
}
