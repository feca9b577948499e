package outbox

import (
	"context"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
	"bosett/internal/outbox/smtptest"
)

// Several nodes on one database: no letter twice, and never two at once with the same.
func TestSeveralWorkers(t *testing.T) {
	for _, dialect := range dbtest.Dialects {
		t.Run(dialect.String(), func(t *testing.T) {
			url := dbtest.URL(t, dialect)
			s := smtptest.New(t, smtptest.Options{})
			var first *db.DB
			var stops []func()
			for range 3 {
				d, err := db.Open(t.Context(), url)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { d.Close() })
				if first == nil {
					first = d
					putN(t, d, 150)
				}
				stops = append(stops, run(t, newWorker(d, sender(s, smtptest.Options{}), io.Discard)))
			}
			settle(t, first)
			for _, stop := range stops {
				stop()
			}
			onceEach(t, first, s)
			if s.Tried() != 150 || s.MostAtOnce() != 1 {
				t.Errorf("%d tries for 150 letters, %d at once with one letter", s.Tried(), s.MostAtOnce())
			}
		})
	}
}

// A clock that jumps while a letter is in flight makes nobody else send it.
func TestClockJumpsInFlight(t *testing.T) {
	for _, jump := range []time.Duration{time.Hour, 24 * time.Hour, 400 * 24 * time.Hour, -time.Hour, -24 * time.Hour} {
		var offset atomic.Int64
		clock := db.WithClock(func() time.Time { return time.Now().Add(time.Duration(offset.Load())) })
		dbtest.Run(t, func(t *testing.T, d *db.DB) {
			offset.Store(0)
			s := smtptest.New(t, smtptest.Options{})
			answer, began := make(chan struct{}), make(chan struct{})
			s.Next(smtptest.Oddity{Wait: answer, Began: began})
			run(t, newWorker(d, sender(s, smtptest.Options{}), io.Discard))
			putN(t, d, 1)
			<-began
			offset.Store(int64(jump))
			run(t, newWorker(d, sender(s, smtptest.Options{}), io.Discard))
			time.Sleep(300 * time.Millisecond) // many rounds of both
			close(answer)
			settle(t, d)
			if s.Tried() != 1 || len(s.Taken()) != 1 {
				t.Errorf("jump %s: %d tries, %d letters", jump, s.Tried(), len(s.Taken()))
			}
		}, clock)
	}
}

// What a wrong clock has written holds nothing back when it is right again: neither a
// message nor a wait nor a lease.
func TestClockComesBack(t *testing.T) {
	var offset atomic.Int64
	clock := db.WithClock(func() time.Time { return time.Now().Add(time.Duration(offset.Load())) })
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		offset.Store(int64(30 * 24 * time.Hour))
		putN(t, d, 1)
		s := smtptest.New(t, smtptest.Options{})
		s.Always(smtptest.Oddity{Rcpt: 451})
		w := newWorker(d, sender(s, smtptest.Options{}), io.Discard)
		w.tider.first, w.tider.longest = time.Hour, time.Hour // one try, then a wait
		stop := run(t, w)
		waitFor(t, "a try", func() bool { return count(t, d, "forsok = 1 AND laas_til IS NULL") == 1 })
		putN(t, d, 1)
		waitFor(t, "a second try", func() bool { return count(t, d, "forsok = 1 AND laas_til IS NULL") == 2 })
		stop()
		putN(t, d, 1)
		offset.Store(0)
		s.Always(smtptest.Oddity{})
		run(t, newWorker(d, sender(s, smtptest.Options{}), io.Discard))
		settle(t, d)
		onceEach(t, d, s)
	}, clock)
}

// A row whose sender has gone is taken over, after the whole lease and not before.
func TestTakeOver(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		putN(t, d, 1)
		execute(t, d, "UPDATE utboks SET forsok = 1, laas_til = $1", db.At(time.Now().Add(-time.Hour))) // as a node that died leaves it
		s := smtptest.New(t, smtptest.Options{})
		w := newWorker(d, sender(s, smtptest.Options{}), io.Discard)
		w.tider.lease = 700 * time.Millisecond
		start := time.Now()
		run(t, w)
		settle(t, d)
		if waited := time.Since(start); waited < w.tider.lease {
			t.Errorf("taken over after %s", waited)
		}
		onceEach(t, d, s)
		if v := newest(t, d)[0]; v.Forsok != 2 {
			t.Errorf("%d tries", v.Forsok)
		}
	})
}

// Whoever has lost the row to another says nothing about it but that it is delivered.
func TestLateOutcome(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		putN(t, d, 1)
		w := newWorker(d, Skjerm{}, io.Discard)
		mine, err := w.take(t.Context())
		if err != nil || mine == nil {
			t.Fatal(mine, err)
		}
		execute(t, d, "UPDATE utboks SET forsok = 2") // another has it now
		w.note(t.Context(), mine.row, &Feil{Steg: "RCPT TO", Kode: 550, Varig: true})
		if count(t, d, "laas_til IS NOT NULL AND dod_tid IS NULL AND feil = ''") != 1 {
			t.Error("a late failure takes the row from its new holder")
		}
		w.note(t.Context(), mine.row, nil)
		if count(t, d, "laas_til IS NULL AND levert_tid IS NOT NULL") != 1 {
			t.Error("a late delivery is not noted")
		}
	})
}

// Stopping: what is in flight is finished and noted, and nothing more is begun.
func TestStopFinishes(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		s := smtptest.New(t, smtptest.Options{})
		answer, began := make(chan struct{}), make(chan struct{})
		s.Next(smtptest.Oddity{Wait: answer, Began: began})
		w := newWorker(d, sender(s, smtptest.Options{}), io.Discard)
		w.tider.slots = 1
		stop := run(t, w)
		putN(t, d, 5)
		<-began
		time.AfterFunc(300*time.Millisecond, func() { close(answer) })
		stop()
		if len(s.Taken()) != 1 || count(t, d, "levert_tid IS NOT NULL") != 1 || count(t, d, "forsok = 0") != 4 {
			t.Errorf("%d letters, %d noted, %d not begun", len(s.Taken()), count(t, d, "levert_tid IS NOT NULL"), count(t, d, "forsok = 0"))
		}
	})
}

// A server that says nothing neither hangs the stop nor keeps the letter.
func TestStopCuts(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		silent, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer silent.Close()
		w := newWorker(d, NewTjener(SMTP{Host: "127.0.0.1", Port: silent.Addr().(*net.TCPAddr).Port, Plain: true}), io.Discard)
		w.tider.grace, w.tider.send = 200*time.Millisecond, time.Minute
		w.tider.pauseFirst = time.Hour
		stop := run(t, w)
		putN(t, d, 1)
		waitFor(t, "in flight", func() bool { return count(t, d, "laas_til IS NOT NULL") == 1 })
		start := time.Now()
		stop()
		if took := time.Since(start); took > 5*time.Second || count(t, d, "laas_til IS NULL AND levert_tid IS NULL AND dod_tid IS NULL") != 1 {
			t.Errorf("stopped after %s, %d rows wait", took, count(t, d, "laas_til IS NULL"))
		}
	})
}

// sometimes panics for one row and sends the others.
type sometimes struct {
	Sender
	panics func(ident.ID) bool
}

func (s sometimes) Send(ctx context.Context, b Brev) error {
	if s.panics(b.ID) {
		panic("an error in the letter to kari@etat.example")
	}
	return s.Sender.Send(ctx, b)
}

// A panic over one letter stops no other, and the letter is tried again as any that fails.
func TestPanic(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		putN(t, d, 20)
		bad := newest(t, d)[7].Brev.ID
		s := smtptest.New(t, smtptest.Options{})
		out := &logg{}
		w := newWorker(d, sometimes{sender(s, smtptest.Options{}), func(id ident.ID) bool { return id == bad }}, out)
		w.tider.tries = 4
		run(t, w)
		settle(t, d)
		if len(s.Taken()) != 19 || count(t, d, "dod_tid IS NOT NULL AND forsok = 4") != 1 || strings.Count(out.String(), `"outbox: panic"`) != 4 {
			t.Errorf("%d letters have come", len(s.Taken()))
		}
		if strings.Contains(out.String(), "@") {
			t.Error("an address in the log")
		}
	})
}

// A row that cannot be read, and a letter that this version cannot write, stop no other.
func TestUnknownTemplate(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		putN(t, d, 3)
		execute(t, d, "UPDATE utboks SET mal = 'av_en_nyere_versjon' WHERE id = $1", newest(t, d)[1].Brev.ID.String())
		s := smtptest.New(t, smtptest.Options{})
		w := newWorker(d, sender(s, smtptest.Options{}), io.Discard)
		w.tider.first, w.tider.longest = time.Hour, time.Hour
		run(t, w)
		waitFor(t, "the others", func() bool { return len(s.Taken()) == 2 })
		waitFor(t, "the reason", func() bool {
			return count(t, d, "dod_tid IS NULL AND feil LIKE '%av_en_nyere_versjon%' AND laas_til IS NULL") == 1
		})
	})
}

// Rows are kept for a while and then deleted, and what waits is never deleted.
func TestClean(t *testing.T) {
	var offset atomic.Int64
	clock := db.WithClock(func() time.Time { return time.Now().Add(time.Duration(offset.Load())) })
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		offset.Store(0)
		putN(t, d, 3)
		rows := newest(t, d)
		execute(t, d, "UPDATE utboks SET levert_tid = $1 WHERE id = $2", db.At(d.Now()), rows[0].Brev.ID.String())
		execute(t, d, "UPDATE utboks SET dod_tid = $1 WHERE id = $2", db.At(d.Now()), rows[1].Brev.ID.String())
		for _, step := range []struct {
			days                     int
			delivered, dead, waiting int
		}{{6, 1, 1, 1}, {8, 0, 1, 1}, {89, 0, 1, 1}, {91, 0, 0, 1}, {4000, 0, 0, 1}} {
			offset.Store(int64(step.days) * int64(24*time.Hour))
			if err := newWorker(d, nil, io.Discard).round(t.Context()); err != nil {
				t.Fatal(err)
			}
			if a, b, c := count(t, d, "levert_tid IS NOT NULL"), count(t, d, "dod_tid IS NOT NULL"), count(t, d, "levert_tid IS NULL AND dod_tid IS NULL"); a != step.delivered || b != step.dead || c != step.waiting {
				t.Errorf("after %d days: %d delivered, %d dead, %d waiting", step.days, a, b, c)
			}
		}
	}, clock)
}

// The figures stand in the log, without any address, and without a mail server too.
func TestHealth(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		putN(t, d, 3)
		execute(t, d, "UPDATE utboks SET dod_tid = $1 WHERE id = $2", db.At(d.Now()), newest(t, d)[0].Brev.ID.String())
		out := &logg{}
		run(t, newWorker(d, nil, out))
		waitFor(t, "the figures", func() bool {
			return strings.Contains(out.String(), `"level":"WARN","msg":"outbox","venter":2,"sendes":0,"gitt_opp":1`)
		})
		putN(t, d, 1)
		waitFor(t, "the new figures", func() bool { return strings.Contains(out.String(), `"msg":"outbox","venter":3`) })
		if strings.Contains(out.String(), "@") || !strings.Contains(out.String(), "no mail server is set") {
			t.Errorf("%s", out.String())
		}
	})
}

// A database that is away when a letter has been sent: it is noted when it is back, and
// the letter is not sent again.
func TestDatabaseAwayWhenSent(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		s := smtptest.New(t, smtptest.Options{})
		answer, began := make(chan struct{}), make(chan struct{})
		s.Next(smtptest.Oddity{Wait: answer, Began: began})
		out := &logg{}
		run(t, newWorker(d, sender(s, smtptest.Options{}), out))
		putN(t, d, 1)
		<-began
		execute(t, d, "ALTER TABLE utboks RENAME TO borte")
		close(answer)
		waitFor(t, "it is tried", func() bool { return strings.Contains(out.String(), "the outcome is not noted") })
		execute(t, d, "ALTER TABLE borte RENAME TO utboks")
		settle(t, d)
		onceEach(t, d, s)
	})
}

// The waits grow, stay within their bounds and are spread.
func TestBackoff(t *testing.T) {
	for n, want := range map[int]time.Duration{1: 30 * time.Second, 2: time.Minute, 5: 8 * time.Minute, 10: 4 * time.Hour, 38: 4 * time.Hour, 1000: 4 * time.Hour} {
		seen := map[time.Duration]bool{}
		for range 200 {
			w := backoff(n, vanlige.first, vanlige.longest)
			seen[w] = true
			if w < want/2 || w >= want/2+want {
				t.Errorf("try %d: %s", n, w)
			}
		}
		if len(seen) < 100 {
			t.Errorf("try %d: %d different waits", n, len(seen))
		}
	}
	var total time.Duration
	for n := 1; n < int(vanlige.tries); n++ {
		total += min(vanlige.first<<min(n-1, 20), vanlige.longest)
	}
	// RFC 5321 4.5.4.1: give up after four or five days.
	if total < 4*24*time.Hour || total > 5*24*time.Hour+12*time.Hour {
		t.Errorf("a letter is given up after %s", total)
	}
	if vanlige.lease < 2*vanlige.send || 2*vanlige.longest < vanlige.longest+vanlige.longest/2 {
		t.Error("the measures do not fit together")
	}
}

// Random trouble of every kind over many letters and two workers: each letter comes, or is
// refused for good, and every copy is the same letter.
func TestStorm(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		s := smtptest.New(t, smtptest.Options{StartTLS: true})
		r := rand.New(rand.NewPCG(7, 11))
		for range 150 {
			switch r.IntN(6) {
			case 0:
				s.Next(smtptest.Oddity{Rcpt: 451})
			case 1:
				s.Next(smtptest.Oddity{CutIn: true})
			case 2:
				s.Next(smtptest.Oddity{CutAfter: true})
			case 3:
				s.Next(smtptest.Oddity{Data: 550})
			case 4:
				s.Next(smtptest.Oddity{Data: 421})
			default:
				s.Next(smtptest.Oddity{})
			}
		}
		putN(t, d, 80)
		var wg sync.WaitGroup
		for range 2 {
			stop := run(t, newWorker(d, sender(s, smtptest.Options{StartTLS: true}), io.Discard))
			wg.Go(func() { settle(t, d); stop() })
		}
		wg.Wait()
		copies := map[string]string{}
		for _, m := range s.Taken() {
			if first, ok := copies[m.MessageID]; ok && first != m.Raw {
				t.Errorf("two different letters called %s", m.MessageID)
			}
			copies[m.MessageID] = m.Raw
		}
		delivered, dead := count(t, d, "levert_tid IS NOT NULL"), count(t, d, "dod_tid IS NOT NULL")
		if delivered+dead != 80 || s.MostAtOnce() != 1 || s.Tried() < 100 || dead == 0 {
			t.Errorf("%d delivered, %d dead, %d tries, %d at once", delivered, dead, s.Tried(), s.MostAtOnce())
		}
		for _, v := range newest(t, d) {
			_, came := copies[v.Brev.ID.String()+"@bosett.example"]
			if v.Tilstand == Levert && !came {
				t.Errorf("%s is noted as delivered and has not come", v.Brev.ID)
			}
		}
	})
}
