package mottak

import (
	"net/url"
	"slices"

	"bosett/internal/bruker"
	"bosett/internal/kodeliste"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// The pieces that both lists of a centre are built of: what one may choose, the columns,
// and what stands where there is nothing.

// valgt reads a choice of the filter into the address and gives it; what is no choice is
// none.
func valgt[K ~string](a adresse, values url.Values, name string, koder []K) K {
	k := K(values.Get(name))
	if !slices.Contains(koder, k) {
		return ""
	}
	a.v.Set(name, string(k))
	return k
}

// filtervalg is a choice of the filter in words: the keys of its label and of what stands
// there before one chooses. Ord is what the words of the codes begin with, or Liste where
// they stand in a code list.
type filtervalg struct {
	Navn, Etikett, Tom, Ord string
	Liste                   kodeliste.Liste
	Bredde                  ui.Width
}

// velger draws a choice of the filter.
func velger[K ~string](v visning, f filtervalg, koder []K, chosen K) ui.SelectProps {
	s := ui.SelectProps{
		Field: ui.Field{ID: f.Navn, Name: f.Navn, Label: v.P.T(f.Etikett)},
		Value: string(chosen), Empty: v.P.T(f.Tom), Width: f.Bredde,
	}
	for _, k := range koder {
		tekst := ""
		if f.Liste != "" {
			tekst = v.koder.Ord(f.Liste, string(k), v.P.Lang())
		} else {
			tekst = v.P.T(f.Ord + string(k))
		}
		s.Options = append(s.Options, ui.Option{Value: string(k), Text: tekst})
	}
	return s
}

// kolonne is a column: the key of its heading and what it sorts by, "" when it does not.
type kolonne[S ~string] struct {
	Ord  string
	Sort S
}

// kolonner makes the headings. Both lists begin with a day, a number and a name, and end
// with what decides and what one can do.
func kolonner[S ~string](v visning, standard string, alle []kolonne[S]) []ui.Column {
	columns := make([]ui.Column, 0, len(alle))
	for _, k := range alle {
		columns = append(columns, v.kolonne(v.P.T(k.Ord), string(k.Sort), standard))
	}
	n := len(columns)
	columns[0].NoWrap, columns[1].NoWrap = true, true
	columns[2].Place, columns[n-2].Place, columns[n-1].Place = ui.PlaceTitle, ui.PlaceLead, ui.PlaceAction
	return columns
}

// tom is what stands where no row is: after a search, in a filter, or in the list itself.
func (v visning) tom(iFilter string, liste ui.EmptyProps) ui.EmptyProps {
	switch {
	case v.sok != "":
		return ui.EmptyProps{Icon: ui.IconSearch, Title: v.P.T("mottaksliste.ingen-treff"), Text: v.P.T("mottaksliste.ingen-treff-tekst")}
	case v.filtre:
		return ui.EmptyProps{Icon: ui.IconFilter, Title: v.P.T(iFilter), Text: v.P.T("mottaksliste.ingen-i-filter-tekst")}
	default:
		return liste
	}
}

// setSok keeps what is searched for in a list with the session.
func setSok(r *page.Request, liste string) error {
	return bruker.SetSok(r.Context(), r.Env.DB, r.Sesjon.ID, liste, rensSok(r.Form("sok")))
}
