// Package tilgang decides who may do and see what. There is one table of actions
// (policy.go) and one of fields (publikum.go); nothing else in the program decides
// access. What an actor may not see answers as if it did not exist.
package tilgang

// Rolle is a role that a person holds at one organisation (product.md A5-A11).
type Rolle string

// The roles, with the names of the user guide.
const (
	Mottaksadministrator                  Rolle = "Mottaksadministrator"
	MottakBosettingsansvarlig             Rolle = "MottakBosettingsansvarlig"
	MottakKompass                         Rolle = "MottakKompass"
	IntegreringsmottakBosettingsansvarlig Rolle = "IntegreringsmottakBosettingsansvarlig"
	IntegreringsmottakKompass             Rolle = "IntegreringsmottakKompass"
	IMDiSaksbehandler                     Rolle = "IMDiSaksbehandler"
	IMDiAdministrator                     Rolle = "IMDiAdministrator"
	IMDiRevisor                           Rolle = "IMDiRevisor"
	KommuneAdministrator                  Rolle = "KommuneAdministrator"
	KommuneBosetterLes                    Rolle = "KommuneBosetterLes"
	KommuneBosetterSkriv                  Rolle = "KommuneBosetterSkriv"
	KommuneKompass                        Rolle = "KommuneKompass"
)

// OrgType is the kind of organisation that a role is held at.
type OrgType string

// The kinds of organisation.
const (
	OrgMottak  OrgType = "mottak"
	OrgKommune OrgType = "kommune"
	OrgIMDi    OrgType = "imdi"
)

// Roller lists every role with the kind of organisation it belongs to.
var Roller = []struct {
	Rolle Rolle
	Org   OrgType
}{
	{Mottaksadministrator, OrgMottak},
	{MottakBosettingsansvarlig, OrgMottak},
	{MottakKompass, OrgMottak},
	{IntegreringsmottakBosettingsansvarlig, OrgMottak},
	{IntegreringsmottakKompass, OrgMottak},
	{IMDiSaksbehandler, OrgIMDi},
	{IMDiAdministrator, OrgIMDi},
	{IMDiRevisor, OrgIMDi},
	{KommuneAdministrator, OrgKommune},
	{KommuneBosetterLes, OrgKommune},
	{KommuneBosetterSkriv, OrgKommune},
	{KommuneKompass, OrgKommune},
}

// OrgTypeOf tells which kind of organisation a role is held at; false for an unknown role.
func OrgTypeOf(r Rolle) (OrgType, bool) {
	for _, known := range Roller {
		if known.Rolle == r {
			return known.Org, true
		}
	}
	return "", false
}

// KreverIntegreringsmottak tells whether a role may be given only at a centre of
// category Integreringsmottak (A8, A9).
func KreverIntegreringsmottak(r Rolle) bool {
	return r == IntegreringsmottakBosettingsansvarlig || r == IntegreringsmottakKompass
}
