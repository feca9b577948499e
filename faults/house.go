package faults

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"bosett/internal/app"
	"bosett/internal/beboer"
	"bosett/internal/bruker"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/db/dbtest/pgserver"
	"bosett/internal/demo"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/sak"
	"bosett/internal/tilgang"
)

// How many there are of whom: each run takes those it needs.
const (
	singles  = 260
	families = 4
	inFamily = 6
	centre   = "MOT001429" // Hå, where the demo's staff work
)

// crew is a filled database before anything happens, with people who are signed in.
type crew struct {
	staff    []Staff
	singles  []ident.ID
	families [][]ident.ID
}

// fill makes the demo's staff and residents of our own, whose interviews nobody has begun.
func fill(ctx context.Context, address string) (c crew, err error) {
	d, err := db.Open(ctx, address)
	if err != nil {
		return c, err
	}
	defer d.Close()
	if err := app.Migrate(ctx, d); err != nil {
		return c, err
	}
	if err := demo.Fill(ctx, d, app.Today(d), nil); err != nil {
		return c, err
	}
	var inn []beboer.Inn
	var saker []sak.Inn
	add := func(n int, reg string, persontype beboer.Persontype) {
		inn = append(inn, beboer.Inn{
			Duf: string(beboer.NyDuf(2021, 910_000+n)), RegNummer: reg, Fornavn: fmt.Sprintf("Prøve%d", n), Etternavn: "Feil-Synt",
			Fodt: db.NewDate(1980, 1, 17), Kjonn: "ukjent", Statsborgerskap: "SY", Persontype: string(persontype),
			MotID: centre, Plasstype: "ORD", Gradering: tilgang.Ugradert,
		})
	}
	house := func(n int) string {
		reg := fmt.Sprintf("98%07d", n)
		saker = append(saker, sak.Inn{Saksnummer: "F-" + reg, RegNummer: reg, Opprettet: app.Today(d)})
		return reg
	}
	for n := range singles {
		add(n, house(n), beboer.EnsligVoksen)
	}
	for f := range families {
		reg := house(singles + f)
		for m := range inFamily {
			add(singles+f*inFamily+m, reg, beboer.FamilieMedBarn)
		}
	}
	if err := importAll(ctx, d, inn, saker); err != nil {
		return c, err
	}
	if err := c.find(ctx, d, inn); err != nil {
		return c, err
	}
	c.staff, err = signIn(ctx, d, "Berit Bø", "Bjørn Berg", "Dag Dobbel")
	return c, err
}

// find reads the ids that the residents got.
func (c *crew) find(ctx context.Context, d *db.DB, inn []beboer.Inn) error {
	return d.Read(ctx, func(r *db.Rx) error {
		for i, one := range inn {
			var id ident.ID
			if err := r.QueryRowContext(ctx, `SELECT id FROM beboer WHERE duf = $1`, one.Duf).Scan(&id); err != nil {
				return err
			}
			switch {
			case i < singles:
				c.singles = append(c.singles, id)
			case (i-singles)%inFamily == 0:
				c.families = append(c.families, []ident.ID{id})
			default:
				c.families[len(c.families)-1] = append(c.families[len(c.families)-1], id)
			}
		}
		return nil
	})
}

func importAll(ctx context.Context, d *db.DB, inn []beboer.Inn, saker []sak.Inn) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		res, err := beboer.ImportBatch(ctx, innsyn.System(tx).Tx, inn)
		if err != nil {
			return err
		}
		utfall, err := sak.ImportBatch(ctx, tx, saker)
		if err != nil {
			return err
		}
		for _, u := range append(res.Utfall, utfall...) {
			if u.Status == fault.Avvist {
				return fmt.Errorf("refused: %+v", u)
			}
		}
		return sak.OppdaterHusstander(ctx, tx, res.Husstander)
	})
}

// signIn opens a session for each; the second organisation of one who has two is never used.
func signIn(ctx context.Context, d *db.DB, names ...string) (staff []Staff, err error) {
	for _, name := range names {
		s := Staff{Name: name}
		err := d.Read(ctx, func(r *db.Rx) error {
			return r.QueryRowContext(ctx, `SELECT id FROM bruker WHERE navn = $1`, name).Scan(&s.ID)
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		token, err := bruker.LoggInnDemo(ctx, d, s.ID)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		s.Cookie = token.Cookie()
		staff = append(staff, s)
	}
	// The program runs as in production, where a demo user's session opens nothing.
	return staff, d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE bruker SET demo = FALSE`)
		return err
	})
}

// sqliteTemplate is a filled file, copied for each test.
var sqliteTemplate = sync.OnceValues(func() (t struct {
	crew
	file []byte
}, err error) {
	dir, err := os.MkdirTemp("", "bosett-faults-")
	if err != nil {
		return t, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	if t.crew, err = fill(context.Background(), "sqlite:"+path); err == nil {
		t.file, err = os.ReadFile(path)
	}
	return t, err
})

// realSettings are those of production, for a server whose processes are killed.
var realSettings = []string{
	"fsync=on", "synchronous_commit=on", "full_page_writes=on", "wal_level=replica", "max_wal_senders=5",
	"max_connections=60", "shared_buffers=32MB", "autovacuum=off",
}

// postgresTemplate is one server for all tests, with a filled database.
var postgresTemplate = sync.OnceValues(func() (t struct {
	crew
	server *pgserver.Server
}, err error) {
	ctx := context.Background()
	if t.server, err = pgserver.Start(ctx, realSettings...); err != nil {
		return t, err
	}
	if err := onServer(ctx, t.server, "CREATE DATABASE template_faults TEMPLATE template0"); err != nil {
		return t, err
	}
	t.crew, err = fill(ctx, database(t.server.URL, "template_faults"))
	return t, err
})

func onServer(ctx context.Context, s *pgserver.Server, query string) error {
	conn, err := pgx.Connect(ctx, s.URL)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, query)
	return err
}

func database(base, name string) string {
	u, err := url.Parse(base)
	if err != nil {
		return base // the server answered on it, so it parses
	}
	u.Path = "/" + name
	return u.String()
}

// House is the program with a filled database of its own.
type House struct {
	crew
	Engine db.Dialect
	// Server is PostgreSQL's; nil on SQLite.
	Server  *pgserver.Server
	Name    string // of the database
	Program *Program
	Notes   *Notes
	Seed    uint64
	t       testing.TB
	started int
}

// NewHouse makes a database from the template. The program is not started yet.
func NewHouse(t testing.TB, engine db.Dialect) *House {
	t.Helper()
	h := &House{Engine: engine, Notes: &Notes{}, Seed: seed, t: t}
	var address string
	if engine == db.SQLite {
		template, err := sqliteTemplate()
		must(t, err)
		path := filepath.Join(t.TempDir(), "bosett.db")
		must(t, os.WriteFile(path, template.file, 0o600))
		h.crew, address = template.crew, "sqlite:"+path
	} else {
		template, err := postgresTemplate()
		if errors.Is(err, pgserver.ErrNotInstalled) && os.Getenv("CI") != "true" {
			t.Skip("NOT TESTED ON POSTGRESQL:", err)
		}
		must(t, err)
		h.crew, h.Server = template.crew, template.server
		h.Name = fmt.Sprintf("faults_%x", ident.New())
		must(t, onServer(t.Context(), h.Server, "CREATE DATABASE "+h.Name+" TEMPLATE template_faults"))
		t.Cleanup(func() {
			if err := onServer(context.Background(), h.Server, "DROP DATABASE "+h.Name+" WITH (FORCE)"); err != nil {
				t.Error(err)
			}
		})
		address = database(h.Server.URL, h.Name)
	}
	h.use(address)
	return h
}

// use makes the program on an address.
func (h *House) use(address string) {
	h.t.Helper()
	var err error
	h.Program, err = NewProgram(address, filepath.Join(h.t.TempDir(), "log"))
	must(h.t, err)
	h.t.Cleanup(h.Program.stop)
}

// start starts the program.
func (h *House) start() {
	h.t.Helper()
	must(h.t, h.Program.Start(h.t.Context()))
}

// person signs in the next of the staff, at the program's own address.
func (h *House) person() *Person {
	h.started++
	s := h.staff[h.started%len(h.staff)]
	return NewPerson(s, h.Program.Address(), h.Notes, h.Seed+uint64(h.started))
}

// fields are the competence notes of a resident, for somebody to be alone in.
func fields(resident ident.ID) []Field {
	var list []Field
	for _, q := range []string{"sprak", "yrke", "utdanning", "andre_ferdigheter", "interesser"} {
		list = append(list, Field{Owner: resident, Question: "merknad." + q})
	}
	return list
}

// compare ends the program and compares the database with the notes.
func (h *House) compare() Verdict {
	h.t.Helper()
	h.Program.stop()
	return h.compareAt(h.Program.URL)
}

func (h *House) compareAt(address string) Verdict {
	h.t.Helper()
	d, err := db.Open(context.Background(), address)
	must(h.t, err)
	defer d.Close()
	if h.Engine == db.SQLite {
		var said string
		must(h.t, d.Read(context.Background(), func(r *db.Rx) error {
			return r.QueryRowContext(context.Background(), "PRAGMA integrity_check").Scan(&said)
		}))
		if said != "ok" {
			h.t.Errorf("the file is damaged: %s", said)
		}
	}
	v, err := h.Notes.Compare(context.Background(), d)
	must(h.t, err)
	return v
}

// spotless fails the test for everything that is lost, doubled or wrong.
func (h *House) spotless(v Verdict) {
	h.t.Helper()
	for what, list := range map[string][]string{"lost": v.Lost, "doubled": v.Twice, "wrong": h.Notes.Wrong} {
		if len(list) > 0 {
			h.t.Errorf("%d %s: %q\nseed %d; the program said:\n%s", len(list), what, list[:min(5, len(list))], h.Seed, h.Program.Log())
		}
	}
	if v.Acknowledged == 0 {
		h.t.Error("nothing was acknowledged: not a test")
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// engines runs a fault on both.
func engines(t *testing.T, fn func(t *testing.T, engine db.Dialect)) {
	t.Helper()
	for _, engine := range dbtest.Dialects {
		t.Run(engine.String(), func(t *testing.T) { fn(t, engine) })
	}
}
