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
		b, err := beboer.Get(ctx, tx, beboerID)
		if err != nil {
			return err
		}
		if err := tilgang.Check(a, tilgang.SamtaleSkriv, b.Subject()); err != nil {
			return err
		}
		return start(ctx, tx, a.Bruker, b)
	})
}

func start(ctx context.Context, tx *innsyn.Tx, bruker ident.ID, b beboer.Beboer) error {
	s, ok, err := find(ctx, tx, b.Husstand)
	if err != nil {
		return err
	}
	if ok {
		if err := s.fill(ctx, tx); err != nil {
			return err
		}
		if s.del(b.ID) != nil {
			return nil
		}
	}
	current, harSak, err := sak.ForHusstand(ctx, tx, b.Husstand)
	if err != nil {
		return err
	}
	if harSak && !apen(current.Status) {
		return fault.NewConflict("samtale.feil.ikke-apen")
	}
	q, naa := samtaledb.New(tx), db.At(tx.Now())
	if !ok {
		row := samtaledb.InsertSamtaleParams{
			ID: ident.New(), Husstand: b.Husstand, Sak: db.SomeID(current.ID), StartetTid: naa, StartetAv: bruker,
		}
		if err := q.InsertSamtale(ctx, row); err != nil {
			return err
		}
		// Somebody else may have been first: theirs is the household's interview.
		if s, ok, err = find(ctx, tx, b.Husstand); err != nil || !ok {
			return err
		}
	}
	if harSak {
		if err := q.SetSak(ctx, samtaledb.SetSakParams{ID: s.ID, Sak: db.SomeID(current.ID)}); err != nil {
			return err
		}
	}
	return q.InsertPerson(ctx, samtaledb.InsertPersonParams{Samtale: s.ID, Beboer: b.ID, StartetTid: naa})
}

// apen tells whether a case in this status still takes interviews. A fordelingsklar
// case does, for a member of the family who comes late.
func apen(s sak.Status) bool { return s == sak.UnderKartlegging || s == sak.Fordelingsklar }

// KnyttSak lets interviews that were held before there was a case count for it: the
// import calls it for the households whose cases are new. When all in a household are
// completed already, its case becomes fordelingsklar.
func KnyttSak(ctx context.Context, tx *db.Tx, husstander []ident.ID) error {
	system := innsyn.System(tx)
	for _, husstand := range husstander {
		s, ok, err := find(ctx, tx, husstand)
		if err != nil {
			return err
		}
		if !ok || s.Sak.Valid {
			continue
		}
		current, harSak, err := sak.ForHusstand(ctx, tx, husstand)
		if err != nil {
			return err
		}
		if !harSak || current.Status == sak.Avsluttet {
			continue
		}
		if err := samtaledb.New(tx).SetSak(ctx, samtaledb.SetSakParams{ID: s.ID, Sak: db.SomeID(current.ID)}); err != nil {
			return err
		}
		if err := s.lock(ctx, system); err != nil {
			return err
		}
		if _, err := fullfor(ctx, system, &s, "import"); err != nil {
			return err
		}
	}
	return nil
}

// fullfor makes the case fordelingsklar when every living member of the household is
// completed, and tells whether they are. The interview must be locked.
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
