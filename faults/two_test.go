package faults

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"bosett/internal/db"
)

// A6: two in the same interview, in different fields: nobody is in the other's way.
func TestDifferentFields(t *testing.T) {
	engines(t, func(t *testing.T, engine db.Dialect) {
		h := NewHouse(t, engine)
		h.start()
		who, each := h.singles[0], count(15, 500)
		all := fields(who)
		var wg sync.WaitGroup
		var conflicts atomic.Int64
		for i := range 2 {
			p := h.person()
			mine := all[i*2 : i*2+2]
			wg.Go(func() {
				versions := make([]int64, len(mine))
				for n := range each {
					k := n % len(mine)
					a, err := p.Save(t.Context(), mine[k], versions[k], fmt.Sprintf("%s nr. %d", p.Staff.Name, n))
					if err != nil || a.Status != http.StatusOK {
						conflicts.Add(1)
						p.Notes.wrong("%s: %d %s %v", p.Staff.Name, a.Status, a.Feil, err)
						return
					}
					versions[k] = a.Versjon
				}
			})
		}
		wg.Wait()
		h.exact("A6", fmt.Sprintf("to samtidig, ulike felt, %d lagringer", 2*each), fmt.Sprintf("%d konflikter", conflicts.Load()))
		if n := len(h.Notes.Saved); n != 2*each {
			t.Errorf("%d saved, want %d", n, 2*each)
		}
	})
}

// rival writes in a field that another writes in too, and decides each conflict as the
// panel lets a user: keep mine, use theirs, or both in one text.
type rival struct {
	*Person
	// refused are the texts of this author that lost, with what was shown instead.
	refused []lost
}

type lost struct {
	mine, theirs string
	version      int64
	kept         string // the text that they ended in
}

func (r *rival) write(ctx context.Context, f Field, times int) {
	version, theirs := int64(0), ""
	for n := range times {
		text := fmt.Sprintf("%s nr. %d", r.Staff.Name, n)
		for {
			a, err := r.Save(ctx, f, version, text)
			if err != nil {
				r.Notes.wrong("%s: %v", r.Staff.Name, err)
				return
			}
			version = a.Versjon
			if a.Status == http.StatusOK {
				break
			}
			if a.Status != http.StatusConflict || a.Feil != "konflikt" || a.Av == "" || a.Klokke == "" {
				r.Notes.wrong("%s: %d %q by %q at %q", r.Staff.Name, a.Status, a.Feil, a.Av, a.Klokke)
				return
			}
			theirs = a.Deres
			l := lost{mine: text, theirs: theirs, version: a.Versjon}
			switch choice := r.random.IntN(3); choice {
			case 0: // keep mine: sent on the version that was just shown
			case 1: // both
				text = theirs + "\n\n" + text
				if len(text) > 3000 {
					text = text[len(text)-2000:]
					text = strings.ToValidUTF8(text, "")
				}
			case 2: // theirs
				text = ""
			}
			l.kept = text
			r.refused = append(r.refused, l)
			if text == "" {
				break
			}
		}
	}
}

// A7: two in the same field. Whoever loses is shown what stands there, by whom and when,
// and decides; nothing that was saved is overwritten by somebody who had not read it.
func TestSameField(t *testing.T) {
	engines(t, func(t *testing.T, engine db.Dialect) {
		h := NewHouse(t, engine)
		h.start()
		f := fields(h.singles[0])[1]
		rivals := []*rival{{Person: h.person()}, {Person: h.person()}}
		var wg sync.WaitGroup
		for _, r := range rivals {
			wg.Go(func() { r.write(t.Context(), f, count(15, 500)) })
		}
		wg.Wait()
		refused := 0
		byVersion := map[int64]Saved{}
		for _, s := range h.Notes.Saved {
			byVersion[s.Version] = s
			if s.Base != s.Version-1 {
				t.Errorf("version %d overwrote %d by somebody who had read %d", s.Version, s.Version-1, s.Base)
			}
		}
		for _, r := range rivals {
			for _, l := range r.refused {
				refused++
				if s, there := byVersion[l.version]; !there || s.Text != l.theirs {
					t.Errorf("%s was shown %q as version %d, saved was %q", r.Staff.Name, l.theirs, l.version, s.Text)
				}
			}
		}
		if refused == 0 {
			t.Error("no conflict: not a test")
		}
		h.exact("A7", fmt.Sprintf("to samtidig, samme felt, %d konflikter", refused), "0 overskrevet uten å være lest")
	})
}

// completable answers what is required before somebody can be completed.
func (h *House) completable(p *Person, f Field) {
	h.t.Helper()
	for question, value := range map[string]string{"bosettingsmerknad.ingen": "ja", "saerlig_hensyn": "nei"} {
		f.Question = question
		a, err := p.Save(h.t.Context(), f, 0, value)
		must(h.t, err)
		if a.Status != http.StatusOK {
			h.t.Fatalf("%s: %d %s", question, a.Status, a.Body)
		}
	}
}

// A11: three write and four complete, form after form, and a family of six: one wins,
// and nothing is written afterwards.
func TestCompletionRaces(t *testing.T) {
	engines(t, func(t *testing.T, engine db.Dialect) {
		h := NewHouse(t, engine)
		h.start()
		forms := count(2, 200)
		var refused atomic.Int64
		for i := range forms {
			who := h.singles[i]
			h.completable(h.person(), Field{Owner: who})
			if n := h.race(fields(who), false, &refused); n != 1 {
				t.Errorf("form %d: %d completed it", i, n)
			}
		}
		family := h.families[0]
		var all []Field
		for _, member := range family {
			h.completable(h.person(), Field{Owner: member})
			all = append(all, fields(member)[0])
		}
		if n := h.race(all, true, &refused); n != 1 {
			t.Errorf("the family: %d completed it", n)
		}
		h.Program.stop()
		h.nothingAfterwards(forms + len(family))
		h.exact("A11", fmt.Sprintf("3 skriver og 4 ferdigstiller, %d skjema og en familie på %d", forms, len(family)),
			fmt.Sprintf("én vinner hver gang; %d tekster avvist etter ferdigstilling", refused.Load()))
	})
}

// race lets three write in the fields and four complete the first one's owner; it returns
// how many of the four did.
func (h *House) race(all []Field, family bool, refused *atomic.Int64) (winners int64) {
	h.t.Helper()
	ctx := h.t.Context()
	var writers, completers sync.WaitGroup
	var won atomic.Int64
	for i := range 3 {
		p := h.person()
		f := all[i%len(all)]
		must(h.t, p.Open(ctx, f.Owner)) // while it can still be written in
		writers.Go(func() {
			for version, n := int64(0), 0; n < 40; n++ {
				a, err := p.Save(ctx, f, version, fmt.Sprintf("Skriver %d nr. %d", i, n))
				if err != nil || a.Status != http.StatusOK && a.Feil != "ferdigstilt" {
					p.Notes.wrong("a writer: %d %s %v", a.Status, a.Feil, err)
					return
				}
				if a.Feil == "ferdigstilt" {
					refused.Add(1)
					return
				}
				version = a.Versjon
			}
		})
	}
	for range 4 {
		p := h.person()
		completers.Go(func() {
			for range 1000 {
				ok, open, err := p.Complete(ctx, all[0].Owner, family)
				if err != nil {
					p.Notes.wrong("completing: %v", err)
					return
				}
				if ok {
					won.Add(1)
				}
				if ok || !open {
					return
				}
			}
		})
	}
	completers.Wait()
	writers.Wait()
	return won.Load()
}

// nothingAfterwards: everybody is completed, and no answer is younger than that.
func (h *House) nothingAfterwards(persons int) {
	h.t.Helper()
	d, err := db.Open(context.Background(), h.Program.URL)
	must(h.t, err)
	defer d.Close()
	var done, late int
	must(h.t, d.Read(context.Background(), func(r *db.Rx) error {
		ctx := context.Background()
		for _, q := range []struct {
			query string
			into  *int
		}{
			{`SELECT COUNT(*) FROM samtale_person p JOIN beboer b ON b.id = p.beboer WHERE p.status = 'ferdigstilt' AND b.etternavn = 'Feil-Synt'`, &done},
			{`SELECT COUNT(*) FROM svar_historikk s JOIN samtale_person p ON p.samtale = s.samtale AND p.beboer = s.eier WHERE s.tid > p.ferdig_tid`, &late},
		} {
			if err := r.QueryRowContext(ctx, q.query).Scan(q.into); err != nil {
				return err
			}
		}
		return nil
	}))
	if done != persons || late != 0 {
		h.t.Errorf("%d persons are completed, want %d; %d answers were written afterwards", done, persons, late)
	}
}
