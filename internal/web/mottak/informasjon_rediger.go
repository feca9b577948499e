package mottak

import (
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/mottak"
	"bosett/internal/tilgang"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

type redigerInformasjonProps struct {
	Skjema skjemaProps
	Bolker []feltbolk
}

// feltbolk is a group of fields; the first has no heading.
type feltbolk struct {
	Tittel string
	Felter []ui.TextFieldProps
}

// RedigerInformasjon is the form for the contact part of the own centre.
func (p *Pages) RedigerInformasjon(r *page.Request) error {
	id, err := eget(r, tilgang.MottakRediger)
	if err != nil {
		return err
	}
	m, k, err := lesMottak(r, id)
	if err != nil {
		return err
	}
	u := newUtfylling(m.Versjon)
	for _, v := range k.Verdier {
		u.start(string(v.Felt), v.Verdi)
	}
	return visInformasjonsskjema(r, u)
}

// LagreInformasjon saves the form. What was typed stands when something is wrong, and
// when somebody else has saved meanwhile.
func (p *Pages) LagreInformasjon(r *page.Request) error {
	id, err := eget(r, tilgang.MottakRediger)
	if err != nil {
		return err
	}
	u := lesUtfylling(r, koder(mottak.Felter))
	red := mottak.Redigering{Mottak: id, Versjon: u.Versjon, Verdier: map[mottak.Felt]string{}}
	for _, f := range mottak.Felter {
		red.Verdier[f] = u.Verdi[string(f)]
	}
	var feil []mottak.FeltFeil
	err = r.Env.DB.Write(r.Context(), func(tx *db.Tx) (err error) {
		feil, err = mottak.RedigerKontaktinfo(r.Context(), tx, r.Actor(), red)
		return err
	})
	switch {
	case fault.Is(err, fault.Conflict):
		m, k, err := lesMottak(r, id)
		if err != nil {
			return err
		}
		u.Versjon = m.Versjon
		for _, v := range k.Verdier {
			u.flett(string(v.Felt), v.Verdi, v.Av)
		}
		return visInformasjonsskjema(r, u)
	case err != nil:
		return err
	case len(feil) > 0:
		u.feil(r, feil)
		return visInformasjonsskjema(r, u)
	}
	r.Flash("melding.mottak-lagret")
	return r.Redirect(hrefInformasjon)
}

func visInformasjonsskjema(r *page.Request, u *utfylling) error {
	props := redigerInformasjonProps{Skjema: newSkjema(r, u, skjemaord{
		Tittel: r.P.T("mottaksinfo.rediger-tittel"), Ingress: r.P.T("mottaksinfo.rediger-ingress"),
		Action: hrefInformasjon + "/rediger", Tilbake: hrefInformasjon,
	})}
	for _, g := range grupper {
		b := feltbolk{}
		if g.key != "" {
			b.Tittel = r.P.T(g.key)
		}
		for _, f := range g.felter {
			b.Felter = append(b.Felter, u.tekstfelt(r, string(f), etikett(r, f), stil(f)))
		}
		props.Bolker = append(props.Bolker, b)
	}
	for _, b := range props.Bolker {
		props.Skjema.merk(r, u, b.Tittel, b.Felter)
	}
	return visSkjema(r, u, props.Skjema, redigerInformasjon(props))
}

// stil is how a field is drawn and what the browser may fill in.
func stil(f mottak.Felt) ui.TextFieldProps {
	switch f {
	case mottak.Hovedtelefon, mottak.Vakttelefon:
		return ui.TextFieldProps{Type: "tel", Width: ui.WidthShort}
	case mottak.Epost:
		return ui.TextFieldProps{InputMode: "email", Width: ui.WidthHalf}
	case mottak.PostNummer, mottak.BesokNummer:
		return ui.TextFieldProps{InputMode: "numeric", Width: ui.WidthNarrow}
	}
	return ui.TextFieldProps{Width: ui.WidthHalf}
}

func koder(felter []mottak.Felt) []string {
	list := make([]string, len(felter))
	for i, f := range felter {
		list[i] = string(f)
	}
	return list
}
