package outbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"runtime/debug"
	"sync"
	"time"

	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/outbox/outboxdb"
)

// tider are the worker's measures of time and number.
type tider struct {
	// poll is how often an empty outbox is looked at.
	poll time.Duration
	// round is how often leases are watched, old rows deleted and figures logged.
	round time.Duration
	// send is the longest that one letter may take; lease is how long a row of somebody
	// else's must have stood untouched before it is taken over. It must be well above send.
	send, lease time.Duration
	// first and longest bound the wait between two tries.
	first, longest time.Duration
	// tries is how often a letter is tried before it is given up (with the waits: five days).
	tries int32
	// pause bounds how long nothing is sent after the server has failed us.
	pauseFirst, pauseLongest time.Duration
	// grace is how long a letter in flight may take when the program stops.
	grace time.Duration
	// keepDelivered and keepDead are how long rows are kept for whoever asks.
	keepDelivered, keepDead time.Duration
	// clean is how often what has been kept long enough is deleted.
	clean time.Duration
	// slots is how many letters are sent at once.
	slots int
	// health is how often figures are logged when nothing changes.
	health time.Duration
}

var vanlige = tider{
	poll: 2 * time.Second, round: 15 * time.Second,
	send: 2 * time.Minute, lease: 6 * time.Minute,
	first: 30 * time.Second, longest: 4 * time.Hour, tries: 38,
	pauseFirst: 5 * time.Second, pauseLongest: 2 * time.Minute,
	grace: 20 * time.Second, keepDelivered: 7 * 24 * time.Hour, keepDead: 90 * 24 * time.Hour, clean: time.Hour,
	slots: 4, health: 10 * time.Minute,
}

// sending names one sending of one row, the same for everybody who looks at it.
type sending struct {
	id     ident.ID
	forsok int32
	laas   db.Time
}

// Worker sends what is in the outbox. Any number may run on one database.
type Worker struct {
	db     *db.DB
	sender Sender
	base   *url.URL
	log    *slog.Logger
	uptime func() time.Duration
	tider  tider

	mu     sync.Mutex
	flying map[ident.ID]bool
	// pausedUntil and failures are about the server, not about a letter.
	pausedUntil time.Duration
	failures    int

	// Of the rounds only.
	seen       map[sending]time.Duration
	lastFigure Tall
	lastLogged time.Duration
	// cleaned: at least once, at lastCleaned.
	cleaned     bool
	lastCleaned time.Duration
}

// NewWorker makes a worker; Run starts it. sender is nil where no mail server is set: then
// nothing is sent and everything waits. base is the address that readers know the site by.
// uptime is a clock that only goes forwards, whatever happens to the time of day.
func NewWorker(d *db.DB, sender Sender, base *url.URL, log *slog.Logger, uptime func() time.Duration) *Worker {
	return &Worker{
		db: d, sender: sender, base: base, log: log, uptime: uptime, tider: vanlige,
		flying: map[ident.ID]bool{}, seen: map[sending]time.Duration{},
	}
}

// Run sends until ctx ends. Then it begins nothing more, lets what is in flight be
// finished, and returns. It does not stop for any error.
func (w *Worker) Run(ctx context.Context) {
	if w.sender == nil {
		w.log.WarnContext(ctx, "outbox: no mail server is set, nothing is sent")
	}
	// What is in flight outlives ctx by the grace.
	flight, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	var letters, rounds sync.WaitGroup
	rounds.Go(func() { w.rounds(ctx) })
	if w.sender != nil {
		w.dispatch(ctx, flight, &letters)
	}
	<-ctx.Done()
	grace := time.AfterFunc(w.tider.grace, cut)
	defer grace.Stop()
	letters.Wait()
	rounds.Wait()
}

// dispatch takes rows one at a time, as there is room to send them: no row waits leased.
func (w *Worker) dispatch(ctx, flight context.Context, letters *sync.WaitGroup) {
	room := make(chan struct{}, w.tider.slots)
	for {
		select {
		case <-ctx.Done():
			return
		case room <- struct{}{}:
		}
		held, err := w.take(ctx)
		if err != nil && ctx.Err() == nil {
			w.log.ErrorContext(ctx, "outbox: not read", "error", err)
		}
		if held == nil {
			<-room
			if !sleep(ctx, w.tider.poll/2+rand.N(w.tider.poll)) {
				return
			}
			continue
		}
		letters.Go(func() {
			defer func() { <-room }()
			w.handle(flight, *held)
		})
	}
}

func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// candidates is how many rows are looked at to find one that nobody else takes first.
const candidates = 16

// held is a row that is ours, and when we began to make it so: from then on others count
// the lease, however long the database took to answer.
type held struct {
	row   outboxdb.Utbok
	since time.Duration
}

// take leases one row that is due; nil when there is none.
func (w *Worker) take(ctx context.Context) (h *held, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	if w.paused() {
		return nil, nil
	}
	var due []outboxdb.ListDueRow
	err = w.db.Read(ctx, func(r *db.Rx) (err error) {
		due, err = outboxdb.New(r).ListDue(ctx, outboxdb.ListDueParams{NesteTid: db.At(r.Now()), Limit: candidates})
		return err
	})
	if err != nil {
		return nil, err
	}
	// Nodes that begin at different places seldom want the same row.
	rand.Shuffle(len(due), func(i, j int) { due[i], due[j] = due[j], due[i] })
	for _, c := range due {
		if !w.begin(c.ID) {
			continue
		}
		h, err := w.lease(ctx, c)
		if h == nil {
			w.end(c.ID)
		}
		if h != nil || err != nil {
			return h, err
		}
	}
	return nil, nil
}

// lease makes the row ours if it is as it was when it was read.
func (w *Worker) lease(ctx context.Context, c outboxdb.ListDueRow) (*held, error) {
	h := held{since: w.uptime()}
	err := w.db.Write(ctx, func(tx *db.Tx) (err error) {
		h.row, err = outboxdb.New(tx).Lease(ctx, outboxdb.LeaseParams{
			ID: c.ID, Forsok: c.Forsok, LaasTil: db.SomeTime(tx.Now().Add(w.tider.lease)),
		})
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &h, nil
}

// begin marks a row as in flight in this process, end takes the mark away.
func (w *Worker) begin(id ident.ID) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.flying[id] {
		return false
	}
	w.flying[id] = true
	return true
}

func (w *Worker) end(id ident.ID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.flying, id)
}

// handle sends one row and notes what became of it.
func (w *Worker) handle(flight context.Context, h held) {
	defer w.end(h.row.ID)
	err := w.send(flight, h)
	w.judge(err)
	w.note(flight, h.row, err)
}

// send writes and sends one letter. A panic in it is a failure of this letter alone.
func (w *Worker) send(flight context.Context, h held) (err error) {
	row := h.row
	defer func() {
		if p := recover(); p != nil {
			w.log.Error("outbox: panic", "id", row.ID, "mal", row.Mal, "panic", short(fmt.Sprint(p)), "stack", string(debug.Stack()))
			err = &Feil{Steg: "panic", Grunn: short(fmt.Sprint(p))}
		}
	}()
	ctx, cancel := context.WithTimeout(flight, w.tider.send-(w.uptime()-h.since))
	defer cancel()
	letter, err := newBrev(ctx, row, w.base)
	if err != nil {
		// Not for ever: a newer node may know the template.
		return &Feil{Steg: "brev", Grunn: short(err.Error())}
	}
	return w.sender.Send(ctx, letter)
}

// judge remembers whether the server works, so that a server that is down is not asked
// about every letter.
func (w *Worker) judge(err error) {
	f, ok := errors.AsType[*Feil](err)
	w.mu.Lock()
	defer w.mu.Unlock()
	if err == nil || ok && !f.Tjener {
		w.failures = 0
		return
	}
	w.failures++
	w.pausedUntil = w.uptime() + backoff(w.failures, w.tider.pauseFirst, w.tider.pauseLongest)
}

func (w *Worker) paused() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.uptime() < w.pausedUntil
}

// backoff is how long to wait after the nth failure in a row: doubled each time up to
// longest, and spread from half to one and a half so that nobody comes in step.
func backoff(n int, first, longest time.Duration) time.Duration {
	wait := longest
	if n < 30 && first<<(n-1) < longest {
		wait = first << (n - 1)
	}
	return wait/2 + rand.N(wait)
}
