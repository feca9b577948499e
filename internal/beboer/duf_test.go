package beboer

import (
	"testing"

	"pgregory.net/rapid"

	"bosett/internal/db"
	"bosett/internal/fault"
)

// The numbers of the user guide; which of them fail is worked out by hand in
// domain.md 4.1.
func TestDufOfTheGuide(t *testing.T) {
	for _, c := range []struct {
		in, shown string
		gyldig    bool
	}{
		{"202090065103", "2020 900651 03", true},
		{"202090064201", "2020 900642 01", true},
		{"2020 900632 05", "2020 900632 05", true},
		{" 2020\u00a0900472 07 ", "2020 900472 07", true},
		{"201590125605", "2015 901256 05", false},
		{"201990125605", "2019 901256 05", true},
		{"201590126507", "2015 901265 07", false},
		{"201990126507", "2019 901265 07", true},
		{"900090000017", "9000 900000 17", false},
	} {
		d, gyldig, err := ParseDuf(c.in)
		if err != nil || gyldig != c.gyldig || d.String() != c.shown {
			t.Errorf("%q: %q %v %v, want %q %v", c.in, d, gyldig, err, c.shown, c.gyldig)
		}
	}
	for _, in := range []string{"", "20209006510", "2020900651033", "2020-900651-03", "20209006510x", "٢٠٢٠٩٠٠٦٥١٠٣", "2020 900651 0³"} {
		if d, _, err := ParseDuf(in); !fault.Is(err, fault.Invalid) || d != "" {
			t.Errorf("%q: %q %v, want refused", in, d, err)
		}
	}
	if Duf("12").Gyldig() || Duf("12").String() != "12" {
		t.Error("a broken value must neither be valid nor be cut")
	}
}

// A single wrong digit is always found, and what is printed is read back.
func TestDufProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := NyDuf(rapid.IntRange(1990, 2099).Draw(t, "year"), rapid.IntRange(0, 999_999).Draw(t, "serial"))
		if got, gyldig, err := ParseDuf(d.String()); err != nil || !gyldig || got != d {
			t.Fatalf("%s: %s %v %v", d, got, gyldig, err)
		}
		wrong := []byte(d)
		at := rapid.IntRange(0, 11).Draw(t, "at")
		wrong[at] = '0' + (wrong[at]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "add")))%10
		if Duf(wrong).Gyldig() {
			t.Fatalf("%s passes as well as %s", wrong, d)
		}
	})
}

// Worked out by hand with the weights of domain.md 4.2. All are synthetic (month 81).
func TestFodselsnummer(t *testing.T) {
	for _, c := range []struct {
		in     string
		gyldig bool
		why    string
	}{
		{"17817910009", true, "both sums are multiples of 11"},
		{"178179 10009", true, "with a space"},
		{"17817910008", false, "second check digit"},
		{"57817910000", true, "d-number; rest 1 at the first check digit, as from 2032"},
		{"57817910035", false, "rest 4 at the first check digit"},
		{"00000000000", false, "both sums are 0, but there is no such date"},
	} {
		f, gyldig, err := ParseFodselsnummer(c.in)
		if err != nil || gyldig != c.gyldig {
			t.Errorf("%s (%s): %v %v", c.in, c.why, gyldig, err)
		}
		if len(f) != 11 || f.Maskert() != string(f[:6])+" *****" {
			t.Errorf("%s: masked %q", c.in, f.Maskert())
		}
	}
	for _, in := range []string{"", "1781791000", "178179100090", "1781791000A"} {
		if _, _, err := ParseFodselsnummer(in); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v, want refused", in, err)
		}
	}
	if Fodselsnummer("").Maskert() != "" {
		t.Error("no number must not be masked as one")
	}
}

func TestSyntheticNumbersAreValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		born := db.NewDate(rapid.IntRange(1920, 2039).Draw(t, "year"), 1, rapid.IntRange(1, 366).Draw(t, "day"))
		f, ok := SyntetiskFodselsnummer(born, rapid.IntRange(0, 499).Draw(t, "individ"))
		if ok && (!f.Gyldig() || f[2] < '8') {
			t.Fatalf("%s born %s", f, born)
		}
	})
}

func TestAlder(t *testing.T) {
	for _, c := range []struct {
		born, on string
		want     int
	}{
		{"1979-01-17", "2020-09-14", 41}, // the guide's own picture
		{"1979-01-17", "2020-01-16", 40},
		{"1979-01-17", "2020-01-17", 41},
		{"2004-02-29", "2020-02-28", 15},
		{"2004-02-29", "2021-02-28", 16},
		{"2004-02-29", "2022-03-01", 18},
		{"2020-01-01", "2019-12-31", 0},
	} {
		born, _ := db.ParseDate(c.born)
		on, _ := db.ParseDate(c.on)
		if got := (Beboer{Fodt: born}).Alder(on); got != c.want {
			t.Errorf("born %s, on %s: %d, want %d", c.born, c.on, got, c.want)
		}
	}
}
