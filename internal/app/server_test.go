package app_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"bosett/internal/app"
	"bosett/internal/app/apptest"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
)

// Without --demo no demo function answers, also when demo users are in the database.
func TestWithoutDemo(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		site := apptest.New(t, d)
		id := one(t, d, `SELECT id FROM bruker WHERE navn = 'Berit Bø'`)
		closed := site.WithoutDemo(t)
		c := closed.Anonymous(t)
		if page := c.Get("/logg-inn"); page.Status != http.StatusOK || strings.Contains(page.Body, "Berit") || strings.Contains(page.Body, "/demo/") {
			t.Errorf("the login page shows the demo: %d", page.Status)
		}
		if a := c.Post("/demo/logg-inn", url.Values{"bruker": {id}}); a.Status != http.StatusNotFound || len(a.Header.Values("Set-Cookie")) > 0 {
			t.Errorf("demo login answers %d without --demo", a.Status)
		}
		if n := one(t, d, `SELECT COUNT(*) FROM sesjon`); n != "0" {
			t.Errorf("%s sessions were made", n)
		}
	})
}

// The menus of F1, written by hand: what each kind of user finds.
func TestMenus(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	site := apptest.New(t, d)
	for _, c := range []struct {
		name         string
		menu, absent []string
	}{
		{"Astrid Ås", []string{"/arbeidsflate", "/mottak", "/kommuner", "/hjelp", "/mottak/informasjon", "/mottak/kontakt"}, []string{"/mottak/oppgaveliste", "/mottak/oversikt"}},
		{"Berit Bø", []string{"/arbeidsflate", "/mottak", "/kommuner", "/hjelp", "/mottak/oppgaveliste", "/mottak/oversikt", "/mottak/informasjon", "/mottak/kontakt"}, nil},
		{"Kåre Kvam", []string{"/mottak", "/mottak/informasjon", "/mottak/kontakt"}, []string{"/mottak/oppgaveliste", "/mottak/oversikt"}},
		{"Inger Ihle", []string{"/mottak/oppgaveliste", "/mottak/oversikt", "/mottak/informasjon", "/mottak/kontakt"}, nil},
	} {
		page := site.As(t, c.name).Get("/mottak/informasjon")
		if !strings.Contains(page.Body, "Din bruker: "+c.name) || !strings.Contains(page.Body, "Logg ut") {
			t.Errorf("%s: the header does not say who is signed in", c.name)
		}
		for _, href := range c.menu {
			if !strings.Contains(page.Body, `href="`+href+`"`) {
				t.Errorf("%s: no link to %s", c.name, href)
			}
		}
		for _, href := range c.absent {
			if strings.Contains(page.Body, href) {
				t.Errorf("%s: a trace of %s", c.name, href)
			}
		}
		if c.name == "Berit Bø" && !(strings.Contains(page.Body, "Hå asylmottak") && strings.Contains(page.Body, "Hå kommune")) {
			t.Error("the submenu is headed by centre and kommune")
		}
	}
	for _, name := range []string{"Siv Solli", "Kari Kvåle"} {
		page := site.As(t, name).Get("/arbeidsflate")
		if strings.Contains(page.Body, `href="/mottak"`) || !strings.Contains(page.Body, `href="/kommuner"`) {
			t.Errorf("%s: wrong global menu", name)
		}
	}
}

// Every answer carries the security headers, and pages are never kept by the browser.
func TestHeaders(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	site := apptest.New(t, d)
	c := site.As(t, "Berit Bø")
	for _, path := range []string{"/", "/logg-inn", "/mottak/oppgaveliste", "/finnes/ikke", "/readyz", "/livez", "/static/finnes-ikke.css"} {
		h := c.Get(path).Header
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
		csp := h.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
			"require-trusted-types-for 'script'", "trusted-types 'none'"} {
			if !strings.Contains(csp, part) || strings.Contains(csp, "unsafe") {
				t.Errorf("%s: CSP %q", path, csp)
			}
		}
		if !strings.HasPrefix(path, "/static/") && h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: Cache-Control %q", path, h.Get("Cache-Control"))
		}
		if h.Get("Server") != "" {
			t.Errorf("%s tells what serves it", path)
		}
	}
}

// Another site cannot make a signed-in browser do anything, and reading changes nothing.
func TestCrossSite(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	site := apptest.New(t, d)
	c := site.As(t, "Berit Bø")
	for _, header := range []http.Header{
		{"Sec-Fetch-Site": {"cross-site"}}, {"Sec-Fetch-Site": {"same-site"}}, {"Origin": {"https://ond.example"}}, {"Origin": {"null"}},
	} {
		header.Set("Content-Type", "application/x-www-form-urlencoded")
		if a := c.Do(http.MethodPost, "/sprak", strings.NewReader("sprak=nn&retur=/"), header); a.Status != http.StatusForbidden {
			t.Errorf("%v: %d, want 403", header, a.Status)
		}
	}
	if maal := one(t, d, `SELECT maalform FROM bruker WHERE navn = 'Berit Bø'`); maal != "nb" {
		t.Errorf("the language was changed to %s", maal)
	}
}

// Nothing that names a person stands in the log: no number, name or identifier.
func TestLogHasNoPersons(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	site := apptest.New(t, d)
	c := site.As(t, "Berit Bø")
	id := one(t, d, `SELECT id FROM beboer WHERE duf = '202090065103'`)
	c.Post("/mottak/oppgaveliste/sok", url.Values{"sok": {"2020 900651 03"}})
	c.Get("/mottak/oppgaveliste")
	c.Post("/samtale", url.Values{"beboer": {id}})
	c.Get("/samtale/" + id + "/bosettingsinformasjon")
	c.Get("/samtale/" + id + "/finnes-ikke")
	for _, secret := range []string{"202090065103", "2020 900651 03", "Imdi_Y", "Berit", id} {
		if strings.Contains(site.Logg.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	if strings.Count(site.Logg.String(), `"msg":"request"`) < 6 {
		t.Error("requests are not logged")
	}
}

// Stopping: readiness drops first, what runs is finished, then the end.
func TestServeStops(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	if err := app.Migrate(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	address, done := serve(ctx, t, d)
	ready := func() (status int) {
		res, err := http.Get(address + "/readyz")
		if err != nil {
			return 0
		}
		defer res.Body.Close()
		_, _ = io.Copy(io.Discard, res.Body)
		return res.StatusCode
	}
	for i := 0; ready() != http.StatusOK; i++ {
		if i > 100 {
			t.Fatal("never ready")
		}
		time.Sleep(20 * time.Millisecond)
	}
	body, running := slowPost(t, address+"/sprak")
	stop()
	saw503 := false
	for i, status := 0, -1; status != 0; i++ {
		if status = ready(); status == http.StatusServiceUnavailable {
			saw503 = true
		}
		if i > 300 {
			t.Fatal("never stopped")
		}
		time.Sleep(10 * time.Millisecond)
	}
	if !saw503 {
		t.Error("the listener closed before readiness dropped")
	}
	_, _ = io.WriteString(body, "sprak=nn")
	_ = body.Close()
	if status := <-running; status != http.StatusSeeOther {
		t.Errorf("what ran was answered with %d", status)
	}
	if err := <-done; err != nil {
		t.Errorf("stopped with %v", err)
	}
}

// serve starts the program on a free port; done gives what it ends with.
func serve(ctx context.Context, t *testing.T, d *db.DB) (address string, done chan error) {
	t.Helper()
	config, err := app.LoadConfig(func(name string) (string, bool) {
		v, ok := map[string]string{"BOSETT_ADDR": "127.0.0.1:0", "BOSETT_SHUTDOWN_DELAY": "500ms"}[name]
		return v, ok
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	logg := &apptest.Logg{}
	server, err := app.NewServer(config, d, slog.New(slog.NewTextHandler(logg, nil)), false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	done = make(chan error, 1)
	go func() { done <- server.Serve(ctx) }()
	for range 100 {
		if m := regexp.MustCompile(`msg=listening address=(\S+)`).FindStringSubmatch(logg.String()); m != nil {
			return "http://" + m[1], done
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("it does not listen: %s", logg)
	return "", nil
}

// slowPost begins a form that is not finished until body is written and closed.
func slowPost(t *testing.T, to string) (body io.WriteCloser, status chan int) {
	t.Helper()
	read, write := io.Pipe()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, to, read)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	status = make(chan int, 1)
	go func() {
		res, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Error(err)
			status <- 0
			return
		}
		defer res.Body.Close()
		status <- res.StatusCode
	}()
	_, _ = io.WriteString(write, "retur=%2F&")
	// Time for the first of it to arrive.
	time.Sleep(100 * time.Millisecond)
	return write, status
}
