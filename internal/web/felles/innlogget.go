package felles

import (
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// innloggetProps is where one comes after signing in again in a tab of its own.
type innloggetProps struct {
	Hode   ui.PageHeadProps
	Videre ui.LinkButtonProps
}

// Innlogget says that one is signed in again. The script tells the tab that waits, and
// closes this one.
func (p *Pages) Innlogget(r *page.Request) error {
	props := innloggetProps{
		Hode:   ui.PageHeadProps{Title: r.P.T("okt.innlogget.tittel"), Lead: r.P.T("okt.innlogget")},
		Videre: ui.LinkButtonProps{Text: r.P.T("okt.innlogget.videre"), Href: arbeidsflate},
	}
	return r.Show(page.View{Title: props.Hode.Title, Menu: page.MenuNone}, innlogget(props))
}
