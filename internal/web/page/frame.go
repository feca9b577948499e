package page

import (
	"bosett/internal/i18n"
	"bosett/internal/tilgang"
	"bosett/internal/web/ui"
)

// Menu is an entry of the global menu (F1).
type Menu int

// The entries. MenuNone is a page outside the menu.
const (
	MenuNone Menu = iota
	MenuArbeidsflate
	MenuMottak
	MenuKommuner
	MenuAdministrasjon
	MenuHjelp
)

// menu is the global menu in its order; the action tells who has the entry.
var menu = []struct {
	menu   Menu
	key    string
	href   string
	action tilgang.Action
}{
	{MenuArbeidsflate, "meny.arbeidsflate", "/arbeidsflate", tilgang.Innlogget},
	{MenuMottak, "meny.mottak", "/mottak", tilgang.MottakLes},
	{MenuKommuner, "meny.kommuner", "/kommuner", tilgang.KommuneLes},
	{MenuAdministrasjon, "meny.administrasjon", "/administrasjon", tilgang.KodelisteRediger},
}

var maalformer = []struct{ code, key string }{{"nb", "meny.bokmal"}, {"nn", "meny.nynorsk"}}

func (r *Request) words() ui.Words {
	return ui.Words{
		Required: r.P.T("felles.ma-fylles-ut"),
		Help:     r.P.T("felles.hjelp-til"),
		Error:    r.P.T("felles.feil"),
		NewTab:   r.P.T("felles.ny-fane"),
	}
}

func (r *Request) frame(v View) ui.LayoutProps {
	header := ui.HeaderProps{
		Home:       ui.Link{Text: r.P.T("meny.hjem"), Href: "/arbeidsflate"},
		MenuName:   r.P.T("meny.hovedmeny"),
		MenuButton: r.P.T("felles.meny"),
		Help:       &ui.Link{Text: r.P.T("felles.hjelp"), Href: "/hjelp"},
		User: &ui.UserProps{
			Text:         r.P.T("felles.din-bruker", "navn", r.Sesjon.Actor.Navn),
			Place:        r.Sesjon.OrgNavn,
			LogoutText:   r.P.T("felles.logg-ut"),
			LogoutAction: "/logg-ut",
		},
		Languages: r.languages(v),
	}
	if len(r.Sesjon.Orgs) > 1 {
		header.User.PlaceHref = "/organisasjon"
	}
	for _, m := range menu {
		if tilgang.May(r.Sesjon.Actor, m.action) {
			header.Menu = append(header.Menu, ui.MenuItem{Text: r.P.T(m.key), Href: m.href, Current: m.menu == v.Menu})
		}
	}
	return ui.LayoutProps{
		Lang: r.P.Lang(), Dir: "ltr",
		Title:      r.title(v),
		Skip:       r.P.T("felles.hopp"),
		Header:     header,
		Banners:    r.banners(),
		Band:       v.Band,
		Side:       v.Side,
		FooterText: r.P.T("meny.bunntekst"),
		Footer:     r.footer(),
		Attrs:      v.Attrs,
		Session:    r.okt(),
	}
}

func (r *Request) slim(v View) ui.SlimProps {
	return ui.SlimProps{
		Lang: r.P.Lang(), Dir: "ltr",
		Title:      r.title(v),
		Skip:       r.P.T("felles.hopp"),
		Home:       ui.Link{Text: r.P.T("meny.hjem-utlogget"), Href: "/logg-inn"},
		Languages:  r.languages(v),
		Banners:    r.banners(),
		FooterText: r.P.T("meny.bunntekst"),
		Footer:     r.footer(),
		Attrs:      v.Attrs,
	}
}

// footer leads to the demo's outgoing mail.
func (r *Request) footer() []ui.Link {
	if !r.Env.Demo {
		return nil
	}
	return []ui.Link{{Text: r.P.T("epost.side.tittel"), Href: "/demo/epost"}}
}

func (r *Request) title(v View) string {
	if r.Sesjon.OrgNavn == "" {
		return v.Title + " – Bosett"
	}
	return v.Title + " – " + r.Sesjon.OrgNavn + " – Bosett"
}

func (r *Request) banners() []ui.BannerProps {
	if !r.Env.Demo {
		return nil
	}
	return []ui.BannerProps{{Kind: ui.KindDemo, Text: r.P.T("meny.demo")}}
}

func (r *Request) languages(v View) ui.LanguageProps {
	p := ui.LanguageProps{Action: "/sprak", Label: r.P.T("meny.sprak"), Return: v.Retur}
	for _, m := range maalformer {
		p.Choices = append(p.Choices, ui.LanguageChoice{Code: m.code, Text: r.P.T(m.key), Current: m.code == r.P.Lang()})
	}
	return p
}

// printer chooses the language: the person's own, else the browser's choice here, else
// what the browser asks for.
func printer(cat *i18n.Catalogue, signedIn bool, own, cookie, accept string) *i18n.Printer {
	switch {
	case signedIn:
		return cat.For(own)
	case cookie != "":
		return cat.For(cookie)
	default:
		return cat.For(cat.Match(accept))
	}
}
