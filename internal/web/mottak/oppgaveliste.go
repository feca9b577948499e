package mottak

import (
	"net/url"

	"bosett/internal/bruker"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/kodeliste"
	"bosett/internal/oversikt"
	"bosett/internal/sak"
	"bosett/internal/samtale"
	"bosett/internal/tilgang"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

const (
	sokOppgaver  = "oppgaveliste" // the list's name in the session
	paramOppgave = "oppgave"
	paramFrist   = "frist"

	standardOppgaver = string(oversikt.OppgaverEtterFrist)
)

// oppgavetyper are the kinds of task that there are.
var oppgavetyper = []string{sak.OppgaveBosettingssamtale}

// Oppgaveliste shows the open tasks of the actor's centre (T1-T4).
func (p *Pages) Oppgaveliste(r *page.Request) error {
	scope, err := tilgang.NewScope(r.Actor(), tilgang.OppgaveList)
	if err != nil {
		return err
	}
	v, q := parseOppgaver(r, r.URL.Query())
	var liste oversikt.Oppgaver
	err = r.Read(tilgang.OppgaveList, func(rx *innsyn.Rx) (err error) {
		if q.Sok, err = bruker.Sok(r.Context(), rx, r.Sesjon.ID, sokOppgaver); err != nil {
			return err
		}
		if v.koder, err = kodeliste.Les(r.Context(), rx); err != nil {
			return err
		}
		liste, err = oversikt.ListOppgaver(r.Context(), rx, scope, q)
		return err
	})
	if err != nil {
		return err
	}
	v.sok = q.Sok
	props := oppgaveliste(v, q, liste)
	return r.Show(page.View{Title: props.Hode.Title, Menu: page.MenuMottak, Side: undermenyen(r, &liste.Tall)}, listeside(props))
}

// SokOppgaver keeps what is searched for with the session and leads to the list with
// the filters in its address.
func (p *Pages) SokOppgaver(r *page.Request) error {
	if err := setSok(r, sokOppgaver); err != nil {
		return err
	}
	v, _ := parseOppgaver(r, r.PostForm)
	return r.Redirect(v.adr.String())
}

// parseOppgaver reads the state of the list from its address, or from the filter's form.
func parseOppgaver(r *page.Request, values url.Values) (visning, oversikt.Oppgavesporring) {
	known := func(s string) bool { return oversikt.Oppgavesort(s).Kjent() }
	adr, sort, desc := parseAdresse(hrefOppgaveliste, values, standardOppgaver, known)
	q := oversikt.Oppgavesporring{
		Sort: oversikt.Oppgavesort(sort), Synkende: desc,
		Type:  valgt(adr, values, paramOppgave, oppgavetyper),
		Frist: valgt(adr, values, paramFrist, oversikt.Fristfiltre),
	}
	v := visning{
		ord: newOrd(r), adr: adr, sort: sort, desc: desc,
		filtre: q.Type != "" || q.Frist != "", sokHref: hrefOppgaveliste + "/sok", tabell: "oppgaver",
	}
	q.Side, v.nr = adr.parseSide(values)
	return v, q
}

func oppgaveliste(v visning, q oversikt.Oppgavesporring, liste oversikt.Oppgaver) listeProps {
	p := listeProps{
		Hode:    ui.PageHeadProps{Title: v.P.T("oppgaveliste.tittel"), Lead: v.P.T("oppgaveliste.ingress")},
		Melding: v.TakeFlash(),
		Filter:  v.filter(v.antall(liste.Personer, liste.Flere), len(liste.Rader) > 0),
		Skjult:  v.skjult(),
		Sok:     v.sokefelt(),
		Valg: []ui.SelectProps{
			velger(v, oppgavevalg, oppgavetyper, q.Type), velger(v, fristvalg, oversikt.Fristfiltre, q.Frist),
		},
		Sokt: v.sokt(liste.Flere, paramOppgave, paramFrist),
		Tabell: ui.TableProps{
			ID: v.tabell, Caption: v.P.T("oppgaveliste.tittel"), SortName: v.P.T("mottaksliste.sorter"),
			Columns: kolonner(v, standardOppgaver, oppgavekolonner),
			Empty: v.tom("oppgaveliste.ingen-i-filter",
				ui.EmptyProps{Icon: ui.IconCheck, Title: v.P.T("oppgaveliste.tom"), Text: v.P.T("oppgaveliste.tom-tekst")}),
		},
	}
	ids := make([]ident.ID, len(liste.Rader))
	for i, o := range liste.Rader {
		ids[i] = o.ID
		p.Tabell.Rows = append(p.Tabell.Rows, v.oppgaverad(o))
	}
	p.Sider = v.sider("oppgaveliste.viser", sideprops{liste.Antall, liste.Flere, ids, liste.Forrige, liste.Neste})
	return p
}

// The choices of the filter.
var (
	oppgavevalg = filtervalg{
		Navn: paramOppgave, Etikett: "oppgaveliste.oppgave", Tom: "oppgaveliste.alle-oppgaver", Ord: "oppgave.", Bredde: ui.WidthShort,
	}
	fristvalg = filtervalg{
		Navn: paramFrist, Etikett: "oppgaveliste.frist", Tom: "oppgaveliste.alle-frister", Ord: "oppgaveliste.frist.",
	}
)

// oppgavekolonner are the guide's columns, letter by letter (T1).
var oppgavekolonner = []kolonne[oversikt.Oppgavesort]{
	{"oppgaveliste.kolonne.opprettet", oversikt.OppgaverEtterOpprettet},
	{"oppgaveliste.kolonne.duf", oversikt.OppgaverEtterDuf},
	{"oppgaveliste.kolonne.navn", oversikt.OppgaverEtterNavn},
	{"oppgaveliste.kolonne.plasstype", oversikt.OppgaverEtterPlasstype},
	{"oppgaveliste.kolonne.oppgave", oversikt.OppgaverEtterOppgave},
	{"oppgaveliste.kolonne.frist", oversikt.OppgaverEtterFrist},
	{"oppgaveliste.kolonne.handling", ""},
}

func (v visning) oppgaverad(o oversikt.Oppgave) ui.Row {
	vipp := v.vipp(o.ID, o.Hode.Beboer)
	return ui.Row{
		ID: vipp.RowID,
		Cells: []ui.Cell{
			ui.Text(v.P.Date(o.Opprettet)),
			v.duf(o.Hode.Beboer),
			ui.Strong(o.Hode.EtternavnFornavn(), v.hvem(o)),
			ui.Text(string(o.Hode.Plasstype)),
			ui.Text(v.P.T("oppgave." + o.Type)),
			ui.Node(ui.Deadline(v.frist(o.Frist))),
			ui.Node(ui.DetailToggle(vipp)),
		},
		Detail: oppgavedetaljer(v.detaljer(o)),
		Open:   vipp.Open,
	}
}

// hvem is the quiet line below the name: who the task is about and how far it has come.
func (v visning) hvem(o oversikt.Oppgave) string {
	hvem := v.persontype(o.Hode.Beboer)
	switch {
	case o.Familie():
		hvem = v.P.N("oppgaveliste.familie", len(o.Medlemmer), "persontype", hvem)
		if o.Paabegynt() {
			hvem = v.P.T("oppgaveliste.med-status", "hvem", hvem, "status", v.ferdige(o))
		}
	case o.Paabegynt():
		hvem = v.P.T("oppgaveliste.med-status", "hvem", hvem, "status", v.samtalestatus(o.Hode.Samtale))
	}
	return hvem
}

func (v visning) ferdige(o oversikt.Oppgave) string {
	return v.P.T("oppgaveliste.ferdige", "ferdige", o.Ferdige(), "alle", len(o.Medlemmer))
}

// oppgavedetaljerProps is what "Vis detaljer" shows of a task.
type oppgavedetaljerProps struct {
	Opplysninger []ui.Term
	Familie      string // the list's name
	Medlemmer    []ui.Person
	Gjennomfor   ui.PostButtonProps
	Merknad      string // whose interview the button opens
}

func (v visning) detaljer(o oversikt.Oppgave) oppgavedetaljerProps {
	variant := ui.Primary
	if v.adr.alle() {
		// One primary button in view at most.
		variant = ui.Secondary
	}
	neste := o.Neste()
	p := oppgavedetaljerProps{Gjennomfor: v.gjennomfor(v.P.T("oppgave."+o.Type), neste.Beboer, variant)}
	gruppe := ui.Term{Label: v.P.T("oppgaveliste.plasseringsgruppe"), Text: v.P.T("oppgaveliste.reg-nr", "nummer", o.RegNummer)}
	if !o.Familie() {
		p.Opplysninger = []ui.Term{
			{Label: v.P.T("oppgaveliste.selvregistrering"), Text: v.selvregistrert(o.Hode.Beboer)},
			{Label: v.P.T("oppgaveliste.kjonn-alder"), Text: v.kjonnOgAlder(o.Hode.Beboer)},
			{Label: v.P.T("oppgaveliste.persontype"), Text: v.persontype(o.Hode.Beboer)},
			gruppe,
		}
		return p
	}
	p.Opplysninger = []ui.Term{
		gruppe,
		{Label: v.P.T("oppgaveliste.persontype"), Text: v.persontype(o.Hode.Beboer)},
		{Label: v.P.T("oppgaveliste.samtale"), Text: v.ferdige(o)},
	}
	p.Familie = v.P.T("oppgaveliste.medlemmer")
	p.Merknad = v.P.T("oppgaveliste.begynner-med", "navn", neste.FulltNavn())
	for _, m := range o.Medlemmer {
		p.Medlemmer = append(p.Medlemmer, v.medlem(m))
	}
	return p
}

func (v visning) medlem(m oversikt.Medlem) ui.Person {
	p := ui.Person{
		Name:   m.EtternavnFornavn(),
		Facts:  v.P.T("oppgaveliste.medlem", "kjonn_alder", v.kjonnOgAlder(m.Beboer), "persontype", v.persontype(m.Beboer)),
		Note:   v.P.T("oppgaveliste.selvregistrering-svar", "svar", v.selvregistrert(m.Beboer)),
		Status: v.samtalestatus(m.Samtale),
		Done:   m.Samtale == samtale.Ferdigstilt,
	}
	if m.Familierolle != "" {
		p.Role = v.koder.Ord(kodeliste.Familierolle, string(m.Familierolle), v.P.Lang())
	}
	if p.Done {
		link := v.les(m.Beboer, v.P.T("oppgaveliste.les"))
		link.Variant, link.Small = ui.Tertiary, true
		p.Action = ui.LinkButton(link)
		return p
	}
	button := v.gjennomfor(v.P.T("oppgaveliste.apne"), m.Beboer, ui.Tertiary)
	button.Button.Small = true
	p.Action = ui.PostButton(button)
	return p
}
