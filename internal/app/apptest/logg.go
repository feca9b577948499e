package apptest

import (
	"strings"
	"sync"
)

// Logg is what a program has logged. Many requests write to it, and a test may read it
// at any time.
type Logg struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *Logg) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

// String gives everything so far.
func (l *Logg) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
