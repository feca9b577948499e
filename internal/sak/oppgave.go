package sak

import (
	"context"
	"database/sql"
	"fmt"

	"bosett/internal/db"
	"bosett/internal/ident"
)

// OppgaveBosettingssamtale is the one type of task there is: "Gjennomfør
// bosettingssamtale". A family has one, with its members (T4).
const OppgaveBosettingssamtale = "bosettingssamtale"

// VarselKlar is the type of the notification that a centre gets with a new task.
const VarselKlar = "klar_for_samtale"

// flytt stands in the history when a case follows its family to another centre.
const flytt = "flytt"

// oppgave is an open task. The comparable part is what lists show and sort by.
type oppgave struct {
	id  ident.ID
	sak ident.ID
	oppgavefelt
}

type oppgavefelt struct {
	mottak    ident.ID
	gradert   bool
	opprettet db.Date
	frist     db.Date
	beboer    ident.ID
	duf       string
	navnSort  string // bytes
	plasstype string
	personer  int
}

// hode is the head of a household, with how many they are.
type hode struct {
	beboer    ident.ID
	mottak    ident.ID
	duf       string
	navnSort  []byte
	plasstype string
	gradert   bool
	personer  int
}

// OppdaterHusstander lets the cases and tasks of households follow what an import has
// changed in them: another head, name, place type, grade or centre, a member more or
// less. Called by the system (register) with beboer.Resultat.Husstander, in the same
// transaction. When the last who was not completed has left, the case becomes
// fordelingsklar.
func OppdaterHusstander(ctx context.Context, tx *db.Tx, husstander []ident.ID) error {
	saker, err := hentSaker(ctx, tx, husstander)
	if err != nil || len(saker) == 0 {
		return err
	}
	_, endret, err := fullfor(ctx, tx, husstander, Import)
	if err != nil {
		return err
	}
	if endret {
		return projiser(ctx, tx, husstander)
	}
	return OppdaterOppgave(ctx, tx, husstander)
}

// Fullfor makes a household's case fordelingsklar when everybody in it is completed, and
// tells whether they are; a household without a case is told so too. av is the user's id
// as text. Called by samtale, which has locked the household.
func Fullfor(ctx context.Context, tx *db.Tx, husstand ident.ID, av string) (alle bool, err error) {
	ferdige, endret, err := fullfor(ctx, tx, []ident.ID{husstand}, av)
	if err == nil && endret {
		err = projiser(ctx, tx, []ident.ID{husstand})
	}
	return len(ferdige) > 0, err
}

// fullfor is the one rule of when a household is done: there is somebody in it, and
// everybody in it is completed in the interview of its living case, or in the one that
// waits for a case. Such a case under kartlegging becomes fordelingsklar.
func fullfor(ctx context.Context, tx *db.Tx, husstander []ident.ID, av string) (ferdige []ident.ID, endret bool, err error) {
	var saker []ident.ID
	err = db.QueryIn(ctx, tx, `SELECT t.husstand, s.id, s.status FROM samtale t LEFT JOIN sak s ON s.id = t.sak
WHERE (s.id IS NULL OR s.status <> 'avsluttet')
  AND EXISTS (SELECT 1 FROM beboer b WHERE b.husstand = t.husstand)
  AND NOT EXISTS (SELECT 1 FROM beboer b WHERE b.husstand = t.husstand AND NOT EXISTS (
    SELECT 1 FROM samtale_person p WHERE p.samtale = t.id AND p.beboer = b.id AND p.status = 'ferdigstilt'))
  AND t.husstand IN $LIST`, husstander, func(rows *sql.Rows) error {
		var husstand ident.ID
		var sak db.NullID
		var status sql.NullString
		err := rows.Scan(&husstand, &sak, &status)
		ferdige = append(ferdige, husstand)
		if Status(status.String) == UnderKartlegging {
			saker = append(saker, sak.UUID)
		}
		return err
	})
	if err != nil {
		return nil, false, err
	}
	for _, id := range saker {
		s, err := Get(ctx, tx, id)
		if err != nil {
			return nil, false, err
		}
		if _, err := s.do(ctx, tx, Handling{Verb: VerbFerdigstill, Av: av}); err != nil {
			return nil, false, err
		}
	}
	return ferdige, len(saker) > 0, nil
}

// OppdaterOppgave makes the open tasks of the households what they shall be: one for a
// case under kartlegging that has members, else none. It also moves the case to the
// centre of the family's head and keeps counts and notifications right. The households
// must be locked (beboer.Laas) and their copies up to date.
func OppdaterOppgave(ctx context.Context, tx *db.Tx, husstander []ident.ID) error {
	saker, err := hentSaker(ctx, tx, husstander)
	if err != nil || len(saker) == 0 {
		return err
	}
	hoder, err := hentHoder(ctx, tx, husstander)
	if err != nil {
		return err
	}
	if err := flyttSaker(ctx, tx, saker, hoder); err != nil {
		return err
	}
	apne, err := hentApne(ctx, tx, saker)
	if err != nil {
		return err
	}
	e := endringer{tall: map[tallKey]tall{}}
	gradert := map[bool][]ident.ID{}
	for _, s := range saker {
		h, harHode := hoder[s.Husstand]
		if harHode && s.Status != Avsluttet {
			gradert[h.gradert] = append(gradert[h.gradert], s.ID)
		}
		var skal *oppgavefelt
		if harHode && s.Status == UnderKartlegging {
			felt := newOppgavefelt(s, h)
			skal = &felt
		}
		e.add(s, apne[s.ID], skal)
	}
	if err := e.lagre(ctx, tx); err != nil {
		return fmt.Errorf("sak: tasks: %w", err)
	}
	for skjult, ids := range gradert {
		err := db.ExecIn(ctx, tx, `UPDATE varsel SET gradert = $1 WHERE type = $2 AND gradert <> $1 AND gjelder IN $LIST`, ids, skjult, VarselKlar)
		if err != nil {
			return err
		}
	}
	return nil
}

func newOppgavefelt(s Sak, h hode) oppgavefelt {
	return oppgavefelt{
		mottak: h.mottak, gradert: h.gradert, opprettet: s.Opprettet, frist: s.Frist, beboer: h.beboer,
		duf: h.duf, navnSort: string(h.navnSort), plasstype: h.plasstype, personer: h.personer,
	}
}

// hentSaker reads all cases of the households.
func hentSaker(ctx context.Context, tx *db.Tx, husstander []ident.ID) (saker []Sak, err error) {
	err = db.QueryIn(ctx, tx, selectSak+` WHERE husstand IN $LIST`, husstander, func(rows *sql.Rows) error {
		s, err := scanSak(rows)
		saker = append(saker, s)
		return err
	})
	return saker, err
}

const selectSak = `SELECT id, saksnummer, husstand, mottak, status, opprettet, frist, avsluttet_arsak, versjon FROM sak`

func scanSak(rows *sql.Rows) (s Sak, err error) {
	err = rows.Scan(&s.ID, &s.Saksnummer, &s.Husstand, &s.Mottak, &s.Status, &s.Opprettet, &s.Frist, &s.AvsluttetArsak, &s.Versjon)
	return s, err
}

func hentHoder(ctx context.Context, tx *db.Tx, husstander []ident.ID) (map[ident.ID]hode, error) {
	hoder := make(map[ident.ID]hode, len(husstander))
	// Only those at the head's centre: a member elsewhere is not in the list that the
	// number stands over.
	antall := map[[2]ident.ID]int{}
	err := db.QueryIn(ctx, tx, `SELECT husstand, familieplass, id, mottak, duf, navn_sort, plasstype, gradert
FROM beboer WHERE husstand IN $LIST`, husstander, func(rows *sql.Rows) error {
		var husstand ident.ID
		var plass int
		var h hode
		err := rows.Scan(&husstand, &plass, &h.beboer, &h.mottak, &h.duf, &h.navnSort, &h.plasstype, &h.gradert)
		antall[[2]ident.ID{husstand, h.mottak}]++
		if plass == 0 {
			hoder[husstand] = h
		}
		return err
	})
	for husstand, h := range hoder {
		h.personer = antall[[2]ident.ID{husstand, h.mottak}]
		hoder[husstand] = h
	}
	return hoder, err
}

// flyttSaker lets living cases follow the family's head to another centre; the history
// tells from where.
func flyttSaker(ctx context.Context, tx *db.Tx, saker []Sak, hoder map[ident.ID]hode) error {
	now := db.At(tx.Now())
	byMottak := map[ident.ID][]ident.ID{}
	var hendelser [][]any
	for i, s := range saker {
		h, ok := hoder[s.Husstand]
		if !ok || h.mottak == s.Mottak || s.Status == Avsluttet {
			continue
		}
		byMottak[h.mottak] = append(byMottak[h.mottak], s.ID)
		data, err := db.ToJSON(map[string]ident.ID{"fra": s.Mottak, "til": h.mottak})
		if err != nil {
			return err
		}
		hendelser = append(hendelser, []any{s.ID, flytt, string(s.Status), string(s.Status), Import, now, data})
		saker[i].Mottak = h.mottak
	}
	for mottak, ids := range byMottak {
		err := db.ExecIn(ctx, tx, `UPDATE sak SET mottak = $1, endret_tid = $2, versjon = versjon + 1 WHERE id IN $LIST`, ids, mottak, now)
		if err != nil {
			return err
		}
	}
	return db.BulkInsert(ctx, tx, insertHendelse, hendelser, "")
}

const insertHendelse = `INSERT INTO sak_hendelse (sak, handling, fra_status, til_status, av, tid, data)`

func hentApne(ctx context.Context, tx *db.Tx, saker []Sak) (map[ident.ID]*oppgave, error) {
	ids := make([]ident.ID, len(saker))
	for i, s := range saker {
		ids[i] = s.ID
	}
	apne := map[ident.ID]*oppgave{}
	err := db.QueryIn(ctx, tx, `SELECT id, sak, mottak, gradert, opprettet, frist, beboer, duf, navn_sort, plasstype, personer
FROM oppgave WHERE apen AND type = $1 AND sak IN $LIST`, ids, func(rows *sql.Rows) error {
		o := &oppgave{}
		var navnSort []byte
		err := rows.Scan(&o.id, &o.sak, &o.mottak, &o.gradert, &o.opprettet, &o.frist, &o.beboer, &o.duf, &navnSort, &o.plasstype, &o.personer)
		o.navnSort = string(navnSort)
		apne[o.sak] = o
		return err
	}, OppgaveBosettingssamtale)
	return apne, err
}
