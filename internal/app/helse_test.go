package app_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"bosett/internal/app"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
)

// A load balancer gets its answer at once, also where all connections are taken: to be
// silent is to be counted as dead, by rules that nobody here has set.
func TestReadyWhenCrowded(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		config, err := app.LoadConfig(func(string) (string, bool) { return "", false }, nil)
		if err != nil {
			t.Fatal(err)
		}
		server, err := app.NewServer(config, d, slog.New(slog.DiscardHandler), false)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(server.Close)
		ready := func() (status int, took time.Duration) {
			w, start := httptest.NewRecorder(), time.Now()
			server.ServeHTTP(w, httptest.NewRequestWithContext(context.WithoutCancel(t.Context()), http.MethodGet, "/readyz", nil))
			return w.Code, time.Since(start)
		}
		for what, take := range map[string]func(func()) error{
			"readers": func(hold func()) error {
				return d.Read(t.Context(), func(*db.Rx) error { hold(); return nil })
			},
			"writers": func(hold func()) error {
				return d.Write(t.Context(), func(*db.Tx) error { hold(); return nil })
			},
		} {
			if status, _ := ready(); status != http.StatusOK {
				t.Errorf("%s free: %d", what, status)
			}
			taken, done := make(chan struct{}), make(chan error, 1)
			go func() { done <- take(func() { close(taken); time.Sleep(3 * time.Second) }) }()
			<-taken
			if status, took := ready(); status != http.StatusServiceUnavailable || took > time.Second {
				t.Errorf("%s taken: %d after %v, want 503 within a second", what, status, took)
			}
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	}, db.WithPool(1, 1))
}
