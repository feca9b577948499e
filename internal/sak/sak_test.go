package sak

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/tilgang"
)

// The enslig person of the guide: case 17.01.2020, deadline 31.01.2020 and, on the day
// of the picture, -227 days left; one task, one notification.
func TestNewCase(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		mottakene(t, d, 1)
		write(t, d, func(tx *db.Tx) error { return beboere(tx, person(1, "966921046", "")) })
		line := Inn{Saksnummer: "2020/1", RegNummer: "966921046", Opprettet: dag("2020-01-17")}
		if u := saker(t, d, line); u[0] != (fault.Utfall{Status: fault.Ny}) {
			t.Fatal(u)
		}
		s, ok := gjeldende(t, d, 1)
		if !ok || s.Status != UnderKartlegging || s.Frist != dag("2020-01-31") || s.DagerIgjen(dag("2020-09-14")) != -227 {
			t.Errorf("%+v, %d days left", s, s.DagerIgjen(dag("2020-09-14")))
		}
		if b := husstand(t, d, 1)[0]; !b.HarSak || b.SakStatus != "under_kartlegging" || b.SakOpprettet.Date != dag("2020-01-17") {
			t.Errorf("%+v", b)
		}
		kontroller(t, d)

		// What the register repeats is nothing new, whatever has been done here.
		if u := saker(t, d, line); u[0].Status != fault.Uendret {
			t.Error(u)
		}
		write(t, d, func(tx *db.Tx) error { return ferdigstill(ctx, tx, s.ID, "somebody") })
		if u := saker(t, d, line); u[0].Status != fault.Uendret {
			t.Error(u)
		}
		kontroller(t, d)
		if got := column(t, d, `SELECT type FROM oppgave WHERE apen`); len(got) != 0 {
			t.Errorf("open: %v", got)
		}
		if got := column(t, d, `SELECT type FROM varsel`); !cmp.Equal(got, []string{VarselKlar}) {
			t.Errorf("notifications %v", got)
		}
		err := d.Write(ctx, func(tx *db.Tx) error { return ferdigstill(ctx, tx, s.ID, "somebody") })
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		err = d.Write(ctx, func(tx *db.Tx) error { return ferdigstill(ctx, tx, ident.New(), "somebody") })
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("no such case: %v", err)
		}
	}, db.WithClock(clock))
}

// A family is one task (T4): it follows the head, the grade and the centre, and
// another centre is told.
func TestTaskFollowsFamily(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		mottakene(t, d, 2)
		mor, sonn := person(1, "935811771", "mor"), person(2, "935811771", "sonn")
		write(t, d, func(tx *db.Tx) error { return beboere(tx, sonn, mor) })
		saker(t, d, Inn{Saksnummer: "1", RegNummer: "935811771", Opprettet: dag("2020-09-01")})
		hode := func() string {
			return column(t, d, `SELECT o.duf || ' ' || o.personer || ' ' || m.mot_id || ' ' || o.plasstype FROM oppgave o JOIN mottak m ON m.id = o.mottak WHERE o.apen`)[0]
		}
		if want := mor.Duf + " 2 MOT000001 ORD"; hode() != want {
			t.Errorf("%s, want %s", hode(), want)
		}
		far := person(3, "935811771", "far")
		far.Gradering = tilgang.Fortrolig
		far.MotID, far.Plasstype, mor.MotID, sonn.MotID = motID(2), "TIL", motID(2), motID(2)
		write(t, d, func(tx *db.Tx) error { return beboere(tx, far, mor, sonn) })
		if want := far.Duf + " 3 MOT000002 TIL"; hode() != want {
			t.Errorf("%s, want %s", hode(), want)
		}
		kontroller(t, d)
		if n := len(column(t, d, `SELECT org FROM varsel WHERE gradert`)); n != 2 {
			t.Errorf("%d hidden notifications, want one at each centre", n)
		}
		if got := column(t, d, `SELECT handling FROM sak_hendelse`); !cmp.Equal(got, []string{"flytt", "opprett"}) {
			t.Errorf("history %v", got)
		}

		// Everybody leaves the household: nobody to interview, and back again.
		far.RegNummer, mor.RegNummer, sonn.RegNummer = "900000009", "900000009", "900000009"
		write(t, d, func(tx *db.Tx) error { return beboere(tx, far, mor, sonn) })
		kontroller(t, d)
		mor.RegNummer = "935811771"
		write(t, d, func(tx *db.Tx) error { return beboere(tx, mor) })
		if want := mor.Duf + " 1 MOT000002 ORD"; hode() != want {
			t.Errorf("%s, want %s", hode(), want)
		}
		kontroller(t, d)
	}, db.WithClock(clock))
}

// Lines that cannot be: each is told about, the others go in.
func TestRefusedLines(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		mottakene(t, d, 1)
		write(t, d, func(tx *db.Tx) error { return beboere(tx, person(1, "900000001", ""), person(2, "900000002", "")) })
		line := func(nr, reg, status, arsak string) Inn {
			return Inn{Saksnummer: nr, RegNummer: reg, Opprettet: dag("2020-09-01"), Status: status, AvsluttetArsak: arsak}
		}
		late := line("9", "900000002", "", "")
		late.Opprettet = dag("2020-09-15")
		got := saker(t, d,
			line("1", "900000001", "", ""), line("", "900000002", "", ""), line("9", "12", "", ""), late,
			line("9", "900000002", "klar", ""), line("9", "900000002", "avsluttet", ""), line("9", "900000002", "", "dod"),
			line("9", "900000003", "", ""), line("2", "900000001", "", ""), line("1", "900000002", "", ""),
			line("1", "900000001", "sokt_ut", ""), line("1", "900000001", "fordelingsklar", ""), line("1", "900000001", "fordelt", ""),
			line("1", "900000001", "avsluttet", "reist_ut"), line("2", "900000001", "bosatt", ""))
		refused := func(felt, grunn string) fault.Utfall {
			return fault.Utfall{Status: fault.Avvist, Felt: felt, Grunn: "sak.feil." + grunn}
		}
		want := []fault.Utfall{
			{Status: fault.Ny}, refused("saksnummer", "saksnummer"), refused("regnummer", "regnummer"), refused("opprettet", "opprettet"),
			refused("status", "status"), refused("avsluttet_arsak", "arsak"), refused("avsluttet_arsak", "arsak"),
			refused("regnummer", "husstand"), refused("regnummer", "levende-sak"), refused("regnummer", "annen-husstand"),
			refused("status", "overgang"), {Status: fault.Endret}, {Status: fault.Endret}, {Status: fault.Endret}, {Status: fault.Ny},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if s, _ := gjeldende(t, d, 1); s.Saksnummer != "2" || s.Status != Bosatt {
			t.Errorf("current case %+v", s)
		}
		kontroller(t, d)
	}, db.WithClock(clock))
}

// S1: an interview held before there was a case counts for the case that comes; when
// all are completed it is fordelingsklar at once, without task or notification. Who is
// not completed and leaves holds nobody back.
func TestInterviewBeforeCase(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		mottakene(t, d, 1)
		write(t, d, func(tx *db.Tx) error {
			return beboere(tx, person(1, "900000001", "mor"), person(2, "900000001", "sonn"), person(3, "900000002", ""))
		})
		ferdig(t, d, husstand(t, d, 1), 1)
		ferdig(t, d, husstand(t, d, 3), 1)
		line := func(nr, reg string) Inn { return Inn{Saksnummer: nr, RegNummer: reg, Opprettet: dag("2020-09-01")} }
		saker(t, d, line("1", "900000001"), line("2", "900000002"))
		if s, _ := gjeldende(t, d, 1); s.Status != UnderKartlegging {
			t.Errorf("the son is not completed: %s", s.Status)
		}
		if s, _ := gjeldende(t, d, 3); s.Status != Fordelingsklar {
			t.Errorf("all are completed: %s", s.Status)
		}
		if got := column(t, d, `SELECT s.saksnummer FROM varsel v JOIN sak s ON s.id = v.gjelder`); !cmp.Equal(got, []string{"1"}) {
			t.Errorf("notifications about %v", got)
		}
		kontroller(t, d)
		write(t, d, func(tx *db.Tx) error { return beboere(tx, person(2, "900000003", "")) })
		if s, _ := gjeldende(t, d, 1); s.Status != Fordelingsklar {
			t.Errorf("the son has left: %s", s.Status)
		}
		kontroller(t, d)
	}, db.WithClock(clock))
}

// ferdig starts an interview of the household and completes its first n members.
func ferdig(t *testing.T, d *db.DB, members []beboer.Beboer, n int) {
	t.Helper()
	write(t, d, func(tx *db.Tx) error {
		user, samtale, now := ident.New(), ident.New(), db.At(tx.Now())
		_, err := tx.ExecContext(ctx, `INSERT INTO bruker (id, navn, navn_sort, epost, opprettet_tid) VALUES ($1, 'B', $2, $3, $4)`,
			user, []byte("B"), user.String(), now)
		if err == nil {
			_, err = tx.ExecContext(ctx, `INSERT INTO samtale (id, husstand, startet_tid, startet_av) VALUES ($1, $2, $3, $4)`,
				samtale, members[0].Husstand, now, user)
		}
		for i, b := range members {
			status := "paabegynt"
			if i < n {
				status = "ferdigstilt"
			}
			if err == nil {
				_, err = tx.ExecContext(ctx, `INSERT INTO samtale_person (samtale, beboer, status, startet_tid) VALUES ($1, $2, $3, $4)`,
					samtale, b.ID, status, now)
			}
		}
		return err
	})
}

// Every verb once round the whole machine; a verb that the status does not allow and a
// closing without reason change nothing.
func TestTransitions(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		mottakene(t, d, 1)
		write(t, d, func(tx *db.Tx) error { return beboere(tx, person(1, "900000001", "")) })
		saker(t, d, Inn{Saksnummer: "1", RegNummer: "900000001", Opprettet: dag("2020-09-01")})
		s, _ := gjeldende(t, d, 1)
		do := func(h Handling) (err error) {
			h.Av = "somebody"
			return d.Write(ctx, func(tx *db.Tx) error {
				s2, err := Transition(ctx, tx, s.ID, h)
				if err == nil {
					s = s2
				}
				return err
			})
		}
		if err := do(Handling{Verb: VerbBosett}); !fault.Is(err, fault.Conflict) {
			t.Errorf("bosatt before søkt ut: %v", err)
		}
		if err := do(Handling{Verb: VerbAvslutt}); !fault.Is(err, fault.Invalid) {
			t.Errorf("closed without a reason: %v", err)
		}
		for _, v := range []Verb{VerbFerdigstill, VerbFordel, VerbTrekk, VerbFordel, VerbAvsla, VerbFordel, VerbGodta, VerbBosett} {
			if err := do(Handling{Verb: v, Data: map[string]string{"kommune": "1119"}}); err != nil {
				t.Fatal(v, err)
			}
			kontroller(t, d)
		}
		if err := do(Handling{Verb: VerbAvslutt, Arsak: Dod}); err != nil {
			t.Fatal(err)
		}
		if b := husstand(t, d, 1)[0]; !b.HarSak || b.SakStatus != "avsluttet" {
			t.Errorf("a closed case is still the resident's: %+v", b)
		}
		if got, _ := gjeldende(t, d, 1); got != s || got.AvsluttetArsak != Dod {
			t.Errorf("%+v, returned %+v", got, s)
		}
		kontroller(t, d)
		// The history cannot be changed.
		err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, `DELETE FROM sak_hendelse`)
			return err
		})
		if err == nil || errors.Is(err, db.ErrUnavailable) {
			t.Errorf("history deleted: %v", err)
		}
	}, db.WithClock(clock))
}
