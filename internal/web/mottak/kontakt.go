package mottak

import (
	"strings"

	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/mottak"
	"bosett/internal/tilgang"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

type kontaktProps struct {
	Hode    ui.PageHeadProps
	Melding string
	Husk    string
	Kort    []kontaktkortProps
}

type kontaktkortProps struct {
	Tittel  string
	Liste   []ui.Term
	Rediger *ui.LinkButtonProps
}

// Kontakt shows the centre's two contacts (T7).
func (p *Pages) Kontakt(r *page.Request) error {
	id, err := eget(r, tilgang.MottakLes)
	if err != nil {
		return err
	}
	props := kontaktProps{
		Hode:    ui.PageHeadProps{Title: r.P.T("mottaksinfo.kontakt-tittel"), Lead: r.P.T("mottaksinfo.kontakt-ingress")},
		Melding: r.TakeFlash(),
		Husk:    r.P.T("mottaksinfo.husk-mot"),
	}
	for _, rolle := range mottak.Kontaktroller {
		k, err := lesKontakt(r, id, rolle)
		if err != nil {
			return err
		}
		props.Kort = append(props.Kort, newKontaktkort(r, k))
	}
	meny, err := side(r)
	if err != nil {
		return err
	}
	return r.Show(page.View{Title: props.Hode.Title, Menu: page.MenuMottak, Side: meny}, kontakter(props))
}

func newKontaktkort(r *page.Request, k mottak.Kontakt) kontaktkortProps {
	kort := kontaktkortProps{Tittel: r.P.T("mottaksinfo.rolle." + string(k.Rolle))}
	for _, f := range kontaktfelter {
		tekst := f.verdi(&k)
		kort.Liste = append(kort.Liste, ui.Term{Label: r.P.T("mottaksinfo.kontaktfelt." + f.kode), Body: verdi(verdiProps{
			Tekst: oppgitt(r, *tekst), Mangler: *tekst == "", Href: f.href(*tekst),
		})})
	}
	if k.Versjon > 0 {
		kort.Liste = append(kort.Liste, ui.Term{
			Label: r.P.T("mottaksinfo.endret"),
			Text:  r.P.T("mottaksinfo.endret-av", "dato", r.P.DayOf(k.EndretTid.Time), "navn", k.EndretAv),
		})
	}
	if tilgang.Check(r.Actor(), k.Rolle.Action(), tilgang.Subject{Mottak: k.Mottak}) == nil {
		kort.Rediger = &ui.LinkButtonProps{
			Text: r.P.T("felles.rediger"), For: kort.Tittel, Href: redigerKontaktHref(k.Rolle), Icon: ui.IconEdit,
		}
	}
	return kort
}

func lesKontakt(r *page.Request, id ident.ID, rolle mottak.Kontaktrolle) (k mottak.Kontakt, err error) {
	err = r.Env.DB.Read(r.Context(), func(rx *db.Rx) (err error) {
		k, err = mottak.GetKontakt(r.Context(), rx, id, rolle)
		return err
	})
	return k, err
}

func redigerKontaktHref(rolle mottak.Kontaktrolle) string {
	return hrefKontakt + "/" + string(rolle) + "/rediger"
}

// oppgitt is the value, or the words for a value that is not there.
func oppgitt(r *page.Request, v string) string {
	if v == "" {
		return r.P.T("felles.ikke-oppgitt")
	}
	return v
}

// telHref is the address that calls a number.
func telHref(nummer string) string { return "tel:" + strings.ReplaceAll(nummer, " ", "") }
