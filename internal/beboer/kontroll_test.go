package beboer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/tilgang"

	"pgregory.net/rapid"
)

// kontroller compares every count and copy with a full recount by plain SQL.
func kontroller(t interface {
	Helper()
	Error(...any)
	Fatal(...any)
}, d *db.DB) {
	t.Helper()
	for name, query := range map[string][2]string{
		"counts": {
			`SELECT CAST(mottak AS TEXT) || gradert || har_sak || sak_status || persontype || ' ' || antall FROM beboer_tall`,
			`SELECT CAST(mottak AS TEXT) || gradert || har_sak || sak_status || persontype || ' ' || COUNT(*) FROM beboer
			 GROUP BY mottak, gradert, har_sak, sak_status, persontype`,
		},
		"grade of the household": {
			`SELECT h.reg_nummer || h.gradering FROM husstand h`,
			`SELECT h.reg_nummer || CASE
			   WHEN COUNT(*) FILTER (WHERE b.gradering = 'strengt_fortrolig') > 0 THEN 'strengt_fortrolig'
			   WHEN COUNT(*) FILTER (WHERE b.gradering = 'fortrolig') > 0 THEN 'fortrolig'
			   ELSE 'ugradert' END
			 FROM husstand h LEFT JOIN beboer b ON b.husstand = h.id GROUP BY h.id, h.reg_nummer`,
		},
		"copies": {
			`SELECT duf || gradert || familieplass || har_sak || sak_opprettet || sak_status || fodt_sak FROM beboer`,
			`SELECT b.duf || (h.gradering <> 'ugradert')
			   || (ROW_NUMBER() OVER (PARTITION BY b.husstand ORDER BY
			        CASE b.familierolle WHEN 'far' THEN 0 WHEN 'mor' THEN 1 ELSE 2 END, b.fodt, b.duf) - 1)
			   || (s.id IS NOT NULL) || COALESCE(s.opprettet, '9999-12-31') || COALESCE(s.status, '')
			   || CASE WHEN s.id IS NULL THEN '9999-12-31' ELSE b.fodt END
			 FROM beboer b JOIN husstand h ON h.id = b.husstand
			 LEFT JOIN sak s ON s.id = (SELECT x.id FROM sak x WHERE x.husstand = b.husstand
			   ORDER BY x.status = 'avsluttet', x.opprettet DESC, x.id DESC LIMIT 1)`,
		},
		"words follow the resident": {
			`SELECT COUNT(*) FROM beboer_ord o JOIN beboer b ON b.id = o.beboer
			 WHERE o.mottak <> b.mottak OR o.gradert <> b.gradert`,
			`SELECT 0`,
		},
	} {
		if diff := cmp.Diff(lines(t, d, query[1]), lines(t, d, query[0])); diff != "" {
			t.Error(name, diff)
		}
	}
	kontrollerOrd(t, d)
}

func kontrollerOrd(t interface {
	Helper()
	Error(...any)
	Fatal(...any)
}, d *db.DB) {
	t.Helper()
	var want []string
	for _, l := range lines(t, d, `SELECT duf || '|' || fornavn || ' ' || mellomnavn || ' ' || etternavn FROM beboer`) {
		duf, navn, _ := strings.Cut(l, "|")
		for _, ord := range (tilstand{register: register{Fornavn: navn}}).ord() {
			want = append(want, duf+" "+ord)
		}
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, lines(t, d, `SELECT b.duf || ' ' || o.ord FROM beboer_ord o JOIN beboer b ON b.id = o.beboer`)); diff != "" {
		t.Error("words", diff)
	}
}

// lines gives the rows of a one-column query as sorted texts that are the same on both
// engines (SQLite writes booleans as numbers).
func lines(t interface {
	Helper()
	Fatal(...any)
}, d *db.DB, query string) []string {
	t.Helper()
	if d.Dialect() == db.Postgres {
		query = strings.NewReplacer("|| gradert", "|| gradert::int", "|| har_sak", "|| har_sak::int",
			"(h.gradering <> 'ugradert')", "(h.gradering <> 'ugradert')::int", "(s.id IS NOT NULL)", "(s.id IS NOT NULL)::int",
			"'9999-12-31'", "DATE '9999-12-31'").Replace(query)
	}
	ctx := context.Background()
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

// Whatever comes in whatever order, counts and copies are what a recount gives, and
// the same lines once more change nothing.
func TestRandomImportsKeepCounts(t *testing.T) {
	roller := []string{"", "far", "mor", "sonn", "datter", "annet"}
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		mottakene(t, d, 3)
		ctx := context.Background()
		rapid.Check(t, func(rt *rapid.T) {
			n := rapid.IntRange(1, 12).Draw(rt, "lines")
			batch := make([]Inn, n)
			for i := range batch {
				l := line(rapid.IntRange(0, 15).Draw(rt, "person"), fmt.Sprintf("%09d", rapid.IntRange(1, 6).Draw(rt, "household")),
					rapid.SampledFrom(roller).Draw(rt, "role"), "1990-01-01")
				l.Fodt = l.Fodt.AddDays(rapid.IntRange(0, 3).Draw(rt, "born"))
				l.MotID = motID(rapid.IntRange(1, 3).Draw(rt, "centre"))
				l.Persontype = string(rapid.SampledFrom(Persontyper).Draw(rt, "type").Kode)
				l.Gradering = rapid.SampledFrom([]tilgang.Gradering{"", "ugradert", "ugradert", "fortrolig", "strengt_fortrolig"}).Draw(rt, "grade")
				l.Etternavn = rapid.SampledFrom([]string{"Al-Syntet", "Åsen Bø", "X_y"}).Draw(rt, "name")
				batch[i] = l
			}
			var again Resultat
			err := d.Write(ctx, func(tx *db.Tx) error {
				_, err := ImportBatch(ctx, tx, batch)
				return err
			})
			if err == nil {
				err = d.Write(ctx, func(tx *db.Tx) (err error) {
					last := lastOfEach(batch)
					again, err = ImportBatch(ctx, tx, last)
					return err
				})
			}
			if err != nil {
				rt.Fatal(err)
			}
			for i, u := range again.Utfall {
				if u.Status != fault.Uendret {
					rt.Fatalf("line %d the second time: %+v", i, u)
				}
			}
			kontroller(rt, d)
		})
	})
}

// lastOfEach keeps each person's last line.
func lastOfEach(batch []Inn) (last []Inn) {
	for i, l := range batch {
		later := slices.ContainsFunc(batch[i+1:], func(o Inn) bool { return o.Duf == l.Duf })
		if !later {
			last = append(last, l)
		}
	}
	return last
}
