package beboer

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"fmt"

	"bosett/internal/db"
	"bosett/internal/ident"
)

// GjeldendeSak is what the choice of a household's current case looks at. The zero value
// is none. The rule stands here, below the case itself, since the copies at the members
// are made of it.
type GjeldendeSak struct {
	ID        ident.ID
	Status    string
	Opprettet db.Date
}

// avsluttet is the one status that the choice of current case must know (I3).
const avsluttet = "avsluttet"

// better tells whether s is the current case rather than t: a living one, else the
// newest.
func (s GjeldendeSak) better(t GjeldendeSak) bool {
	if t.ID == ident.Nil {
		return true
	}
	if living, other := s.Status != avsluttet, t.Status != avsluttet; living != other {
		return living
	}
	return cmp.Or(s.Opprettet.Compare(t.Opprettet), bytes.Compare(s.ID[:], t.ID[:])) > 0
}

// GjeldendeSaker returns the current case of each household that has had one: the living
// one, else the newest.
func GjeldendeSaker(ctx context.Context, r db.Reader, husstander []ident.ID) (map[ident.ID]GjeldendeSak, error) {
	saker := make(map[ident.ID]GjeldendeSak, len(husstander))
	err := db.QueryIn(ctx, r, `SELECT husstand, id, status, opprettet FROM sak WHERE husstand IN $LIST`, husstander,
		func(rows *sql.Rows) error {
			var husstand ident.ID
			var s GjeldendeSak
			err := rows.Scan(&husstand, &s.ID, &s.Status, &s.Opprettet)
			if s.better(saker[husstand]) {
				saker[husstand] = s
			}
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("beboer: current cases: %w", err)
	}
	return saker, nil
}

// copyTo makes the member's copy of the case. The birth date comes along only where
// there is a case: lists sort by it for those who may not see the others' age.
func (s GjeldendeSak) copyTo(fodt db.Date) sakskopi {
	if s.ID == ident.Nil {
		return sakskopi{SakOpprettet: ingenDato, FodtSak: ingenDato}
	}
	return sakskopi{HarSak: true, SakStatus: s.Status, SakOpprettet: s.Opprettet, FodtSak: fodt}
}
