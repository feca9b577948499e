package faults

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"bosett/internal/db"
)

// The interview of one person, as one who sees it from outside must be able to explain it:
// every operation takes place at one moment between its question and its answer.

// What is asked.
type (
	askSave struct {
		question string
		base     int64
		text     string
	}
	askRead     struct{ question string }
	askComplete struct{ rev int64 }
)

// What is answered. text is what stands in the field afterwards; of a save that was
// refused, what stood there instead.
type reply struct {
	done, closed bool
	version      int64
	text         string
}

// interview is the state: two fields, the revision and whether it is completed.
type interview struct {
	text    [2]string
	version [2]int64
	rev     int64
	closed  bool
}

var asked = []string{"merknad.yrke", "merknad.sprak"}

// revBefore is the revision after what completable has answered.
const revBefore = 2

func step(state, input, output any) (bool, any) {
	s, out := state.(interview), output.(reply)
	field := func(question string) int {
		if question == asked[0] {
			return 0
		}
		return 1
	}
	switch in := input.(type) {
	case askRead:
		f := field(in.question)
		if out.closed || s.closed {
			return out.closed == s.closed, s
		}
		return out.version == s.version[f] && out.text == s.text[f], s
	case askSave:
		f := field(in.question)
		switch {
		case out.closed || s.closed:
			return out.closed && s.closed, s
		case out.done:
			if in.base != s.version[f] || out.version != in.base+1 {
				return false, s
			}
			s.text[f], s.version[f] = in.text, out.version
			s.rev++
			return true, s
		default:
			return in.base != s.version[f] && out.version == s.version[f] && out.text == s.text[f], s
		}
	case askComplete:
		if !out.done {
			return s.closed || in.rev != s.rev, s
		}
		ok := !s.closed && in.rev == s.rev
		s.closed = true
		return ok, s
	}
	return false, s
}

var model = porcupine.Model{Init: func() any { return interview{rev: revBefore} }, Step: step}

// observer writes down what several people did to one interview.
type observer struct {
	mu    sync.Mutex
	start time.Time
	list  []porcupine.Operation
}

func (o *observer) see(client int, in any, do func() reply) reply {
	called := time.Since(o.start).Nanoseconds()
	out := do()
	o.mu.Lock()
	defer o.mu.Unlock()
	o.list = append(o.list, porcupine.Operation{ClientId: client, Input: in, Call: called, Output: out, Return: time.Since(o.start).Nanoseconds()})
	return out
}

var (
	area      = regexp.MustCompile(`(?s)<textarea([^>]*)>(.*?)</textarea>`)
	versionOf = regexp.MustCompile(`data-versjon="(\d+)"`)
)

// read opens the section's page and looks at the field.
func (p *Person) read(ctx context.Context, f Field) (reply, error) {
	page, err := p.Get(ctx, "/samtale/"+f.Owner.String()+"/"+strings.TrimPrefix(f.Question, "merknad."))
	if err != nil {
		return reply{}, err
	}
	for _, m := range area.FindAllStringSubmatch(page, -1) {
		if !strings.Contains(m[1], `data-sporsmal="`+f.Question+`"`) {
			continue
		}
		version, err := strconv.ParseInt(versionOf.FindStringSubmatch(m[1])[1], 10, 64)
		return reply{version: version, text: html.UnescapeString(m[2])}, err
	}
	return reply{closed: true}, nil
}

// A21: saves, reads and completions under a bad network and a killed program can be put in
// an order that explains every answer.
func TestLinearizable(t *testing.T) {
	engines(t, func(t *testing.T, engine db.Dialect) {
		h := NewHouse(t, engine)
		h.start()
		proxy := h.network()
		operations := 0
		for i := range count(2, 60) {
			who := h.singles[i]
			h.completable(h.person(), Field{Owner: who})
			proxy.Set(Weather{LoseAnswer: 0.08, CutRequest: 0.04, Delay: 5 * time.Millisecond})
			o := h.observe(Field{Owner: who}, fmt.Sprintf("http://127.0.0.1:%d", proxy.Port()), i%2 == 0)
			proxy.Set(Weather{})
			operations += len(o.list)
			result := porcupine.CheckOperationsTimeout(model, o.list, 2*time.Minute)
			if result != porcupine.Ok {
				t.Errorf("interview %d: %d operations: %s (seed %d)", i, len(o.list), result, h.Seed)
			}
		}
		if operations == 0 || proxy.Lost.Load() == 0 {
			t.Errorf("%d operations, %d answers lost: not a test", operations, proxy.Lost.Load())
		}
		h.exact("A21", fmt.Sprintf("%d svar mistet, programmet drept %d ganger", proxy.Lost.Load(), h.Program.Kills),
			fmt.Sprintf("%d operasjoner lineariserbare (Porcupine)", operations))
	})
}

// observe lets three write, one read and two complete.
func (h *House) observe(f Field, address string, kill bool) *observer {
	h.t.Helper()
	ctx := h.t.Context()
	o := &observer{start: time.Now()}
	var all sync.WaitGroup
	for client := range 3 {
		p := h.person()
		p.Address, p.Patience = address, time.Second
		must(h.t, p.Open(ctx, f.Owner)) // while it can still be written in
		all.Go(func() { p.writes(ctx, o, client, f) })
	}
	reader := h.person()
	reader.Address, reader.Patience = address, time.Second
	all.Go(func() {
		for n := range 12 {
			g := f
			g.Question = asked[n%2]
			o.see(3, askRead{g.Question}, func() reply {
				r, err := reader.read(ctx, g)
				if err != nil {
					reader.Notes.wrong("reading: %v", err)
				}
				return r
			})
		}
	})
	if kill {
		time.Sleep(20 * time.Millisecond)
		h.Program.Kill()
		must(h.t, h.Program.Start(ctx))
	}
	for client := range 2 {
		p := h.person()
		p.Address, p.Patience = address, time.Second
		all.Go(func() { p.completes(ctx, o, 4+client, f) })
	}
	all.Wait()
	return o
}

func (p *Person) writes(ctx context.Context, o *observer, client int, f Field) {
	var version [2]int64
	for n := range 8 {
		k := p.random.IntN(2)
		g := f
		g.Question = asked[k]
		in := askSave{g.Question, version[k], fmt.Sprintf("%d: %d", client, n)}
		out := o.see(client, in, func() reply {
			a, err := p.Save(ctx, g, in.base, in.text)
			if err != nil {
				p.Notes.wrong("writing: %v", err)
			}
			r := reply{done: a.Status == http.StatusOK, closed: a.Feil == "ferdigstilt", version: a.Versjon, text: a.Deres}
			if r.closed {
				r.version, r.text = 0, ""
			}
			return r
		})
		if out.closed {
			return
		}
		version[k] = out.version
	}
}

func (p *Person) completes(ctx context.Context, o *observer, client int, f Field) {
	for range 200 {
		path := "/samtale/" + f.Owner.String() + "/ferdigstill"
		page, err := p.Get(ctx, path)
		form := completionForm(page)
		if err != nil || form == nil {
			return
		}
		_, rest, _ := strings.Cut(form.Get("person"), ":")
		rev, _ := strconv.ParseInt(rest, 10, 64)
		out := o.see(client, askComplete{rev}, func() reply {
			a, _, err := p.again(ctx, func() (Answer, error) {
				return p.do(ctx, http.MethodPost, path, http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, form.Encode())
			})
			if err != nil {
				p.Notes.wrong("completing: %v", err)
			}
			return reply{done: a.Status == http.StatusSeeOther}
		})
		if out.done {
			return
		}
	}
}

// The model says no where it must: a save on a version that had been replaced, a read of
// what had been overwritten, a save after the completion.
func TestModelSaysNo(t *testing.T) {
	save := func(base int64, text string, at int64) porcupine.Operation {
		return porcupine.Operation{Input: askSave{asked[0], base, text}, Output: reply{done: true, version: base + 1}, Call: at, Return: at + 1}
	}
	read := func(version int64, text string, at int64) porcupine.Operation {
		return porcupine.Operation{Input: askRead{asked[0]}, Output: reply{version: version, text: text}, Call: at, Return: at + 1}
	}
	complete := porcupine.Operation{Input: askComplete{revBefore + 1}, Output: reply{done: true}, Call: 20, Return: 21}
	for name, c := range map[string]struct {
		want bool
		list []porcupine.Operation
	}{
		"in order":          {true, []porcupine.Operation{save(0, "a", 0), read(1, "a", 10), complete}},
		"silent overwrite":  {false, []porcupine.Operation{save(0, "a", 0), save(0, "b", 10)}},
		"old text read":     {false, []porcupine.Operation{save(0, "a", 0), save(1, "b", 10), read(1, "a", 20)}},
		"saved when closed": {false, []porcupine.Operation{save(0, "a", 0), complete, save(1, "b", 30)}},
		"lost":              {false, []porcupine.Operation{save(0, "a", 0), read(0, "", 10)}},
	} {
		if got := porcupine.CheckOperations(model, c.list); got != c.want {
			t.Errorf("%s: %t, want %t", name, got, c.want)
		}
	}
}
