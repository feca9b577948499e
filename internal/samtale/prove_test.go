package samtale

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/kommune"
	"bosett/internal/mottak"
	"bosett/internal/sak"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
)

// prove is two centres with residents: at the first a family of three with a case, a
// single person with a case and one without, and a protected person; all invented.
type prove struct {
	t   *testing.T
	d   *db.DB
	svc *Service
	// berit and bjorn work at the first centre, tora at the second, inger as
	// integreringsmottak at the first, kare has codes only.
	berit, bjorn, tora, inger, kare tilgang.Actor
	far, mor, barn                  ident.ID
	enslig, utenSak, gradert        ident.ID
}

func ny(t *testing.T, d *db.DB) *prove {
	t.Helper()
	p := &prove{t: t, d: d, svc: New(innsyn.New(d), Standardregler())}
	t.Cleanup(p.svc.log.Close)
	ctx := context.Background()
	err := d.Write(ctx, func(tx *db.Tx) error {
		if err := kommune.Sync(ctx, tx); err != nil {
			return err
		}
		_, err := mottak.ImportBatch(ctx, tx, []mottak.Inn{
			{MotID: "MOT001429", Kode: "1125", Navn: "Hå asylmottak", Kategori: "mottak", Kommune: "1119"},
			{MotID: "MOT000002", Kode: "1002", Navn: "Toten mottak", Kategori: "mottak", Kommune: "3442"},
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	const familie = "935811771"
	p.beboere(
		p.inn(1, familie, "Far", "1984-11-08", "familie_med_barn", "far"), p.inn(2, familie, "Mor", "1986-01-01", "familie_med_barn", "mor"),
		p.inn(3, familie, "Datter", "2015-05-05", "medfolgende_barn", "datter"), p.inn(4, "966921046", "Enslig", "1979-01-17", "enslig_voksen", ""),
		p.inn(5, "966921047", "Utensak", "1990-01-01", "enslig_voksen", ""), p.inn(6, "966921048", "Gradert", "1990-01-01", "enslig_voksen", ""),
	)
	p.saker(familie, "966921046", "966921048")
	p.far, p.mor, p.barn = p.id(1), p.id(2), p.id(3)
	p.enslig, p.utenSak, p.gradert = p.id(4), p.id(5), p.id(6)
	p.berit = p.bruker("Berit Bø", tilgang.MottakBosettingsansvarlig, "MOT001429")
	p.bjorn = p.bruker("Bjørn Berg", tilgang.MottakBosettingsansvarlig, "MOT001429")
	p.tora = p.bruker("Tora Toten", tilgang.MottakBosettingsansvarlig, "MOT000002")
	p.inger = p.bruker("Inger Ihle", tilgang.IntegreringsmottakBosettingsansvarlig, "MOT001429")
	p.kare = p.bruker("Kåre Kvam", tilgang.MottakKompass, "MOT001429")
	return p
}

func duf(n int) beboer.Duf { return beboer.NyDuf(2020, 900_000+n) }

func (p *prove) inn(n int, reg, navn, fodt, persontype, rolle string) beboer.Inn {
	p.t.Helper()
	born, err := db.ParseDate(fodt)
	if err != nil {
		p.t.Fatal(err)
	}
	gradering := tilgang.Ugradert
	if navn == "Gradert" {
		gradering = tilgang.Fortrolig
	}
	return beboer.Inn{
		Duf: string(duf(n)), RegNummer: reg, Fornavn: navn, Etternavn: "Syntetisk", Fodt: born, Kjonn: "ukjent", Statsborgerskap: "SY",
		Persontype: persontype, Familierolle: rolle, MotID: "MOT001429", Plasstype: "ORD", Gradering: gradering,
	}
}

func (p *prove) write(fn func(ctx context.Context, tx *db.Tx) error) {
	p.t.Helper()
	ctx := context.Background()
	if err := p.d.Write(ctx, func(tx *db.Tx) error { return fn(ctx, tx) }); err != nil {
		p.t.Fatal(err)
	}
}

func (p *prove) beboere(inn ...beboer.Inn) {
	p.t.Helper()
	p.write(func(ctx context.Context, tx *db.Tx) error {
		res, err := beboer.ImportBatch(ctx, tx, inn)
		if err != nil {
			return err
		}
		for _, u := range res.Utfall {
			if u.Status == fault.Avvist {
				return fmt.Errorf("refused: %+v", u)
			}
		}
		return sak.OppdaterHusstander(ctx, tx, res.Husstander)
	})
}

func (p *prove) saker(reg ...string) {
	p.t.Helper()
	p.write(func(ctx context.Context, tx *db.Tx) error {
		var inn []sak.Inn
		for _, r := range reg {
			inn = append(inn, sak.Inn{Saksnummer: "S-" + r, RegNummer: r, Opprettet: db.DateIn(tx.Now(), i18n.Oslo())})
		}
		utfall, err := sak.ImportBatch(ctx, tx, inn)
		for _, u := range utfall {
			if u.Status == fault.Avvist {
				return fmt.Errorf("refused: %+v", u)
			}
		}
		return err
	})
}

func (p *prove) id(n int) (id ident.ID) {
	p.t.Helper()
	p.write(func(ctx context.Context, tx *db.Tx) error {
		b, err := beboer.EtterDuf(ctx, innsyn.System(tx), duf(n))
		id = b.ID
		return err
	})
	return id
}

func (p *prove) bruker(navn string, rolle tilgang.Rolle, motID string) tilgang.Actor {
	p.t.Helper()
	a := tilgang.Actor{Bruker: ident.New(), Navn: navn, Roller: []tilgang.Rolle{rolle}}
	p.write(func(ctx context.Context, tx *db.Tx) error {
		var m ident.ID
		if err := tx.QueryRowContext(ctx, `SELECT id FROM mottak WHERE mot_id = $1`, motID).Scan(&m); err != nil {
			return err
		}
		a.Org = tilgang.Org{Type: tilgang.OrgMottak, ID: m.String()}
		_, err := tx.ExecContext(ctx, `INSERT INTO bruker (id, navn, navn_sort, epost, opprettet_tid) VALUES ($1, $2, $3, $4, $5)`,
			a.Bruker, navn, i18n.SortKey(navn), a.Bruker.String()+"@example.no", db.At(tx.Now()))
		return err
	})
	return a
}

func (p *prove) start(a tilgang.Actor, beboere ...ident.ID) {
	p.t.Helper()
	for _, b := range beboere {
		if err := p.svc.Start(context.Background(), a, b); err != nil {
			p.t.Fatal(err)
		}
	}
}

func (p *prove) load(a tilgang.Actor, b ident.ID) (v Visning) {
	p.t.Helper()
	err := p.svc.log.Read(context.Background(), a, tilgang.SamtaleLes, func(r *innsyn.Rx) (err error) {
		v, err = p.svc.Load(context.Background(), r, a, b)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return v
}

// save stores one answer, and fails the test unless the outcome is the wanted one.
func (p *prove) save(a tilgang.Actor, inn SvarInn, want Utfall) Resultat {
	p.t.Helper()
	if inn.Nokkel == "" {
		inn.Nokkel = ident.New().String()
	}
	res, err := p.svc.SaveSvar(context.Background(), a, inn)
	if err != nil {
		p.t.Fatal(err)
	}
	if res.Utfall != want {
		p.t.Fatalf("save %s: got %+v, want %s", inn.Sporsmal, res, want)
	}
	return res
}

// svar answers a question at the top, in its newest version.
func (p *prove) svar(a tilgang.Actor, b ident.ID, kode skjema.Kode, verdi string) Resultat {
	p.t.Helper()
	v := p.load(a, b).Svar[skjema.Nokkel{Sporsmal: kode}].Versjon
	return p.save(a, SvarInn{Beboer: b, Sporsmal: kode, Verdi: verdi, Versjon: v}, Lagret)
}

// fyll answers what is required of a person.
func (p *prove) fyll(a tilgang.Actor, beboere ...ident.ID) {
	p.t.Helper()
	for _, b := range beboere {
		if slices.ContainsFunc(p.load(a, b).Mangler(), func(m skjema.Mangel) bool { return m.Grunn == skjema.ManglerMinst }) {
			p.svar(a, b, "bosettingsmerknad.ingen", skjema.Ja)
		}
		p.svar(a, b, "saerlig_hensyn", skjema.Nei)
	}
}

func (p *prove) ferdigInn(a tilgang.Actor, beboere ...ident.ID) FerdigInn {
	p.t.Helper()
	inn := FerdigInn{Maalform: "nb", Nokkel: ident.New().String()}
	for _, b := range beboere {
		v := p.load(a, b)
		inn.Samtale = v.Samtale
		inn.Personer = append(inn.Personer, PersonRev{b, v.Rev})
	}
	return inn
}

func (p *prove) ferdigstill(a tilgang.Actor, inn FerdigInn, want FerdigUtfall) FerdigResultat {
	p.t.Helper()
	res, err := p.svc.Ferdigstill(context.Background(), a, inn)
	if err != nil {
		p.t.Fatal(err)
	}
	if res.Utfall != want {
		p.t.Fatalf("complete: got %+v, want %s", res, want)
	}
	return res
}

func (p *prove) count(query string, args ...any) (n int) {
	p.t.Helper()
	err := p.d.Read(context.Background(), func(r *db.Rx) error {
		return r.QueryRowContext(context.Background(), query, args...).Scan(&n)
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

// klokke is a clock that tests move.
type klokke struct{ naa time.Time }

func (k *klokke) now() time.Time { return k.naa }
