package samtale

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
	"bosett/internal/sak"
	"bosett/internal/skjema"
)

// TestRace: three write and four complete at the same time, again and again. Exactly
// one completes, nothing is written afterwards, no acknowledged text is lost and every
// version is there once.
func TestRace(t *testing.T) {
	const rounds = 3
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		for round := range rounds {
			reg := fmt.Sprintf("9400000%02d", round)
			p.beboere(p.inn(20+round, reg, "Enslig", "1979-01-17", "enslig_voksen", ""))
			p.saker(reg)
			who := p.id(20 + round)
			p.start(p.berit, who)
			p.fyll(p.berit, who)
			race(t, p, who)
			v := p.load(p.berit, who)
			if v.Status != Ferdigstilt || v.Sak != sak.Fordelingsklar {
				t.Fatalf("round %d: %s, %s", round, v.Status, v.Sak)
			}
			after := p.count(`SELECT count(*) FROM svar_historikk h JOIN samtale_person s ON s.samtale = h.samtale
				WHERE s.beboer = $1 AND h.tid > s.ferdig_tid`, who)
			rows := p.count(`SELECT count(*) FROM svar_historikk WHERE eier = $1`, who)
			if after != 0 || int64(rows) != v.Rev {
				t.Errorf("round %d: %d written afterwards, %d rows of history for rev %d", round, after, rows, v.Rev)
			}
		}
	})
}

func race(t *testing.T, p *prove, who ident.ID) {
	t.Helper()
	var wg sync.WaitGroup
	var winners, acknowledged atomic.Int64
	before := p.load(p.berit, who).Rev
	for i, kode := range []skjema.Kode{"merknad.sprak", "merknad.yrke", "merknad.yrke"} {
		wg.Go(func() {
			versjon := int64(0)
			for n := range 12 {
				res, err := p.svc.SaveSvar(ctx, p.bjorn, SvarInn{
					Beboer: who, Sporsmal: kode, Verdi: fmt.Sprintf("%d/%d", i, n), Versjon: versjon, Nokkel: ident.New().String(),
				})
				if err != nil {
					t.Errorf("save: %v", err)
					return
				}
				versjon = res.Versjon
				if res.Utfall == Lagret {
					acknowledged.Add(1)
				}
				if res.Utfall == Stengt {
					return
				}
			}
		})
	}
	for range 4 {
		wg.Go(func() {
			for range 200 {
				inn := p.ferdigInn(p.berit, who)
				res, err := p.svc.Ferdigstill(ctx, p.berit, inn)
				if err != nil {
					t.Errorf("complete: %v", err)
					return
				}
				if res.Utfall == Fullfort {
					winners.Add(1)
				}
				if res.Utfall != Endret {
					return
				}
			}
		})
	}
	wg.Wait()
	if winners.Load() != 1 {
		t.Errorf("%d completed it", winners.Load())
	}
	if got := p.load(p.berit, who).Rev - before; got != acknowledged.Load() {
		t.Errorf("%d acknowledged, %d stored", acknowledged.Load(), got)
	}
}
