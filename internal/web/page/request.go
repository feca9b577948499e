// Package page is what every page stands on: the request with its actor and language,
// the frame around the content, the error pages and the middleware. It knows no page.
package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"bosett/internal/bruker"
	"bosett/internal/db"
	"bosett/internal/i18n"
	"bosett/internal/innsyn"
	"bosett/internal/tilgang"
	"bosett/internal/web/ui"
)

// Env is what the pages share. It is made once, by app.
type Env struct {
	DB     *db.DB
	Log    *innsyn.Log
	Slog   *slog.Logger
	Demo   bool
	Secure bool // the site is served over https: cookies are Secure and __Host-
	// Utkast: browsers keep what is not saved yet, encrypted (the operator may turn it off).
	Utkast bool
}

// Handler answers one route. What it returns as an error becomes the right error page.
type Handler func(r *Request) error

// Request is one request with everything a page needs.
type Request struct {
	*http.Request
	W      http.ResponseWriter
	Env    *Env
	Sesjon bruker.Sesjon
	P      *i18n.Printer
	// token is the cookie's; it is kept to end the session.
	token bruker.Token
}

// Actor is the signed-in person. On public routes it has no roles.
func (r *Request) Actor() tilgang.Actor { return r.Sesjon.Actor }

// Token is the session's token, for ending the session.
func (r *Request) Token() bruker.Token { return r.token }

// Brukermerke marks a form with whom it was made for, so that nothing typed by one is
// saved by another who has signed in since in the same browser.
func (r *Request) Brukermerke() string {
	h := sha256.Sum256([]byte("bosett bruker " + r.Actor().Bruker.String()))
	return hex.EncodeToString(h[:8])
}

// SignedIn tells whether the request has a living session.
func (r *Request) SignedIn() bool { return len(r.Sesjon.Actor.Roller) > 0 }

// Today is the day in Norway.
func (r *Request) Today() db.Date { return db.DateIn(r.Env.DB.Now(), i18n.Oslo()) }

// Read runs fn on a snapshot and logs what it saw as the action before returning.
func (r *Request) Read(action tilgang.Action, fn func(*innsyn.Rx) error) error {
	return r.Env.Log.Read(r.Context(), r.Actor(), action, fn)
}

// Form returns the trimmed value of a posted field ("" when absent).
func (r *Request) Form(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }

// View is one page: its words and its place in the frame.
type View struct {
	Title  string
	Status int // 0 = 200
	// Menu is the entry of the global menu that the page belongs to.
	Menu Menu
	// Side is the submenu at the left, Band the bar under the header.
	Side, Band templ.Component
	// Attrs go on <main>.
	Attrs templ.Attributes
	// Retur is where the language switch leads; "" means this address.
	Retur string
}

// Show renders the content inside the frame into a buffer and sends it: a page that
// fails half-way is an error page, never half a page.
func (r *Request) Show(v View, content templ.Component) error {
	if v.Retur == "" {
		v.Retur = r.URL.RequestURI()
		if r.Method != http.MethodGet {
			v.Retur = "/"
		}
	}
	ctx := ui.WithWords(r.Context(), r.words())
	var buf bytes.Buffer
	var err error
	if r.SignedIn() {
		err = ui.Layout(r.frame(v)).Render(templ.WithChildren(ctx, content), &buf)
	} else {
		err = ui.Slim(r.slim(v)).Render(templ.WithChildren(ctx, content), &buf)
	}
	if err != nil {
		return fmt.Errorf("page: render %s: %w", r.Pattern, err)
	}
	h := r.W.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", r.P.Lang())
	if v.Status == 0 {
		v.Status = http.StatusOK
	}
	r.W.WriteHeader(v.Status)
	_, err = r.W.Write(buf.Bytes())
	if err != nil {
		// The reader has gone; nothing can be told to anybody.
		r.Env.Slog.DebugContext(r.Context(), "client gone", "error", err)
	}
	return nil
}

// JSON sends v. It is for the interview's own script.
func (r *Request) JSON(status int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("page: json: %w", err)
	}
	r.W.Header().Set("Content-Type", "application/json; charset=utf-8")
	r.W.WriteHeader(status)
	_, _ = r.W.Write(b)
	return nil
}

// Redirect sends the reader on with 303, so that reloading repeats nothing.
func (r *Request) Redirect(to string) error {
	http.Redirect(r.W, r.Request, to, http.StatusSeeOther)
	return nil
}

// Flash keeps a short message for the next page. key is a message key; it travels in
// a cookie of its own, so it must hold no personal data.
func (r *Request) Flash(key string) {
	http.SetCookie(r.W, &http.Cookie{
		Name: r.cookieName("melding"), Value: url.QueryEscape(key), Path: "/", MaxAge: 60,
		HttpOnly: true, Secure: r.Env.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// TakeFlash returns the text of the message left by the page before, and clears it.
func (r *Request) TakeFlash() string {
	c, err := r.Cookie(r.cookieName("melding"))
	if err != nil {
		return ""
	}
	http.SetCookie(r.W, &http.Cookie{
		Name: c.Name, Path: "/", MaxAge: -1, HttpOnly: true, Secure: r.Env.Secure, SameSite: http.SameSiteLaxMode,
	})
	key, err := url.QueryUnescape(c.Value)
	if err != nil || !strings.HasPrefix(key, "melding.") || !r.P.Has(key) {
		return ""
	}
	return r.P.T(key)
}

// SetSesjon puts the session's token into the browser.
func (r *Request) SetSesjon(token bruker.Token) {
	http.SetCookie(r.W, &http.Cookie{
		Name: r.cookieName("okt"), Value: token.Cookie(), Path: "/",
		HttpOnly: true, Secure: r.Env.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// ClearSesjon takes the token and everything the browser has kept away.
func (r *Request) ClearSesjon() {
	http.SetCookie(r.W, &http.Cookie{
		Name: r.cookieName("okt"), Path: "/", MaxAge: -1,
		HttpOnly: true, Secure: r.Env.Secure, SameSite: http.SameSiteLaxMode,
	})
	r.W.Header().Set("Clear-Site-Data", `"cache", "storage"`)
}

// SetMaalform keeps the language of somebody who has not signed in yet.
func (r *Request) SetMaalform(lang string) {
	http.SetCookie(r.W, &http.Cookie{
		Name: r.cookieName("maal"), Value: lang, Path: "/", Expires: time.Now().AddDate(1, 0, 0),
		HttpOnly: true, Secure: r.Env.Secure, SameSite: http.SameSiteLaxMode,
	})
}

func (r *Request) cookieName(name string) string { return cookieName(r.Env, name) }

func cookieName(env *Env, name string) string {
	if env.Secure {
		return "__Host-bosett-" + name
	}
	return "bosett-" + name
}

// Retur returns a local address given by the reader's browser, or "/" when it is not
// plainly one of ours: an open redirect would lend our name to others (T14).
func Retur(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" {
		return "/"
	}
	if !strings.HasPrefix(raw, "/") || strings.HasPrefix(raw, "//") || strings.ContainsAny(raw, "\\\r\n\t") {
		return "/"
	}
	return raw
}
