package i18n

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// OneLine makes one form of a name or another short text, so that equal texts are equal
// bytes: composed letters, single spaces, no control characters, and none of those that
// cannot be seen but turn the text around them.
func OneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r):
			return ' '
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.Join(strings.Fields(norm.NFC.String(s)), " ")
}
