package db_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"bosett/internal/db"
	"bosett/internal/ident"
)

// mattn/go-sqlite3 binds by order of appearance and would give "aba".
func TestPlaceholdersByNumber(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		var got string
		read(t, d, "SELECT CAST($2 AS TEXT) || CAST($1 AS TEXT) || CAST($2 AS TEXT)", []any{"a", "b"}, &got)
		if got != "bab" {
			t.Errorf("got %q, want bab", got)
		}
	})
}

// The same moment written in three zones is one moment: equal, ordered and
// found, also through functions that lose the type on SQLite.
func TestTimesOfDifferentZones(t *testing.T) {
	kabul, oslo := zone(t, "Asia/Kabul"), zone(t, "Europe/Oslo")
	noon := time.Date(2026, 3, 29, 12, 0, 0, 123456789, time.UTC)
	onBoth(t, func(t *testing.T, d *db.DB) {
		insert(t, d, "ord, tid", "'kabul', $2", db.At(noon.In(kabul)))
		insert(t, d, "ord, tid", "'oslo', $2", db.At(noon.In(oslo).Add(time.Microsecond)))
		insert(t, d, "ord, tid", "'before', $2", db.At(noon.Add(-time.Second)))
		insert(t, d, "ord", "'none'")

		if got, want := list[string](t, d, "SELECT ord FROM prove WHERE tid = $1", db.At(noon.In(oslo))), []string{"kabul"}; !slices.Equal(got, want) {
			t.Errorf("equal: got %v, want %v", got, want)
		}
		if got, want := list[string](t, d, "SELECT ord FROM prove WHERE tid < $1", db.At(noon.In(kabul))), []string{"before"}; !slices.Equal(got, want) {
			t.Errorf("before: got %v, want %v", got, want)
		}
		if got, want := list[string](t, d, "SELECT ord FROM prove ORDER BY tid DESC NULLS LAST"), []string{"oslo", "kabul", "before", "none"}; !slices.Equal(got, want) {
			t.Errorf("order: got %v, want %v", got, want)
		}
		want := db.Time{Time: time.Date(2026, 3, 29, 12, 0, 0, 123457000, time.UTC)}
		for _, expression := range []string{
			"MAX(tid)", "COALESCE(MAX(tid), MIN(tid))", "CASE WHEN COUNT(*) > 0 THEN MAX(tid) END", "(SELECT MAX(p.tid) FROM prove p)",
		} {
			var got db.Time
			read(t, d, "SELECT "+expression+" FROM prove", nil, &got)
			if got != want {
				t.Errorf("%s: got %v, want %v", expression, got, want)
			}
		}
		var none db.NullTime
		read(t, d, "SELECT MAX(tid) FROM prove WHERE ord = 'none'", nil, &none)
		if none.Valid {
			t.Errorf("MAX of nothing: got %v, want NULL", none)
		}
	})
}

// An optional filter: the cast, to the column's own type, stands only where the
// value is compared with NULL. (As a value it would be wrong on SQLite, and a
// bare $1 IS NULL has no type on PostgreSQL.)
func TestNullParameter(t *testing.T) {
	const query = `SELECT ord FROM prove WHERE (CAST($1 AS TEXT) IS NULL OR ord = $1)
		AND (CAST($2 AS DATE) IS NULL OR dag >= $2) AND (CAST($3 AS TIMESTAMPTZ) IS NULL OR tid < $3) ORDER BY ord`
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	onBoth(t, func(t *testing.T, d *db.DB) {
		insert(t, d, "ord, dag, tid", "'a', $2, $3", db.NewDate(2020, 1, 31), db.At(noon))
		insert(t, d, "ord, dag, tid", "'b', $2, $3", db.NewDate(2020, 2, 1), db.At(noon.Add(time.Microsecond)))
		for _, c := range []struct {
			ord  any
			dag  db.NullDate
			tid  db.NullTime
			want string
		}{
			{nil, db.NullDate{}, db.NullTime{}, "a b"},
			{"b", db.NullDate{}, db.NullTime{}, "b"},
			{nil, db.SomeDate(db.NewDate(2020, 2, 1)), db.NullTime{}, "b"},
			{nil, db.NullDate{}, db.SomeTime(noon.Add(time.Microsecond)), "a"},
			{"b", db.NullDate{}, db.SomeTime(noon), ""},
		} {
			if got := strings.Join(list[string](t, d, query, c.ord, c.dag, c.tid), " "); got != c.want {
				t.Errorf("%v, %v, %v: got %q, want %q", c.ord, c.dag, c.tid, got, c.want)
			}
		}
	})
}

// Folded text sorts by its bytes, whatever the server's own order is (the test
// server's is Norwegian, where å comes last and case does not count).
func TestFoldedTextSortsByBytes(t *testing.T) {
	want := []string{"Z", "a b", "a-b", "ab", "aab", "z", "å", "æ"}
	slices.SortFunc(want, strings.Compare)
	onBoth(t, func(t *testing.T, d *db.DB) {
		for _, ord := range []string{"å", "ab", "z", "Z", "a-b", "æ", "aab", "a b"} {
			insert(t, d, "ord, sort", "$2, $3", ord, []byte(ord))
		}
		for _, query := range []string{"SELECT ord FROM prove ORDER BY ord", "SELECT ord FROM prove ORDER BY sort"} {
			if got := list[string](t, d, query); !slices.Equal(got, want) {
				t.Errorf("%s: got %q, want %q", query, got, want)
			}
		}
		got := list[string](t, d, "SELECT ord FROM prove WHERE ord >= $1 AND ord < $2 ORDER BY ord", "a", "b")
		if want := []string{"a b", "a-b", "aab", "ab"}; !slices.Equal(got, want) {
			t.Errorf("prefix range: got %q, want %q", got, want)
		}
	})
}

// A page continues after (sort key, id) of the last row: bytes first, then the
// identifier breaks ties.
func TestKeysetPages(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		keys := [][]byte{{2}, {1, 0xff}, {1}, {1}, {0xff}, {1}, {}}
		for _, k := range keys {
			insert(t, d, "sort", "$2", k)
		}
		var seen [][]byte
		after, id := []byte{}, ident.Nil
		for range 10 {
			var n int
			must(t, d.Read(t.Context(), func(rx *db.Rx) error {
				rows, err := rx.QueryContext(t.Context(), `SELECT sort, id FROM prove
					WHERE (sort, id) > ($1, $2) ORDER BY sort, id LIMIT 2`, after, id)
				must(t, err)
				defer rows.Close()
				for n = 0; rows.Next(); n++ {
					must(t, rows.Scan(&after, &id))
					seen = append(seen, slices.Clone(after))
				}
				return rows.Err()
			}))
			if n == 0 {
				break
			}
		}
		want := [][]byte{{}, {1}, {1}, {1}, {1, 0xff}, {2}, {0xff}}
		if diff := cmp.Diff(want, seen, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	})
}

// The constructs that the rules call the same on both engines.
func TestPortableConstructs(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		for i, ord := range []string{"a", "b", "c", "d_e"} {
			insert(t, d, "ord, ja, antall, data", "$2, $3, $4, $5", ord, i%2 == 1, i, db.JSON(`{"farge":"rød"}`))
		}
		for query, want := range map[string]string{
			`SELECT STRING_AGG(ord, ',' ORDER BY ord DESC) FROM prove WHERE ja`:                                       "d_e,b",
			`SELECT CAST(COUNT(*) FILTER (WHERE NOT ja) AS TEXT) FROM prove`:                                          "2",
			`SELECT ord FROM prove ORDER BY SUM(antall) OVER (ORDER BY ord) DESC LIMIT 1`:                             "d_e",
			`WITH siste AS (SELECT MAX(antall) AS n FROM prove) SELECT ord FROM prove JOIN siste ON antall = siste.n`: "d_e",
			`SELECT ord FROM prove WHERE ord LIKE '%\_%' ESCAPE '\'`:                                                  "d_e",
			`SELECT data->>'farge' FROM prove WHERE ord = 'a'`:                                                        "rød",
			`SELECT CAST(7 / 2 AS TEXT)`:                                                                              "3",
			`SELECT ord FROM prove WHERE tid IS NOT DISTINCT FROM NULL AND antall IN (1, 9)`:                          "b",
			`SELECT SUBSTR('blåbær', 3, 2) || CAST(LENGTH('blåbær') AS TEXT)`:                                         "åb6",
			`SELECT CASE WHEN EXISTS (SELECT 1 FROM prove WHERE ja = TRUE) THEN 'ja' ELSE 'nei' END`:                  "ja",
		} {
			var got string
			read(t, d, query, nil, &got)
			if got != want {
				t.Errorf("%s: got %q, want %q", query, got, want)
			}
		}
		var got string
		must(t, d.Write(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRowContext(t.Context(), `INSERT INTO hus (id, navn) VALUES ($1, $2)
				ON CONFLICT (navn) DO UPDATE SET navn = excluded.navn WHERE hus.navn <> 'x' RETURNING navn`, ident.New(), "ny").Scan(&got)
		}))
		if got != "ny" {
			t.Errorf("upsert returning: got %q", got)
		}
	})
}

// Eight workers empty a queue; the claim repeats its condition outside, without
// which PostgreSQL gives a third of the rows to two workers.
func TestClaimGivesNoRowTwice(t *testing.T) {
	const rows, workers = 400, 8
	onBoth(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := background()
		defer cancel()
		batch := make([][]any, rows)
		for i := range batch {
			batch[i] = []any{ident.New()}
		}
		must(t, d.Write(ctx, func(tx *db.Tx) error {
			return db.BulkInsert(ctx, tx, "INSERT INTO prove (id)", batch, "")
		}))
		var mu sync.Mutex
		claimed := map[int64]int{}
		var wg sync.WaitGroup
		for range workers {
			wg.Go(func() {
				for {
					var got []int64
					err := d.Write(ctx, func(tx *db.Tx) error {
						got = column[int64](t, tx, `UPDATE prove SET tid = $1 WHERE nr IN
							(SELECT nr FROM prove WHERE tid IS NULL ORDER BY nr LIMIT 5) AND tid IS NULL RETURNING nr`, db.At(tx.Now()))
						return nil
					})
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					for _, nr := range got {
						claimed[nr]++
					}
					done := len(claimed) == rows
					mu.Unlock()
					if done {
						return
					}
				}
			})
		}
		wg.Wait()
		for nr, n := range claimed {
			if n != 1 {
				t.Errorf("row %d was claimed %d times", nr, n)
			}
		}
		if len(claimed) != rows {
			t.Errorf("%d rows claimed, want %d", len(claimed), rows)
		}
	})
}
