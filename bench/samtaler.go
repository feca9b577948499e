package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"bosett/internal/db"
	"bosett/internal/ident"
)

const (
	// intervjuere hold an interview each; lesere look at lists meanwhile.
	intervjuere, lesere = 200, 20
	// A save comes 800 ms after the last key and at the latest every third second: people
	// who type without a pause save every one to three seconds.
	hviletid, spenn = time.Second, 2 * time.Second
	lesetid         = 2 * time.Second
	varighet        = 60 * time.Second
)

// samtaler measures how long a save takes while 200 type and others read.
func samtaler(ctx context.Context, w io.Writer, h *house) error {
	beboere, err := h.enslige(ctx)
	if err != nil {
		return err
	}
	until, cancel := context.WithTimeout(ctx, varighet)
	defer cancel()
	var (
		wg           sync.WaitGroup
		mu           sync.Mutex
		saves, reads []time.Duration
		feil         error
	)
	done := func(list *[]time.Duration, d time.Duration, err error) {
		mu.Lock()
		defer mu.Unlock()
		if err != nil && feil == nil {
			feil = err
			cancel()
		}
		*list = append(*list, d)
	}
	skrivere := make([]*skriver, len(beboere))
	for i, id := range beboere {
		if skrivere[i], err = h.newSkriver(id); err != nil {
			return err
		}
	}
	for _, s := range skrivere {
		wg.Go(func() {
			for pause(until, hviletid+rand.N(spenn)) {
				start := time.Now()
				err := s.save()
				done(&saves, time.Since(start), err)
			}
		})
	}
	for i := range lesere {
		path := []string{"/mottak/oppgaveliste", "/mottak/oversikt"}[i%2]
		wg.Go(func() {
			for pause(until, lesetid+rand.N(lesetid)) {
				start := time.Now()
				_, err := skrivere[i].get(path)
				done(&reads, time.Since(start), err)
			}
		})
	}
	wg.Wait()
	if feil != nil {
		return feil
	}
	skrivTider(w, h.name, saves, reads)
	return nil
}

func skrivTider(w io.Writer, navn string, saves, reads []time.Duration) {
	fmt.Fprintf(w, "\n### Lagring mens %d intervjuer og %d leser lister (%s)\n\n| | antall | p50 ms | p99 ms | lengst ms |\n|---|---:|---:|---:|---:|\n",
		intervjuere, lesere, navn)
	for _, l := range []struct {
		hva   string
		tider []time.Duration
	}{{"lagring av ett svar", saves}, {"listeside", reads}} {
		slices.Sort(l.tider)
		ms := func(i int) float64 { return float64(l.tider[i].Microseconds()) / 1000 }
		n := len(l.tider)
		fmt.Fprintf(w, "| %s | %d | %.2f | %.2f | %.2f |\n", l.hva, n, ms(n/2), ms(n*99/100), ms(n-1))
	}
}

// pause waits, and tells whether there is time left.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// enslige are residents who are alone and have not been interviewed, one for each.
func (h *house) enslige(ctx context.Context) (ids []ident.ID, err error) {
	err = h.db.Read(ctx, func(r *db.Rx) error {
		rows, err := r.QueryContext(ctx, `SELECT b.id FROM beboer b JOIN mottak m ON m.id = b.mottak
WHERE m.navn = 'Hå asylmottak' AND b.sak_status = 'under_kartlegging' AND b.persontype = 'enslig_voksen' AND b.gradert = FALSE LIMIT 200`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id ident.ID
			if err := rows.Scan(&id); err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return rows.Err()
	})
	if err == nil && len(ids) < intervjuere {
		err = fmt.Errorf("%s: %d residents to interview, not %d", h.name, len(ids), intervjuere)
	}
	return ids, err
}

// skriver is one interviewer with a session of their own and a note that grows.
type skriver struct {
	*browser
	adresse, merke, tekst string
	versjon               int64
}

var (
	merke   = regexp.MustCompile(`data-bruker="([0-9a-f]+)"`)
	versjon = regexp.MustCompile(`data-sporsmal="merknad.yrke"[^>]*data-versjon="(\d+)"|data-versjon="(\d+)"[^>]*data-sporsmal="merknad.yrke"`)
)

func (h *house) newSkriver(beboer ident.ID) (*skriver, error) {
	b, err := newClient(h.browser.server)
	if err != nil {
		return nil, err
	}
	if err := b.login("Berit Bø"); err != nil {
		return nil, err
	}
	s := &skriver{browser: b, adresse: "/samtale/" + beboer.String()}
	side, err := b.get(s.adresse + "/yrke")
	if err != nil {
		return nil, err
	}
	m, v := merke.FindSubmatch(side), versjon.FindSubmatch(side)
	if m == nil || v == nil {
		return nil, fmt.Errorf("%s/yrke has no field to write in", s.adresse)
	}
	s.merke = string(m[1])
	_, err = fmt.Sscan(string(v[1])+string(v[2]), &s.versjon)
	return s, err
}

// save writes some more, as the script of the page does.
func (s *skriver) save() error {
	s.tekst += "Har arbeidet som snekker i fire år. "
	if len(s.tekst) > 3000 {
		s.tekst = ""
	}
	kropp, err := json.Marshal(map[string]any{"sporsmal": "merknad.yrke", "rad": "", "verdi": s.tekst})
	if err != nil {
		return err
	}
	r, err := http.NewRequest(http.MethodPut, s.server.URL+s.adresse+"/svar", strings.NewReader(string(kropp)))
	if err != nil {
		return err
	}
	for k, v := range map[string]string{
		"Accept": "application/json", "Content-Type": "application/json", "Bosett-Bruker": s.merke,
		"If-Match": fmt.Sprintf("%q", fmt.Sprint(s.versjon)), "Idempotency-Key": ident.New().String(),
	} {
		r.Header.Set(k, v)
	}
	svar, err := s.do(r, nil)
	if err != nil {
		return err
	}
	var ut struct{ Versjon int64 }
	err = json.Unmarshal(svar, &ut)
	s.versjon = ut.Versjon
	return err
}
