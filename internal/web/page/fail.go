package page

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/a-h/templ"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/web/ui"
)

var statuses = map[fault.Kind]int{
	fault.Invalid:     http.StatusUnprocessableEntity,
	fault.NotFound:    http.StatusNotFound,
	fault.Forbidden:   http.StatusForbidden,
	fault.Conflict:    http.StatusConflict,
	fault.Unavailable: http.StatusServiceUnavailable,
	fault.Internal:    http.StatusInternalServerError,
}

// fail writes the one error page of the kind. A NotFound page depends on nothing but
// the reader's own frame, so what does not exist and what may not be seen are the
// same bytes (A13).
func (s *Server) fail(r *Request, err error) {
	kind := kindOf(err)
	if kind == fault.Internal || kind == fault.Unavailable {
		level := slog.LevelError
		if errors.Is(err, context.Canceled) {
			level = slog.LevelDebug // the reader has gone; nothing is wrong here
		}
		s.env.Slog.Log(r.Context(), level, "failed", "foresporsel", requestID(r.Context()), "route", r.Pattern, "error", err)
	}
	if kind == fault.Unavailable {
		r.W.Header().Set("Retry-After", "5")
	}
	if wantsJSON(r.Request) {
		_ = r.JSON(statuses[kind], map[string]string{"feil": names[kind]})
		return
	}
	title, text := "feil."+names[kind]+".tittel", "feil."+names[kind]
	args := []any{"ref", requestID(r.Context())}
	if e, ok := errors.AsType[*fault.Error](err); ok && kind != fault.NotFound && kind != fault.Unavailable {
		text, args = e.Key, e.Args
	}
	props := errorProps{Title: r.P.T(title), Text: r.P.T(text, args...), Home: ui.Link{Text: r.P.T("feil.hjem"), Href: "/"}}
	// The script must not take what is not here for what is gone.
	view := View{Title: props.Title, Status: statuses[kind], Retur: "/", Attrs: templ.Attributes{"data-feilside": true}}
	if err := r.Show(view, errorPage(props)); err != nil {
		s.env.Slog.ErrorContext(r.Context(), "error page failed", "foresporsel", requestID(r.Context()), "error", err)
		http.Error(r.W, props.Text, statuses[kind])
	}
}

var names = map[fault.Kind]string{
	fault.Invalid:     "ugyldig",
	fault.NotFound:    "ikke-funnet",
	fault.Forbidden:   "forbudt",
	fault.Conflict:    "konflikt",
	fault.Unavailable: "utilgjengelig",
	fault.Internal:    "intern",
}

// kindOf also knows what the database and the clock say.
func kindOf(err error) fault.Kind {
	if errors.Is(err, db.ErrUnavailable) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return fault.Unavailable
	}
	if errors.As(err, new(*http.MaxBytesError)) {
		return fault.Invalid
	}
	return fault.KindOf(err)
}

type errorProps struct {
	Title, Text string
	Home        ui.Link
}
