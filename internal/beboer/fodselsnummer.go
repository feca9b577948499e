package beboer

import (
	"fmt"

	"bosett/internal/db"
	"bosett/internal/fault"
)

// Fodselsnummer is a Norwegian identity number: a fødselsnummer or a d-number, real
// or synthetic. Eleven digits, or empty: many residents have only a DUF number.
type Fodselsnummer string

const fnrLen = 11

// ParseFodselsnummer reads a number with or without spaces. gyldig tells whether the
// date and the check digits agree; a number that fails is kept all the same.
// Anything but eleven digits is fault.Invalid.
func ParseFodselsnummer(s string) (f Fodselsnummer, gyldig bool, err error) {
	digits, ok := onlyDigits(s, fnrLen)
	if !ok {
		return "", false, fault.NewInvalid("beboer.feil.fodselsnummer")
	}
	f = Fodselsnummer(digits)
	return f, f.Gyldig(), nil
}

// Weights of the two check digits; the last weight of each is the digit's own.
var (
	fnrWeights1 = [...]int{3, 7, 6, 1, 8, 9, 4, 5, 2, 1}
	fnrWeights2 = [...]int{5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}
)

// Gyldig tells whether the number can be right. A d-number has 4 added to its first
// digit, a synthetic one 40 or 80 to its month, and both may be so. Numbers given
// from 2032 may leave the rest 1, 2 or 3 at the first check digit; both old and new
// ones are accepted, today as well. The number says nothing certain about birth date
// or sex, which have their own fields.
func (f Fodselsnummer) Gyldig() bool {
	if _, ok := onlyDigits(string(f), fnrLen); !ok {
		return false
	}
	day, month := f.number(0), f.number(2)
	if day > 40 {
		day -= 40
	}
	switch {
	case month > 80:
		month -= 80
	case month > 40:
		month -= 40
	}
	if month < 1 || month > 12 || day < 1 || day > daysIn[month-1] {
		return false
	}
	return weigh(string(f), fnrWeights1[:])%11 <= 3 && weigh(string(f), fnrWeights2[:])%11 == 0
}

// daysIn lets the 29th of February pass in every year: the century is not in the number.
var daysIn = [...]int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func (f Fodselsnummer) number(at int) int {
	return int(f[at]-'0')*10 + int(f[at+1]-'0')
}

func weigh(digits string, weights []int) int {
	sum := 0
	for i, w := range weights {
		sum += w * int(digits[i]-'0')
	}
	return sum
}

// String gives the form that people read: "170179 12345".
func (f Fodselsnummer) String() string {
	if len(f) != fnrLen {
		return string(f)
	}
	return string(f[:6]) + " " + string(f[6:])
}

// Maskert hides the last five digits: "170179 *****". Empty stays empty.
func (f Fodselsnummer) Maskert() string {
	if len(f) != fnrLen {
		return ""
	}
	return string(f[:6]) + " *****"
}

// SyntetiskFodselsnummer makes a synthetic number (80 added to the month) that can
// belong to nobody. individ tells persons of the same birth date apart (0-499, the
// century is added). False: this one has no check digits, take the next.
func SyntetiskFodselsnummer(fodt db.Date, individ int) (Fodselsnummer, bool) {
	individ %= 500
	if fodt.Year() >= 2000 {
		individ += 500
	}
	s := fmt.Sprintf("%02d%02d%02d%03d", fodt.Day(), int(fodt.Month())+80, fodt.Year()%100, individ)
	k1 := (11 - weigh(s, fnrWeights1[:9])%11) % 11
	if k1 == 10 {
		return "", false
	}
	s = fmt.Sprintf("%s%d", s, k1)
	k2 := (11 - weigh(s, fnrWeights2[:10])%11) % 11
	if k2 == 10 {
		return "", false
	}
	return Fodselsnummer(fmt.Sprintf("%s%d", s, k2)), true
}
