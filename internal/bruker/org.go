package bruker

import (
	"context"
	"fmt"
	"slices"

	"bosett/internal/bruker/brukerdb"
	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/tilgang"
)

// Tilhorighet is one organisation that a person holds roles at, with its name.
type Tilhorighet struct {
	Org    tilgang.Org
	Navn   string
	Roller []tilgang.Rolle
}

// ListTilhorigheter returns the organisations of a person in the order the roles were
// given. The page where one chooses an organisation calls it, for the person's own.
func ListTilhorigheter(ctx context.Context, r db.Reader, bruker ident.ID) ([]Tilhorighet, error) {
	q := brukerdb.New(r)
	rows, err := q.ListRoller(ctx, bruker)
	if err != nil {
		return nil, err
	}
	var list []Tilhorighet
	place := map[tilgang.Org]int{}
	for _, row := range rows {
		org := tilgang.Org{Type: tilgang.OrgType(row.OrgType), ID: row.Org}
		at, known := place[org]
		if !known {
			navn, _, err := orgNavn(ctx, q, org)
			if err != nil {
				return nil, err
			}
			at = len(list)
			place[org] = at
			list = append(list, Tilhorighet{Org: org, Navn: navn})
		}
		list[at].Roller = append(list[at].Roller, tilgang.Rolle(row.Rolle))
	}
	return list, nil
}

// ListAktorer is the person as each of the organisations where roles are held knows them:
// one actor for each, with the roles there. It is for asking whether anything at all opens
// something to a person, whatever organisation is chosen just now; it checks no actor.
func ListAktorer(ctx context.Context, r db.Reader, bruker ident.ID) ([]tilgang.Actor, error) {
	q := brukerdb.New(r)
	roller, err := q.ListRoller(ctx, bruker)
	if err != nil {
		return nil, err
	}
	grader, err := q.ListGraderinger(ctx, bruker)
	if err != nil {
		return nil, err
	}
	var list []tilgang.Actor
	for _, row := range roller {
		org := tilgang.Org{Type: tilgang.OrgType(row.OrgType), ID: row.Org}
		at := slices.IndexFunc(list, func(a tilgang.Actor) bool { return a.Org == org })
		if at < 0 {
			at = len(list)
			list = append(list, tilgang.Actor{Bruker: bruker, Org: org})
			for _, g := range grader {
				list[at].Graderinger = append(list[at].Graderinger, tilgang.Gradering(g))
			}
		}
		list[at].Roller = append(list[at].Roller, tilgang.Rolle(row.Rolle))
	}
	return list, nil
}

// orgNavn returns the name of an organisation and of the kommune it is in: "Hå asylmottak"
// and "Hå"; "Hå kommune" and "Hå"; "IMDi" and "".
func orgNavn(ctx context.Context, q *brukerdb.Queries, org tilgang.Org) (navn, kommune string, err error) {
	switch org.Type {
	case tilgang.OrgMottak:
		id, err := ident.Parse(org.ID)
		if err != nil {
			return "", "", fmt.Errorf("bruker: organisation %q is no centre: %w", org.ID, err)
		}
		row, err := q.GetMottakNavn(ctx, id)
		return row.Navn, row.Kommune, err
	case tilgang.OrgKommune:
		navn, err := q.GetKommuneNavn(ctx, org.ID)
		return kommuneOrg(navn), navn, err
	default:
		return "IMDi", "", nil
	}
}

// kommuneOrg is the name of the organisation of a kommune, the same in both languages.
func kommuneOrg(kommune string) string { return kommune + " kommune" }
