package faults

import (
	"encoding/binary"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Proxy is the network between two parties. It passes everything on until it is told
// otherwise.
type Proxy struct {
	listener        net.Listener
	network, target string
	mu              sync.Mutex
	random          *rand.Rand
	weather         Weather
	pairs           map[*pair]bool
	// Cuts counts connections cut, Lost the answers that were thrown away after the
	// other side had given them.
	Cuts, Lost atomic.Int64
	// Swallow leaves out PostgreSQL's warnings: what the program does without them.
	Swallow bool
}

// Weather is what the network does to what passes.
type Weather struct {
	// Down refuses and cuts everything.
	Down bool
	// LoseAnswer and CutRequest are chances, for each piece that passes one way, that it
	// is thrown away and the connection cut.
	LoseAnswer, CutRequest float64
	// Delay is the longest that a piece waits.
	Delay time.Duration
	// Silent keeps connections open and passes nothing.
	Silent bool
}

type pair struct{ in, out net.Conn }

func (c *pair) close() {
	for _, conn := range []net.Conn{c.in, c.out} {
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // as when a machine is gone: reset, no farewell
		}
		_ = conn.Close()
	}
}

// NewProxy listens on a port of its own and leads to the target ("tcp" or "unix").
func NewProxy(network, target string, seed uint64) (*Proxy, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{
		listener: listener, network: network, target: target,
		random: rand.New(rand.NewPCG(seed, 1)), pairs: map[*pair]bool{},
	}
	go p.accept()
	return p, nil
}

// Port is where it listens on 127.0.0.1.
func (p *Proxy) Port() int { return p.listener.Addr().(*net.TCPAddr).Port }

// Close ends it and cuts everything.
func (p *Proxy) Close() {
	p.listener.Close()
	p.Cut()
}

// Set changes the weather. When it goes down, what is connected is cut.
func (p *Proxy) Set(w Weather) {
	p.mu.Lock()
	p.weather = w
	p.mu.Unlock()
	if w.Down {
		p.Cut()
	}
}

// Cut resets every connection there is now.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.pairs {
		c.close()
		delete(p.pairs, c)
		p.Cuts.Add(1)
	}
}

func (p *Proxy) accept() {
	for {
		in, err := p.listener.Accept()
		if err != nil {
			return
		}
		go p.join(in)
	}
}

func (p *Proxy) join(in net.Conn) {
	p.mu.Lock()
	down := p.weather.Down
	p.mu.Unlock()
	var out net.Conn
	var err error
	if !down {
		out, err = net.DialTimeout(p.network, p.target, 5*time.Second)
	}
	if down || err != nil {
		_ = in.(*net.TCPConn).SetLinger(0)
		in.Close()
		return
	}
	c := &pair{in, out}
	p.mu.Lock()
	p.pairs[c] = true
	p.mu.Unlock()
	go p.pump(c, out, in, false)
	var answers io.Reader = out
	if p.Swallow {
		answers = &withoutNotices{from: out}
	}
	p.pump(c, in, answers, true)
}

// pump passes pieces one way until something ends it.
func (p *Proxy) pump(c *pair, to io.Writer, from io.Reader, answer bool) {
	defer func() {
		p.mu.Lock()
		delete(p.pairs, c)
		p.mu.Unlock()
		c.close()
	}()
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			if !p.passes(answer) {
				return
			}
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// passes waits and tells whether the piece may go on.
func (p *Proxy) passes(answer bool) bool {
	p.mu.Lock()
	w, chance, wait := p.weather, p.random.Float64(), p.random.Float64()
	p.mu.Unlock()
	for w.Silent {
		time.Sleep(5 * time.Millisecond)
		p.mu.Lock()
		w = p.weather
		p.mu.Unlock()
		if w.Down {
			return false // what was under way when the line died never arrives
		}
	}
	time.Sleep(time.Duration(wait * float64(w.Delay)))
	switch {
	case answer && chance < w.LoseAnswer:
		p.Lost.Add(1)
		return false
	case !answer && chance < w.CutRequest:
		p.Cuts.Add(1)
		return false
	}
	return true
}

// withoutNotices reads the messages of a PostgreSQL server except NoticeResponse.
type withoutNotices struct {
	from    io.Reader
	started bool
	rest    []byte
}

func (w *withoutNotices) Read(buf []byte) (int, error) {
	if !w.started { // the answer to a request for encryption is one byte
		w.started = true
		n, err := io.ReadFull(w.from, buf[:1])
		if err != nil || buf[0] == 'N' || buf[0] == 'S' {
			return n, err
		}
		return n, w.message(buf[0], nil)
	}
	for len(w.rest) == 0 {
		var kind [1]byte
		if _, err := io.ReadFull(w.from, kind[:]); err != nil {
			return 0, err
		}
		if err := w.message(kind[0], kind[:]); err != nil {
			return 0, err
		}
	}
	n := copy(buf, w.rest)
	w.rest = w.rest[n:]
	return n, nil
}

// message reads the rest of a message, after its kind, and keeps it unless it is a notice.
func (w *withoutNotices) message(kind byte, head []byte) error {
	var size [4]byte
	if _, err := io.ReadFull(w.from, size[:]); err != nil {
		return err
	}
	body := make([]byte, binary.BigEndian.Uint32(size[:])-4)
	if _, err := io.ReadFull(w.from, body); err != nil {
		return err
	}
	if kind != 'N' {
		w.rest = append(append(append(w.rest, head...), size[:]...), body...)
	}
	return nil
}
