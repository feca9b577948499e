package samtale

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"bosett/internal/beboer"
	"bosett/internal/bruker"
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/samtale/samtaledb"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
)

// husk adds what has been written to the history, and to what is counted for those whom it
// concerns.
func (l *lagring) husk(ctx context.Context, row samtaledb.Svar) error {
	db1 := samtaledb.New(l.tx)
	err := db1.InsertHistorikk(ctx, samtaledb.InsertHistorikkParams{
		Samtale: row.Samtale, Eier: row.Eier, Sporsmal: row.Sporsmal, Rad: row.Rad,
		Verdi: row.Verdi, Slettet: row.Slettet, Versjon: row.Versjon, Av: row.EndretAv, Tid: row.EndretTid,
	})
	if err != nil {
		return err
	}
	if l.familiensEget() {
		return db1.BumpAlle(ctx, l.s.ID)
	}
	return db1.BumpPerson(ctx, samtaledb.BumpPersonParams{Samtale: l.s.ID, Beboer: l.b.ID})
}

// giOpp keeps a text that its writer lets give way to what stands. What stands is not
// touched: it keeps its version, so that its author writes on in it undisturbed, and who
// wrote it and when. The text given up has the next number in the history (docs/adr/0014).
func (l *lagring) giOpp(ctx context.Context, n skjema.Nokkel, verdi string, versjon int64) (Resultat, error) {
	naa := l.her[n]
	res := lagret(naa.Versjon, naa.Tid, l.tx.Now())
	res.Deres = naa.Verdi
	q, gruppe, _ := definisjon.Finn(n.Sporsmal)
	if ferdig := l.s.lukketAv(q.Felles); l.familiensEget() && ferdig != nil {
		return l.stengt(ctx, ferdig)
	}
	if borte := gruppe != nil && l.her[skjema.Nokkel{Sporsmal: gruppe.Kode, Rad: n.Rad}].Slettet; borte {
		if res.Slettet, res.Versjon = true, l.her.RadVersjon(gruppe, n.Rad); res.Versjon != versjon {
			return l.konflikt(ctx, gruppe, n.Rad)
		}
	} else if naa.Versjon != versjon {
		return l.konfliktSvar(ctx, n) // they have written more since: that was not chosen
	}
	if strings.TrimSpace(verdi) == "" || verdi == naa.Verdi {
		return res, nil // nothing to keep
	}
	siste, err := samtaledb.New(l.tx).SisteHistorikk(ctx, samtaledb.SisteHistorikkParams{
		Samtale: l.s.ID, Eier: l.eier, Sporsmal: string(n.Sporsmal), Rad: n.Rad,
	})
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Resultat{}, err
	}
	if siste.Verdi == verdi && siste.Av == l.actor.Bruker && siste.Versjon > naa.Versjon {
		return res, nil // the same form again
	}
	return res, l.husk(ctx, samtaledb.Svar{
		Samtale: l.s.ID, Eier: l.eier, Sporsmal: string(n.Sporsmal), Rad: n.Rad, Verdi: verdi,
		Versjon: siste.Versjon + 1, EndretAv: l.actor.Bruker, EndretTid: db.At(l.tx.Now()),
	})
}

// Historisk is one value that a question has had, or that was given up for another.
type Historisk struct {
	Verdi   string
	Slettet bool
	Versjon int64
	Av      string
	Tid     time.Time
	// Staar: it is what stands now.
	Staar bool
}

// Historikk returns the values of an answer, the newest first; where the family may share
// it, of the one that stands. Who may not read the person or the question gets NotFound.
func (t *Service) Historikk(ctx context.Context, r innsyn.Reader, a tilgang.Actor, beboerID ident.ID, n skjema.Nokkel) ([]Historisk, error) {
	b, err := beboer.Get(ctx, r, beboerID)
	if err != nil {
		return nil, err
	}
	if err := tilgang.Check(a, tilgang.SamtaleLes, b.Subject()); err != nil {
		return nil, err
	}
	q, gruppe, ok := definisjon.Finn(n.Sporsmal)
	if !ok || !q.Synlig.Kan(Publikum) || cmp.Or(gruppe, q).Forsegles {
		return nil, fault.NewNotFound()
	}
	s, ok, err := find(ctx, r, b.Husstand)
	if err != nil || !ok {
		return nil, err
	}
	if err := s.fill(ctx, r); err != nil {
		return nil, err
	}
	_, staar := s.svarsett(b)
	eier := eierAv(q, b, staar)
	rows, err := samtaledb.New(r).ListHistorikk(ctx, samtaledb.ListHistorikkParams{
		Samtale: s.ID, Eier: eier, Sporsmal: string(n.Sporsmal), Rad: n.Rad,
	})
	if err != nil {
		return nil, err
	}
	versjon := s.eierSvar(eier)[n].Versjon
	var out []Historisk
	navn := map[ident.ID]string{}
	for _, row := range rows {
		if navn[row.Av] == "" {
			if navn[row.Av], err = bruker.Navn(ctx, r, row.Av); err != nil {
				return nil, err
			}
		}
		out = append(out, Historisk{row.Verdi, row.Slettet, row.Versjon, navn[row.Av], row.Tid.Time, row.Versjon == versjon})
	}
	return out, nil
}

// eierAv is whose answer stands for a person.
func eierAv(q *skjema.Sporsmal, b beboer.Beboer, staar map[skjema.Kode]Felles) ident.ID {
	if q.Eier == skjema.Familie || q.Felles != "" && staar[q.Felles].Familie {
		return b.Husstand
	}
	return b.ID
}

// Lesbare leaves out of a history, newest first, what a reader has no use for: what was
// saved while somebody was still writing and stands word for word in what the same person
// wrote next, and the empty ones. What stands now is always there.
func Lesbare(alle []Historisk) (ut []Historisk) {
	staar := slices.IndexFunc(alle, func(h Historisk) bool { return h.Staar })
	for i, h := range alle {
		med := func(k Historisk) bool {
			return k.Verdi == h.Verdi || k.Av == h.Av && strings.Contains(k.Verdi, h.Verdi)
		}
		hides := h.Slettet || strings.TrimSpace(h.Verdi) == "" || slices.ContainsFunc(ut, med) || staar >= 0 && med(alle[staar])
		if i == staar || !hides {
			ut = append(ut, h)
		}
	}
	return ut
}

// HarTidligere tells of the questions of a section that are answered in words which have
// earlier texts for the person of v, as the page that lists them (Lesbare) would show.
func (t *Service) HarTidligere(ctx context.Context, r db.Reader, v Visning, seksjon string) (map[skjema.Nokkel]bool, error) {
	if v.Samtale == ident.Nil || !v.KanSkrive {
		return nil, nil
	}
	rows, err := samtaledb.New(r).ListHistorikkAlle(ctx, samtaledb.ListHistorikkAlleParams{
		Samtale: v.Samtale, Eier: v.Beboer.ID, Eier_2: v.Beboer.Husstand,
	})
	if err != nil {
		return nil, err
	}
	alle := map[skjema.Nokkel][]Historisk{}
	for _, row := range rows {
		n := skjema.Nokkel{Sporsmal: skjema.Kode(row.Sporsmal), Rad: row.Rad}
		q, _, ok := definisjon.Finn(n.Sporsmal)
		if !ok || !KanHentes(q) || definisjon.SeksjonAv(q.Kode).Kode != seksjon || eierAv(q, v.Beboer, v.Felles) != row.Eier {
			continue
		}
		alle[n] = append(alle[n], Historisk{
			Verdi: row.Verdi, Slettet: row.Slettet, Versjon: row.Versjon, Av: row.Av.String(), Staar: row.Versjon == v.Svar[n].Versjon,
		})
	}
	har := map[skjema.Nokkel]bool{}
	for n, h := range alle {
		har[n] = slices.ContainsFunc(Lesbare(h), func(h Historisk) bool { return !h.Staar })
	}
	return har, nil
}

// KanHentes tells whether earlier texts of a question can be seen and fetched back at the
// centre: what is answered in words, and that the centre may read and write.
func KanHentes(q *skjema.Sporsmal) bool {
	_, gruppe, ok := definisjon.Finn(q.Kode)
	return ok && (q.Type == skjema.Tekst || q.Type == skjema.Langtekst) && q.Synlig.Kan(Publikum) && q.Synlig.KanSkrive(Publikum) &&
		!cmp.Or(gruppe, q).Forsegles
}

// HentTilbake makes an earlier text, the history's number fra, what stands. inn says which
// answer, and in Versjon what the actor saw standing, which goes on to be in the history.
// A removed row comes back with the text. Results and errors are those of SaveSvar; a text
// that is not in the history is NotFound.
func (t *Service) HentTilbake(ctx context.Context, a tilgang.Actor, inn SvarInn, fra int64) (res Resultat, err error) {
	ctx = context.WithoutCancel(ctx)
	err = t.log.Write(ctx, a, tilgang.SamtaleSkriv, func(tx *innsyn.Tx) error {
		l, err := t.begin(ctx, tx, a, inn.Beboer)
		if err != nil {
			return err
		}
		q, gruppe, err := l.felt(inn)
		if err != nil {
			return err
		}
		if !KanHentes(q) || inn.Gitt || inn.Forsegl || inn.Bytt != "" {
			return fault.NewNotFound()
		}
		l.velg(q, inn.Familie)
		inn.Verdi, err = samtaledb.New(tx).GetHistorikk(ctx, samtaledb.GetHistorikkParams{
			Samtale: l.s.ID, Eier: l.eier, Sporsmal: string(q.Kode), Rad: inn.Rad, Versjon: fra,
		})
		if errors.Is(err, sql.ErrNoRows) {
			return fault.NewNotFound()
		}
		if err != nil {
			return err
		}
		if gruppe != nil && l.her[skjema.Nokkel{Sporsmal: gruppe.Kode, Rad: inn.Rad}].Slettet && Status(l.del.Status) != Ferdigstilt {
			res, err = l.lagre(ctx, SvarInn{
				Sporsmal: gruppe.Kode, Rad: inn.Rad, Familie: inn.Familie, Versjon: l.her.RadVersjon(gruppe, inn.Rad),
			}, false)
			if err != nil || res.Utfall != Lagret {
				return err
			}
		}
		res, err = l.lagre(ctx, inn, false)
		return err
	})
	return res, err
}
