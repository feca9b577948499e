package beboer

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/innsyn"
	"bosett/internal/tilgang"
)

// kjor imports lines at once.
func kjor(t *testing.T, d *db.DB, lines ...Inn) (res Resultat) {
	t.Helper()
	ctx := context.Background()
	err := d.Write(ctx, func(tx *db.Tx) (err error) {
		res, err = ImportBatch(ctx, tx, lines)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func mottakene(t *testing.T, d *db.DB, n int) {
	t.Helper()
	ctx := context.Background()
	err := d.Write(ctx, func(tx *db.Tx) error {
		for i := range n {
			if err := nyttMottak(ctx, tx, i+1); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func familie(t *testing.T, d *db.DB, duf Duf) (members []Beboer) {
	t.Helper()
	ctx := context.Background()
	err := d.Write(ctx, func(tx *db.Tx) error {
		r := innsyn.System(tx)
		b, err := EtterDuf(ctx, r, duf)
		if err != nil {
			return err
		}
		members, err = Husstand(ctx, r, b.Husstand)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return members
}

// line makes a line that is in order, of a family of its own.
func line(n int, reg, rolle, fodt string) Inn {
	born, err := db.ParseDate(fodt)
	if err != nil {
		panic(err)
	}
	return Inn{
		Duf: string(NyDuf(2020, 900_000+n)), RegNummer: reg, Fornavn: "Syntet", Etternavn: "Testesen",
		Fodt: born, Kjonn: "kvinne", Statsborgerskap: "SY", Persontype: "familie_med_barn", Familierolle: rolle,
		MotID: motID(1), Plasstype: "ORD", Gradering: tilgang.Ugradert,
	}
}

// The family of the guide: father before mother before the children by age, whatever
// the order of the lines; the strictest grade counts for all, also when it goes.
func TestFamilyOrderAndGrade(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		mottakene(t, d, 1)
		sonn, mor := line(1, "935811771", "sonn", "2003-03-03"), line(2, "935811771", "mor", "1980-01-01")
		datter, far := line(3, "935811771", "datter", "2008-01-01"), line(4, "935811771", "far", "1984-11-08")
		datter.Gradering = tilgang.StrengtFortrolig
		res := kjor(t, d, sonn, mor, datter)
		if len(res.Husstander) != 1 {
			t.Errorf("touched %v, want one household", res.Husstander)
		}
		kjor(t, d, far)
		members := familie(t, d, Duf(far.Duf))
		var roles []Familierolle
		for i, b := range members {
			roles = append(roles, b.Familierolle)
			if b.Gradering != tilgang.StrengtFortrolig || b.Familieplass != i || b.RegNummer != "935811771" {
				t.Errorf("%s: grade %s, place %d", b.Familierolle, b.Gradering, b.Familieplass)
			}
		}
		if want := []Familierolle{Far, Mor, Sonn, Datter}; !slices.Equal(roles, want) {
			t.Errorf("order %v, want %v", roles, want)
		}
		kontroller(t, d)

		datter.Gradering = "" // silence does not take protection away
		if res := kjor(t, d, datter); res.Utfall[0].Status != fault.Uendret || len(res.Husstander) != 0 {
			t.Errorf("line without a grade: %+v", res)
		}
		datter.Gradering = tilgang.Ugradert
		kjor(t, d, datter)
		for _, b := range familie(t, d, Duf(far.Duf)) {
			if b.Gradering != tilgang.Ugradert {
				t.Errorf("%s is still %s", b.Familierolle, b.Gradering)
			}
		}
		kontroller(t, d)
	})
}

// The same line twice writes nothing; a line that is wrong stops no other.
func TestOutcomes(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		mottakene(t, d, 1)
		good := line(1, "966921046", "", "1979-01-17")
		marked := good
		marked.Duf, marked.RegNummer = "2015 901256 05", "966921047" // the guide's number that fails
		wrong := func(change func(*Inn)) Inn {
			l := line(9, "966921048", "", "1979-01-17")
			change(&l)
			return l
		}
		res := kjor(t, d,
			good, marked, good,
			wrong(func(l *Inn) { l.Duf = "123" }),
			wrong(func(l *Inn) { l.RegNummer = "12345678" }),
			wrong(func(l *Inn) { l.Fodselsnummer = "1234567890" }),
			wrong(func(l *Inn) { l.Fornavn, l.Etternavn = " ", "\u202e\t" }),
			wrong(func(l *Inn) { l.Fodt = db.NewDate(2999, 1, 1) }),
			wrong(func(l *Inn) { l.Kjonn = "Kvinne" }),
			wrong(func(l *Inn) { l.Statsborgerskap = "Syria" }),
			wrong(func(l *Inn) { l.Persontype = "" }),
			wrong(func(l *Inn) { l.Familierolle = "onkel" }),
			wrong(func(l *Inn) { l.Plasstype = "HOT" }),
			wrong(func(l *Inn) { l.Gradering = "kode6" }),
			wrong(func(l *Inn) { l.MotID = motID(77) }),
		)
		want := []fault.Utfall{
			{Status: fault.Ny}, {Status: fault.Ny, Merknad: "beboer.merknad.duf"}, {Status: fault.Uendret},
			{Status: fault.Avvist, Felt: "duf", Grunn: "beboer.feil.duf"},
			{Status: fault.Avvist, Felt: "regnummer", Grunn: "beboer.feil.regnummer"},
			{Status: fault.Avvist, Felt: "fodselsnummer", Grunn: "beboer.feil.fodselsnummer"},
			{Status: fault.Avvist, Felt: "etternavn", Grunn: "beboer.feil.navn"},
			{Status: fault.Avvist, Felt: "fodt", Grunn: "beboer.feil.fodt"},
			{Status: fault.Avvist, Felt: "kjonn", Grunn: "beboer.feil.kjonn"},
			{Status: fault.Avvist, Felt: "statsborgerskap", Grunn: "beboer.feil.statsborgerskap"},
			{Status: fault.Avvist, Felt: "persontype", Grunn: "beboer.feil.persontype"},
			{Status: fault.Avvist, Felt: "familierolle", Grunn: "beboer.feil.familierolle"},
			{Status: fault.Avvist, Felt: "plasstype", Grunn: "beboer.feil.plasstype"},
			{Status: fault.Avvist, Felt: "gradering", Grunn: "beboer.feil.gradering"},
			{Status: fault.Avvist, Felt: "mottak", Grunn: "beboer.feil.mottak"},
		}
		if diff := cmp.Diff(want, res.Utfall); diff != "" {
			t.Error(diff)
		}
		if n := len(familie(t, d, "201590125605")); n != 1 {
			t.Errorf("the marked number is found %d times", n)
		}
		again := kjor(t, d, good, marked)
		if again.Utfall[0].Status != fault.Uendret || again.Utfall[1].Status != fault.Uendret || len(again.Husstander) != 0 {
			t.Errorf("second import: %+v", again)
		}
		good.Etternavn = "Nyesen"
		if res := kjor(t, d, good); res.Utfall[0].Status != fault.Endret {
			t.Errorf("new name: %+v", res.Utfall)
		}
		kontroller(t, d)
	})
}

// A resident who goes to another centre and household leaves no copy behind.
func TestMove(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		mottakene(t, d, 2)
		far, sonn := line(1, "900000001", "far", "1970-01-01"), line(2, "900000001", "sonn", "1999-01-01")
		kjor(t, d, far, sonn)
		far.MotID, far.RegNummer, far.Familierolle = motID(2), "900000002", ""
		res := kjor(t, d, far)
		if len(res.Husstander) != 2 {
			t.Errorf("touched %v, want the old and the new household", res.Husstander)
		}
		left := familie(t, d, Duf(sonn.Duf))
		if len(left) != 1 || left[0].Familieplass != 0 {
			t.Errorf("the son should be alone and the head: %+v", left)
		}
		kontroller(t, d)
	})
}
