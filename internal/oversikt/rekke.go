package oversikt

import (
	"bytes"
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
	c := slices.Compare(a.deler, b.deler)
	if c == 0 {
		c = bytes.Compare(a.id[:], b.id[:])
	}
	return r.way(c)
}

// way is a comparison in the direction of the list.
func (r rekke) way(c int) int {
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

// sted is the row that a page begins beside, and whether the list is certain to hold it.
type sted struct {
	nokkel
	med bool
}

// find looks up the row that a page begins beside; nil when no row that the conditions
// hold for has the id. filter are the conditions that the list has besides: without
// them the row is a place in the order all the same.
func (r rekke) find(ctx context.Context, q db.Reader, id ident.ID, where, filter []vilkar) (*sted, error) {
	if id == ident.Nil {
		return nil, nil
	}
	var s setning
	s.write("SELECT id", columnList(r.columns, ""), ", TRUE")
	s.and(filter)
	s.write(" AS med FROM ", r.table, " WHERE id = ", s.arg(id))
	s.and(where)
	var at sted
	id, values, err := scanRow(q.QueryRowContext(ctx, s.String(), s.args...), r.columns, &at.med)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("oversikt: %s: %w", r.table, err)
	}
	at.nokkel = r.key(id, values)
	return &at, nil
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
func (r rekke) page(ctx context.Context, from kilde, at *sted, forover bool, n int) (utsnitt, error) {
	if at == nil {
		keys, more, err := r.some(ctx, from, nil, n)
		return utsnitt{keys: keys, neste: more}, err
	}
	way, back := r, r.snudd()
	if !forover {
		way, back = back, way
	}
	keys, more, err := way.some(ctx, from, &at.nokkel, n)
	if err != nil {
		return utsnitt{}, err
	}
	if len(keys) == 0 || !forover && !more {
		// The rows there have gone, or this is the beginning: show the whole first page.
		return r.page(ctx, from, nil, true, n)
	}
	behind := at.med
	if !behind {
		rows, err := from(ctx, back, &keys[0], 1)
		if err != nil {
			return utsnitt{}, err
		}
		behind = len(rows) > 0
	}
	if forover {
		return utsnitt{keys, behind, more}, nil
	}
	slices.Reverse(keys)
	return utsnitt{keys, more, behind}, nil
}

// some are the first n keys after the given one, and whether there are more.
func (r rekke) some(ctx context.Context, from kilde, after *nokkel, n int) ([]nokkel, bool, error) {
	keys, err := from(ctx, r, after, n+1)
	return keys[:min(n, len(keys))], len(keys) > n, err
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
