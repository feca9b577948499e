package db_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
)

type everything struct {
	ID     ident.ID
	Hus    db.NullID
	Ord    string
	Sort   []byte
	Dag    db.NullDate
	Tid    db.NullTime
	Data   db.JSON
	Ja     bool
	Antall int32
	Grad   sql.NullFloat64
}

// roundTrip writes every column type and reads it back.
func roundTrip(t *testing.T, d *db.DB) {
	t.Helper()
	full := everything{
		ID: ident.New(), Ord: "Åse 'O\"Neil' \u200fنور", Sort: []byte{0, 1, 0xff},
		Dag: db.SomeDate(db.NewDate(1900, 2, 28)), Tid: db.SomeTime(time.Date(2026, 10, 25, 0, 30, 0, 999999999, time.UTC)),
		Data: db.JSON(`{"navn": "æøå"}`), Ja: true, Antall: 2147483647, Grad: sql.NullFloat64{Float64: 59.9127, Valid: true},
	}
	full.Hus = db.SomeID(ident.New())
	empty := everything{ID: ident.New()}
	must(t, write(t, d, "INSERT INTO hus (id, navn) VALUES ($1, 'a')", full.Hus))
	for _, want := range []everything{full, empty} {
		must(t, write(t, d, `INSERT INTO prove (id, hus, ord, sort, dag, tid, data, ja, antall, grad)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			want.ID, want.Hus, want.Ord, want.Sort, want.Dag, want.Tid, want.Data, want.Ja, want.Antall, want.Grad))
		var got everything
		read(t, d, "SELECT id, hus, ord, sort, dag, tid, data, ja, antall, grad FROM prove WHERE id = $1", []any{want.ID},
			&got.ID, &got.Hus, &got.Ord, &got.Sort, &got.Dag, &got.Tid, &got.Data, &got.Ja, &got.Antall, &got.Grad)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(db.Date{})); diff != "" {
			t.Error(diff)
		}
	}
	var nulls int
	read(t, d, `SELECT COUNT(*) FROM prove WHERE hus IS NULL AND sort IS NULL AND dag IS NULL AND tid IS NULL
		AND data IS NULL AND grad IS NULL`, nil, &nulls)
	if nulls != 1 {
		t.Errorf("%d rows of only NULL, want 1", nulls)
	}
}

func TestTypes(t *testing.T) { onBoth(t, roundTrip) }

// A pooler may demand another way of sending queries; the types must not care.
func TestTypesInEveryModeOfPostgres(t *testing.T) {
	for _, mode := range []string{"cache_statement", "cache_describe", "describe_exec", "exec", "simple_protocol"} {
		t.Run(mode, func(t *testing.T) {
			d := open(t, dbtest.EmptyURL(t, db.Postgres)+"&default_query_exec_mode="+mode)
			create(t, d)
			roundTrip(t, d)
		})
	}
}

func TestStoredTime(t *testing.T) {
	d := open(t, dbtest.EmptyURL(t, db.SQLite))
	create(t, d)
	insert(t, d, "tid", "$2", db.At(time.Date(2026, 7, 1, 2, 0, 0, 1999, zone(t, "Europe/Oslo"))))
	var got string
	read(t, d, "SELECT tid FROM prove", nil, &got)
	if want := "2026-07-01T00:00:00.000001Z"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Values that no column could keep are refused before they reach one.
func TestRefusedValues(t *testing.T) {
	for name, v := range map[string]driver.Valuer{
		"zero date":       db.Date{},
		"year 10000":      db.At(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)),
		"date year 10000": db.NewDate(10000, 1, 1),
		"half a JSON":     db.JSON(`{"a":`),
	} {
		if got, err := v.Value(); err == nil {
			t.Errorf("%s was written as %v", name, got)
		}
	}
	var tid db.Time
	var dag db.Date
	for _, src := range []any{nil, int64(2026), "2026", "2026-13-01"} {
		if tid.Scan(src) == nil {
			t.Errorf("%v was read as the time %v", src, tid)
		}
		if dag.Scan(src) == nil {
			t.Errorf("%v was read as the date %v", src, dag)
		}
	}
}

func TestDate(t *testing.T) {
	day := func(s string) db.Date {
		t.Helper()
		d, err := db.ParseDate(s)
		must(t, err)
		return d
	}
	for _, c := range []struct {
		got  db.Date
		want string
	}{
		{day("2024-02-28").AddDays(2), "2024-03-01"},
		{day("2026-03-01").AddDays(-1), "2026-02-28"},
		{day("2026-01-31").AddMonths(1), "2026-02-28"},
		{day("2024-01-31").AddMonths(1), "2024-02-29"},
		{day("2026-11-30").AddMonths(3), "2027-02-28"},
		{day("2026-03-31").AddMonths(-1), "2026-02-28"},
		// Midnight comes two hours earlier in Oslo in summer, one in winter.
		{db.DateIn(time.Date(2026, 6, 30, 22, 0, 0, 0, time.UTC), zone(t, "Europe/Oslo")), "2026-07-01"},
		{db.DateIn(time.Date(2026, 12, 31, 22, 59, 0, 0, time.UTC), zone(t, "Europe/Oslo")), "2026-12-31"},
	} {
		if c.got.String() != c.want {
			t.Errorf("got %v, want %s", c.got, c.want)
		}
	}
	// Over the night when Oslo has 23 hours, and over 29 February.
	if n := day("2026-03-30").Sub(day("2026-03-28")); n != 2 {
		t.Errorf("two days are %d", n)
	}
	if n := day("2024-01-01").Sub(day("2025-01-01")); n != -366 {
		t.Errorf("a leap year back is %d days", n)
	}
	if a, b := day("2026-01-31"), day("2026-02-01"); !a.Before(b) || !b.After(a) || a.Compare(a) != 0 {
		t.Error("dates do not compare")
	}
	if _, err := db.ParseDate("2026-02-29"); err == nil {
		t.Error("29 February 2026 does not exist")
	}
	out, err := json.Marshal(struct{ A, B db.Date }{A: day("2020-01-31")})
	if want := `{"A":"2020-01-31","B":""}`; err != nil || string(out) != want {
		t.Errorf("JSON: got %s, %v, want %s", out, err, want)
	}
}

func TestJSON(t *testing.T) {
	j, err := db.ToJSON(map[string]int{"a": 1})
	must(t, err)
	var got map[string]int
	must(t, j.Into(&got))
	if string(j) != `{"a":1}` || got["a"] != 1 {
		t.Errorf("got %s and %v", j, got)
	}
}
