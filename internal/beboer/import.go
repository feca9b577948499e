package beboer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/ident"
)

// Resultat is what an import did.
type Resultat struct {
	// Utfall has one outcome per line, in their order.
	Utfall []fault.Utfall
	// Husstander are the households of which a member changed, came or left. The
	// caller hands them to sak.OppdaterHusstander in the same transaction, so that the
	// open tasks follow.
	Husstander []ident.ID
}

// ImportBatch stores lines of the feed from DUF, some hundred to a thousand at a time.
// A refused line is told about in its outcome and stops no other; a line that says
// what is stored already writes nothing. An unknown reg-number makes a household, an
// unknown centre refuses the line. For the system (register) only: no actor is checked.
func ImportBatch(ctx context.Context, tx *db.Tx, inn []Inn) (Resultat, error) {
	res := Resultat{Utfall: make([]fault.Utfall, len(inn))}
	linjer, err := lesAlle(ctx, tx, inn, res.Utfall)
	if err != nil {
		return Resultat{}, fmt.Errorf("beboer: import: %w", err)
	}
	f, err := hentForLinjer(ctx, tx, linjer)
	if err != nil {
		return Resultat{}, fmt.Errorf("beboer: import: %w", err)
	}
	for i, l := range linjer {
		if l != nil {
			res.Utfall[i] = fault.Utfall{Status: f.bruk(l), Merknad: l.merknad}
		}
	}
	f.regn()
	if err := f.lagre(ctx, tx); err != nil {
		if errors.Is(db.Classify(err), db.ErrUnique) {
			// Another import made the same person meanwhile; the next try finds them.
			err = errors.Join(db.ErrSerialization, err)
		}
		return Resultat{}, fmt.Errorf("beboer: import: %w", err)
	}
	res.Husstander = f.touched()
	return res, nil
}

// lesAlle checks the lines; a refused one is nil in the answer and has its outcome.
func lesAlle(ctx context.Context, tx *db.Tx, inn []Inn, utfall []fault.Utfall) ([]*linje, error) {
	idag := db.DateIn(tx.Now(), i18n.Oslo())
	linjer := make([]*linje, len(inn))
	mottak := map[string]ident.ID{}
	for i := range inn {
		l, refused := inn[i].les(idag)
		if refused.Grunn != "" {
			utfall[i] = refused
			continue
		}
		linjer[i] = &l
		mottak[l.motID] = ident.Nil
	}
	err := db.QueryIn(ctx, tx, `SELECT mot_id, id FROM mottak WHERE mot_id IN $LIST`, slices.Sorted(maps.Keys(mottak)),
		func(rows *sql.Rows) error {
			var motID string
			var id ident.ID
			err := rows.Scan(&motID, &id)
			mottak[motID] = id
			return err
		})
	for i, l := range linjer {
		if l == nil {
			continue
		}
		if l.Mottak = mottak[l.motID]; l.Mottak == ident.Nil {
			utfall[i] = fault.Utfall{Status: fault.Avvist, Felt: "mottak", Grunn: "beboer.feil.mottak"}
			linjer[i] = nil
		}
	}
	return linjer, err
}

// hentForLinjer finds or makes the households of the lines and reads them, and those
// that the persons are in now, with all members.
func hentForLinjer(ctx context.Context, tx *db.Tx, linjer []*linje) (*flokk, error) {
	byReg := map[string]ident.ID{}
	var dufs []Duf
	for _, l := range linjer {
		if l != nil {
			byReg[l.regNummer] = ident.Nil
			dufs = append(dufs, l.duf)
		}
	}
	if err := finnHusstander(ctx, tx, byReg); err != nil {
		return nil, err
	}
	ids := map[ident.ID]bool{}
	for _, id := range byReg {
		ids[id] = true
	}
	known := map[Duf]bool{}
	err := db.QueryIn(ctx, tx, `SELECT duf, husstand FROM beboer WHERE duf IN $LIST`, dufs, func(rows *sql.Rows) error {
		var duf Duf
		var husstand ident.ID
		err := rows.Scan(&duf, &husstand)
		known[duf], ids[husstand] = true, true
		return err
	})
	if err != nil {
		return nil, err
	}
	all := slices.Collect(maps.Keys(ids))
	if err := Laas(ctx, tx, all...); err != nil {
		return nil, err
	}
	f, err := hent(ctx, tx, all)
	if err != nil {
		return nil, err
	}
	for duf := range known {
		if f.personer[duf] == nil {
			// Moved to a household that is not locked while this one waited.
			return nil, fmt.Errorf("a resident moved meanwhile: %w", db.ErrSerialization)
		}
	}
	for _, l := range linjer {
		if l != nil {
			l.Husstand = byReg[l.regNummer]
		}
	}
	return f, nil
}

// finnHusstander fills in the households of the reg-numbers and makes those that are new.
func finnHusstander(ctx context.Context, tx *db.Tx, byReg map[string]ident.ID) error {
	find := func(regs []string) error {
		return db.QueryIn(ctx, tx, `SELECT reg_nummer, id FROM husstand WHERE reg_nummer IN $LIST`, regs,
			func(rows *sql.Rows) error {
				var reg string
				var id ident.ID
				err := rows.Scan(&reg, &id)
				byReg[reg] = id
				return err
			})
	}
	if err := find(slices.Sorted(maps.Keys(byReg))); err != nil {
		return err
	}
	var missing []string
	var rows [][]any
	for _, reg := range slices.Sorted(maps.Keys(byReg)) {
		if byReg[reg] == ident.Nil {
			missing = append(missing, reg)
			rows = append(rows, []any{ident.New(), reg})
		}
	}
	err := db.BulkInsert(ctx, tx, `INSERT INTO husstand (id, reg_nummer)`, rows, `ON CONFLICT (reg_nummer) DO NOTHING`)
	if err != nil {
		return err
	}
	// Read back: another import may have made some of them at the same time.
	return find(missing)
}

// bruk applies a line to the flock and tells what it was.
func (f *flokk) bruk(l *linje) fault.Status {
	p := f.personer[l.duf]
	if p == nil {
		p = &person{id: ident.New(), duf: l.duf, dufGyldig: l.dufGyldig}
		p.naa.register = l.register.silent(register{})
		f.personer[l.duf] = p
		return fault.Ny
	}
	before := p.naa.register
	p.naa.register = l.register.silent(before)
	if p.naa.register == before {
		return fault.Uendret
	}
	return fault.Endret
}

// ProjiserSak copies the current case of each household to all its members and keeps
// the counts right. Called by sak, in the transaction that changed the case and after
// Laas.
func ProjiserSak(ctx context.Context, tx *db.Tx, husstander []ident.ID) error {
	f, err := hent(ctx, tx, husstander)
	if err != nil {
		return fmt.Errorf("beboer: copy the case: %w", err)
	}
	f.regn()
	if err := f.lagre(ctx, tx); err != nil {
		return fmt.Errorf("beboer: copy the case: %w", err)
	}
	return nil
}
