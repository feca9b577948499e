package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/ident"
)

func count(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	read(t, d, "SELECT COUNT(*) FROM prove", nil, &n)
	return n
}

func TestErrorAndPanicRollBack(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		stop := errors.New("stop")
		add := func(tx *db.Tx) {
			_, err := tx.ExecContext(ctx, "INSERT INTO prove (id) VALUES ($1)", ident.New())
			must(t, err)
		}
		err := d.Write(ctx, func(tx *db.Tx) error { add(tx); return stop })
		if !errors.Is(err, stop) {
			t.Errorf("got %v, want the error of the function", err)
		}
		func() {
			defer func() {
				if r := recover(); r != "boom" {
					t.Errorf("recovered %v, want boom", r)
				}
			}()
			_ = d.Write(ctx, func(tx *db.Tx) error { add(tx); panic("boom") })
		}()
		if n := count(t, d); n != 0 {
			t.Errorf("%d rows stayed", n)
		}
		// The connection of the panic is free again.
		must(t, d.Write(ctx, func(tx *db.Tx) error { add(tx); return nil }))
		if n := count(t, d); n != 1 {
			t.Errorf("%d rows, want 1", n)
		}
	})
}

func TestReadIsASnapshotAndCannotWrite(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		insert(t, d, "ord", "'first'")
		must(t, d.Read(ctx, func(rx *db.Rx) error {
			before := column[int](t, rx, "SELECT COUNT(*) FROM prove")[0]
			insert(t, d, "ord", "'second'")
			after := column[int](t, rx, "SELECT COUNT(*) FROM prove")[0]
			if before != 1 || after != 1 {
				t.Errorf("%d rows, then %d in the same reading, want 1 and 1", before, after)
			}
			return nil
		}))
		if n := count(t, d); n != 2 {
			t.Errorf("%d rows afterwards, want 2", n)
		}
		err := d.Read(ctx, func(rx *db.Rx) error {
			_, err := rx.ExecContext(ctx, "DELETE FROM prove")
			return err
		})
		if err == nil || count(t, d) != 2 {
			t.Errorf("a reading transaction wrote: %v", err)
		}
	})
}

func TestNowIsFixedInATransaction(t *testing.T) {
	now := time.Date(2026, 6, 1, 12, 0, 0, 987654321, zone(t, "Europe/Oslo"))
	clock := db.WithClock(func() time.Time {
		now = now.Add(time.Second)
		return now
	})
	onBoth(t, func(t *testing.T, d *db.DB) {
		want := now.Add(time.Second).UTC().Truncate(time.Microsecond)
		must(t, d.Write(t.Context(), func(tx *db.Tx) error {
			for range 2 {
				if got := tx.Now(); got != want {
					t.Errorf("got %v, want %v", got, want)
				}
			}
			return nil
		}))
	}, clock)
}

func TestLostRaceRunsAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		tries := 0
		must(t, d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, "INSERT INTO prove (id) VALUES ($1)", ident.New())
			must(t, err)
			if tries++; tries < 3 {
				return fmt.Errorf("somebody was first: %w", db.ErrSerialization)
			}
			return nil
		}))
		if n := count(t, d); tries != 3 || n != 1 {
			t.Errorf("%d tries left %d rows, want 3 and 1", tries, n)
		}

		tries = 0
		err := d.Write(ctx, func(*db.Tx) error { tries++; return db.ErrSerialization })
		if tries != 6 || !errors.Is(err, db.ErrUnavailable) || !fault.Is(err, fault.Unavailable) {
			t.Errorf("gave up after %d tries with %v, want 6 and unavailable", tries, err)
		}

		ctx, cancel := context.WithCancel(ctx)
		tries = 0
		err = d.Write(ctx, func(*db.Tx) error { tries++; cancel(); return db.ErrSerialization })
		if tries != 1 || !errors.Is(err, context.Canceled) {
			t.Errorf("after the caller left: %d tries, %v", tries, err)
		}
	})
}

// Two transactions that take two rows in opposite order: PostgreSQL stops one
// and Write runs it again, SQLite lets them come one by one. No addition is lost.
func TestDeadlockIsSolved(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := background()
		defer cancel()
		insert(t, d, "ord", "'a'")
		insert(t, d, "ord", "'b'")
		var wg sync.WaitGroup
		for _, order := range [][2]string{{"a", "b"}, {"b", "a"}} {
			wg.Go(func() {
				for range 10 {
					err := d.Write(ctx, func(tx *db.Tx) error {
						for _, ord := range order {
							if _, err := tx.ExecContext(ctx, "UPDATE prove SET antall = antall + 1 WHERE ord = $1", ord); err != nil {
								return err
							}
							time.Sleep(time.Millisecond)
						}
						return nil
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		var sum int
		read(t, d, "SELECT SUM(antall) FROM prove", nil, &sum)
		if sum != 40 {
			t.Errorf("%d additions, want 40", sum)
		}
	}, db.WithTimeouts(0, 0))
}

// When every connection is taken, the next is told to come back.
func TestCrowd(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		must(t, d.Write(t.Context(), func(*db.Tx) error {
			start := time.Now()
			err := d.Write(context.Background(), func(*db.Tx) error { return nil })
			if !errors.Is(err, db.ErrUnavailable) || !fault.Is(err, fault.Unavailable) || time.Since(start) > 2*time.Second {
				t.Errorf("got %v after %v, want unavailable after 0.1 s", err, time.Since(start))
			}
			// Reading goes on.
			count(t, d)
			return nil
		}))
	}, db.WithPool(1, 1), db.WithWait(100*time.Millisecond))
}

func TestCallerMayLeave(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, "INSERT INTO prove (id) VALUES ($1)", ident.New())
			must(t, err)
			cancel()
			return nil
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want cancelled", err)
		}
		if n := count(t, d); n != 0 {
			t.Errorf("%d rows saved for a caller who was told no", n)
		}
	})
}

func TestErrors(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		id, hus := ident.New(), ident.New()
		must(t, write(t, d, "INSERT INTO hus (id, navn) VALUES ($1, 'a')", hus))
		must(t, write(t, d, "INSERT INTO prove (id, hus) VALUES ($1, $2)", id, hus))
		for name, c := range map[string]struct {
			query string
			args  []any
			want  error
		}{
			"unique":              {"INSERT INTO prove (id) VALUES ($1)", []any{id}, db.ErrUnique},
			"primary key":         {"INSERT INTO hus (id, navn) VALUES ($1, 'b')", []any{hus}, db.ErrUnique},
			"no parent":           {"INSERT INTO prove (id, hus) VALUES ($1, $2)", []any{ident.New(), ident.New()}, db.ErrForeignKey},
			"child left":          {"DELETE FROM hus WHERE id = $1", []any{hus}, db.ErrForeignKey},
			"check":               {"UPDATE prove SET antall = -1", nil, db.ErrCheck},
			"not null":            {"UPDATE prove SET ord = NULL", nil, db.ErrCheck},
			"nothing on conflict": {"INSERT INTO prove (id) VALUES ($1) ON CONFLICT (id) DO NOTHING", []any{id}, nil},
		} {
			err := write(t, d, c.query, c.args...)
			if !errors.Is(err, c.want) {
				t.Errorf("%s: got %v, want %v", name, err, c.want)
			}
			if wrapped := db.Classify(fmt.Errorf("saving: %w", err)); c.want != nil && !errors.Is(wrapped, c.want) {
				t.Errorf("%s: lost in %v", name, wrapped)
			}
		}
	})
}

func TestBulkInsert(t *testing.T) {
	const rows = 2000 // of 4 values: several full statements and a rest
	onBoth(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		all := make([][]any, rows)
		for i := range all {
			all[i] = []any{ident.New(), fmt.Sprintf("%05d", i), db.SomeDate(db.NewDate(2026, 1, 1+i)), i}
		}
		bulk := func() error {
			return d.Write(ctx, func(tx *db.Tx) error {
				return db.BulkInsert(ctx, tx, "INSERT INTO prove (id, ord, dag, antall)", all, "ON CONFLICT (id) DO UPDATE SET antall = -prove.antall")
			})
		}
		must(t, bulk())
		var n, sum int
		var last db.Date
		read(t, d, "SELECT COUNT(*), SUM(antall), MAX(dag) FROM prove", nil, &n, &sum, &last)
		if want := db.NewDate(2026, 1, rows); n != rows || sum != rows*(rows-1)/2 || last != want {
			t.Errorf("%d rows, sum %d, last %v", n, sum, last)
		}
		if err := bulk(); !errors.Is(err, db.ErrCheck) {
			t.Errorf("the suffix did not count: %v", err)
		}
		all[5] = all[5][:3]
		if err := bulk(); err == nil {
			t.Error("a row that lacks a value was taken")
		}
	})
}
