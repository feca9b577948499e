package i18n

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// letters replaces letters that do not come apart into a base letter and a mark.
var letters = map[rune]string{
	'å': "aa", // Å = Aa; written out so that "fa" still finds Faadumo
	'đ': "d", 'ð': "d", 'ŋ': "n", 'ŧ': "t", 'ł': "l", 'ħ': "h", 'ı': "i", 'ə': "e",
	'ß': "ss", 'þ': "th", 'œ': "oe", 'ǥ': "g", 'ĸ': "k", 'ƙ': "k", 'ɓ': "b", 'ɗ': "d",
	'ʒ': "z", 'ǯ': "z",
}

// silent are the apostrophes and half rings of transliterated names, and the
// marks that only stretch or join: Sa'id, Saʿid and Said are one name.
const silent = "'`´’‘ʼʾʿʻʹ′ـ\u00ad\u200b\u200c\u200d"

// Fold turns a name or a query into the form in which names are searched:
// lower case, words of letters and digits with one space between.
//
//   - æ and ø stay letters of their own, never a or o. Å becomes aa, so that
//     Håkon and Haakon meet while Hakon does not.
//   - Other marks go: á, ä, ö, ü, š, ž, ç and the like become the base letter;
//     đ, ŋ, ŧ, ł, ı become d, n, t, l, i.
//   - Apostrophes vanish (Sa'id is said); hyphens and other signs part words
//     (Al-Hassan is al hassan).
//   - Other scripts keep their letters; Arabic vowel signs go.
func Fold(s string) string { return strings.Join(Words(s), " ") }

// Words returns the words of Fold(s) in their order, without sorting or
// removing repeats. A query is split with it.
func Words(s string) []string {
	words, _ := split(s)
	return words
}

// IndexWords returns the words under which s is found: those of Words and,
// for parts that a hyphen joins, the parts written together, so that a search
// for alhassan finds Al-Hassan. Sorted, each once.
func IndexWords(s string) []string {
	words, joined := split(s)
	words = append(words, joined...)
	slices.Sort(words)
	return slices.Compact(words)
}

// split returns the words of s and, separately, the words that hyphens join.
func split(s string) (words, joined []string) {
	var word, chain strings.Builder
	links := 0
	endWord := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			chain.WriteString(word.String())
			word.Reset()
			links++
		}
	}
	endChain := func() {
		endWord()
		if links > 1 {
			joined = append(joined, chain.String())
		}
		chain.Reset()
		links = 0
	}
	for _, r := range norm.NFKC.String(s) {
		r = unicode.ToLower(r)
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			word.WriteByte(byte(r))
		case strings.ContainsRune(silent, r) || isMark(r):
		case r == '-' || r == '‐' || r == '‑':
			if word.Len() == 0 { // " - " parts names, it does not join them
				endChain()
			}
			endWord()
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			writeFolded(&word, r)
		default:
			endChain()
		}
	}
	endChain()
	return words, joined
}

// writeFolded writes one lower-case letter without its marks.
func writeFolded(b *strings.Builder, r rune) {
	if to, ok := letters[r]; ok {
		b.WriteString(to)
		return
	}
	if r < 0x80 || r == 'æ' || r == 'ø' {
		b.WriteRune(r)
		return
	}
	apart := norm.NFD.PropertiesString(string(r)).Decomposition()
	if apart == nil {
		b.WriteRune(r)
		return
	}
	for _, d := range string(apart) {
		if isMark(d) {
			continue
		}
		d = unicode.ToLower(d)
		if to, ok := letters[d]; ok {
			b.WriteString(to)
			continue
		}
		b.WriteRune(d)
	}
}

// isMark reports marks that folding drops. Marks of scripts where they are
// vowels (Devanagari, Tamil, …) stay.
func isMark(r rune) bool {
	switch {
	case r >= 0x0300 && r <= 0x036f: // combining diacritics
	case r >= 0x064b && r <= 0x065f, r == 0x0670: // Arabic vowel signs
	default:
		return false
	}
	return true
}

// collators is a pool because a collator must not be shared between
// goroutines and costs eight times its use to make. The language is nn: the
// tables answer root order, with Å before B, for nb and no.
var collators = sync.Pool{New: func() any {
	return &collator{Collator: collate.New(language.MustParse("nn"))}
}}

type collator struct {
	*collate.Collator
	buffer collate.Buffer
}

// SortKey returns bytes whose order is the Norwegian order of the texts: æ, ø,
// å last, Aa as Å. It is stored beside a name and sorted on by both databases.
func SortKey(s string) []byte {
	c, _ := collators.Get().(*collator)
	defer collators.Put(c)
	c.buffer.Reset()
	return slices.Clone(c.KeyFromString(&c.buffer, norm.NFC.String(s)))
}
