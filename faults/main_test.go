package faults

import (
	"fmt"
	"os"
	"testing"
)

// TestMain prints the seed and, in the full form, writes RESULTS.md beside the tests.
func TestMain(m *testing.M) {
	fmt.Println("seed:", seed)
	code := m.Run()
	if path := os.Getenv("BOSETT_TEST_RESULTS"); full && path != "" {
		if err := os.WriteFile(path, []byte(table(code == 0)), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	// Neither server nor program outlives the tests.
	if bin, err := build(); err == nil {
		_ = os.Remove(bin)
	}
	os.Exit(code)
}

// exact is what nearly every test says at the end.
func (h *House) exact(test, faults, note string) {
	h.t.Helper()
	v := h.compare()
	h.record(test, faults, note, v)
	h.spotless(v)
}

// onlyFull keeps what needs servers of its own, and shows only that the harness finds what
// is lost, out of the short form.
func onlyFull(t *testing.T) {
	t.Helper()
	if !full {
		t.Skip("in the full form: make faults")
	}
}
