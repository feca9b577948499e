package faults

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"bosett/internal/db"
	"bosett/internal/ident"
)

// note is a line from the browsers.
type note struct {
	Eier     ident.ID `json:"eier"`
	Sporsmal string   `json:"sporsmal"`
	Verdi    string   `json:"verdi"`
	Begynt   bool     `json:"begynt"`
	Slutt    []note   `json:"slutt"`
}

// screens are the two browsers' process.
type screens struct {
	cmd   *exec.Cmd
	stop  io.Closer
	mu    sync.Mutex
	notes []note
	last  []note
	begun chan struct{}
	gone  chan error
}

// chromium finds the browser, or skips the test where the machine has none.
func chromium(t *testing.T) string {
	t.Helper()
	_, err := os.Stat(filepath.Join("..", "node_modules", "playwright-core"))
	if err == nil {
		_, err = os.Stat(filepath.Join("..", "internal", "web", "static", "dist", "manifest.json"))
	}
	for _, name := range []string{os.Getenv("BOSETT_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, missing := exec.LookPath(name); missing == nil && err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" && full {
		t.Fatal("no browser")
	}
	t.Skip("NOT TESTED IN A BROWSER: no Chromium, or the pages' script is not built (make assets)")
	return ""
}

func (h *House) screens(t *testing.T, address string) *screens {
	t.Helper()
	path := func(resident ident.ID, section string) string { return "/samtale/" + resident.String() + "/" + section }
	family := h.families[0]
	order, err := json.Marshal(map[string]any{
		"address": address, "cookies": []string{h.staff[0].Cookie, h.staff[1].Cookie}, "felles": path(family[0], "yrke"),
		"egne": []string{path(family[1], "sprak"), path(family[2], "interesser")}, "frist": count(30_000, 120_000),
	})
	must(t, err)
	s := &screens{cmd: exec.Command("node", "nettlesere.mjs"), begun: make(chan struct{}), gone: make(chan error, 1)}
	s.cmd.Env = append(os.Environ(), "BOSETT_TEST_NETTLESERE="+string(order), "BOSETT_CHROMIUM="+chromium(t))
	s.cmd.Stderr, s.cmd.SysProcAttr = os.Stderr, dieWithParent()
	s.stop, err = s.cmd.StdinPipe()
	must(t, err)
	out, err := s.cmd.StdoutPipe()
	must(t, err)
	must(t, s.cmd.Start())
	t.Cleanup(func() { _ = s.cmd.Process.Kill() })
	go s.listen(out)
	return s
}

func (s *screens) listen(out io.Reader) {
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var n note
		if err := json.Unmarshal(lines.Bytes(), &n); err != nil {
			continue
		}
		s.mu.Lock()
		switch {
		case n.Begynt:
			close(s.begun)
		case n.Slutt != nil:
			s.last = n.Slutt
		default:
			s.notes = append(s.notes, n)
		}
		s.mu.Unlock()
	}
	s.gone <- s.cmd.Wait()
}

// Two real browsers in one family while the network and the program are broken: what a
// screen has called saved is in the history, and in the end screens and database agree.
func TestBrowsers(t *testing.T) {
	engines(t, func(t *testing.T, engine db.Dialect) {
		if !full && engine == db.Postgres {
			t.Skip("the full form (make faults) runs the browsers on PostgreSQL too")
		}
		h := NewHouse(t, engine)
		h.start()
		proxy := h.network()
		s := h.screens(t, fmt.Sprintf("http://localhost:%d", proxy.Port()))
		select {
		case <-s.begun:
		case err := <-s.gone:
			t.Fatal("the browsers did not start: ", err)
		}
		drops := h.trouble(proxy, time.Duration(count(5, 120))*time.Second)
		s.stop.Close()
		must(t, <-s.gone)
		h.Program.stop()
		v := h.agree(s)
		if drops == 0 || h.Program.Kills == 0 || v.Acknowledged == 0 {
			t.Errorf("%d drops, %d kills, %d saved: not a test", drops, h.Program.Kills, v.Acknowledged)
		}
		h.record("To nettlesere", fmt.Sprintf("programmet drept %d ganger, nettet borte %d ganger, %d svar mistet", h.Program.Kills, drops, proxy.Lost.Load()),
			"bekreftet = skjermen sa «Lagret kl.»", v)
		h.spotless(v)
	})
}

// trouble breaks things for so long.
func (h *House) trouble(proxy *Proxy, long time.Duration) (drops int) {
	random := rand.New(rand.NewPCG(h.Seed, 7))
	for end := time.Now().Add(long); time.Now().Before(end); {
		proxy.Set(Weather{LoseAnswer: 0.1, CutRequest: 0.05, Delay: 50 * time.Millisecond})
		time.Sleep(time.Duration(500+random.IntN(2000)) * time.Millisecond)
		if random.IntN(2) == 0 || h.Program.Kills == 0 {
			h.Program.Kill()
			time.Sleep(time.Duration(random.IntN(1000)) * time.Millisecond)
			must(h.t, h.Program.Start(h.t.Context()))
		}
		if random.IntN(2) == 0 || drops == 0 {
			proxy.Set(Weather{Down: true})
			drops++
			time.Sleep(time.Duration(100+random.IntN(2000)) * time.Millisecond)
		}
	}
	proxy.Set(Weather{})
	return drops
}

// agree compares what the screens called saved with the database.
func (h *House) agree(s *screens) (v Verdict) {
	h.t.Helper()
	ctx := context.Background()
	d, err := db.Open(ctx, h.Program.URL)
	must(h.t, err)
	defer d.Close()
	history, newest := map[Field]map[int64]stored{}, map[Field]int64{}
	must(h.t, d.Read(ctx, func(r *db.Rx) error {
		if err := readHistory(ctx, r, history); err != nil {
			return err
		}
		return readNewest(ctx, r, newest)
	}))
	v.Acknowledged = len(s.notes)
	for _, n := range s.notes {
		found := n.Verdi == ""
		for _, h := range history[Field{Owner: n.Eier, Question: n.Sporsmal}] {
			found = found || h.text == n.Verdi
		}
		if !found {
			v.Lost = append(v.Lost, fmt.Sprintf("a screen called %q saved", n.Verdi))
		}
	}
	if len(s.last) == 0 {
		h.t.Error("the screens did not come to rest")
	}
	for _, n := range s.last {
		f := Field{Owner: n.Eier, Question: n.Sporsmal}
		versions := history[f]
		if got := versions[newest[f]].text; got != n.Verdi {
			v.Lost = append(v.Lost, fmt.Sprintf("%s stands as %q, the screen shows %q", n.Sporsmal, got, n.Verdi))
		}
		for version := int64(1); version <= int64(len(versions)); version++ {
			if _, there := versions[version]; !there || version > 1 && versions[version].text == versions[version-1].text {
				v.Twice = append(v.Twice, fmt.Sprintf("%s version %d: %q", n.Sporsmal, version, versions[version].text))
			}
		}
	}
	return v
}
