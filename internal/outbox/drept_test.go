package outbox

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/outbox/smtptest"
)

// node is the variable that makes this program a node that sends, until it is killed:
// the database's address, a space and the server's port.
const node = "BOSETT_TEST_OUTBOX_NODE"

func TestMain(m *testing.M) {
	if arg := os.Getenv(node); arg != "" {
		if err := sendUntilKilled(arg); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func sendUntilKilled(arg string) error {
	url, port, _ := strings.Cut(arg, " ")
	number, err := strconv.Atoi(port)
	if err != nil {
		return err
	}
	d, err := db.Open(context.Background(), url)
	if err != nil {
		return err
	}
	o := smtptest.Options{}
	newWorker(d, sender(&smtptest.Server{Host: "127.0.0.1", Port: number}, o), io.Discard).Run(context.Background())
	return nil
}

// A node that is killed in the middle of a letter loses none. What the server had not
// taken comes once; what it had taken, and nobody lived to note, comes once more as the
// same letter.
func TestKilled(t *testing.T) {
	for _, dialect := range dbtest.Dialects {
		for _, c := range []struct {
			name  string
			odd   func(wait, now chan struct{}) smtptest.Oddity
			comes int
		}{
			{"before it is taken", func(wait, now chan struct{}) smtptest.Oddity {
				return smtptest.Oddity{Wait: wait, Whole: now, Data: 451}
			}, 1},
			{"before the answer", func(wait, now chan struct{}) smtptest.Oddity { return smtptest.Oddity{Wait: wait, Whole: now} }, 2},
		} {
			t.Run(dialect.String()+", "+c.name, func(t *testing.T) {
				url := dbtest.URL(t, dialect)
				d, err := db.Open(t.Context(), url)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { d.Close() })
				s := smtptest.New(t, smtptest.Options{})
				wait, now := make(chan struct{}), make(chan struct{})
				s.Next(c.odd(wait, now))
				putN(t, d, 1)
				child := exec.Command(os.Args[0], "-test.run=^$")
				child.Env = append(os.Environ(), fmt.Sprintf("%s=%s %d", node, url, s.Port))
				child.Stderr = os.Stderr
				if err := child.Start(); err != nil {
					t.Fatal(err)
				}
				select {
				case <-now:
				case <-time.After(30 * time.Second):
					t.Error("the node sends nothing")
				}
				if err := child.Process.Kill(); err != nil {
					t.Error(err)
				}
				_ = child.Wait()
				close(wait)
				if n := count(t, d, "laas_til IS NOT NULL AND forsok = 1"); n != 1 {
					t.Fatalf("%d rows were in flight", n)
				}
				w := newWorker(d, sender(s, smtptest.Options{}), io.Discard)
				w.tider.lease = 200 * time.Millisecond
				run(t, w)
				settle(t, d)
				taken := s.Taken()
				if len(taken) != c.comes || s.Tried() != 2 {
					t.Errorf("%d letters of %d tries, want %d of 2", len(taken), s.Tried(), c.comes)
				}
				for _, m := range taken {
					if m.MessageID != newest(t, d)[0].Brev.ID.String()+"@bosett.example" || m.Raw != taken[0].Raw {
						t.Error("another letter has come")
					}
				}
			})
		}
	}
}
