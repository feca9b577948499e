// Package beboer holds the residents of the centres and the households they are
// placed in: what comes from UDI's DUF register, and the copies that lists are
// sorted and counted by.
package beboer

import (
	"fmt"
	"strings"
	"unicode"

	"bosett/internal/fault"
)

// Duf is a DUF number: twelve digits, the year of the first application, a serial
// number and two check digits. A person keeps it for life.
type Duf string

const dufLen = 12

// ParseDuf reads a DUF number with or without spaces. gyldig tells whether the check
// digits agree: a number that fails is marked and used all the same, since registers
// hold such numbers. Anything but twelve digits is fault.Invalid.
func ParseDuf(s string) (d Duf, gyldig bool, err error) {
	digits, ok := onlyDigits(s, dufLen)
	if !ok {
		return "", false, fault.NewInvalid("beboer.feil.duf")
	}
	d = Duf(digits)
	return d, d.Gyldig(), nil
}

// NyDuf makes the number of a year (four digits) and a serial (0-999999) with its
// check digits, for synthetic persons.
func NyDuf(aar, lopenummer int) Duf {
	d := fmt.Sprintf("%04d%06d", aar%10_000, lopenummer%1_000_000)
	return Duf(fmt.Sprintf("%s%02d", d, dufKontroll(d)))
}

// Gyldig tells whether the check digits agree.
func (d Duf) Gyldig() bool {
	if _, ok := onlyDigits(string(d), dufLen); !ok {
		return false
	}
	return fmt.Sprintf("%02d", dufKontroll(string(d))) == string(d[10:])
}

// String gives the form that people read: "2020 900651 03".
func (d Duf) String() string {
	if len(d) != dufLen {
		return string(d)
	}
	return string(d[:4]) + " " + string(d[4:10]) + " " + string(d[10:])
}

// dufKontroll weighs the serial first and then the year; the rest of the division
// by 11 is the check number itself, 0 to 10.
func dufKontroll(d string) int {
	weights := [...]int{4, 6, 3, 2, 7, 5, 4, 6, 3, 2}
	sum := 0
	for i, digit := range []byte(d[4:10] + d[:4]) {
		sum += weights[i] * int(digit-'0')
	}
	return sum % 11
}

// onlyDigits removes spaces of every kind and tells whether n ASCII digits are left.
func onlyDigits(s string, n int) (string, bool) {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
	if len(digits) != n {
		return "", false
	}
	for _, r := range digits {
		if r < '0' || r > '9' {
			return "", false
		}
	}
	return digits, true
}
