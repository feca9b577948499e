package mottak

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/tilgang"
)

var ctx = context.Background()

// guide is the centre of the user guide.
var guide = Inn{
	MotID: "MOT001429", Kode: "1125", Navn: "Hå asylmottak", Kategori: "mottak", Kommune: "1119",
	Hovedtelefon: "51436260", PostGate: "Sandroen 2", PostNummer: "4365", PostSted: "Nærbø",
}

func withKommune(t *testing.T, d *db.DB) {
	t.Helper()
	write(t, d, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO kommune (nummer, navn, navn_sort, fylkesnummer, fylkesnavn, breddegrad, lengdegrad, gyldig_fra)
VALUES ('1119', 'Hå', $1, '11', 'Rogaland', 58.6, 5.6, '2020-01-01')`, i18n.SortKey("Hå"))
		return err
	})
}

func write(t *testing.T, d *db.DB, fn func(*db.Tx) error) {
	t.Helper()
	if err := d.Write(ctx, fn); err != nil {
		t.Fatal(err)
	}
}

func importer(t *testing.T, d *db.DB, lines ...Inn) (utfall []fault.Utfall) {
	t.Helper()
	write(t, d, func(tx *db.Tx) (err error) {
		utfall, err = ImportBatch(ctx, tx, lines)
		return err
	})
	return utfall
}

func load(t *testing.T, d *db.DB, motID string) (m Mottak, k Kontaktinfo) {
	t.Helper()
	write(t, d, func(tx *db.Tx) error {
		var id ident.ID
		if err := tx.QueryRowContext(ctx, `SELECT id FROM mottak WHERE mot_id = $1`, motID).Scan(&id); err != nil {
			return err
		}
		var err error
		if m, err = Get(ctx, tx, id); err != nil {
			return err
		}
		k, err = GetKontaktinfo(ctx, tx, id)
		return err
	})
	return m, k
}

func astrid(mottak ident.ID) tilgang.Actor {
	return tilgang.Actor{
		Bruker: ident.New(), Navn: "Astrid Ås",
		Org:    tilgang.Org{Type: tilgang.OrgMottak, ID: mottak.String()},
		Roller: []tilgang.Rolle{tilgang.Mottaksadministrator},
	}
}

// T6: MOT's value and the one edited here stand side by side; the newest counts; MOT
// repeating itself undoes no edit, MOT saying something new does.
func TestNewestValueCounts(t *testing.T) {
	clock := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		withKommune(t, d)
		importer(t, d, guide)
		m, k := load(t, d, "MOT001429")
		if m.Navn != "Hå asylmottak" || m.KommuneNavn != "Hå" || m.Kode != "1125" || m.Kategori != Ordinart {
			t.Errorf("%+v", m)
		}
		if v := k.Get(Hovedtelefon); v.Verdi != "51436260" || v.Kilde != KildeMOT || v.Annen != nil {
			t.Errorf("from MOT: %+v", v)
		}
		if v := k.Get(Epost); v != (Verdi{Felt: Epost}) {
			t.Errorf("never given: %+v", v)
		}

		edit := Redigering{Mottak: m.ID, Versjon: m.Versjon, Verdier: map[Felt]string{
			Hovedtelefon: " +47  51 43 62 61 ", PostGate: "Sandroen 2", Epost: "post@ha.example.no",
		}}
		write(t, d, func(tx *db.Tx) error {
			wrong, err := RedigerKontaktinfo(ctx, tx, astrid(m.ID), edit)
			if len(wrong) > 0 {
				t.Error(wrong)
			}
			return err
		})
		want := Verdi{
			Felt:   Hovedtelefon,
			Opphav: Opphav{"+47 51 43 62 61", KildeBosett, db.At(clock), "Astrid Ås"},
			Annen:  &Opphav{"51436260", KildeMOT, db.At(clock), "MOT"},
		}
		_, k = load(t, d, "MOT001429")
		if diff := cmp.Diff(want, k.Get(Hovedtelefon)); diff != "" {
			t.Error(diff)
		}
		if v := k.Get(PostGate); v.Kilde != KildeMOT {
			t.Errorf("what was not changed is no edit: %+v", v)
		}

		if u := importer(t, d, guide); u[0].Status != fault.Uendret {
			t.Errorf("MOT repeats itself: %+v", u)
		}
		if _, k = load(t, d, "MOT001429"); k.Get(Hovedtelefon).Kilde != KildeBosett {
			t.Error("the edit is gone")
		}
		newer := guide
		newer.Hovedtelefon = "51436299"
		if u := importer(t, d, newer); u[0].Status != fault.Endret {
			t.Errorf("MOT says something new: %+v", u)
		}
		_, k = load(t, d, "MOT001429")
		if v := k.Get(Hovedtelefon); v.Verdi != "51436299" || v.Kilde != KildeMOT || v.Annen == nil || v.Annen.Verdi != "+47 51 43 62 61" {
			t.Errorf("%+v", v)
		}

		// The form was opened before MOT came.
		edit.Versjon = m.Versjon + 1
		err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := RedigerKontaktinfo(ctx, tx, astrid(m.ID), edit)
			return err
		})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("stale form: %v", err)
		}
	}, db.WithClock(func() time.Time { return clock }))
}

func TestWhatCannotBeStored(t *testing.T) {
	for _, c := range []struct {
		felt     Felt
		good, no []string
	}{
		{Hovedtelefon, []string{"", "02800", "51 43 62 60", "+47 51436260"}, []string{"1234", "51-436260", "51436260x", "47+51436260", "1234567890123456"}},
		{Epost, []string{"a@b.no"}, []string{"a", "a@b", "@b.no", "a@.no", "a@b.", "a b@c.no", "a@b@c.no"}},
		{PostNummer, []string{"0001"}, []string{"123", "12345", "12a4"}},
	} {
		for _, v := range c.good {
			if grunn := c.felt.check(v); grunn != "" {
				t.Errorf("%s %q: %s", c.felt, v, grunn)
			}
		}
		for _, v := range c.no {
			if c.felt.check(v) == "" {
				t.Errorf("%s %q passes", c.felt, v)
			}
		}
	}
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		withKommune(t, d)
		other := guide
		other.MotID, other.Kode = "MOT000002", "2000"
		importer(t, d, guide, other)
		m, _ := load(t, d, guide.MotID)
		o, _ := load(t, d, other.MotID)
		write(t, d, func(tx *db.Tx) error {
			bad := Redigering{Mottak: m.ID, Versjon: m.Versjon, Verdier: map[Felt]string{Epost: "nei", PostNummer: "4365", Vakttelefon: "x"}}
			wrong, err := RedigerKontaktinfo(ctx, tx, astrid(m.ID), bad)
			want := []FeltFeil{{"vakttelefon", "mottak.feil.telefon"}, {"epost", "mottak.feil.epost"}}
			if diff := cmp.Diff(want, wrong); diff != "" {
				t.Error(diff)
			}
			if err != nil {
				return err
			}
			// Another centre's administrator finds nothing to edit.
			if _, err := RedigerKontaktinfo(ctx, tx, astrid(o.ID), bad); !fault.Is(err, fault.NotFound) {
				t.Errorf("another centre: %v", err)
			}
			if _, err := RedigerKontakt(ctx, tx, astrid(o.ID), Kontakt{Mottak: m.ID, Rolle: KontaktAdministrator}); !fault.Is(err, fault.NotFound) {
				t.Errorf("another centre: %v", err)
			}
			return nil
		})
		if again, _ := load(t, d, guide.MotID); again.Versjon != m.Versjon {
			t.Error("a refused form has stored something")
		}
	})
}

func TestRefusedLines(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		withKommune(t, d)
		change := func(f func(*Inn)) Inn {
			l := guide
			l.MotID, l.Kode = "MOT000009", "9999"
			f(&l)
			return l
		}
		got := importer(t, d, guide,
			change(func(l *Inn) { l.MotID = "1429" }), change(func(l *Inn) { l.Kode = "11250" }),
			change(func(l *Inn) { l.Navn = " " }), change(func(l *Inn) { l.Kategori = "Mottak" }),
			change(func(l *Inn) { l.Kommune = "9999" }), change(func(l *Inn) { l.Kode = "1125" }),
			change(func(l *Inn) { l.Vakttelefon = "ukjent" }))
		refused := func(felt, grunn string) fault.Utfall {
			return fault.Utfall{Status: fault.Avvist, Felt: felt, Grunn: "mottak.feil." + grunn}
		}
		want := []fault.Utfall{
			{Status: fault.Ny}, refused("mot_id", "mot-id"), refused("kode", "kode"), refused("navn", "navn"),
			refused("kategori", "kategori"), refused("kommune", "kommune"), refused("kode", "kode-opptatt"),
			{Status: fault.Ny, Merknad: "mottak.feil.telefon"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// T7: the contact of a role, who changed it last, and two who edit at once.
func TestKontakt(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		withKommune(t, d)
		importer(t, d, guide)
		m, _ := load(t, d, guide.MotID)
		rediger := func(k Kontakt) (wrong []FeltFeil, err error) {
			err = d.Write(ctx, func(tx *db.Tx) error {
				wrong, err = RedigerKontakt(ctx, tx, astrid(m.ID), k)
				return err
			})
			return wrong, err
		}
		k := Kontakt{Mottak: m.ID, Rolle: KontaktBosettingsansvarlig, Navn: "Berit Bø", Telefon: "51 43 62 60", Epost: "bb@example.no"}
		if wrong, err := rediger(k); err != nil || len(wrong) > 0 {
			t.Fatal(wrong, err)
		}
		if _, err := rediger(k); !fault.Is(err, fault.Conflict) {
			t.Errorf("somebody else wrote the first one: %v", err)
		}
		k.Versjon, k.Navn = 1, "Bjørn Berg"
		if wrong, err := rediger(k); err != nil || len(wrong) > 0 {
			t.Fatal(wrong, err)
		}
		if _, err := rediger(k); !fault.Is(err, fault.Conflict) {
			t.Errorf("stale version: %v", err)
		}
		k.Telefon, k.Epost, k.Versjon = "nei", "nei", 2
		if wrong, err := rediger(k); err != nil || len(wrong) != 2 {
			t.Errorf("%v %v, want two wrong values", wrong, err)
		}
		write(t, d, func(tx *db.Tx) error {
			got, err := GetKontakt(ctx, tx, m.ID, KontaktBosettingsansvarlig)
			if got.Navn != "Bjørn Berg" || got.Versjon != 2 || got.EndretAv != "Astrid Ås" || got.EndretTid.Time.IsZero() {
				t.Errorf("%+v", got)
			}
			empty, err2 := GetKontakt(ctx, tx, m.ID, KontaktAdministrator)
			if empty.Versjon != 0 || empty.Navn != "" {
				t.Errorf("%+v", empty)
			}
			if err == nil {
				err = err2
			}
			return err
		})
	})
}
