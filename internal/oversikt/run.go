package oversikt

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"bosett/internal/db"
)

// run is one stretch of an index: the rows that agree in the index's leading columns,
// in the order of the columns that follow. fast holds the leading parts of the key
// where the run has them settled: they are compared here and not by the database,
// which then needs no more than the one index. fra and til, where given, are the first
// and the last value of the next column that belong to the run.
type run struct {
	vilkar   []vilkar
	fast     []string
	fra, til string
}

// vilkar is a condition: "column = " and its value, or one without a value.
type vilkar struct {
	sql   string
	value any
}

// setning is a query under construction.
type setning struct {
	strings.Builder
	args []any
}

func (s *setning) write(parts ...string) {
	for _, p := range parts {
		s.WriteString(p)
	}
}

func (s *setning) arg(v any) string {
	s.args = append(s.args, v)
	return "$" + strconv.Itoa(len(s.args))
}

func (s *setning) condition(v vilkar) {
	s.WriteString(v.sql)
	if v.value != nil {
		s.WriteString(s.arg(v.value))
	}
}

func (s *setning) and(all []vilkar) {
	for _, v := range all {
		s.WriteString(" AND ")
		s.condition(v)
	}
}

// maxRuns is how many runs one query reads: PostgreSQL plans each by itself.
const maxRuns = 40

// runs is the source that merges stretches of the table's indexes. It reads at most n
// rows of each.
func runs(q db.Reader, all []run) kilde {
	return func(ctx context.Context, r rekke, after *nokkel, n int) ([]nokkel, error) {
		var keys []nokkel
		for chunk := range chunks(all) {
			s, fast := r.query(chunk, after, n)
			if len(fast) == 0 {
				continue
			}
			rows, err := q.QueryContext(ctx, s.String(), s.args...)
			if err != nil {
				return nil, fmt.Errorf("oversikt: %s: %w", r.table, err)
			}
			if keys, err = r.collect(rows, fast, keys); err != nil {
				return nil, fmt.Errorf("oversikt: %s: %w", r.table, err)
			}
		}
		slices.SortFunc(keys, r.compare)
		return keys[:min(n, len(keys))], nil
	}
}

// chunks splits the runs into those of one query each: they settle equally many parts.
func chunks(all []run) iter.Seq[[]run] {
	return func(yield func([]run) bool) {
		for len(all) > 0 {
			n := 1
			for n < min(len(all), maxRuns) && len(all[n].fast) == len(all[0].fast) {
				n++
			}
			if !yield(all[:n]) {
				return
			}
			all = all[n:]
		}
	}
}

func (r rekke) collect(rows *sql.Rows, fast [][]string, keys []nokkel) ([]nokkel, error) {
	defer rows.Close()
	columns := r.rest(len(fast[0]))
	for rows.Next() {
		var nr int
		id, values, err := scanRow(rows, columns, &nr)
		if err != nil {
			return nil, err
		}
		keys = append(keys, nokkel{id, slices.Concat(fast[nr], values)})
	}
	return keys, rows.Err()
}

// rest are the columns that are left when the first n parts of the key are settled.
func (r rekke) rest(n int) []kolonne {
	if r.ingen != nil {
		n--
	}
	return r.columns[n:]
}

// query writes one SELECT per run, each with its own limit, and says which settled
// parts belong to which run. Runs that end before the key are left out.
func (r rekke) query(list []run, after *nokkel, n int) (s *setning, fast [][]string) {
	s = &setning{}
	for _, run := range list {
		place := 0
		if after != nil {
			place = slices.Compare(run.fast, after.deler[:len(run.fast)])
			if r.synkende {
				place = -place
			}
		}
		if place < 0 {
			continue
		}
		if len(fast) > 0 {
			s.write(" UNION ALL ")
		}
		columns := r.rest(len(run.fast))
		nr := strconv.Itoa(len(fast))
		// The inner SELECT has a limit of its own, which a member of a union may not have.
		s.write("SELECT * FROM (SELECT id", columnList(columns, ""), ", ", nr, " AS nr FROM ", r.table, " WHERE ")
		s.condition(run.vilkar[0])
		s.and(run.vilkar[1:])
		if after != nil && place == 0 {
			r.writeAfter(s, &run, columns, *after)
		}
		if run.fra != "" {
			s.write(" AND ", columns[0].name, " >= ", s.arg(run.fra))
		}
		if run.til != "" {
			s.write(" AND ", columns[0].name, " <= ", s.arg(run.til))
		}
		r.writeOrder(s, columns)
		s.write(" LIMIT ", strconv.Itoa(n), ") AS r", nr)
		fast = append(fast, run.fast)
	}
	return s, fast
}

// writeAfter writes "(columns, id) > (key, id)", which both engines read from an index,
// and takes away the run's own limit at that end: of two limits at one end SQLite may
// start from the wrong one. A run that begins after the key needs its own limit only.
func (r rekke) writeAfter(s *setning, one *run, columns []kolonne, after nokkel) {
	rest := after.deler[len(after.deler)-len(columns):]
	switch {
	case r.synkende && one.til != "":
		if rest[0] > one.til {
			return
		}
		one.til = ""
	case !r.synkende && one.fra != "":
		if rest[0] < one.fra {
			return
		}
		one.fra = ""
	}
	s.write(" AND (")
	for _, c := range columns {
		s.write(c.name, ", ")
	}
	if r.synkende {
		s.write("id) < (")
	} else {
		s.write("id) > (")
	}
	for i, c := range columns {
		if c.kind == oktett {
			s.write(s.arg([]byte(rest[i])), ", ")
		} else {
			s.write(s.arg(rest[i]), ", ")
		}
	}
	s.write(s.arg(after.id), ")")
}

func (r rekke) writeOrder(s *setning, columns []kolonne) {
	direction := ""
	if r.synkende {
		direction = " DESC"
	}
	s.write(" ORDER BY ")
	for _, c := range columns {
		s.write(c.name, direction, ", ")
	}
	s.write("id", direction)
}
