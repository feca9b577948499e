package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/tilgang"
)

// person is one line of beboere.csv.
type person struct {
	duf                            string
	fnr                            string
	fornavn, mellomnavn, etternavn string
	fodt                           db.Date
	kjonn                          beboer.Kjonn
	land                           string
	persontype                     beboer.Persontype
	rolle                          beboer.Familierolle
	plass                          beboer.Plasstype
	vedtak                         db.NullDate
	kompass                        db.NullDate
	gradering                      tilgang.Gradering
}

// husstand is a household: its persons, head first, and its case if it has one.
type husstand struct {
	reg      string
	mottak   string
	personer []person
	sak      *sak
}

func antallPersoner(hus []husstand) (n int) {
	for _, h := range hus {
		n += len(h.personer)
	}
	return n
}

// sak is one line of saker.csv.
type sak struct {
	nummer    string
	opprettet db.Date
	status    string
}

// valg says what household is wanted.
type valg struct {
	mottak string
	plass  func(*rand.Rand) beboer.Plasstype
	// maks is the largest size.
	maks int
	// status of the case, "" for a household without one; alder is its age in days.
	status string
	alder  int
	// mindrearige: unaccompanied minors.
	mindrearige bool
}

// generator makes households one by one. The same seed and day give the same ones.
type generator struct {
	r    *rand.Rand
	idag db.Date
	duf  dufRekke
	reg  regRekke
	fnr  fnrRekke
	sak  int
	// saksmerke tells the case numbers of the demo and of a seed apart.
	saksmerke string
}

// form is how a household is put together.
type form struct {
	voksne, barn int
}

// storrelser of families in per mille. With the generator's share of 57 % single
// households, 72 % of all persons live in families.
var storrelser = []struct {
	andel int
	form  form
}{
	{160, form{2, 0}}, {140, form{1, 1}}, {130, form{2, 1}}, {150, form{1, 2}}, {160, form{2, 2}}, {60, form{1, 3}},
	{110, form{2, 3}}, {55, form{2, 4}}, {25, form{2, 5}}, {10, form{2, 6}},
}

const andelEnslige = 570

func (g *generator) form(maks int) form {
	if maks < 2 || g.r.IntN(1000) < andelEnslige {
		return form{1, 0}
	}
	for {
		n := g.r.IntN(1000)
		for _, s := range storrelser {
			if n -= s.andel; n < 0 {
				if s.form.voksne+s.form.barn <= maks {
					return s.form
				}
				break
			}
		}
	}
}

// husstand makes one household.
func (g *generator) husstand(v valg) husstand {
	f := form{1, 0}
	if !v.mindrearige {
		f = g.form(v.maks)
	}
	return g.bygg(v, f)
}

func (g *generator) bygg(v valg, f form) husstand {
	l := trekkLand(g.r)
	h := husstand{reg: fmt.Sprint(g.reg.neste()), mottak: v.mottak}
	switch {
	case v.mindrearige:
		h.personer = []person{g.mindrearig(l)}
	case f == form{1, 0}:
		h.personer = []person{g.enslig(l)}
	default:
		h.personer = g.familie(l, f)
	}
	plass := v.plass(g.r)
	if v.status != "" {
		g.sak++
		opprettet := g.idag.AddDays(-v.alder)
		h.sak = &sak{fmt.Sprintf("%s-%d-%06d", g.saksmerke, opprettet.Year(), g.sak), opprettet, v.status}
	}
	for i, duf := range g.duf.neste(len(h.personer)) {
		h.personer[i].duf, h.personer[i].plass = duf, plass
		if h.sak != nil {
			g.vedtatt(&h.personer[i], h.sak.opprettet)
		}
	}
	return h
}

// vedtatt fills in what those have who may stay. It draws equally often for
// everybody, so that the persons are the same on every day.
func (g *generator) vedtatt(p *person, sak db.Date) {
	vedtak := sak.AddDays(-1 - g.r.IntN(7))
	harNummer, registrerer, etter := g.r.IntN(100) < 30, g.r.IntN(100) < 45, 1+g.r.IntN(13)
	p.vedtak = db.SomeDate(vedtak)
	if harNummer {
		p.fnr = g.fnr.neste(p.fodt)
	}
	if registrert := vedtak.AddDays(etter); registrerer && alder(p.fodt, vedtak) >= 16 && registrert.Before(g.idag) {
		p.kompass = db.SomeDate(registrert)
	}
}

func (g *generator) enslig(l land) person {
	kvinner := 30
	if l.kode == "UA" {
		kvinner = 55
	}
	p := g.voksen(l, g.r.IntN(100) < kvinner, g.alderEnslig(l))
	p.persontype = beboer.EnsligVoksen
	return p
}

func (g *generator) mindrearig(l land) person {
	p := g.voksen(l, g.r.IntN(100) < 15, 15)
	p.fodt = g.fodt(15, 17)
	p.persontype = beboer.EnsligMindrearig
	return p
}

// alderEnslig: most are young, those from Ukraine of every age.
func (g *generator) alderEnslig(l land) int {
	if l.kode == "UA" {
		return 18 + (g.r.IntN(55)+g.r.IntN(35))/2 + g.r.IntN(10)
	}
	return 18 + (g.r.IntN(22)+g.r.IntN(22)+g.r.IntN(22))/2
}

func (g *generator) voksen(l land, kvinne bool, aar int) person {
	p := person{land: l.kode, kjonn: beboer.Mann, fodt: g.fodt(aar, aar)}
	if kvinne {
		p.kjonn = beboer.Kvinne
	}
	p.fornavn = g.fornavn(l, p.kjonn)
	p.etternavn = trekk(g.r, l.region.slekt) + merke
	if l.region.skikk != felles && g.r.IntN(100) < 15 {
		p.mellomnavn = trekk(g.r, l.region.menn)
	}
	return p
}

func (g *generator) fornavn(l land, kjonn beboer.Kjonn) string {
	if kjonn == beboer.Kvinne {
		return trekk(g.r, l.region.kvinner)
	}
	return trekk(g.r, l.region.menn)
}

// fodt is a birthday of somebody who is between two ages, both included, today.
func (g *generator) fodt(fra, til int) db.Date {
	aar := fra + g.r.IntN(til-fra+1)
	return g.idag.AddMonths(-12 * aar).AddDays(-g.r.IntN(365))
}

func alder(fodt, paa db.Date) int {
	n := paa.Year() - fodt.Year()
	if paa.Month() < fodt.Month() || paa.Month() == fodt.Month() && paa.Day() < fodt.Day() {
		n--
	}
	return n
}

// familie makes one or two adults and their children, the oldest first.
func (g *generator) familie(l land, f form) []person {
	eldste := 0 // the oldest child's age
	if f.barn > 0 {
		eldste = min(19, f.barn*2-2+g.r.IntN(15))
	}
	foreldre := max(18, eldste+18+g.r.IntN(16))
	far := g.voksen(l, false, foreldre+g.r.IntN(6))
	mor := g.voksen(l, true, foreldre)
	if l.region.skikk == felles {
		mor.etternavn = far.etternavn
	}
	var list []person
	switch {
	case f.voksne == 2 && f.barn == 0:
		far.persontype, mor.persontype = beboer.EkteparSamboere, beboer.EkteparSamboere
		far.rolle, mor.rolle = beboer.Ektefelle, beboer.Ektefelle
		return []person{far, mor}
	case f.voksne == 2:
		far.persontype, mor.persontype = beboer.FamilieMedBarn, beboer.FamilieMedBarn
		far.rolle, mor.rolle = beboer.Far, beboer.Mor
		list = []person{far, mor}
	case g.r.IntN(100) < 12:
		far.persontype, far.rolle = beboer.EnsligForsorger, beboer.Far
		list = []person{far}
	default:
		mor.persontype, mor.rolle = beboer.EnsligForsorger, beboer.Mor
		list = []person{mor}
	}
	for n := range f.barn {
		barn := g.barn(l, far, eldste*(f.barn-n)/f.barn)
		for slices.ContainsFunc(list, func(p person) bool { return p.fornavn == barn.fornavn }) {
			barn.fornavn = g.fornavn(l, barn.kjonn)
		}
		list = append(list, barn)
	}
	return list
}

func (g *generator) barn(l land, far person, aar int) person {
	p := g.voksen(l, g.r.IntN(2) == 0, aar)
	p.mellomnavn = ""
	p.rolle, p.persontype = beboer.Sonn, beboer.MedfolgendeBarn
	if p.kjonn == beboer.Kvinne {
		p.rolle = beboer.Datter
	}
	if alder(p.fodt, g.idag) >= 18 {
		p.persontype = beboer.FamilieMedBarn
	}
	p.etternavn = far.etternavn
	if l.region.skikk == fornavn {
		p.etternavn = far.fornavn + merke
	}
	return p
}

// fast is a function that always gives one place type.
func fast(p beboer.Plasstype) func(*rand.Rand) beboer.Plasstype {
	return func(*rand.Rand) beboer.Plasstype { return p }
}

// etterTur gives several place types, one household after the other.
func etterTur(list ...beboer.Plasstype) func(*rand.Rand) beboer.Plasstype {
	n := -1
	return func(*rand.Rand) beboer.Plasstype {
		n++
		return list[n%len(list)]
	}
}

func newGenerator(idag db.Date, fro uint64, duf dufRekke) *generator {
	foer := idag.AddDays(-430) // before the oldest case
	duf.sisteAar = foer.Year()
	if duf.aar == 0 {
		duf.aar = 3
	}
	return &generator{
		r: rand.New(rand.NewPCG(fro, 0)), idag: idag, duf: duf, fnr: fnrRekke{},
		reg: regRekke{970_000_000}, saksmerke: "BS",
	}
}
