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

// What is seen is all that counts: what shows nothing is empty, and what looks the same is
// the same. Letters that look like nothing in a font but are drawn stay.
func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"\u200b": "", "\u00ad": "", "\u3164": "", "\u2800": "", "\u115f \u1160": "", "\u2060\ufe0f": "", "\u200b \u00a0\u180e": "",
		"Fl\u00adytte\u200bbil": "Flyttebil", "a \u200b b": "a b", "e\u200d\u0301": "é", "blåbær\u202e": "blåbær", "–": "–", "Tante": "Tante",
	} {
		if got := Visible(in); got != want || Visible(got) != got {
			t.Errorf("%+q becomes %+q, want %+q", in, got, want)
		}
	}
}
