package samtale

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"bosett/internal/beboer"
	"bosett/internal/bruker"
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/samtale/samtaledb"
	"bosett/internal/skjema"
)

// Kvittering is all that the centre sees of a row that has been sealed (S10, S12): that
// it is there, who wrote it and when. Nothing of what it says is read to make one.
type Kvittering struct {
	Gruppe skjema.Kode
	Rad    string
	// Nummer counts the resident's rows of the group, from 1.
	Nummer int
	// Tittel is the one part that the author sees again; "" for everybody else.
	Tittel string
	Av     string
	Tid    time.Time
}

// forseglet is what one reader at the centre may have of the rows that are sealed.
type forseglet struct {
	rader  []samtaledb.ForsegletRad // sealed
	apne   []samtaledb.ForsegletRad // the reader's own
	utkast []samtaledb.ForsegletSvar
	titler map[skjema.Nokkel]string
}

// fillForseglet reads the receipts, and what the reader has begun on. What is sealed, and
// what others have begun on, stays in the database.
func (s *samtale) fillForseglet(ctx context.Context, r db.Reader, husstand, leser ident.ID) (err error) {
	q := samtaledb.New(r)
	if s.rader, err = q.ListKvitteringer(ctx, husstand); err != nil {
		return err
	}
	if s.apne, err = q.ListEgneRader(ctx, samtaledb.ListEgneRaderParams{Husstand: husstand, Av: leser}); err != nil {
		return err
	}
	if len(s.apne) > 0 {
		if s.utkast, err = q.ListEgneUtkast(ctx, samtaledb.ListEgneUtkastParams{Husstand: husstand, Av: leser}); err != nil {
			return err
		}
	}
	s.titler = map[skjema.Nokkel]string{}
	for _, gruppe := range forsegledeGrupper() {
		if gruppe.Kvittering == "" || len(s.rader) == 0 {
			continue
		}
		titler, err := q.ListEgneTitler(ctx, samtaledb.ListEgneTitlerParams{Husstand: husstand, Av: leser, Sporsmal: string(gruppe.Kvittering)})
		if err != nil {
			return err
		}
		for _, t := range titler {
			s.titler[skjema.Nokkel{Sporsmal: gruppe.Kode, Rad: t.Rad}] = t.Verdi
		}
	}
	return nil
}

func forsegledeGrupper() (grupper []*skjema.Sporsmal) {
	definisjon.Alle(func(_ *skjema.Seksjon, _, q *skjema.Sporsmal) {
		if q.Forsegles {
			grupper = append(grupper, q)
		}
	})
	return grupper
}

// merker puts the markers of a person's sealed rows among the answers.
func (s *samtale) merker(b ident.ID, svar skjema.Svarsett) {
	for _, rad := range s.rader {
		if rad.Eier == b {
			svar[skjema.Nokkel{Sporsmal: skjema.Kode(rad.Gruppe), Rad: rad.Rad}] = skjema.Svar{Forseglet: true, Tid: rad.ForsegletTid.Time.Time}
		}
	}
}

// kvitteringer are the receipts of one person's rows.
func (s *samtale) kvitteringer(ctx context.Context, r db.Reader, b ident.ID) (alle []Kvittering, err error) {
	for _, rad := range s.rader {
		if rad.Eier != b {
			continue
		}
		k := Kvittering{Gruppe: skjema.Kode(rad.Gruppe), Rad: rad.Rad, Nummer: int(rad.Nummer), Tid: rad.ForsegletTid.Time.Time}
		k.Tittel = s.titler[skjema.Nokkel{Sporsmal: k.Gruppe, Rad: k.Rad}]
		if k.Av, err = bruker.Navn(ctx, r, rad.Av); err != nil {
			return nil, err
		}
		alle = append(alle, k)
	}
	return alle, nil
}

// egneUtkast are the answers in the reader's own open rows about a person, with the
// rows' markers.
func (s *samtale) egneUtkast(b ident.ID) skjema.Svarsett {
	out := skjema.Svarsett{}
	for _, rad := range s.apne {
		if rad.Eier == b {
			out[skjema.Nokkel{Sporsmal: skjema.Kode(rad.Gruppe), Rad: rad.Rad}] = skjema.Svar{Versjon: rad.Versjon}
		}
	}
	for _, v := range s.utkast {
		if v.Eier == b {
			out[skjema.Nokkel{Sporsmal: skjema.Kode(v.Sporsmal), Rad: v.Rad}] = skjema.Svar{Verdi: v.Verdi, Versjon: v.Versjon, Tid: v.EndretTid.Time}
		}
	}
	return out
}

// LesForseglet returns the sealed rows about a resident with all that they say. It is for
// those whom the matrix lets read them (skjema.Read decides, for each field) and never for
// the centre; what has not been sealed is not there. It checks no actor.
func LesForseglet(ctx context.Context, r db.Reader, b beboer.Beboer) (skjema.Svarsett, error) {
	rows, err := samtaledb.New(r).ListForseglet(ctx, b.ID)
	if err != nil {
		return nil, err
	}
	out := skjema.Svarsett{}
	for _, v := range rows {
		out[skjema.Nokkel{Sporsmal: skjema.Kode(v.Gruppe), Rad: v.Rad}] = skjema.Svar{Forseglet: true}
		out[skjema.Nokkel{Sporsmal: skjema.Kode(v.Sporsmal), Rad: v.Rad}] = skjema.Svar{Verdi: v.Verdi, Versjon: v.Versjon, Tid: v.EndretTid.Time}
	}
	return out, nil
}

// apenRad is a row of a group that is sealed, while its author writes in it.
type apenRad struct {
	*lagring
	gruppe *skjema.Sporsmal
	samtaledb.ForsegletRad
	finnes bool
	svar   skjema.Svarsett
}

// apne finds the row. Somebody else's row does not exist, whatever has become of it.
func (l *lagring) apne(ctx context.Context, gruppe *skjema.Sporsmal, rad string) (*apenRad, error) {
	a := &apenRad{lagring: l, gruppe: gruppe, svar: skjema.Svarsett{}}
	q := samtaledb.New(l.tx)
	var err error
	a.ForsegletRad, err = q.GetForseglet(ctx, samtaledb.GetForsegletParams{
		Eier: l.b.ID, Gruppe: string(gruppe.Kode), Rad: rad,
	})
	if errors.Is(err, sql.ErrNoRows) {
		a.ForsegletRad = samtaledb.ForsegletRad{
			Samtale: l.s.ID, Eier: l.b.ID, Gruppe: string(gruppe.Kode), Rad: rad, Av: l.actor.Bruker, StartetTid: db.At(l.tx.Now()),
		}
		return a, nil
	}
	if err != nil {
		return nil, err
	}
	if a.Av != l.actor.Bruker {
		return nil, fault.NewNotFound()
	}
	a.finnes = true
	if a.ForsegletTid.Valid {
		return a, nil // not read again, not even here
	}
	rows, err := q.ListForsegletSvar(ctx, samtaledb.ListForsegletSvarParams{Samtale: a.Samtale, Eier: a.Eier, Gruppe: a.Gruppe, Rad: a.Rad})
	for _, v := range rows {
		a.svar[skjema.Nokkel{Sporsmal: skjema.Kode(v.Sporsmal), Rad: v.Rad}] = skjema.Svar{Verdi: v.Verdi, Versjon: v.Versjon, Tid: v.EndretTid.Time}
	}
	a.svar[skjema.Nokkel{Sporsmal: gruppe.Kode, Rad: rad}] = skjema.Svar{Versjon: a.Versjon, Slettet: a.FjernetTid.Valid}
	return a, err
}

// lagreForseglet stores one answer in an open row, takes the row away or seals it.
func (l *lagring) lagreForseglet(ctx context.Context, q, gruppe *skjema.Sporsmal, inn SvarInn) (Resultat, error) {
	if Status(l.del.Status) == Ferdigstilt && !gruppe.EtterFerdig {
		return l.stengt(ctx, l.del)
	}
	if !KanMerke(l.sak.Status) {
		return Resultat{}, fault.NewConflict("samtale.feil.ikke-apen")
	}
	a, err := l.apne(ctx, gruppe, inn.Rad)
	if err != nil {
		return Resultat{}, err
	}
	switch {
	case inn.Forsegl:
		return a.forsegl(ctx, inn.Varsle)
	case a.ForsegletTid.Valid:
		return a.alt(ctx, q, inn)
	case q.Type == skjema.Gruppe:
		return a.fjern(ctx, inn)
	}
	return a.skriv(ctx, q, inn)
}

// alt answers what comes to a row after it was sealed.
func (a *apenRad) alt(ctx context.Context, q *skjema.Sporsmal, inn SvarInn) (Resultat, error) {
	res := Resultat{Utfall: Forseglet, Tid: a.ForsegletTid.Time.Time, Av: a.actor.Navn}
	verdi, avvik := q.Clean(inn.Verdi)
	if q.Type == skjema.Gruppe || avvik != "" {
		return res, nil
	}
	n, err := samtaledb.New(a.tx).ErForsegletSom(ctx, samtaledb.ErForsegletSomParams{
		Samtale: a.Samtale, Eier: a.Eier, Gruppe: a.Gruppe, Rad: a.Rad, Sporsmal: string(q.Kode), Verdi: verdi,
	})
	res.Uendret = n == 1
	return res, err
}

func (a *apenRad) skriv(ctx context.Context, q *skjema.Sporsmal, inn SvarInn) (Resultat, error) {
	verdi, avvik, err := a.rens(ctx, q, inn.Verdi)
	if err != nil {
		return Resultat{}, err
	}
	if avvik != "" {
		return Resultat{Utfall: Avvist, Feil: fault.NewInvalid("samtale.feil."+string(avvik), "maks", q.MaksLengde)}, nil
	}
	n := skjema.Nokkel{Sporsmal: q.Kode, Rad: a.Rad}
	naa := a.svar[n]
	switch {
	case naa.Verdi == verdi && !a.FjernetTid.Valid:
		return lagret(naa.Versjon, naa.Tid, a.tx.Now()), nil
	case a.FjernetTid.Valid:
		return a.egenKonflikt(a.FjernetTid.Time.Time, ""), nil
	case naa.Versjon != inn.Versjon:
		res := a.egenKonflikt(naa.Tid, naa.Verdi)
		res.Versjon = naa.Versjon
		return res, nil
	}
	db1 := samtaledb.New(a.tx)
	if !a.finnes {
		if full, err := a.full(ctx); full != nil || err != nil {
			return Resultat{Utfall: Avvist, Feil: full}, err
		}
		err := db1.InsertForsegletRad(ctx, samtaledb.InsertForsegletRadParams{
			Samtale: a.Samtale, Eier: a.Eier, Gruppe: a.Gruppe, Rad: a.Rad, Av: a.Av, StartetTid: a.StartetTid,
		})
		if err != nil {
			return Resultat{}, err
		}
		a.s.apne = append(a.s.apne, a.ForsegletRad)
	}
	err = db1.UpsertForsegletSvar(ctx, samtaledb.UpsertForsegletSvarParams{
		Samtale: a.Samtale, Eier: a.Eier, Gruppe: a.Gruppe, Rad: a.Rad, Sporsmal: string(q.Kode),
		Verdi: verdi, Versjon: naa.Versjon + 1, EndretTid: db.At(a.tx.Now()),
	})
	return lagret(naa.Versjon+1, db.At(a.tx.Now()).Time, a.tx.Now()), err
}

// egenKonflikt is one between two pages of the same author.
func (a *apenRad) egenKonflikt(tid time.Time, deres string) Resultat {
	return Resultat{
		Utfall: Konflikt, Versjon: a.svar.RadVersjon(a.gruppe, a.Rad), Tid: tid, Deres: deres, Slettet: a.FjernetTid.Valid, Av: a.actor.Navn,
	}
}

// forMangeForseglet counts the sealed rows and the author's own: those of others are theirs.
func (a *apenRad) forMangeForseglet() bool {
	minst := func(rader []samtaledb.ForsegletRad) (n int) {
		for _, rad := range rader {
			if rad.Eier == a.Eier && rad.Gruppe == a.Gruppe {
				n++
			}
		}
		return n
	}
	return minst(a.s.rader)+minst(a.s.apne) >= a.gruppe.MaksRader
}

// full is why there is no room for a new row; nil when there is. What has been thrown away
// lies there for a day, and takes no more room than what stands.
func (a *apenRad) full(ctx context.Context) (full, err error) {
	if a.forMangeForseglet() {
		return fault.NewInvalid("samtale.feil.rader", "maks", a.gruppe.MaksRader), nil
	}
	n, err := samtaledb.New(a.tx).TellKastede(ctx, samtaledb.TellKastedeParams{Eier: a.Eier, Gruppe: a.Gruppe, Av: a.Av})
	if err == nil && int(n) >= a.gruppe.MaksRader {
		full = fault.NewInvalid("samtale.feil.kastet", "maks", a.gruppe.MaksRader)
	}
	return full, err
}

// fjern throws an open row away, or fetches it back.
func (a *apenRad) fjern(ctx context.Context, inn SvarInn) (Resultat, error) {
	versjon := a.svar.RadVersjon(a.gruppe, a.Rad)
	if !a.finnes || a.FjernetTid.Valid == inn.Slett {
		return lagret(versjon, a.FjernetTid.Time.Time, a.tx.Now()), nil
	}
	if inn.Versjon != versjon {
		return a.egenKonflikt(a.tx.Now(), ""), nil
	}
	if !inn.Slett && a.forMangeForseglet() {
		return Resultat{Utfall: Avvist, Feil: fault.NewInvalid("samtale.feil.rader", "maks", a.gruppe.MaksRader)}, nil
	}
	db1 := samtaledb.New(a.tx)
	p := samtaledb.FjernForsegletRadParams{Samtale: a.Samtale, Eier: a.Eier, Gruppe: a.Gruppe, Rad: a.Rad}
	if inn.Slett {
		p.FjernetTid = db.SomeTime(a.tx.Now())
	}
	return lagret(versjon+1, a.tx.Now(), a.tx.Now()), db1.FjernForsegletRad(ctx, p)
}

// forsegl closes the row for everybody at the centre.
func (a *apenRad) forsegl(ctx context.Context, varsle bool) (Resultat, error) {
	switch {
	case a.ForsegletTid.Valid: // the same button again: it is done, and IMDi is told once
		return lagret(0, a.ForsegletTid.Time.Time, a.tx.Now()), nil
	case a.FjernetTid.Valid:
		return a.egenKonflikt(a.FjernetTid.Time.Time, ""), nil
	}
	if mangler := definisjon.RowMissing(a.gruppe, a.svar, a.Rad); len(mangler) > 0 {
		return Resultat{Utfall: Mangelfull, Mangler: mangler}, nil
	}
	db1 := samtaledb.New(a.tx)
	sist, err := db1.SisteNummer(ctx, samtaledb.SisteNummerParams{Eier: a.Eier, Gruppe: a.Gruppe})
	if err != nil {
		return Resultat{}, err
	}
	n, err := db1.Forsegl(ctx, samtaledb.ForseglParams{
		Samtale: a.Samtale, Eier: a.Eier, Gruppe: a.Gruppe, Rad: a.Rad, Av: a.actor.Bruker,
		ForsegletTid: db.SomeTime(a.tx.Now()), Nummer: sist + 1,
	})
	if err != nil || n != 1 { // cannot happen under the lock; if it does, nothing is sealed
		return Resultat{}, cmp.Or(err, fault.NewConflict("samtale.feil.samtidig"))
	}
	a.s.apne = slices.DeleteFunc(a.s.apne, func(rad samtaledb.ForsegletRad) bool { return rad.Rad == a.Rad && rad.Gruppe == a.Gruppe })
	if varsle {
		if err := a.t.varsle(ctx, a.lagring); err != nil {
			return Resultat{}, err
		}
	}
	return lagret(0, a.tx.Now(), a.tx.Now()), nil
}
