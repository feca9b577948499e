package mottak

import (
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/mottak"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// kontaktfelt is a field of a contact: its code is the name of the input.
type kontaktfelt struct {
	kode  string
	stil  ui.TextFieldProps
	verdi func(*mottak.Kontakt) *string
	href  func(string) string
}

var kontaktfelter = []kontaktfelt{
	{"navn", ui.TextFieldProps{Width: ui.WidthHalf},
		func(k *mottak.Kontakt) *string { return &k.Navn }, func(string) string { return "" }},
	{"telefon", ui.TextFieldProps{Type: "tel", Width: ui.WidthShort},
		func(k *mottak.Kontakt) *string { return &k.Telefon }, telHref},
	{"epost", ui.TextFieldProps{InputMode: "email", Width: ui.WidthHalf},
		func(k *mottak.Kontakt) *string { return &k.Epost }, func(v string) string { return "mailto:" + v }},
}

type redigerKontaktProps struct {
	Skjema skjemaProps
	Husk   string
	Felter []ui.TextFieldProps
}

// RedigerKontakt is the form for one of the centre's contacts.
func (p *Pages) RedigerKontakt(rolle mottak.Kontaktrolle) page.Handler {
	return func(r *page.Request) error {
		id, err := eget(r, rolle.Action())
		if err != nil {
			return err
		}
		k, err := lesKontakt(r, id, rolle)
		if err != nil {
			return err
		}
		u := newUtfylling(k.Versjon)
		for _, f := range kontaktfelter {
			u.start(f.kode, *f.verdi(&k))
		}
		return visKontaktskjema(r, rolle, u)
	}
}

// LagreKontakt saves the form. What was typed stands when something is wrong, and when
// somebody else has saved meanwhile.
func (p *Pages) LagreKontakt(rolle mottak.Kontaktrolle) page.Handler {
	return func(r *page.Request) error {
		id, err := eget(r, rolle.Action())
		if err != nil {
			return err
		}
		k := mottak.Kontakt{Mottak: id, Rolle: rolle}
		u := lesUtfylling(r, kontaktkoder())
		k.Versjon = u.Versjon
		for _, f := range kontaktfelter {
			*f.verdi(&k) = u.Verdi[f.kode]
		}
		var feil []mottak.FeltFeil
		err = r.Env.DB.Write(r.Context(), func(tx *db.Tx) (err error) {
			feil, err = mottak.RedigerKontakt(r.Context(), tx, r.Actor(), k)
			return err
		})
		switch {
		case fault.Is(err, fault.Conflict):
			na, err := lesKontakt(r, id, rolle)
			if err != nil {
				return err
			}
			u.Versjon = na.Versjon
			for _, f := range kontaktfelter {
				u.flett(f.kode, *f.verdi(&na), na.EndretAv)
			}
			return visKontaktskjema(r, rolle, u)
		case err != nil:
			return err
		case len(feil) > 0:
			u.feil(r, feil)
			return visKontaktskjema(r, rolle, u)
		}
		r.Flash("melding.kontakt-lagret")
		return r.Redirect(hrefKontakt)
	}
}

func visKontaktskjema(r *page.Request, rolle mottak.Kontaktrolle, u *utfylling) error {
	props := redigerKontaktProps{
		Skjema: newSkjema(r, u, skjemaord{
			Tittel: r.P.T("mottaksinfo.rediger-rolle." + string(rolle)),
			Action: redigerKontaktHref(rolle), Tilbake: hrefKontakt,
		}),
		Husk: r.P.T("mottaksinfo.husk-mot"),
	}
	for _, f := range kontaktfelter {
		props.Felter = append(props.Felter, u.tekstfelt(r, f.kode, r.P.T("mottaksinfo.kontaktfelt."+f.kode), f.stil))
	}
	props.Skjema.merk(r, u, "", props.Felter)
	return visSkjema(r, u, props.Skjema, redigerKontakt(props))
}

func kontaktkoder() []string {
	list := make([]string, len(kontaktfelter))
	for i, f := range kontaktfelter {
		list[i] = f.kode
	}
	return list
}
