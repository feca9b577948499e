package outbox

import (
	"context"
	"errors"
	"time"

	"bosett/internal/db"
	"bosett/internal/outbox/outboxdb"
)

const (
	noteTimeout = 10 * time.Second
	noteFirst   = 100 * time.Millisecond
	noteLongest = 10 * time.Second
)

// note writes what became of a sending, again and again until the database takes it: a
// letter that is sent and not noted is sent twice. When the time of grace is over, there
// is one try more.
func (w *Worker) note(flight context.Context, row outboxdb.Utbok, failure error) {
	for try := 1; ; try++ {
		last := flight.Err() != nil
		err := w.noteOnce(context.WithoutCancel(flight), row, failure)
		if err == nil {
			return
		}
		w.log.Error("outbox: the outcome is not noted", "id", row.ID, "sent", failure == nil, "error", err)
		if last {
			return
		}
		sleep(flight, backoff(try, noteFirst, noteLongest))
	}
}

func (w *Worker) noteOnce(ctx context.Context, row outboxdb.Utbok, failure error) error {
	ctx, cancel := context.WithTimeout(ctx, noteTimeout)
	defer cancel()
	if failure == nil {
		err := w.db.Write(ctx, func(tx *db.Tx) error {
			return outboxdb.New(tx).SetDelivered(ctx, outboxdb.SetDeliveredParams{ID: row.ID, LevertTid: db.SomeTime(tx.Now())})
		})
		if err == nil {
			w.log.Info("outbox: sent", "id", row.ID, "mal", row.Mal, "forsok", row.Forsok)
		}
		return err
	}
	f, ok := errors.AsType[*Feil](failure)
	if !ok {
		f = &Feil{Steg: "sending", Grunn: short(failure.Error())}
	}
	dead := f.Varig || row.Forsok >= w.tider.tries
	held := true
	err := w.db.Write(ctx, func(tx *db.Tx) (err error) {
		held, err = w.release(ctx, tx, row, f.Error(), dead)
		return err
	})
	if err == nil && held {
		// No address stands in the log, and none in a Feil.
		w.log.Warn("outbox: not sent", "id", row.ID, "mal", row.Mal, "forsok", row.Forsok, "steg", f.Steg, "kode", f.Kode,
			"grunn", f.Grunn, "gitt_opp", dead)
	}
	return err
}

// release gives a row up, for now or for good. held is false when the row was not ours
// any more: then whoever has it decides.
func (w *Worker) release(ctx context.Context, tx *db.Tx, row outboxdb.Utbok, reason string, dead bool) (held bool, err error) {
	q := outboxdb.New(tx)
	var n int64
	if dead {
		n, err = q.SetDead(ctx, outboxdb.SetDeadParams{ID: row.ID, Forsok: row.Forsok, DodTid: db.SomeTime(tx.Now()), Feil: reason})
		return n == 1, err
	}
	next := db.At(tx.Now().Add(backoff(int(row.Forsok), w.tider.first, w.tider.longest)))
	n, err = q.SetRetry(ctx, outboxdb.SetRetryParams{ID: row.ID, Forsok: row.Forsok, NesteTid: next, Feil: reason})
	return n == 1, err
}
