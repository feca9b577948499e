package felles

import (
	"net/url"
	"strings"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/outbox"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// Epost are the demo's pages of outgoing mail. The route table has them with --demo only:
// without it their addresses are unknown like any other.
type Epost struct {
	// Base is the address that the letters' links begin with.
	Base *url.URL
	// Sendes: a mail server is set, and the letters go out also from the demo.
	Sendes bool
}

type epostlisteProps struct {
	Hode ui.PageHeadProps
	Brev []ui.LinkRow
	// Tom stands where there is no letter.
	Tom *ui.EmptyProps
}

type epostbrevProps struct {
	Hode             ui.PageHeadProps
	Om, Ren, HTML    string
	HTMLTekst, Sprak string
	Fakta            []ui.Term
	Avsnitt          [][]string
	Apne             ui.LinkButtonProps
}

const (
	epostAdresse = "/demo/epost"
	// epostAntall is how many letters the list has: the demo is small.
	epostAntall = 100
)

// Liste shows the newest letters.
func (e *Epost) Liste(r *page.Request) error {
	var brev []outbox.Visning
	err := r.Env.DB.Read(r.Context(), func(rx *db.Rx) (err error) {
		brev, err = outbox.List(r.Context(), rx, e.Base, epostAntall)
		return err
	})
	if err != nil {
		return err
	}
	lead := r.P.T("epost.side.ingress")
	if e.Sendes {
		lead = r.P.T("epost.side.ingress-sendes")
	}
	props := epostlisteProps{
		Hode: ui.PageHeadProps{Title: r.P.T("epost.side.tittel"), Lead: lead},
	}
	if len(brev) == 0 {
		props.Tom = &ui.EmptyProps{Title: r.P.T("epost.side.tom"), Text: r.P.T("epost.side.tom-tekst")}
	}
	for _, b := range brev {
		props.Brev = append(props.Brev, ui.LinkRow{
			Text: b.Brev.Emne, Href: epostAdresse + "/" + b.Brev.ID.String(),
			Sub:   r.P.T("epost.side.til-tid", "til", b.Brev.Til, "tid", r.P.DateTime(b.Brev.Opprettet)),
			Facts: []ui.LinkFact{{Text: e.tilstand(r, b), Tone: toner[b.Tilstand]}},
		})
	}
	return r.Show(page.View{Title: props.Hode.Title}, epostliste(props))
}

var toner = map[outbox.Tilstand]ui.Tone{outbox.GittOpp: ui.ToneDanger}

// tilstand is where the letter stands; without a mail server it has come no further than
// to this page.
func (e *Epost) tilstand(r *page.Request, b outbox.Visning) string {
	if b.Tilstand == outbox.Levert && !e.Sendes {
		return r.P.T("epost.side.vist")
	}
	return r.P.T("epost.tilstand." + string(b.Tilstand))
}

// Brev shows one letter as text, and leads to it as HTML.
func (e *Epost) Brev(r *page.Request) error {
	b, err := e.hent(r)
	if err != nil {
		return err
	}
	props := epostbrevProps{
		Hode: ui.PageHeadProps{Title: b.Brev.Emne, Back: &ui.Link{Text: r.P.T("epost.side.tittel"), Href: epostAdresse}},
		Om:   r.P.T("epost.side.om"), Ren: r.P.T("epost.side.tekst"), HTML: r.P.T("epost.side.html"),
		HTMLTekst: r.P.T("epost.side.html-tekst"), Sprak: b.Brev.Sprak,
		Fakta: []ui.Term{
			{Label: r.P.T("epost.side.til"), Text: b.Brev.Til},
			{Label: r.P.T("epost.side.tid"), Text: r.P.DateTime(b.Brev.Opprettet)},
			{Label: r.P.T("epost.side.tilstand"), Text: e.tilstand(r, b)},
		},
		Apne: ui.LinkButtonProps{Text: r.P.T("epost.side.apne-html"), Href: epostAdresse + "/" + b.Brev.ID.String() + "/html"},
	}
	if b.Feil != "" {
		props.Fakta = append(props.Fakta, ui.Term{Label: r.P.T("epost.side.feil"), Text: b.Feil})
	}
	for avsnitt := range strings.SplitSeq(strings.TrimSpace(b.Brev.Tekst), "\n\n") {
		props.Avsnitt = append(props.Avsnitt, strings.Split(avsnitt, "\n"))
	}
	return r.Show(page.View{Title: props.Hode.Title}, epostbrev(props))
}

// HTML answers the letter as the recipient's mail program gets it, under a policy that
// lets it fetch nothing and run nothing.
func (e *Epost) HTML(r *page.Request) error {
	b, err := e.hent(r)
	if err != nil {
		return err
	}
	h := r.W.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", b.Brev.Sprak)
	h.Set("Content-Security-Policy", outbox.CSP)
	_, err = r.W.Write([]byte(b.Brev.HTML))
	return err
}

func (e *Epost) hent(r *page.Request) (b outbox.Visning, err error) {
	id, err := ident.Parse(r.PathValue("brev"))
	if err != nil {
		return b, fault.NewNotFound()
	}
	err = r.Env.DB.Read(r.Context(), func(rx *db.Rx) (err error) {
		b, err = outbox.Get(r.Context(), rx, e.Base, id)
		return err
	})
	return b, err
}
