package main

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// users is how many people ask at the same time.
const users = 4

// browser is one signed-in person, over a real connection on the loopback.
type browser struct {
	server *httptest.Server
	client *http.Client
}

// figures of one load.
type figures struct{ perSecond, p50, p99 float64 }

func (f figures) String() string { return fmt.Sprintf("%.0f | %.2f | %.2f", f.perSecond, f.p50, f.p99) }

func newBrowser(h http.Handler) (*browser, error) { return newClient(httptest.NewServer(h)) }

// newClient is one more person at the same server.
func newClient(server *httptest.Server) (*browser, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	return &browser{
		server: server,
		client: &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: users, DisableCompression: true}},
	}, nil
}

func (b *browser) close() { b.server.Close() }

// fixed writes the same bytes every time.
func fixed(page []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(page)
	})
}

func (b *browser) do(r *http.Request, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := b.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", r.URL.Path, res.Status)
	}
	return body, err
}

func (b *browser) get(path string) ([]byte, error) {
	return b.do(http.NewRequest(http.MethodGet, b.server.URL+path, nil))
}

func (b *browser) post(path string, form url.Values) error {
	r, err := http.NewRequest(http.MethodPost, b.server.URL+path, strings.NewReader(form.Encode()))
	if err == nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	_, err = b.do(r, err)
	return err
}

var hidden = regexp.MustCompile(`name="([a-z_]+)" value="([^"]*)"`)

func (b *browser) login(name string) error {
	page, err := b.get("/logg-inn")
	if err != nil {
		return err
	}
	for form := range strings.SplitSeq(string(page), "<form") {
		if strings.Contains(form, "/demo/logg-inn") && strings.Contains(form, name) {
			values := url.Values{}
			for _, m := range hidden.FindAllStringSubmatch(form, -1) {
				values.Set(m[1], m[2])
			}
			return b.post("/demo/logg-inn", values)
		}
	}
	return fmt.Errorf("no demo user %s", name)
}

func (b *browser) search(text string) error {
	return b.post("/mottak/oversikt/sok", url.Values{"sok": {text}})
}

var next = regexp.MustCompile(`href="([^"]*etter=[^"]*)"`)

// follow presses Neste n times and returns the address it came to.
func (b *browser) follow(path string, n int) (string, error) {
	for range n {
		page, err := b.get(path)
		if err != nil {
			return "", err
		}
		m := next.FindSubmatch(page)
		if m == nil {
			return "", fmt.Errorf("%s has no next page", path)
		}
		path = html.UnescapeString(string(m[1]))
		if strings.HasPrefix(path, "?") {
			path = "/mottak/oversikt" + path
		}
	}
	return path, nil
}

// maaling gathers the times of one page.
type maaling struct {
	tider []time.Duration
	total time.Duration
}

func (m *maaling) figures() figures {
	slices.Sort(m.tider)
	n := len(m.tider)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	return figures{float64(n) / m.total.Seconds(), ms(m.tider[n/2]), ms(m.tider[n*99/100])}
}

// load asks for the page n times from a few people at once, after a warm-up.
func (b *browser) load(path string, n int) (figures, error) {
	var m maaling
	err := b.round(path, n, &m)
	return m.figures(), err
}

// round adds n requests to what has been measured, after a short warm-up.
func (b *browser) round(path string, n int, m *maaling) error {
	for range 10 {
		if _, err := b.get(path); err != nil {
			return err
		}
	}
	times := make([]time.Duration, n)
	var next atomic.Int64
	var failed atomic.Value
	var wg sync.WaitGroup
	start := time.Now()
	for range users {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				t := time.Now()
				if _, err := b.get(path); err != nil {
					failed.Store(err)
					return
				}
				times[i] = time.Since(t)
			}
		})
	}
	wg.Wait()
	m.total += time.Since(start)
	m.tider = append(m.tider, times...)
	err, _ := failed.Load().(error)
	return err
}

func (b *browser) bytes(path string) (int, error) {
	r, err := http.NewRequest(http.MethodGet, b.server.URL+path, nil)
	if err == nil {
		r.Header.Set("Accept-Encoding", "gzip, br")
	}
	body, err := b.do(r, err)
	return len(body), err
}

var linked = regexp.MustCompile(`(?:href|src)="(/static/[^"]+)"|url\("?(/static/[^")]+|[^")]+\.woff2)"?\)`)

// firstVisit adds up the page and everything it links to.
func (b *browser) firstVisit(path string) (int, error) {
	total, err := b.bytes(path)
	if err != nil {
		return 0, err
	}
	page, err := b.get(path)
	if err != nil {
		return 0, err
	}
	seen := map[string]bool{}
	queue := linked.FindAllSubmatch(page, -1)
	for len(queue) > 0 {
		m := queue[0]
		queue = queue[1:]
		file := string(m[1]) + string(m[2])
		if !strings.HasPrefix(file, "/") {
			file = "/static/" + strings.TrimPrefix(file, "./")
		}
		if seen[file] {
			continue
		}
		seen[file] = true
		n, err := b.bytes(file)
		if err != nil {
			return 0, err
		}
		total += n
		if strings.HasSuffix(file, ".css") {
			css, err := b.get(file)
			if err != nil {
				return 0, err
			}
			queue = append(queue, linked.FindAllSubmatch(css, -1)...)
		}
	}
	return total, nil
}
