package page_test

import (
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"bosett/internal/bruker"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/tilgang"
	"bosett/internal/web/page"
)

// site serves public routes inside the middleware of the program.
type site struct {
	handler http.Handler
	log     *strings.Builder
}

func newSite(t *testing.T, routes ...page.Route) site {
	t.Helper()
	d := dbtest.Open(t, db.SQLite)
	access := innsyn.New(d)
	t.Cleanup(access.Close)
	s := site{log: &strings.Builder{}}
	log := slog.New(slog.NewTextHandler(s.log, nil))
	for i := range routes {
		routes[i].Action = tilgang.Offentlig
	}
	pages, err := page.NewServer(&page.Env{DB: d, Log: access, Slog: log}, routes)
	if err != nil {
		t.Fatal(err)
	}
	s.handler = page.Logged(log, page.Secured(true, page.Compressed(pages)))
	return s
}

func (s site) do(method, path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// A form that cannot be read is never an empty form: the handler would store nothing, or
// emptiness, and say that all is well.
func TestFormThatCannotBeRead(t *testing.T) {
	got := ""
	s := newSite(t, page.Route{Pattern: "POST /skjema", Handler: func(r *page.Request) error {
		got = r.Form("tekst")
		return r.Redirect("/ferdig")
	}})
	post := func(body string) int {
		got = "the handler has not run"
		return s.do(http.MethodPost, "/skjema", body, "Content-Type", "application/x-www-form-urlencoded").Code
	}
	// Twenty ties and forty notes of 4,000 letters in Tigrinya.
	large := strings.Repeat("ት", 256_000)
	if code := post(url.Values{"tekst": {large}}.Encode()); code != http.StatusSeeOther || got != large {
		t.Errorf("the largest form there is: %d, %d bytes", code, len(got))
	}
	for name, body := range map[string]string{"too large": "tekst=" + strings.Repeat("x", 5<<20), "broken": "tekst=%zz"} {
		if code := post(body); code != http.StatusUnprocessableEntity || got != "the handler has not run" {
			t.Errorf("%s: %d, %.30q", name, code, got)
		}
	}
}

// A panic is an error page: the reader gets a reference that stands in the log, and
// nothing else of what went wrong.
func TestPanic(t *testing.T) {
	s := newSite(t, page.Route{Pattern: "GET /krasj", Handler: func(*page.Request) error { panic("hemmelig") }})
	w := s.do(http.MethodGet, "/krasj", "")
	body := w.Body.String()
	if w.Code != http.StatusInternalServerError || !strings.Contains(body, "<html") || strings.Contains(body, "hemmelig") {
		t.Errorf("%d %s", w.Code, body)
	}
	ref := regexp.MustCompile(`[A-Z2-7]{26}`).FindString(body)
	if ref == "" || !strings.Contains(s.log.String(), "foresporsel="+ref+" route=\"GET /krasj\" error=\"panic: hemmelig") {
		t.Errorf("reference %q, log:\n%s", ref, s.log)
	}
}

// A page is the same compressed and not, and an answer without a body stays without one.
func TestCompressed(t *testing.T) {
	s := newSite(t,
		page.Route{Pattern: "GET /tekst", Handler: func(r *page.Request) error { return r.JSON(http.StatusConflict, "æøå") }},
		page.Route{Pattern: "GET /videre", Handler: func(r *page.Request) error { return r.Redirect("/tekst") }},
		page.Route{Pattern: "POST /tomt", Handler: func(r *page.Request) error { r.W.WriteHeader(http.StatusNoContent); return nil }})
	plain := s.do(http.MethodGet, "/tekst", "")
	packed := s.do(http.MethodGet, "/tekst", "", "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil || string(text) != "\"æøå\"" || plain.Body.String() != string(text) || packed.Code != http.StatusConflict {
		t.Errorf("%d %q, plain %q: %v", packed.Code, text, plain.Body, err)
	}
	if plain.Header().Get("Content-Encoding") != "" || packed.Header().Get("Content-Encoding") != "gzip" || plain.Header().Get("Vary") != "Accept-Encoding" {
		t.Errorf("headers %v and %v", plain.Header(), packed.Header())
	}
	if w := s.do(http.MethodGet, "/videre", "", "Accept-Encoding", "gzip"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/tekst" {
		t.Errorf("redirect: %d %v", w.Code, w.Header())
	}
	if w := s.do(http.MethodPost, "/tomt", "", "Accept-Encoding", "gzip"); w.Code != http.StatusNoContent || w.Body.Len() != 0 || w.Header().Get("Content-Encoding") != "" {
		t.Errorf("no content: %d, %d bytes, %v", w.Code, w.Body.Len(), w.Header())
	}
}

// An address that the browser gives us to go back to is one of ours, or it is the front page.
func TestRetur(t *testing.T) {
	for raw, want := range map[string]string{
		"/": "/", "/mottak/oppgaveliste?frist=over#x": "/mottak/oppgaveliste?frist=over#x", "": "/",
		"https://ond.example/": "/", "//ond.example": "/", "/\\ond.example": "/", "\\\\ond.example": "/", "javascript:alert(1)": "/",
		"/\t/ond.example": "/", "/a\r\nSet-Cookie: x": "/", "ond.example": "/", "/%zz": "/", "http:/ond": "/",
		"///ond.example": "/", "////ond.example": "/", "/\\/ond.example": "/", "/\x00/ond.example": "/", "/\x0b/ond.example": "/", "/\x1b[2J": "/",
		"/\x7f": "/", "/\n/ond.example": "/", "\t//ond.example": "/", " //ond.example": "/", "\u00a0//ond.example": "/", "@ond.example": "/",
		"//bosett@ond.example": "/", "https:ond.example": "/", "https:/\\ond.example": "/", "data:text/html,x": "/", "?x": "/", "#x": "/",
		// These are ours: a browser does not undo the % signs, and dots lead nowhere else.
		"/%09/ond": "/%09/ond", "/%2f/ond.example": "/%2f/ond.example", "/%5cond.example": "/%5cond.example", "/@ond.example": "/@ond.example",
		"/x/..//ond.example": "/x/..//ond.example",
	} {
		got := page.Retur(raw)
		if got != want {
			t.Errorf("%q: %q, want %q", raw, got, want)
		}
		s := newSite(t, page.Route{Pattern: "GET /videre", Handler: func(r *page.Request) error { return r.Redirect(got) }})
		if to := s.do(http.MethodGet, "/videre", "").Header().Get("Location"); !regexp.MustCompile(`^/([^/\\\pC][^\\\pC]*)?$`).MatchString(to) {
			t.Errorf("%q: the browser is sent to %q", raw, to)
		}
	}
}

// The session that anybody begins as a demo user opens no page where the program runs
// without the demo on the same database.
func TestDemoSesjonWithoutDemo(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	id := ident.New()
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		now := db.At(tx.Now())
		_, err := tx.ExecContext(t.Context(), `INSERT INTO bruker (id, navn, navn_sort, epost, demo, opprettet_tid) VALUES ($1, 'Dag', $2, 'd@example.no', TRUE, $3)`, id, []byte("dag"), now)
		if err == nil {
			_, err = tx.ExecContext(t.Context(), `INSERT INTO rolletildeling (id, bruker, rolle, org_type, org, gitt_av, gitt_tid) VALUES ($1, $2, 'IMDiSaksbehandler', 'imdi', 'imdi', 'test', $3)`,
				ident.New(), id, now)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	token, err := bruker.LoggInnDemo(t.Context(), d, id)
	if err != nil {
		t.Fatal(err)
	}
	access := innsyn.New(d)
	t.Cleanup(access.Close)
	for demo, want := range map[bool]int{true: http.StatusNoContent, false: http.StatusSeeOther} {
		pages, err := page.NewServer(&page.Env{DB: d, Log: access, Slog: slog.New(slog.DiscardHandler), Demo: demo}, []page.Route{{
			Pattern: "GET /side", Action: tilgang.Innlogget,
			Handler: func(r *page.Request) error { r.W.WriteHeader(http.StatusNoContent); return nil },
		}})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodGet, "/side", nil)
		r.AddCookie(&http.Cookie{Name: "bosett-okt", Value: token.Cookie()})
		w := httptest.NewRecorder()
		pages.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("demo %v: %d, want %d", demo, w.Code, want)
		}
	}
}
