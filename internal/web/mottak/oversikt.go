package mottak

import (
	"net/url"
	"slices"

	"bosett/internal/beboer"
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
	sokBeboere      = "oversikt" // the list's name in the session
	paramStatus     = "status"
	paramPersontype = "persontype"
	paramSak        = "sak"

	standardBeboere = string(oversikt.BeboereEtterNavn)
)

// Oversikt shows everybody who is registered at the actor's centre (T5).
func (p *Pages) Oversikt(r *page.Request) error {
	scope, err := tilgang.NewScope(r.Actor(), tilgang.BeboerList)
	if err != nil {
		return err
	}
	v, q := parseBeboere(r, r.URL.Query())
	var liste oversikt.Beboere
	err = r.Read(tilgang.BeboerList, func(rx *innsyn.Rx) (err error) {
		if q.Sok, err = bruker.Sok(r.Context(), rx, r.Sesjon.ID, sokBeboere); err != nil {
			return err
		}
		if v.koder, err = kodeliste.Les(r.Context(), rx); err != nil {
			return err
		}
		liste, err = oversikt.ListBeboere(r.Context(), rx, scope, q)
		return err
	})
	if err != nil {
		return err
	}
	v.sok = q.Sok
	props := beboerliste(v, q, liste)
	return r.Show(page.View{Title: props.Hode.Title, Menu: page.MenuMottak, Side: undermenyen(r, &liste.Tall)}, listeside(props))
}

// SokBeboere keeps what is searched for with the session and leads to the list with
// the filters in its address.
func (p *Pages) SokBeboere(r *page.Request) error {
	if err := setSok(r, sokBeboere); err != nil {
		return err
	}
	v, _ := parseBeboere(r, r.PostForm)
	return r.Redirect(v.adr.String())
}

// parseBeboere reads the state of the list from its address, or from the filter's form.
func parseBeboere(r *page.Request, values url.Values) (visning, oversikt.Beboersporring) {
	known := func(s string) bool { return oversikt.Beboersort(s).Kjent() }
	adr, sort, desc := parseAdresse(hrefOversikt, values, standardBeboere, known)
	q := oversikt.Beboersporring{
		Sort: oversikt.Beboersort(sort), Synkende: desc,
		Status:     valgt(adr, values, paramStatus, sak.Statuser),
		Persontype: valgt(adr, values, paramPersontype, persontyper),
		Sak:        valgt(adr, values, paramSak, oversikt.Sakfiltre),
	}
	v := visning{
		ord: newOrd(r), adr: adr, sort: sort, desc: desc, sokHref: hrefOversikt + "/sok", tabell: "beboere",
		filtre: q.Status != "" || q.Persontype != "" || q.Sak != oversikt.MedOgUtenSak,
	}
	q.Side, v.nr = adr.parseSide(values)
	return v, q
}

// persontyper are the codes that one may choose.
var persontyper = func() (koder []beboer.Persontype) {
	for _, k := range beboer.Persontyper {
		koder = append(koder, k.Kode)
	}
	return koder
}()

// persontyper are the codes that IMDi offers, and the chosen one, also from an address
// from before it was withdrawn.
func (v visning) persontyper(chosen beboer.Persontype) (koder []beboer.Persontype) {
	for _, kode := range v.koder.Velgbare(kodeliste.Persontype) {
		koder = append(koder, beboer.Persontype(kode))
	}
	if chosen != "" && !slices.Contains(koder, chosen) {
		koder = append(koder, chosen)
	}
	return koder
}

func beboerliste(v visning, q oversikt.Beboersporring, liste oversikt.Beboere) listeProps {
	opens := slices.ContainsFunc(liste.Rader, func(b oversikt.Mottaksbeboer) bool { return !b.Lukket })
	p := listeProps{
		Hode:    ui.PageHeadProps{Title: v.P.T("oversikt.tittel"), Lead: v.P.T("oversikt.ingress")},
		Melding: v.TakeFlash(),
		Filter:  v.filter(v.antall(liste.Antall, liste.Flere), opens),
		Skjult:  v.skjult(),
		Sok:     v.sokefelt(),
		Valg: []ui.SelectProps{
			velger(v, statusvalg, sak.Statuser, q.Status), velger(v, persontypevalg, v.persontyper(q.Persontype), q.Persontype),
			velger(v, sakvalg, oversikt.Sakfiltre, q.Sak),
		},
		Sokt: v.sokt(liste.Flere, paramStatus, paramPersontype, paramSak),
		Tabell: ui.TableProps{
			ID: v.tabell, Caption: v.P.T("oversikt.tittel"), SortName: v.P.T("mottaksliste.sorter"),
			Columns: kolonner(v, standardBeboere, beboerkolonner),
			Empty:   v.tom("oversikt.ingen-i-filter", ui.EmptyProps{Icon: ui.IconPerson, Title: v.P.T("oversikt.tom")}),
		},
	}
	p.Tabell.Columns[3].NoWrap = true // "Kvinne, 15 måneder"
	ids := make([]ident.ID, len(liste.Rader))
	for i, b := range liste.Rader {
		ids[i] = b.ID
		p.Tabell.Rows = append(p.Tabell.Rows, v.beboerrad(b))
	}
	p.Sider = v.sider("oversikt.viser", sideprops{liste.Antall, liste.Flere, ids, liste.Forrige, liste.Neste})
	return p
}

// The choices of the filter.
var (
	statusvalg = filtervalg{
		Navn: paramStatus, Etikett: "oversikt.status", Tom: "oversikt.velg-status", Ord: "sakstatus.",
	}
	persontypevalg = filtervalg{
		Navn: paramPersontype, Etikett: "oversikt.persontype", Tom: "oversikt.velg-persontype", Liste: kodeliste.Persontype,
	}
	sakvalg = filtervalg{
		Navn: paramSak, Etikett: "oversikt.med-uten-sak", Tom: "oversikt.alle", Ord: "oversikt.sak.",
	}
)

// beboerkolonner are the guide's columns, letter by letter (T5).
var beboerkolonner = []kolonne[oversikt.Beboersort]{
	{"oversikt.kolonne.opprettet", oversikt.BeboereEtterOpprettet},
	{"oversikt.kolonne.duf", oversikt.BeboereEtterDuf},
	{"oversikt.kolonne.navn", oversikt.BeboereEtterNavn},
	{"oversikt.kolonne.kjonn-alder", oversikt.BeboereEtterAlder},
	{"oversikt.kolonne.plasstype", oversikt.BeboereEtterPlasstype},
	{"oversikt.kolonne.status", oversikt.BeboereEtterStatus},
	{"oversikt.kolonne.handling", ""},
}

func (v visning) beboerrad(b oversikt.Mottaksbeboer) ui.Row {
	if b.Lukket {
		return v.lukketRad(b)
	}
	vipp := v.vipp(b.ID, b.Beboer)
	status := ui.Text(v.P.T("oversikt.uten-sak"))
	opprettet := ""
	if b.HarSak {
		status = ui.Text(v.P.T("sakstatus." + b.SakStatus))
		opprettet = v.P.Date(b.SakOpprettet.Date)
	}
	return ui.Row{
		ID: vipp.RowID,
		Cells: []ui.Cell{
			ui.Text(opprettet),
			v.duf(b.Beboer),
			ui.Strong(b.EtternavnFornavn(), v.persontype(b.Beboer)),
			ui.Text(v.kjonnOgAlder(b.Beboer)),
			ui.Text(string(b.Plasstype)),
			status,
			ui.Node(ui.DetailToggle(vipp)),
		},
		Detail: beboerdetaljer(v.beboerdetaljer(b)),
		Open:   vipp.Open,
	}
}

// lukketRad is the line about a resident without a case for those who see no more.
func (v visning) lukketRad(b oversikt.Mottaksbeboer) ui.Row {
	return ui.Row{
		ID: b.ID.String(), Muted: true,
		Cells: []ui.Cell{
			{}, v.duf(b.Beboer), ui.Text(b.EtternavnFornavn()), {}, ui.Text(string(b.Plasstype)), ui.Text(v.P.T("oversikt.uten-sak")), {},
		},
	}
}

// beboerdetaljerProps is what "Vis detaljer" shows of a resident.
type beboerdetaljerProps struct {
	Opplysninger []ui.Term
	Les          *ui.LinkButtonProps
	Gjennomfor   *ui.PostButtonProps
}

func (v visning) beboerdetaljer(b oversikt.Mottaksbeboer) beboerdetaljerProps {
	p := beboerdetaljerProps{Opplysninger: []ui.Term{
		{Label: v.P.T("oversikt.bosettingssamtale"), Text: v.samtaleOgDag(b.Medlem)},
		{Label: v.P.T("oversikt.kompetansekartlegging"), Text: v.kartlegging(b.Beboer)},
		{Label: v.P.T("oversikt.bosetting"), Text: v.bosetting(b.Beboer)},
		{Label: v.P.T("oppgaveliste.plasseringsgruppe"), Text: v.P.T("oppgaveliste.reg-nr", "nummer", b.RegNummer)},
	}}
	subject := b.Subject()
	begun := b.Samtale != samtale.IkkeStartet
	switch {
	case b.Samtale == samtale.Ferdigstilt || begun && !v.kanGjennomfore(b):
		if tilgang.Check(v.Actor(), tilgang.SamtaleLes, subject) == nil {
			link := v.les(b.Beboer, v.P.T("oversikt.les"))
			p.Les = &link
		}
	case v.kanGjennomfore(b):
		button := v.gjennomfor(v.P.T("oppgave."+sak.OppgaveBosettingssamtale), b.Beboer, ui.Secondary)
		p.Gjennomfor = &button
	}
	return p
}

// kanGjennomfore tells whether the interview may be held now: while the case takes it
// or, at an integreringsmottak, before there is a case.
func (v visning) kanGjennomfore(b oversikt.Mottaksbeboer) bool {
	return (!b.HarSak || samtale.Apen(sak.Status(b.SakStatus))) &&
		tilgang.Check(v.Actor(), tilgang.SamtaleSkriv, b.Subject()) == nil
}

func (v visning) samtaleOgDag(m oversikt.Medlem) string {
	status := v.samtalestatus(m.Samtale)
	if m.SamtaleTid.Valid {
		return v.P.T("oversikt.status-dag", "status", status, "dato", v.P.DayOf(m.SamtaleTid.Time.Time))
	}
	return status
}

func (v visning) kartlegging(b beboer.Beboer) string {
	switch {
	case b.Selvregistrert():
		return v.P.T("oversikt.kartlegging.gjennomfort", "dato", v.P.DayOf(b.KompassTid.Time.Time))
	case b.Alder(v.idag) < kompassAlder:
		return v.P.T("mottaksliste.under-16")
	default:
		return v.P.T("oversikt.kartlegging.ikke")
	}
}

func (v visning) bosetting(b beboer.Beboer) string {
	if !b.HarSak {
		return v.P.T("oversikt.bosetting.uten-sak")
	}
	return v.P.T("oversikt.bosetting." + b.SakStatus)
}
