package app

import (
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
