package samtale

import (
	"context"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/sak"
	"bosett/internal/samtale/samtaledb"
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
	return s, s.fill(ctx, tx)
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

// fullfor makes the case fordelingsklar when every living member of the household is
// completed, and tells whether they are. The household must be locked.
func fullfor(ctx context.Context, tx *innsyn.Tx, s *samtale, av string) (bool, error) {
	husstand, err := medlemmer(ctx, tx, s.Husstand)
	if err != nil {
		return false, err
	}
	for _, b := range husstand {
		if del := s.del(b.ID); del == nil || Status(del.Status) != Ferdigstilt {
			return false, nil
		}
	}
	if len(husstand) == 0 || !s.Sak.Valid {
		return len(husstand) > 0, nil
	}
	current, err := sak.Get(ctx, tx, s.Sak.UUID)
	if err != nil {
		return true, err
	}
	if current.Status != sak.UnderKartlegging {
		return true, nil
	}
	return true, sak.Ferdigstill(ctx, tx.Tx, current.ID, av)
}
