package felles

import (
	"net/url"
	"strings"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/kommune"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

type kommunerProps struct {
	Hode   ui.PageHeadProps
	Filter ui.FilterProps
	Sok    ui.TextFieldProps
	Steder []ui.LinkRow
	// Ingen and VisAlle stand where nothing was found.
	Ingen   *ui.EmptyProps
	VisAlle ui.TextLinkProps
	Sider   ui.PaginationProps
}

// Kommuner is the directory of kommuner and bydeler with its search (I1). A place is no
// person: what is searched for stands in the address and can be shared.
func (p *Pages) Kommuner(r *page.Request) error {
	sok := kommune.Sok{Tekst: r.URL.Query().Get("q"), Etter: r.URL.Query().Get("etter")}
	if sok.Etter != "" && !erNummer(sok.Etter) {
		return fault.NewNotFound()
	}
	var side kommune.Side
	err := r.Env.DB.Read(r.Context(), func(rx *db.Rx) (err error) {
		side, err = kommune.Search(r.Context(), rx, sok)
		return err
	})
	if err != nil {
		return err
	}
	antall := "kommunesider.antall"
	if sok.Tekst != "" {
		antall = "kommunesider.treff"
	}
	props := kommunerProps{
		Hode: ui.PageHeadProps{Title: r.P.T("kommunesider.tittel"), Lead: r.P.T("kommunesider.ingress")},
		Filter: ui.FilterProps{
			Action: "/kommuner", Name: r.P.T("kommunesider.sokeskjema"), Submit: r.P.T("felles.sok"), Status: r.P.N(antall, side.Treff),
		},
		Sok: ui.TextFieldProps{
			Field: ui.Field{ID: "q", Name: "q", Label: r.P.T("kommunesider.sok")}, Value: sok.Tekst, Type: "search", Autocomplete: "off",
		},
		Steder: steder(r, side),
		Sider:  sider(r, sok, side),
	}
	if side.Treff == 0 {
		props.Ingen = &ui.EmptyProps{
			Title: r.P.T("kommunesider.ingen-treff"), Text: r.P.T("kommunesider.ingen-treff-tekst"), Icon: ui.IconSearch,
		}
		props.VisAlle = ui.TextLinkProps{Text: r.P.T("kommunesider.vis-alle"), Href: "/kommuner"}
	}
	return r.Show(page.View{Title: props.Hode.Title, Menu: page.MenuKommuner}, kommuner(props))
}

// erNummer tells whether s can be the number of a place: digits only, so that nothing else
// reaches the database.
func erNummer(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// steder are the places found, each with what tells it from others of the same name.
func steder(r *page.Request, side kommune.Side) []ui.LinkRow {
	rows := make([]ui.LinkRow, len(side.Steder))
	for i, s := range side.Steder {
		rows[i] = ui.LinkRow{Text: s.Navn, Href: "/kommuner/" + s.Nummer, Sub: s.Fylkesnavn + " · " + s.Nummer}
		if s.ErBydel() {
			rows[i].Sub = r.P.T("kommunesider.bydel-i", "kommune", s.Kommunenavn) + " · " + s.Nummer
		}
	}
	return rows
}

// sider leads to the next page and back to the first.
func sider(r *page.Request, sok kommune.Sok, side kommune.Side) ui.PaginationProps {
	p := ui.PaginationProps{Name: r.P.T("kommunesider.sider")}
	if len(side.Steder) == side.Treff { // all are here
		return p
	}
	p.Status = r.P.T("kommunesider.viser", "n", len(side.Steder), "alle", side.Treff)
	if sok.Etter != "" {
		p.Prev = &ui.Link{Text: r.P.T("kommunesider.forste-side"), Href: kommunerHref(sok.Tekst, "")}
	}
	if side.Neste != "" {
		p.Next = &ui.Link{Text: r.P.T("kommunesider.neste-side"), Href: kommunerHref(sok.Tekst, side.Neste)}
	}
	return p
}

func kommunerHref(tekst, etter string) string {
	q := url.Values{}
	if tekst != "" {
		q.Set("q", tekst)
	}
	if etter != "" {
		q.Set("etter", etter)
	}
	if len(q) == 0 {
		return "/kommuner"
	}
	return "/kommuner?" + q.Encode()
}

type kommuneProps struct {
	Hode          ui.PageHeadProps
	Kontakt       string
	Liste         []ui.Term
	Tom           *ui.EmptyProps
	Endret        string
	Bydeler       string
	BydelListe    []ui.LinkRow
	Kontaktsenter kontaktProps
}

// Kommune shows whom to contact about settlement in a kommune or a bydel. A number that
// does not exist is not found.
func (p *Pages) Kommune(r *page.Request) error {
	nummer := r.PathValue("nummer")
	if !erNummer(nummer) {
		return fault.NewNotFound()
	}
	var sted kommune.Sted
	var k kommune.Kontakt
	var bydeler []kommune.Sted
	err := r.Env.DB.Read(r.Context(), func(rx *db.Rx) (err error) {
		if sted, err = kommune.Get(r.Context(), rx, nummer); err != nil {
			return err
		}
		if k, err = kommune.GetKontakt(r.Context(), rx, nummer); err != nil {
			return err
		}
		bydeler, err = kommune.Bydeler(r.Context(), rx, nummer)
		return err
	})
	if err != nil {
		return err
	}
	props := kommuneProps{
		Hode: stedshode(r.P, sted), Kontakt: r.P.T("kommunesider.kontakt"),
		Bydeler: r.P.T("kommunesider.bydeler"), Kontaktsenter: kontakt(r),
	}
	for _, b := range bydeler {
		props.BydelListe = append(props.BydelListe, ui.LinkRow{Text: b.Navn, Href: "/kommuner/" + b.Nummer})
	}
	if k.Versjon == 0 {
		props.Tom = &ui.EmptyProps{Title: r.P.T("kommunesider.ikke-oppgitt"), Text: r.P.T("kommunesider.ikke-oppgitt-tekst"), Icon: ui.IconPhone}
	} else {
		props.Liste = kontaktliste(r.P, k)
		props.Endret = r.P.T("felles.endret-av", "dato", r.P.DayOf(k.EndretTid.Time), "navn", k.EndretAv)
	}
	return r.Show(page.View{Title: props.Hode.Title, Menu: page.MenuKommuner}, kommuneside(props))
}

func stedshode(p *i18n.Printer, s kommune.Sted) ui.PageHeadProps {
	if s.ErBydel() {
		return ui.PageHeadProps{
			Title: s.Navn, Lead: p.T("kommunesider.bydelslinje", "kommune", s.Kommunenavn, "nummer", s.Nummer),
			Back: &ui.Link{Text: p.T("kommunesider.kommune", "navn", s.Kommunenavn), Href: "/kommuner/" + s.Kommune},
		}
	}
	return ui.PageHeadProps{
		Title: p.T("kommunesider.kommune", "navn", s.Navn),
		Lead:  p.T("kommunesider.kommunelinje", "fylke", s.Fylkesnavn, "nummer", s.Nummer),
		Back:  &ui.Link{Text: p.T("kommunesider.tilbake"), Href: "/kommuner"},
	}
}

func kontaktliste(p *i18n.Printer, k kommune.Kontakt) []ui.Term {
	rows := []struct{ felt, tekst, href string }{
		{"enhet", k.Enhet, ""},
		{"telefon", k.Telefon, tel(k.Telefon)},
		{"epost", k.Epost, "mailto:" + k.Epost},
		{"postadresse", adresse(k.Postadresse), ""},
		{"besoksadresse", adresse(k.Besok), ""},
		{"nettside", k.Nettside, k.Nettside},
	}
	terms := make([]ui.Term, len(rows))
	for i, row := range rows {
		terms[i] = ui.Term{Label: p.T("kommunesider.felt." + row.felt), Text: row.tekst}
		switch {
		case row.tekst == "":
			terms[i].Body = mangler(p.T("felles.ikke-oppgitt"))
		case row.href != "":
			terms[i].Body = lenke(row.href, row.tekst)
		}
	}
	return terms
}

// adresse is an address on one line: "Sandroen 2, 4365 Nærbø".
func adresse(a kommune.Adresse) string {
	sted := strings.TrimSpace(a.Postnummer + " " + a.Poststed)
	if a.Gate == "" || sted == "" {
		return a.Gate + sted
	}
	return a.Gate + ", " + sted
}
