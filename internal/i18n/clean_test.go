package i18n

import "testing"

func TestOneLine(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "",
		" Hå \t asylmottak\r\n":    "Hå asylmottak",
		"A\u030asen":               "Åsen",
		"Kari\u00a0Kvåle":          "Kari Kvåle",
		"a\x00b\u0085c\x1b":        "a b c",
		"\u202eSelam\u202c":        "Selam",
		"\u2066حسن\u2069 \ufeffAl": "حسن Al",
		"a\xffb":                   "a\ufffdb",
	} {
		if got := OneLine(in); got != want || OneLine(got) != got {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
