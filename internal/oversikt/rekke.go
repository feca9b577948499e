package oversikt

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"bosett/internal/db"
	"bosett/internal/ident"
)

// kolonne is a column that lists are ordered by.
type kolonne struct {
	name string
	kind kind
}

type kind int

const (
	tekst  kind = iota // text COLLATE "C"
	oktett             // bytea: a Norwegian sort key
	dato               // date
)

// rekke is the order of a list: the columns, all in one direction, and the row's id
// last, so that no two rows are equal.
type rekke struct {
	table    string
	columns  []kolonne
	synkende bool
	// ingen is the value of the first column that stands for "none"; such rows come
	// last in both directions. nil: the column has no such value.
	ingen *string
}

// nokkel is a row's place in the order: where "none" goes, if the order has it, and
// the columns. The parts compare as the database compares the columns: as bytes.
type nokkel struct {
	id    ident.ID
	deler []string
}

// compare gives the order of the list.
func (r rekke) compare(a, b nokkel) int {
	c := cmp.Or(slices.Compare(a.deler, b.deler), strings.Compare(string(a.id[:]), string(b.id[:])))
	if r.synkende {
		return -c
	}
	return c
}

// snudd is the same order read from the other end.
func (r rekke) snudd() rekke {
	r.synkende = !r.synkende
	return r
}

// rang is the part of a key that puts the rows without a value last. It is asked for
// with the list's own direction, before any turning.
func (r rekke) rang(ingen bool) string {
	if ingen != r.synkende {
		return "1"
	}
	return "0"
}

// key makes the key of a row of its columns.
func (r rekke) key(id ident.ID, values []string) nokkel {
	if r.ingen != nil {
		values = append([]string{r.rang(values[0] == *r.ingen)}, values...)
	}
	return nokkel{id, values}
}

// scanRow reads id, the columns and whatever follows them.
func scanRow(rows interface{ Scan(...any) error }, columns []kolonne, more ...any) (id ident.ID, values []string, err error) {
	values = make([]string, len(columns))
	dates := make([]db.Date, len(columns))
	dest := []any{&id}
	for i, c := range columns {
		if c.kind == dato {
			dest = append(dest, &dates[i])
		} else {
			dest = append(dest, &values[i])
		}
	}
	if err := rows.Scan(append(dest, more...)...); err != nil {
		return ident.Nil, nil, err
	}
	for i, c := range columns {
		if c.kind == dato {
			values[i] = dates[i].String()
		}
	}
	return id, values, nil
}

// columnList is ", a, b" with a prefix such as "o." before each name.
func columnList(columns []kolonne, prefix string) string {
	var b strings.Builder
	for _, c := range columns {
		b.WriteString(", " + prefix + c.name)
	}
	return b.String()
}

// find looks up the key of the row that a page begins beside; nil when no row that
// the conditions hold for has the id.
func (r rekke) find(ctx context.Context, q db.Reader, id ident.ID, where []vilkar) (*nokkel, error) {
	if id == ident.Nil {
		return nil, nil
	}
	var s setning
	s.write("SELECT id", columnList(r.columns, ""), " FROM ", r.table, " WHERE id = ", s.arg(id))
	s.and(where)
	_, values, err := scanRow(q.QueryRowContext(ctx, s.String(), s.args...), r.columns)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("oversikt: %s: %w", r.table, err)
	}
	n := r.key(id, values)
	return &n, nil
}

// kilde gives the first n keys after the given one (nil: from the start) in the order
// r, which is the list's own or the same turned.
type kilde func(ctx context.Context, r rekke, after *nokkel, n int) ([]nokkel, error)

// utsnitt is one page of keys, and whether there are rows before and after it.
type utsnitt struct {
	keys           []nokkel
	forrige, neste bool
}

// page reads the page that begins beside at (nil: the first page); forover tells on
// which side of it.
func (r rekke) page(ctx context.Context, from kilde, at *nokkel, forover bool, n int) (utsnitt, error) {
	forover = forover || at == nil
	way, back := r, r.snudd()
	if !forover {
		way, back = back, way
	}
	keys, err := from(ctx, way, at, n+1)
	if err != nil {
		return utsnitt{}, err
	}
	more := len(keys) > n
	keys = keys[:min(n, len(keys))]
	if at == nil {
		return utsnitt{keys: keys, neste: more}, nil
	}
	if len(keys) == 0 || !forover && !more {
		// The rows there have gone, or this is the beginning: show the whole first page.
		return r.page(ctx, from, nil, true, n)
	}
	behind, err := from(ctx, back, &keys[0], 1)
	if err != nil {
		return utsnitt{}, err
	}
	if forover {
		return utsnitt{keys, len(behind) > 0, more}, nil
	}
	slices.Reverse(keys)
	return utsnitt{keys, more, len(behind) > 0}, nil
}

// memory is a source of keys that have been read already: the hits of a search.
func memory(keys []nokkel) kilde {
	return func(_ context.Context, r rekke, after *nokkel, n int) ([]nokkel, error) {
		slices.SortFunc(keys, r.compare)
		from := 0
		if after != nil {
			from, _ = slices.BinarySearchFunc(keys, *after, r.compare)
			if from < len(keys) && keys[from].id == after.id {
				from++
			}
		}
		return slices.Clone(keys[from:min(from+n, len(keys))]), nil
	}
}
