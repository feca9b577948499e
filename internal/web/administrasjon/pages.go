// Package administrasjon holds the pages of IMDi's administrator: what is common to all
// centres and kommuner. For everybody else they do not exist.
package administrasjon

import (
	"strings"

	"bosett/internal/kodeliste"
	"bosett/internal/tilgang"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// Pages answers the routes under /administrasjon.
type Pages struct{}

const hrefKodelister = "/administrasjon/kodelister"

// undermeny is the submenu; an entry is there for those whose role opens its page.
var undermeny = []struct {
	key, href string
	action    tilgang.Action
}{
	{"kodeliste.tittel", hrefKodelister, tilgang.KodelisteRediger},
}

// Start leads to the first page of the menu that the actor may open.
func (p *Pages) Start(r *page.Request) error { return r.Redirect(hrefKodelister) }

// visning is the frame of a page here.
func visning(r *page.Request, tittel string) page.View {
	p := ui.SubmenuProps{Name: r.P.T("kodeliste.meny"), Title: r.P.T("meny.administrasjon"), Sub: r.Sesjon.OrgNavn}
	for _, e := range undermeny {
		if tilgang.May(r.Actor(), e.action) {
			here := r.URL.Path == e.href || strings.HasPrefix(r.URL.Path, e.href+"/")
			p.Items = append(p.Items, ui.SubmenuItem{Text: r.P.T(e.key), Href: e.href, Current: here})
		}
	}
	return page.View{Title: tittel, Menu: page.MenuAdministrasjon, Side: ui.Submenu(p), Retur: r.URL.Path}
}

// feilvisning is visning of a page that says what went wrong.
func feilvisning(r *page.Request, tittel string, status int) page.View {
	v := visning(r, r.P.T("felles.feil")+": "+tittel)
	v.Status = status
	return v
}

// sideProps is a page with one or more parts under a heading, and what happened just now.
type sideProps struct {
	Hode    ui.PageHeadProps
	Melding string
	Varsel  *ui.AlertProps
	// VarselTekst stands under the alert's title.
	VarselTekst string
}

func href(l kodeliste.Liste) string { return hrefKodelister + "/" + string(l) }

func hrefKode(l kodeliste.Liste, kode string) string { return href(l) + "/kode/" + kode }

// radID is the row of a code in the table.
func radID(kode string) string { return "kode-" + kode }
