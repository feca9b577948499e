package bruker_test

import (
	"errors"
	"reflect"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"bosett/internal/bruker"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/tilgang"
)

// clock is moved by hand.
type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time { return time.Unix(0, c.at.Load()).UTC() }

func (c *clock) forward(d time.Duration) { c.at.Add(int64(d)) }

type house struct {
	dag, ikkeDemo ident.ID
	ha, toten     ident.ID
}

func fill(t *testing.T, d *db.DB) (h house) {
	t.Helper()
	h = house{ident.New(), ident.New(), ident.New(), ident.New()}
	exec := func(tx *db.Tx, query string, args ...any) {
		if _, err := tx.ExecContext(t.Context(), query, args...); err != nil {
			t.Fatal(err)
		}
	}
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		now := db.At(tx.Now())
		day := db.NewDate(2024, 1, 1)
		exec(tx, `INSERT INTO kommune (nummer, navn, navn_sort, fylkesnummer, fylkesnavn, breddegrad, lengdegrad, gyldig_fra) VALUES ('1119','Hå',$1,'11','Rogaland',58.6,5.7,$2)`, i18n.SortKey("Hå"), day)
		for id, navn := range map[ident.ID]string{h.ha: "Hå asylmottak", h.toten: "Toten mottak"} {
			exec(tx, `INSERT INTO mottak (id, mot_id, kode, navn, navn_sort, kategori, kommune, endret_tid) VALUES ($1,$2,$2,$3,$4,'mottak','1119',$5)`, id, navn, navn, i18n.SortKey(navn), now)
		}
		for i, u := range []struct {
			id   ident.ID
			navn string
			demo bool
		}{{h.dag, "Dag Dobbel", true}, {h.ikkeDemo, "Virkelig Person", false}} {
			exec(tx, `INSERT INTO bruker (id, navn, navn_sort, epost, demo, opprettet_tid) VALUES ($1,$2,$3,$4,$5,$6)`, u.id, u.navn, i18n.SortKey(u.navn), []string{"dag@example.no", "v@example.no"}[i], u.demo, now)
		}
		for i, r := range []struct {
			bruker ident.ID
			rolle  tilgang.Rolle
			org    ident.ID
		}{
			{h.dag, tilgang.MottakBosettingsansvarlig, h.ha},
			{h.dag, tilgang.MottakBosettingsansvarlig, h.toten},
			{h.dag, tilgang.Mottaksadministrator, h.toten},
			{h.ikkeDemo, tilgang.MottakKompass, h.ha},
		} {
			exec(tx, `INSERT INTO rolletildeling (id, bruker, rolle, org_type, org, gitt_av, gitt_tid) VALUES ($1,$2,$3,'mottak',$4,'test',$5)`,
				ident.New(), r.bruker, string(r.rolle), r.org.String(), db.At(tx.Now().Add(time.Duration(i)*time.Second)))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// grader lets Dag see both grades; one was taken from him before and given again, and
// one has somebody else.
func (h house) grader(t *testing.T, d *db.DB) {
	t.Helper()
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		for _, g := range []struct {
			bruker ident.ID
			grad   tilgang.Gradering
			slutt  db.NullTime
		}{
			{h.dag, tilgang.StrengtFortrolig, db.SomeTime(tx.Now())}, {h.dag, tilgang.StrengtFortrolig, db.NullTime{}},
			{h.dag, tilgang.Fortrolig, db.NullTime{}}, {h.ikkeDemo, tilgang.Fortrolig, db.NullTime{}},
		} {
			_, err := tx.ExecContext(t.Context(), `INSERT INTO graderingstilgang (id, bruker, grad, gitt_av, gitt_tid, slutt_tid) VALUES ($1,$2,$3,'test',$4,$5)`,
				ident.New(), g.bruker, string(g.grad), db.At(tx.Now()), g.slutt)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSesjon(t *testing.T) {
	c := &clock{}
	c.at.Store(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC).UnixNano())
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		h := fill(t, d)
		token, err := bruker.LoggInnDemo(t.Context(), d, h.dag)
		if err != nil {
			t.Fatal(err)
		}
		s, err := bruker.Load(t.Context(), d, token, true)
		if err != nil {
			t.Fatal(err)
		}
		if s.Actor.Navn != "Dag Dobbel" || s.OrgNavn != "Hå asylmottak" || s.OrgKommune != "Hå" || s.Maalform != "nb" || len(s.Orgs) != 2 {
			t.Errorf("session %+v", s)
		}
		if !s.Actor.Har(tilgang.MottakBosettingsansvarlig) || s.Actor.Har(tilgang.Mottaksadministrator) {
			t.Errorf("roles at Hå: %v", s.Actor.Roller)
		}
		if err := bruker.VelgOrg(t.Context(), d, s, tilgang.Org{Type: tilgang.OrgMottak, ID: h.toten.String()}); err != nil {
			t.Fatal(err)
		}
		h.grader(t, d)
		if s, err = bruker.Load(t.Context(), d, token, true); err != nil || len(s.Orgs) != 2 || s.OrgNavn != "Toten mottak" {
			t.Errorf("at Toten: %+v, %v", s, err)
		}
		if want := []tilgang.Rolle{tilgang.MottakBosettingsansvarlig, tilgang.Mottaksadministrator}; !slices.Equal(s.Actor.Roller, want) {
			t.Errorf("roles at Toten: %v", s.Actor.Roller)
		}
		if want := []tilgang.Gradering{tilgang.Fortrolig, tilgang.StrengtFortrolig}; !slices.Equal(s.Actor.Graderinger, want) {
			t.Errorf("graderinger: %v", s.Actor.Graderinger)
		}
		if err := bruker.VelgOrg(t.Context(), d, s, tilgang.Org{Type: tilgang.OrgIMDi, ID: "imdi"}); !errors.Is(err, bruker.ErrNoSesjon) {
			t.Errorf("an organisation without a role: %v", err)
		}
		// Taken away, the role is gone at the next request.
		err = d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE rolletildeling SET slutt_tid = $1 WHERE org = $2`, db.At(tx.Now()), h.toten.String())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := bruker.Load(t.Context(), d, token, true); !errors.Is(err, bruker.ErrNoSesjon) {
			t.Errorf("after the roles were taken: %v", err)
		}
	}, db.WithClock(c.now))
}

// The next session opens where the person worked last: the page that somebody was on when
// the session ended is there again. Where the role is gone, the first is opened.
func TestSesjonOpensAtTheLastOrganisation(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		h := fill(t, d)
		login := func(want string) bruker.Sesjon {
			t.Helper()
			token, err := bruker.LoggInnDemo(t.Context(), d, h.dag)
			if err != nil {
				t.Fatal(err)
			}
			s, err := bruker.Load(t.Context(), d, token, true)
			if err != nil || s.OrgNavn != want {
				t.Errorf("at %s, %v; want %s", s.OrgNavn, err, want)
			}
			return s
		}
		s := login("Hå asylmottak")
		if err := bruker.VelgOrg(t.Context(), d, s, tilgang.Org{Type: tilgang.OrgMottak, ID: h.toten.String()}); err != nil {
			t.Fatal(err)
		}
		login("Toten mottak")
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE rolletildeling SET slutt_tid = $1 WHERE org = $2`, db.At(tx.Now()), h.toten.String())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		login("Hå asylmottak")
	})
}

// ListAktorer is the person at every organisation, each with the roles there, and with the
// grades that are the person's own.
func TestListAktorer(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		h := fill(t, d)
		h.grader(t, d)
		var list []tilgang.Actor
		err := d.Read(t.Context(), func(r *db.Rx) (err error) {
			list, err = bruker.ListAktorer(t.Context(), r, h.dag)
			return err
		})
		if err != nil || len(list) != 2 {
			t.Fatalf("%+v, %v", list, err)
		}
		grader := []tilgang.Gradering{tilgang.Fortrolig, tilgang.StrengtFortrolig}
		for i, want := range []tilgang.Actor{
			{Bruker: h.dag, Org: tilgang.Org{Type: tilgang.OrgMottak, ID: h.ha.String()}, Roller: []tilgang.Rolle{tilgang.MottakBosettingsansvarlig}, Graderinger: grader},
			{Bruker: h.dag, Org: tilgang.Org{Type: tilgang.OrgMottak, ID: h.toten.String()}, Roller: []tilgang.Rolle{tilgang.MottakBosettingsansvarlig, tilgang.Mottaksadministrator}, Graderinger: grader},
		} {
			if !reflect.DeepEqual(list[i], want) {
				t.Errorf("%+v, want %+v", list[i], want)
			}
		}
	})
}

func TestSesjonEnds(t *testing.T) {
	c := &clock{}
	c.at.Store(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC).UnixNano())
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		h := fill(t, d)
		login := func() bruker.Token {
			token, err := bruker.LoggInnDemo(t.Context(), d, h.dag)
			if err != nil {
				t.Fatal(err)
			}
			return token
		}
		lives := func(token bruker.Token) bool {
			_, err := bruker.Load(t.Context(), d, token, true)
			if err != nil && !errors.Is(err, bruker.ErrNoSesjon) {
				t.Fatal(err)
			}
			return err == nil
		}
		idle := login()
		c.forward(29 * time.Minute)
		if !lives(idle) {
			t.Error("ended before 30 minutes of rest")
		}
		c.forward(31 * time.Minute)
		if lives(idle) {
			t.Error("lives after 31 minutes of rest")
		}
		busy := login()
		for range 23 {
			c.forward(26 * time.Minute)
			lives(busy)
		}
		if !lives(busy) {
			t.Error("a busy session ended before 10 hours")
		}
		c.forward(3 * time.Minute)
		if lives(busy) {
			t.Error("a session lives after 10 hours")
		}
		out := login()
		if err := bruker.LoggUt(t.Context(), d, out); err != nil || lives(out) {
			t.Errorf("after signing out: %v", err)
		}
		if lives("") || lives("noe") {
			t.Error("an unknown token opens a session")
		}
	}, db.WithClock(c.now))
}

func TestDemoLoginIsForDemoUsersOnly(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		h := fill(t, d)
		for _, id := range []ident.ID{h.ikkeDemo, ident.New()} {
			if _, err := bruker.LoggInnDemo(t.Context(), d, id); !errors.Is(err, bruker.ErrNoSesjon) {
				t.Errorf("demo login: %v", err)
			}
		}
		var list []bruker.Demobruker
		err := d.Read(t.Context(), func(r *db.Rx) (err error) {
			list, err = bruker.ListDemobrukere(t.Context(), r)
			return err
		})
		if err != nil || len(list) != 1 || list[0].Navn != "Dag Dobbel" || list[0].Rolle != tilgang.MottakBosettingsansvarlig ||
			len(list[0].Orgs) != 2 || list[0].Orgs[0] != "Hå asylmottak" || list[0].Orgs[1] != "Toten mottak" {
			t.Errorf("%+v, %v", list, err)
		}
	})
}

// Anybody begins a session as a demo user. On a database that is served without the demo
// later, it opens nothing, and theirs who are no demo users do.
func TestDemoSesjonIsWorthNothingWithoutTheDemo(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		h := fill(t, d)
		token, err := bruker.LoggInnDemo(t.Context(), d, h.dag)
		if err != nil {
			t.Fatal(err)
		}
		opens := func(demo bool) bool {
			_, err := bruker.Load(t.Context(), d, token, demo)
			_, peek := bruker.Peek(t.Context(), d, token, demo)
			if (err == nil) != (peek == nil) || err != nil && !errors.Is(err, bruker.ErrNoSesjon) {
				t.Fatal(err, peek)
			}
			return err == nil
		}
		if !opens(true) || opens(false) {
			t.Errorf("a demo user: %v with the demo, %v without", opens(true), opens(false))
		}
		err = d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE bruker SET demo = FALSE WHERE id = $1`, h.dag)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if !opens(true) || !opens(false) {
			t.Errorf("another: %v with the demo, %v without", opens(true), opens(false))
		}
	})
}

// A copy of the database opens no session: the token does not stand in it.
func TestTokenIsNotStored(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		h := fill(t, d)
		token, err := bruker.LoggInnDemo(t.Context(), d, h.dag)
		if err != nil {
			t.Fatal(err)
		}
		var stored []byte
		err = d.Read(t.Context(), func(r *db.Rx) error {
			return r.QueryRowContext(t.Context(), `SELECT token_hash FROM sesjon`).Scan(&stored)
		})
		if err != nil || len(stored) != 32 || string(stored) == token.Cookie() {
			t.Errorf("stored %d bytes, %v", len(stored), err)
		}
		if _, err := bruker.Load(t.Context(), d, bruker.Token(stored), true); !errors.Is(err, bruker.ErrNoSesjon) {
			t.Errorf("the stored value opens a session: %v", err)
		}
	})
}

func TestSok(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		h := fill(t, d)
		token, err := bruker.LoggInnDemo(t.Context(), d, h.dag)
		if err != nil {
			t.Fatal(err)
		}
		s, err := bruker.Load(t.Context(), d, token, true)
		if err != nil {
			t.Fatal(err)
		}
		get := func() (tekst string) {
			err := d.Read(t.Context(), func(r *db.Rx) (err error) {
				tekst, err = bruker.Sok(t.Context(), r, s.ID, "oppgaveliste")
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return tekst
		}
		for _, tekst := range []string{"Imdi_Y", "2020 900651 03", ""} {
			if err := bruker.SetSok(t.Context(), d, s.ID, "oppgaveliste", tekst); err != nil {
				t.Fatal(err)
			}
			if got := get(); got != tekst {
				t.Errorf("search %q, want %q", got, tekst)
			}
		}
		// What is searched for at one centre may be the name of somebody there.
		if err := bruker.SetSok(t.Context(), d, s.ID, "oppgaveliste", "Imdi_Y"); err != nil {
			t.Fatal(err)
		}
		if err := bruker.VelgOrg(t.Context(), d, s, tilgang.Org{Type: tilgang.OrgMottak, ID: h.toten.String()}); err != nil {
			t.Fatal(err)
		}
		if got := get(); got != "" {
			t.Errorf("at another centre: search %q", got)
		}
		if err := bruker.LoggUt(t.Context(), d, token); err != nil {
			t.Errorf("the search goes with the session: %v", err)
		}
	})
}
