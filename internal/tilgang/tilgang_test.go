package tilgang

import (
	"slices"
	"testing"

	"bosett/internal/ident"
)

var (
	eget  = ident.New()
	annet = ident.New()
)

func aktor(roller ...Rolle) Actor {
	org := Org{Type: OrgMottak, ID: eget.String()}
	if t, _ := OrgTypeOf(roller[0]); t == OrgKommune {
		org = Org{Type: OrgKommune, ID: "1119"}
	} else if t == OrgIMDi {
		org = Org{Type: OrgIMDi, ID: "imdi"}
	}
	return Actor{Bruker: ident.New(), Org: org, Roller: roller}
}

// The table is transcribed by hand from the user guide ("Roller og tilganger"), from
// product.md A5-A11 and from privacy.md 7.2. Columns: own centre with case, own centre
// without case, another centre. It is never written by the code.
func TestPolicy(t *testing.T) {
	const J, N = true, false
	table := []struct {
		rolle             Rolle
		action            Action
		med, uten, fremme bool
	}{
		{Mottaksadministrator, MottakLes, J, J, N},
		{Mottaksadministrator, MottakRediger, J, J, N},
		{Mottaksadministrator, KontaktRedigerAdministrator, J, J, N},
		{Mottaksadministrator, KontaktRedigerBosettingsansvarlig, J, J, N},
		{Mottaksadministrator, OppgaveList, N, N, N},
		{Mottaksadministrator, BeboerList, N, N, N},
		{Mottaksadministrator, BeboerDetaljer, N, N, N},
		{Mottaksadministrator, SamtaleLes, N, N, N},
		{Mottaksadministrator, SamtaleSkriv, N, N, N},
		{Mottaksadministrator, SamtaleFerdigstill, N, N, N},
		{Mottaksadministrator, KompassTildel, N, N, N},

		{MottakBosettingsansvarlig, MottakLes, J, J, N},
		{MottakBosettingsansvarlig, MottakRediger, N, N, N},
		{MottakBosettingsansvarlig, KontaktRedigerAdministrator, N, N, N},
		{MottakBosettingsansvarlig, KontaktRedigerBosettingsansvarlig, J, J, N},
		{MottakBosettingsansvarlig, OppgaveList, J, J, N},
		{MottakBosettingsansvarlig, BeboerList, J, J, N},
		{MottakBosettingsansvarlig, BeboerDetaljer, J, N, N},
		{MottakBosettingsansvarlig, SamtaleLes, J, N, N},
		{MottakBosettingsansvarlig, SamtaleSkriv, J, N, N},
		{MottakBosettingsansvarlig, SamtaleFerdigstill, J, N, N},
		{MottakBosettingsansvarlig, KompassTildel, J, N, N},

		{MottakKompass, MottakLes, J, J, N},
		{MottakKompass, MottakRediger, N, N, N},
		{MottakKompass, KontaktRedigerAdministrator, N, N, N},
		{MottakKompass, KontaktRedigerBosettingsansvarlig, N, N, N},
		{MottakKompass, OppgaveList, N, N, N},
		{MottakKompass, BeboerList, N, N, N},
		{MottakKompass, BeboerDetaljer, N, N, N},
		{MottakKompass, SamtaleLes, N, N, N},
		{MottakKompass, SamtaleSkriv, N, N, N},
		{MottakKompass, SamtaleFerdigstill, N, N, N},
		{MottakKompass, KompassTildel, J, N, N},

		{IntegreringsmottakBosettingsansvarlig, MottakLes, J, J, N},
		{IntegreringsmottakBosettingsansvarlig, MottakRediger, N, N, N},
		{IntegreringsmottakBosettingsansvarlig, KontaktRedigerAdministrator, N, N, N},
		{IntegreringsmottakBosettingsansvarlig, KontaktRedigerBosettingsansvarlig, J, J, N},
		{IntegreringsmottakBosettingsansvarlig, OppgaveList, J, J, N},
		{IntegreringsmottakBosettingsansvarlig, BeboerList, J, J, N},
		{IntegreringsmottakBosettingsansvarlig, BeboerDetaljer, J, J, N},
		{IntegreringsmottakBosettingsansvarlig, SamtaleLes, J, J, N},
		{IntegreringsmottakBosettingsansvarlig, SamtaleSkriv, J, J, N},
		{IntegreringsmottakBosettingsansvarlig, SamtaleFerdigstill, J, J, N},
		{IntegreringsmottakBosettingsansvarlig, KompassTildel, J, J, N},

		{IntegreringsmottakKompass, MottakLes, J, J, N},
		{IntegreringsmottakKompass, MottakRediger, N, N, N},
		{IntegreringsmottakKompass, KontaktRedigerAdministrator, N, N, N},
		{IntegreringsmottakKompass, KontaktRedigerBosettingsansvarlig, N, N, N},
		{IntegreringsmottakKompass, OppgaveList, N, N, N},
		{IntegreringsmottakKompass, BeboerList, N, N, N},
		{IntegreringsmottakKompass, BeboerDetaljer, N, N, N},
		{IntegreringsmottakKompass, SamtaleLes, N, N, N},
		{IntegreringsmottakKompass, SamtaleSkriv, N, N, N},
		{IntegreringsmottakKompass, SamtaleFerdigstill, N, N, N},
		{IntegreringsmottakKompass, KompassTildel, J, J, N},
	}
	for _, row := range table {
		a := aktor(row.rolle)
		for _, c := range []struct {
			what string
			s    Subject
			want bool
		}{
			{"own, with case", Subject{Mottak: eget, HarSak: true}, row.med},
			{"own, without case", Subject{Mottak: eget}, row.uten},
			{"another centre", Subject{Mottak: annet, HarSak: true}, row.fremme},
			{"protected", Subject{Mottak: eget, HarSak: true, Gradering: StrengtFortrolig}, false},
			{"unknown grade", Subject{Mottak: eget, HarSak: true, Gradering: "noe nytt"}, false},
		} {
			if got := Check(a, row.action, c.s) == nil; got != c.want {
				t.Errorf("%s, %s, %s: %v, want %v", row.rolle, row.action, c.what, got, c.want)
			}
		}
	}
	if actions, roles := 11, 5; len(table) != actions*roles {
		t.Errorf("the table has %d rows, want every action for every centre role", len(table))
	}
	for _, row := range policy {
		if !inTable(row, func(i int) (Rolle, Action) { return table[i].rolle, table[i].action }, len(table)) {
			t.Errorf("policy row %s, %s is not in the hand-written table", row.rolle, row.action)
		}
	}
}

func inTable(r row, at func(int) (Rolle, Action), n int) bool {
	if r.action == Innlogget || r.action == KommuneLes || slices.Contains(imdiTable, r) {
		return true
	}
	for i := range n {
		if rolle, action := at(i); rolle == r.rolle && action == r.action {
			return true
		}
	}
	return false
}

// imdiTable is what the roles of IMDi may do besides what everybody may, transcribed by
// hand from product.md A10.
var imdiTable = []row{
	{KodelisteRediger, IMDiAdministrator, alltid},
}

func TestIMDi(t *testing.T) {
	for _, want := range imdiTable {
		for _, r := range Roller {
			if got := Check(aktor(r.Rolle), want.action, Subject{}) == nil; got != (r.Rolle == want.rolle) {
				t.Errorf("%s, %s: %v", r.Rolle, want.action, got)
			}
		}
	}
}

// IMDi and the kommuner see nothing inside a centre in this stage of the product.
func TestOtherOrganisations(t *testing.T) {
	for _, rolle := range []Rolle{
		IMDiSaksbehandler, IMDiAdministrator, IMDiRevisor,
		KommuneAdministrator, KommuneBosetterLes, KommuneBosetterSkriv, KommuneKompass,
	} {
		for _, action := range []Action{
			MottakLes, MottakRediger, KontaktRedigerAdministrator, KontaktRedigerBosettingsansvarlig, OppgaveList,
			BeboerList, BeboerDetaljer, SamtaleLes, SamtaleSkriv, SamtaleFerdigstill, KompassTildel,
		} {
			if Check(aktor(rolle), action, Subject{Mottak: eget, HarSak: true}) == nil {
				t.Errorf("%s may %s", rolle, action)
			}
		}
		if Check(aktor(rolle), KommuneLes, Subject{}) != nil {
			t.Errorf("%s has no directory of kommuner (I1)", rolle)
		}
	}
}

func TestRolesAddUp(t *testing.T) {
	a := aktor(Mottaksadministrator, MottakBosettingsansvarlig)
	if Check(a, SamtaleSkriv, Subject{Mottak: eget, HarSak: true}) != nil || Check(a, MottakRediger, Subject{Mottak: eget}) != nil {
		t.Error("roles of one person at one centre add up (A5)")
	}
}

func TestNamedGrant(t *testing.T) {
	a := aktor(MottakBosettingsansvarlig)
	a.Graderinger = []Gradering{StrengtFortrolig}
	graded := Subject{Mottak: eget, HarSak: true, Gradering: StrengtFortrolig}
	if Check(a, SamtaleLes, graded) != nil {
		t.Error("a named grant opens a protected person")
	}
	graded.Gradering = Fortrolig
	if Check(a, SamtaleLes, graded) == nil {
		t.Error("a grant for one grade opens another")
	}
}

func TestScope(t *testing.T) {
	for _, c := range []struct {
		rolle    Rolle
		ok, uten bool
	}{
		{Mottaksadministrator, false, false},
		{MottakBosettingsansvarlig, true, false},
		{MottakKompass, false, false},
		{IntegreringsmottakBosettingsansvarlig, true, true},
		{IntegreringsmottakKompass, false, false},
		{IMDiSaksbehandler, false, false},
		{KommuneBosetterSkriv, false, false},
	} {
		s, err := NewScope(aktor(c.rolle), BeboerList)
		if (err == nil) != c.ok {
			t.Errorf("%s: error %v", c.rolle, err)
		}
		if s.SerUtenSak() != c.uten || s.SerGradert() {
			t.Errorf("%s: %+v", c.rolle, s)
		}
		if c.ok && s.Mottak() != eget {
			t.Errorf("%s lists another centre", c.rolle)
		}
	}
}

func TestStrengest(t *testing.T) {
	for _, c := range [][3]Gradering{
		{Ugradert, Fortrolig, Fortrolig},
		{StrengtFortrolig, Fortrolig, StrengtFortrolig},
		{Ugradert, Ugradert, Ugradert},
		{"noe nytt", Fortrolig, "noe nytt"},
	} {
		if got := Strengest(c[0], c[1]); got != c[2] {
			t.Errorf("Strengest(%s, %s) = %s", c[0], c[1], got)
		}
	}
}
