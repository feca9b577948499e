// Package samtale is the interview (bosettingssamtalen): its questions as data, the
// answers with their versions, and the completion. sporsmal.go holds the questions;
// the form engine (skjema) decides from them what is asked, missing and seen.
package samtale

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/kodeliste"
	"bosett/internal/sak"
	"bosett/internal/samtale/samtaledb"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
)

// Status is how far a person's interview has come.
type Status string

// The statuses. IkkeStartet is the absence of a stored one.
const (
	IkkeStartet Status = ""
	Paabegynt   Status = "paabegynt"
	Ferdigstilt Status = "ferdigstilt"
)

// Regler are what the operator may decide about the form.
type Regler struct {
	// KompassFrist: the reason why Kompass is not done must be given in interviews that
	// were started before this day (S6).
	KompassFrist db.Date
	// MerknadPakrevd: at least one bosettingsmerknad, or the statement that there is
	// none, is needed to complete (S9).
	MerknadPakrevd bool
	// EpostIMDi is IMDi's mailbox for new internal notes where the case has no officer
	// (S15); "" for none.
	EpostIMDi string
}

// Standardregler are the rules of the user guide.
func Standardregler() Regler {
	return Regler{KompassFrist: db.NewDate(2021, time.July, 1), MerknadPakrevd: true}
}

// Service holds the use cases of the interview. One per process.
type Service struct {
	log    *innsyn.Log
	regler Regler
}

// New makes the use cases; app calls it once.
func New(log *innsyn.Log, regler Regler) *Service { return &Service{log: log, regler: regler} }

// samtale is the household's current interview with the parts and answers of all in it.
type samtale struct {
	samtaledb.Samtale
	personer []samtaledb.SamtalePerson
	svar     []samtaledb.Svar
	// koder are the lists as the transaction sees them; nil where only the state is read.
	koder *kodeliste.Lister
	forseglet
}

// find returns the household's current interview: that of its current case, else the
// one that waits for a case. false: there is none.
func find(ctx context.Context, r db.Reader, husstand ident.ID) (samtale, bool, error) {
	q := samtaledb.New(r)
	current, harSak, err := sak.ForHusstand(ctx, r, husstand)
	if err != nil {
		return samtale{}, false, err
	}
	var row samtaledb.Samtale
	err = sql.ErrNoRows
	if harSak {
		row, err = q.SamtaleForSak(ctx, samtaledb.SamtaleForSakParams{Husstand: husstand, Sak: db.SomeID(current.ID)})
	}
	if errors.Is(err, sql.ErrNoRows) {
		row, err = q.SamtaleUtenSak(ctx, husstand)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return samtale{}, false, nil
	}
	return samtale{Samtale: row}, err == nil, err
}

// fill reads the parts and the answers.
func (s *samtale) fill(ctx context.Context, r db.Reader) (err error) {
	q := samtaledb.New(r)
	if s.personer, err = q.ListPersoner(ctx, s.ID); err != nil {
		return err
	}
	s.svar, err = q.ListSvar(ctx, s.ID)
	return err
}

// laas reads a resident whom the actor may do the action to, and keeps everybody else
// from the household until the transaction ends: saves, completions and imports of one
// household come one after the other.
func laas(ctx context.Context, tx *innsyn.Tx, a tilgang.Actor, action tilgang.Action, id ident.ID) (beboer.Beboer, error) {
	b, err := beboer.Get(ctx, tx, id)
	if err != nil {
		return b, err
	}
	if err := tilgang.Check(a, action, b.Subject()); err != nil {
		return b, err
	}
	if err := beboer.Laas(ctx, tx.Tx, b.Husstand); err != nil {
		return b, err
	}
	// Again: whoever held the lock may have changed the person, and what the actor may do.
	now, err := beboer.Get(ctx, tx, id)
	if err != nil {
		return now, err
	}
	if now.Husstand != b.Husstand {
		return now, fmt.Errorf("samtale: the person moved: %w", db.ErrSerialization)
	}
	return now, tilgang.Check(a, action, now.Subject())
}

// del returns the person's part; nil when it has not been started.
func (s *samtale) del(beboer ident.ID) *samtaledb.SamtalePerson {
	for i := range s.personer {
		if s.personer[i].Beboer == beboer {
			return &s.personer[i]
		}
	}
	return nil
}

// fakta are the facts about a person that questions hang on, at a moment. familie: the
// person is not alone in the interview, or was not when something was answered for all.
func (t *Service) fakta(b beboer.Beboer, familie bool, koder *kodeliste.Lister, startet, naa time.Time) skjema.Fakta {
	return skjema.Fakta{
		Fylt16:         b.Alder(db.DateIn(naa, i18n.Oslo())) >= 16,
		Selvregistrert: b.Selvregistrert(),
		Enslig:         b.Persontype.Enslig(),
		HarFamilie:     familie,
		KompassPakrevd: db.DateIn(startet, i18n.Oslo()).Before(t.regler.KompassFrist),
		MerknadPakrevd: t.regler.MerknadPakrevd,

		TilrettelagtPlass: koder.Har(kodeliste.Plasstype, string(b.Plasstype), kodeliste.Tilrettelagt),
	}
}

// regel reads residents for a rule and shows nothing of them: it keeps the access log
// free of persons whom the actor never sees, such as a member at another centre.
type regel struct{ db.Reader }

// Saw tells nobody.
func (regel) Saw(...ident.ID) {}

// Searched tells nobody.
func (regel) Searched(string) {}

// medlemmer reads the household for a rule.
func medlemmer(ctx context.Context, r db.Reader, husstand ident.ID) ([]beboer.Beboer, error) {
	return beboer.Husstand(ctx, regel{r}, husstand)
}
