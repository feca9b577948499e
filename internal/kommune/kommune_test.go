package kommune_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/kommune"
)

func synced(t *testing.T, d *db.DB) {
	t.Helper()
	write(t, d, func(tx *db.Tx) error { return kommune.Sync(t.Context(), tx) })
}

func write(t *testing.T, d *db.DB, fn func(*db.Tx) error) {
	t.Helper()
	if err := d.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func search(t *testing.T, d *db.DB, s kommune.Sok) kommune.Side {
	t.Helper()
	var side kommune.Side
	err := d.Read(t.Context(), func(rx *db.Rx) (err error) {
		side, err = kommune.Search(t.Context(), rx, s)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return side
}

func names(steder []kommune.Sted) []string {
	var all []string
	for _, s := range steder {
		all = append(all, s.Nummer+" "+s.Navn+", "+s.Fylkesnavn)
	}
	return all
}

func TestSearch(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		synced(t, d)
		for _, c := range []struct {
			tekst string
			want  []string
		}{
			{"Herøy", []string{"1515 Herøy, Møre og Romsdal", "1818 Herøy, Nordland - Nordlánnda"}},
			{"våler", []string{"3114 Våler, Østfold", "3419 Våler, Innlandet"}},
			{"VAALER innland", []string{"3419 Våler, Innlandet"}},
			{"herøy nordl", []string{"1818 Herøy, Nordland - Nordlánnda"}},
			{"Hamarøy", []string{"1875 Hábmer - Hamarøy, Nordland - Nordlánnda"}},
			{"Hábmer", []string{"1875 Hábmer - Hamarøy, Nordland - Nordlánnda"}},
			{"habmer hamar", []string{"1875 Hábmer - Hamarøy, Nordland - Nordlánnda"}},
			{"hamar", []string{"1875 Hábmer - Hamarøy, Nordland - Nordlánnda", "3403 Hamar, Innlandet"}},
			{"hamaroy", nil}, // ø is a letter of its own
			{"porsangu", []string{"5622 Porsanger - Porsáŋgu - Porsanki, Finnmark - Finnmárku - Finmarkku"}},
			{"odal", []string{"3414 Nord-Odal, Innlandet", "3415 Sør-Odal, Innlandet"}},
			{"nordodal", []string{"3414 Nord-Odal, Innlandet"}},
			{"1875", []string{"1875 Hábmer - Hamarøy, Nordland - Nordlánnda"}},
			{"030105", []string{"030105 Frogner, Oslo"}},
			{"frogner oslo", []string{"030105 Frogner, Oslo"}},
			{"st hans", []string{"030104 St. Hanshaugen, Oslo"}},
			{"sandnes", []string{"1108 Sandnes, Rogaland"}},
			{"oslo", []string{"030101 Gamle Oslo, Oslo", "0301 Oslo, Oslo"}}, // not every bydel of it
			{"vestland", nil}, // a fylke alone is not a place
			{"uoppgitt", nil},
			{"andnes", nil}, // only the beginning of a word
			{"?!", nil},
			{"a b c d e f g h i j k l m", nil},
			{"'); DROP TABLE kommune; --", nil},
			{"%", nil},
		} {
			side := search(t, d, kommune.Sok{Tekst: c.tekst})
			if got := names(side.Steder); !slices.Equal(got, c.want) {
				t.Errorf("%q finds %q, want %q", c.tekst, got, c.want)
			}
			if side.Treff != len(c.want) || side.Neste != "" {
				t.Errorf("%q: %d hits, next %q", c.tekst, side.Treff, side.Neste)
			}
		}
	})
}

func TestPagesCoverEverythingOnceInNorwegianOrder(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		synced(t, d)
		var all []string
		etter := ""
		for {
			side := search(t, d, kommune.Sok{Etter: etter, Antall: 37})
			if side.Treff != 357+38 {
				t.Fatalf("%d hits, want 357 kommuner and 38 bydeler", side.Treff)
			}
			for _, s := range side.Steder {
				all = append(all, s.Navn)
			}
			if etter = side.Neste; etter == "" {
				break
			}
		}
		if len(all) != 357+38 {
			t.Fatalf("the pages show %d places", len(all))
		}
		pos := func(name string) int { return slices.Index(all, name) }
		for _, pair := range [][2]string{
			{"Alna", "Bergen"}, {"Voss", "Ørsta"}, {"Øksnes", "Ørland"}, {"Øystre Slidre", "Åfjord"}, {"Ål", "Ålesund"},
			{"Ørsta", "Aarborte - Hattfjelldal"}, {"Hábmer - Hamarøy", "Hadsel"}, {"Grünerløkka", "Gulen"},
		} {
			if a, b := pos(pair[0]), pos(pair[1]); a < 0 || b < 0 || a > b {
				t.Errorf("%s is number %d, %s number %d", pair[0], a, pair[1], b)
			}
		}
		if all[len(all)-1] != "Åsnes" {
			t.Errorf("the last place is %s, want Åsnes", all[len(all)-1])
		}
	})
}

func TestSyncTwiceAndAfterChange(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		synced(t, d)
		write(t, d, func(tx *db.Tx) error { // what an older program could have left
			for _, q := range []string{
				`UPDATE kommune SET navn = 'Gammelt', fylkesnavn = 'Troms og Finnmark' WHERE nummer = '5501'`,
				`UPDATE sted_ord SET ord = 'gammelt' WHERE sted = '5501' AND ord <> '5501'`,
				`INSERT INTO kommune SELECT '1850', 'Tysfjord', navn_sort, fylkesnummer, fylkesnavn, 68, 16, '1964-01-01', '2020-01-01'
					FROM kommune WHERE nummer = '1875'`,
				`INSERT INTO sted_ord (ord, sted) VALUES ('tysfjord', '1850')`,
			} {
				if _, err := tx.ExecContext(ctx, q); err != nil {
					return err
				}
			}
			return nil
		})
		synced(t, d)
		synced(t, d)
		if got := names(search(t, d, kommune.Sok{Tekst: "tromsø"}).Steder); !slices.Equal(got, []string{"5501 Tromsø, Troms - Romsa - Tromssa"}) {
			t.Errorf("Tromsø was not mended: %q", got)
		}
		if got := search(t, d, kommune.Sok{Tekst: "gammelt"}); got.Treff != 0 {
			t.Error("an old word stays")
		}
		if got := search(t, d, kommune.Sok{Tekst: "tysfjord"}); got.Treff != 0 {
			t.Error("a kommune that is no more is offered")
		}
		gone, err := get(ctx, d, "1850")
		if err != nil || gone.Navn != "Tysfjord" || !gone.GyldigTil.Valid {
			t.Errorf("a kommune that is no more cannot be read: %+v, %v", gone, err)
		}
	})
}

// A form offers the 357 kommuner of Norway (since 01.01.2024): no bydel, and none that
// is no more, from the first day on which its number is not in use.
func TestKommunerToChooseFrom(t *testing.T) {
	clock := time.Date(2019, 12, 31, 22, 59, 0, 0, time.UTC) // 23.59 in Norway
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		clock = time.Date(2019, 12, 31, 22, 59, 0, 0, time.UTC)
		synced(t, d)
		write(t, d, func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `INSERT INTO kommune SELECT '1850', 'Tysfjord', navn_sort, fylkesnummer, fylkesnavn, 68, 16, '1964-01-01', '2020-01-01'
				FROM kommune WHERE nummer = '1875'`)
			return err
		})
		for _, want := range []int{358, 357} {
			var list []kommune.Sted
			err := d.Read(t.Context(), func(rx *db.Rx) (err error) {
				list, err = kommune.Kommuner(t.Context(), rx)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(list) != want || list[0].Navn != "Alstahaug" || list[len(list)-1].Navn != "Åsnes" ||
				slices.ContainsFunc(list, kommune.Sted.ErBydel) {
				t.Errorf("%v: %d kommuner, want %d; first %v, last %v", clock, len(list), want, list[0], list[len(list)-1])
			}
			clock = clock.Add(time.Minute)
		}
	}, db.WithClock(func() time.Time { return clock }))
}

func get(ctx context.Context, d *db.DB, nummer string) (s kommune.Sted, err error) {
	err = d.Read(ctx, func(rx *db.Rx) error {
		s, err = kommune.Get(ctx, rx, nummer)
		return err
	})
	return s, err
}

func TestGetAndBydeler(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		synced(t, d)
		oslo, err := get(t.Context(), d, "0301")
		if err != nil || oslo.Navn != "Oslo" || oslo.ErBydel() {
			t.Errorf("0301 is %+v, %v", oslo, err)
		}
		asane, err := get(t.Context(), d, "460108")
		if err != nil || asane.Navn != "Åsane" || asane.Kommunenavn != "Bergen" || asane.Fylkesnavn != "Vestland" || !asane.ErBydel() {
			t.Errorf("460108 is %+v, %v", asane, err)
		}
		for _, bad := range []string{"", "9999", "301", "0301'"} {
			if _, err := get(t.Context(), d, bad); !fault.Is(err, fault.NotFound) {
				t.Errorf("%q: %v", bad, err)
			}
		}
		err = d.Read(t.Context(), func(rx *db.Rx) error {
			bergen, err := kommune.Bydeler(t.Context(), rx, "4601")
			if len(bergen) != 8 || bergen[0].Navn != "Arna" || bergen[6].Navn != "Årstad" || bergen[7].Navn != "Åsane" {
				t.Errorf("the bydeler of Bergen are %q", names(bergen))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestKontakt(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		synced(t, d)
		read := func() (k kommune.Kontakt) {
			t.Helper()
			write(t, d, func(tx *db.Tx) (err error) {
				k, err = kommune.GetKontakt(ctx, tx, "1119")
				return err
			})
			return k
		}
		if k := read(); k != (kommune.Kontakt{Sted: "1119"}) {
			t.Errorf("nobody has registered a contact: %+v", k)
		}
		first := kommune.Kontakt{
			Sted: "1119", Enhet: "Flyktningtjenesten", Telefon: "51 00 00 00", Epost: "flyktning@ha.example",
			Postadresse: kommune.Adresse{Gate: "Postboks 1", Postnummer: "4368", Poststed: "Varhaug"},
			Besok:       kommune.Adresse{Gate: "Rådhusgata 8", Postnummer: "4360", Poststed: "Varhaug"},
			Nettside:    "https://ha.example/flyktning", EndretAv: "Kari Nordmann",
		}
		write(t, d, func(tx *db.Tx) error { return kommune.PutKontakt(ctx, tx, first) })
		got := read()
		if got.EndretTid.IsZero() || got.Versjon != 1 {
			t.Errorf("stored as %+v", got)
		}
		want := first
		want.Versjon, want.EndretTid = got.Versjon, got.EndretTid
		if got != want {
			t.Errorf("read back %+v, want %+v", got, want)
		}
		got.Telefon = "51 11 11 11"
		write(t, d, func(tx *db.Tx) error { return kommune.PutKontakt(ctx, tx, got) })
		for _, stale := range []int64{0, 1} { // both who saw nothing and who saw the first come late
			late := first
			late.Versjon = stale
			err := d.Write(ctx, func(tx *db.Tx) error { return kommune.PutKontakt(ctx, tx, late) })
			if !fault.Is(err, fault.Conflict) {
				t.Errorf("version %d: %v, want a conflict", stale, err)
			}
		}
		if k := read(); k.Telefon != "51 11 11 11" || k.Versjon != 2 {
			t.Errorf("the late ones changed it: %+v", k)
		}
		err := d.Write(ctx, func(tx *db.Tx) error { return kommune.PutKontakt(ctx, tx, kommune.Kontakt{Sted: "9999"}) })
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("a contact of no place: %v", err)
		}
	})
}
