package samtale

import (
	"context"
	"slices"
	"strings"
	"time"

	"bosett/internal/beboer"
	"bosett/internal/bruker"
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/kodeliste"
	"bosett/internal/sak"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
)

// Medlem is one person of the household as the family boxes show it.
type Medlem struct {
	Beboer beboer.Beboer
	Status Status
	// Rev counts what has been saved about the person; a completion sends it back.
	Rev int64
	// Grunnlag holds the facts and all answers, for what is asked and missing; a page
	// shows only Svar, what the centre may read.
	Grunnlag skjema.Grunnlag
	Svar     skjema.Svarsett
	// Felles tells whose answer stands where the family may answer once, by the question
	// at the head.
	Felles map[skjema.Kode]Felles
	// Utkast are the answers in rows that the reader has begun on and not sealed.
	Utkast skjema.Svarsett
	// Kvitteringer are the rows that have been sealed, in the order of their numbers.
	Kvitteringer []Kvittering
	// Ordlyd is what the questions said at completion; nil before.
	Ordlyd *Ordlyd
}

// ApneRader are the rows of the group that the reader has begun on and not sealed.
func (m Medlem) ApneRader(gruppe *skjema.Sporsmal) (rader []string) {
	for n := range m.Utkast {
		if n.Sporsmal == gruppe.Kode && slices.ContainsFunc(gruppe.Barn, func(b skjema.Sporsmal) bool {
			return strings.TrimSpace(m.Utkast.Verdi(b.Kode, n.Rad)) != ""
		}) {
			rader = append(rader, n.Rad)
		}
	}
	slices.Sort(rader)
	return rader
}

// Felter are the questions asked of the person now.
func (m Medlem) Felter() []skjema.Felt { return definisjon.Visible(m.Grunnlag, Publikum) }

// Mangler is what must be done before the person can be completed.
func (m Medlem) Mangler() []skjema.Mangel { return definisjon.Missing(m.Grunnlag, Publikum) }

// Gjenstar counts what must be done as the page shows it.
func (m Medlem) Gjenstar() int { return definisjon.Left(m.Grunnlag, Publikum) }

// Framdrift counts a section, or the whole interview when kode is "".
func (m Medlem) Framdrift(kode string) skjema.Framdrift {
	return definisjon.Progress(m.Grunnlag, Publikum, kode)
}

// Visning is everything that a page of the interview needs about one person, who is
// the Medlem in it.
type Visning struct {
	Medlem
	// Familie is everybody in the household whom the actor may see, the person among
	// them, in the family's order.
	Familie []Medlem
	// Samtale is ident.Nil when no interview has been started in the household.
	Samtale ident.ID
	// FerdigTid and FerdigAv tell when and by whom the person was completed.
	FerdigTid time.Time
	FerdigAv  string
	// KanSkrive: the actor may write, and the interview takes it. An interview that has
	// not been started takes it too: the first answer starts it.
	KanSkrive bool
	// FamilieFerdig is who was completed first: from then on the family's own answers
	// cannot be changed. ident.Nil while nobody is.
	FamilieFerdig ident.ID
	// FellesFerdig is the same for what may be shared: who was completed with the family's
	// answer, or would have it changed, by the question at the head.
	FellesFerdig map[skjema.Kode]ident.ID
	// Koder are the code lists that choices are made from.
	Koder *kodeliste.Lister
	// Sak is the status of the household's case; "" without one.
	Sak sak.Status
	// KanMerke: the actor may write internal notes to IMDi, completed or not.
	KanMerke bool
	// IngenVarsel is why IMDi cannot be told of one by e-mail; "" when it can.
	IngenVarsel IngenVarsel
}

// Publikum is the audience of the centre's own pages.
const Publikum = tilgang.PublikumMottak

// Ferdige counts the completed among those of the family who are shown.
func (v Visning) Ferdige() int {
	n := 0
	for _, m := range v.Familie {
		if m.Status == Ferdigstilt {
			n++
		}
	}
	return n
}

// Load reads a person's interview. Whom the actor may not read is NotFound; an
// interview that has not been started is a Visning with Status IkkeStartet.
func (t *Service) Load(ctx context.Context, r innsyn.Reader, a tilgang.Actor, beboerID ident.ID) (Visning, error) {
	b, err := beboer.Get(ctx, r, beboerID)
	if err != nil {
		return Visning{}, err
	}
	if err := tilgang.Check(a, tilgang.SamtaleLes, b.Subject()); err != nil {
		return Visning{}, err
	}
	husstand, err := medlemmer(ctx, r, b.Husstand)
	if err != nil {
		return Visning{}, err
	}
	s, err := lesSamtale(ctx, r, a.Bruker, b.Husstand)
	if err != nil {
		return Visning{}, err
	}
	v := Visning{Samtale: s.ID, Koder: s.koder}
	if first := s.lukketAv(""); first != nil {
		v.FamilieFerdig = first.Beboer
	}
	for _, rot := range fellesrot {
		if first := s.lukketAv(rot); first != nil {
			if v.FellesFerdig == nil {
				v.FellesFerdig = map[skjema.Kode]ident.ID{}
			}
			v.FellesFerdig[rot] = first.Beboer
		}
	}
	current, _, err := sak.ForHusstand(ctx, r, b.Husstand)
	if err != nil {
		return Visning{}, err
	}
	v.Sak = current.Status
	for _, m := range husstand {
		if tilgang.Check(a, tilgang.SamtaleLes, m.Subject()) != nil {
			continue
		}
		r.Saw(m.ID)
		medlem, err := t.medlem(ctx, r, &s, m, husstand)
		if err != nil {
			return Visning{}, err
		}
		v.Familie = append(v.Familie, medlem)
		if m.ID == b.ID {
			v.Medlem = medlem
		}
	}
	if v.Beboer.ID != b.ID { // moved out: no longer one of the household
		return Visning{}, fault.NewNotFound()
	}
	skriver := tilgang.Check(a, tilgang.SamtaleSkriv, b.Subject()) == nil
	v.KanSkrive = skriver && v.Status != Ferdigstilt && Apen(current.Status)
	v.KanMerke = skriver && KanMerke(current.Status) && (v.Status != IkkeStartet || Apen(current.Status))
	if _, v.IngenVarsel, err = t.varselMottaker(ctx, r, v.Status, b.Gradering, current); err != nil {
		return Visning{}, err
	}
	return v, t.ferdigAv(ctx, r, &s, &v)
}

// lesSamtale reads the household's interview, if there is one, with what stands in it for
// a reader, and the lists that it is answered from.
func lesSamtale(ctx context.Context, r db.Reader, bruker, husstand ident.ID) (samtale, error) {
	s, ok, err := find(ctx, r, husstand)
	if err == nil {
		s.koder, err = kodeliste.Les(ctx, r)
	}
	if err == nil && ok {
		err = s.fill(ctx, r)
	}
	if err != nil {
		return s, err
	}
	return s, s.fillForseglet(ctx, r, husstand, bruker)
}

func (t *Service) medlem(ctx context.Context, r db.Reader, s *samtale, b beboer.Beboer, husstand []beboer.Beboer) (m Medlem, err error) {
	m.Beboer = b
	familie := s.erFamilie(husstand)
	m.Grunnlag.Fakta = t.fakta(b, familie, s.koder, r.Now(), r.Now())
	m.Grunnlag.Svar, m.Felles = s.svarsett(b)
	if del := s.del(b.ID); del != nil {
		m.Status, m.Rev = Status(del.Status), del.Rev
		m.Grunnlag.Fakta = t.fakta(b, familie, s.koder, del.StartetTid.Time, r.Now())
	}
	if m.Status == Ferdigstilt {
		if m.Ordlyd, err = getOrdlyd(ctx, r, s.ID, b.ID); err != nil {
			return m, err
		}
		m.Grunnlag.Fakta = m.Ordlyd.Fakta
	}
	m.Svar = definisjon.Read(m.Grunnlag, Publikum)
	m.Utkast = s.egneUtkast(b.ID)
	m.Kvitteringer, err = s.kvitteringer(ctx, r, b.ID)
	return m, err
}

func (t *Service) ferdigAv(ctx context.Context, r db.Reader, s *samtale, v *Visning) (err error) {
	del := s.del(v.Beboer.ID)
	if del == nil || !del.FerdigTid.Valid {
		return nil
	}
	v.FerdigTid = del.FerdigTid.Time.Time
	v.FerdigAv, err = bruker.Navn(ctx, r, del.FerdigAv.UUID)
	return err
}

// StatusFor is how far a resident's interview has come, for lists and details.
func (t *Service) StatusFor(ctx context.Context, r db.Reader, b beboer.Beboer) (Status, error) {
	s, ok, err := find(ctx, r, b.Husstand)
	if err != nil || !ok {
		return IkkeStartet, err
	}
	if err := s.fill(ctx, r); err != nil {
		return IkkeStartet, err
	}
	if del := s.del(b.ID); del != nil {
		return Status(del.Status), nil
	}
	return IkkeStartet, nil
}
