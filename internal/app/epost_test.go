package app_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"bosett/internal/app"
	"bosett/internal/app/apptest"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
	"bosett/internal/outbox"
	"bosett/internal/outbox/smtptest"
	"bosett/internal/web"
	"bosett/internal/web/page"
)

// letter puts one message in the outbox and gives its id.
func letter(t *testing.T, d *db.DB) string {
	t.Helper()
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		return outbox.Put(t.Context(), tx, outbox.Melding{
			Kanal: outbox.KanalEpost, Mal: outbox.MalInternMerknad, Mottaker: "postkasse@imdi.example", Sprak: "nn",
			Data: map[string]string{"beboer": ident.New().String()},
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return one(t, d, `SELECT id FROM utboks ORDER BY id DESC LIMIT 1`)
}

// A letter's link leads to a page that there is.
func TestLettersLeadToPages(t *testing.T) {
	for name, sti := range outbox.Stier() {
		if !slices.ContainsFunc(web.Routes(web.Services{}), func(r page.Route) bool { return r.Pattern == "GET "+sti }) {
			t.Errorf("%s links to %s, which no route answers", name, sti)
		}
	}
}

// The demo shows what would have been sent, as text and as HTML, in the letter's language.
func TestMailPages(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	site := apptest.New(t, d)
	c := site.Anonymous(t)
	if a := c.Get("/demo/epost"); a.Status != http.StatusOK || !strings.Contains(a.Body, "Ingen e-post ennå") {
		t.Errorf("an empty list: %d", a.Status)
	}
	id := letter(t, d)
	list := c.Get("/demo/epost")
	for _, want := range []string{`href="/demo/epost/` + id + `"`, "Ny intern merknad i ein busetjingssamtale", "postkasse@imdi.example", "Demoen sender ingen e-post"} {
		if !strings.Contains(list.Body, want) {
			t.Errorf("the list has no %q", want)
		}
	}
	one := c.Get("/demo/epost/" + id)
	for _, want := range []string{`lang="nn"`, "Mottaket har skrive ein ny intern merknad", "http://localhost:8080/samtale/", `href="/demo/epost/` + id + `/html"`} {
		if !strings.Contains(one.Body, want) {
			t.Errorf("the letter has no %q", want)
		}
	}
	html := c.Get("/demo/epost/" + id + "/html")
	csp := html.Header.Get("Content-Security-Policy")
	if !strings.Contains(html.Body, `<html lang="nn">`) || !strings.Contains(csp, "default-src 'none'; style-src 'sha256-") || strings.Contains(csp, "unsafe") {
		t.Errorf("%s\n%s", csp, html.Body)
	}
	for _, path := range []string{"/logg-inn", "/hjelp"} {
		if !strings.Contains(c.Get(path).Body, `href="/demo/epost"`) {
			t.Errorf("no way from %s to the mail", path)
		}
	}
}

// Without --demo the pages are as unknown as any other address, to those who are signed
// in and to those who are not, also when there is mail.
func TestMailPagesAreForDemos(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	site := apptest.New(t, d)
	closed := site.WithoutDemo(t)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	get := func(path string) (status int, body, location string) {
		t.Helper()
		res, err := client.Get(closed.Server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		b, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(b), strings.ReplaceAll(res.Header.Get("Location"), url.QueryEscape(path), "")
	}
	id := letter(t, d)
	check := func(who string) {
		t.Helper()
		status, body, location := get("/demo/finnes-ikke")
		for _, path := range []string{"/demo/epost", "/demo/epost/" + id, "/demo/epost/" + id + "/html"} {
			s, b, l := get(path)
			if b = strings.ReplaceAll(b, url.QueryEscape(path), url.QueryEscape("/demo/finnes-ikke")); s != status || l != location || b != body && s != http.StatusSeeOther {
				t.Errorf("%s: %s answers %d, an unknown address %d", who, path, s, status)
			}
		}
		if _, body, _ := get("/hjelp"); strings.Contains(body, "/demo/") {
			t.Errorf("%s: a trace of the demo", who)
		}
	}
	check("nobody")
	// The same host, so the cookie of the demo's login goes here too.
	res, err := client.PostForm(site.Server.URL+"/demo/logg-inn", url.Values{"bruker": {one(t, d, `SELECT id FROM bruker WHERE navn = 'Siv Solli'`)}})
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if status, _, _ := get("/arbeidsflate"); status != http.StatusSeeOther {
		t.Errorf("a demo user without the demo: %d", status)
	}
	// Nobody but a demo user can sign in yet: she becomes another.
	err = d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(t.Context(), `UPDATE bruker SET demo = FALSE WHERE navn = 'Siv Solli'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if status, _, _ := get("/arbeidsflate"); status != http.StatusOK {
		t.Fatalf("not signed in: %d", status)
	}
	check("Siv Solli")
}

// The program sends while it serves, and has sent what it had begun when it stops.
func TestServeSends(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		s := smtptest.New(t, smtptest.Options{})
		answer, began := make(chan struct{}), make(chan struct{})
		s.Next(smtptest.Oddity{Wait: answer, Began: began})
		c, err := app.LoadConfig(func(name string) (string, bool) {
			v, ok := map[string]string{
				"BOSETT_ADDR": "127.0.0.1:0", "BOSETT_SHUTDOWN_DELAY": "0s", "BOSETT_EPOST_FRA": "Bosett <ikke-svar@bosett.example>",
				"BOSETT_SMTP_URL": "smtp://127.0.0.1:" + strconv.Itoa(s.Port) + "?tls=nei", "BOSETT_BASE_URL": "https://bosett.example",
			}[name]
			return v, ok
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		id := letter(t, d)
		server, err := app.NewServer(c, d, slog.New(slog.DiscardHandler), false)
		if err != nil {
			t.Fatal(err)
		}
		defer server.Close()
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- server.Serve(ctx) }()
		<-began
		stop()
		time.AfterFunc(300*time.Millisecond, func() { close(answer) })
		if err := <-done; err != nil {
			t.Error(err)
		}
		taken := s.Taken()
		if len(taken) != 1 || taken[0].MessageID != id+"@bosett.example" || one(t, d, `SELECT COUNT(*) FROM utboks WHERE levert_tid IS NOT NULL`) != "1" {
			t.Errorf("%+v", taken)
		}
	})
}

// In a demo without a mail server nothing is sent, and nothing waits.
func TestDemoSendsNothing(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	if err := app.Migrate(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	letter(t, d)
	c, err := app.LoadConfig(func(name string) (string, bool) {
		v, ok := map[string]string{"BOSETT_ADDR": "127.0.0.1:0", "BOSETT_SHUTDOWN_DELAY": "0s"}[name]
		return v, ok
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	server, err := app.NewServer(c, d, slog.New(slog.DiscardHandler), true)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx) }()
	for i := 0; one(t, d, `SELECT COUNT(*) FROM utboks WHERE levert_tid IS NOT NULL`) == "0"; i++ {
		if i > 1000 {
			t.Fatal("it waits")
		}
		time.Sleep(10 * time.Millisecond)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
