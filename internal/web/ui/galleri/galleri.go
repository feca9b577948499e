// Package galleri shows every component on a few pages with invented people: for those who write pages, for the tests
// that look at them in a browser, and at /komponenter in demo mode. Its texts are examples, not the service's own.
package galleri

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"bosett/internal/web/ui"
)

// Page is one page of the gallery.
type Page struct {
	Name      string // the last part of its address and the name of its picture
	Component templ.Component
}

// Pages returns the pages of the gallery, the first one is the list of the parts.
func Pages() []Page {
	return []Page{
		{"deler", partsPage()},
		{"liste", listPage()},
		{"tom", emptyPage()},
		{"samtale", interviewPage()},
		{"feil", errorPage()},
		{"logginn", slimPage("nb", "ltr")},
		{"beboer", slimPage("ar", "rtl")},
	}
}

// Words are the gallery's own words, where the service would take them from the catalogue.
func Words() ui.Words {
	return ui.Words{Required: "må fylles ut", Help: "Hjelp til", Error: "Feil", NewTab: "åpnes i ny fane"}
}

// Handler serves the pages below prefix, "/komponenter/". Mounted by the routes in demo mode only.
func Handler(prefix string) http.Handler {
	mux := http.NewServeMux()
	for i, p := range Pages() {
		mux.Handle("GET "+prefix+p.Name, show(p.Component))
		if i == 0 {
			mux.Handle("GET "+strings.TrimSuffix(prefix, "/")+"/{$}", show(p.Component))
		}
	}
	return mux
}

func show(c templ.Component) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		templ.Handler(c).ServeHTTP(w, r.WithContext(ui.WithWords(r.Context(), Words())))
	})
}

func layout(title string) ui.LayoutProps {
	return ui.LayoutProps{
		Lang: "nb", Title: title + " – Hå asylmottak – Bosett", Skip: "Hopp til innholdet",
		Header: header(),
		Banners: []ui.BannerProps{
			{Kind: ui.KindDemo, Text: "Dette er en demo. Alle personer er oppdiktet."},
		},
		Side: ui.Submenu(ui.SubmenuProps{
			Name: "Mottak", Title: "Hå asylmottak", Sub: "Hå kommune",
			Items: []ui.SubmenuItem{
				{Text: "Oppgaveliste", Href: "liste", Count: "84", CountWords: "84 personer", Current: true},
				{Text: "Oversikt mottaksbeboere", Href: "tom", Count: "624", CountWords: "624 personer"},
				{Text: "Tildele koder Kompass", Href: "deler"},
				{Text: "Mottaksinformasjon", Href: "deler"},
				{Text: "Kontaktinformasjon", Href: "deler"},
			},
		}),
		FooterText: "Bosett",
		Footer:     []ui.Link{{Text: "Hjelp", Href: "deler"}, {Text: "Tilgjengelighetserklæring", Href: "deler"}, {Text: "Personvern", Href: "deler"}},
	}
}

func header() ui.HeaderProps {
	return ui.HeaderProps{
		Home:     ui.Link{Text: "Bosett, til arbeidsflaten", Href: "deler"},
		MenuName: "Hovedmeny", MenuButton: "Meny",
		Menu: []ui.MenuItem{
			{Text: "Arbeidsflate", Href: "deler"}, {Text: "Mottak", Href: "liste", Current: true}, {Text: "Kommuner", Href: "tom"},
		},
		Search: &ui.HeaderSearchProps{
			Action: "liste", Label: "Søk etter person", Placeholder: "DUF-nummer eller navn", Name: "q", Submit: "Søk", Shortcut: "Ctrl K",
		},
		Bell: &ui.BellProps{Text: "Varsler", Href: "liste", Name: "Varsler, 3 uleste", Count: 3},
		Help: &ui.Link{Text: "Hjelp", Href: "deler"},
		User: &ui.UserProps{
			Text: "Din bruker: Berit Bø", Place: "Hå asylmottak", PlaceHref: "deler", LogoutText: "Logg ut", LogoutAction: "logginn",
		},
		Languages: languages("nb", "Bokmål", "Nynorsk", "English"),
	}
}

func languages(current string, names ...string) ui.LanguageProps {
	codes := []string{"nb", "nn", "en", "ar", "uk"}
	p := ui.LanguageProps{Action: "deler", Label: "Språk", Return: "/"}
	for i, n := range names {
		p.Choices = append(p.Choices, ui.LanguageChoice{Code: codes[i], Text: n, Current: codes[i] == current})
	}
	return p
}
