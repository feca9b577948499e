package oversikt

import (
	"context"
	"database/sql"
	"fmt"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/tilgang"
)

// Mottaksbeboer is a row of the list of residents.
type Mottaksbeboer struct {
	Medlem
	RegNummer string
	// Lukket: the person has no case and the reader may see only this line: ID, DUF
	// number, name and place. Nothing else is set.
	Lukket bool
}

func loadBeboere(ctx context.Context, r innsyn.Reader, s tilgang.Scope, keys []nokkel) ([]Mottaksbeboer, error) {
	byID := make(map[ident.ID]*Mottaksbeboer, len(keys))
	var husstander []ident.ID
	err := db.QueryIn(ctx, r, "SELECT "+medlemColumns+", h.reg_nummer FROM beboer b JOIN husstand h ON h.id = b.husstand WHERE b.id IN $LIST",
		idsOf(keys), func(rows *sql.Rows) error {
			b := &Mottaksbeboer{}
			var err error
			b.Medlem, _, err = scanMedlem(rows, &b.RegNummer)
			byID[b.ID] = b
			husstander = append(husstander, b.Husstand)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("oversikt: residents: %w", err)
	}
	samtaler, err := loadSamtaler(ctx, r, husstander)
	if err != nil {
		return nil, err
	}
	saker, err := beboer.GjeldendeSaker(ctx, r, husstander)
	if err != nil {
		return nil, err
	}
	list := make([]Mottaksbeboer, 0, len(keys))
	for _, k := range keys {
		b := byID[k.id]
		b.Samtale, b.SamtaleTid = samtaler.status(b.ID, b.Husstand, saker[b.Husstand].ID)
		r.Saw(b.ID)
		if !b.HarSak && !s.SerUtenSak() {
			b = b.line()
		}
		list = append(list, *b)
	}
	return list, nil
}

// line is what is left of a resident without a case for those who see no more.
func (b *Mottaksbeboer) line() *Mottaksbeboer {
	return &Mottaksbeboer{Lukket: true, Medlem: Medlem{Beboer: beboer.Beboer{
		ID: b.ID, Duf: b.Duf, DufGyldig: b.DufGyldig, Fornavn: b.Fornavn, Etternavn: b.Etternavn, Plasstype: b.Plasstype,
	}}}
}
