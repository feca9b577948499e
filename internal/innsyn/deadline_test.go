package innsyn_test

import (
	"context"
	"database/sql/driver"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"modernc.org/sqlite"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/tilgang"
)

// A change whose row cannot be written is no change, and the answer is "try again".
func TestNoRowNoChange(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		l := innsyn.New(d)
		defer l.Close()
		rename := func(from, to string) {
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				_, err := tx.ExecContext(t.Context(), `ALTER TABLE `+from+` RENAME TO `+to)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		change := func() error {
			return l.Write(t.Context(), berit, tilgang.SamtaleSkriv, func(tx *innsyn.Tx) error {
				tx.Saw(ident.New())
				_, err := tx.ExecContext(t.Context(), `INSERT INTO innstilling (nokkel, verdi) VALUES ('endret', 'ja')`)
				return err
			})
		}
		changed := func() (n int) {
			err := d.Read(t.Context(), func(r *db.Rx) error {
				return r.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM innstilling WHERE nokkel = 'endret'`).Scan(&n)
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		rename("innsyn", "borte")
		if err := change(); !fault.Is(err, fault.Unavailable) || changed() != 0 {
			t.Errorf("without a log: %v and %d changes, want Unavailable and none", err, changed())
		}
		rename("borte", "innsyn")
		if err := change(); err != nil || changed() != 1 || len(rows(t, d)) != 1 {
			t.Errorf("with a log: %v, %d changes, %d rows", err, changed(), len(rows(t, d)))
		}
	})
}

// hang makes every insert into the log wait until let go is called: on SQLite inside the
// engine, as a disk that does not answer, which no context can end; on PostgreSQL by a lock.
func hang(t *testing.T, d *db.DB) (letGo func()) {
	t.Helper()
	if d.Dialect() == db.SQLite {
		released.Store(false)
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `CREATE TRIGGER henger BEFORE INSERT ON innsyn BEGIN SELECT vent_pa_disken(); END`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return func() { released.Store(true) }
	}
	locked, release, done := make(chan error, 1), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		err := d.Write(context.Background(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(context.Background(), `LOCK TABLE innsyn IN SHARE MODE`)
			locked <- err
			<-release
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}()
	if err := <-locked; err != nil {
		t.Fatal(err)
	}
	return sync.OnceFunc(func() { close(release); <-done })
}

var released atomic.Bool

func init() {
	released.Store(true)
	sqlite.MustRegisterScalarFunction("vent_pa_disken", 0, func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
		for !released.Load() {
			time.Sleep(5 * time.Millisecond)
		}
		return int64(0), nil
	})
}

// A log that hangs is "try again" within the time, also for who comes later and for
// whoever closes; and when it no longer hangs, rows are written again.
func TestHangingLog(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		letGo := hang(t, d)
		defer letGo()
		l := innsyn.New(d)
		l.Wait(300 * time.Millisecond)
		defer l.Close()
		read := func(ctx context.Context) (took time.Duration, err error) {
			start := time.Now()
			err = l.Read(ctx, berit, tilgang.BeboerDetaljer, func(r *innsyn.Rx) error { r.Saw(ident.New()); return nil })
			return time.Since(start), err
		}
		var wg sync.WaitGroup
		for range 3 {
			for range 20 {
				wg.Go(func() {
					if took, err := read(t.Context()); !fault.Is(err, fault.Unavailable) || took > 3*time.Second {
						t.Errorf("%v after %v, want Unavailable at once", err, took)
					}
				})
			}
			wg.Wait()
		}
		letGo()
		for i := 0; ; i++ {
			_, err := read(t.Context())
			if err == nil {
				break
			}
			if i > 20 {
				t.Fatalf("never well again: %v", err)
			}
		}
		// The one that was under way may have come through; who gave up has no row.
		if n := len(rows(t, d)); n < 1 || n > 1+20 {
			t.Errorf("%d rows, for 60 readers who were shown nothing and one who was", n)
		}
	}, db.WithWait(time.Minute), db.WithTimeouts(0, 0))
}

// The writer does not stay with rows that nobody waits for: when others have held the
// connections for too long, those rows are not written afterwards.
func TestCrowdedLog(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		l := innsyn.New(d)
		l.Wait(200 * time.Millisecond)
		defer l.Close()
		read := func() error {
			return l.Read(t.Context(), berit, tilgang.BeboerDetaljer, func(r *innsyn.Rx) error { r.Saw(ident.New()); return nil })
		}
		err := d.Write(t.Context(), func(*db.Tx) error {
			if err := read(); !fault.Is(err, fault.Unavailable) {
				t.Errorf("got %v, want Unavailable", err)
			}
			time.Sleep(300 * time.Millisecond)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := read(); err != nil {
			t.Errorf("never well again: %v", err)
		}
		if n := len(rows(t, d)); n != 1 {
			t.Errorf("%d rows, want the one of who was shown something", n)
		}
	}, db.WithWait(time.Minute), db.WithPool(4, 1))
}

// Closing does not wait for a disk that never answers.
func TestCloseOfAHangingLog(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		letGo := hang(t, d)
		defer letGo()
		l := innsyn.New(d)
		l.Wait(200 * time.Millisecond)
		go func() {
			_ = l.Read(t.Context(), berit, tilgang.BeboerDetaljer, func(r *innsyn.Rx) error { r.Saw(ident.New()); return nil })
		}()
		time.Sleep(50 * time.Millisecond)
		start := time.Now()
		l.Close()
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("closing took %v", took)
		}
	}, db.WithWait(time.Minute), db.WithTimeouts(0, 0))
}

// Who reads while the log is closed is told to come again, or stands in the log; nobody
// panics, and nobody waits for a writer that has gone.
func TestReadWhileClosing(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		shown := atomic.Int64{}
		for range 20 {
			l := innsyn.New(d)
			var wg sync.WaitGroup
			for range 30 {
				wg.Go(func() {
					start := time.Now()
					err := l.Read(context.Background(), berit, tilgang.BeboerDetaljer, func(r *innsyn.Rx) error { r.Saw(ident.New()); return nil })
					switch {
					case err == nil:
						shown.Add(1)
					case !fault.Is(err, fault.Unavailable) || time.Since(start) > 3*time.Second:
						t.Errorf("got %v after %v", err, time.Since(start))
					}
				})
			}
			wg.Go(l.Close)
			wg.Wait()
		}
		if n := int64(len(rows(t, d))); n < shown.Load() {
			t.Errorf("%d pages and %d rows", shown.Load(), n)
		}
	})
}
