// Package apptest runs the whole program with the demo's people inside a test, for the
// tests that act as somebody: they speak HTTP and know no package of the pages.
package apptest

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"bosett/internal/app"
	"bosett/internal/db"
	"bosett/internal/demo"
)

// Site is the running program.
type Site struct {
	DB *db.DB
	// Server is wired as in production, with the demo login open.
	Server *httptest.Server
	// Logg is everything the program has logged.
	Logg *Logg
}

// New fills d with the demo data and serves it until the test ends.
func New(t *testing.T, d *db.DB) *Site {
	t.Helper()
	if err := app.Migrate(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if err := demo.Fill(t.Context(), d, app.Today(d), io.Discard); err != nil {
		t.Fatal(err)
	}
	return serve(t, d, true)
}

// WithoutDemo serves the same database as it is served without --demo.
func (s *Site) WithoutDemo(t *testing.T) *Site {
	t.Helper()
	return serve(t, s.DB, false)
}

func serve(t *testing.T, d *db.DB, demo bool) *Site {
	t.Helper()
	config, err := app.LoadConfig(func(string) (string, bool) { return "", false }, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &Site{DB: d, Logg: &Logg{}}
	handler, err := app.NewServer(config, d, slog.New(slog.NewJSONHandler(s.Logg, nil)), demo)
	if err != nil {
		t.Fatal(err)
	}
	s.Server = httptest.NewServer(handler)
	t.Cleanup(func() {
		s.Server.Close()
		handler.Close()
	})
	return s
}

// Client is one person's browser.
type Client struct {
	t    *testing.T
	site *Site
	http *http.Client
	Name string
}

// Answer is what came back. Redirects are not followed.
type Answer struct {
	Status int
	Body   string
	Header http.Header
}

// Location is where a redirect leads.
func (a Answer) Location() string { return a.Header.Get("Location") }

// Anonymous is a browser without a session.
func (s *Site) Anonymous(t *testing.T) *Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Client{t: t, site: s, Name: "ingen", http: &http.Client{
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// As presses the button of the demo user on the login page.
func (s *Site) As(t *testing.T, name string) *Client {
	t.Helper()
	c := s.Anonymous(t)
	c.Login(name)
	return c
}

// Login signs in as the demo user in this browser, whoever was signed in there.
func (c *Client) Login(name string) {
	t := c.t
	t.Helper()
	c.Post("/logg-ut", url.Values{"behold": {"ja"}}) // the page is only for those who are not signed in
	c.Name = name
	page := c.Get("/logg-inn")
	// Each button is a form: its hidden fields come before the name.
	for form := range strings.SplitSeq(page.Body, "<form") {
		if !strings.Contains(form, "/demo/logg-inn") || !strings.Contains(form, name) {
			continue
		}
		values := url.Values{}
		for _, m := range hidden.FindAllStringSubmatch(form, -1) {
			values.Set(m[1], m[2])
		}
		if a := c.Post("/demo/logg-inn", values); a.Status != http.StatusSeeOther {
			t.Fatalf("demo login as %s: %d", name, a.Status)
		}
		return
	}
	t.Fatalf("no demo button for %s", name)
}

var hidden = regexp.MustCompile(`name="([a-z_]+)" value="([^"]*)"`)

// Get fetches an address.
func (c *Client) Get(path string) Answer {
	c.t.Helper()
	return c.Do(http.MethodGet, path, nil, nil)
}

// Post sends a form.
func (c *Client) Post(path string, form url.Values) Answer {
	c.t.Helper()
	return c.Do(http.MethodPost, path, strings.NewReader(form.Encode()), http.Header{
		"Content-Type": {"application/x-www-form-urlencoded"}, "Sec-Fetch-Site": {"same-origin"},
	})
}

// Do sends any request.
func (c *Client) Do(method, path string, body io.Reader, header http.Header) Answer {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.site.Server.URL+path, body)
	if err != nil {
		c.t.Fatal(err)
	}
	for k, v := range header {
		r.Header[k] = v
	}
	res, err := c.http.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return Answer{res.StatusCode, string(text), res.Header}
}
