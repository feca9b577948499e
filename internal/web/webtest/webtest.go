// Package webtest serves a few routes on a database of the test and drives them as a
// browser does, for the tests of single pages. Tests that need the whole program with its
// demo use app/apptest.
package webtest

import (
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"bosett/internal/bruker"
	"bosett/internal/db"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/kommune"
	"bosett/internal/tilgang"
	"bosett/internal/web/page"
)

// Site serves the routes under test.
type Site struct {
	t      *testing.T
	DB     *db.DB
	server *httptest.Server
	n      int // makes what must be unique unique
}

// New serves the routes until the test ends. The kommuner of Norway are there.
func New(t *testing.T, d *db.DB, demo bool, routes []page.Route) *Site {
	t.Helper()
	log := innsyn.New(d)
	env := &page.Env{DB: d, Log: log, Slog: slog.New(slog.DiscardHandler), Demo: demo, Utkast: true}
	handler, err := page.NewServer(env, routes)
	if err != nil {
		t.Fatal(err)
	}
	s := &Site{t: t, DB: d, server: httptest.NewServer(handler)}
	t.Cleanup(func() {
		s.server.Close()
		log.Close()
	})
	s.write(func(tx *db.Tx) error { return kommune.Sync(t.Context(), tx) })
	return s
}

func (s *Site) write(fn func(*db.Tx) error) {
	s.t.Helper()
	if err := s.DB.Write(s.t.Context(), fn); err != nil {
		s.t.Fatal(err)
	}
}

// Exec runs one statement.
func (s *Site) Exec(query string, args ...any) {
	s.t.Helper()
	s.write(func(tx *db.Tx) error {
		_, err := tx.ExecContext(s.t.Context(), query, args...)
		return err
	})
}

// Mottak makes a centre in Hå kommune.
func (s *Site) Mottak(navn, motID, kode, kategori string) ident.ID {
	s.t.Helper()
	id := ident.New()
	s.Exec(`INSERT INTO mottak (id, mot_id, kode, navn, navn_sort, kategori, kommune, endret_tid) VALUES ($1,$2,$3,$4,$5,$6,'1119',$7)`,
		id, motID, kode, navn, i18n.SortKey(navn), kategori, db.At(s.DB.Now()))
	return id
}

// Tildeling is a role at an organisation.
type Tildeling struct {
	Rolle tilgang.Rolle
	Org   string // a centre's id, a kommune's number or "imdi"
}

// Bruker makes a demo user with the roles, given in this order.
func (s *Site) Bruker(navn string, roller ...Tildeling) ident.ID {
	s.t.Helper()
	id, now := ident.New(), s.DB.Now()
	s.n++
	s.Exec(`INSERT INTO bruker (id, navn, navn_sort, epost, demo, opprettet_tid) VALUES ($1,$2,$3,$4,$5,$6)`,
		id, navn, i18n.SortKey(navn), strings.Repeat("x", s.n)+"@example.no", true, db.At(now))
	for i, r := range roller {
		slag, ok := tilgang.OrgTypeOf(r.Rolle)
		if !ok {
			s.t.Fatalf("unknown role %s", r.Rolle)
		}
		s.Exec(`INSERT INTO rolletildeling (id, bruker, rolle, org_type, org, gitt_av, gitt_tid) VALUES ($1,$2,$3,$4,$5,'test',$6)`,
			ident.New(), id, string(r.Rolle), string(slag), r.Org, db.At(now.Add(time.Duration(i)*time.Second)))
	}
	return id
}

// Client is one person's browser. It does not follow redirects.
type Client struct {
	t    *testing.T
	site *Site
	http *http.Client
}

// Anonymous is a browser without a session.
func (s *Site) Anonymous() *Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &Client{t: s.t, site: s, http: &http.Client{
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// As is the browser of a signed-in demo user.
func (s *Site) As(id ident.ID) *Client {
	s.t.Helper()
	token, err := bruker.LoggInnDemo(s.t.Context(), s.DB, id)
	if err != nil {
		s.t.Fatal(err)
	}
	c := s.Anonymous()
	u, err := url.Parse(s.server.URL)
	if err != nil {
		s.t.Fatal(err)
	}
	c.http.Jar.SetCookies(u, []*http.Cookie{{Name: "bosett-okt", Value: token.Cookie(), Path: "/"}})
	return c
}

// Answer is what came back.
type Answer struct {
	Status   int
	Body     string
	Location string
}

// Get fetches an address.
func (c *Client) Get(path string) Answer {
	c.t.Helper()
	return c.do(http.MethodGet, path, "")
}

// Post sends a form of names and values in turn.
func (c *Client) Post(path string, pairs ...string) Answer {
	c.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return c.do(http.MethodPost, path, form.Encode())
}

func (c *Client) do(method, path, body string) Answer {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.site.server.URL+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
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
	return Answer{Status: res.StatusCode, Body: string(text), Location: res.Header.Get("Location")}
}

var (
	tags  = regexp.MustCompile(`<[^>]*>`)
	space = regexp.MustCompile(`\s+`)
)

// Text is what a reader sees and a screen reader says: the body without markup, with
// single spaces.
func (a Answer) Text() string {
	return strings.TrimSpace(space.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString(a.Body, " ")), " "))
}

// Has reports texts that the reader should see and does not.
func (a Answer) Has(t *testing.T, texts ...string) {
	t.Helper()
	seen := a.Text()
	for _, want := range texts {
		if !strings.Contains(seen, want) {
			t.Errorf("%q is not on the page:\n%s", want, seen)
		}
	}
}

// HasNot reports texts that the reader should not see and does.
func (a Answer) HasNot(t *testing.T, texts ...string) {
	t.Helper()
	seen := a.Text()
	for _, unwanted := range texts {
		if strings.Contains(seen, unwanted) {
			t.Errorf("%q is on the page:\n%s", unwanted, seen)
		}
	}
}
