package sak

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/ident"
)

// Inn is one line of the feed of cases. An empty Status is that of a new case. What
// the register calls under kartlegging says only that the case exists: it never takes
// back what has been done here.
type Inn struct {
	Saksnummer     string
	RegNummer      string
	Opprettet      db.Date
	Status         string
	AvsluttetArsak string
}

// maxSaksnummer is the longest case number, in bytes.
const maxSaksnummer = 40

// linje is a line that has been checked.
type linje struct {
	saksnummer string
	regNummer  string
	opprettet  db.Date
	status     Status
	arsak      Arsak
}

func (inn Inn) les(idag db.Date) (l linje, refused fault.Utfall) {
	refuse := func(felt, grunn string) (linje, fault.Utfall) {
		return linje{}, fault.Utfall{Status: fault.Avvist, Felt: felt, Grunn: grunn}
	}
	l = linje{
		saksnummer: strings.TrimSpace(inn.Saksnummer), opprettet: inn.Opprettet,
		status: Status(inn.Status), arsak: Arsak(inn.AvsluttetArsak),
	}
	if l.status == "" {
		l.status = UnderKartlegging
	}
	var ok bool
	switch l.regNummer, ok = beboer.ParseRegNummer(inn.RegNummer); {
	case l.saksnummer == "" || len(l.saksnummer) > maxSaksnummer:
		return refuse("saksnummer", "sak.feil.saksnummer")
	case !ok:
		return refuse("regnummer", "sak.feil.regnummer")
	case l.opprettet.IsZero() || l.opprettet.After(idag):
		return refuse("opprettet", "sak.feil.opprettet")
	case !slices.Contains(Statuser, l.status):
		return refuse("status", "sak.feil.status")
	case !arsakFits(l.status, l.arsak):
		return refuse("avsluttet_arsak", "sak.feil.arsak")
	}
	return l, fault.Utfall{}
}

// innlesing is the cases and households that one import works on.
type innlesing struct {
	husstander map[string]ident.ID // by reg-number
	mottak     map[ident.ID]ident.ID
	saker      map[string]*Sak // by saksnummer
	levende    map[ident.ID]*Sak
	nye        []*Sak
	// rort are the households of which a case is new or changed, fresh those with a new
	// living case.
	rort, fresh map[ident.ID]bool
}

// ImportBatch stores lines of the feed of cases. A new case gets its open task and its
// notification, and an interview that was held before it counts for it. A household
// without residents, or with another living case, refuses the line, and so does a
// status that the state machine cannot reach in one step. A refused line stops no
// other; a line that says what is stored already writes nothing. For the system
// (register) only: no actor is checked.
func ImportBatch(ctx context.Context, tx *db.Tx, inn []Inn) ([]fault.Utfall, error) {
	idag := db.DateIn(tx.Now(), i18n.Oslo())
	utfall := make([]fault.Utfall, len(inn))
	linjer := make([]*linje, len(inn))
	for i := range inn {
		l, refused := inn[i].les(idag)
		if utfall[i] = refused; refused.Grunn == "" {
			linjer[i] = &l
		}
	}
	im, err := forbered(ctx, tx, linjer)
	if err != nil {
		return nil, fmt.Errorf("sak: import: %w", err)
	}
	for i, l := range linjer {
		if l == nil {
			continue
		}
		if utfall[i], err = im.bruk(ctx, tx, *l); err != nil {
			return nil, raced(err)
		}
	}
	if err := im.avslutt(ctx, tx); err != nil {
		return nil, raced(err)
	}
	return utfall, nil
}

// raced tells the transaction to run again when another import made the same case
// meanwhile: the next try finds it.
func raced(err error) error {
	if errors.Is(db.Classify(err), db.ErrUnique) {
		err = errors.Join(db.ErrSerialization, err)
	}
	return fmt.Errorf("sak: import: %w", err)
}

// forbered locks the households of the lines and reads their cases.
func forbered(ctx context.Context, tx *db.Tx, linjer []*linje) (*innlesing, error) {
	im := &innlesing{
		husstander: map[string]ident.ID{}, mottak: map[ident.ID]ident.ID{}, saker: map[string]*Sak{},
		levende: map[ident.ID]*Sak{}, rort: map[ident.ID]bool{}, fresh: map[ident.ID]bool{},
	}
	var regs, numre []string
	for _, l := range linjer {
		if l != nil {
			regs, numre = append(regs, l.regNummer), append(numre, l.saksnummer)
		}
	}
	err := db.QueryIn(ctx, tx, `SELECT reg_nummer, id FROM husstand WHERE reg_nummer IN $LIST`, regs, func(rows *sql.Rows) error {
		var reg string
		var id ident.ID
		err := rows.Scan(&reg, &id)
		im.husstander[reg] = id
		return err
	})
	if err != nil {
		return nil, err
	}
	ids := slices.Collect(maps.Values(im.husstander))
	if err := beboer.Laas(ctx, tx, ids...); err != nil {
		return nil, err
	}
	err = db.QueryIn(ctx, tx, `SELECT husstand, mottak FROM beboer WHERE familieplass = 0 AND husstand IN $LIST`, ids,
		func(rows *sql.Rows) error {
			var husstand, mottak ident.ID
			err := rows.Scan(&husstand, &mottak)
			im.mottak[husstand] = mottak
			return err
		})
	if err != nil {
		return nil, err
	}
	add := func(rows *sql.Rows) error {
		s, err := scanSak(rows)
		if im.saker[s.Saksnummer] == nil {
			im.saker[s.Saksnummer] = &s
			if s.Status != Avsluttet {
				im.levende[s.Husstand] = &s
			}
		}
		return err
	}
	if err := db.QueryIn(ctx, tx, selectSak+` WHERE saksnummer IN $LIST`, numre, add); err != nil {
		return nil, err
	}
	return im, db.QueryIn(ctx, tx, selectSak+` WHERE status <> 'avsluttet' AND husstand IN $LIST`, ids, add)
}

// bruk applies one line and tells what became of it.
func (im *innlesing) bruk(ctx context.Context, tx *db.Tx, l linje) (fault.Utfall, error) {
	husstand, ok := im.husstander[l.regNummer]
	if _, bebodd := im.mottak[husstand]; !ok || !bebodd {
		return fault.Utfall{Status: fault.Avvist, Felt: "regnummer", Grunn: "sak.feil.husstand"}, nil
	}
	s := im.saker[l.saksnummer]
	if s == nil {
		return im.opprett(l, husstand), nil
	}
	if s.Husstand != husstand {
		return fault.Utfall{Status: fault.Avvist, Felt: "regnummer", Grunn: "sak.feil.annen-husstand"}, nil
	}
	if slices.Contains(im.nye, s) {
		// The case came earlier in this very batch.
		if err := im.lagreNye(ctx, tx); err != nil {
			return fault.Utfall{}, err
		}
	}
	return im.endre(ctx, tx, s, l)
}

func (im *innlesing) opprett(l linje, husstand ident.ID) fault.Utfall {
	if l.status != Avsluttet && im.levende[husstand] != nil {
		return fault.Utfall{Status: fault.Avvist, Felt: "regnummer", Grunn: "sak.feil.levende-sak"}
	}
	s := &Sak{
		ID: ident.New(), Saksnummer: l.saksnummer, Husstand: husstand, Mottak: im.mottak[husstand], Status: l.status,
		Opprettet: l.opprettet, Frist: l.opprettet.AddDays(FristDager), AvsluttetArsak: l.arsak, Versjon: 1,
	}
	im.saker[s.Saksnummer] = s
	im.nye = append(im.nye, s)
	im.rort[husstand] = true
	if s.Status != Avsluttet {
		im.levende[husstand] = s
		im.fresh[husstand] = true
	}
	return fault.Utfall{Status: fault.Ny}
}

// endre applies a line to a case that is stored.
func (im *innlesing) endre(ctx context.Context, tx *db.Tx, s *Sak, l linje) (fault.Utfall, error) {
	til := l.status
	if til == UnderKartlegging {
		til = s.Status
	}
	verb, kan := verbTo(s.Status, til)
	flytter := til != s.Status
	if flytter && !kan || !flytter && til == l.status && l.arsak != s.AvsluttetArsak {
		return fault.Utfall{Status: fault.Avvist, Felt: "status", Grunn: "sak.feil.overgang"}, nil
	}
	if !flytter && l.opprettet == s.Opprettet {
		return fault.Utfall{Status: fault.Uendret}, nil
	}
	im.rort[s.Husstand] = true
	if l.opprettet != s.Opprettet {
		s.Opprettet, s.Frist = l.opprettet, l.opprettet.AddDays(FristDager)
		_, err := tx.ExecContext(ctx, `UPDATE sak SET opprettet = $2, frist = $3, endret_tid = $4, versjon = versjon + 1 WHERE id = $1`,
			s.ID, s.Opprettet, s.Frist, db.At(tx.Now()))
		if err != nil {
			return fault.Utfall{}, err
		}
	}
	if flytter {
		ny, err := s.do(ctx, tx, Handling{Verb: verb, Av: Import, Arsak: l.arsak})
		if err != nil {
			return fault.Utfall{}, err
		}
		*s = ny
		if ny.Status == Avsluttet {
			delete(im.levende, s.Husstand)
		}
	}
	return fault.Utfall{Status: fault.Endret}, nil
}

// lagreNye writes the new cases and the first row of their history.
func (im *innlesing) lagreNye(ctx context.Context, tx *db.Tx) error {
	now := db.At(tx.Now())
	saker, hendelser := make([][]any, len(im.nye)), make([][]any, len(im.nye))
	for i, s := range im.nye {
		saker[i] = []any{s.ID, s.Saksnummer, s.Husstand, s.Mottak, string(s.Status), s.Opprettet, s.Frist, string(s.AvsluttetArsak), now}
		data, err := Handling{Arsak: s.AvsluttetArsak}.json()
		if err != nil {
			return err
		}
		hendelser[i] = []any{s.ID, string(verbOpprett), "", string(s.Status), Import, now, data}
	}
	im.nye = nil
	err := db.BulkInsert(ctx, tx, `INSERT INTO sak (id, saksnummer, husstand, mottak, status, opprettet, frist, avsluttet_arsak, endret_tid)`, saker, "")
	if err != nil {
		return err
	}
	return db.BulkInsert(ctx, tx, insertHendelse, hendelser, "")
}

// avslutt writes what is left: new cases, interviews that were held before them, and
// all that shows the cases.
func (im *innlesing) avslutt(ctx context.Context, tx *db.Tx) error {
	if err := im.lagreNye(ctx, tx); err != nil {
		return err
	}
	fresh := slices.Collect(maps.Keys(im.fresh))
	err := db.ExecIn(ctx, tx, `UPDATE samtale SET sak = (
  SELECT s.id FROM sak s WHERE s.husstand = samtale.husstand AND s.status <> 'avsluttet')
WHERE sak IS NULL AND husstand IN $LIST`, fresh)
	if err != nil {
		return err
	}
	if _, _, err := fullfor(ctx, tx, fresh, Import); err != nil {
		return err
	}
	return projiser(ctx, tx, slices.Collect(maps.Keys(im.rort)))
}
