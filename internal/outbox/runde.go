package outbox

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"time"

	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/outbox/outboxdb"
)

// rounds looks after the table now and then, until ctx ends.
func (w *Worker) rounds(ctx context.Context) {
	for {
		if err := w.round(ctx); err != nil && ctx.Err() == nil {
			w.log.ErrorContext(ctx, "outbox: round", "error", err)
		}
		if !sleep(ctx, w.tider.round/2+rand.N(w.tider.round)) {
			return
		}
	}
}

func (w *Worker) round(ctx context.Context) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	for _, step := range []func(context.Context) error{w.takeOver, w.mend, w.clean, w.health} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// takeOver frees rows whose holder has gone. Nobody's clock tells when: a sending has
// ended badly if this process has itself seen it stand untouched for the whole lease.
// A clock that jumps can then neither take a letter out of somebody's hands nor hold it.
func (w *Worker) takeOver(ctx context.Context) error {
	var leased []outboxdb.ListLeasedRow
	err := w.db.Read(ctx, func(r *db.Rx) (err error) {
		leased, err = outboxdb.New(r).ListLeased(ctx)
		return err
	})
	if err != nil {
		return err
	}
	now, still := w.uptime(), map[sending]time.Duration{}
	for _, row := range leased {
		s := sending{row.ID, row.Forsok, row.LaasTil.Time}
		since, known := w.seen[s]
		if !known {
			since = now
		}
		still[s] = since
		if now-since < w.tider.lease || w.mine(row.ID) {
			continue
		}
		if err := w.free(ctx, row); err != nil {
			return err
		}
		delete(still, s)
	}
	w.seen = still
	return nil
}

func (w *Worker) mine(id ident.ID) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.flying[id]
}

func (w *Worker) free(ctx context.Context, row outboxdb.ListLeasedRow) error {
	held := false
	err := w.db.Write(ctx, func(tx *db.Tx) (err error) {
		held, err = w.release(ctx, tx, outboxdb.Utbok{ID: row.ID, Forsok: row.Forsok}, "sendingen ble avbrutt", row.Forsok >= w.tider.tries)
		return err
	})
	if err == nil && held {
		w.log.WarnContext(ctx, "outbox: a sending was interrupted", "id", row.ID, "forsok", row.Forsok)
	}
	return err
}

// mend makes rows due that a wrong clock has put further ahead than any wait is.
func (w *Worker) mend(ctx context.Context) error {
	// The longest wait is one and a half times the longest step.
	limit := db.At(w.db.Now().Add(2 * w.tider.longest))
	var far int64
	err := w.db.Read(ctx, func(r *db.Rx) (err error) {
		far, err = outboxdb.New(r).CountFar(ctx, limit)
		return err
	})
	if err != nil || far == 0 {
		return err // nothing is written without need: on SQLite somebody waits for it
	}
	return w.db.Write(ctx, func(tx *db.Tx) error {
		_, err := outboxdb.New(tx).MendNeste(ctx, outboxdb.MendNesteParams{Naa: straks, Grense: limit})
		return err
	})
}

// chunk is how many rows one transaction deletes.
const chunk = 500

// clean deletes what has been kept long enough, once an hour.
func (w *Worker) clean(ctx context.Context) error {
	if w.cleaned && w.uptime()-w.lastCleaned < w.tider.clean {
		return nil
	}
	for n := int64(chunk); n == chunk; {
		err := w.db.Write(ctx, func(tx *db.Tx) error {
			q := outboxdb.New(tx)
			delivered, err := q.DeleteDelivered(ctx, outboxdb.DeleteDeliveredParams{LevertTid: db.SomeTime(tx.Now().Add(-w.tider.keepDelivered)), Limit: chunk})
			if err != nil {
				return err
			}
			dead, err := q.DeleteDead(ctx, outboxdb.DeleteDeadParams{DodTid: db.SomeTime(tx.Now().Add(-w.tider.keepDead)), Limit: chunk})
			n = max(delivered, dead)
			return err
		})
		if err != nil {
			return err
		}
	}
	w.cleaned, w.lastCleaned = true, w.uptime()
	return nil
}

// health logs the figures when they change, and now and then when they do not.
func (w *Worker) health(ctx context.Context) error {
	var f Tall
	err := w.db.Read(ctx, func(r *db.Rx) (err error) {
		f, err = Count(ctx, r)
		return err
	})
	if err != nil || f == w.lastFigure && w.uptime()-w.lastLogged < w.tider.health {
		return err
	}
	level := slog.LevelInfo
	if f.GittOpp > w.lastFigure.GittOpp {
		level = slog.LevelWarn
	}
	w.lastFigure, w.lastLogged = f, w.uptime()
	w.log.Log(ctx, level, "outbox", "venter", f.Venter, "sendes", f.Sendes, "gitt_opp", f.GittOpp)
	return nil
}
