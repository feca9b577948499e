package oversikt

import (
	"strconv"
	"strings"
)

// run is one stretch of an index: the rows that agree in the index's leading columns,
// in the order of the columns that follow. fast holds the leading parts of the key
// where the run has them settled: they are compared here and not by the database,
// which then needs no more than the one index. fra and til, where given, are the first
// and the last value of the next column that belong to the run. antall is how many rows
// the figures give it.
type run struct {
	vilkar   []vilkar
	fast     []string
	fra, til string
	antall   int64
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

// rest are the columns that are left when the first n parts of the key are settled.
func (r rekke) rest(n int) []kolonne {
	if r.ingen != nil {
		n--
	}
	return r.columns[n:]
}

// query writes one SELECT per stretch, each with its own limit.
func (r rekke) query(list []*strekning) *setning {
	s := &setning{}
	for i, one := range list {
		if i > 0 {
			s.write(" UNION ALL ")
		}
		run, columns, nr := one.run, r.rest(len(one.fast)), strconv.Itoa(i)
		// The inner SELECT has a limit of its own, which a member of a union may not have.
		s.write("SELECT * FROM (SELECT id", columnList(columns, ""), ", ", nr, " AS nr FROM ", r.table, " WHERE ")
		s.condition(run.vilkar[0])
		s.and(run.vilkar[1:])
		if one.after != nil {
			r.writeAfter(s, &run, columns, *one.after)
		}
		if run.fra != "" {
			s.write(" AND ", columns[0].name, " >= ", s.arg(run.fra))
		}
		if run.til != "" {
			s.write(" AND ", columns[0].name, " <= ", s.arg(run.til))
		}
		r.writeOrder(s, columns)
		s.write(" LIMIT ", strconv.Itoa(one.limit), ") AS r", nr)
	}
	return s
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
