// Package utkast answers the interview's script when it asks for the key of its drafts,
// and every page's script when it asks how long the session lasts. JSON, never stored.
package utkast

import (
	"cmp"
	"net/http"

	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/utkast"
	"bosett/internal/web/page"
)

// Pages answers the routes.
type Pages struct{}

type nokkelUt struct {
	ID ident.ID `json:"id"`
	// Nokkel is base64 in JSON.
	Nokkel []byte `json:"nokkel"`
	// Bruker marks whom the key was given to.
	Bruker string `json:"bruker"`
	// Levende are the keys that exist for this device.
	Levende []ident.ID `json:"levende,omitempty"`
}

// Apne gives the key that drafts in the interview are written with now.
func (p *Pages) Apne(r *page.Request) error {
	id, err := ident.Parse(r.PathValue("beboer"))
	if err != nil || !r.Env.Utkast {
		return fault.NewNotFound()
	}
	enhet := cmp.Or(r.Enhet(), utkast.NyEnhet())
	ut, err := utkast.Apne(r.Context(), r.Env.DB, r.Actor(), utkast.Hvor{Enhet: enhet, Beboer: id})
	if err != nil {
		return err
	}
	if r.Enhet() == "" { // not before: what may not be seen answers like what does not exist
		r.SetEnhet(enhet)
	}
	return r.JSON(http.StatusOK, nokkelUt{ID: ut.Aktiv.ID, Nokkel: ut.Aktiv.Verdi, Bruker: r.Brukermerke(), Levende: ut.Levende})
}

// Hent gives an earlier key of the same person, device and interview, to read what was
// written with it. One that is destroyed is not found.
func (p *Pages) Hent(r *page.Request) error {
	id, err := ident.Parse(r.PathValue("beboer"))
	if err != nil || !r.Env.Utkast {
		return fault.NewNotFound()
	}
	nokkel, err := ident.Parse(r.PathValue("nokkel"))
	if err != nil {
		return fault.NewNotFound()
	}
	n, err := utkast.Hent(r.Context(), r.Env.DB, r.Actor(), utkast.Hvor{Enhet: r.Enhet(), Beboer: id}, nokkel)
	if err != nil {
		return err
	}
	return r.JSON(http.StatusOK, nokkelUt{ID: n.ID, Nokkel: n.Verdi, Bruker: r.Brukermerke()})
}

// Okt tells how long the session lasts. Asked with GET by pages themselves it prolongs
// nothing; a POST is somebody's "continue".
func (p *Pages) Okt(r *page.Request) error {
	okt := r.Okt()
	if enhet := r.Enhet(); enhet != "" && r.Env.Utkast {
		var err error
		if okt.Levende, err = utkast.Levende(r.Context(), r.Env.DB, enhet); err != nil {
			return err
		}
	}
	return r.JSON(http.StatusOK, okt)
}
