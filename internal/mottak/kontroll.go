package mottak

import (
	"strings"
	"unicode/utf8"
)

// maxTekst is the longest value, in runes.
const maxTekst = 200

// check returns the message key of what is wrong with a cleaned value, or "". An
// empty value is always right: a centre may have no such thing.
func (f Felt) check(v string) string {
	switch {
	case v == "":
		return ""
	case utf8.RuneCountInString(v) > maxTekst:
		return "mottak.feil.for-lang"
	}
	switch f {
	case Hovedtelefon, Vakttelefon:
		return checkTelefon(v)
	case Epost:
		return checkEpost(v)
	case PostNummer, BesokNummer:
		return checkPostnummer(v)
	}
	return ""
}

// checkTelefon takes digits and spaces with an optional plus in front: 5 digits (the
// shortest Norwegian numbers in use) to 15 (the longest there are).
func checkTelefon(v string) string {
	digits := strings.ReplaceAll(strings.TrimPrefix(v, "+"), " ", "")
	if len(digits) < 5 || len(digits) > 15 || !isDigits(digits) {
		return "mottak.feil.telefon"
	}
	return ""
}

// checkEpost asks for one @ with something before it and a host with a dot after it;
// whether the address exists only a letter to it can tell.
func checkEpost(v string) string {
	name, host, ok := strings.Cut(v, "@")
	dot := strings.LastIndexByte(host, '.')
	if !ok || name == "" || dot < 1 || dot == len(host)-1 || strings.ContainsAny(v, " ,;<>\"") || strings.Contains(host, "@") {
		return "mottak.feil.epost"
	}
	return ""
}

func checkPostnummer(v string) string {
	if len(v) != 4 || !isDigits(v) {
		return "mottak.feil.postnummer"
	}
	return ""
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
