package demo

import (
	"bosett/internal/beboer"
	"bosett/internal/db"
)

// Every generated DUF number has a serial 9xxxxx, which UDI's own test data use.
// The guide's persons lie below the first range, and persons of the demo and of a
// large seed can live in one database.
var (
	dufDemo = dufRekke{fra: 910_000, antall: 20_000}
	dufFro  = dufRekke{fra: 930_000, antall: 70_000}
)

// dufRekke gives DUF numbers that are all different. A household applied together:
// one year, and serials that follow each other. Households lie scattered.
type dufRekke struct {
	fra, antall int
	sisteAar    int
	aar         int // how many years to spread over
	husstander  int
	brukt       []int // by year, from the last one back
}

// blokk serials follow each other; spredt is a prime, so that its multiples meet
// every block before they repeat.
const (
	blokk  = 10
	spredt = 7919
)

// neste gives the numbers of a household of n.
func (d *dufRekke) neste(n int) []string {
	if d.brukt == nil {
		d.brukt = make([]int, d.aar)
	}
	year := d.husstander % d.aar
	for d.brukt[year]+n > d.antall { // full
		year = (year + 1) % d.aar
	}
	d.husstander++
	var list []string
	for range n {
		k := d.brukt[year]
		d.brukt[year]++
		serial := d.fra + k/blokk*spredt%(d.antall/blokk)*blokk + k%blokk
		list = append(list, string(beboer.NyDuf(d.sisteAar-year, serial)))
	}
	return list
}

// regRekke gives reg-numbers that are all different and no organisation's number.
type regRekke struct{ neste9 int }

func (r *regRekke) neste() int {
	for {
		n := r.neste9
		r.neste9 += 7
		if !organisasjonsnummer(n) {
			return n
		}
	}
}

// organisasjonsnummer tells whether the check digit of nine digits agrees.
func organisasjonsnummer(n int) bool {
	weights := [...]int{2, 3, 4, 5, 6, 7, 2, 3}
	control := n % 10
	sum := 0
	for _, w := range weights {
		n /= 10
		sum += w * (n % 10)
	}
	return (sum+control)%11 == 0
}

// fnrRekke gives synthetic national identity numbers that are all different.
type fnrRekke map[db.Date]int

// neste returns "" when the birth date has no more numbers.
func (f fnrRekke) neste(fodt db.Date) string {
	for f[fodt] < 500 {
		individ := f[fodt]
		f[fodt]++
		if nr, ok := beboer.SyntetiskFodselsnummer(fodt, individ); ok {
			return string(nr)
		}
	}
	return ""
}
