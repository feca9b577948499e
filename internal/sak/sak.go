package sak

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/sak/sakdb"
)

// FristDager is how many calendar days a centre has for the interview (T2).
const FristDager = 14

// Import stands in the history for what the register's feed did.
const Import = "import"

// Sak is a settlement case. It has a number, a household and a centre; the persons
// are the household's.
type Sak struct {
	ID             ident.ID
	Saksnummer     string
	Husstand       ident.ID
	Mottak         ident.ID
	Status         Status
	Opprettet      db.Date
	Frist          db.Date
	AvsluttetArsak Arsak
	// Saksbehandler is IMDi's officer for the case, if it has one.
	Saksbehandler db.NullID
	Versjon       int64
}

// DagerIgjen is how many days are left on a day, negative when the deadline is over.
func (s Sak) DagerIgjen(idag db.Date) int { return s.Frist.Sub(idag) }

// Get returns a case, or fault.NotFound. It does not check the actor.
func Get(ctx context.Context, r db.Reader, id ident.ID) (Sak, error) {
	row, err := sakdb.New(r).GetSak(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return Sak{}, fault.NewNotFound()
	}
	if err != nil {
		return Sak{}, fmt.Errorf("sak: %w", err)
	}
	return fromRow(row), nil
}

// ForHusstand returns the household's current case: the living one, else the one that
// was closed last; false when it has had none. It does not check the actor.
func ForHusstand(ctx context.Context, r db.Reader, husstand ident.ID) (Sak, bool, error) {
	saker, err := beboer.GjeldendeSaker(ctx, r, []ident.ID{husstand})
	if err != nil || len(saker) == 0 {
		return Sak{}, false, err
	}
	current, err := Get(ctx, r, saker[husstand].ID)
	return current, err == nil, err
}

func fromRow(row sakdb.Sak) Sak {
	return Sak{
		ID: row.ID, Saksnummer: row.Saksnummer, Husstand: row.Husstand, Mottak: row.Mottak, Status: Status(row.Status),
		Opprettet: row.Opprettet, Frist: row.Frist, AvsluttetArsak: Arsak(row.AvsluttetArsak), Saksbehandler: row.Saksbehandler, Versjon: row.Versjon,
	}
}

// Handling is one thing done to a case.
type Handling struct {
	Verb Verb
	// Av is the user's id as text, or Import.
	Av string
	// Arsak is demanded by VerbAvslutt and stands alone with it.
	Arsak Arsak
	// Data is kept with the event as it is; no names, no free text about persons.
	Data map[string]string
}

// Transition does one row of the state machine: the case, its history, the copies at
// its members, the open task and the counts, all in tx. The caller has checked the
// actor. fault.NotFound for an unknown case, fault.Conflict when the table has no such
// row for the status the case has now, fault.Invalid for an unknown reason.
func Transition(ctx context.Context, tx *db.Tx, id ident.ID, h Handling) (Sak, error) {
	s, err := Get(ctx, tx, id)
	if err != nil {
		return Sak{}, err
	}
	if err := beboer.Laas(ctx, tx, s.Husstand); err != nil {
		return Sak{}, err
	}
	// Again: whoever held the lock may have done something to it.
	if s, err = Get(ctx, tx, id); err != nil {
		return Sak{}, err
	}
	if s, err = s.do(ctx, tx, h); err != nil {
		return Sak{}, err
	}
	return s, projiser(ctx, tx, []ident.ID{s.Husstand})
}

// do changes the case and writes its history; the copies are the caller's.
func (s Sak) do(ctx context.Context, tx *db.Tx, h Handling) (Sak, error) {
	til, ok := Next(s.Status, h.Verb)
	if !ok {
		return s, fault.NewConflict("sak.feil.overgang")
	}
	if !arsakFits(til, h.Arsak) {
		return s, fault.NewInvalid("sak.feil.arsak")
	}
	q, now := sakdb.New(tx), db.At(tx.Now())
	err := q.SetStatus(ctx, sakdb.SetStatusParams{ID: s.ID, Status: string(til), AvsluttetArsak: string(h.Arsak), EndretTid: now})
	if err != nil {
		return s, fmt.Errorf("sak: %w", err)
	}
	data, err := h.json()
	if err != nil {
		return s, err
	}
	err = q.InsertHendelse(ctx, sakdb.InsertHendelseParams{
		Sak: s.ID, Handling: string(h.Verb), FraStatus: string(s.Status), TilStatus: string(til), Av: h.Av, Tid: now, Data: data,
	})
	if err != nil {
		return s, fmt.Errorf("sak: %w", err)
	}
	s.Status, s.AvsluttetArsak, s.Versjon = til, h.Arsak, s.Versjon+1
	return s, nil
}

// arsakFits tells whether a reason is given where one is demanded, and only there.
func arsakFits(s Status, a Arsak) bool {
	if s == Avsluttet {
		return slices.Contains(Arsaker, a)
	}
	return a == ""
}

func (h Handling) json() (db.JSON, error) {
	data := map[string]string{}
	for k, v := range h.Data {
		data[k] = v
	}
	if h.Arsak != "" {
		data["arsak"] = string(h.Arsak)
	}
	return db.ToJSON(data)
}

// projiser copies the current cases of households to all that shows them.
func projiser(ctx context.Context, tx *db.Tx, husstander []ident.ID) error {
	if err := beboer.ProjiserSak(ctx, tx, husstander); err != nil {
		return err
	}
	return OppdaterOppgave(ctx, tx, husstander)
}
