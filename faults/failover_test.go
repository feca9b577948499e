package faults

import (
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"bosett/internal/db"
	"bosett/internal/db/dbtest/pgserver"
)

// twins are a primary and its standby, and the network between them.
type twins struct {
	primary, standby *pgserver.Server
	between          *Proxy
}

// newTwins copies the filled server twice. synchronous: COMMIT waits for the standby.
func newTwins(t *testing.T, synchronous bool) (twins, crew) {
	t.Helper()
	ctx := t.Context()
	template, err := postgresTemplate()
	if errors.Is(err, pgserver.ErrNotInstalled) && os.Getenv("CI") != "true" {
		t.Skip("NOT TESTED ON POSTGRESQL:", err)
	}
	must(t, err)
	var w twins
	server := func(from *pgserver.Server, primary string) *pgserver.Server {
		dir, err := os.MkdirTemp("", "bosett-tvilling-")
		must(t, err)
		t.Cleanup(func() { _ = os.RemoveAll(dir) })
		must(t, from.Backup(ctx, dir, primary))
		s, err := pgserver.StartIn(ctx, dir, realSettings...)
		must(t, err)
		t.Cleanup(func() { _ = s.Stop() })
		return s
	}
	w.primary = server(template.server, "")
	w.between, err = NewProxy("unix", w.primary.Dir()+"/.s.PGSQL.5432", seed)
	must(t, err)
	t.Cleanup(w.between.Close)
	w.standby = server(w.primary, fmt.Sprintf("host=127.0.0.1 port=%d", w.between.Port()))
	if synchronous {
		must(t, onServer(ctx, w.primary, "ALTER SYSTEM SET synchronous_standby_names = '*'"))
		must(t, onServer(ctx, w.primary, "SELECT pg_reload_conf()"))
	}
	conn, err := pgx.Connect(ctx, w.primary.URL)
	must(t, err)
	defer conn.Close(ctx)
	want := map[bool]string{true: "sync", false: "async"}[synchronous]
	for state := ""; state != want; time.Sleep(10 * time.Millisecond) {
		must(t, ctx.Err())
		err := conn.QueryRow(ctx, "SELECT COALESCE(MAX(sync_state), '') FROM pg_stat_replication WHERE state = 'streaming'").Scan(&state)
		must(t, err)
	}
	return w, template.crew
}

// house is the program on both, told to use whichever takes changes. first is where it
// finds the primary.
func (w twins) house(t *testing.T, c crew, host, port string) *House {
	t.Helper()
	h := &House{crew: c, Engine: db.Postgres, Server: w.primary, Name: "template_faults", Notes: &Notes{}, Seed: seed, t: t}
	h.use(fmt.Sprintf("postgres:///template_faults?host=%s,%s&port=%s,5432&user=postgres&target_session_attrs=read-write&sslmode=disable",
		host, w.standby.Dir(), port))
	h.start()
	return h
}

// failOver kills the primary and promotes the standby.
func (w twins) failOver(t *testing.T) {
	t.Helper()
	must(t, w.primary.Kill())
	w.between.Set(Weather{Down: true})
	must(t, onServer(t.Context(), w.standby, "SELECT pg_promote(true, 60)"))
}

// goesOn waits until saves are acknowledged by the new primary, and lets everybody finish.
func (h *House) goesOn(finish func()) {
	h.t.Helper()
	before := h.Notes.Acknowledged()
	h.until("saves after the failover", func() bool { return h.Notes.Acknowledged() > before+count(20, 200) })
	finish()
}

func (w twins) verdict(h *House) Verdict {
	h.t.Helper()
	h.Program.stop()
	return h.compareAt(database(w.standby.URL, "template_faults"))
}

// A16: the primary dies while eight type, and the standby takes over.
func TestFailover(t *testing.T) {
	for range count(1, 3) {
		w, c := newTwins(t, true)
		h := w.house(t, c, w.primary.Dir(), "5432")
		finish := h.typing(nil)
		h.until("saves", func() bool { return h.Notes.Acknowledged() > count(20, 300) })
		w.failOver(t)
		h.goesOn(finish)
		v := w.verdict(h)
		out := h.Notes.Outage()
		h.record("A16", "primær drept, reserven overtar", fmt.Sprintf("ingen bekreftelser i %.1f s", out.Seconds()), v)
		h.spotless(v)
		if full && out > 30*time.Second {
			t.Errorf("nobody could save for %v", out)
		}
	}
}

// With a standby that COMMIT does not wait for, the same failover loses what was
// acknowledged while the line between them was dead, and the comparison finds it.
func TestAsynchronousStandbyLoses(t *testing.T) {
	onlyFull(t)
	w, c := newTwins(t, false)
	h := w.house(t, c, w.primary.Dir(), "5432")
	finish := h.typing(nil)
	h.until("saves", func() bool { return h.Notes.Acknowledged() > 20 })
	w.between.Set(Weather{Silent: true})
	before := h.Notes.Acknowledged()
	h.until("saves that the standby never gets", func() bool { return h.Notes.Acknowledged() > before+20 })
	w.failOver(t)
	finish()
	v := w.verdict(h)
	t.Logf("%d acknowledged, %d found lost", v.Acknowledged, len(v.Lost))
	if len(v.Lost) == 0 {
		t.Error("nothing was found lost")
	}
}

// cancelled breaks the line between the two and cancels every COMMIT that waits for the
// standby, so many times, as an impatient operator does; then the primary dies.
func (w twins) cancelled(h *House, times int) (cancels int) {
	t := h.t
	t.Helper()
	finish := h.typing(nil)
	h.until("saves", func() bool { return h.Notes.Acknowledged() > 20 })
	w.between.Set(Weather{Silent: true})
	conn, err := pgx.Connect(t.Context(), w.primary.URL)
	must(t, err)
	h.until("waiting commits", func() bool {
		var n int
		must(t, conn.QueryRow(t.Context(), `SELECT COUNT(*) FROM
			(SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep') x`).Scan(&n))
		cancels += n
		return cancels >= times
	})
	conn.Close(t.Context())
	w.failOver(t.(*testing.T))
	h.goesOn(finish)
	return cancels
}

// A17: a COMMIT whose wait for the standby is cancelled is not an acknowledgement.
func TestCancelledWait(t *testing.T) {
	w, c := newTwins(t, true)
	h := w.house(t, c, w.primary.Dir(), "5432")
	cancels := w.cancelled(h, count(20, 400))
	v := w.verdict(h)
	h.record("A17", fmt.Sprintf("%d ventende COMMIT avbrutt, så primær drept", cancels), "", v)
	h.spotless(v)
	if h.Notes.Refused == 0 {
		t.Error("no save was answered 503: not a test")
	}
}

// Without the warning that the server sends, nobody could know: the same run loses.
func TestCancelledWaitWithoutWarningLoses(t *testing.T) {
	onlyFull(t)
	w, c := newTwins(t, true)
	line, err := NewProxy("unix", w.primary.Dir()+"/.s.PGSQL.5432", seed)
	must(t, err)
	defer line.Close()
	line.Swallow = true
	h := w.house(t, c, "127.0.0.1", fmt.Sprint(line.Port()))
	cancels := w.cancelled(h, 20)
	v := w.verdict(h)
	t.Logf("%d cancelled, %d acknowledged, %d found lost", cancels, v.Acknowledged, len(v.Lost))
	if len(v.Lost)+len(h.Notes.Wrong) == 0 {
		t.Error("nothing was found lost")
	}
}
