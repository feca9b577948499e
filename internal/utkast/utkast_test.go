package utkast_test

import (
	"bytes"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/tilgang"
	"bosett/internal/utkast"
)

// hus is a centre with a resident, and two people who write there.
type hus struct {
	t      *testing.T
	d      *db.DB
	naa    *atomic.Int64
	mottak ident.ID
	kari   tilgang.Actor
	ola    tilgang.Actor
	beboer ident.ID
	enhet  utkast.Enhet
}

// run builds the house on both engines, with a clock that is moved by hand.
func run(t *testing.T, fn func(t *testing.T, h *hus)) {
	t.Helper()
	naa := &atomic.Int64{}
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		naa.Store(time.Date(2026, 3, 10, 8, 0, 0, 0, time.UTC).UnixNano())
		h := &hus{t: t, d: d, naa: naa, mottak: ident.New(), enhet: utkast.NyEnhet()}
		h.exec(`INSERT INTO kommune (nummer, navn, navn_sort, fylkesnummer, fylkesnavn, breddegrad, lengdegrad, gyldig_fra) VALUES ('1119','Hå',$1,'11','Rogaland',58.6,5.7,$2)`,
			i18n.SortKey("Hå"), db.NewDate(2024, 1, 1))
		h.exec(`INSERT INTO mottak (id, mot_id, kode, navn, navn_sort, kategori, kommune, endret_tid) VALUES ($1,'1','HAA','Hå asylmottak',$2,'mottak','1119',$3)`,
			h.mottak, i18n.SortKey("Hå"), db.At(d.Now()))
		h.kari, h.ola = h.ansatt("Kari"), h.ansatt("Ola")
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			res, err := beboer.ImportBatch(t.Context(), tx, []beboer.Inn{{
				Duf: string(beboer.NyDuf(2025, 1)), RegNummer: "935811771", Fornavn: "A", Etternavn: "B", Fodt: db.NewDate(1990, 1, 1), Kjonn: "kvinne",
				Statsborgerskap: "SY", Persontype: "enslig_voksen", MotID: "1", Plasstype: "ORD",
			}})
			if err == nil && res.Utfall[0].Status != fault.Ny {
				t.Fatalf("the resident was not taken in: %+v", res.Utfall)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		h.exec(`UPDATE beboer SET har_sak = true`)
		err = d.Read(t.Context(), func(r *db.Rx) error {
			return r.QueryRowContext(t.Context(), `SELECT id FROM beboer`).Scan(&h.beboer)
		})
		if err != nil {
			t.Fatal(err)
		}
		fn(t, h)
	}, db.WithClock(func() time.Time { return time.Unix(0, naa.Load()).UTC() }))
}

func (h *hus) exec(query string, args ...any) {
	h.t.Helper()
	err := h.d.Write(h.t.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(h.t.Context(), query, args...)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// gi gives the person a role at a centre, and returns them as they work there.
func (h *hus) gi(a tilgang.Actor, mottak ident.ID) tilgang.Actor {
	h.t.Helper()
	h.exec(`INSERT INTO rolletildeling (id, bruker, rolle, org_type, org, gitt_av, gitt_tid) VALUES ($1,$2,$3,'mottak',$4,'test',$5)`,
		ident.New(), a.Bruker, string(tilgang.MottakBosettingsansvarlig), mottak.String(), db.At(h.d.Now()))
	a.Org.ID = mottak.String()
	return a
}

func (h *hus) rydd() {
	h.t.Helper()
	err := h.d.Write(h.t.Context(), func(tx *db.Tx) error {
		more, err := utkast.Rydd(h.t.Context(), tx)
		if more {
			h.t.Error("there is more, and always will be")
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hus) ansatt(navn string) tilgang.Actor {
	id := ident.New()
	h.exec(`INSERT INTO bruker (id, navn, navn_sort, epost, demo, opprettet_tid) VALUES ($1,$2,$3,$4,$5,$6)`,
		id, navn, i18n.SortKey(navn), navn+"@example.no", true, db.At(h.d.Now()))
	h.exec(`INSERT INTO rolletildeling (id, bruker, rolle, org_type, org, gitt_av, gitt_tid) VALUES ($1,$2,$3,'mottak',$4,'test',$5)`,
		ident.New(), id, string(tilgang.MottakBosettingsansvarlig), h.mottak.String(), db.At(h.d.Now()))
	return tilgang.Actor{
		Bruker: id, Navn: navn, Org: tilgang.Org{Type: tilgang.OrgMottak, ID: h.mottak.String()},
		Roller: []tilgang.Rolle{tilgang.MottakBosettingsansvarlig},
	}
}

func (h *hus) forward(d time.Duration) { h.naa.Add(int64(d)) }

func (h *hus) apne(a tilgang.Actor) utkast.Utstedt {
	h.t.Helper()
	ut, err := utkast.Apne(h.t.Context(), h.d, a, utkast.Hvor{Enhet: h.enhet, Beboer: h.beboer})
	if err != nil {
		h.t.Fatal(err)
	}
	return ut
}

// lesbar tells whether the key can be had, and that it is the same when it can.
func (h *hus) lesbar(a tilgang.Actor, enhet utkast.Enhet, n utkast.Nokkel) bool {
	h.t.Helper()
	got, err := utkast.Hent(h.t.Context(), h.d, a, utkast.Hvor{Enhet: enhet, Beboer: h.beboer}, n.ID)
	if fault.Is(err, fault.NotFound) {
		return false
	}
	if err != nil {
		h.t.Fatal(err)
	}
	if !bytes.Equal(got.Verdi, n.Verdi) {
		h.t.Error("another key than the one that was given out")
	}
	return true
}

func (h *hus) rows() (n int) {
	h.t.Helper()
	err := h.d.Read(h.t.Context(), func(r *db.Rx) error {
		return r.QueryRowContext(h.t.Context(), `SELECT COUNT(*) FROM utkastnokkel`).Scan(&n)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

func TestKeyBelongsToPersonDeviceAndInterview(t *testing.T) {
	run(t, func(t *testing.T, h *hus) {
		first := h.apne(h.kari)
		if len(first.Aktiv.Verdi) != 32 {
			t.Errorf("a key of %d bytes, not 32", len(first.Aktiv.Verdi))
		}
		if again := h.apne(h.kari); again.Aktiv.ID != first.Aktiv.ID || !bytes.Equal(again.Aktiv.Verdi, first.Aktiv.Verdi) {
			t.Error("a page opened again must get the same key: its drafts are under it")
		}
		if !h.lesbar(h.kari, h.enhet, first.Aktiv) {
			t.Error("one's own key is not found")
		}
		if h.lesbar(h.ola, h.enhet, first.Aktiv) {
			t.Error("another person on the same device got the key")
		}
		if h.lesbar(h.kari, utkast.NyEnhet(), first.Aktiv) || h.lesbar(h.kari, "", first.Aktiv) {
			t.Error("another device got the key")
		}
		ola := h.apne(h.ola)
		if ola.Aktiv.ID == first.Aktiv.ID || bytes.Equal(ola.Aktiv.Verdi, first.Aktiv.Verdi) {
			t.Error("two people share a key")
		}
		if len(ola.Levende) != 2 || !slices.Contains(ola.Levende, first.Aktiv.ID) {
			t.Errorf("living keys of the device %v, want both: nobody's draft may be swept away", ola.Levende)
		}
		if _, err := utkast.Apne(t.Context(), h.d, h.kari, utkast.Hvor{Enhet: h.enhet, Beboer: ident.New()}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a resident who does not exist: %v", err)
		}
	})
}

func TestKeyIsRotatedAndRunsOut(t *testing.T) {
	run(t, func(t *testing.T, h *hus) {
		first := h.apne(h.kari).Aktiv
		// The page is opened late the same day: the draft written then can be read the next morning.
		h.forward(9 * time.Hour)
		if h.apne(h.kari).Aktiv.ID != first.ID {
			t.Error("rotated within the day")
		}
		h.forward(15*time.Hour + time.Minute) // 24 h after it was made
		if !h.lesbar(h.kari, h.enhet, first) {
			t.Error("what was written 15 hours ago cannot be read")
		}
		next := h.apne(h.kari)
		if next.Aktiv.ID == first.ID || !slices.Contains(next.Levende, first.ID) {
			t.Error("a key of yesterday is written with today, or the one of yesterday is gone at once")
		}
		h.forward(9 * time.Hour) // 24 h after the page was last opened with the first
		if h.lesbar(h.kari, h.enhet, first) {
			t.Error("a key lives on after its time")
		}
		h.apne(h.ola)
		h.rydd()
		if n := h.rows(); n != 2 {
			t.Errorf("%d keys are stored, want 2: what has run out is destroyed, not only hidden", n)
		}
	})
}

func TestLogoutDestroysOnlyOnesOwn(t *testing.T) {
	run(t, func(t *testing.T, h *hus) {
		kari, ola := h.apne(h.kari).Aktiv, h.apne(h.ola).Aktiv
		if andre, err := utkast.Slett(t.Context(), h.d, h.kari.Bruker, h.enhet); err != nil || !andre {
			t.Errorf("others' drafts may lie there: %v %v", andre, err)
		}
		if h.lesbar(h.kari, h.enhet, kari) || !h.lesbar(h.ola, h.enhet, ola) {
			t.Error("signing out must destroy one's own keys, and nobody else's")
		}
		if andre, err := utkast.Slett(t.Context(), h.d, h.ola.Bruker, h.enhet); err != nil || andre {
			t.Errorf("nobody else is left: %v %v", andre, err)
		}
		if n := h.rows(); n != 0 {
			t.Errorf("%d keys are left", n)
		}
	})
}

func TestAccessThatEndsTakesTheKeys(t *testing.T) {
	run(t, func(t *testing.T, h *hus) {
		kari := h.apne(h.kari).Aktiv
		// The resident's case is gone: the role sees those with a case only (A6).
		h.exec(`UPDATE beboer SET har_sak = false`)
		if h.lesbar(h.kari, h.enhet, kari) {
			t.Error("a key without access")
		}
		h.exec(`UPDATE beboer SET har_sak = true`)
		if h.lesbar(h.kari, h.enhet, kari) {
			t.Error("the key came back with the access: it was not destroyed")
		}
		h.apne(h.ola)
		kari = h.apne(h.kari).Aktiv
		h.exec(`UPDATE rolletildeling SET slutt_tid = $2 WHERE bruker = $1`, h.kari.Bruker, db.At(h.d.Now()))
		h.rydd()
		if n := h.rows(); n != 1 {
			t.Errorf("%d keys are left, want Ola's: who has no role has no keys", n)
		}
		_ = kari
	})
}

// Who has roles at two centres, and works for the other one just now, loses nothing by
// looking in at the first; what they wrote is there when they are back. When the role that
// opens the resident is taken, the keys go.
func TestAnotherOrganisationTakesNoKeys(t *testing.T) {
	run(t, func(t *testing.T, h *hus) {
		kari := h.apne(h.kari).Aktiv
		toten := h.gi(h.kari, ident.New())
		hvor := utkast.Hvor{Enhet: h.enhet, Beboer: h.beboer}
		if _, err := utkast.Apne(t.Context(), h.d, toten, hvor); !fault.Is(err, fault.NotFound) {
			t.Errorf("from another centre: %v", err)
		}
		if h.lesbar(toten, h.enhet, kari) {
			t.Error("a key was given for a resident whom the organisation may not see")
		}
		if !h.lesbar(h.kari, h.enhet, kari) {
			t.Error("looking in from another centre destroyed what was not saved")
		}
		h.exec(`UPDATE rolletildeling SET slutt_tid = $2 WHERE bruker = $1 AND org = $3`, h.kari.Bruker, db.At(h.d.Now()), h.mottak.String())
		if h.lesbar(toten, h.enhet, kari) || h.rows() != 0 {
			t.Error("no role opens the resident, and the key lives")
		}
	})
}

// One person cannot fill the database with keys: those used longest ago go, others' stay.
func TestKeysOfOnePersonAreLimited(t *testing.T) {
	run(t, func(t *testing.T, h *hus) {
		ola := h.apne(h.ola).Aktiv
		var first, last utkast.Nokkel
		for n := range 201 {
			h.forward(time.Second)
			h.enhet = utkast.NyEnhet()
			if last = h.apne(h.kari).Aktiv; n == 0 {
				first = last
			}
		}
		if n := h.rows(); n != 201 {
			t.Errorf("%d keys, want Kari's 200 and Ola's", n)
		}
		var left int
		err := h.d.Read(t.Context(), func(r *db.Rx) error {
			return r.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM utkastnokkel WHERE id IN ($1, $2, $3)`, first.ID, last.ID, ola.ID).Scan(&left)
		})
		if err != nil || left != 2 || !h.lesbar(h.kari, h.enhet, last) {
			t.Errorf("%d of the first, the last and Ola's are left, want the last and Ola's (%v)", left, err)
		}
	})
}

func TestLesEnhet(t *testing.T) {
	ny := utkast.NyEnhet()
	if e, ok := utkast.LesEnhet(ny.Cookie()); !ok || e != ny {
		t.Error("a cookie of ours is not read")
	}
	for _, cookie := range []string{"", "a", ny.Cookie() + "A", ny.Cookie()[1:], "!" + ny.Cookie()[1:], ny.Cookie()[:42] + "_", ny.Cookie()[:42] + "\n"} {
		if _, ok := utkast.LesEnhet(cookie); ok {
			t.Errorf("%q is taken for a cookie of ours", cookie)
		}
	}
}
