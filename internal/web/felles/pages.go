// Package felles holds the pages that are alike for everybody: signing in and out, the
// workspace, help and the directory of kommuner.
package felles

import (
	"net/http"
	"slices"

	"bosett/internal/bruker"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/web/page"
)

// Pages are the handlers. The route table calls them.
type Pages struct{}

// arbeidsflate is where one comes after signing in.
const arbeidsflate = "/arbeidsflate"

// Hjem leads to the workspace or to signing in.
func (p *Pages) Hjem(r *page.Request) error {
	if !r.SignedIn() {
		return r.Redirect("/logg-inn")
	}
	return r.Redirect(arbeidsflate)
}

// maalformer are the written languages that one may choose.
var maalformer = []string{"nb", "nn"}

// Sprak keeps the choice of written language, for the person and for this browser, and
// goes back to where the choice was made. Who has not signed in yet takes it along.
func (p *Pages) Sprak(r *page.Request) error {
	maalform := r.Form("sprak")
	if !slices.Contains(maalformer, maalform) {
		return fault.NewInvalid("innlogging.feil.sprak")
	}
	if r.SignedIn() {
		if err := bruker.VelgMaalform(r.Context(), r.Env.DB, r.Actor().Bruker, maalform); err != nil {
			return err
		}
	} else {
		setMaalvalg(r, maalform, 0)
	}
	r.SetMaalform(maalform)
	return r.Redirect(page.Retur(r.Form("retur")))
}

// setMaalvalg keeps a choice that was made before signing in until somebody does, at the
// longest until the browser is closed; maxAge -1 takes it away. The language of the browser
// is another thing: it may be the choice of whoever sat here before.
func setMaalvalg(r *page.Request, maalform string, maxAge int) {
	http.SetCookie(r.W, &http.Cookie{
		Name: maalvalg(r), Value: maalform, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: r.Env.Secure, SameSite: http.SameSiteLaxMode,
	})
}

func maalvalg(r *page.Request) string {
	if r.Env.Secure {
		return "__Host-bosett-maalvalg"
	}
	return "bosett-maalvalg"
}

// taMedMaalform makes the language that was chosen on the way in the person's own.
func taMedMaalform(r *page.Request, person ident.ID) error {
	c, err := r.Cookie(maalvalg(r))
	if err != nil {
		return nil
	}
	setMaalvalg(r, "", -1)
	if !slices.Contains(maalformer, c.Value) {
		return nil
	}
	return bruker.VelgMaalform(r.Context(), r.Env.DB, person, c.Value)
}

// tilbake is the local address to go on to after signing in.
func tilbake(retur string) string {
	if to := page.Retur(retur); to != "/" {
		return to
	}
	return arbeidsflate
}
