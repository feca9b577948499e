package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"bosett/internal/db"
	"bosett/internal/innsyn"
	"bosett/internal/outbox"
	"bosett/internal/web"
	"bosett/internal/web/page"
	"bosett/internal/web/static"
)

// Timeouts of the listener. A slow client is dropped, never waited for (reliability.md F12).
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 15 * time.Second
	writeTimeout      = 30 * time.Second
	idleTimeout       = 2 * time.Minute
	drainTimeout      = 20 * time.Second
)

// readyTimeout is shorter than the second that most load balancers give an answer: one that
// is cut off tells nobody why.
const readyTimeout = 800 * time.Millisecond

// NewLogger makes the structured log of the process.
func NewLogger(w io.Writer, c Config) *slog.Logger {
	opts := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogFormat == "text" {
		return slog.New(slog.NewTextHandler(w, opts))
	}
	return slog.New(slog.NewJSONHandler(w, opts))
}

// Server is the running program: the pages, the health addresses and the log.
type Server struct {
	config  Config
	db      *db.DB
	slog    *slog.Logger
	log     *innsyn.Log
	handler http.Handler
	worker  *outbox.Worker
	ready   atomic.Bool
}

// NewServer wires the pages on an open, migrated database. demo opens the demo login.
func NewServer(c Config, d *db.DB, log *slog.Logger, demo bool) (*Server, error) {
	s := &Server{config: c, db: d, slog: log, log: innsyn.New(d)}
	secure := c.BaseURL.Scheme == "https"
	env := &page.Env{DB: d, Log: s.log, Slog: log, Demo: demo, Secure: secure, Utkast: c.UtkastLokalt}
	pages, err := page.NewServer(env, web.Routes(services(c, s.log, demo)))
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, "ok\n") })
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.Handle("GET /static/", web.Static())
	for _, path := range []string{"/livez", "/readyz", "/static/"} {
		mux.HandleFunc(path, onlyRead)
	}
	mux.Handle("/", pages)
	s.handler = page.Logged(log, page.Secured(secure, page.Compressed(http.NewCrossOriginProtection().Handler(mux))))
	s.worker = newWorker(c, d, log, demo)
	s.ready.Store(true)
	return s, nil
}

// ServeHTTP answers one request: for tests and benchmarks without a listener.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Close stops the access log's writer. Call it when no request runs any more.
func (s *Server) Close() { s.log.Close() }

func answer(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}

// readyz tells a load balancer whether to send readers here.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
	defer cancel()
	if !s.ready.Load() {
		answer(w, http.StatusServiceUnavailable, "stopping\n")
		return
	}
	if err := s.db.Ping(ctx); err != nil {
		s.slog.ErrorContext(ctx, "not ready", "error", err)
		answer(w, http.StatusServiceUnavailable, "database\n")
		return
	}
	answer(w, http.StatusOK, "ok\n")
}

// Serve listens until ctx ends and then stops in order: readiness drops first, the
// listener stays for the delay so that nobody is refused, what runs is finished.
func (s *Server) Serve(ctx context.Context) error {
	listener, err := net.Listen("tcp", s.config.Addr)
	if err != nil {
		return fmt.Errorf("app: %w", err)
	}
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.slog.Handler(), slog.LevelWarn),
	}
	if err := static.Built(); err != nil {
		s.slog.ErrorContext(ctx, "the pages have no style and no script", "error", err)
	}
	defer background(ctx, s.worker.Run)()
	defer background(ctx, s.tidy)()
	s.slog.InfoContext(ctx, "listening", "address", listener.Addr().String(), "database", s.db.Dialect().String())
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(listener) }()
	select {
	case err := <-stopped:
		return fmt.Errorf("app: %w", err)
	case <-ctx.Done():
	}
	s.ready.Store(false)
	s.slog.Info("stopping", "delay", s.config.ShutdownDelay.String())
	time.Sleep(s.config.ShutdownDelay)
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
	defer cancel()
	if err := server.Shutdown(drain); err != nil {
		return fmt.Errorf("app: stop: %w", err)
	}
	if err := <-stopped; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("app: %w", err)
	}
	return nil
}
