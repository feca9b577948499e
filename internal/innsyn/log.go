package innsyn

import (
	"context"
	"errors"
	"sync"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/tilgang"
)

// maxGroup is how many readers' rows go into one commit. Readers that come while a
// commit runs wait for the next one together, which is what makes reading cheap.
const maxGroup = 512

// Log writes the access log. One per process; Close it when no request runs any more.
type Log struct {
	db     *db.DB
	queue  chan *waiting
	closed chan struct{}
	once   sync.Once
}

type waiting struct {
	entry entry
	done  chan error
}

var errClosed = errors.New("innsyn: the log is closed")

// New starts the log's writer.
func New(d *db.DB) *Log {
	l := &Log{db: d, queue: make(chan *waiting, maxGroup), closed: make(chan struct{})}
	go l.run()
	return l
}

// Close stops the writer after the rows that wait.
func (l *Log) Close() {
	l.once.Do(func() { close(l.queue) })
	<-l.closed
}

// Read runs fn on a snapshot and returns only when the log row about what it saw is
// durable. If the row cannot be written, the error is Unavailable and the caller must
// show nothing of what it read.
func (l *Log) Read(ctx context.Context, a tilgang.Actor, action tilgang.Action, fn func(*Rx) error) error {
	var seen trace
	err := l.db.Read(ctx, func(r *db.Rx) error {
		rx := &Rx{Rx: r}
		defer func() { seen = rx.trace }()
		return fn(rx)
	})
	if err != nil || seen.empty() {
		return err
	}
	e, err := newEntry(a, action, &seen)
	if err != nil {
		return err
	}
	return l.append(ctx, e)
}

// Write runs fn in one write transaction and records in the same one what it touched.
// fn may run again after a serialisation failure.
func (l *Log) Write(ctx context.Context, a tilgang.Actor, action tilgang.Action, fn func(*Tx) error) error {
	return l.db.Write(ctx, func(t *db.Tx) error {
		tx := &Tx{Tx: t}
		if err := fn(tx); err != nil {
			return err
		}
		if tx.empty() {
			return nil
		}
		e, err := newEntry(a, action, &tx.trace)
		if err != nil {
			return err
		}
		return insert(ctx, t, e)
	})
}

func (l *Log) append(ctx context.Context, e entry) (err error) {
	// A send on the closed queue means that the server is going down: refuse, as
	// every page without its row is refused.
	defer func() {
		if recover() != nil {
			err = fault.NewUnavailable(errClosed)
		}
	}()
	w := &waiting{entry: e, done: make(chan error, 1)}
	select {
	case l.queue <- w:
	case <-ctx.Done():
		return fault.NewUnavailable(ctx.Err())
	}
	select {
	case err := <-w.done:
		if err != nil {
			return fault.NewUnavailable(err)
		}
		return nil
	case <-ctx.Done():
		return fault.NewUnavailable(ctx.Err())
	}
}

func (l *Log) run() {
	defer close(l.closed)
	for first := range l.queue {
		group := append(make([]*waiting, 0, 16), first)
		for len(group) < maxGroup && len(l.queue) > 0 {
			if next, ok := <-l.queue; ok {
				group = append(group, next)
			}
		}
		entries := make([]entry, len(group))
		for i, w := range group {
			entries[i] = w.entry
		}
		err := l.db.Write(context.Background(), func(tx *db.Tx) error {
			return insert(context.Background(), tx, entries...)
		})
		for _, w := range group {
			w.done <- err
		}
	}
}
