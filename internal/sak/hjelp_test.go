package sak

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
)

var ctx = context.Background()

// idag is the day of the guide's picture.
var idag = time.Date(2020, 9, 14, 10, 0, 0, 0, time.UTC)

func clock() time.Time { return idag }

func write(t testing.TB, d *db.DB, fn func(*db.Tx) error) {
	t.Helper()
	if err := d.Write(ctx, fn); err != nil {
		t.Fatal(err)
	}
}

func motID(n int) string { return fmt.Sprintf("MOT%06d", n) }

// mottakene writes centres 1 to n.
func mottakene(t testing.TB, d *db.DB, n int) {
	t.Helper()
	write(t, d, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO kommune (nummer, navn, navn_sort, fylkesnummer, fylkesnavn, breddegrad, lengdegrad, gyldig_fra)
VALUES ('1119', 'Hå', $1, '11', 'Rogaland', 58.6, 5.6, '2020-01-01')`, i18n.SortKey("Hå"))
		for i := 1; i <= n && err == nil; i++ {
			_, err = tx.ExecContext(ctx, `INSERT INTO mottak (id, mot_id, kode, navn, navn_sort, kategori, kommune, endret_tid)
VALUES ($1, $2, $3, 'Mottak', $4, 'mottak', '1119', $5)`, ident.New(), motID(i), fmt.Sprintf("%04d", i), i18n.SortKey("Mottak"), db.At(tx.Now()))
		}
		return err
	})
}

// person makes a line of the feed from DUF that is in order.
func person(n int, reg, rolle string) beboer.Inn {
	return beboer.Inn{
		Duf: string(beboer.NyDuf(2020, 900_000+n)), RegNummer: reg, Fornavn: "Syntet", Etternavn: fmt.Sprint("Testesen ", n),
		Fodt: db.NewDate(1980, 1, 1+n), Kjonn: "mann", Statsborgerskap: "SY", Persontype: "familie_med_barn",
		Familierolle: rolle, MotID: motID(1), Plasstype: "ORD",
	}
}

// beboere imports as the register does.
func beboere(tx *db.Tx, lines ...beboer.Inn) error {
	res, err := beboer.ImportBatch(ctx, tx, lines)
	if err != nil {
		return err
	}
	for i, u := range res.Utfall {
		if u.Status == fault.Avvist {
			return fmt.Errorf("line %d: %+v", i, u)
		}
	}
	return OppdaterHusstander(ctx, tx, res.Husstander)
}

func dag(s string) db.Date {
	d, err := db.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// saker imports cases and returns their outcomes.
func saker(t *testing.T, d *db.DB, lines ...Inn) (utfall []fault.Utfall) {
	t.Helper()
	write(t, d, func(tx *db.Tx) (err error) {
		utfall, err = ImportBatch(ctx, tx, lines)
		return err
	})
	return utfall
}

// husstand finds a household by one of its members.
func husstand(t *testing.T, d *db.DB, n int) (members []beboer.Beboer) {
	t.Helper()
	write(t, d, func(tx *db.Tx) error {
		b, err := beboer.EtterDuf(ctx, innsyn.System(tx), beboer.NyDuf(2020, 900_000+n))
		if err == nil {
			members, err = beboer.Husstand(ctx, innsyn.System(tx), b.Husstand)
		}
		return err
	})
	return members
}

func gjeldende(t *testing.T, d *db.DB, n int) (s Sak, ok bool) {
	t.Helper()
	members := husstand(t, d, n)
	write(t, d, func(tx *db.Tx) (err error) {
		s, ok, err = ForHusstand(ctx, tx, members[0].Husstand)
		return err
	})
	return s, ok
}

// column returns the rows of a one-column query as sorted texts.
func column(t interface {
	Helper()
	Fatal(...any)
}, d *db.DB, query string) []string {
	t.Helper()
	if d.Dialect() == db.Postgres {
		query = strings.NewReplacer("|| b.gradert", "|| b.gradert::int", "|| gradert", "|| gradert::int", "|| o.gradert", "|| o.gradert::int",
			"|| har_sak", "|| har_sak::int", "(s.id IS NOT NULL)", "(s.id IS NOT NULL)::int", "'9999-12-31'", "DATE '9999-12-31'").Replace(query)
	}
	out := []string{}
	err := d.Read(ctx, func(r *db.Rx) error {
		rows, err := r.QueryContext(ctx, query)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				return err
			}
			out = append(out, s)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(query, err)
	}
	slices.Sort(out)
	return out
}

// kontroller compares every count and copy with a full recount by plain SQL.
func kontroller(t interface {
	Helper()
	Error(...any)
	Fatal(...any)
}, d *db.DB) {
	t.Helper()
	for name, query := range map[string][2]string{
		"counts of residents": {
			`SELECT CAST(mottak AS TEXT) || gradert || har_sak || sak_status || persontype || ' ' || antall FROM beboer_tall`,
			`SELECT CAST(mottak AS TEXT) || gradert || har_sak || sak_status || persontype || ' ' || COUNT(*) FROM beboer
			 GROUP BY mottak, gradert, har_sak, sak_status, persontype`,
		},
		"copies of the case": {
			`SELECT duf || har_sak || sak_opprettet || sak_status || fodt_sak FROM beboer`,
			`SELECT b.duf || (s.id IS NOT NULL) || COALESCE(s.opprettet, '9999-12-31') || COALESCE(s.status, '')
			   || CASE WHEN s.id IS NULL THEN '9999-12-31' ELSE b.fodt END
			 FROM beboer b LEFT JOIN sak s ON s.id = (SELECT x.id FROM sak x WHERE x.husstand = b.husstand
			   ORDER BY x.status = 'avsluttet', x.opprettet DESC, x.id DESC LIMIT 1)`,
		},
		"open tasks": {
			`SELECT CAST(o.sak AS TEXT) || o.mottak || o.gradert || o.opprettet || o.frist || o.duf || o.plasstype || o.personer || CAST(o.beboer AS TEXT)
			 FROM oppgave o WHERE o.apen`,
			`SELECT CAST(s.id AS TEXT) || b.mottak || b.gradert || s.opprettet || s.frist || b.duf || b.plasstype
			   || (SELECT COUNT(*) FROM beboer m WHERE m.husstand = s.husstand AND m.mottak = b.mottak) || CAST(b.id AS TEXT)
			 FROM sak s JOIN beboer b ON b.husstand = s.husstand AND b.familieplass = 0 WHERE s.status = 'under_kartlegging'`,
		},
		"names of tasks": {
			`SELECT CAST(o.id AS TEXT) FROM oppgave o JOIN beboer b ON b.id = o.beboer WHERE o.apen AND o.navn_sort <> b.navn_sort`, ``,
		},
		"counts of tasks": {
			`SELECT CAST(mottak AS TEXT) || gradert || type || frist || ' ' || oppgaver || ' ' || personer FROM oppgave_tall`,
			`SELECT CAST(mottak AS TEXT) || gradert || type || frist || ' ' || COUNT(*) || ' ' || SUM(personer) FROM oppgave WHERE apen
			 GROUP BY mottak, gradert, type, frist`,
		},
		"a living case is where the head is": {
			`SELECT s.saksnummer FROM sak s JOIN beboer b ON b.husstand = s.husstand AND b.familieplass = 0
			 WHERE s.status <> 'avsluttet' AND s.mottak <> b.mottak`, ``,
		},
		"notifications hide whom the household hides": {
			`SELECT s.saksnummer FROM varsel v JOIN sak s ON s.id = v.gjelder JOIN beboer b ON b.husstand = s.husstand
			 WHERE s.status <> 'avsluttet' AND v.gradert <> b.gradert`, ``,
		},
		"the history ends in the status": {
			`SELECT saksnummer || status FROM sak`,
			`SELECT s.saksnummer || h.til_status FROM sak s JOIN sak_hendelse h ON h.lopenr =
			   (SELECT MAX(x.lopenr) FROM sak_hendelse x WHERE x.sak = s.id)`,
		},
	} {
		want := []string{}
		if query[1] != "" {
			want = column(t, d, query[1])
		}
		if diff := cmp.Diff(want, column(t, d, query[0])); diff != "" {
			t.Error(name, diff)
		}
	}
}

// ferdigstill is the step that samtale asks for when everybody is completed.
func ferdigstill(ctx context.Context, tx *db.Tx, id ident.ID, av string) error {
	_, err := Transition(ctx, tx, id, Handling{Verb: VerbFerdigstill, Av: av})
	return err
}
