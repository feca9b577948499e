package mottak

import (
	"context"
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

// side makes the submenu at the left, with the centre's figures.
func side(r *page.Request) (menu templ.Component, err error) {
	err = r.Env.DB.Read(r.Context(), func(rx *db.Rx) (err error) {
		menu, err = sideIn(r.Context(), r, rx)
		return err
	})
	return menu, err
}

// sideIn is side inside a page's own reading, so that its figures agree with the page.
func sideIn(ctx context.Context, r *page.Request, rx db.Reader) (templ.Component, error) {
	counts, err := counts(ctx, r, rx)
	if err != nil {
		return nil, err
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
	return ui.Submenu(p), nil
}

// counts are the persons behind the entries that list persons; none for roles that see
// no list.
func counts(ctx context.Context, r *page.Request, rx db.Reader) (map[string]int64, error) {
	if !tilgang.May(r.Actor(), tilgang.OppgaveList) {
		return nil, nil
	}
	scope, err := tilgang.NewScope(r.Actor(), tilgang.OppgaveList)
	if err != nil {
		return nil, err
	}
	tall, err := oversikt.GetTall(ctx, rx, scope)
	return map[string]int64{hrefOppgaveliste: tall.Personer, hrefOversikt: tall.Beboere}, err
}
