package demo

import (
	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/tilgang"
)

const demoFro = 1125

// innhold is everything that the demo imports: the same for the same day.
func innhold(idag db.Date) ([]senter, []husstand) {
	g := newGenerator(idag, demoFro, dufDemo)
	liste := sentre()
	hus := veiledningens(idag)
	for _, s := range liste {
		if s.motID == motSkjermet {
			hus = append(hus, g.skjermet())
		}
		for _, gr := range s.grupper {
			hus = append(hus, g.gruppe(s.motID, gr)...)
		}
	}
	return liste, hus
}

// gruppe makes households until they have exactly so many members.
func (g *generator) gruppe(mottak string, gr gruppe) (hus []husstand) {
	for left := gr.antall; left > 0; {
		v := valg{mottak: mottak, plass: gr.plass, maks: left, status: gr.status, mindrearige: gr.mindrearige}
		if gr.alder != nil {
			v.alder = gr.alder(g.r)
		}
		h := g.husstand(v)
		left -= len(h.personer)
		hus = append(hus, h)
	}
	return hus
}

// skjermet is a family of four in which the mother is strictly confidential; that
// counts for all of them.
func (g *generator) skjermet() husstand {
	v := valg{mottak: motSkjermet, plass: fast(beboer.PlassOrdinar), status: underKartlegging, alder: 4}
	h := g.bygg(v, form{2, 2})
	h.personer[1].gradering = tilgang.StrengtFortrolig
	return h
}

// froHusstand makes one household of a large seed: every size and every stage.
func (g *generator) froHusstand(mottak string, maks int) husstand {
	v := valg{mottak: mottak, plass: ordinart, maks: maks}
	switch n := g.r.IntN(100); {
	case n < 25:
	case n < 40:
		v.status, v.alder = underKartlegging, oppgaver(g.r)
	case n < 65:
		v.status, v.alder = fordelingsklar, senere(g.r)
	case n < 75:
		v.status, v.alder = fordelt, senere(g.r)
	default:
		v.status, v.alder = soktUt, senere(g.r)
	}
	return g.husstand(v)
}
