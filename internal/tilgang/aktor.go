package tilgang

import (
	"slices"

	"bosett/internal/fault"
	"bosett/internal/ident"
)

// Org is the organisation an actor works for now. ID is a centre's identifier, a
// kommune's number or "imdi".
type Org struct {
	Type OrgType
	ID   string
}

// Actor is a signed-in person as the policy sees them. It is read from the database
// at every request, so that a role taken away is gone at the next one.
type Actor struct {
	Bruker ident.ID
	Navn   string
	Org    Org
	// Roller are those held at Org; they add up.
	Roller []Rolle
	// Graderinger are the grades this person has a named permission for.
	Graderinger []Gradering
	// Foresporsel is the request's id, for the access log.
	Foresporsel string
}

// Har tells whether the actor holds the role at the organisation chosen now.
func (a Actor) Har(r Rolle) bool { return slices.Contains(a.Roller, r) }

// Mottak returns the actor's centre; false when the actor works for no centre.
func (a Actor) Mottak() (ident.ID, bool) {
	if a.Org.Type != OrgMottak {
		return ident.Nil, false
	}
	id, err := ident.Parse(a.Org.ID)
	return id, err == nil
}

// Gradering is the protection of a person's identity (A17).
type Gradering string

// The grades, from none to the strictest.
const (
	Ugradert         Gradering = "ugradert"
	Fortrolig        Gradering = "fortrolig"         // kode 7
	StrengtFortrolig Gradering = "strengt_fortrolig" // kode 6
)

// Strengest returns the stricter of two grades: the strictest in a family counts for all.
func Strengest(a, b Gradering) Gradering {
	if gradRang(a) >= gradRang(b) {
		return a
	}
	return b
}

// gradRang puts an unknown grade at the top: what we do not know is protected.
func gradRang(g Gradering) int {
	switch g {
	case Ugradert, "":
		return 0
	case Fortrolig:
		return 1
	default:
		return 2
	}
}

// GyldigGradering tells whether g is one of the grades.
func GyldigGradering(g Gradering) bool {
	return g == Ugradert || g == Fortrolig || g == StrengtFortrolig
}

// ser tells whether the actor may know that a person of this grade exists.
func (a Actor) ser(g Gradering) bool {
	return gradRang(g) == 0 || slices.Contains(a.Graderinger, g)
}

// Subject is what an action is done to. The zero value is "nothing in particular".
type Subject struct {
	// Mottak is the centre that owns the resident or is itself the subject.
	Mottak ident.ID
	// HarSak tells whether the resident has a bosettingssak.
	HarSak bool
	// Gradering is the household's grade.
	Gradering Gradering
}

// Check returns nil when the actor may do the action to the subject, else NotFound:
// what one may not see does not exist (A13).
func Check(a Actor, action Action, s Subject) error {
	if !a.ser(s.Gradering) {
		return fault.NewNotFound()
	}
	for _, row := range policy {
		if row.action == action && a.Har(row.rolle) && row.vilkar.holds(a, s) {
			return nil
		}
	}
	return fault.NewNotFound()
}

// May tells whether any of the actor's roles opens the action at all, whatever the
// subject: for menus, and for the route before the subject is known.
func May(a Actor, action Action) bool {
	for _, row := range policy {
		if row.action == action && a.Har(row.rolle) {
			return true
		}
	}
	return false
}
