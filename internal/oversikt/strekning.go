package oversikt

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"

	"bosett/internal/db"
)

// maxRuns is how many runs one query reads: PostgreSQL plans each by itself.
const maxRuns = 40

// strekning is a run that is being read.
type strekning struct {
	run
	after *nokkel // the last key read, or the one that the page begins after; nil: from the start
	limit int     // how many rows to read next
	lest  int     // how many there were
}

// runs is the source that merges stretches of the table's indexes. What it reads follows
// the rows that are asked for and not the number of runs: it begins with those that come
// first, takes of each the part that its size promises, and reads on where that was too
// little. The figures decide what is tried first, never what is returned.
func runs(q db.Reader, all []run) kilde {
	return func(ctx context.Context, r rekke, after *nokkel, n int) ([]nokkel, error) {
		var keys []nokkel
		for left := r.ahead(all, after); len(left) > 0 && len(keys) < n; {
			first := enough(left, n-len(keys))
			left = left[len(first):]
			more, err := r.merge(ctx, q, first, n-len(keys))
			if err != nil {
				return nil, fmt.Errorf("oversikt: %s: %w", r.table, err)
			}
			keys = append(keys, more...)
		}
		return keys, nil
	}
}

// ahead are the runs that may have rows after the key, in the order of what they have
// settled: those that differ in it follow each other, those that agree are interleaved.
func (r rekke) ahead(all []run, after *nokkel) []*strekning {
	var list []*strekning
	for _, one := range all {
		place := 1
		if after != nil {
			place = r.way(slices.Compare(one.fast, after.deler[:len(one.fast)]))
		}
		switch {
		case place == 0:
			list = append(list, &strekning{run: one, after: after})
		case place > 0:
			list = append(list, &strekning{run: one})
		}
	}
	slices.SortStableFunc(list, func(a, b *strekning) int { return r.way(slices.Compare(a.fast, b.fast)) })
	return list
}

// enough are the first stretches of the list that should hold n rows, with how many to
// read of each.
func enough(list []*strekning, n int) []*strekning {
	var sum int64
	end := 0
	for end < len(list) && sum < int64(n) {
		start, total := end, int64(0)
		for ; end < len(list) && slices.Equal(list[start].fast, list[end].fast); end++ {
			total += list[end].antall
			if list[end].after == nil {
				sum += list[end].antall
			}
		}
		for _, one := range list[start:end] {
			one.limit = part(n, one.antall, total)
		}
	}
	return list[:end]
}

// part is how many rows to read first of a stretch that holds antall of the total, when n
// are wanted of all: half as many again as on average. It is one of few numbers, so that
// the texts of the queries are few.
func part(n int, antall, total int64) int {
	want := 4 + 3*int64(n)*antall/(2*max(total, 1))
	size := 4
	for int64(size) < want {
		size *= 2
	}
	return min(size, n)
}

// merge returns the first n keys of stretches.
func (r rekke) merge(ctx context.Context, q db.Reader, list []*strekning, n int) ([]nokkel, error) {
	var keys []nokkel
	for len(list) > 0 {
		for chunk := range chunks(list) {
			s := r.query(chunk)
			rows, err := q.QueryContext(ctx, s.String(), s.args...)
			if err != nil {
				return nil, err
			}
			if keys, err = r.collect(rows, chunk, keys); err != nil {
				return nil, err
			}
		}
		slices.SortFunc(keys, r.compare)
		keys = keys[:min(n, len(keys))]
		list = r.unfinished(list, keys, n)
	}
	return keys, nil
}

// unfinished are the stretches that may have more rows among the first n.
func (r rekke) unfinished(list []*strekning, keys []nokkel, n int) (more []*strekning) {
	for _, one := range list {
		if one.lest < one.limit || len(keys) == n && r.compare(*one.after, keys[n-1]) >= 0 {
			continue
		}
		one.limit, one.lest = n, 0
		more = append(more, one)
	}
	return more
}

// chunks splits the stretches into those of one query each: they settle equally many
// parts.
func chunks(all []*strekning) iter.Seq[[]*strekning] {
	return func(yield func([]*strekning) bool) {
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

// collect adds the keys of the rows to the others, and moves their stretches on.
func (r rekke) collect(rows *sql.Rows, list []*strekning, keys []nokkel) ([]nokkel, error) {
	defer rows.Close()
	columns := r.rest(len(list[0].fast))
	for rows.Next() {
		var nr int
		id, values, err := scanRow(rows, columns, &nr)
		if err != nil {
			return nil, err
		}
		one := list[nr]
		key := nokkel{id, slices.Concat(one.fast, values)}
		if one.after == nil || r.compare(*one.after, key) < 0 {
			one.after = &key
		}
		one.lest++
		keys = append(keys, key)
	}
	return keys, rows.Err()
}
