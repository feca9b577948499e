package app

import (
	"context"
	"log/slog"
	"time"

	"bosett/internal/db"
	"bosett/internal/innsyn"
	"bosett/internal/outbox"
	"bosett/internal/web"
	"bosett/internal/web/felles"
)

func services(c Config, log *innsyn.Log, demo bool) web.Services {
	s := web.Services{Samtale: newSamtale(c, log)}
	if demo {
		s.DemoEpost = &felles.Epost{Base: c.BaseURL, Sendes: c.Epost.SMTP != nil}
	}
	return s
}

func newWorker(c Config, d *db.DB, log *slog.Logger, demo bool) *outbox.Worker {
	start := time.Now()
	return outbox.NewWorker(d, c.Epost.sender(demo), c.BaseURL, log, func() time.Duration { return time.Since(start) })
}

// work starts what sends from the outbox. It stops with ctx or when the returned function
// is called, which waits until what is in flight is finished.
func (s *Server) work(ctx context.Context) (finish func()) {
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.worker.Run(ctx)
	}()
	return func() {
		stop()
		<-done
	}
}
