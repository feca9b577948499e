package faults

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"bosett/internal/db"
)

// until waits for something that must come; how long it takes is no matter.
func (h *House) until(what string, ready func() bool) {
	h.t.Helper()
	for end := time.Now().Add(2 * time.Minute); !ready(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			h.t.Fatalf("waited in vain for %s; wrong so far: %q\n%s", what, h.Notes.Wrong, h.Program.Log())
		}
	}
}

// admin is a connection of our own to the house's database.
func (h *House) admin() *pgx.Conn {
	h.t.Helper()
	conn, err := pgx.Connect(h.t.Context(), database(h.Server.URL, h.Name))
	must(h.t, err)
	return conn
}

// network puts a proxy between the browsers and the program.
func (h *House) network() *Proxy {
	h.t.Helper()
	p, err := NewProxy("tcp", fmt.Sprintf("127.0.0.1:%d", h.Program.Port), h.Seed)
	must(h.t, err)
	h.t.Cleanup(p.Close)
	return p
}

// A3: the network goes away and comes back, delays, cuts, and loses answers after the
// commit. In the end what was typed is what stands there, once each.
func TestNetwork(t *testing.T) {
	engines(t, func(t *testing.T, engine db.Dialect) {
		h := NewHouse(t, engine)
		h.start()
		proxy := h.network()
		finish := h.typing(func(p *Person) {
			p.Address = fmt.Sprintf("http://127.0.0.1:%d", proxy.Port())
			p.Patience = time.Duration(count(500, 10_000)) * time.Millisecond
		})
		drops := badWeather(h, proxy, count(4, 25), time.Duration(count(300, 30_000))*time.Millisecond)
		finish()
		if drops == 0 || proxy.Lost.Load() == 0 || h.Notes.Replays == 0 {
			t.Errorf("%d drops, %d answers lost, %d repeated: not a test", drops, proxy.Lost.Load(), h.Notes.Replays)
		}
		h.exact("A3", fmt.Sprintf("nettet borte %d ganger, %d forbindelser kuttet, %d svar mistet etter lagring", drops, proxy.Cuts.Load(), proxy.Lost.Load()), "")
	})
}

// badWeather drops the network so many times, for 0.1 s to the longest; short times are
// the most common. In between it delays, cuts and loses answers.
func badWeather(h *House, proxy *Proxy, drops int, longest time.Duration) int {
	random := rand.New(rand.NewPCG(h.Seed, 5))
	rough := Weather{LoseAnswer: 0.1, CutRequest: 0.05, Delay: 20 * time.Millisecond}
	for i := range drops {
		proxy.Set(rough)
		before, lost := h.Notes.Acknowledged(), proxy.Lost.Load()
		h.until("saves and lost answers between two drops", func() bool {
			return h.Notes.Acknowledged() > before+20 && proxy.Lost.Load() > lost
		})
		if i%2 == 0 {
			proxy.Set(Weather{Down: true})
		} else {
			proxy.Set(Weather{Silent: true})
		}
		part := random.Float64()
		time.Sleep(100*time.Millisecond + time.Duration(part*part*part*float64(longest-100*time.Millisecond)))
	}
	proxy.Set(Weather{})
	return drops
}

// A typist who sends newer text before the outcome is known meets the own earlier one, and
// the comparison sees it.
func TestHastyTypistIsSeen(t *testing.T) {
	h := NewHouse(t, db.SQLite)
	h.start()
	proxy := h.network()
	proxy.Set(Weather{LoseAnswer: 0.3})
	finish := h.typing(func(p *Person) {
		p.Address, p.Hasty = fmt.Sprintf("http://127.0.0.1:%d", proxy.Port()), true
	})
	h.until("lost answers", func() bool { return proxy.Lost.Load() > 30 })
	finish()
	v := h.compare()
	t.Logf("%d acknowledged, %d doubled, %d wrong", v.Acknowledged, len(v.Twice), len(h.Notes.Wrong))
	if len(v.Twice)+len(h.Notes.Wrong) == 0 {
		t.Error("texts sent too early were not noticed")
	}
}

// A12: a key is for one person and one content.
func TestKeys(t *testing.T) {
	engines(t, func(t *testing.T, engine db.Dialect) {
		h := NewHouse(t, engine)
		h.start()
		berit, bjorn := h.person(), h.person()
		ctx := context.Background()
		who := h.singles[0]
		must(t, berit.Open(ctx, who))
		must(t, bjorn.Open(ctx, who))
		f := fields(who)[0]
		key := "0199aaaa-0000-7000-8000-00000000000a"
		for _, c := range []struct {
			what string
			who  *Person
			text string
			want int
		}{
			{"first", berit, "Snakker norsk.", 200}, {"the same again", berit, "Snakker norsk.", 200},
			{"another text", berit, "Snakker svensk.", 422}, {"another person", bjorn, "Snakker norsk.", 404},
		} {
			a, err := c.who.Put(ctx, f, 0, key, c.text)
			must(t, err)
			if a.Status != c.want || c.want == 200 && a.Versjon != 1 {
				t.Errorf("%s: %d version %d, want %d", c.what, a.Status, a.Versjon, c.want)
			}
		}
		berit.Notes.saved(Saved{Field: f, User: berit.Staff.ID, Text: "Snakker norsk.", Version: 1, Tries: 1}, 0)
		h.exact("A12", "4 forsøk med samme nøkkel", "")
	})
}
