package mottak

import (
	"strings"

	"github.com/a-h/templ"

	"bosett/internal/db"
	"bosett/internal/oversikt"
	"bosett/internal/tilgang"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// The lists of the submenu.
const (
	hrefOppgaveliste = "/mottak/oppgaveliste"
	hrefOversikt     = "/mottak/oversikt"
)

// undermeny is the submenu in the guide's order. An entry is there for those whose
// role opens its page (F1).
var undermeny = []struct {
	key, href string
	action    tilgang.Action
}{
	{"arbeidsflate.oppgaveliste", hrefOppgaveliste, tilgang.OppgaveList},
	{"arbeidsflate.oversikt", hrefOversikt, tilgang.BeboerList},
	{"arbeidsflate.informasjon", "/mottak/informasjon", tilgang.MottakLes},
	{"arbeidsflate.kontakt", "/mottak/kontakt", tilgang.MottakLes},
}

// side makes the submenu at the left, with the centre's figures for those whose role
// opens the lists.
func side(r *page.Request) (templ.Component, error) {
	if !tilgang.May(r.Actor(), tilgang.OppgaveList) {
		return undermenyen(r, nil), nil
	}
	scope, err := tilgang.NewScope(r.Actor(), tilgang.OppgaveList)
	if err != nil {
		return nil, err
	}
	var tall oversikt.Tall
	err = r.Env.DB.Read(r.Context(), func(rx *db.Rx) (err error) {
		tall, err = oversikt.GetTall(r.Context(), rx, scope)
		return err
	})
	return undermenyen(r, &tall), err
}

// undermenyen is the submenu with figures that have been read: those of a list's own
// reading, so that they agree with it.
func undermenyen(r *page.Request, tall *oversikt.Tall) templ.Component {
	var counts map[string]int64
	if tall != nil {
		counts = map[string]int64{hrefOppgaveliste: tall.Personer, hrefOversikt: tall.Beboere}
	}
	p := ui.SubmenuProps{
		Name:  r.P.T("mottaksmeny.navn"),
		Title: r.Sesjon.OrgNavn,
		Sub:   r.P.T("mottaksmeny.kommune", "navn", r.Sesjon.OrgKommune),
	}
	for _, e := range undermeny {
		if !tilgang.May(r.Actor(), e.action) {
			continue
		}
		here := r.URL.Path == e.href || strings.HasPrefix(r.URL.Path, e.href+"/")
		item := ui.SubmenuItem{Text: r.P.T(e.key), Href: e.href, Current: here}
		if n, ok := counts[e.href]; ok {
			item.Count = r.P.Number(n)
			item.CountWords = r.P.N("mottaksmeny.personer", int(n))
		}
		p.Items = append(p.Items, item)
	}
	return ui.Submenu(p)
}
