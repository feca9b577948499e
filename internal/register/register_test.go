package register

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/kommune"
)

const mottakFil = "mot_id;kode;navn;kategori;kommune\nMOT000001;1001;Prøvemottaket;mottak;1119\nMOT000002;1002;Andre mottak;integreringsmottak;0301\n"

const beboerHode = "duf;regnummer;fornavn;etternavn;fodt;kjonn;statsborgerskap;persontype;mottak;plasstype\n"

// klargjor gives a database with kommuner and two centres.
func klargjor(t testing.TB, d *db.DB) {
	t.Helper()
	if err := d.Write(t.Context(), func(tx *db.Tx) error { return kommune.Sync(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
	r, _ := kjor(t, d, Options{Type: Mottak}, mottakFil)
	if r.Nye != 2 || r.Rader != 2 {
		t.Fatalf("two centres became %+v", r)
	}
}

// kjor imports a text and returns the report and what was said.
func kjor(t testing.TB, d *db.DB, o Options, content string) (Report, string) {
	t.Helper()
	var out bytes.Buffer
	o.Reader, o.Name, o.Out = strings.NewReader(content), "fil.csv", &out
	r, err := Run(t.Context(), d, o)
	if err != nil {
		t.Fatalf("%v: %s", err, Message(i18n.For("nb"), err))
	}
	return r, out.String()
}

// person is one line of a resident with number n, right check digits and a
// household alone.
func person(n int) string {
	return fmt.Sprintf("%s;%09d;Navn%d;Test-Synt;1990-01-02;kvinne;UA;enslig_voksen;MOT000001;ORD\n",
		string(beboer.NyDuf(2024, 900000+n)), 970000000+n, n)
}

func personer(n int) string {
	var b strings.Builder
	b.WriteString(beboerHode)
	for i := range n {
		b.WriteString(person(i))
	}
	return b.String()
}

func tell(t testing.TB, d *db.DB, query string, args ...any) (n int) {
	t.Helper()
	err := d.Read(context.Background(), func(rx *db.Rx) error {
		return rx.QueryRowContext(context.Background(), query, args...).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestRefusedLines: every kind of bad line is reported with its number, field and
// reason, without its value, and the others go in.
func TestRefusedLines(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		klargjor(t, d)
		content := beboerHode +
			person(1) + // 2
			"2024 900002 99;970000002;Ola\xe6;Wrong-Synt;02.01.1990;MANN;ua;enslig_voksen;mot000001;ord\n" + // 3: marked, and Windows-1252
			strings.Replace(person(3), "1990-01-02", "31.02.1990", 1) + // 4
			strings.Replace(person(4), "1990-01-02", "2990-01-02", 1) + // 5
			strings.Replace(person(5), "kvinne", "hemmelig-verdi", 1) + // 6
			strings.Replace(person(6), "MOT000001", "MOT999999", 1) + // 7
			strings.Repeat("x", 100_000) + "\n" + // 8
			"bare;tre;celler\n" + // 9
			"nul\x00\n" + // 10
			"12345;x;;;1990-01-02;kvinne;UA;enslig_voksen;MOT000001;ORD\n" + // 11
			strings.Replace(person(7), "Navn7", "\"Navn\n7\"", 1) + // 12-13
			person(1) // 14: the same as line 2
		r, out := kjor(t, d, Options{Type: Beboere}, content)
		want := Report{Type: Beboere, Fil: "fil.csv", Rader: 12, Nye: 3, Uendret: 1, Avvist: 8, Merket: 1}
		if r != want {
			t.Errorf("got  %+v\nwant %+v", r, want)
		}
		for _, line := range []string{
			"fil.csv, linje 3: lest inn, men merket.",
			"fil.csv, linje 4, fodt: Datoen finnes ikke",
			"fil.csv, linje 5, fodt: Datoen",
			"fil.csv, linje 6, kjonn: ",
			"fil.csv, linje 7, mottak: ",
			"fil.csv, linje 8, hele linjen: Linjen er lengre enn 64 kB.",
			"fil.csv, linje 9, hele linjen: Linjen har ikke like mange kolonner som overskriften.",
			"fil.csv, linje 10, hele linjen: Linjen har et tegn med verdien null og er ikke tekst.",
			"fil.csv, linje 11, fornavn: Verdien mangler.",
			"fil.csv, linje 11, etternavn: Verdien mangler.",
		} {
			if !strings.Contains(out, line) {
				t.Errorf("missing %q in\n%s", line, out)
			}
		}
		if strings.Contains(out, "hemmelig-verdi") {
			t.Errorf("a value is shown:\n%s", out)
		}
		if i18n.Missing() > 0 {
			t.Errorf("texts are missing from the catalogues:\n%s", out)
		}
		if n := tell(t, d, `SELECT COUNT(*) FROM beboer WHERE fornavn = 'Olaæ' AND NOT duf_gyldig AND statsborgerskap = 'UA' AND plasstype = 'ORD'`); n != 1 {
			t.Errorf("the marked line is stored %d times", n)
		}
		if n := tell(t, d, `SELECT COUNT(*) FROM beboer WHERE fornavn = 'Navn 7'`); n != 1 {
			t.Errorf("the name with a line break is stored %d times", n)
		}
		if n := tell(t, d, `SELECT COUNT(DISTINCT linje) FROM import_avvist`); n != 8 {
			t.Errorf("%d refused lines are kept", n)
		}
		var summary bytes.Buffer
		r.Write(&summary, i18n.For("nb"))
		if got := strings.Join(strings.Fields(summary.String()), " "); got !=
			"fil.csv (beboere) er lest. Rader 12 Nye 3 Endret 0 Uendret 1 Avvist 8 Lest inn og merket 1" {
			t.Error(got)
		}
	})
}

// TestAgain: the same file again writes nothing; lines that were refused get
// another chance; a changed line changes one person.
func TestAgain(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		klargjor(t, d)
		content := beboerHode + person(1) + person(2) + strings.Replace(person(3), "MOT000001", "MOT000003", 1)
		first, _ := kjor(t, d, Options{Type: Beboere}, content)
		if first.Nye != 2 || first.Avvist != 1 {
			t.Fatalf("%+v", first)
		}
		kjor(t, d, Options{Type: Mottak}, "mot_id,kode,navn,kategori,kommune\nMOT000003,1003,Tredje,mottak,1119\n")
		again, out := kjor(t, d, Options{Type: Beboere}, content)
		if again.Nye != 1 || again.Uendret != 2 || again.Avvist != 0 || again.Fortsatt != 0 {
			t.Errorf("%+v\n%s", again, out)
		}
		if n := tell(t, d, `SELECT COUNT(*) FROM import_avvist`); n != 0 {
			t.Errorf("%d refused lines are still kept", n)
		}
		changed, _ := kjor(t, d, Options{Type: Beboere}, strings.Replace(content, "Navn2", "Nytt", 1))
		if changed.Endret != 1 || changed.Uendret != 2 {
			t.Errorf("%+v", changed)
		}
	})
}

// TestDryRun: the same answer, and nothing is stored, also where a line needs an
// earlier one in another batch.
func TestDryRun(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		klargjor(t, d)
		content := personer(25) + strings.Replace(person(3), "Navn3", "Nytt", 1) + person(4) + "feil\n"
		dry, dryOut := kjor(t, d, Options{Type: Beboere, DryRun: true, Batch: 10}, content)
		if n := tell(t, d, `SELECT (SELECT COUNT(*) FROM beboer) + (SELECT COUNT(*) FROM husstand) + (SELECT COUNT(*) FROM import WHERE type = 'beboere')`); n != 0 {
			t.Errorf("%d rows are left", n)
		}
		wet, wetOut := kjor(t, d, Options{Type: Beboere, Batch: 10}, content)
		dry.DryRun = false
		if dry != wet || dryOut != wetOut || wet.Nye != 25 || wet.Endret != 1 || wet.Uendret != 1 || wet.Avvist != 1 {
			t.Errorf("dry %+v %s\nwet %+v %s", dry, dryOut, wet, wetOut)
		}
	})
}

// TestKilled kills a process in the middle of an import, and imports again.
func TestKilled(t *testing.T) {
	const n = 600
	for _, dialect := range dbtest.Dialects {
		t.Run(dialect.String(), func(t *testing.T) {
			url := dbtest.URL(t, dialect)
			d, err := db.Open(t.Context(), url)
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			klargjor(t, d)
			file := filepath.Join(t.TempDir(), "beboere.csv")
			if err := os.WriteFile(file, []byte(personer(n)+"feil\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			kills := 0
			for range 2 {
				before := tell(t, d, `SELECT COALESCE(SUM(linje), 0) FROM import WHERE type = 'beboere'`)
				child := exec.Command(os.Args[0], "-test.run=^TestChild$")
				child.Env = append(os.Environ(), "BOSETT_TEST_CHILD="+url+" "+file)
				if err := child.Start(); err != nil {
					t.Fatal(err)
				}
				for range 2000 {
					if tell(t, d, `SELECT COALESCE(SUM(linje), 0) FROM import WHERE type = 'beboere'`) > before+60 {
						break
					}
					time.Sleep(5 * time.Millisecond)
				}
				if err := child.Process.Kill(); err != nil {
					t.Fatal(err)
				}
				if err := child.Wait(); err != nil {
					kills++
				}
			}
			if kills != 2 {
				t.Fatalf("%d kills: not run", kills)
			}
			r, err := Run(t.Context(), d, Options{Type: Beboere, Path: file})
			if err != nil {
				t.Fatal(err)
			}
			if r.Fortsatt < 60 || r.Rader != n+1 || r.Nye != n || r.Avvist != 1 {
				t.Errorf("%+v", r)
			}
			if got := tell(t, d, `SELECT COUNT(*) FROM beboer`); got != n {
				t.Errorf("%d persons of %d", got, n)
			}
			if got := tell(t, d, `SELECT SUM(antall) FROM beboer_tall`); got != n {
				t.Errorf("the counts say %d of %d", got, n)
			}
			r, err = Run(t.Context(), d, Options{Type: Beboere, Path: file})
			if err != nil || r.Uendret != n || r.Avvist != 1 || r.Fortsatt != 0 {
				t.Errorf("again: %+v %v", r, err)
			}
		})
	}
}

// TestChild is the process that TestKilled kills.
func TestChild(t *testing.T) {
	args := strings.Fields(os.Getenv("BOSETT_TEST_CHILD"))
	if len(args) != 2 {
		t.Skip("only as a child of TestKilled")
	}
	d, err := db.Open(t.Context(), args[0])
	if err != nil {
		t.Fatal(err)
	}
	slow := func() time.Time { // the clock is asked after every batch
		time.Sleep(20 * time.Millisecond)
		return time.Now()
	}
	_, err = Run(t.Context(), d, Options{Type: Beboere, Path: args[1], Batch: 20, Clock: slow})
	t.Error("not killed", err)
}

// TestOneBadLineInABatch: what only the database can refuse costs its own line.
func TestOneBadLineInABatch(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		klargjor(t, d)
		real, _ := slagFor(Beboere)
		for _, dry := range []bool{true, false} {
			k := prove(d, personer(40), dry)
			k.slag.lagre = func(ctx context.Context, tx *db.Tx, inn []any) ([]fault.Utfall, error) {
				utfall, err := real.lagre(ctx, tx, inn)
				for _, line := range som[beboer.Inn](inn) {
					if line.Fornavn == "Navn17" && err == nil {
						_, err = tx.ExecContext(ctx, `INSERT INTO innstilling (nokkel, verdi) SELECT nokkel, verdi FROM innstilling`)
					}
				}
				return utfall, err
			}
			run := k.les
			if dry {
				run = k.proveles
			}
			if err := run(t.Context()); err != nil {
				t.Fatal(err)
			}
			if k.report.Nye != 39 || k.report.Avvist != 1 {
				t.Errorf("%+v", k.report)
			}
		}
		if n := tell(t, d, `SELECT COUNT(*) FROM beboer`); n != 39 {
			t.Errorf("%d persons", n)
		}
		if n := tell(t, d, `SELECT linje FROM import_avvist WHERE grunn = 'register.grunn.strider'`); n != 19 {
			t.Errorf("line %d was refused", n)
		}
	})
}

// prove makes a run that a test can change before it starts.
func prove(d *db.DB, content string, dry bool) *kjoring {
	s, _ := slagFor(Beboere)
	k := &kjoring{d: d, o: Options{Type: Beboere, Batch: 16, DryRun: dry, Clock: time.Now}, slag: s,
		p: i18n.For("nb"), idag: db.DateIn(d.Now(), i18n.Oslo()),
		kilde: kilde{navn: "x", nokkel: "x", r: strings.NewReader(content)}}
	k.vis = newFramdrift(k)
	return k
}

// TestTwoRuns: a second run of the same file at the same time stops, and counts
// nothing twice.
func TestTwoRuns(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		klargjor(t, d)
		a, b := prove(d, personer(40), false), prove(d, personer(40), false)
		real := a.slag.lagre
		var second error
		a.slag.lagre = func(ctx context.Context, tx *db.Tx, inn []any) ([]fault.Utfall, error) { return real(ctx, tx, inn) }
		a.o.Clock = func() time.Time { // after a's first batch
			if second == nil {
				second = errors.Join(b.les(ctx(t)), errors.New("done"))
			}
			return time.Now()
		}
		if err := a.les(t.Context()); !fault.Is(err, fault.Conflict) {
			t.Errorf("the run that was overtaken: %v", err)
		}
		if n := tell(t, d, `SELECT nye + uendret FROM import WHERE type = 'beboere'`); n != 40 || b.report.Rader != 40 {
			t.Errorf("%d counted, %+v", n, b.report)
		}
	})
}

func ctx(t testing.TB) context.Context { return t.Context() }

// TestDataKinds: demo data and real data never meet.
func TestDataKinds(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		klargjor(t, d) // real
		_, err := Run(t.Context(), d, Options{Type: Beboere, Reader: strings.NewReader(personer(1)), Demo: true})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("demo into real data: %v", err)
		}
		err = d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE innstilling SET verdi = 'demo' WHERE nokkel = 'data'`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = Run(t.Context(), d, Options{Type: Beboere, Reader: strings.NewReader(personer(1))})
		if !fault.Is(err, fault.Conflict) || tell(t, d, `SELECT COUNT(*) FROM beboer`) != 0 {
			t.Errorf("real data into demo: %v", err)
		}
	})
}

// TestProgress: percent by bytes, on one line that changes or as lines of a log;
// a stream that cannot be read twice is taken too.
func TestProgress(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	klargjor(t, d)
	for _, terminal := range []bool{true, false} {
		now := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
		var out bytes.Buffer
		_, err := Run(t.Context(), d, Options{Type: Beboere, Reader: io.MultiReader(strings.NewReader(personer(100))), Name: "strøm",
			Batch: 50, Out: &out, Terminal: terminal, Clock: func() time.Time { now = now.Add(10 * time.Second); return now }})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), "strøm: 50 rader, 5 rader/s, ") || !strings.Contains(out.String(), "100 %") {
			t.Errorf("%q", out.String())
		}
		if strings.Contains(out.String(), "\r\x1b[K") != terminal || !strings.HasSuffix(out.String(), "\n") {
			t.Errorf("terminal %v: %q", terminal, out.String())
		}
	}
	if files, _ := filepath.Glob(filepath.Join(os.TempDir(), "bosett-import-*")); len(files) > 0 {
		t.Errorf("files are left: %v", files)
	}
}

// TestExamples reads the files that docs/import shows, in their order.
func TestExamples(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return kommune.Sync(t.Context(), tx) }); err != nil {
			t.Fatal(err)
		}
		for _, f := range []struct {
			t    Type
			name string
			rows int64
		}{{Mottak, "mottak.csv", 2}, {Beboere, "beboere.csv", 3}, {Beboere, "beboere.ndjson", 2}, {Saker, "saker.csv", 2}} {
			var out bytes.Buffer
			r, err := Run(t.Context(), d, Options{Type: f.t, Path: filepath.Join("../../docs/import", f.name), Out: &out})
			if err != nil || r.Nye != f.rows || r.Rader != f.rows || r.Merket != 0 {
				t.Errorf("%s: %+v %v\n%s", f.name, r, err, out.String())
			}
		}
	})
}

// TestDocumentation: the format's page names every column.
func TestDocumentation(t *testing.T) {
	page, err := os.ReadFile("../../docs/import/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, typ := range Typer {
		s, _ := slagFor(typ)
		for _, k := range s.kolonner {
			if !bytes.Contains(page, []byte("`"+k.navn+"`")) {
				t.Errorf("%s: %s is not documented", typ, k.navn)
			}
		}
	}
	if !slices.Equal(Typer, []Type{"mottak", "beboere", "saker"}) {
		t.Error(Typer)
	}
}
