package outbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"time"

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
	// Neste is when a waiting message is tried again; the zero time is at once.
	Neste time.Time
}

// List gives the newest messages, at most limit.
func List(ctx context.Context, r db.Reader, base *url.URL, limit int) ([]Visning, error) {
	rows, err := outboxdb.New(r).ListNewest(ctx, int32(limit))
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	return newVisninger(ctx, rows, base)
}

// ListDead gives the messages that are given up, oldest first.
func ListDead(ctx context.Context, r db.Reader, base *url.URL) ([]Visning, error) {
	rows, err := outboxdb.New(r).ListDead(ctx)
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	return newVisninger(ctx, rows, base)
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
	return newVisning(ctx, row, base)
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

func newVisninger(ctx context.Context, rows []outboxdb.Utbok, base *url.URL) ([]Visning, error) {
	all := make([]Visning, 0, len(rows))
	for _, row := range rows {
		v, err := newVisning(ctx, row, base)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

func newVisning(ctx context.Context, row outboxdb.Utbok, base *url.URL) (Visning, error) {
	letter, err := newBrev(ctx, row, base)
	if err != nil {
		return Visning{}, err
	}
	v := Visning{Brev: letter, Mal: row.Mal, Tilstand: Venter, Forsok: int(row.Forsok), Feil: row.Feil}
	switch {
	case row.LevertTid.Valid:
		v.Tilstand = Levert
	case row.DodTid.Valid:
		v.Tilstand = GittOpp
	case row.LaasTil.Valid:
		v.Tilstand = Sendes
	case row.NesteTid != straks:
		v.Neste = row.NesteTid.Time
	}
	return v, nil
}
