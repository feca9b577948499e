package faults

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"bosett/internal/ident"
)

// Staff is somebody who is signed in.
type Staff struct {
	Name   string
	ID     ident.ID
	Cookie string
}

// Person is a member of staff at a screen. It speaks the autosave protocol as the
// browser's script does; only its patience is shorter, so that a run has many faults.
type Person struct {
	Staff   Staff
	Address string
	Notes   *Notes
	// Patience is how long one attempt may take before its outcome counts as unknown.
	Patience time.Duration
	// Trusting takes an unknown outcome for a saved one: what the protocol forbids. Used
	// only to show that the comparison finds what is lost then.
	Trusting bool
	// Hasty sends newer text under a new key before the outcome of the older is known:
	// what the protocol forbids too.
	Hasty  bool
	client *http.Client
	random *rand.Rand
	mark   string // Brukermerke, from the page
}

// NewPerson opens a browser for somebody who is signed in.
func NewPerson(s Staff, address string, n *Notes, seed uint64) *Person {
	return &Person{
		Staff: s, Address: address, Notes: n, Patience: 10 * time.Second, random: rand.New(rand.NewPCG(seed, 2)),
		client: &http.Client{
			Transport:     &http.Transport{MaxIdleConnsPerHost: 2},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// Answer is what the program said.
type Answer struct {
	Status     int
	RetryAfter string
	Body       []byte
	Feil       string `json:"feil"`
	Versjon    int64  `json:"versjon"`
	Deres      string `json:"deres"`
	Av         string `json:"av"`
	Klokke     string `json:"klokke"`
}

// do sends one request. An error means that the outcome is not known.
func (p *Person) do(ctx context.Context, method, path string, header http.Header, body string) (a Answer, err error) {
	start := time.Now()
	ctx, cancel := context.WithTimeout(ctx, p.Patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, p.Address+path, strings.NewReader(body))
	if err != nil {
		return a, err
	}
	r.GetBody = nil // what is sent again is sent by us, and counted
	for k, v := range header {
		r.Header[k] = v
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "bosett-okt", Value: p.Staff.Cookie})
	res, err := p.client.Do(r)
	if err != nil {
		return a, err
	}
	defer res.Body.Close()
	a.Status, a.RetryAfter = res.StatusCode, res.Header.Get("Retry-After")
	a.Body, err = io.ReadAll(res.Body)
	if err == nil && strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") {
		err = json.Unmarshal(a.Body, &a)
	}
	switch {
	case a.Status == http.StatusInternalServerError:
		p.Notes.wrong("%s %s answered 500", method, path)
	case a.Status == http.StatusServiceUnavailable && a.RetryAfter == "":
		p.Notes.wrong("%s %s answered 503 without Retry-After", method, path)
	case a.Status == http.StatusServiceUnavailable:
		p.Notes.mu.Lock()
		p.Notes.Refused++
		p.Notes.SlowestRefusal = max(p.Notes.SlowestRefusal, time.Since(start))
		p.Notes.mu.Unlock()
	}
	return a, err
}

// again does it until the outcome is known, as the script does: for ever. The pause
// grows to half a second, where a browser's grows to thirty.
func (p *Person) again(ctx context.Context, send func() (Answer, error)) (a Answer, tries int, err error) {
	for tries = 1; ; tries++ {
		a, err = send()
		if err == nil && a.Status < 500 && a.Status != http.StatusTooManyRequests {
			return a, tries, nil
		}
		if p.Trusting && p.mark != "" {
			return Answer{Status: http.StatusOK}, tries, nil
		}
		select {
		case <-ctx.Done():
			return a, tries, errors.Join(ctx.Err(), err)
		case <-time.After(time.Duration(p.random.Int64N(int64(5*time.Millisecond) << min(tries, 6)))):
		}
	}
}

// Get reads a page until there is one.
func (p *Person) Get(ctx context.Context, path string) (string, error) {
	a, _, err := p.again(ctx, func() (Answer, error) { return p.do(ctx, http.MethodGet, path, nil, "") })
	if err == nil && a.Status != http.StatusOK {
		err = fmt.Errorf("GET %s: %d", path, a.Status)
	}
	return string(a.Body), err
}

var userMark = regexp.MustCompile(`data-bruker="([0-9a-f]+)"`)

// Open looks at somebody's interview; what a page is made for stands in it.
func (p *Person) Open(ctx context.Context, resident ident.ID) error {
	page, err := p.Get(ctx, "/samtale/"+resident.String()+"/yrke")
	if err != nil {
		return err
	}
	m := userMark.FindStringSubmatch(page)
	if m == nil {
		return errors.New("the page does not say whom it was made for")
	}
	p.mark = m[1]
	return nil
}

// Put sends one attempt once.
func (p *Person) Put(ctx context.Context, f Field, base int64, key, text string) (Answer, error) {
	body, err := json.Marshal(map[string]any{"sporsmal": f.Question, "rad": f.Row, "verdi": text})
	if err != nil {
		return Answer{}, err
	}
	return p.do(ctx, http.MethodPut, "/samtale/"+f.Owner.String()+"/svar", http.Header{
		"Accept": {"application/json"}, "Content-Type": {"application/json"}, "Bosett-Bruker": {p.mark},
		"If-Match": {fmt.Sprintf(`"%d"`, base)}, "Idempotency-Key": {key},
	}, string(body))
}

// Save saves one answer and does not return before the outcome is known, or ctx ends. It
// notes what was acknowledged.
func (p *Person) Save(ctx context.Context, f Field, base int64, text string) (Answer, error) {
	if p.mark == "" {
		if err := p.Open(ctx, f.Owner); err != nil {
			return Answer{}, err
		}
	}
	start, key := time.Now(), ident.New().String()
	a, tries, err := p.again(ctx, func() (Answer, error) {
		if p.Hasty {
			key, text = ident.New().String(), text+"!"
		}
		return p.Put(ctx, f, base, key, text)
	})
	if err != nil {
		return a, err
	}
	if a.Status == http.StatusOK {
		if p.Trusting && a.Versjon == 0 {
			a.Versjon = base + 1
		}
		p.Notes.saved(Saved{Field: f, User: p.Staff.ID, Text: text, Base: base, Version: a.Versjon, Tries: tries, At: time.Now()}, time.Since(start))
	}
	return a, nil
}

// Type writes longer and longer texts in the fields, which nobody else writes in, until
// stop closes; then the last save is brought to its end.
func (p *Person) Type(ctx context.Context, name string, fields []Field, stop <-chan struct{}) {
	versions := make([]int64, len(fields))
	for n := 0; ; n++ {
		select {
		case <-stop:
			return
		case <-ctx.Done():
			p.Notes.wrong("%s did not come to an end", name)
			return
		default:
		}
		i := p.random.IntN(len(fields))
		text := fmt.Sprintf("%s skriver nr. %d på øya, %s", name, n, strings.Repeat("ord ", p.random.IntN(20)))
		a, err := p.Save(ctx, fields[i], versions[i], strings.TrimSpace(text))
		switch {
		case err != nil:
			p.Notes.wrong("%s: %v", name, err)
			return
		case a.Status != http.StatusOK:
			p.Notes.wrong("%s, alone in %s at version %d: %d %s %s", name, fields[i].Question, versions[i], a.Status, a.Feil, bytes.TrimSpace(a.Body))
			if a.Feil != "konflikt" {
				return
			}
		}
		versions[i] = a.Versjon
	}
}

// completionForm reads the hidden fields of the completion page; nil when it cannot be completed.
func completionForm(page string) url.Values {
	form := url.Values{}
	for _, name := range []string{"bruker", "samtale", "nokkel"} {
		m := regexp.MustCompile(`name="` + name + `" value="([^"]+)"`).FindStringSubmatch(page)
		if m == nil {
			return nil
		}
		form.Set(name, m[1])
	}
	for _, m := range regexp.MustCompile(`value="([0-9a-f-]{36}:\d+)"`).FindAllStringSubmatch(page, -1) {
		form.Add("person", m[1])
	}
	return form
}

// Complete reads everything through and presses the button, for the person and, if all,
// for everybody in the family who can be completed. It tells whether this press did it,
// and whether it can still be done.
func (p *Person) Complete(ctx context.Context, resident ident.ID, all bool) (won, open bool, err error) {
	path := "/samtale/" + resident.String() + "/ferdigstill"
	page, err := p.Get(ctx, path)
	if err != nil {
		return false, true, err
	}
	form := completionForm(page)
	if form == nil {
		return false, false, nil
	}
	if !all {
		form["person"] = form["person"][:1]
	}
	a, _, err := p.again(ctx, func() (Answer, error) {
		return p.do(ctx, http.MethodPost, path, http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, form.Encode())
	})
	if err != nil {
		return false, true, err
	}
	if a.Status != http.StatusSeeOther && a.Status != http.StatusConflict {
		return false, true, fmt.Errorf("completing: %d", a.Status)
	}
	return a.Status == http.StatusSeeOther, true, nil
}
