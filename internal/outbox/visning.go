package outbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/outbox/outboxdb"
)

// Tilstand is where a message stands.
type Tilstand string

// The states.
const (
	Venter  Tilstand = "venter"
	Sendes  Tilstand = "sendes"
	Levert  Tilstand = "levert"
	GittOpp Tilstand = "gitt-opp"
)

// Visning is one message as somebody who looks after the outbox sees it.
type Visning struct {
	Brev     Brev
	Mal      string
	Tilstand Tilstand
	Forsok   int
	// Feil is why the last try failed, "" if none has.
	Feil string
}

// List gives the newest messages, at most limit.
func List(ctx context.Context, r db.Reader, base *url.URL, limit int) ([]Visning, error) {
	rows, err := outboxdb.New(r).ListNewest(ctx, int32(limit))
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	return newVisninger(ctx, rows, base), nil
}

// ListDead gives the messages that are given up, oldest first.
func ListDead(ctx context.Context, r db.Reader, base *url.URL) ([]Visning, error) {
	rows, err := outboxdb.New(r).ListDead(ctx)
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	return newVisninger(ctx, rows, base), nil
}

// Get gives one message, or the fault NotFound.
func Get(ctx context.Context, r db.Reader, base *url.URL, id ident.ID) (Visning, error) {
	row, err := outboxdb.New(r).GetMelding(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return Visning{}, fault.NewNotFound()
	}
	if err != nil {
		return Visning{}, fmt.Errorf("outbox: %w", err)
	}
	return newVisning(ctx, row, base), nil
}

// Revive sends the messages that are given up once more, from the first try, and tells
// how many they are. Those without a usable address stay.
func Revive(ctx context.Context, tx *db.Tx) (n int64, err error) {
	rows, err := outboxdb.New(tx).ListDead(ctx)
	if err != nil {
		return 0, fmt.Errorf("outbox: %w", err)
	}
	for _, row := range rows {
		if !Adresse(row.Mottaker) {
			continue
		}
		revived, err := outboxdb.New(tx).Revive(ctx, outboxdb.ReviveParams{ID: row.ID, NesteTid: straks})
		if err != nil {
			return 0, fmt.Errorf("outbox: %w", err)
		}
		n += revived
	}
	return n, nil
}

func newVisninger(ctx context.Context, rows []outboxdb.Utbok, base *url.URL) []Visning {
	all := make([]Visning, 0, len(rows))
	for _, row := range rows {
		all = append(all, newVisning(ctx, row, base))
	}
	return all
}

// newVisning shows also a row that cannot be written as a letter: then the template's name
// stands where the words would.
func newVisning(ctx context.Context, row outboxdb.Utbok, base *url.URL) Visning {
	v := Visning{Mal: row.Mal, Tilstand: Venter, Forsok: int(row.Forsok), Feil: row.Feil}
	var err error
	if v.Brev, err = newBrev(ctx, row, base); err != nil {
		v.Brev = Brev{ID: row.ID, Til: row.Mottaker, Sprak: row.Sprak, Emne: row.Mal, Opprettet: row.OpprettetTid.Time}
	}
	switch {
	case row.LevertTid.Valid:
		v.Tilstand = Levert
	case row.DodTid.Valid:
		v.Tilstand = GittOpp
	case row.LaasTil.Valid:
		v.Tilstand = Sendes
	}
	return v
}

// Tall is how many messages wait, are being sent and are given up.
type Tall struct{ Venter, Sendes, GittOpp int64 }

// Count counts them.
func Count(ctx context.Context, r db.Reader) (t Tall, err error) {
	q := outboxdb.New(r)
	for _, c := range []struct {
		count func(context.Context) (int64, error)
		into  *int64
	}{{q.CountWaiting, &t.Venter}, {q.CountLeased, &t.Sendes}, {q.CountDead, &t.GittOpp}} {
		if *c.into, err = c.count(ctx); err != nil {
			return t, fmt.Errorf("outbox: %w", err)
		}
	}
	return t, nil
}
