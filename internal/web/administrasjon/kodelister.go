package administrasjon

import (
	"errors"
	"net/http"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/kodeliste"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

type kodelisterProps struct {
	sideProps
	Tabell ui.TableProps
}

// Kodelister is the overview of all lists.
func (p *Pages) Kodelister(r *page.Request) error {
	var lister []kodeliste.Sammendrag
	err := r.Env.DB.Read(r.Context(), func(rx *db.Rx) (err error) {
		lister, err = kodeliste.Oversikt(r.Context(), rx, r.Actor())
		return err
	})
	if err != nil {
		return err
	}
	props := kodelisterProps{
		sideProps: sideProps{Hode: ui.PageHeadProps{Title: r.P.T("kodeliste.tittel"), Lead: r.P.T("kodeliste.ingress")}},
		Tabell: ui.TableProps{ID: "kodelister", Caption: r.P.T("kodeliste.tittel"), Columns: []ui.Column{
			{Label: r.P.T("kodeliste.kolonne.liste"), Place: ui.PlaceTitle},
			{Label: r.P.T("kodeliste.kolonne.antall")},
			{Label: r.P.T("kodeliste.kolonne.endret")},
		}},
	}
	for _, l := range lister {
		antall := ui.Cell{Text: r.P.N("kodeliste.antall", l.Aktive)}
		if l.Trukket > 0 {
			antall.Sub = r.P.N("kodeliste.antall-trukket", l.Trukket)
		}
		endret := ui.Cell{Text: r.P.T("kodeliste.ikke-endret")}
		if l.EndretTid.Valid {
			endret = ui.Cell{Text: r.P.DateTime(l.EndretTid.Time.Time), Sub: l.EndretAv}
		}
		props.Tabell.Rows = append(props.Tabell.Rows, ui.Row{Cells: []ui.Cell{
			{Text: navn(r, l.Liste), Sub: bruk(r, l.Liste), Strong: true, Href: href(l.Liste)}, antall, endret,
		}})
	}
	return r.Show(visning(r, props.Hode.Title), kodelisterSide(props))
}

func navn(r *page.Request, l kodeliste.Liste) string { return r.P.T("kodeliste.navn." + string(l)) }

func bruk(r *page.Request, l kodeliste.Liste) string { return r.P.T("kodeliste.bruk." + string(l)) }

type listeProps struct {
	sideProps
	LeggTil   *ui.LinkButtonProps
	Historikk ui.LinkButtonProps
	// Virkning tells what a change does.
	Virkning, VirkningTekst string
	Tabell                  ui.TableProps
}

// Kodeliste is one list as a table.
func (p *Pages) Kodeliste(r *page.Request) error {
	l, err := hent(r)
	if err != nil {
		return err
	}
	return visListe(r, l, nil)
}

// hent reads the list that the address names.
func hent(r *page.Request) (l kodeliste.Kodeliste, err error) {
	err = r.Env.DB.Read(r.Context(), func(rx *db.Rx) (err error) {
		l, err = kodeliste.Hent(r.Context(), rx, r.Actor(), kodeliste.Liste(r.PathValue("liste")))
		return err
	})
	return l, err
}

// visListe shows the list; varsel is why a change was not made.
func visListe(r *page.Request, l kodeliste.Kodeliste, varsel *ui.AlertProps) error {
	props := listeProps{
		sideProps: sideProps{
			Hode: ui.PageHeadProps{
				Title: navn(r, l.Liste), Lead: bruk(r, l.Liste),
				Back: &ui.Link{Text: r.P.T("kodeliste.tittel"), Href: hrefKodelister},
			},
			Melding: r.TakeFlash(), Varsel: varsel,
		},
		Historikk: ui.LinkButtonProps{Text: r.P.T("kodeliste.historikk"), Href: href(l.Liste) + "/historikk", Icon: ui.IconHistory},
		Virkning:  r.P.T("kodeliste.virkning"), VirkningTekst: r.P.T("kodeliste.virkning-tekst"),
		Tabell: tabell(r, l),
	}
	if varsel != nil {
		props.VarselTekst = r.P.T("kodeliste.konflikt-flytt")
	}
	if l.Liste.Fast() {
		props.Virkning, props.VirkningTekst = r.P.T("kodeliste.virkning-fast"), r.P.T("kodeliste.virkning-fast-tekst")
	} else {
		props.LeggTil = &ui.LinkButtonProps{
			Text: r.P.T("kodeliste.legg-til"), Href: href(l.Liste) + "/ny", Icon: ui.IconPlus, Variant: ui.Primary,
		}
	}
	view := visning(r, props.Hode.Title)
	if varsel != nil {
		view = feilvisning(r, props.Hode.Title, http.StatusConflict)
	}
	return r.Show(view, listeSide(props))
}

// tabell is the list: those that can be chosen in their order, then the withdrawn ones.
func tabell(r *page.Request, l kodeliste.Kodeliste) ui.TableProps {
	t := ui.TableProps{ID: "koder", Caption: r.P.T("kodeliste.tabell", "liste", navn(r, l.Liste)), Columns: []ui.Column{
		{Label: r.P.T("kodeliste.kolonne.bokmal"), Place: ui.PlaceTitle},
		{Label: r.P.T("kodeliste.kolonne.nynorsk"), Place: ui.PlaceLead},
		{Label: r.P.T("kodeliste.kolonne.kode"), NoWrap: true},
		{Label: r.P.T("kodeliste.kolonne.kilde")},
		{Label: r.P.T("kodeliste.kolonne.aktiv")},
		{Label: r.P.T("kodeliste.kolonne.flytt")},
		{Label: r.P.T("kodeliste.kolonne.handling"), HideLabel: true, Place: ui.PlaceAction},
	}}
	aktive := l.Aktive()
	for i, k := range l.Koder {
		row := ui.Row{ID: radID(k.Kode), Muted: !k.Aktiv, Cells: []ui.Cell{
			ui.Node(ordet(ordetProps{Lang: "nb", Tekst: k.Nb, Under: egenskap(r, k), Sterk: true})),
			ui.Node(ordet(ordetProps{Lang: "nn", Tekst: k.Nn})),
			ui.Text(k.Kode),
			ui.Text(r.P.T("kodeliste.kilde." + string(k.Opphav))),
			ui.Node(ui.Tag(tilstand(r, k))),
			{},
			ui.Node(ui.LinkButton(ui.LinkButtonProps{
				Text: r.P.T("felles.rediger"), For: k.I(r.P.Lang()), Href: hrefKode(l.Liste, k.Kode), Variant: ui.Tertiary, Icon: ui.IconEdit, Small: true,
			})),
		}}
		if k.Aktiv && len(aktive) > 1 {
			row.Cells[5] = ui.Node(flyttknapper(pil(r, l.Liste, aktive, i, -1), pil(r, l.Liste, aktive, i, 1)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

type ordetProps struct {
	Lang, Tekst, Under string
	Sterk              bool
}

func tilstand(r *page.Request, k kodeliste.Kode) (string, ui.Tone) {
	if k.Aktiv {
		return r.P.T("kodeliste.i-bruk"), ui.ToneSuccess
	}
	return r.P.T("kodeliste.trukket"), ui.ToneNeutral
}

func egenskap(r *page.Request, k kodeliste.Kode) string {
	if k.Egenskap == "" {
		return ""
	}
	return r.P.T("kodeliste.egenskap." + string(k.Egenskap))
}

// pil is the button that moves a code past its neighbour; nil at the end of the list.
func pil(r *page.Request, l kodeliste.Liste, aktive []kodeliste.Kode, i, steg int) *ui.PostButtonProps {
	j := i + steg
	if j < 0 || j >= len(aktive) {
		return nil
	}
	b := ui.ButtonProps{
		Text: r.P.T("kodeliste.ned"), For: aktive[i].I(r.P.Lang()), Icon: ui.IconChevronDown, Variant: ui.Tertiary, Small: true,
	}
	retning := "ned"
	if steg < 0 {
		b.Text, b.Icon, retning = r.P.T("kodeliste.opp"), ui.IconChevronUp, "opp"
	}
	return &ui.PostButtonProps{Action: href(l) + "/flytt", Button: b, Hidden: []ui.Hidden{
		{Name: "kode", Value: aktive[i].Kode}, {Name: "forbi", Value: aktive[j].Kode}, {Name: "retning", Value: retning},
		{Name: "bruker", Value: r.Brukermerke()},
	}}
}

// FlyttKode moves a code one place up or down.
func (p *Pages) FlyttKode(r *page.Request) error {
	navn := kodeliste.Liste(r.PathValue("liste"))
	f := kodeliste.Flytting{Kode: r.Form("kode"), Forbi: r.Form("forbi"), Opp: r.Form("retning") == "opp"}
	err := errFremmed
	if r.Form("bruker") == r.Brukermerke() {
		err = r.Env.DB.Write(r.Context(), func(tx *db.Tx) error {
			return kodeliste.Flytt(r.Context(), tx, r.Actor(), navn, f)
		})
	}
	if !fault.Is(err, fault.Conflict) {
		if err != nil {
			return err
		}
		r.Flash("melding.kode-flyttet")
		return r.Redirect(href(navn) + "#" + radID(f.Kode))
	}
	l, lest := hent(r)
	if lest != nil {
		return lest
	}
	return visListe(r, l, konflikt(r, l, err))
}

// errFremmed: the form was made for somebody who has signed out since.
var errFremmed = fault.NewConflict("kodeliste.fremmed")

// konflikt says who was first, and that nothing is saved.
func konflikt(r *page.Request, l kodeliste.Kodeliste, err error) *ui.AlertProps {
	a := &ui.AlertProps{Kind: ui.KindWarning, Level: 2, Title: r.P.T("kodeliste.konflikt", "navn", l.EndretAv)}
	if errors.Is(err, errFremmed) || !l.EndretTid.Valid {
		a.Title = r.P.T("kodeliste.fremmed")
	}
	return a
}
