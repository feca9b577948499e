package administrasjon

import (
	"net/http"
	"strconv"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/kodeliste"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// flestVersjoner is how many versions stand on one page.
const flestVersjoner = 50

type historikkProps struct {
	sideProps
	Tabell ui.TableProps
	Sider  ui.PaginationProps
}

// Historikk shows what has been done to a list, by whom and when, the newest first.
func (p *Pages) Historikk(r *page.Request) error {
	navnet := kodeliste.Liste(r.PathValue("liste"))
	var alle []kodeliste.Versjon
	err := r.Env.DB.Read(r.Context(), func(rx *db.Rx) (err error) {
		alle, err = kodeliste.Historikk(r.Context(), rx, r.Actor(), navnet)
		return err
	})
	if err != nil {
		return err
	}
	props := historikkProps{
		sideProps: sideProps{Hode: ui.PageHeadProps{
			Title: r.P.T("kodeliste.historikk-tittel", "liste", navn(r, navnet)), Lead: r.P.T("kodeliste.historikk-ingress"),
			Back: &ui.Link{Text: navn(r, navnet), Href: href(navnet)},
		}},
		Tabell: ui.TableProps{ID: "versjoner", Caption: r.P.T("kodeliste.historikk"), Columns: []ui.Column{
			{Label: r.P.T("kodeliste.kolonne.versjon")},
			{Label: r.P.T("kodeliste.kolonne.hva"), Place: ui.PlaceTitle},
			{Label: r.P.T("kodeliste.kolonne.nar"), Place: ui.PlaceLead},
			{Label: r.P.T("kodeliste.kolonne.hvem")},
			{Label: r.P.T("kodeliste.kolonne.handling"), HideLabel: true, Place: ui.PlaceAction},
		}},
	}
	fra := 0 // the newest version on the page
	if eldre, err := strconv.ParseInt(r.URL.Query().Get("for"), 10, 64); err == nil && eldre > 0 && eldre <= int64(len(alle)) {
		fra = len(alle) - int(eldre) + 1
		props.Sider.Prev = &ui.Link{Text: r.P.T("kodeliste.nyeste"), Href: href(navnet) + "/historikk"}
	}
	vist := alle[fra:min(fra+flestVersjoner, len(alle))]
	for i, v := range vist {
		props.Tabell.Rows = append(props.Tabell.Rows, versjonsrad(r, navnet, v, fra+i == 0))
	}
	if fra+len(vist) < len(alle) {
		props.Sider.Next = &ui.Link{
			Text: r.P.T("kodeliste.eldre"), Href: href(navnet) + "/historikk?for=" + strconv.FormatInt(vist[len(vist)-1].Nummer, 10),
		}
	}
	props.Sider.Name = r.P.T("kodeliste.sider")
	return r.Show(visning(r, props.Hode.Title), historikkSide(props))
}

func versjonsrad(r *page.Request, l kodeliste.Liste, v kodeliste.Versjon, nyeste bool) ui.Row {
	nummer := strconv.FormatInt(v.Nummer, 10)
	nar := "–"
	if v.Tid.Valid {
		nar = r.P.DateTime(v.Tid.Time.Time)
	}
	hvem := v.Av
	if hvem == "" {
		hvem = "Bosett"
	}
	row := ui.Row{Cells: []ui.Cell{ui.Text(nummer), ui.Node(hva(hvaProps{
		Tittel: r.P.T("kodeliste.handling."+string(v.Handling), "versjon", v.Fra), Linjer: byttetekster(r, v),
	})), ui.Text(nar), ui.Text(hvem), ui.Node(ui.Tag(r.P.T("kodeliste.gjelder"), ui.ToneSuccess))}}
	if !nyeste {
		row.Cells[4] = ui.Node(ui.LinkButton(ui.LinkButtonProps{
			Text: r.P.T("kodeliste.gjenopprett"), For: r.P.T("kodeliste.versjon", "nummer", v.Nummer),
			Href: href(l) + "/historikk/" + nummer, Variant: ui.Tertiary, Icon: ui.IconUndo, Small: true,
		}))
	}
	return row
}

type hvaProps struct {
	Tittel string
	Linjer []string
}

// byttetekster say what became of the codes; of a move and of the list's beginning the
// first line says it all.
func byttetekster(r *page.Request, v kodeliste.Versjon) (linjer []string) {
	switch v.Handling {
	case kodeliste.Opprettet:
		return nil
	case kodeliste.Flyttet:
		if len(v.Bytte) == 2 {
			return []string{r.P.T("kodeliste.flyttet-forbi", "ord", v.Bytte[0].Etter.I(r.P.Lang()), "forbi", v.Bytte[1].Etter.I(r.P.Lang()))}
		}
	}
	for _, b := range v.Bytte {
		linjer = append(linjer, byttetekst(r, b)...)
	}
	return linjer
}

// byttetekst says what a change did to one code, a line for each thing.
func byttetekst(r *page.Request, b kodeliste.Bytte) (linjer []string) {
	ord := b.Etter.I(r.P.Lang())
	if b.Ny {
		return []string{r.P.T("kodeliste.bytte.ny", "nb", b.Etter.Nb, "nn", b.Etter.Nn)}
	}
	if b.For.Nb != b.Etter.Nb {
		linjer = append(linjer, r.P.T("kodeliste.bytte.nb", "for", b.For.Nb, "etter", b.Etter.Nb))
	}
	if b.For.Nn != b.Etter.Nn {
		linjer = append(linjer, r.P.T("kodeliste.bytte.nn", "for", b.For.Nn, "etter", b.Etter.Nn))
	}
	switch {
	case b.For.Aktiv && !b.Etter.Aktiv:
		linjer = append(linjer, r.P.T("kodeliste.bytte.trukket", "ord", ord))
	case !b.For.Aktiv && b.Etter.Aktiv:
		linjer = append(linjer, r.P.T("kodeliste.bytte.i-bruk", "ord", ord))
	}
	if b.For.Opphav != b.Etter.Opphav {
		linjer = append(linjer, r.P.T("kodeliste.bytte.kilde", "ord", ord, "kilde", r.P.T("kodeliste.kilde."+string(b.Etter.Opphav))))
	}
	if len(linjer) == 0 {
		linjer = append(linjer, r.P.T("kodeliste.bytte.plass", "ord", ord))
	}
	return linjer
}

type gjenopprettProps struct {
	sideProps
	Tittel, Ingen, Virkning string
	Linjer                  []string
	Action                  string
	Skjult                  []ui.Hidden
	Knapp                   string
	Avbryt                  string
	AvbrytHref              string
}

// Versjon shows what restoring an earlier version would change, before it is done.
func (p *Pages) Versjon(r *page.Request) error { return visVersjon(r, nil) }

func visVersjon(r *page.Request, konflikten error) error {
	nummer, err := versjonsnummer(r)
	if err != nil {
		return err
	}
	var l kodeliste.Kodeliste
	var bytte []kodeliste.Bytte
	err = r.Env.DB.Read(r.Context(), func(rx *db.Rx) (err error) {
		l, bytte, err = kodeliste.Angre(r.Context(), rx, r.Actor(), kodeliste.Liste(r.PathValue("liste")), nummer)
		return err
	})
	if err != nil {
		return err
	}
	tilbake := href(l.Liste) + "/historikk"
	props := gjenopprettProps{
		sideProps: sideProps{Hode: ui.PageHeadProps{
			Title: r.P.T("kodeliste.gjenopprett-tittel", "nummer", nummer), Eyebrow: navn(r, l.Liste),
			Back: &ui.Link{Text: r.P.T("kodeliste.historikk"), Href: tilbake},
		}},
		Tittel: r.P.T("kodeliste.gjenopprett-endrer"), Virkning: virkning(r, l.Liste),
		Action: tilbake + "/" + strconv.FormatInt(nummer, 10),
		Skjult: []ui.Hidden{{Name: "versjon", Value: strconv.FormatInt(l.Versjon, 10)}, {Name: "bruker", Value: r.Brukermerke()}},
		Knapp:  r.P.T("kodeliste.gjenopprett-knapp"), Avbryt: r.P.T("felles.avbryt"), AvbrytHref: tilbake,
	}
	for _, b := range bytte {
		props.Linjer = append(props.Linjer, byttetekst(r, b)...)
	}
	if len(bytte) == 0 {
		props.Ingen = r.P.T("kodeliste.gjenopprett-ingen")
	}
	view := visning(r, props.Hode.Title)
	if konflikten != nil {
		view = feilvisning(r, props.Hode.Title, http.StatusConflict)
		props.Varsel, props.VarselTekst = konflikt(r, l, konflikten), r.P.T("kodeliste.gjenopprett-konflikt")
	}
	return r.Show(view, gjenopprettSide(props))
}

// Gjenopprett makes an earlier version of the list the newest.
func (p *Pages) Gjenopprett(r *page.Request) error {
	nummer, err := versjonsnummer(r)
	if err != nil {
		return err
	}
	g := kodeliste.Gjenoppretting{Liste: kodeliste.Liste(r.PathValue("liste")), Til: nummer}
	if g.Naa, err = strconv.ParseInt(r.Form("versjon"), 10, 64); err != nil {
		g.Naa = -1
	}
	err = errFremmed
	if r.Form("bruker") == r.Brukermerke() {
		err = r.Env.DB.Write(r.Context(), func(tx *db.Tx) error {
			return kodeliste.Gjenopprett(r.Context(), tx, r.Actor(), g)
		})
	}
	if fault.Is(err, fault.Conflict) {
		return visVersjon(r, err)
	}
	if err != nil {
		return err
	}
	r.Flash("melding.kodeliste-gjenopprettet")
	return r.Redirect(href(g.Liste))
}

func versjonsnummer(r *page.Request) (int64, error) {
	n, err := strconv.ParseInt(r.PathValue("versjon"), 10, 64)
	if err != nil || n < 1 || strconv.FormatInt(n, 10) != r.PathValue("versjon") {
		return 0, fault.NewNotFound()
	}
	return n, nil
}
