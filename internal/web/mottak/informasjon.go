package mottak

import (
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/kodeliste"
	"bosett/internal/mottak"
	"bosett/internal/tilgang"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// The places of the pages about the centre.
const (
	hrefInformasjon = "/mottak/informasjon"
	hrefKontakt     = "/mottak/kontakt"
)

// Start leads to the first entry of the submenu that the actor may open.
func (p *Pages) Start(r *page.Request) error {
	for _, e := range undermeny {
		if tilgang.May(r.Actor(), e.action) {
			return r.Redirect(e.href)
		}
	}
	return fault.NewNotFound()
}

// eget returns the actor's own centre when the action is open there.
func eget(r *page.Request, action tilgang.Action) (ident.ID, error) {
	id, ok := r.Actor().Mottak()
	if !ok {
		return ident.Nil, fault.NewNotFound()
	}
	return id, tilgang.Check(r.Actor(), action, tilgang.Subject{Mottak: id})
}

type informasjonProps struct {
	Hode        ui.PageHeadProps
	Melding     string
	Mottak      string
	MottakListe []ui.Term
	Kontakt     string
	Regel       string
	Ulike       string // where MOT and this place differ
	Bolker      []bolk
	Rediger     *ui.LinkButtonProps
}

// bolk is a group of contact values; the first has no heading.
type bolk struct {
	Tittel  string
	Verdier []ui.Term
}

// gruppe is a part of the contact information with its heading (T6).
type gruppe struct {
	key    string
	felter []mottak.Felt
}

var grupper = []gruppe{
	{"", []mottak.Felt{mottak.Hovedtelefon, mottak.Vakttelefon, mottak.Epost}},
	{"mottaksinfo.postadresse", []mottak.Felt{mottak.PostGate, mottak.PostNummer, mottak.PostSted}},
	{"mottaksinfo.besoksadresse", []mottak.Felt{mottak.BesokGate, mottak.BesokNummer, mottak.BesokSted}},
}

// Informasjon shows what is registered about the own centre (T6).
func (p *Pages) Informasjon(r *page.Request) error {
	id, err := eget(r, tilgang.MottakLes)
	if err != nil {
		return err
	}
	m, k, err := lesMottak(r, id)
	if err != nil {
		return err
	}
	kategori, err := kategoriOrd(r, m.Kategori)
	if err != nil {
		return err
	}
	meny, err := side(r)
	if err != nil {
		return err
	}
	props := informasjonProps{
		Hode:        ui.PageHeadProps{Title: r.P.T("mottaksinfo.tittel"), Lead: r.P.T("mottaksinfo.ingress")},
		Melding:     r.TakeFlash(),
		Mottak:      r.P.T("mottaksinfo.mottak"),
		MottakListe: mottakListe(r, m, kategori),
		Kontakt:     r.P.T("mottaksinfo.kontaktinfo"),
		Regel:       r.P.T("mottaksinfo.regel"),
	}
	for _, v := range k.Verdier {
		if v.Annen != nil {
			props.Ulike = r.P.T("mottaksinfo.ulike")
		}
	}
	for _, g := range grupper {
		props.Bolker = append(props.Bolker, newBolk(r, g, k))
	}
	if tilgang.Check(r.Actor(), tilgang.MottakRediger, tilgang.Subject{Mottak: id}) == nil {
		props.Rediger = &ui.LinkButtonProps{
			Text: r.P.T("felles.rediger"), For: r.P.T("mottaksinfo.kontaktinfo"), Href: hrefInformasjon + "/rediger", Icon: ui.IconEdit,
		}
	}
	return r.Show(page.View{Title: props.Hode.Title, Menu: page.MenuMottak, Side: meny}, informasjon(props))
}

// lesMottak reads the centre and its contact information as they are together.
func lesMottak(r *page.Request, id ident.ID) (m mottak.Mottak, k mottak.Kontaktinfo, err error) {
	err = r.Env.DB.Read(r.Context(), func(rx *db.Rx) (err error) {
		if m, err = mottak.Get(r.Context(), rx, id); err != nil {
			return err
		}
		k, err = mottak.GetKontaktinfo(r.Context(), rx, id)
		return err
	})
	return m, k, err
}

// kategoriOrd is what the kind of centre is called.
func kategoriOrd(r *page.Request, k mottak.Kategori) (ord string, err error) {
	err = r.Env.DB.Read(r.Context(), func(rx *db.Rx) error {
		koder, err := kodeliste.Les(r.Context(), rx)
		if err == nil {
			ord = koder.Ord(kodeliste.Mottakskategori, string(k), r.P.Lang())
		}
		return err
	})
	return ord, err
}

func mottakListe(r *page.Request, m mottak.Mottak, kategori string) []ui.Term {
	return []ui.Term{
		{Label: r.P.T("mottaksinfo.navn"), Text: m.Navn},
		{Label: r.P.T("mottaksinfo.kode"), Text: m.Kode},
		{Label: r.P.T("mottaksinfo.mot-id"), Text: m.MotID},
		{Label: r.P.T("mottaksinfo.kategori"), Text: kategori},
	}
}

func newBolk(r *page.Request, g gruppe, k mottak.Kontaktinfo) bolk {
	var b bolk
	if g.key != "" {
		b.Tittel = r.P.T(g.key)
	}
	for _, f := range g.felter {
		b.Verdier = append(b.Verdier, ui.Term{Label: etikett(r, f), Body: verdi(newVerdiProps(r, k.Get(f)))})
	}
	return b
}

// verdiProps is one value, and where the two sources differ who wrote which and when.
type verdiProps struct {
	Tekst, Href string
	Mangler     bool
	Fra         string // "Rettet her 21.11.2026 av Astrid Ås"
	Annen       string // "MOT har 51 43 62 61 (20.11.2026)"
}

func newVerdiProps(r *page.Request, v mottak.Verdi) verdiProps {
	p := verdiProps{Tekst: v.Verdi, Href: kontaktHref(v.Felt, v.Verdi)}
	if v.Verdi == "" {
		p.Tekst, p.Mangler = r.P.T("felles.ikke-oppgitt"), true
	}
	if v.Annen == nil {
		return p
	}
	p.Fra = r.P.T("mottaksinfo.gjelder."+string(v.Kilde), "tid", r.P.DateTime(v.Tid.Time), "navn", v.Av)
	annen := v.Annen.Verdi
	if annen == "" {
		annen = r.P.T("mottaksinfo.tomt")
	}
	p.Annen = r.P.T("mottaksinfo.annen."+string(v.Annen.Kilde),
		"verdi", annen, "tid", r.P.DateTime(v.Annen.Tid.Time), "navn", v.Annen.Av)
	return p
}

// etikett is the label of a field: "Gate/Postboks" (T6).
func etikett(r *page.Request, f mottak.Felt) string { return r.P.T("mottaksinfo.felt." + string(f)) }

// kontaktHref is the address that calls or writes to a value; "" where there is none.
func kontaktHref(f mottak.Felt, v string) string {
	switch {
	case v == "":
		return ""
	case f == mottak.Hovedtelefon || f == mottak.Vakttelefon:
		return telHref(v)
	case f == mottak.Epost:
		return "mailto:" + v
	}
	return ""
}
