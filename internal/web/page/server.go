package page

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"bosett/internal/bruker"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/tilgang"
)

// Route is one line of the route table: its pattern (Go's ServeMux form), the action
// that opens it, and what answers.
type Route struct {
	Pattern string
	Action  tilgang.Action
	Handler Handler
	// Passiv is asked by pages themselves and does not count as activity in the session.
	Passiv bool
}

// Server serves a table of routes. Whatever is not in the table, and whatever the
// actor may not open, gets the same answer.
type Server struct {
	env *Env
	cat *i18n.Catalogue
	mux *http.ServeMux
	table
}

// elsewhere is the pattern of what is not in the table.
const elsewhere = "/"

// NewServer makes the handler of all pages.
func NewServer(env *Env, routes []Route) (*Server, error) {
	cat, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	s := &Server{env: env, cat: cat, mux: http.NewServeMux(), table: newTable(routes)}
	for _, route := range routes {
		s.mux.Handle(route.Pattern, s.serve(route))
	}
	s.mux.Handle(elsewhere, s.serve(Route{Pattern: elsewhere}))
	return s, nil
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

func (s *Server) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		r := &Request{Request: hr, W: w, Env: s.env}
		err := s.authenticate(r, route.Passiv)
		if err == nil {
			err = s.open(r, route)
		}
		if err != nil {
			s.fail(r, err)
		}
	})
}

func (s *Server) authenticate(r *Request, passiv bool) error {
	var maal string
	if c, err := r.Cookie(r.cookieName("maal")); err == nil {
		maal = c.Value
	}
	err := s.loadSesjon(r, passiv)
	r.P = printer(s.cat, r.SignedIn(), r.Sesjon.Maalform, maal, r.Header.Get("Accept-Language"))
	return err
}

func (s *Server) loadSesjon(r *Request, passiv bool) error {
	c, err := r.Cookie(r.cookieName("okt"))
	if err != nil {
		return nil
	}
	r.token = bruker.Token(c.Value)
	load := bruker.Load
	if passiv {
		load = bruker.Peek
	}
	sesjon, err := load(r.Context(), s.env.DB, r.token, s.env.Demo)
	if errors.Is(err, bruker.ErrNoSesjon) {
		return nil
	}
	sesjon.Actor.Foresporsel = requestID(r.Context())
	r.Sesjon = sesjon
	return err
}

// open checks the action before the handler runs; the handler's use case checks it
// again with the subject.
func (s *Server) open(r *Request, route Route) error {
	if route.Pattern == elsewhere {
		return s.notInTable(r)
	}
	if route.Action != tilgang.Offentlig {
		if !r.SignedIn() {
			return s.signIn(r)
		}
		if !tilgang.May(r.Actor(), route.Action) {
			return fault.NewNotFound()
		}
	}
	if err := r.parseForm(); err != nil {
		return err
	}
	return guarded(r, route.Handler)
}

// guarded makes a panic of the handler an error like any other: the reader gets the error
// page with its reference, and the log the same one.
func guarded(r *Request, handler Handler) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return handler(r)
}

// parseForm reads a posted form before any handler does: the standard library gives a
// form that is too large or broken as an empty one, and what was typed would be lost
// without a word.
func (r *Request) parseForm() error {
	if r.Method != http.MethodPost {
		return nil
	}
	err := r.ParseForm()
	if err == nil || errors.As(err, new(*http.MaxBytesError)) {
		return err
	}
	return fault.NewInvalid("feil.ugyldig")
}

// signIn sends a reader to the login page and back to where it was; a script gets 401,
// since it could not follow.
func (s *Server) signIn(r *Request) error {
	if wantsJSON(r.Request) {
		return r.JSON(http.StatusUnauthorized, map[string]string{"feil": "logg_inn"})
	}
	to := "/logg-inn"
	if r.Method == http.MethodGet && r.URL.Path != "/" {
		to += "?retur=" + url.QueryEscape(r.URL.RequestURI())
	}
	return r.Redirect(to)
}

func wantsJSON(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Accept"), "application/json")
}

type requestIDKey struct{}

func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// recorder keeps what the log line needs.
type recorder struct {
	http.ResponseWriter
	status, bytes int
}

func (rec *recorder) WriteHeader(status int) {
	if rec.status == 0 {
		rec.status = status
	}
	rec.ResponseWriter.WriteHeader(status)
}

func (rec *recorder) Write(b []byte) (int, error) {
	if rec.status == 0 {
		rec.status = http.StatusOK
	}
	n, err := rec.ResponseWriter.Write(b)
	rec.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (rec *recorder) Unwrap() http.ResponseWriter { return rec.ResponseWriter }

// Logged gives each request an id and one log line without personal data: the route's
// pattern, never the address, and neither user nor network address. A panic that the
// pages have not made an error page of ends here.
func Logged(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		id := rand.Text()
		rec := &recorder{ResponseWriter: w}
		ctx := context.WithValue(r.Context(), requestIDKey{}, id)
		r = r.WithContext(ctx)
		defer func() {
			if p := recover(); p != nil {
				log.ErrorContext(ctx, "panic", "foresporsel", id, "panic", p, "stack", string(debug.Stack()))
				if rec.status == 0 {
					http.Error(rec, "Noe gikk galt. Referanse: "+id, http.StatusInternalServerError)
				}
			}
			log.InfoContext(ctx, "request", "foresporsel", id, "method", r.Method, "route", r.Pattern,
				"status", rec.status, "bytes", rec.bytes, "ms", float64(time.Since(start).Microseconds())/1000)
		}()
		next.ServeHTTP(rec, r)
	})
}
