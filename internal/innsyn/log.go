package innsyn

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/tilgang"
)

// maxGroup is how many readers' rows go into one commit. Readers that come while a
// commit runs wait for the next one together, which is what makes reading cheap.
const maxGroup = 512

// maxWait is how long a reader waits for its row, and one commit of rows may take. A disk
// or a server that hangs then gives "try again" and not a page that never comes.
const maxWait = 5 * time.Second

// Log writes the access log. One per process; Close it when no request runs any more.
type Log struct {
	db    *db.DB
	queue chan *waiting
	wait  time.Duration
	// stop tells the writer and the readers that no more rows are taken, stopped the
	// readers that nobody writes any more. The queue itself is never closed: a reader
	// may stand there to hand in a row.
	stop, stopped chan struct{}
	once          sync.Once
}

type waiting struct {
	ctx   context.Context // ends when the reader has given up
	entry entry
	done  chan error
}

var (
	errClosed = errors.New("innsyn: the log is closed")
	errSlow   = errors.New("innsyn: the row was not written in time")
)

// New starts the log's writer.
func New(d *db.DB) *Log {
	l := &Log{db: d, queue: make(chan *waiting, maxGroup), wait: maxWait, stop: make(chan struct{}), stopped: make(chan struct{})}
	go l.run()
	return l
}

// Close stops the writer after the rows that wait. A writer that hangs is left behind:
// nobody has been shown what it was to write.
func (l *Log) Close() {
	l.once.Do(func() { close(l.stop) })
	select {
	case <-l.stopped:
	case <-time.After(l.wait):
	}
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

// Write runs fn in one write transaction and records in the same one what it touched. If
// the row cannot be written, nothing is saved and the error is Unavailable. fn may run
// again after a serialisation failure.
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
		if err := insert(ctx, t, e); err != nil {
			return fault.NewUnavailable(err)
		}
		return nil
	})
}

// append hands the row to the writer and waits until it is durable. All that can go wrong
// is Unavailable: the reader is shown nothing, and may try again.
func (l *Log) append(ctx context.Context, e entry) error {
	ctx, cancel := context.WithTimeoutCause(ctx, l.wait, errSlow)
	defer cancel()
	w := &waiting{ctx: ctx, entry: e, done: make(chan error, 1)}
	select {
	case l.queue <- w:
	case <-l.stop:
		return fault.NewUnavailable(errClosed)
	case <-ctx.Done():
		return fault.NewUnavailable(context.Cause(ctx))
	}
	select {
	case err := <-w.done:
		if err != nil {
			return fault.NewUnavailable(err)
		}
		return nil
	case <-l.stopped:
		return fault.NewUnavailable(errClosed)
	case <-ctx.Done():
		return fault.NewUnavailable(context.Cause(ctx))
	}
}

func (l *Log) run() {
	defer close(l.stopped)
	for first := l.next(); first != nil; first = l.next() {
		group := append(make([]*waiting, 0, 16), first)
		for len(group) < maxGroup && len(l.queue) > 0 {
			group = append(group, <-l.queue)
		}
		l.commit(slices.DeleteFunc(group, givenUp))
	}
}

// givenUp tells that the reader no longer waits. Such a row is not written: nothing was
// shown, and a log that says otherwise accuses somebody. The answer is an error also for
// a reader who hears it in the same moment.
func givenUp(w *waiting) bool {
	if w.ctx.Err() == nil {
		return false
	}
	w.done <- errSlow
	return true
}

// next is the first row of the next group, or nil when the log is closed and none waits.
func (l *Log) next() *waiting {
	select {
	case w := <-l.queue:
		return w
	case <-l.stop:
	}
	select {
	case w := <-l.queue:
		return w
	default:
		return nil
	}
}

// commit writes the rows of a group in one transaction and tells each reader.
func (l *Log) commit(group []*waiting) {
	if len(group) == 0 {
		return
	}
	entries := make([]entry, len(group))
	for i, w := range group {
		entries[i] = w.entry
	}
	ctx, cancel := context.WithTimeoutCause(context.Background(), l.wait, errSlow)
	defer cancel()
	err := l.db.Write(ctx, func(tx *db.Tx) error { return insert(ctx, tx, entries...) })
	for _, w := range group {
		w.done <- err
	}
}
