package administrasjon

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/kodeliste"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// utfylling is a filled-in form for a code's words.
type utfylling struct {
	// Kode is "" for a new one.
	Kode    string
	Ord     kodeliste.Ord
	Bekreft bool
	Versjon int64
	// For is what stood there when the form was opened.
	For    kodeliste.Ord
	Feil   []kodeliste.FeltFeil
	Varsel *ui.AlertProps
	Status int
}

type kodeProps struct {
	sideProps
	Feil         ui.ErrorSummaryProps
	Action       string
	Skjult       []ui.Hidden
	Felter       []ui.TextFieldProps
	Bekreft      *ui.CheckboxProps
	Virkning     string
	Lagre        string
	Avbryt       string
	AvbrytHref   string
	Opplysninger []ui.Term
	// Bruk is the part that withdraws the code or takes it into use; nil for a new one.
	Bruk *brukProps
}

type brukProps struct {
	Tittel, Tekst string
	Knapp         ui.PostButtonProps
}

// NyKode is the form for a new code. A list whose codes come from a register has none.
func (p *Pages) NyKode(r *page.Request) error {
	l, err := hent(r)
	if err != nil {
		return err
	}
	if l.Liste.Fast() {
		return fault.NewNotFound()
	}
	return visKode(r, l, utfylling{})
}

// LeggTilKode adds a code. What was typed stands when something is wrong.
func (p *Pages) LeggTilKode(r *page.Request) error {
	u := lesUtfylling(r)
	navn := kodeliste.Liste(r.PathValue("liste"))
	err := errFremmed
	var kode string
	if r.Form("bruker") == r.Brukermerke() {
		err = r.Env.DB.Write(r.Context(), func(tx *db.Tx) (err error) {
			kode, u.Feil, err = kodeliste.LeggTil(r.Context(), tx, r.Actor(), navn, u.Ord)
			return err
		})
	}
	if err == nil && len(u.Feil) == 0 {
		r.Flash("melding.kode-lagt-til")
		return r.Redirect(href(navn) + "#" + radID(kode))
	}
	return visIgjen(r, u, err)
}

// RedigerKode is the form for a code's words, with what withdraws it.
func (p *Pages) RedigerKode(r *page.Request) error {
	l, err := hent(r)
	if err != nil {
		return err
	}
	k, ok := l.Finn(r.PathValue("kode"))
	if !ok {
		return fault.NewNotFound()
	}
	return visKode(r, l, utfylling{Kode: k.Kode, Ord: k.Ord, For: k.Ord, Versjon: k.Versjon})
}

// LagreKode stores a code's words. What was typed stands when something is wrong, and
// when somebody else has saved meanwhile.
func (p *Pages) LagreKode(r *page.Request) error {
	u := lesUtfylling(r)
	navn := kodeliste.Liste(r.PathValue("liste"))
	err := errFremmed
	if r.Form("bruker") == r.Brukermerke() {
		inn := kodeliste.OrdInn{Liste: navn, Kode: u.Kode, Ord: u.Ord, Bekreft: u.Bekreft, Versjon: u.Versjon}
		err = r.Env.DB.Write(r.Context(), func(tx *db.Tx) (err error) {
			u.Feil, err = kodeliste.EndreOrd(r.Context(), tx, r.Actor(), inn)
			return err
		})
	}
	if err == nil && len(u.Feil) == 0 {
		r.Flash("melding.kode-lagret")
		return r.Redirect(href(navn) + "#" + radID(u.Kode))
	}
	return visIgjen(r, u, err)
}

// SettIBruk withdraws a code or takes it into use again.
func (p *Pages) SettIBruk(r *page.Request) error {
	u := lesUtfylling(r)
	navn, aktiv := kodeliste.Liste(r.PathValue("liste")), r.Form("bruk") == "ja"
	err := errFremmed
	if r.Form("bruker") == r.Brukermerke() {
		inn := kodeliste.OrdInn{Liste: navn, Kode: u.Kode, Versjon: u.Versjon}
		err = r.Env.DB.Write(r.Context(), func(tx *db.Tx) error {
			return kodeliste.SettAktiv(r.Context(), tx, r.Actor(), inn, aktiv)
		})
	}
	switch {
	case err == nil && aktiv:
		r.Flash("melding.kode-i-bruk")
	case err == nil:
		r.Flash("melding.kode-trukket")
	default:
		l, lest := hent(r)
		if lest != nil {
			return lest
		}
		k, _ := l.Finn(u.Kode)
		u.Ord, u.For = k.Ord, k.Ord // nothing was typed
		return visIgjen(r, u, err)
	}
	return r.Redirect(href(navn) + "#" + radID(u.Kode))
}

// lesUtfylling reads the posted form.
func lesUtfylling(r *page.Request) utfylling {
	versjon, err := strconv.ParseInt(r.Form("versjon"), 10, 64)
	if err != nil {
		versjon = -1 // was never given out: it becomes a conflict
	}
	return utfylling{
		Kode: r.PathValue("kode"), Versjon: versjon, Bekreft: r.Form("bekreft") == "ja",
		Ord: kodeliste.Ord{Nb: r.Form("nb"), Nn: r.Form("nn")},
		For: kodeliste.Ord{Nb: r.Form("for_nb"), Nn: r.Form("for_nn")},
	}
}

// visIgjen shows the form again with what is wrong in it (err nil), what the rules say
// (Invalid) or what somebody else has saved meanwhile (Conflict).
func visIgjen(r *page.Request, u utfylling, err error) error {
	e, kjent := errors.AsType[*fault.Error](err)
	if err != nil && (!kjent || e.Kind != fault.Invalid && e.Kind != fault.Conflict) {
		return err
	}
	l, lest := hent(r)
	if lest != nil {
		return lest
	}
	k, ok := l.Finn(u.Kode)
	if !ok && u.Kode != "" {
		return fault.NewNotFound()
	}
	switch {
	case err == nil:
		u.Status = http.StatusUnprocessableEntity
	case e.Kind == fault.Invalid:
		u.Status, u.Versjon = http.StatusUnprocessableEntity, k.Versjon
		u.Varsel = &ui.AlertProps{Kind: ui.KindWarning, Level: 2, Title: r.P.T(e.Key, e.Args...)}
	default:
		u.Status, u.Versjon = http.StatusConflict, k.Versjon
		u.Varsel = konflikt(r, l, err)
		u.flett(k.Ord)
	}
	return visKode(r, l, u)
}

// flett takes what is stored now into the fields that were not touched.
func (u *utfylling) flett(naa kodeliste.Ord) {
	if u.Ord.Nb == u.For.Nb {
		u.Ord.Nb = naa.Nb
	}
	if u.Ord.Nn == u.For.Nn {
		u.Ord.Nn = naa.Nn
	}
	u.For = naa
}

func visKode(r *page.Request, l kodeliste.Kodeliste, u utfylling) error {
	k, _ := l.Finn(u.Kode)
	props := kodeProps{
		sideProps: sideProps{
			Hode: ui.PageHeadProps{
				Title: r.P.T("kodeliste.ny"), Eyebrow: navn(r, l.Liste), Back: &ui.Link{Text: r.P.T("felles.tilbake"), Href: href(l.Liste)},
			},
			Varsel: u.Varsel,
		},
		Feil:   ui.ErrorSummaryProps{Title: r.P.T("kodeliste.feil-tittel")},
		Action: href(l.Liste) + "/ny",
		Skjult: []ui.Hidden{
			{Name: "versjon", Value: strconv.FormatInt(u.Versjon, 10)}, {Name: "bruker", Value: r.Brukermerke()},
			{Name: "for_nb", Value: u.For.Nb}, {Name: "for_nn", Value: u.For.Nn},
		},
		Virkning: virkning(r, l.Liste),
		Lagre:    r.P.T("felles.lagre"), Avbryt: r.P.T("felles.avbryt"), AvbrytHref: href(l.Liste),
	}
	if u.Status == http.StatusConflict {
		props.VarselTekst = r.P.T("kodeliste.konflikt-tekst")
	}
	if u.Kode != "" {
		props.Hode.Title, props.Action = r.P.T("kodeliste.rediger", "ord", k.I(r.P.Lang())), hrefKode(l.Liste, k.Kode)
		props.Opplysninger = opplysninger(r, k)
		props.Bruk = bruken(r, l, k)
	}
	props.Felter = u.felter(r, k)
	for _, f := range props.Felter {
		if f.Error != "" {
			props.Feil.Errors = append(props.Feil.Errors, ui.Link{Text: f.Label + ": " + f.Error, Href: "#" + f.ID})
		}
	}
	if k.Opphav == kodeliste.Forslag {
		props.Bekreft = &ui.CheckboxProps{
			Field: ui.Field{ID: "bekreft", Name: "bekreft", Label: r.P.T("kodeliste.bekreft"), Hint: r.P.T("kodeliste.bekreft-hint"),
				Attrs: templ.Attributes{"aria-describedby": "bekreft-hint"}},
			Value: "ja", Checked: u.Bekreft,
		}
	}
	view := visning(r, props.Hode.Title)
	if u.Status != 0 {
		view = feilvisning(r, props.Hode.Title, u.Status)
	}
	return r.Show(view, kodeSide(props))
}

// virkning is what saving does, in one sentence at the button.
func virkning(r *page.Request, l kodeliste.Liste) string {
	if l.Fast() {
		return r.P.T("kodeliste.virkning-fast") + "."
	}
	return r.P.T("kodeliste.virkning") + "."
}

// felter are the two fields, each with what somebody else has saved where both have written.
func (u utfylling) felter(r *page.Request, k kodeliste.Kode) []ui.TextFieldProps {
	var out []ui.TextFieldProps
	for _, felt := range []struct{ id, label, verdi, lagret string }{
		{"nb", r.P.T("kodeliste.kolonne.bokmal"), u.Ord.Nb, k.Nb}, {"nn", r.P.T("kodeliste.kolonne.nynorsk"), u.Ord.Nn, k.Nn},
	} {
		f := ui.TextFieldProps{
			Field: ui.Field{ID: felt.id, Name: felt.id, Label: felt.label, Required: true, Attrs: templ.Attributes{"lang": felt.id}},
			Value: felt.verdi, Autocomplete: "off", Width: ui.WidthHalf,
		}
		for _, feil := range u.Feil {
			if feil.Felt == felt.id {
				f.Error = r.P.T(feil.Grunn, feil.Args...)
			}
		}
		if u.Status == http.StatusConflict && felt.verdi != felt.lagret && u.Kode != "" {
			f.Hint = r.P.T("kodeliste.lagret-na", "ord", felt.lagret)
		}
		out = append(out, f)
	}
	return out
}

func opplysninger(r *page.Request, k kodeliste.Kode) []ui.Term {
	t := []ui.Term{
		{Label: r.P.T("kodeliste.kolonne.kode"), Text: k.Kode},
		{Label: r.P.T("kodeliste.kolonne.kilde"), Text: r.P.T("kodeliste.kilde." + string(k.Opphav))},
	}
	if tekst := egenskap(r, k); tekst != "" {
		t = append(t, ui.Term{Label: r.P.T("kodeliste.regel"), Text: tekst})
	}
	return t
}

// bruken is the part of the page that withdraws the code or takes it into use.
func bruken(r *page.Request, l kodeliste.Kodeliste, k kodeliste.Kode) *brukProps {
	b := &brukProps{
		Tittel: r.P.T("kodeliste.ta-i-bruk"), Tekst: r.P.T("kodeliste.ta-i-bruk-tekst"),
		Knapp: ui.PostButtonProps{
			Action: hrefKode(l.Liste, k.Kode) + "/bruk", Button: ui.ButtonProps{Text: r.P.T("kodeliste.ta-i-bruk"), Icon: ui.IconUndo},
			Hidden: []ui.Hidden{
				{Name: "bruk", Value: "ja"}, {Name: "versjon", Value: strconv.FormatInt(k.Versjon, 10)}, {Name: "bruker", Value: r.Brukermerke()},
			},
		},
	}
	if k.Aktiv {
		b.Tittel, b.Tekst = r.P.T("kodeliste.trekk"), r.P.T("kodeliste.trekk-tekst")
		if l.Liste.Fast() {
			b.Tekst = r.P.T("kodeliste.trekk-fast-tekst")
		}
		b.Knapp.Button = ui.ButtonProps{Text: b.Tittel, Icon: ui.IconClose}
		b.Knapp.Hidden[0].Value = "nei"
	}
	return b
}
