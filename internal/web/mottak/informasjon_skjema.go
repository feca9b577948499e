package mottak

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"bosett/internal/mottak"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// utfylling is a filled-in form about the centre: what is typed, what stood there when
// the form was opened, and what somebody else has saved since.
type utfylling struct {
	Versjon int64
	Verdi   map[string]string
	For     map[string]string
	Lagret  map[string]lagret
	Feil    map[string]string
	// Konflikt tells that somebody else saved meanwhile, also when the fields differ.
	Konflikt bool
	// Fremmed tells that the form was opened at another centre or by another user.
	Fremmed bool
}

// lagret is what somebody else has saved in a field that is typed in here too.
type lagret struct{ Verdi, Av string }

func newUtfylling(versjon int64) *utfylling {
	return &utfylling{
		Versjon: versjon, Verdi: map[string]string{}, For: map[string]string{},
		Lagret: map[string]lagret{}, Feil: map[string]string{},
	}
}

// start is the value that a field has when the form is opened.
func (u *utfylling) start(felt, verdi string) { u.Verdi[felt], u.For[felt] = verdi, verdi }

// forHvem marks a form with the person and the centre that it was made for: a form opened
// at one centre is never saved at another chosen since, nor by another who has signed in.
func forHvem(r *page.Request) string { return r.Brukermerke() + "/" + r.Actor().Org.ID }

// lesUtfylling reads the posted form.
func lesUtfylling(r *page.Request, felter []string) *utfylling {
	// What is no number is no version that was ever given out: it becomes a conflict.
	versjon, err := strconv.ParseInt(r.Form("versjon"), 10, 64)
	fremmed := r.Form("for_hvem") != forHvem(r)
	if err != nil || fremmed {
		versjon = -1
	}
	u := newUtfylling(versjon)
	u.Fremmed = fremmed
	for _, f := range felter {
		u.Verdi[f], u.For[f] = r.Form(f), r.Form("for_"+f)
	}
	return u
}

// flett merges what is stored now into the form. A field that was not touched here takes
// the stored value; one that was touched by both keeps what was typed and shows the other.
func (u *utfylling) flett(felt, verdi, av string) {
	u.Konflikt = true
	switch {
	case u.Verdi[felt] == u.For[felt]:
		u.Verdi[felt] = verdi
	case verdi != u.For[felt] && verdi != u.Verdi[felt]:
		u.Lagret[felt] = lagret{verdi, av}
	}
	u.For[felt] = verdi
}

func (u *utfylling) feil(r *page.Request, feil []mottak.FeltFeil) {
	for _, f := range feil {
		u.Feil[f.Felt] = r.P.T(f.Grunn)
	}
}

// tekstfelt draws a field with its value, its error and what somebody else has written.
func (u *utfylling) tekstfelt(r *page.Request, felt, etikett string, p ui.TextFieldProps) ui.TextFieldProps {
	p.Field = ui.Field{ID: felt, Name: felt, Label: etikett, Error: u.Feil[felt]}
	p.Value, p.Autocomplete = u.Verdi[felt], "off"
	if tekst := u.lagretTekst(r, felt); tekst != "" {
		p.Attrs = templ.Attributes{"aria-describedby": felt + "-lagret"}
		p.After = lagretNa(felt+"-lagret", tekst)
	}
	return p
}

// lagretTekst says what somebody else has saved in the field; "" when nobody has.
func (u *utfylling) lagretTekst(r *page.Request, felt string) string {
	l, both := u.Lagret[felt]
	switch {
	case !both:
		return ""
	case l.Verdi == "":
		return r.P.T("mottaksinfo.lagret-tomt", "navn", l.Av)
	default:
		return r.P.T("mottaksinfo.lagret-na", "navn", l.Av, "verdi", l.Verdi)
	}
}

// skjemaord are the words and addresses of a form.
type skjemaord struct{ Tittel, Ingress, Action, Tilbake string }

type skjemaProps struct {
	Hode            ui.PageHeadProps
	Feil            ui.ErrorSummaryProps
	Konflikt        string
	KonfliktTekst   string
	Action, Tilbake string
	Lagre, Avbryt   string
	Skjult          []ui.Hidden
}

func newSkjema(r *page.Request, u *utfylling, ord skjemaord) skjemaProps {
	p := skjemaProps{
		Hode:   ui.PageHeadProps{Title: ord.Tittel, Lead: ord.Ingress, Back: &ui.Link{Text: r.P.T("felles.tilbake"), Href: ord.Tilbake}},
		Feil:   ui.ErrorSummaryProps{Title: r.P.T("mottaksinfo.feil-tittel")},
		Action: ord.Action, Tilbake: ord.Tilbake,
		Lagre: r.P.T("felles.lagre"), Avbryt: r.P.T("felles.avbryt"),
		Skjult: []ui.Hidden{{Name: "versjon", Value: strconv.FormatInt(u.Versjon, 10)}, {Name: "for_hvem", Value: forHvem(r)}},
	}
	if u.Konflikt {
		p.Feil.Title = r.P.T("mottaksinfo.konflikt-felt")
		p.Konflikt, p.KonfliktTekst = r.P.T("mottaksinfo.konflikt"), r.P.T("mottaksinfo.konflikt-tekst")
	}
	if u.Fremmed {
		p.Konflikt, p.KonfliktTekst = r.P.T("mottaksinfo.fremmed"), r.P.T("mottaksinfo.fremmed-tekst")
	}
	return p
}

// merk remembers what stood in each field and adds what is wrong, and what somebody else
// has saved there, to the summary. bolk is the heading that the fields stand under: some
// labels stand under two.
func (p *skjemaProps) merk(r *page.Request, u *utfylling, bolk string, felter []ui.TextFieldProps) {
	for _, f := range felter {
		p.Skjult = append(p.Skjult, ui.Hidden{Name: "for_" + f.Name, Value: u.For[f.Name]})
		tekst := f.Error
		if tekst == "" {
			tekst = u.lagretTekst(r, f.Name)
		}
		if tekst == "" {
			continue
		}
		sted := f.Label
		if bolk != "" {
			sted = bolk + ", " + f.Label
		}
		p.Feil.Errors = append(p.Feil.Errors, ui.Link{Text: sted + ": " + tekst, Href: "#" + f.ID})
	}
}

// visSkjema shows the form: 409 when somebody else was first, 422 when something is wrong.
func visSkjema(r *page.Request, u *utfylling, p skjemaProps, innhold templ.Component) error {
	meny, err := side(r)
	if err != nil {
		return err
	}
	v := page.View{Title: p.Hode.Title, Menu: page.MenuMottak, Side: meny, Retur: r.URL.Path}
	switch {
	case u.Konflikt:
		v.Status = http.StatusConflict
	case len(u.Feil) > 0:
		v.Status = http.StatusUnprocessableEntity
	}
	if v.Status != 0 {
		v.Title = r.P.T("felles.feil") + ": " + v.Title
	}
	return r.Show(v, innhold)
}
