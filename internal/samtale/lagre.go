package samtale

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"time"

	"bosett/internal/beboer"
	"bosett/internal/bruker"
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/kodeliste"
	"bosett/internal/kommune"
	"bosett/internal/sak"
	"bosett/internal/samtale/samtaledb"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
)

// SvarInn is one answer on its way in.
type SvarInn struct {
	Beboer   ident.ID
	Sporsmal skjema.Kode
	// Rad is the row's id, made by the client; "" at the top.
	Rad   string
	Verdi string
	// Slett removes a row; Sporsmal is then the group. The group with Slett false
	// brings a removed row back.
	Slett bool
	// Forsegl seals a row: Sporsmal is the group, and all answers of the row come before
	// it in the same form. Varsle sends IMDi an e-mail too, if there is anyone to send to.
	Forsegl, Varsle bool
	// Gitt: the writer has read what stands in Versjon and lets it stand. Verdi is the text
	// that gives way; it goes to the history, from which it can be fetched back. A row that
	// shall be sealed has no history (docs/adr/0008), and there is no such thing there.
	Gitt bool
	// Familie: the answer is the family's, of a question that it may share (S19). Bytt
	// chooses whose answer stands; Sporsmal is then the question at the head, and Versjon
	// that of the choice (Felles.Versjon). Only SaveMange takes it.
	Familie bool
	Bytt    Bytt
	// Versjon is the one that the writer had read: the answer's, or for a group the
	// row's (skjema.Svarsett.RadVersjon). 0: never saved.
	Versjon int64
	// Nokkel (a UUID) names the attempt: the same again gets the same answer. Only SaveSvar asks for it.
	Nokkel string
}

// Utfall is what became of an answer.
type Utfall string

// The outcomes.
const (
	Lagret   Utfall = "lagret"      // stored, or already there
	Konflikt Utfall = "konflikt"    // somebody else was first: nothing stored, see Deres
	Stengt   Utfall = "ferdigstilt" // the interview is completed: nothing stored
	Avvist   Utfall = "avvist"      // cannot be stored at all, see Feil
	// Forseglet: the row has been sealed: nothing stored.
	Forseglet Utfall = "forseglet"
	// Mangelfull: the row cannot be sealed yet, see Mangler.
	Mangelfull Utfall = "mangelfull"
)

// Resultat answers one SvarInn.
type Resultat struct {
	Utfall Utfall
	// Versjon is the stored one now; for a group, or when Slettet, the row's.
	Versjon int64
	// Tid is when the stored value was saved, or when the interview was completed.
	Tid time.Time
	// Deres is what stands there; Slettet tells that the whole row has been removed.
	Deres   string
	Slettet bool
	// Av is who wrote Deres, removed the row or completed the interview.
	Av string
	// Feil is of kind fault.Invalid.
	Feil error
	// KanMerke: what came too late can be written as an internal note instead.
	KanMerke bool
	// Uendret: Forseglet, and with just this text, so that nothing is lost.
	Uendret bool `json:"-"`
	// Mangler is what stands in the way of sealing a row.
	Mangler []skjema.Mangel `json:"-"`
	// Framdrift tells how far the person is now, after SaveSvar stored something; the zero
	// value of who is completed.
	Framdrift Framdrift
}

// Framdrift counts what has been answered about a person: in the section that was
// written in, in all of them, and what is missing before completion.
type Framdrift struct {
	Seksjon, Samlet skjema.Framdrift
	Mangler         int
}

// SaveSvar stores one answer as soon as it is typed. It refuses no incomplete text:
// only what cannot be stored at all is an error (fault.Invalid). A question that is
// never asked of the person, or that the actor may not write, is NotFound. A conflict
// and a completed interview are results, not errors. It goes on when the client goes
// away, so that a closed tab cannot cancel a save.
func (t *Service) SaveSvar(ctx context.Context, a tilgang.Actor, inn SvarInn) (res Resultat, err error) {
	if _, err := ident.Parse(inn.Nokkel); err != nil || inn.Forsegl || inn.Bytt != "" {
		return res, fault.NewInvalid("samtale.feil.nokkel")
	}
	ctx = context.WithoutCancel(ctx)
	err = t.log.Write(ctx, a, tilgang.SamtaleSkriv, func(tx *innsyn.Tx) error {
		l, err := t.begin(ctx, tx, a, inn.Beboer)
		if err != nil {
			return err
		}
		kvittering := kvittering{nokkel: inn.Nokkel, bruker: a.Bruker, samtale: l.s.ID, kropp: inn.sum()}
		if again, err := kvittering.replay(ctx, tx, &res); err != nil {
			return err
		} else if again {
			return l.igjen(ctx, inn, &res)
		}
		if res, err = l.lagre(ctx, inn, false); err != nil {
			return err
		}
		if res.Utfall == Avvist {
			return res.Feil
		}
		if res.Utfall != Lagret {
			return nil
		}
		res.Framdrift = l.framdrift(inn.Sporsmal)
		return kvittering.husk(ctx, tx, res.utenTekst())
	})
	return res, err
}

// lagring is one writing transaction in a person's interview, which it has locked.
type lagring struct {
	t     *Service
	tx    *innsyn.Tx
	actor tilgang.Actor
	b     beboer.Beboer
	s     samtale
	del   *samtaledb.SamtalePerson
	// sak is the household's case; the zero value without one.
	sak   sak.Sak
	fakta skjema.Fakta
	// svar are the answers that stand in the person's form, and staar whose they are.
	svar  skjema.Svarsett
	staar map[skjema.Kode]Felles
	// egne and familiens are all answers of the two owners; her is the set of the answer
	// that is being stored, and eier who owns it.
	egne, familiens, her skjema.Svarsett
	eier                 ident.ID
}

// velg turns to the owner of an answer.
func (l *lagring) velg(q *skjema.Sporsmal, familie bool) {
	l.her, l.eier = l.egne, l.b.ID
	if q.Eier == skjema.Familie || familie {
		l.her, l.eier = l.familiens, l.b.Husstand
	}
}

// familiensEget tells whether the answer that is being stored is one for all of them.
func (l *lagring) familiensEget() bool { return l.eier == l.b.Husstand }

// begin checks the actor, then locks the interview and reads it.
func (t *Service) begin(ctx context.Context, tx *innsyn.Tx, a tilgang.Actor, beboerID ident.ID) (*lagring, error) {
	b, err := laas(ctx, tx, a, tilgang.SamtaleSkriv, beboerID)
	if err != nil {
		return nil, err
	}
	// The first answer opens the person's part: looking at a form starts nothing.
	s, err := start(ctx, tx, a.Bruker, b)
	if err != nil {
		return nil, err
	}
	current, _, err := sak.ForHusstand(ctx, tx, b.Husstand)
	if err != nil {
		return nil, err
	}
	if err := s.fillForseglet(ctx, tx, b.Husstand, a.Bruker); err != nil {
		return nil, err
	}
	l := &lagring{t: t, tx: tx, actor: a, b: b, s: s, del: s.del(b.ID), sak: current}
	husstand, err := medlemmer(ctx, tx, b.Husstand)
	if err != nil {
		return nil, err
	}
	if l.s.koder, err = kodeliste.Les(ctx, tx); err != nil {
		return nil, err
	}
	l.fakta = t.fakta(b, s.erFamilie(husstand), l.s.koder, l.del.StartetTid.Time, tx.Now())
	l.egne, l.familiens = s.eierSvar(b.ID), s.eierSvar(b.Husstand)
	l.svar, l.staar = gjeldende(l.egne, l.familiens)
	return l, nil
}

// lagre stores one answer. skjema: it came in a form with answers that the writer may
// not have touched.
func (l *lagring) lagre(ctx context.Context, inn SvarInn, skjemaet bool) (Resultat, error) {
	q, gruppe, err := l.felt(inn)
	if err != nil {
		return Resultat{}, err
	}
	if g := cmp.Or(gruppe, q); g.Forsegles {
		return l.lagreForseglet(ctx, q, g, inn)
	}
	if Status(l.del.Status) == Ferdigstilt {
		return l.stengt(ctx, l.del)
	}
	if !Apen(l.sak.Status) {
		return Resultat{}, fault.NewConflict("samtale.feil.ikke-apen")
	}
	if inn.Bytt != "" {
		return l.bytt(ctx, q, inn)
	}
	l.velg(q, inn.Familie)
	if q.Type == skjema.Gruppe {
		return l.rad(ctx, q, inn)
	}
	verdi, avvik, err := l.rens(ctx, q, inn.Verdi)
	if err != nil {
		return Resultat{}, err
	}
	if avvik != "" {
		return Resultat{Utfall: Avvist, Feil: fault.NewInvalid("samtale.feil."+string(avvik), "maks", q.MaksLengde)}, nil
	}
	n := skjema.Nokkel{Sporsmal: q.Kode, Rad: inn.Rad}
	naa, borte := l.her[n], gruppe != nil && l.her[skjema.Nokkel{Sporsmal: gruppe.Kode, Rad: inn.Rad}].Slettet
	if inn.Gitt {
		return l.giOpp(ctx, n, verdi, inn.Versjon)
	}
	if naa.Verdi == verdi && !borte {
		return lagret(naa.Versjon, naa.Tid, l.tx.Now()), nil
	}
	if ferdig := l.s.lukketAv(q.Felles); l.familiensEget() && ferdig != nil {
		return l.stengt(ctx, ferdig)
	}
	if borte || naa.Versjon != inn.Versjon {
		if skjemaet {
			if same, err := l.urort(ctx, n, inn.Versjon, verdi); same || err != nil {
				return lagret(naa.Versjon, naa.Tid, l.tx.Now()), err
			}
		}
		if borte {
			return l.konflikt(ctx, gruppe, inn.Rad)
		}
		return l.konfliktSvar(ctx, n)
	}
	if gruppe != nil && l.forMange(gruppe, inn.Rad) {
		return Resultat{Utfall: Avvist, Feil: fault.NewInvalid("samtale.feil.rader", "maks", gruppe.MaksRader)}, nil
	}
	// Only now: a withdrawn code that stands in the answer is no fault of who sends it back.
	if q.Liste != "" && verdi != "" && !l.s.koder.KanVelges(kodeliste.Liste(q.Liste), verdi) {
		return Resultat{Utfall: Avvist, Feil: fault.NewInvalid("samtale.feil.kode")}, nil
	}
	return l.skrivOgVelg(ctx, q, n, skjema.Svar{Verdi: verdi, Versjon: naa.Versjon + 1})
}

// skrivOgVelg stores the answer. Who changes an own answer while the family's stands
// shall see it stand: what is typed is never put away out of sight.
func (l *lagring) skrivOgVelg(ctx context.Context, q *skjema.Sporsmal, n skjema.Nokkel, svar skjema.Svar) (Resultat, error) {
	if valg := (skjema.Nokkel{Sporsmal: egetKode(q.Felles)}); q.Felles != "" && !l.familiensEget() && l.egne[valg].Verdi == skjema.Nei {
		if _, err := l.skriv(ctx, valg, skjema.Svar{Verdi: skjema.Ja, Versjon: l.egne[valg].Versjon + 1}); err != nil {
			return Resultat{}, err
		}
	}
	return l.skriv(ctx, n, svar)
}

// stengt answers what comes too late: the part that closed the answer, and who did it.
func (l *lagring) stengt(ctx context.Context, del *samtaledb.SamtalePerson) (Resultat, error) {
	av, err := bruker.Navn(ctx, l.tx, del.FerdigAv.UUID)
	return Resultat{Utfall: Stengt, Tid: del.FerdigTid.Time.Time, Av: av, KanMerke: KanMerke(l.sak.Status)}, err
}

// framdrift is nothing of who is completed: there is nothing left to do.
func (l *lagring) framdrift(k skjema.Kode) Framdrift {
	if Status(l.del.Status) == Ferdigstilt {
		return Framdrift{}
	}
	g := skjema.Grunnlag{Fakta: l.fakta, Svar: l.svar}
	return Framdrift{
		Seksjon: definisjon.Progress(g, Publikum, definisjon.SeksjonAv(k).Kode),
		Samlet:  definisjon.Progress(g, Publikum, ""),
		Mangler: definisjon.Left(g, Publikum),
	}
}

// rens is Clean, and a kommune must also be in the register.
func (l *lagring) rens(ctx context.Context, q *skjema.Sporsmal, inn string) (string, skjema.Avvik, error) {
	verdi, avvik := q.Clean(inn)
	if avvik != "" || q.Type != skjema.Kommune || verdi == "" || verdi == skjema.Ukjent {
		return verdi, avvik, nil
	}
	_, err := kommune.Get(ctx, l.tx, verdi)
	if fault.Is(err, fault.NotFound) {
		return verdi, skjema.UkjentVerdi, nil
	}
	return verdi, "", err
}

// felt finds the question, if the actor may write it about this person.
func (l *lagring) felt(inn SvarInn) (q, gruppe *skjema.Sporsmal, err error) {
	q, gruppe, ok := definisjon.Finn(inn.Sporsmal)
	if !ok || !q.Synlig.KanSkrive(Publikum) || !q.Vis.Mulig(l.fakta) ||
		gruppe != nil && !gruppe.Vis.Mulig(l.fakta) || inn.Slett && q.Type != skjema.Gruppe || inn.Forsegl && !q.Forsegles || inn.Gitt && (q.Type == skjema.Gruppe || gruppe != nil && gruppe.Forsegles) ||
		inn.Familie && (q.Felles == "" || !l.fakta[HarFamilie]) || inn.Bytt != "" && (q.Felles != q.Kode || !l.fakta[HarFamilie]) {
		return nil, nil, fault.NewNotFound()
	}
	if iRad := gruppe != nil || q.Type == skjema.Gruppe; iRad {
		_, err = ident.Parse(inn.Rad)
		ok = err == nil
	} else {
		ok = inn.Rad == ""
	}
	if !ok {
		return nil, nil, fault.NewNotFound()
	}
	return q, gruppe, nil
}

// rad removes a row or brings it back.
func (l *lagring) rad(ctx context.Context, gruppe *skjema.Sporsmal, inn SvarInn) (Resultat, error) {
	n := skjema.Nokkel{Sporsmal: gruppe.Kode, Rad: inn.Rad}
	merke, versjon := l.her[n], l.her.RadVersjon(gruppe, inn.Rad)
	if merke.Slettet == inn.Slett || versjon == 0 {
		return lagret(versjon, merke.Tid, l.tx.Now()), nil
	}
	if ferdig := l.s.lukketAv(gruppe.Felles); l.familiensEget() && ferdig != nil {
		return l.stengt(ctx, ferdig)
	}
	if inn.Versjon != versjon {
		return l.konflikt(ctx, gruppe, inn.Rad)
	}
	if !inn.Slett && l.forMange(gruppe, inn.Rad) {
		return Resultat{Utfall: Avvist, Feil: fault.NewInvalid("samtale.feil.rader", "maks", gruppe.MaksRader)}, nil
	}
	res, err := l.skrivOgVelg(ctx, gruppe, n, skjema.Svar{Slettet: inn.Slett, Versjon: merke.Versjon + 1})
	res.Versjon = versjon + 1
	return res, err
}

// forMange tells whether the row would be one more than the group takes.
func (l *lagring) forMange(gruppe *skjema.Sporsmal, rad string) bool {
	n := 0
	for _, r := range l.her.Rader(gruppe) {
		if r != rad {
			n++
		}
	}
	return n >= gruppe.MaksRader
}

// skriv stores the answer, its history and what it counts for.
func (l *lagring) skriv(ctx context.Context, n skjema.Nokkel, svar skjema.Svar) (Resultat, error) {
	db1, tid := samtaledb.New(l.tx), db.At(l.tx.Now())
	// Texts that were given up have numbers of their own, above that of what stands.
	sist, err := db1.SisteVersjon(ctx, samtaledb.SisteVersjonParams{Samtale: l.s.ID, Eier: l.eier, Sporsmal: string(n.Sporsmal), Rad: n.Rad})
	if err != nil {
		return Resultat{}, err
	}
	svar.Versjon = max(svar.Versjon, sist+1)
	row := samtaledb.Svar{
		Samtale: l.s.ID, Eier: l.eier, Sporsmal: string(n.Sporsmal), Rad: n.Rad,
		Verdi: svar.Verdi, Slettet: svar.Slettet, Versjon: svar.Versjon, EndretAv: l.actor.Bruker, EndretTid: tid,
	}
	if err := db1.UpsertSvar(ctx, samtaledb.UpsertSvarParams(row)); err != nil {
		return Resultat{}, err
	}
	if err := l.husk(ctx, row); err != nil {
		return Resultat{}, err
	}
	svar.Tid = tid.Time
	l.her[n] = svar
	l.svar, l.staar = gjeldende(l.egne, l.familiens)
	return lagret(svar.Versjon, svar.Tid, svar.Tid), nil
}

// urort tells whether the writer sent back what stood in the version that was read.
func (l *lagring) urort(ctx context.Context, n skjema.Nokkel, versjon int64, verdi string) (bool, error) {
	if versjon == 0 {
		return verdi == "", nil
	}
	lest, err := samtaledb.New(l.tx).GetHistorikk(ctx, samtaledb.GetHistorikkParams{
		Samtale: l.s.ID, Eier: l.eier, Sporsmal: string(n.Sporsmal), Rad: n.Rad, Versjon: versjon,
	})
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return lest == verdi, err
}

// konfliktSvar shows what stands in the answer.
func (l *lagring) konfliktSvar(ctx context.Context, n skjema.Nokkel) (Resultat, error) {
	naa := l.her[n]
	res := Resultat{Utfall: Konflikt, Versjon: naa.Versjon, Tid: naa.Tid, Deres: naa.Verdi}
	var err error
	res.Av, err = l.av(ctx, func(v samtaledb.Svar) bool {
		return v.Eier == l.eier && v.Sporsmal == string(n.Sporsmal) && v.Rad == n.Rad
	})
	return res, err
}

// konflikt shows that a row has been changed or removed, and by whom.
func (l *lagring) konflikt(ctx context.Context, gruppe *skjema.Sporsmal, rad string) (Resultat, error) {
	merke := l.her[skjema.Nokkel{Sporsmal: gruppe.Kode, Rad: rad}]
	res := Resultat{Utfall: Konflikt, Versjon: l.her.RadVersjon(gruppe, rad), Slettet: merke.Slettet}
	var err error
	res.Av, err = l.av(ctx, func(v samtaledb.Svar) bool {
		_, g, _ := definisjon.Finn(skjema.Kode(v.Sporsmal))
		if v.Rad != rad || v.Eier != l.eier || v.Sporsmal != string(gruppe.Kode) && (merke.Slettet || g != gruppe) {
			return false
		}
		if v.EndretTid.After(res.Tid) {
			res.Tid = v.EndretTid.Time
		}
		return true
	})
	return res, err
}

// av is the name of who last changed the answers that match; "" when there are none.
func (l *lagring) av(ctx context.Context, match func(samtaledb.Svar) bool) (string, error) {
	var sist samtaledb.Svar
	for _, v := range l.s.svar {
		if match(v) && !v.EndretTid.Before(sist.EndretTid.Time) {
			sist = v
		}
	}
	if sist.Versjon == 0 {
		return "", nil
	}
	return bruker.Navn(ctx, l.tx, sist.EndretAv)
}

// lagret answers for a stored value; one that has never been saved is as of now.
func lagret(versjon int64, tid, naa time.Time) Resultat {
	if tid.IsZero() {
		tid = naa
	}
	return Resultat{Utfall: Lagret, Versjon: versjon, Tid: tid}
}
