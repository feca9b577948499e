package samtale

import (
	"bytes"
	"context"
	"slices"
	"time"

	"bosett/internal/beboer"
	"bosett/internal/bruker"
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/kodeliste"
	"bosett/internal/sak"
	"bosett/internal/samtale/samtaledb"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
)

// PersonRev is a person to complete and the revision (Visning.Rev) that was read through.
type PersonRev struct {
	Beboer ident.ID
	Rev    int64
}

// FerdigInn asks to complete some of a household, all of them or none.
type FerdigInn struct {
	Samtale  ident.ID
	Personer []PersonRev
	// Maalform is the language in which it was read through.
	Maalform string
	// Nokkel (a UUID) names the attempt: the same again gets the same answer.
	Nokkel string
}

// FerdigUtfall is what became of a completion.
type FerdigUtfall string

// The outcomes of a completion. Only Fullfort changes anything.
const (
	Fullfort FerdigUtfall = "fullfort"
	// Endret: somebody has written since it was read through; see Endringer.
	Endret FerdigUtfall = "endret"
	// Ufullstendig: something required is missing; see Mangler.
	Ufullstendig FerdigUtfall = "ufullstendig"
	// AlleredeFerdig: somebody else was first; see Av and Tid.
	AlleredeFerdig FerdigUtfall = "allerede_ferdig"
)

// Endring is an answer that has changed since the person's interview was read through.
type Endring struct {
	Beboer   ident.ID
	Sporsmal skjema.Kode
	Rad      string
}

// FerdigResultat answers a completion.
type FerdigResultat struct {
	Utfall    FerdigUtfall
	Endringer []Endring
	Mangler   map[ident.ID][]skjema.Mangel `json:"-"`
	Av        string
	Tid       time.Time
	// AlleFerdige: everybody in the household is completed now; a case, if there is
	// one, has become fordelingsklar.
	AlleFerdige bool
}

// Ferdigstill completes persons of one household in one transaction: either all of
// them, as they were read through and with nothing missing, or none. Nobody can
// change their answers afterwards. Whom the actor may not complete is NotFound.
func (t *Service) Ferdigstill(ctx context.Context, a tilgang.Actor, inn FerdigInn) (res FerdigResultat, err error) {
	if _, err := ident.Parse(inn.Nokkel); err != nil {
		return res, fault.NewInvalid("samtale.feil.nokkel")
	}
	if len(inn.Personer) == 0 {
		return res, fault.NewInvalid("samtale.feil.ingen-personer")
	}
	// Persons are always taken in the order of their ids, whatever the form sent.
	inn.Personer = slices.Compact(slices.SortedFunc(slices.Values(inn.Personer), func(x, y PersonRev) int {
		return bytes.Compare(x.Beboer[:], y.Beboer[:])
	}))
	ctx = context.WithoutCancel(ctx)
	err = t.log.Write(ctx, a, tilgang.SamtaleFerdigstill, func(tx *innsyn.Tx) error {
		f, err := t.beginFerdig(ctx, tx, a, inn)
		if err != nil {
			return err
		}
		nokkel := inn.Nokkel
		inn := inn
		inn.Nokkel = ""
		kvittering := kvittering{nokkel: nokkel, bruker: a.Bruker, samtale: f.s.ID, kropp: sumOf(nokkel, inn)}
		if again, err := kvittering.replay(ctx, tx, &res); again || err != nil {
			return err
		}
		if res, err = f.fullfor(ctx, inn); err != nil || res.Utfall != Fullfort {
			return err
		}
		return kvittering.husk(ctx, tx, res)
	})
	return res, err
}

// ferdigstilling is one completing transaction, which has locked the interview.
type ferdigstilling struct {
	t        *Service
	tx       *innsyn.Tx
	actor    tilgang.Actor
	s        samtale
	personer []beboer.Beboer // in the order of FerdigInn.Personer
	husstand []beboer.Beboer
}

func (t *Service) beginFerdig(ctx context.Context, tx *innsyn.Tx, a tilgang.Actor, inn FerdigInn) (*ferdigstilling, error) {
	f := &ferdigstilling{t: t, tx: tx, actor: a}
	for _, p := range inn.Personer {
		b, err := laas(ctx, tx, a, tilgang.SamtaleFerdigstill, p.Beboer)
		if err != nil {
			return nil, err
		}
		if len(f.personer) > 0 && b.Husstand != f.personer[0].Husstand {
			return nil, fault.NewNotFound()
		}
		f.personer = append(f.personer, b)
	}
	s, ok, err := find(ctx, tx, f.personer[0].Husstand)
	if err != nil {
		return nil, err
	}
	if !ok || s.ID != inn.Samtale {
		return nil, fault.NewNotFound()
	}
	if err := s.fill(ctx, tx); err != nil {
		return nil, err
	}
	if s.koder, err = kodeliste.Les(ctx, tx); err != nil {
		return nil, err
	}
	f.s = s
	f.husstand, err = medlemmer(ctx, tx, s.Husstand)
	return f, err
}

// fullfor tries to complete every person and tells the first thing that is in the way.
func (f *ferdigstilling) fullfor(ctx context.Context, inn FerdigInn) (FerdigResultat, error) {
	mangler := map[ident.ID][]skjema.Mangel{}
	grunnlag := make([]skjema.Grunnlag, len(f.personer))
	for i, b := range f.personer {
		del := f.s.del(b.ID)
		if del == nil {
			return FerdigResultat{}, fault.NewNotFound()
		}
		if Status(del.Status) == Ferdigstilt {
			av, err := bruker.Navn(ctx, f.tx, del.FerdigAv.UUID)
			return FerdigResultat{Utfall: AlleredeFerdig, Av: av, Tid: del.FerdigTid.Time.Time}, err
		}
		if del.Rev != inn.Personer[i].Rev {
			return f.endret(ctx, inn)
		}
		grunnlag[i].Fakta = f.t.fakta(b, f.s.erFamilie(f.husstand), f.s.koder, del.StartetTid.Time, f.tx.Now())
		grunnlag[i].Svar, _ = f.s.svarsett(b)
		if m := definisjon.Missing(grunnlag[i], Publikum); len(m) > 0 {
			mangler[b.ID] = m
		}
	}
	if len(mangler) > 0 {
		return FerdigResultat{Utfall: Ufullstendig, Mangler: mangler}, nil
	}
	for i, b := range f.personer {
		if err := f.lukk(ctx, b, inn.Maalform, grunnlag[i]); err != nil {
			return FerdigResultat{}, err
		}
	}
	alle, err := sak.Fullfor(ctx, f.tx.Tx, f.s.Husstand, f.actor.Bruker.String())
	return FerdigResultat{Utfall: Fullfort, AlleFerdige: alle, Tid: f.tx.Now(), Av: f.actor.Navn}, err
}

// lukk completes one person and keeps what the questions said.
func (f *ferdigstilling) lukk(ctx context.Context, b beboer.Beboer, maalform string, g skjema.Grunnlag) error {
	n, err := samtaledb.New(f.tx).CompletePerson(ctx, samtaledb.CompletePersonParams{
		Samtale: f.s.ID, Beboer: b.ID, FerdigTid: db.SomeTime(f.tx.Now()), FerdigAv: db.SomeID(f.actor.Bruker),
	})
	if err != nil {
		return err
	}
	if n != 1 { // cannot happen under the lock; if it does, nobody is completed
		return fault.NewConflict("samtale.feil.samtidig")
	}
	f.s.del(b.ID).Status = string(Ferdigstilt)
	ordlyd, err := db.ToJSON(NewOrdlyd(g, f.s.koder))
	if err != nil {
		return err
	}
	return samtaledb.New(f.tx).InsertOrdlyd(ctx, samtaledb.InsertOrdlydParams{
		Samtale: f.s.ID, Beboer: b.ID, Maalform: maalform, Ordlyd: ordlyd,
	})
}

// endret tells which answers have changed since the revisions that were read. A
// person's revision grows by one with every row of history that concerns the person,
// so that the newest rows are the ones that were not read.
func (f *ferdigstilling) endret(ctx context.Context, inn FerdigInn) (FerdigResultat, error) {
	res := FerdigResultat{Utfall: Endret}
	for i, b := range f.personer {
		siden := f.s.del(b.ID).Rev - inn.Personer[i].Rev
		if siden <= 0 {
			continue
		}
		rows, err := samtaledb.New(f.tx).SisteEndringer(ctx, samtaledb.SisteEndringerParams{
			Samtale: f.s.ID, Eier: b.ID, Eier_2: b.Husstand, Limit: int32(min(siden, 1000)),
		})
		if err != nil {
			return res, err
		}
		for _, row := range rows {
			e := Endring{b.ID, rotAv(skjema.Kode(row.Sporsmal)), row.Rad}
			if !slices.Contains(res.Endringer, e) {
				res.Endringer = append(res.Endringer, e)
			}
		}
	}
	return res, nil
}
