package faults

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// full is the mode of `make faults`.
var full = os.Getenv("BOSETT_TEST_FAULTS") == "full"

// seed decides every choice of the harness; what the machine does in between nobody can repeat.
var seed = func() uint64 {
	if n, err := strconv.ParseUint(os.Getenv("BOSETT_TEST_SEED"), 10, 64); err == nil {
		return n
	}
	return rand.Uint64() >> 32
}()

// count is a number in the short form and in the full one.
func count(short, long int) int {
	if full {
		return long
	}
	return short
}

// Result is one line of RESULTS.md.
type Result struct {
	Test, Engine, Faults string
	Acknowledged, Lost   int
	Doubled              int
	Replays, Refused     int
	Longest              time.Duration
	Note                 string
}

var results struct {
	sync.Mutex
	list []Result
}

// record keeps what a run counted.
func (h *House) record(test, faults, note string, v Verdict) {
	r := Result{
		Test: test, Engine: h.Engine.String(), Faults: faults, Acknowledged: v.Acknowledged, Lost: len(v.Lost), Doubled: len(v.Twice),
		Replays: h.Notes.Replays, Refused: h.Notes.Refused, Longest: h.Notes.Longest, Note: note,
	}
	h.t.Logf("%s %s: %s; %d acknowledged, %d lost, %d doubled, %d repeated, %d times 503, longest wait %v. %s (seed %d)",
		test, r.Engine, faults, r.Acknowledged, r.Lost, r.Doubled, r.Replays, r.Refused, r.Longest.Round(time.Millisecond), note, h.Seed)
	results.Lock()
	defer results.Unlock()
	results.list = append(results.list, r)
}

// table writes the results.
func table(passed bool) string {
	commit, _ := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	var b strings.Builder
	fmt.Fprintf(&b, "# Feilprøver\n\nLaget av `make faults`. Commit %s, %s/%s, %d kjerner, %s, frø %d. ", strings.TrimSpace(string(commit)),
		runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), seed)
	if passed {
		b.WriteString("Alle prøver besto.\n")
	} else {
		b.WriteString("**Ikke alle prøver besto.**\n")
	}
	b.WriteString("\nTapt = bekreftet, men ikke i databasen. Dobbelt = lagret to ganger, eller lagret uten at noen fikk vite det. Gjentatt = sendt på nytt " +
		"med samme nøkkel fordi utfallet var ukjent. Lengste venting = for ett svar, fra første forsøk til bekreftelse; skriverne " +
		"prøver igjen oftere enn nettleseren gjør.\n\n" +
		"| Prøve | Motor | Feil påført | Bekreftet | Tapt | Dobbelt | Gjentatt | Svart 503 | Lengste venting | Merknad |\n|---|---|---|---:|---:|---:|---:|---:|---:|---|\n")
	for _, r := range results.list {
		fmt.Fprintf(&b, "| %s | %s | %s | %d | %d | %d | %d | %d | %.1f s | %s |\n", r.Test, r.Engine, r.Faults, r.Acknowledged, r.Lost,
			r.Doubled, r.Replays, r.Refused, r.Longest.Seconds(), r.Note)
	}
	return b.String()
}
