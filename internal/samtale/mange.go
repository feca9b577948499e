package samtale

import (
	"context"
	"errors"
	"slices"

	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/tilgang"
)

// SaveMange stores a whole form that was sent without a script, one result per answer
// in the same order. An answer that the writer left as it was read is no conflict,
// whatever others have done to it since.
func (t *Service) SaveMange(ctx context.Context, a tilgang.Actor, beboerID ident.ID, inn []SvarInn) ([]Resultat, error) {
	return t.saveMange(ctx, a, beboerID, inn, nil)
}

// errTilbake takes back what has been stored of a form.
var errTilbake = errors.New("samtale: all or nothing")

// SaveAlle is SaveMange of answers that belong together: when one of them cannot be stored
// at all (Avvist), none is, and the results say which.
func (t *Service) SaveAlle(ctx context.Context, a tilgang.Actor, beboerID ident.ID, inn []SvarInn) ([]Resultat, error) {
	res, err := t.saveMange(ctx, a, beboerID, inn, func(r Resultat) bool { return r.Utfall == Avvist })
	if errors.Is(err, errTilbake) {
		err = nil
	}
	return res, err
}

func (t *Service) saveMange(ctx context.Context, a tilgang.Actor, beboerID ident.ID, inn []SvarInn, stopp func(Resultat) bool) (res []Resultat, err error) {
	ctx = context.WithoutCancel(ctx)
	err = t.log.Write(ctx, a, tilgang.SamtaleSkriv, func(tx *innsyn.Tx) error {
		res = nil
		l, err := t.begin(ctx, tx, a, beboerID)
		if err != nil {
			return err
		}
		for i, en := range inn {
			if en.Forsegl && !helRad(inn[:i], res, en) || en.Bytt != "" && !alleLagret(res) {
				res = append(res, Resultat{Utfall: Mangelfull})
				continue
			}
			r, err := l.lagre(ctx, en, true)
			if err != nil {
				return err
			}
			res = append(res, r)
			if stopp != nil && stopp(r) {
				return errTilbake
			}
		}
		return nil
	})
	return res, err
}

// helRad tells whether everything in the row came with the form and was stored: what is
// sealed is what the author had on the screen.
func helRad(inn []SvarInn, res []Resultat, en SvarInn) bool {
	gruppe, _, ok := definisjon.Finn(en.Sporsmal)
	if !ok {
		return false
	}
	n := 0
	for i := range inn {
		_, g, _ := definisjon.Finn(inn[i].Sporsmal)
		if g != gruppe || inn[i].Rad != en.Rad {
			continue
		}
		if res[i].Utfall != Lagret && res[i].Utfall != Forseglet {
			return false
		}
		n++
	}
	return n == len(gruppe.Barn)
}

// alleLagret tells whether the whole form was stored: nobody chooses another answer while
// there is something in this one to settle.
func alleLagret(res []Resultat) bool {
	return !slices.ContainsFunc(res, func(r Resultat) bool { return r.Utfall != Lagret })
}
