package faults

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"bosett/internal/db"
)

// typists is how many type at the same time, each in an interview of their own.
const typists = 8

// typing starts the typists; the returned function lets them finish and waits.
func (h *House) typing(change func(*Person)) (finish func()) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), 20*time.Minute)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for i := range typists {
		p := h.person()
		if change != nil {
			change(p)
		}
		wg.Go(func() { p.Type(ctx, fmt.Sprintf("Skriver %d", i), fields(h.singles[i]), stop) })
	}
	return func() {
		close(stop)
		wg.Wait()
		cancel()
	}
}

// killing kills the program again and again, 60 to 400 ms after the first save since it
// came up. If that has not given the acknowledged number too, it goes on more slowly.
func (h *House) killing(kills, acknowledged int) {
	h.t.Helper()
	random := rand.New(rand.NewPCG(h.Seed, 3))
	for h.Program.Kills < kills || h.Notes.Acknowledged() < acknowledged {
		before := h.Notes.Acknowledged()
		h.until("a save after a kill", func() bool { return h.Notes.Acknowledged() > before })
		wait := 60 + random.IntN(340)
		if h.Program.Kills >= kills {
			wait *= 10
		}
		time.Sleep(time.Duration(wait) * time.Millisecond)
		h.Program.Kill()
		must(h.t, h.Program.Start(h.t.Context()))
	}
}

// A1: the program is killed while eight type.
func TestProgramKilled(t *testing.T) {
	engines(t, func(t *testing.T, engine db.Dialect) {
		h := NewHouse(t, engine)
		h.start()
		finish := h.typing(nil)
		h.killing(count(4, 160), count(50, 25_100))
		finish()
		if h.Program.Kills == 0 || h.Notes.Replays == 0 {
			t.Errorf("%d kills, %d saves repeated: not a test", h.Program.Kills, h.Notes.Replays)
		}
		h.exact("A1", fmt.Sprintf("programmet drept %d ganger", h.Program.Kills), "")
	})
}

// The comparison finds what is lost when a typist takes an unknown outcome for saved.
func TestTrustingTypistLoses(t *testing.T) {
	engines(t, func(t *testing.T, engine db.Dialect) {
		h := NewHouse(t, engine)
		h.start()
		finish := h.typing(func(p *Person) { p.Trusting = true })
		h.killing(3, 30)
		finish()
		v := h.compare()
		t.Logf("%d acknowledged too early, %d found lost", v.Acknowledged, len(v.Lost))
		if len(v.Lost) == 0 {
			t.Error("saves that never reached the program were not found to be lost")
		}
	})
}

// A2: every process of PostgreSQL is killed while eight type, and the server recovers.
func TestPostgresKilled(t *testing.T) {
	h := NewHouse(t, db.Postgres)
	kills := h.killPostgres(t, count(2, 20), count(60, 3000))
	h.exact("A2", fmt.Sprintf("PostgreSQL drept %d ganger", kills), "")
}

func (h *House) killPostgres(t *testing.T, kills, acknowledged int) (killed int) {
	t.Helper()
	h.start()
	finish := h.typing(nil)
	random := rand.New(rand.NewPCG(h.Seed, 4))
	for killed < kills || h.Notes.Acknowledged() < acknowledged {
		before := h.Notes.Acknowledged()
		h.until("saves between two kills", func() bool { return h.Notes.Acknowledged() > before+20 })
		time.Sleep(time.Duration(random.IntN(700)) * time.Millisecond)
		must(t, h.Server.Kill())
		must(t, h.Server.Restart(t.Context()))
		killed++
	}
	finish()
	return killed
}

// With PostgreSQL's own promise taken away, the same test finds what is lost. The program
// holds its connections to the promise, so that a trigger has to break it.
func TestAsynchronousCommitLoses(t *testing.T) {
	onlyFull(t)
	h := NewHouse(t, db.Postgres)
	conn := h.admin()
	for _, query := range []string{
		`CREATE FUNCTION svik() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			PERFORM set_config('synchronous_commit', 'off', true); RETURN NEW; END $$`,
		`CREATE TRIGGER svik BEFORE INSERT ON svar_historikk FOR EACH ROW EXECUTE FUNCTION svik()`,
		`ALTER SYSTEM SET wal_writer_delay = '10s'`, `SELECT pg_reload_conf()`,
	} {
		_, err := conn.Exec(t.Context(), query)
		must(t, err)
	}
	conn.Close(t.Context())
	t.Cleanup(func() { _ = onServer(context.Background(), h.Server, `ALTER SYSTEM RESET wal_writer_delay`) })
	h.killPostgres(t, 2, 60)
	v := h.compare()
	t.Logf("%d acknowledged, %d found lost", v.Acknowledged, len(v.Lost))
	if len(v.Lost)+len(v.Twice)+len(h.Notes.Wrong) == 0 {
		t.Error("commits that never reached the disk were not found to be lost")
	}
}
