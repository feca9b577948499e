package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/register"
	"bosett/internal/samtale"
	"bosett/internal/tilgang"
)

var dag = db.NewDate(2025, 11, 22)

// tell counts by SQL of its own.
func tell(t *testing.T, d *db.DB, query string, args ...any) (n int) {
	t.Helper()
	err := d.Read(t.Context(), func(rx *db.Rx) error { return rx.QueryRowContext(t.Context(), query, args...).Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// liste gives the rows of a query as texts.
func liste(t *testing.T, d *db.DB, query string, args ...any) (list []string) {
	t.Helper()
	err := d.Read(t.Context(), func(rx *db.Rx) error {
		rows, err := rx.QueryContext(t.Context(), query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				return err
			}
			list = append(list, s)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func fyll(t *testing.T, d *db.DB) {
	t.Helper()
	if err := Fill(t.Context(), d, dag, nil); err != nil {
		t.Fatal(err)
	}
}

// TestFill holds the demo against demo.md on both engines.
func TestFill(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		fyll(t, d)
		for name, sjekk := range map[string]func(*testing.T, *db.DB){
			"figures": sjekkTall, "the guide's persons": sjekkVeiledning, "deadlines": sjekkFrister,
			"interviews": sjekkSamtaler, "synthetic": sjekkOppdiktet,
		} {
			t.Run(name, func(t *testing.T) { sjekk(t, d) })
		}
	})
}

// sjekkTall counts by hand-written SQL.
func sjekkTall(t *testing.T, d *db.DB) {
	const atHa = ` b JOIN mottak m ON m.id = b.mottak WHERE m.mot_id = 'MOT001429'`
	for _, want := range []struct {
		name  string
		n     int
		query string
	}{
		{"persons in Hå's overview", 624, `SELECT COUNT(*) FROM beboer` + atHa + ` AND b.utflyttet IS NULL`},
		{"of them with a case under kartlegging", 84, `SELECT COUNT(*) FROM beboer` + atHa + ` AND b.sak_status = 'under_kartlegging'`},
		{"persons in Hå's open tasks", 84, `SELECT SUM(b.personer) FROM oppgave` + atHa + ` AND b.apen`},
		{"persons by household of Hå's open tasks", 84, `SELECT COUNT(*) FROM beboer p WHERE p.husstand IN
				(SELECT s.husstand FROM sak s JOIN oppgave o ON o.sak = s.id JOIN mottak m ON m.id = o.mottak WHERE m.mot_id = 'MOT001429' AND o.apen)`},
		{"at Toten", 150, `SELECT COUNT(*) FROM beboer b JOIN mottak m ON m.id = b.mottak WHERE m.navn = 'Toten mottak'`},
		{"at Kristiansand", 100, `SELECT COUNT(*) FROM beboer b JOIN mottak m ON m.id = b.mottak WHERE m.navn = 'Kristiansand integreringsmottak' AND m.kategori = 'integreringsmottak'`},
		{"of them without a case", 33, `SELECT COUNT(*) FROM beboer b JOIN mottak m ON m.id = b.mottak WHERE m.navn = 'Kristiansand integreringsmottak' AND NOT b.har_sak`},
		{"at Solbakken", 20, `SELECT COUNT(*) FROM beboer b JOIN mottak m ON m.id = b.mottak WHERE m.navn = 'Solbakken tilrettelagt avdeling'`},
		{"centres", 26, `SELECT COUNT(*) FROM mottak`},
		{"Hå's facts", 1, `SELECT COUNT(*) FROM mottak WHERE navn = 'Hå asylmottak' AND kode = '1125' AND mot_id = 'MOT001429' AND kategori = 'mottak' AND kommune = '1119'`},
		{"strictly confidential persons", 1, `SELECT COUNT(*) FROM beboer WHERE gradering = 'strengt_fortrolig'`},
		{"persons protected with them", 4, `SELECT COUNT(*) FROM beboer WHERE gradert`},
		{"protected persons at the demo users' centres", 0, `SELECT COUNT(*) FROM beboer b JOIN mottak m ON m.id = b.mottak
				WHERE b.gradert AND m.id IN (SELECT m2.id FROM mottak m2 JOIN rolletildeling t ON t.org = CAST(m2.id AS TEXT))`},
		{"demo users", 18, `SELECT COUNT(*) FROM bruker WHERE demo`},
		{"roles", 20, `SELECT COUNT(*) FROM rolletildeling`},
		{"named grants", 2, `SELECT COUNT(*) FROM graderingstilgang g JOIN bruker b ON b.id = g.bruker WHERE b.navn = 'Nils Navn'`},
		{"numbers with wrong check digits", 2, `SELECT COUNT(*) FROM beboer WHERE NOT duf_gyldig`},
		{"refused lines", 0, `SELECT COUNT(*) FROM import_avvist`},
	} {
		if n := tell(t, d, want.query); n != want.n {
			t.Errorf("%s: %d, want %d", want.name, n, want.n)
		}
	}
	if n := tell(t, d, `SELECT COUNT(*) FROM kommune_kontakt`); n < 300 {
		t.Errorf("%d kommuner and bydeler with a contact", n)
	}
	plasser := liste(t, d, `SELECT DISTINCT b.plasstype FROM beboer b JOIN mottak m ON m.id = b.mottak WHERE m.navn LIKE 'Solbakken%' ORDER BY 1`)
	if !slices.Equal(plasser, []string{"INS", "SBO", "SYK", "TIL"}) {
		t.Errorf("place types at Solbakken: %v", plasser)
	}
}

// sjekkVeiledning finds the persons that the user guide shows.
func sjekkVeiledning(t *testing.T, d *db.DB) {
	got := liste(t, d, `SELECT b.duf || ' ' || b.etternavn || ', ' || b.fornavn || ' ' || b.plasstype || ' ' || b.persontype
			|| ' ' || b.statsborgerskap || ' ' || CAST(s.opprettet AS TEXT) || ' ' || CAST(s.frist AS TEXT) || ' ' || s.status || ' ' || h.reg_nummer
			FROM beboer b JOIN husstand h ON h.id = b.husstand JOIN sak s ON s.husstand = h.id
			WHERE b.etternavn LIKE 'Syntat%' ORDER BY b.duf, b.fornavn`)
	want := []string{
		"201590125605 SyntatDufAsylInnvilgetUdi-NIR_TO, NIR_TO ORD enslig_voksen SY 2019-05-20 2019-06-03 under_kartlegging 966920104",
		"201590126507 SyntatFregFamGift-NIR_TO, NIR_TO ORD enslig_voksen SY 2019-05-20 2019-06-03 under_kartlegging 966920112",
		"202090047207 SyntatDufAsylFamilie-OK, Far ORD familie_med_barn SY 2025-11-17 2025-12-01 under_kartlegging 935811771",
		"202090063205 SyntatDufAsylInnvilgetUdi-Imdi_W, Imdi_W ORD enslig_voksen SY 2020-01-17 2020-01-31 under_kartlegging 966921003",
		"202090064201 SyntatDufAsylInnvilgetUdi-Imdi_X, Imdi_X ORD enslig_voksen SY 2020-01-17 2020-01-31 under_kartlegging 966921011",
		"202090065103 SyntatDufAsylInnvilgetUdi-Imdi_Y, Imdi_Y ORD enslig_voksen SY 2020-01-17 2020-01-31 under_kartlegging 966921046",
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("missing %s", w)
		}
	}
	if len(got) != 9 {
		t.Errorf("%d persons: %v", len(got), got)
	}
	familie := liste(t, d, `SELECT b.fornavn || ' ' || b.familierolle || ' ' || CAST(b.fodt AS TEXT) FROM beboer b JOIN husstand h ON h.id = b.husstand
			WHERE h.reg_nummer = '935811771' ORDER BY b.familieplass`)
	if !slices.Equal(familie, []string{"Far far 1984-11-08", "Mor mor 1986-03-14", "Sønn sonn 2008-07-22", "Datter datter 2014-09-22"}) {
		t.Errorf("the family: %v", familie)
	}
	if n := tell(t, d, `SELECT COUNT(*) FROM beboer WHERE etternavn LIKE 'Syntat%' AND kompass_tid IS NOT NULL`); n != 0 {
		t.Errorf("%d have registered their competence", n)
	}
}

// sjekkFrister: most of Hå's tasks are on time, some are due soon, some late.
func sjekkFrister(t *testing.T, d *db.DB) {
	const tasks = `SELECT COUNT(*) FROM oppgave o JOIN mottak m ON m.id = o.mottak WHERE m.mot_id = 'MOT001429' AND `
	late := tell(t, d, tasks+`o.frist < '2025-11-22'`)
	soon := tell(t, d, tasks+`o.frist BETWEEN '2025-11-22' AND '2025-11-25'`)
	onTime := tell(t, d, tasks+`o.frist > '2025-11-25'`)
	if onTime <= late+soon || soon < 3 || late < 7 { // five of the late ones are the guide's
		t.Errorf("%d on time, %d soon, %d late", onTime, soon, late)
	}
}

// TestSame: two databases filled on the same day hold the same persons, and a
// second filling changes nothing.
func TestSame(t *testing.T) {
	const everything = `SELECT b.duf || '|' || b.fodselsnummer || '|' || b.fornavn || '|' || b.mellomnavn || '|' || b.etternavn || '|' || CAST(b.fodt AS TEXT)
		|| '|' || b.kjonn || b.statsborgerskap || b.persontype || b.familierolle || b.plasstype || b.sak_status || '|' || CAST(b.sak_opprettet AS TEXT)
		|| '|' || h.reg_nummer || '|' || m.mot_id || '|' || COALESCE(s.saksnummer, '')
		FROM beboer b JOIN husstand h ON h.id = b.husstand JOIN mottak m ON m.id = b.mottak LEFT JOIN sak s ON s.husstand = h.id ORDER BY b.duf`
	a, b := dbtest.Open(t, db.SQLite), dbtest.Open(t, db.Postgres)
	fyll(t, a)
	fyll(t, b)
	first, second := liste(t, a, everything), liste(t, b, everything)
	if len(first) < 1500 || !slices.Equal(first, second) {
		t.Errorf("%d and %d persons that are not the same", len(first), len(second))
	}
	if err := Fill(t.Context(), a, dag.AddDays(400), nil); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(first, liste(t, a, everything)) {
		t.Error("a second filling changed something")
	}
}

// sjekkSamtaler: every interview that is completed lacks nothing and opens for
// reading, and at the demo users' centres every case that has come further has one.
func sjekkSamtaler(t *testing.T, d *db.DB) {
	const users = ` AND m.mot_id IN ('MOT001429', 'MOT001510', 'MOT001520', 'MOT001530')`
	if n := tell(t, d, `SELECT COUNT(*) FROM beboer b JOIN mottak m ON m.id = b.mottak LEFT JOIN samtale_person p ON p.beboer = b.id
			WHERE b.sak_status IN ('fordelingsklar', 'fordelt', 'sokt_ut') AND p.status IS DISTINCT FROM 'ferdigstilt'`+users); n != 0 {
		t.Errorf("%d persons came further without an interview", n)
	}
	if got := liste(t, d, `SELECT p.status FROM samtale_person p JOIN beboer b ON b.id = p.beboer WHERE b.sak_status = 'under_kartlegging' ORDER BY 1`); !slices.Equal(got, []string{"ferdigstilt", "paabegynt"}) {
		t.Errorf("the family in the middle of theirs: %v", got)
	}
	log := innsyn.New(d)
	defer log.Close()
	svc := samtale.New(log, samtale.Standardregler())
	ids := liste(t, d, `SELECT CAST(p.beboer AS TEXT) FROM samtale_person p JOIN beboer b ON b.id = p.beboer JOIN mottak m ON m.id = b.mottak
			WHERE p.status = 'ferdigstilt' AND m.mot_id = 'MOT001429'`)
	berit := tilgang.Actor{Org: tilgang.Org{Type: tilgang.OrgMottak, ID: liste(t, d, `SELECT CAST(id AS TEXT) FROM mottak WHERE mot_id = 'MOT001429'`)[0]},
		Roller: []tilgang.Rolle{tilgang.MottakBosettingsansvarlig}}
	err := log.Read(t.Context(), berit, tilgang.SamtaleLes, func(rx *innsyn.Rx) error {
		for i, id := range ids {
			if i%7 != 0 { // one in seven is enough
				continue
			}
			v, err := svc.Load(t.Context(), rx, berit, mustParse(t, id))
			if err != nil {
				return err
			}
			if v.Status != samtale.Ferdigstilt || v.Ordlyd == nil || v.FerdigAv != "Berit Bø" || len(v.Mangler()) > 0 || len(v.Svar) == 0 || v.KanSkrive {
				t.Errorf("%s: %v, lacks %v", v.Beboer.FulltNavn(), v.Status, v.Mangler())
			}
			for n, svar := range v.Svar {
				q, _, ok := samtale.Definisjon().Finn(n.Sporsmal)
				if clean, avvik := q.Clean(svar.Verdi); !ok || avvik != "" || clean != svar.Verdi {
					t.Errorf("%v: %q %v", n, svar.Verdi, avvik)
				}
			}
		}
		return nil
	})
	if err != nil || len(ids) < 300 {
		t.Errorf("%d completed at Hå: %v", len(ids), err)
	}
}

// TestAnyDay: on another day the persons are the same, and only dates move.
func TestAnyDay(t *testing.T) {
	names := func(idag db.Date) (list []string) {
		_, hus := innhold(idag)
		for _, h := range hus {
			for _, p := range h.personer {
				list = append(list, fmt.Sprint(h.mottak, h.reg, p.fornavn, p.etternavn, p.kjonn, p.plass, p.rolle, p.duf[4:10], h.sak != nil))
			}
		}
		return list
	}
	want := names(dag)
	for i := range 60 {
		if idag := dag.AddDays(i * 37); !slices.Equal(names(idag), want) {
			t.Errorf("other persons on %v", idag)
		}
	}
}

// sjekkOppdiktet: no number can belong to anybody.
func sjekkOppdiktet(t *testing.T, d *db.DB) {
	fnr := liste(t, d, `SELECT fodselsnummer FROM beboer WHERE fodselsnummer <> ''`)
	if len(fnr) < 100 || len(slices.Compact(slices.Sorted(slices.Values(fnr)))) != len(fnr) {
		t.Errorf("%d identity numbers, or some are equal", len(fnr))
	}
	for _, f := range fnr {
		if !beboer.Fodselsnummer(f).Gyldig() || f[2] != '8' && f[2] != '9' {
			t.Errorf("not synthetic: %s", f)
		}
	}
	for _, duf := range liste(t, d, `SELECT duf FROM beboer`) {
		if duf[4] != '9' {
			t.Errorf("DUF serial is not 9xxxxx: %s", duf)
		}
	}
	for _, navn := range liste(t, d, `SELECT etternavn FROM beboer`) {
		if !strings.HasSuffix(navn, "-Synt") && !strings.HasPrefix(navn, "Syntat") {
			t.Errorf("surname without mark: %s", navn)
		}
	}
	for _, telefon := range liste(t, d, `SELECT telefon FROM kommune_kontakt UNION SELECT telefon FROM mottak_kontakt
		UNION SELECT verdi FROM mottak_verdi WHERE felt LIKE '%telefon' AND verdi <> '51436260'`) {
		if !strings.HasPrefix(telefon, "00") {
			t.Errorf("a telephone number that may exist: %s", telefon)
		}
	}
}

func mustParse(t *testing.T, s string) ident.ID {
	t.Helper()
	id, err := ident.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestNotWithRealData(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		err := d.Write(ctx, func(tx *db.Tx) error { return sett(ctx, tx, "data", register.DataVirkelig) })
		if err != nil {
			t.Fatal(err)
		}
		if err := Fill(ctx, d, dag, nil); !fault.Is(err, fault.Conflict) {
			t.Errorf("filled a database with real data: %v", err)
		}
		if err := Seed(ctx, d, SeedOptions{Beboere: 10, Today: dag}); !fault.Is(err, fault.Conflict) {
			t.Errorf("seeded a database with real data: %v", err)
		}
		if n := tell(t, d, `SELECT COUNT(*) FROM mottak`); n != 0 {
			t.Errorf("%d centres", n)
		}
	})
}

// TestShares: a large seed looks like the residents there are.
func TestShares(t *testing.T) {
	g := newGenerator(dag, 1, dufFro)
	persons, families, ukrainians, children := 0, 0, 0, 0
	for persons < 100_000 {
		h := g.froHusstand("MOT000001", 20)
		persons += len(h.personer)
		if len(h.personer) > 1 {
			families += len(h.personer)
		}
		for i, p := range h.personer {
			if p.land == "UA" {
				ukrainians++
			}
			if a := alder(p.fodt, dag); a < 18 {
				children++
			} else if a > 100 {
				t.Fatalf("%v is %d years old", p, a)
			}
			if i > 0 && p.persontype == beboer.MedfolgendeBarn && p.fodt.Sub(h.personer[0].fodt) < 17*365 {
				t.Fatalf("a child %v of a child %v", p, h.personer[0])
			}
		}
	}
	for _, share := range []struct {
		what     string
		n        int
		from, to int // per cent
	}{{"in families", families, 69, 75}, {"from Ukraine", ukrainians, 39, 45}, {"children", children, 25, 42}} {
		if pst := share.n * 100 / persons; pst < share.from || pst > share.to {
			t.Errorf("%d %% %s", pst, share.what)
		}
	}
}

func TestSeed(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		for _, one := range []bool{true, false} {
			before := tell(t, d, `SELECT COUNT(*) FROM beboer`)
			if before == 0 {
				fyll(t, d)
				before = tell(t, d, `SELECT COUNT(*) FROM beboer`)
			}
			// The second seed holds the same persons, who move from Hå.
			for range 2 {
				if err := Seed(t.Context(), d, SeedOptions{Beboere: 1500, EttMottak: one, Today: dag}); err != nil {
					t.Fatal(err)
				}
			}
			got := tell(t, d, `SELECT COUNT(*) FROM beboer b JOIN mottak m ON m.id = b.mottak WHERE m.mot_id = 'MOT001429'`)
			if one && (got != 624+1500 || before+1500 != tell(t, d, `SELECT COUNT(*) FROM beboer`)) {
				t.Errorf("%d persons at Hå", got)
			}
			if n := tell(t, d, `SELECT COUNT(DISTINCT mottak) FROM beboer`); !one && n < 200 {
				t.Errorf("spread over %d centres", n)
			}
		}
	})
	var e *fault.Error
	if err := Seed(t.Context(), nil, SeedOptions{Beboere: MaksBeboere + 1}); !errors.As(err, &e) {
		t.Errorf("too many: %v", err)
	}
}

func TestNumberSeriesNeverRepeat(t *testing.T) {
	duf := dufDemo
	duf.sisteAar, duf.aar = 2024, 3
	reg := regRekke{970_000_000}
	seen := map[string]bool{}
	take := func(n string) {
		if seen[n] {
			t.Fatalf("%s twice", n)
		}
		seen[n] = true
	}
	for i := range 19_900 { // nearly all that three years of the demo's range hold
		take(fmt.Sprint(reg.neste()))
		family := duf.neste(1 + i%5)
		for _, n := range family {
			take(n)
			if n[:4] != family[0][:4] || n[4] != '9' {
				t.Fatalf("a family %v", family)
			}
		}
	}
	if !organisasjonsnummer(974_760_673) { // Brønnøysundregistrene
		t.Error("an organisation number is not recognised")
	}
}
