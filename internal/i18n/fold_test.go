package i18n_test

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"bosett/internal/i18n"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "",
		"  Nordmann,  KARI ":     "nordmann kari",
		"Håkon":                  "haakon",
		"Haakon":                 "haakon",
		"HA\u030aKON":            "haakon", // å in two parts
		"Hakon":                  "hakon",
		"Sæther":                 "sæther",
		"Sather":                 "sather",
		"Bjørn":                  "bjørn",
		"Bjorn":                  "bjorn",
		"Faadumo Cabdi":          "faadumo cabdi",
		"Kárášjohka":             "karasjohka",
		"Porsáŋgu":               "porsangu",
		"Hárstták":               "harsttak",
		"Đorđević":               "dordevic",
		"Łukasz":                 "lukasz",
		"Şükrü Çağrı Öztürk":     "sukru cagri ozturk",
		"IŞIK":                   "isik",
		"İbrahim":                "ibrahim",
		"Sa'id Ma’mūn Qurʾān":    "said mamun quran",
		"Saʿīd":                  "said",
		"Al-Ḥasan":               "al hasan",
		"Abd\u00a0al\u2011Karim": "abd al karim",
		"Groß":                   "gross",
		"St. Hanshaugen":         "st hanshaugen",
		"2020 900651 03":         "2020 900651 03",
		"Évora/Nguyễn":           "evora nguyen",
		"Олександр Їжак":         "олександр іжак",
		"مُحَمَّد":               "محمد",
		"ተስፋይ":                   "ተስፋይ",
		"\x00\xff%_'\"":          "",
	} {
		if got := i18n.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestIndexWords(t *testing.T) {
	for in, want := range map[string][]string{
		"Al-Hassan":        {"al", "alhassan", "hassan"},
		"Abd-al-Karim Ali": {"abd", "abdalkarim", "al", "ali", "karim"},
		"Hábmer - Hamarøy": {"habmer", "hamarøy"},
		"Ali Ali":          {"ali"},
		"-Ali-":            {"ali"},
		"Hanne–Marie Skår": {"hanne", "marie", "skaar"}, // a dash parts, only a hyphen joins
	} {
		if got := i18n.IndexWords(in); !slices.Equal(got, want) {
			t.Errorf("IndexWords(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFoldProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		folded := i18n.Fold(s)
		if again := i18n.Fold(folded); again != folded {
			t.Fatalf("folding %q twice gives %q, then %q", s, folded, again)
		}
		if other := i18n.Fold(norm.NFD.String(s)); other != folded {
			t.Fatalf("%q folds to %q, taken apart to %q", s, folded, other)
		}
		index := i18n.IndexWords(s)
		for _, word := range i18n.Words(s) {
			if !slices.Contains(index, word) {
				t.Fatalf("%q is not found by its own word %q", s, word)
			}
			if strings.ContainsAny(word, " -'%_") || strings.ContainsRune(word, 0) {
				t.Fatalf("%q has the word %q", s, word)
			}
		}
	})
}

func TestSortKeyIsNorwegianOrder(t *testing.T) {
	want := []string{"", "anders", "Bjørn", "Vik", "Wang", "Zara", "Ærlig", "Ørjan", "Å", "Aaron", "Aase", "Åsnes"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int { return bytes.Compare(i18n.SortKey(a), i18n.SortKey(b)) })
	if !slices.Equal(got, want) {
		t.Errorf("sorted %q, want %q", got, want)
	}
	if !bytes.Equal(i18n.SortKey("Å"), i18n.SortKey("A\u030a")) {
		t.Error("the two ways to write Å differ")
	}
}

func TestSortKeyFromManyGoroutines(t *testing.T) {
	want := i18n.SortKey("Østby, Åse")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if !bytes.Equal(i18n.SortKey("Østby, Åse"), want) {
					t.Error("another key for the same name")
					return
				}
			}
		})
	}
	wg.Wait()
}
