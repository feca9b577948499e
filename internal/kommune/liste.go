package kommune

import (
	"context"
	"slices"

	"bosett/internal/db"
)

// Kommuner returns the kommuner in use today, without bydeler, in Norwegian order: the
// list that a form chooses from.
func Kommuner(ctx context.Context, r db.Reader) ([]Sted, error) {
	all, err := steder(ctx, r)
	if err != nil {
		return nil, err
	}
	idag := today(r)
	return slices.DeleteFunc(all, func(s Sted) bool {
		return s.ErBydel() || s.GyldigTil.Valid && !idag.Before(s.GyldigTil.Date)
	}), nil
}
