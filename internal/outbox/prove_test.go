package outbox

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/mail"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/outbox/smtptest"
)

var base = &url.URL{Scheme: "https", Host: "bosett.example"}

// quick are the measures of the tests: the same proportions, a thousandth of the time.
var quick = tider{
	poll: 10 * time.Millisecond, round: 40 * time.Millisecond, send: 5 * time.Second, lease: time.Hour,
	first: 20 * time.Millisecond, longest: 100 * time.Millisecond, tries: 50,
	pauseFirst: time.Millisecond, pauseLongest: 20 * time.Millisecond, grace: 10 * time.Second,
	keepDelivered: 7 * 24 * time.Hour, keepDead: 90 * 24 * time.Hour, clean: time.Hour, slots: 4, health: time.Hour,
}

func sender(s *smtptest.Server, o smtptest.Options) *Tjener {
	t := NewTjener(SMTP{
		Host: s.Host, Port: s.Port, Implicit: o.Implicit, Plain: !o.Implicit && !o.StartTLS, User: o.User, Password: o.Password,
		Fra: mail.Address{Name: "Bosett", Address: "ikke-svar@bosett.example"},
	})
	t.tls.RootCAs = s.Roots
	return t
}

type logg struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *logg) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logg) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newWorker(d *db.DB, s Sender, out io.Writer) *Worker {
	start := time.Now()
	w := NewWorker(d, s, base, slog.New(slog.NewJSONHandler(out, nil)), func() time.Duration { return time.Since(start) })
	w.tider = quick
	return w
}

// run starts a worker and gives the function that stops it and waits for its end.
func run(t *testing.T, w *Worker) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.Run(ctx)
	}()
	stop = func() {
		cancel()
		select {
		case <-done:
		case <-time.After(30 * time.Second):
			t.Error("the worker does not stop")
		}
	}
	t.Cleanup(stop)
	return stop
}

// putN puts n messages to one address each, alternately in bokmål and nynorsk.
func putN(t *testing.T, d *db.DB, n int) {
	t.Helper()
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		for i := range n {
			err := Put(t.Context(), tx, Melding{
				Kanal: KanalEpost, Mal: MalInternMerknad, Mottaker: fmt.Sprintf("mottaker%d@etat.example", i),
				Sprak: []string{"nb", "nn"}[i%2], Data: map[string]string{"beboer": ident.New().String()},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, d *db.DB, where string) (n int) {
	t.Helper()
	err := d.Read(context.Background(), func(r *db.Rx) error {
		return r.QueryRowContext(context.Background(), "SELECT COUNT(*) FROM utboks WHERE "+where).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func execute(t *testing.T, d *db.DB, query string, args ...any) {
	t.Helper()
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(t.Context(), query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func waitFor(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 1500 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}

// settle waits until nothing waits and nothing is being sent.
func settle(t *testing.T, d *db.DB) {
	t.Helper()
	waitFor(t, "the outbox is empty", func() bool { return count(t, d, "levert_tid IS NULL AND dod_tid IS NULL") == 0 })
}

// newest gives the rows as the demo page shows them.
func newest(t *testing.T, d *db.DB) (all []Visning) {
	t.Helper()
	err := d.Read(t.Context(), func(r *db.Rx) (err error) {
		all, err = List(t.Context(), r, base, 1000)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// onceEach fails unless the server has exactly one letter for each row, under the row's own
// Message-ID.
func onceEach(t *testing.T, d *db.DB, s *smtptest.Server) {
	t.Helper()
	got := map[string]int{}
	for _, m := range s.Taken() {
		got[m.MessageID]++
	}
	rows := newest(t, d)
	for _, v := range rows {
		if id := v.Brev.ID.String() + "@bosett.example"; got[id] != 1 {
			t.Errorf("%s has come %d times", id, got[id])
		}
	}
	if len(got) != len(rows) {
		t.Errorf("%d letters have come of %d", len(got), len(rows))
	}
}
