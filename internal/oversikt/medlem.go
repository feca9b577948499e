package oversikt

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/samtale"
	"bosett/internal/tilgang"
)

// Medlem is a resident as the lists show one. The identity number and the decision are
// not read, and Versjon and Gradering are not set.
type Medlem struct {
	beboer.Beboer
	// Samtale is how far the interview about the person has come.
	Samtale Samtalestatus
	// SamtaleTid is when it was completed, else when it was begun.
	SamtaleTid db.NullTime
}

// Oppgave is a row of the task list: one task, of a person who is alone or of a family.
type Oppgave struct {
	ID               ident.ID
	Type             string
	Opprettet, Frist db.Date
	RegNummer        string
	// Hode stands for the family in the list; Medlemmer are all of them, the head first.
	Hode      Medlem
	Medlemmer []Medlem
	sak       ident.ID
	husstand  ident.ID
	hode      ident.ID
}

// Familie tells whether there is more than one person in the task.
func (o Oppgave) Familie() bool { return len(o.Medlemmer) > 1 }

// Ferdige counts the members whose interview is completed.
func (o Oppgave) Ferdige() int { return o.count(samtale.Ferdigstilt) }

// Paabegynt tells whether somebody's interview has been begun or completed.
func (o Oppgave) Paabegynt() bool { return o.count(samtale.IkkeStartet) < len(o.Medlemmer) }

func (o Oppgave) count(s Samtalestatus) (n int) {
	for _, m := range o.Medlemmer {
		if m.Samtale == s {
			n++
		}
	}
	return n
}

// Neste is the first member whose interview is not completed; the head when all are.
func (o Oppgave) Neste() Medlem {
	for _, m := range o.Medlemmer {
		if m.Samtale != samtale.Ferdigstilt {
			return m
		}
	}
	return o.Hode
}

func loadOppgaver(ctx context.Context, r innsyn.Reader, s tilgang.Scope, keys []nokkel) ([]Oppgave, error) {
	byID := make(map[ident.ID]*Oppgave, len(keys))
	var husstander []ident.ID
	err := db.QueryIn(ctx, r, `SELECT o.id, o.type, o.opprettet, o.frist, o.beboer, o.sak, s.husstand, h.reg_nummer
FROM oppgave o JOIN sak s ON s.id = o.sak JOIN husstand h ON h.id = s.husstand WHERE o.id IN $LIST`, idsOf(keys),
		func(rows *sql.Rows) error {
			o := &Oppgave{}
			err := rows.Scan(&o.ID, &o.Type, &o.Opprettet, &o.Frist, &o.hode, &o.sak, &o.husstand, &o.RegNummer)
			byID[o.ID] = o
			husstander = append(husstander, o.husstand)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("oversikt: tasks: %w", err)
	}
	familier, err := loadFamilier(ctx, r, s, husstander)
	if err != nil {
		return nil, err
	}
	samtaler, err := loadSamtaler(ctx, r, husstander)
	if err != nil {
		return nil, err
	}
	list := make([]Oppgave, 0, len(keys))
	for _, k := range keys {
		o := byID[k.id]
		o.Medlemmer = familier[o.husstand]
		for i := range o.Medlemmer {
			m := &o.Medlemmer[i]
			m.Samtale, m.SamtaleTid = samtaler.status(m.ID, o.husstand, o.sak)
			r.Saw(m.ID)
		}
		if at := slices.IndexFunc(o.Medlemmer, func(m Medlem) bool { return m.ID == o.hode }); at >= 0 {
			o.Hode = o.Medlemmer[at]
		}
		list = append(list, *o)
	}
	return list, nil
}

func idsOf(keys []nokkel) []ident.ID {
	ids := make([]ident.ID, len(keys))
	for i, k := range keys {
		ids[i] = k.id
	}
	return ids
}

const medlemColumns = `b.id, b.duf, b.duf_gyldig, b.husstand, b.mottak, b.fornavn, b.mellomnavn, b.etternavn, b.fodt, b.kjonn,
  b.statsborgerskap, b.persontype, b.familierolle, b.familieplass, b.plasstype, b.gradert, b.har_sak, b.sak_status, b.sak_opprettet, b.kompass_tid`

// scanMedlem reads medlemColumns. gradert is the household's protection as the row
// has it.
func scanMedlem(rows *sql.Rows, more ...any) (m Medlem, gradert bool, err error) {
	var opprettet db.Date
	dest := []any{
		&m.ID, &m.Duf, &m.DufGyldig, &m.Husstand, &m.Beboer.Mottak, &m.Fornavn, &m.Mellomnavn, &m.Etternavn, &m.Fodt, &m.Kjonn,
		&m.Statsborgerskap, &m.Persontype, &m.Familierolle, &m.Familieplass, &m.Plasstype, &gradert, &m.HarSak, &m.SakStatus,
		&opprettet, &m.KompassTid,
	}
	err = rows.Scan(append(dest, more...)...)
	if m.HarSak {
		m.SakOpprettet = db.SomeDate(opprettet)
	}
	return m, gradert, err
}

// loadFamilier reads the members of households whom the scope lets see: a member who
// lives at another centre is that centre's.
func loadFamilier(ctx context.Context, r db.Reader, s tilgang.Scope, husstander []ident.ID) (map[ident.ID][]Medlem, error) {
	familier := make(map[ident.ID][]Medlem, len(husstander))
	err := db.QueryIn(ctx, r, "SELECT "+medlemColumns+" FROM beboer b WHERE b.husstand IN $LIST", husstander,
		func(rows *sql.Rows) error {
			m, gradert, err := scanMedlem(rows)
			if err == nil && m.Mottak == s.Mottak() && (!gradert || s.SerGradert()) {
				familier[m.Husstand] = append(familier[m.Husstand], m)
			}
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("oversikt: families: %w", err)
	}
	for _, f := range familier {
		slices.SortFunc(f, func(a, b Medlem) int {
			return cmp.Or(cmp.Compare(a.Familieplass, b.Familieplass), a.Fodt.Compare(b.Fodt), cmp.Compare(a.Duf, b.Duf))
		})
	}
	return familier, nil
}

// samtaler are the parts of interviews, by person.
type samtaler map[ident.ID][]samtaledel

type samtaledel struct {
	husstand ident.ID
	sak      db.NullID
	status   Samtalestatus
	tid      db.NullTime
}

func loadSamtaler(ctx context.Context, r db.Reader, husstander []ident.ID) (samtaler, error) {
	all := samtaler{}
	err := db.QueryIn(ctx, r, `SELECT p.beboer, s.husstand, s.sak, p.status, p.startet_tid, p.ferdig_tid
FROM samtale s JOIN samtale_person p ON p.samtale = s.id WHERE s.husstand IN $LIST`, husstander,
		func(rows *sql.Rows) error {
			var (
				person  ident.ID
				del     samtaledel
				startet db.Time
			)
			err := rows.Scan(&person, &del.husstand, &del.sak, &del.status, &startet, &del.tid)
			if !del.tid.Valid {
				del.tid = db.NullTime{Time: startet, Valid: true}
			}
			all[person] = append(all[person], del)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("oversikt: interviews: %w", err)
	}
	return all, nil
}

// status tells how far a person's interview has come: the one about the case (Nil:
// there is none), else the one that waits for a case.
func (s samtaler) status(person, husstand, sak ident.ID) (Samtalestatus, db.NullTime) {
	var waiting *samtaledel
	for _, del := range s[person] {
		switch {
		case del.husstand != husstand:
		case !del.sak.Valid:
			waiting = &del
		case del.sak.UUID == sak:
			return del.status, del.tid
		}
	}
	if waiting == nil {
		return samtale.IkkeStartet, db.NullTime{}
	}
	return waiting.status, waiting.tid
}
