package samtale

import (
	"context"
	"database/sql"
	"errors"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/sak"
	"bosett/internal/samtale/samtaledb"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
)

// Start opens the resident's interview, and the household's when it is the first in
// it. An interview that has been started stays as it is. Who may not write it gets
// NotFound; when the case has left the centre's hands, Conflict "samtale.feil.ikke-apen".
func (t *Service) Start(ctx context.Context, a tilgang.Actor, beboerID ident.ID) error {
	return t.log.Write(ctx, a, tilgang.SamtaleSkriv, func(tx *innsyn.Tx) error {
		b, err := laas(ctx, tx, a, tilgang.SamtaleSkriv, beboerID)
		if err != nil {
			return err
		}
		_, err = start(ctx, tx, a.Bruker, b)
		return err
	})
}

// start returns the household's interview with the person's part in it, and makes what
// is not there. The household must be locked.
func start(ctx context.Context, tx *innsyn.Tx, bruker ident.ID, b beboer.Beboer) (samtale, error) {
	s, ok, err := find(ctx, tx, b.Husstand)
	if err != nil {
		return s, err
	}
	if ok {
		if err := s.fill(ctx, tx); err != nil || s.del(b.ID) != nil {
			return s, err
		}
	}
	current, harSak, err := sak.ForHusstand(ctx, tx, b.Husstand)
	if err != nil {
		return s, err
	}
	if harSak && !Apen(current.Status) {
		return s, fault.NewConflict("samtale.feil.ikke-apen")
	}
	q, naa := samtaledb.New(tx), db.At(tx.Now())
	if !ok {
		s.Samtale = samtaledb.Samtale{
			ID: ident.New(), Husstand: b.Husstand, Sak: db.SomeID(current.ID), StartetTid: naa, StartetAv: bruker,
		}
		if err := q.InsertSamtale(ctx, samtaledb.InsertSamtaleParams(s.Samtale)); err != nil {
			return s, err
		}
	}
	if err := q.InsertPerson(ctx, samtaledb.InsertPersonParams{Samtale: s.ID, Beboer: b.ID, StartetTid: naa}); err != nil {
		return s, err
	}
	if err := taMed(ctx, tx, s.Samtale, b); err != nil {
		return s, err
	}
	return s, s.fill(ctx, tx)
}

// taMed gives a person who has come from another household what was answered about the
// person there, with who wrote it and when: it is read through and completed here, not
// asked for again. What the family answered there and stood for the person is now the
// person's own; the family's notes stay with the family.
func taMed(ctx context.Context, tx *innsyn.Tx, til samtaledb.Samtale, b beboer.Beboer) error {
	q := samtaledb.New(tx)
	row, err := q.ForrigeSamtale(ctx, samtaledb.ForrigeSamtaleParams{Beboer: b.ID, Husstand: b.Husstand})
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	fra := samtale{Samtale: row}
	if err := fra.fill(ctx, tx); err != nil {
		return err
	}
	staar, hvem := gjeldende(fra.eierSvar(b.ID), fra.eierSvar(row.Husstand))
	for _, v := range fra.svar {
		spm, _, ok := definisjon.Finn(skjema.Kode(v.Sporsmal))
		familiens := ok && spm.Felles != "" && hvem[spm.Felles].Familie
		if !ok || spm.Eier == skjema.Familie || familiens != (v.Eier == row.Husstand) || !familiens && v.Eier != b.ID {
			continue
		}
		if _, stands := staar[skjema.Nokkel{Sporsmal: spm.Kode, Rad: v.Rad}]; !stands {
			continue
		}
		v.Samtale, v.Eier, v.Versjon = til.ID, b.ID, 1
		if err := q.UpsertSvar(ctx, samtaledb.UpsertSvarParams(v)); err != nil {
			return err
		}
		err := q.InsertHistorikk(ctx, samtaledb.InsertHistorikkParams{
			Samtale: v.Samtale, Eier: v.Eier, Sporsmal: v.Sporsmal, Rad: v.Rad, Verdi: v.Verdi, Slettet: v.Slettet,
			Versjon: v.Versjon, Av: v.EndretAv, Tid: v.EndretTid,
		})
		if err != nil {
			return err
		}
		if err := q.BumpPerson(ctx, samtaledb.BumpPersonParams{Samtale: til.ID, Beboer: b.ID}); err != nil {
			return err
		}
	}
	return nil
}

// Apen tells whether a case still takes interviews, for whoever offers one; a household
// without a case (the zero value) does. A fordelingsklar case does, for a member of the
// family who comes late.
func Apen(s sak.Status) bool {
	return s == "" || s == sak.UnderKartlegging || s == sak.Fordelingsklar
}

// KanMerke tells whether a case takes internal notes to IMDi: as long as somebody is to
// be settled.
func KanMerke(s sak.Status) bool { return s != sak.Bosatt && s != sak.Avsluttet }
