package felles

import (
	"strings"

	"bosett/internal/tilgang"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

type arbeidsflateProps struct {
	Hode       ui.PageHeadProps
	Bytt       *ui.LinkButtonProps
	Funksjoner string
	Veier      []ui.LinkRow
	Boks       boksProps
	Kontakt    kontaktProps
	Tilgang    string
	Roller     []ui.Term
}

// boksProps is the fixed box: the way to the user guide and the warning (F2).
type boksProps struct {
	Tittel, Advarsel string
	Veiledning       ui.Link
}

// kontaktProps is how to reach kontaktsenteret for bosetting (F5).
type kontaktProps struct {
	Tittel, Tekst, Epost, Telefon string
	EpostEtikett, TelefonEtikett  string
}

// funksjon is a central function of a role: it is shown to those who may open it.
type funksjon struct {
	href       string
	icon       ui.Icon
	action     tilgang.Action
	key, tekst string
	// rediger has a text of its own for those who may change what is there.
	rediger      tilgang.Action
	redigerTekst string
}

var funksjoner = []funksjon{
	{href: "/mottak/oppgaveliste", icon: ui.IconChat, action: tilgang.OppgaveList,
		key: "arbeidsflate.oppgaveliste", tekst: "arbeidsflate.oppgaveliste-tekst"},
	{href: "/mottak/oversikt", icon: ui.IconFamily, action: tilgang.BeboerList,
		key: "arbeidsflate.oversikt", tekst: "arbeidsflate.oversikt-tekst"},
	{href: "/mottak/informasjon", icon: ui.IconHouse, action: tilgang.MottakLes,
		key: "arbeidsflate.informasjon", tekst: "arbeidsflate.informasjon-tekst",
		rediger: tilgang.MottakRediger, redigerTekst: "arbeidsflate.informasjon-rediger"},
	{href: "/mottak/kontakt", icon: ui.IconPhone, action: tilgang.MottakLes,
		key: "arbeidsflate.kontakt", tekst: "arbeidsflate.kontakt-tekst",
		rediger: tilgang.KontaktRedigerBosettingsansvarlig, redigerTekst: "arbeidsflate.kontakt-rediger"},
	{href: "/administrasjon/kodelister", icon: ui.IconSettings, action: tilgang.KodelisteRediger,
		key: "arbeidsflate.kodelister", tekst: "arbeidsflate.kodelister-tekst"},
	{href: "/kommuner", icon: ui.IconSearch, action: tilgang.KommuneLes,
		key: "arbeidsflate.kommuner", tekst: "arbeidsflate.kommuner-tekst"},
	{href: "/hjelp", icon: ui.IconHelp, action: tilgang.Innlogget,
		key: "arbeidsflate.hjelp", tekst: "arbeidsflate.hjelp-tekst"},
}

// Arbeidsflate is the first page after signing in: what the person can do here, what to
// remember and whom to ask (F2).
func (p *Pages) Arbeidsflate(r *page.Request) error {
	fakta, err := oppgavefakta(r)
	if err != nil {
		return err
	}
	props := arbeidsflateProps{
		Hode: ui.PageHeadProps{
			Title: r.P.T("arbeidsflate.tittel"),
			Lead:  r.P.T("arbeidsflate.ingress", "organisasjon", r.Sesjon.OrgNavn),
		},
		Funksjoner: r.P.T("arbeidsflate.funksjoner"),
		Veier:      veier(r, fakta),
		Boks: boksProps{
			Tittel:     r.P.T("arbeidsflate.boks"),
			Advarsel:   r.P.T("arbeidsflate.boks-advarsel"),
			Veiledning: ui.Link{Text: r.P.T("arbeidsflate.boks-veiledning"), Href: "/hjelp"},
		},
		Kontakt: kontakt(r),
		Tilgang: r.P.T("arbeidsflate.tilgang"),
		Roller:  rollerOgTekst(r),
	}
	if len(r.Sesjon.Orgs) > 1 {
		props.Bytt = &ui.LinkButtonProps{Text: r.P.T("innlogging.bytt-organisasjon"), Href: "/organisasjon", Icon: ui.IconMove}
	}
	return r.Show(page.View{Title: props.Hode.Title, Menu: page.MenuArbeidsflate}, arbeidsflateSide(props))
}

// veier are the functions that the actor's roles open, and the own kommune's page.
func veier(r *page.Request, oppgaver []ui.LinkFact) []ui.LinkRow {
	var rows []ui.LinkRow
	if org := r.Actor().Org; org.Type == tilgang.OrgKommune {
		rows = append(rows, ui.LinkRow{
			Icon: ui.IconHouse, Text: r.Sesjon.OrgNavn, Href: "/kommuner/" + org.ID, Sub: r.P.T("arbeidsflate.egen-kommune"),
		})
	}
	for _, f := range funksjoner {
		if !tilgang.May(r.Actor(), f.action) {
			continue
		}
		tekst := f.tekst
		if f.rediger != "" && tilgang.May(r.Actor(), f.rediger) {
			tekst = f.redigerTekst
		}
		row := ui.LinkRow{Icon: f.icon, Text: r.P.T(f.key), Href: f.href, Sub: r.P.T(tekst)}
		if f.action == tilgang.OppgaveList {
			row.Facts = oppgaver
		}
		rows = append(rows, row)
	}
	return rows
}

func kontakt(r *page.Request) kontaktProps {
	return kontaktProps{
		Tittel:         r.P.T("hjelp.kontakt"),
		Tekst:          r.P.T("hjelp.kontakt-tekst"),
		Epost:          r.P.T("hjelp.kontakt-epost"),
		Telefon:        r.P.T("hjelp.kontakt-telefon"),
		EpostEtikett:   r.P.T("hjelp.epost"),
		TelefonEtikett: r.P.T("hjelp.telefon"),
	}
}

// rollerOgTekst tells what each of the actor's roles gives.
func rollerOgTekst(r *page.Request) []ui.Term {
	terms := make([]ui.Term, len(r.Actor().Roller))
	for i, rolle := range r.Actor().Roller {
		terms[i] = ui.Term{Label: r.P.T("rolle." + string(rolle)), Text: r.P.T("hjelp.rolle." + string(rolle))}
	}
	return terms
}

// tel is the address that calls a number.
func tel(nummer string) string { return "tel:" + strings.ReplaceAll(nummer, " ", "") }
