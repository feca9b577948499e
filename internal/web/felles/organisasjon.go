package felles

import (
	"errors"
	"strings"

	"bosett/internal/bruker"
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/tilgang"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

type organisasjonProps struct {
	Hode  ui.PageHeadProps
	Liste ui.ButtonListProps
}

// Organisasjon is where somebody with roles at several organisations chooses which one
// to work for (A4). For others it does not exist.
func (p *Pages) Organisasjon(r *page.Request) error {
	if len(r.Sesjon.Orgs) < 2 {
		return fault.NewNotFound()
	}
	var steder []bruker.Tilhorighet
	err := r.Env.DB.Read(r.Context(), func(rx *db.Rx) (err error) {
		steder, err = bruker.ListTilhorigheter(r.Context(), rx, r.Actor().Bruker)
		return err
	})
	if err != nil {
		return err
	}
	props := organisasjonProps{
		Hode:  ui.PageHeadProps{Title: r.P.T("innlogging.organisasjon"), Lead: r.P.T("innlogging.organisasjon-ingress")},
		Liste: ui.ButtonListProps{Action: "/organisasjon", Name: "organisasjon"},
	}
	for _, s := range steder {
		rest := ", " + roller(r.P, s.Roller)
		current := s.Org == r.Actor().Org
		if current {
			rest += " – " + r.P.T("innlogging.valgt-na")
		}
		props.Liste.Rows = append(props.Liste.Rows, ui.ButtonRow{
			Value: string(s.Org.Type) + ":" + s.Org.ID, Strong: s.Navn, Rest: rest, Current: current,
		})
	}
	return r.Show(page.View{Title: props.Hode.Title}, organisasjon(props))
}

// VelgOrganisasjon makes the session work for one of the person's own organisations.
func (p *Pages) VelgOrganisasjon(r *page.Request) error {
	slag, id, _ := strings.Cut(r.Form("organisasjon"), ":")
	org := tilgang.Org{Type: tilgang.OrgType(slag), ID: id}
	err := bruker.VelgOrg(r.Context(), r.Env.DB, r.Sesjon, org)
	if errors.Is(err, bruker.ErrNoSesjon) {
		return fault.NewNotFound()
	}
	if err != nil {
		return err
	}
	return r.Redirect(arbeidsflate)
}

func roller(p *i18n.Printer, rr []tilgang.Rolle) string {
	navn := make([]string, len(rr))
	for i, rolle := range rr {
		navn[i] = p.T("rolle." + string(rolle))
	}
	return strings.Join(navn, " "+p.T("innlogging.og")+" ")
}
