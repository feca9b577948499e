package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"bosett/internal/app"
	"bosett/internal/db"
	"bosett/internal/db/dbtest/pgserver"
	"bosett/internal/demo"
)

// house is one filled database with the program running on it.
type house struct {
	name    string
	db      *db.DB
	server  *app.Server
	browser *browser
}

func createDatabase(ctx context.Context, server *pgserver.Server, name string) string {
	conn, err := pgx.Connect(ctx, server.URL)
	if err == nil {
		_, err = conn.Exec(ctx, "CREATE DATABASE "+name)
		if already := new(pgconn.PgError); errors.As(err, &already) && already.Code == "42P04" {
			err = nil
		}
		conn.Close(ctx)
	}
	u, perr := url.Parse(server.URL)
	if err != nil || perr != nil {
		fmt.Fprintln(os.Stderr, "bench:", err, perr)
		os.Exit(1)
	}
	u.Path = "/" + name
	return u.String()
}

// open fills a database with the demo and n more residents, spread or all at one centre.
func open(ctx context.Context, name, address string, n int, one bool) (*house, error) {
	if file, ok := strings.CutPrefix(address, "sqlite:"); ok && one {
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			fmt.Fprintf(os.Stderr, "flytter %s …\n", name)
			from := filepath.Join(filepath.Dir(file), fmt.Sprintf("spredt%d.db", n))
			if err := flytt(ctx, from, file); err != nil {
				return nil, err
			}
		}
	}
	d, err := db.Open(ctx, address)
	if err != nil {
		return nil, err
	}
	if err := app.Migrate(ctx, d); err != nil {
		return nil, err
	}
	h := &house{name: name, db: d}
	if err := h.fill(ctx, address, n, one); err != nil {
		return nil, err
	}
	config, err := app.LoadConfig(func(string) (string, bool) { return "", false }, nil)
	if err != nil {
		return nil, err
	}
	if h.server, err = app.NewServer(config, d, slog.New(slog.DiscardHandler), true); err != nil {
		return nil, err
	}
	h.browser, err = newBrowser(h.server)
	if err != nil {
		return nil, err
	}
	return h, h.browser.login("Berit Bø")
}

// filled is the setting that a filled database is known by.
const filled = "bench_fylt"

// fill adds n residents, unless the database has them already. PostgreSQL gets the rows
// of the SQLite file with the same residents where there is one.
func (h *house) fill(ctx context.Context, address string, n int, one bool) error {
	var yes string
	err := h.db.Read(ctx, func(r *db.Rx) error {
		return r.QueryRowContext(ctx, `SELECT verdi FROM innstilling WHERE nokkel = $1`, filled).Scan(&yes)
	})
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	fmt.Fprintf(os.Stderr, "fyller %s …\n", h.name)
	if u, err := url.Parse(address); err == nil && u.Scheme == "postgres" && *keep != "" {
		file := filepath.Join(*keep, strings.TrimPrefix(u.Path, "/")+".db")
		if _, err := os.Stat(file); err == nil {
			return kopier(ctx, "sqlite:"+file, address)
		}
	}
	if err := demo.Fill(ctx, h.db, app.Today(h.db), io.Discard); err != nil {
		return err
	}
	if n > 0 {
		err := demo.Seed(ctx, h.db, demo.SeedOptions{Beboere: n, EttMottak: one, Today: app.Today(h.db), Out: io.Discard})
		if err != nil {
			return err
		}
	}
	return h.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.ExecContext(ctx, "ANALYZE"); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO innstilling (nokkel, verdi) VALUES ($1, 'ja')`, filled)
		return err
	})
}

func (h *house) close() {
	h.browser.close()
	h.server.Close()
	_ = h.db.Close()
}

// measure writes one engine's tables.
func measure(ctx context.Context, w io.Writer, engine string, address func(string) string) error {
	fmt.Fprintf(w, "\n## %s\n", engine)
	var houses []*house
	defer func() {
		for _, h := range houses {
			h.close()
		}
	}()
	var last int
	for _, size := range strings.Split(*sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			return err
		}
		h, err := open(ctx, fmt.Sprintf("%d i tillegg, spredt", n), address(fmt.Sprintf("spredt%d", n)), n, false)
		if err != nil {
			return err
		}
		houses, last = append(houses, h), n
	}
	if last > 0 {
		h, err := open(ctx, fmt.Sprintf("%d i tillegg, ett mottak", last), address(fmt.Sprintf("ett%d", last)), last, true)
		if err != nil {
			return err
		}
		houses = append(houses, h)
	}
	if *fill {
		return nil
	}
	for _, part := range []func(io.Writer, []*house) error{bare, lists, searches, sizesOf} {
		if err := part(w, houses); err != nil {
			return err
		}
	}
	if last > 0 {
		if err := samtaler(ctx, w, houses[len(houses)-1]); err != nil {
			return err
		}
	}
	return imports(ctx, w, address(fmt.Sprintf("import%d", time.Now().Unix())))
}

// bare compares the task list with a handler that only writes the same bytes.
func bare(w io.Writer, houses []*house) error {
	b := houses[0].browser
	page, err := b.get("/mottak/oppgaveliste")
	if err != nil {
		return err
	}
	fmt.Fprint(w, "\n### Oppgavelisten (84 personer) mot en handler som bare skriver de samme bytene\n\n"+
		"| | forespørsler/s | p50 ms | p99 ms |\n|---|---:|---:|---:|\n")
	real, err := b.load("/mottak/oppgaveliste", 3000)
	if err != nil {
		return err
	}
	plain, err := newBrowser(fixed(page))
	if err != nil {
		return err
	}
	defer plain.close()
	base, err := plain.load("/", 3000)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "| Oppgavelisten | %s |\n| Bar handler | %s |\n", real, base)
	return nil
}

// lists reads the first and a deep page of Oversikt at every size.
func lists(w io.Writer, houses []*house) error {
	fmt.Fprint(w, "\n### Oversikt mottaksbeboere, 50 rader\n\n| Beboere i basen | side | forespørsler/s | p50 ms | p99 ms | p50 mot minste |\n|---|---|---:|---:|---:|---:|\n")
	for _, side := range []struct{ name, path string }{
		{"første", "/mottak/oversikt"},
		{"sortert på alder", "/mottak/oversikt?sort=alder"},
		{"under kartlegging", "/mottak/oversikt?status=under_kartlegging"},
		{"side 10", ""},
	} {
		paths := make([]string, len(houses))
		for i, h := range houses {
			paths[i] = side.path
			if side.path == "" {
				deep, err := h.browser.follow("/mottak/oversikt", 9)
				if err != nil {
					return err
				}
				paths[i] = deep
			}
		}
		// In turns, so that what else the machine does strikes all alike.
		tall := make([]maaling, len(houses))
		for range 10 {
			for i, h := range houses {
				if err := h.browser.round(paths[i], 80, &tall[i]); err != nil {
					return err
				}
			}
		}
		smallest := tall[0].figures().p50
		for i, h := range houses {
			f := tall[i].figures()
			fmt.Fprintf(w, "| %s | %s | %s | %.2f |\n", h.name, side.name, f, f.p50/smallest)
		}
	}
	return nil
}

// searches looks for a DUF number and for names.
func searches(w io.Writer, houses []*house) error {
	fmt.Fprint(w, "\n### Søk i Oversikt\n\n| Beboere i basen | søk | forespørsler/s | p50 ms | p99 ms |\n|---|---|---:|---:|---:|\n")
	for _, h := range houses {
		for _, sok := range []struct{ what, text string }{
			{"DUF-nummer", "2020 900651 03"},
			{"to navn", "imdi syntat"},
			{"vanlig begynnelse på navn", "a"},
		} {
			if err := h.browser.search(sok.text); err != nil {
				return err
			}
			f, err := h.browser.load("/mottak/oversikt", 400)
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "| %s | %s | %s |\n", h.name, sok.what, f)
		}
		if err := h.browser.search(""); err != nil {
			return err
		}
	}
	return nil
}

// importert is how many residents an import is measured with.
const importert = 50_000

// imports measures the import into a database that holds the demo only.
func imports(ctx context.Context, w io.Writer, address string) error {
	fmt.Fprint(w, "\n### Import (beboere og saker gjennom samme kode som «bosett import»)\n\n| | beboere/s |\n|---|---:|\n")
	d, err := db.Open(ctx, address)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := app.Migrate(ctx, d); err != nil {
		return err
	}
	if err := demo.Fill(ctx, d, app.Today(d), io.Discard); err != nil {
		return err
	}
	start := time.Now()
	err = demo.Seed(ctx, d, demo.SeedOptions{Beboere: importert, Today: app.Today(d), Out: io.Discard})
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "| %d beboere, spredt | %.0f |\n", importert, importert/time.Since(start).Seconds())
	return nil
}

// sizesOf writes the compressed bytes of each page and of a first visit.
func sizesOf(w io.Writer, houses []*house) error {
	b := houses[0].browser
	fmt.Fprint(w, "\n### Byte over nettet (gzip/brotli)\n\n| side | byte |\n|---|---:|\n")
	for _, path := range []string{"/arbeidsflate", "/mottak/oppgaveliste", "/mottak/oppgaveliste?vis=alle", "/mottak/oversikt",
		"/mottak/informasjon", "/mottak/kontakt", "/kommuner", "/kommuner/1119", "/hjelp"} {
		n, err := b.bytes(path)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "| %s | %d |\n", path, n)
	}
	n, err := b.firstVisit("/mottak/oppgaveliste")
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "| første besøk på Oppgavelisten, med stil, skript og skrift | %d |\n", n)
	return nil
}
