package felles

import (
	"errors"
	"strings"

	"bosett/internal/bruker"
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/tilgang"
	"bosett/internal/tilstede"
	"bosett/internal/utkast"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

type loggInnProps struct {
	Tittel, Ingress string
	// Grupper are the demo users by kind of organisation; none without --demo.
	Grupper []demogruppe
	// UtenTilbyder and Kontakt stand where nobody can sign in yet.
	UtenTilbyder, Kontakt string
	Hjelp                 ui.Link
}

type demogruppe struct {
	Tittel string
	Liste  ui.ButtonListProps
}

// LoggInn is the page where one signs in. Whoever is signed in already goes on.
func (p *Pages) LoggInn(r *page.Request) error {
	retur := r.URL.Query().Get("retur")
	if r.SignedIn() {
		return r.Redirect(tilbake(retur))
	}
	props := loggInnProps{
		Tittel: r.P.T("innlogging.tittel"),
		Hjelp:  ui.Link{Text: r.P.T("innlogging.hjelp"), Href: "/hjelp"},
	}
	if !r.Env.Demo {
		props.Ingress = r.P.T("innlogging.ingress")
		props.UtenTilbyder = r.P.T("innlogging.uten-tilbyder")
		props.Kontakt = r.P.T("innlogging.kontakt-drift")
		return r.Show(page.View{Title: props.Tittel}, loggInn(props))
	}
	props.Ingress = r.P.T("innlogging.demo-ingress")
	var brukere []bruker.Demobruker
	err := r.Env.DB.Read(r.Context(), func(rx *db.Rx) (err error) {
		brukere, err = bruker.ListDemobrukere(r.Context(), rx)
		return err
	})
	if err != nil {
		return err
	}
	props.Grupper = demogrupper(r.P, brukere, page.Retur(retur))
	return r.Show(page.View{Title: props.Tittel}, loggInn(props))
}

// demogrupper sorts the demo users by kind of organisation, each kind in the order of the
// users. A button's whole text is "NAVN, ROLLE, ORGANISASJON" (A3).
func demogrupper(p *i18n.Printer, brukere []bruker.Demobruker, retur string) []demogruppe {
	var grupper []demogruppe
	for _, slag := range []tilgang.OrgType{tilgang.OrgMottak, tilgang.OrgIMDi, tilgang.OrgKommune} {
		liste := ui.ButtonListProps{
			Action: "/demo/logg-inn", Name: "bruker",
			Hidden: []ui.Hidden{{Name: "retur", Value: retur}},
		}
		for _, b := range brukere {
			if hos, _ := tilgang.OrgTypeOf(b.Rolle); hos != slag {
				continue
			}
			orgs := strings.Join(b.Orgs, " "+p.T("innlogging.og")+" ")
			liste.Rows = append(liste.Rows, ui.ButtonRow{
				Value: b.ID.String(), Strong: b.Navn, Rest: ", " + string(b.Rolle) + ", " + orgs,
			})
		}
		if len(liste.Rows) > 0 {
			grupper = append(grupper, demogruppe{Tittel: p.T("innlogging.gruppe." + string(slag)), Liste: liste})
		}
	}
	return grupper
}

// DemoLoggInn signs in as the demo user that was chosen. Without --demo the address does
// not exist, and only demo users can be signed in this way.
func (p *Pages) DemoLoggInn(r *page.Request) error {
	if !r.Env.Demo {
		return fault.NewNotFound()
	}
	id, err := ident.Parse(r.Form("bruker"))
	if err != nil {
		return fault.NewNotFound()
	}
	token, err := bruker.LoggInnDemo(r.Context(), r.Env.DB, id)
	if errors.Is(err, bruker.ErrNoSesjon) {
		return fault.NewNotFound()
	}
	if err != nil {
		return err
	}
	// The session that was open in this browser ends: one person at a time.
	if err := avslutt(r); err != nil {
		return err
	}
	if err := taMedMaalform(r, id); err != nil {
		return err
	}
	r.SetSesjon(token)
	// Known before anything is written: a browser that dies soon after keeps no new cookie.
	if r.Enhet() == "" {
		r.SetEnhet(utkast.NyEnhet())
	}
	return r.Redirect(tilbake(r.Form("retur")))
}

// LoggUt ends the session in the database and takes everything out of the browser: the
// keys of the drafts are destroyed, and what lies there is thrown away. Somebody with text
// that is not saved may choose to keep it ("behold"). Drafts of others who have used the
// same browser are not thrown away: they could not be read here anyhow.
func (p *Pages) LoggUt(r *page.Request) error {
	behold := r.Form("behold") == "ja"
	if enhet := r.Enhet(); enhet != "" && !behold {
		// Where the session has ended already nobody is known, and everything is others'.
		andre, err := utkast.Slett(r.Context(), r.Env.DB, r.Actor().Bruker, enhet)
		if err != nil {
			return err
		}
		behold = andre
	}
	if err := avslutt(r); err != nil {
		return err
	}
	r.ClearSesjon()
	if behold {
		r.W.Header().Set("Clear-Site-Data", `"cache"`)
	}
	return r.Redirect("/logg-inn")
}

// avslutt ends the session of this browser, also one that opens nothing now: a role given
// back must not wake it. Colleagues are no longer told that its person is at work.
func avslutt(r *page.Request) error {
	if r.Token() == "" {
		return nil
	}
	if err := bruker.LoggUt(r.Context(), r.Env.DB, r.Token()); err != nil {
		return err
	}
	if !r.SignedIn() {
		return nil
	}
	// The session is over whatever becomes of this: it runs out by itself.
	if err := tilstede.ForlatAlle(r.Context(), r.Env.DB, r.Actor().Bruker); err != nil {
		r.Env.Slog.WarnContext(r.Context(), "presence of somebody signed out is left to run out", "error", err)
	}
	return nil
}
