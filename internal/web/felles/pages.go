// Package felles holds the pages that are alike for everybody: signing in and out, the
// workspace, help and the directory of kommuner.
package felles

import (
	"slices"

	"bosett/internal/bruker"
	"bosett/internal/fault"
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
// goes back to where the choice was made.
func (p *Pages) Sprak(r *page.Request) error {
	maalform := r.Form("sprak")
	if !slices.Contains(maalformer, maalform) {
		return fault.NewInvalid("innlogging.feil.sprak")
	}
	if r.SignedIn() {
		if err := bruker.VelgMaalform(r.Context(), r.Env.DB, r.Actor().Bruker, maalform); err != nil {
			return err
		}
	}
	r.SetMaalform(maalform)
	return r.Redirect(page.Retur(r.Form("retur")))
}

// tilbake is the local address to go on to after signing in.
func tilbake(retur string) string {
	if to := page.Retur(retur); to != "/" {
		return to
	}
	return arbeidsflate
}
