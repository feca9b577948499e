package i18n

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Invisible reports characters that nobody sees: of no width, fillers, and those that turn
// the direction of the text around them. With them one word looks like another, or like
// nothing at all.
func Invisible(r rune) bool {
	return r >= utf8.RuneSelf &&
		(r == blankBraille || unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point))
}

// blankBraille is a pattern of dots without a dot: a letter that is drawn as nothing.
const blankBraille = '\u2800'

// Visible is OneLine without what is Invisible: the text as it is seen.
func Visible(s string) string {
	return OneLine(strings.Map(func(r rune) rune {
		if Invisible(r) {
			return -1
		}
		return r
	}, OneLine(s)))
}

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
