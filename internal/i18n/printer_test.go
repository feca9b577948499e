package i18n_test

import (
	"testing"
	"time"

	"bosett/internal/db"
	"bosett/internal/i18n"
)

func TestPrinter(t *testing.T) {
	nb, nn := i18n.For("nb"), i18n.For("nn")
	day := db.NewDate(2020, time.January, 31)
	winter := time.Date(2020, 1, 31, 13, 3, 0, 0, time.UTC)
	summer := time.Date(2020, 6, 30, 22, 30, 0, 0, time.UTC) // after midnight in Norway
	for _, c := range []struct{ got, want string }{
		{nb.Lang(), "nb"}, {nn.Lang(), "nn"}, {i18n.For("klingon").Lang(), "nb"},
		{nb.Date(day), "31.01.2020"}, {nb.Date(db.Date{}), ""},
		{nb.DateLong(db.NewDate(2021, time.May, 7)), "7. mai 2021"}, {nb.DateLong(db.Date{}), ""},
		{nb.Weekday(day), "fredag"}, {nn.Weekday(day.AddDays(1)), "laurdag"}, {nb.Weekday(day.AddDays(2)), "søndag"}, {nn.Weekday(day.AddDays(3)), "måndag"},
		{nb.Clock(winter), "14.03"}, {nb.DateTime(winter), "31.01.2020 kl. 14.03"},
		{nb.Clock(summer), "00.30"}, {nb.DayOf(summer), "01.07.2020"}, {nb.Clock(time.Time{}), ""},
		{nb.Number(0), "0"}, {nb.Number(999), "999"}, {nb.Number(1234), "1\u00a0234"}, {nb.Number(-1234567), "-1\u00a0234\u00a0567"}, {nb.Number(-123), "-123"},
		{nb.Days(-227), "-227 dager"}, {nb.Days(1), "1 dag"}, {nb.Days(-1), "-1 dag"}, {nb.Days(0), "0 dager"}, {nn.Days(-227), "-227 dagar"}, {nb.Days(11000), "11\u00a0000 dager"},
		{nb.N("samtale.ferdigstill.mangler-tittel", 2, "navn", "Far"), "Du må fylle ut 2 felt før du kan ferdigstille for Far"},
		{nb.Years(34), "34 år"},
		{nb.T("felles.endret-av", "dato", "31.01.2020", "navn", "Kari {dato}"), "Endret 31.01.2020 av Kari {dato}"},
		{nn.T("felles.endret-av", "navn", "Kari", "dato", "31.01.2020"), "Endra 31.01.2020 av Kari"},
		{nb.Land("SY"), "Syria"}, {nn.Land("XX"), "Statslaus eller ukjend"}, {nb.Land("QQ"), "QQ"},
		{nb.Sprak("ckb"), "sorani"}, {nb.Sprak("qqq"), "qqq"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestAge(t *testing.T) {
	on := db.NewDate(2020, time.March, 1)
	for _, c := range []struct {
		born db.Date
		want string
	}{
		{db.NewDate(1986, time.March, 1), "34 år"}, {db.NewDate(1986, time.March, 2), "33 år"},
		{db.NewDate(2018, time.March, 1), "2 år"}, {db.NewDate(2018, time.March, 2), "23 måneder"},
		{db.NewDate(2020, time.February, 1), "1 måned"}, {db.NewDate(2020, time.February, 2), "28 dager"}, // 2020 has a 29 February
		{db.NewDate(2004, time.February, 29), "16 år"}, {on, "0 dager"},
		{db.NewDate(2020, time.March, 2), ""}, {db.Date{}, ""},
	} {
		if got := i18n.For("nb").Age(c.born, on); got != c.want {
			t.Errorf("born %v: %q, want %q", c.born, got, c.want)
		}
	}
}

func TestWhatIsMissingIsShownAndCounted(t *testing.T) {
	p, before := i18n.For("nb"), i18n.Missing()
	if got := p.T("finnes.ikke"); got != "finnes.ikke" {
		t.Errorf("a missing text reads %q", got)
	}
	if got := p.N("finnes.ikke", 2); got != "finnes.ikke" {
		t.Errorf("a missing text reads %q", got)
	}
	if got := p.T("felles.endret-av", "dato", "31.01.2020"); got != "Endret 31.01.2020 av {navn}" {
		t.Errorf("a missing value reads %q", got)
	}
	if n := i18n.Missing() - before; n != 3 {
		t.Errorf("%d counted, want 3", n)
	}
}

func TestPlainTextAllocatesNothing(t *testing.T) {
	p := i18n.For("nn")
	if n := testing.AllocsPerRun(100, func() { _ = p.T("felles.lagre") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkPlain(b *testing.B) {
	p := i18n.For("nb")
	for b.Loop() {
		_ = p.T("felles.lagre")
	}
}

func BenchmarkFilled(b *testing.B) {
	p := i18n.For("nb")
	for b.Loop() {
		_ = p.N("samtale.ferdigstill.mangler-tittel", 2, "navn", "Far")
	}
}

func BenchmarkSortKey(b *testing.B) {
	for b.Loop() {
		_ = i18n.SortKey("Nordmann, Kari Ånund")
	}
}

func BenchmarkFold(b *testing.B) {
	for b.Loop() {
		_ = i18n.Fold("Al-Hussein, Ṣalāḥ ad-Dīn")
	}
}
