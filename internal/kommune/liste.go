package kommune

import (
	"context"
	"slices"

	"bosett/internal/db"
	"bosett/internal/kommune/kommunedb"
)

// Kommuner returns the kommuner in use today, without bydeler, in Norwegian order: the
// list that a form chooses from.
func Kommuner(ctx context.Context, r db.Reader) ([]Sted, error) {
	rows, err := kommunedb.New(r).Kommuner(ctx)
	if err != nil {
		return nil, err
	}
	day := today(r)
	list := make([]Sted, 0, len(rows))
	for _, k := range rows {
		if s := fromKommune(k); s.iBruk(day) {
			list = append(list, s)
		}
	}
	slices.SortFunc(list, order)
	return list, nil
}
