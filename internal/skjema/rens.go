package skjema

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Avvik is why a value cannot be stored at all; "" when it can. What is merely not
// finished yet is never refused.
type Avvik string

// The reasons.
const (
	ForLang        Avvik = "lengde" // longer than MaksLengde
	UgyldigTegn    Avvik = "tegn"   // not UTF-8
	UkjentVerdi    Avvik = "verdi"  // not one of the choices
	IkkeEtSporsmal Avvik = "felt"   // a group has no value of its own
)

// Clean returns the value in the form in which it is stored: composed letters, line
// feeds only, no control characters; one line without line breaks.
func (q *Sporsmal) Clean(verdi string) (string, Avvik) {
	if !utf8.ValidString(verdi) {
		return "", UgyldigTegn
	}
	verdi = strings.ReplaceAll(verdi, "\r\n", "\n")
	verdi = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' && q.Type == Langtekst, r == '\t' && q.Type == Langtekst:
			return r
		case r == '\n', r == '\r', r == '\t':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, verdi)
	verdi = norm.NFC.String(verdi)
	return verdi, q.avvik(verdi)
}

func (q *Sporsmal) avvik(verdi string) Avvik {
	switch q.Type {
	case Tekst, Langtekst:
		if utf8.RuneCountInString(verdi) > q.MaksLengde {
			return ForLang
		}
		return ""
	case Gruppe:
		if verdi != "" {
			return IkkeEtSporsmal
		}
		return ""
	}
	if verdi == "" || q.lovlig(verdi) {
		return ""
	}
	return UkjentVerdi
}

// lovlig tells whether the value is one of the question's choices.
func (q *Sporsmal) lovlig(verdi string) bool {
	switch q.Type {
	case JaNei:
		return verdi == Ja || verdi == Nei
	case Avkryss:
		return verdi == Ja
	case Valg:
		if q.Liste != "" {
			return listekode.MatchString(verdi)
		}
		return slices.Contains(q.Valg, verdi)
	case Kommune:
		return verdi == Ukjent || kommunenummer(verdi)
	}
	return false
}

// listekode is the form of a code in a list.
var listekode = regexp.MustCompile(`^[A-Za-z0-9]+([_-][A-Za-z0-9]+)*$`)

// kommunenummer tells whether the value has the form of a kommune's number; whether
// it exists is for the caller, who has the register.
func kommunenummer(s string) bool {
	return len(s) == 4 && strings.Trim(s, "0123456789") == ""
}
