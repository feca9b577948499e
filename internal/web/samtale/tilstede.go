package samtale

import (
	"encoding/json"
	"net/http"
	"strings"

	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/samtale"
	"bosett/internal/tilstede"
	"bosett/internal/web/page"
)

// Tilstede tells that the page of a section is open, and answers with a sentence about
// the colleagues who have the family's interview open too; "" when nobody has (S16).
func (p *Pages) Tilstede(r *page.Request) error {
	id, err := ident.Parse(r.PathValue("beboer"))
	if err != nil {
		return fault.NewNotFound()
	}
	var inn struct {
		Seksjon string `json:"seksjon"`
	}
	if json.NewDecoder(r.Body).Decode(&inn) != nil || samtale.Definisjon().Seksjon(inn.Seksjon) == nil {
		return fault.NewNotFound()
	}
	andre, err := tilstede.Meld(r.Context(), r.Env.DB, r.Actor(), id, inn.Seksjon)
	if err != nil {
		return err
	}
	return r.JSON(http.StatusOK, map[string]string{"tekst": tilstedeTekst(r, id, inn.Seksjon, andre)})
}

// Forlat tells that the page has been closed.
func (p *Pages) Forlat(r *page.Request) error {
	id, err := ident.Parse(r.PathValue("beboer"))
	if err != nil {
		return fault.NewNotFound()
	}
	if err := tilstede.Forlat(r.Context(), r.Env.DB, r.Actor(), id); err != nil {
		return err
	}
	return r.JSON(http.StatusOK, struct{}{})
}

// andreHer is who else has the family's interview open, as far as the reader sees them.
func andreHer(r *page.Request, rx *innsyn.Rx, v samtale.Visning) ([]tilstede.Annen, error) {
	return tilstede.List(r.Context(), rx, r.Actor().Bruker, v.Beboer.Husstand, func(id ident.ID) bool {
		for _, m := range v.Familie {
			if m.Beboer.ID == id {
				return true
			}
		}
		return false
	})
}

// tilstedeTekst says who is where: a sentence for each colleague, about the nearest of the
// places that one has open.
func tilstedeTekst(r *page.Request, beboer ident.ID, seksjon string, andre []tilstede.Annen) string {
	naer := func(a tilstede.Annen) int {
		switch {
		case a.Beboer != beboer:
			return 0
		case a.Seksjon != seksjon:
			return 1
		}
		return 2
	}
	var navn []string
	naermest := map[string]tilstede.Annen{}
	for _, a := range andre {
		had, known := naermest[a.Navn]
		if !known {
			navn = append(navn, a.Navn)
		}
		if !known || naer(a) > naer(had) {
			naermest[a.Navn] = a
		}
	}
	var setninger []string
	for _, n := range navn {
		if a := naermest[n]; naer(a) > 0 {
			setninger = append(setninger, r.P.T("samtale.tilstede.her", "navn", n, "seksjon", samtale.SeksjonNavn(r.P, a.Seksjon)))
		} else {
			setninger = append(setninger, r.P.T("samtale.tilstede.familien", "navn", n))
		}
	}
	return strings.Join(setninger, " ")
}
