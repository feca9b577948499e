package tilstede_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/kommune"
	"bosett/internal/mottak"
	"bosett/internal/sak"
	"bosett/internal/tilgang"
	"bosett/internal/tilstede"
)

// hus is a family whose mother lives at another centre than the father and the son.
type hus struct {
	d              *db.DB
	far, sonn, mor ident.ID
	haa, toten     ident.ID
}

func (h hus) bruker(t *testing.T, navn string, mottak ident.ID) tilgang.Actor {
	t.Helper()
	id := ident.New()
	err := h.d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(t.Context(), `INSERT INTO bruker (id, navn, navn_sort, epost, demo, opprettet_tid) VALUES ($1,$2,$3,$4,TRUE,$5)`,
			id, navn, i18n.SortKey(navn), id.String()+"@example.no", db.At(tx.Now()))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tilgang.Actor{
		Bruker: id, Navn: navn, Org: tilgang.Org{Type: tilgang.OrgMottak, ID: mottak.String()},
		Roller: []tilgang.Rolle{tilgang.MottakBosettingsansvarlig},
	}
}

func newHus(t *testing.T, d *db.DB) hus {
	t.Helper()
	h, ctx := hus{d: d}, t.Context()
	inn := func(n int, navn, rolle, mot string) beboer.Inn {
		return beboer.Inn{
			Duf: string(beboer.NyDuf(2020, 900_000+n)), RegNummer: "935811771", Fornavn: navn, Etternavn: "Syntetisk", Fodt: db.NewDate(1984, 11, 8),
			Kjonn: "ukjent", Statsborgerskap: "ER", Persontype: "familie_med_barn", Familierolle: rolle, MotID: mot, Plasstype: "ORD", Gradering: tilgang.Ugradert,
		}
	}
	err := d.Write(ctx, func(tx *db.Tx) error {
		if err := kommune.Sync(ctx, tx); err != nil {
			return err
		}
		_, err := mottak.ImportBatch(ctx, tx, []mottak.Inn{
			{MotID: "MOT000001", Kode: "1125", Navn: "Hå", Kategori: "mottak", Kommune: "1119"},
			{MotID: "MOT000002", Kode: "1126", Navn: "Toten", Kategori: "mottak", Kommune: "3442"},
		})
		if err != nil {
			return err
		}
		res, err := beboer.ImportBatch(ctx, tx, []beboer.Inn{
			inn(1, "Far", "far", "MOT000001"), inn(2, "Mor", "mor", "MOT000002"), inn(3, "Sonn", "sonn", "MOT000001"),
		})
		if err != nil {
			return err
		}
		_, err = sak.ImportBatch(ctx, tx, []sak.Inn{{Saksnummer: "1", RegNummer: "935811771", Opprettet: db.DateIn(tx.Now(), i18n.Oslo())}})
		if err != nil {
			return err
		}
		m, err := beboer.Husstand(ctx, innsyn.System(tx), res.Husstander[0])
		for _, b := range m {
			switch b.Fornavn {
			case "Far":
				h.far, h.haa = b.ID, b.Mottak
			case "Mor":
				h.mor, h.toten = b.ID, b.Mottak
			case "Sonn":
				h.sonn = b.ID
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// Colleagues see each other while the page tells that it is open, and nobody sees
// anything about a member at another centre.
func TestTilstede(t *testing.T) {
	start := time.Date(2026, time.November, 2, 9, 0, 0, 0, time.UTC)
	naa := start
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		naa = start
		h := newHus(t, d)
		kari, ola, tora := h.bruker(t, "Kari", h.haa), h.bruker(t, "Ola", h.haa), h.bruker(t, "Tora", h.toten)
		meld := func(a tilgang.Actor, id ident.ID, seksjon string, want ...tilstede.Annen) {
			t.Helper()
			got, err := tilstede.Meld(t.Context(), d, a, id, seksjon)
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%s sees %v %v, want %v", a.Navn, got, err, want)
			}
		}
		meld(kari, h.far, "yrke")
		meld(ola, h.sonn, "sprak", tilstede.Annen{Navn: "Kari", Beboer: h.far, Seksjon: "yrke"})
		meld(kari, h.far, "utdanning", tilstede.Annen{Navn: "Ola", Beboer: h.sonn, Seksjon: "sprak"})
		// The mother's centre sees nobody at the father's, and is seen by nobody there.
		meld(tora, h.mor, "yrke")
		meld(ola, h.sonn, "sprak", tilstede.Annen{Navn: "Kari", Beboer: h.far, Seksjon: "utdanning"})
		for _, id := range []ident.ID{h.far, ident.New()} {
			if _, err := tilstede.Meld(t.Context(), d, tora, id, "yrke"); !fault.Is(err, fault.NotFound) {
				t.Errorf("Tora about somebody else: %v", err)
			}
			if err := tilstede.Forlat(t.Context(), d, tora, id); !fault.Is(err, fault.NotFound) {
				t.Errorf("Tora leaves somebody else: %v", err)
			}
		}
		if err := tilstede.Forlat(context.Background(), d, kari, h.far); err != nil {
			t.Fatal(err)
		}
		meld(ola, h.sonn, "sprak")
		// Who never said goodbye is gone after 65 seconds.
		meld(kari, h.far, "yrke", tilstede.Annen{Navn: "Ola", Beboer: h.sonn, Seksjon: "sprak"})
		naa = naa.Add(64 * time.Second)
		meld(ola, h.sonn, "sprak", tilstede.Annen{Navn: "Kari", Beboer: h.far, Seksjon: "yrke"})
		naa = naa.Add(2 * time.Second)
		meld(ola, h.sonn, "sprak")
		// Who signs out is gone from every interview at once, and nobody else is.
		meld(kari, h.far, "yrke", tilstede.Annen{Navn: "Ola", Beboer: h.sonn, Seksjon: "sprak"})
		meld(kari, h.sonn, "yrke", tilstede.Annen{Navn: "Ola", Beboer: h.sonn, Seksjon: "sprak"})
		meld(ola, h.sonn, "sprak", tilstede.Annen{Navn: "Kari", Beboer: h.far, Seksjon: "yrke"}, tilstede.Annen{Navn: "Kari", Beboer: h.sonn, Seksjon: "yrke"})
		if err := tilstede.ForlatAlle(t.Context(), d, kari.Bruker); err != nil {
			t.Fatal(err)
		}
		meld(ola, h.sonn, "sprak")
		meld(kari, h.far, "yrke", tilstede.Annen{Navn: "Ola", Beboer: h.sonn, Seksjon: "sprak"})
	}, db.WithClock(func() time.Time { return naa }))
}
