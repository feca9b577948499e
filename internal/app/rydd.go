package app

import (
	"context"
	"time"

	"bosett/internal/db"
	"bosett/internal/samtale"
	"bosett/internal/utkast"
)

// tidyEvery is how often what is kept for a time only is deleted. Every node does it: who
// comes second finds nothing.
const tidyEvery = time.Hour

// background runs something beside the pages. It stops with ctx or when the returned
// function is called, which waits until what is in flight is finished.
func background(ctx context.Context, run func(context.Context)) (finish func()) {
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		run(ctx)
	}()
	return func() {
		stop()
		<-done
	}
}

// tidy deletes what has been kept long enough, at the start and then now and again, until
// ctx ends. What fails is tried again at the next time.
func (s *Server) tidy(ctx context.Context) {
	for {
		if err := s.tidyOnce(ctx); err != nil && ctx.Err() == nil {
			s.slog.ErrorContext(ctx, "tidying failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(tidyEvery):
		}
	}
}

// tidyOnce takes one small transaction after another, so that those who save come between.
func (s *Server) tidyOnce(ctx context.Context) error {
	for _, some := range []func(context.Context, *db.Tx) (bool, error){samtale.RyddKvitteringer, samtale.RyddForseglet, utkast.Rydd} {
		for more := true; more; {
			err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
				more, err = some(ctx, tx)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
