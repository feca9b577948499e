package i18n

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // Europe/Oslo also where the machine has no zone files

	"golang.org/x/text/language"

	"bosett/internal/db"
	"bosett/internal/referanse"
)

// formats are the parts of number and date writing that differ by language.
// They stand in the catalogues (format.*), so that a language is one folder.
type formats struct {
	date, clock, both string
	group             string
}

// prepare reads what the printer needs beside the texts.
func (p *Printer) prepare() []error {
	var faults []error
	tag, err := language.Parse(p.lang)
	if err != nil {
		faults = append(faults, fmt.Errorf("i18n: %s is not a language code: %w", p.lang, err))
	}
	p.tag = tag
	for key, to := range map[string]*string{
		"format.dato": &p.form.date, "format.klokke": &p.form.clock,
		"format.dato-klokke": &p.form.both, "format.tusenskille": &p.form.group,
	} {
		m := p.messages[key]
		if m == nil || m.plural != nil || len(m.names) > 0 {
			faults = append(faults, fmt.Errorf("i18n: %s lacks %s", p.lang, key))
			continue
		}
		*to = m.text
	}
	return faults
}

var oslo = sync.OnceValue(func() *time.Location {
	loc, err := time.LoadLocation("Europe/Oslo")
	if err != nil { // cannot happen: the zone is compiled in
		return time.FixedZone("CET", 3600)
	}
	return loc
})

// Oslo is the zone in which every clock of the product is read.
func Oslo() *time.Location { return oslo() }

// Clock writes the time of day in Norway: 14.03. The zero time gives "".
func (p *Printer) Clock(t time.Time) string { return p.at(t, p.form.clock) }

// DateTime writes a moment in Norway: 31.01.2020 kl. 14.03. Zero gives "".
func (p *Printer) DateTime(t time.Time) string { return p.at(t, p.form.both) }

// DayOf writes the Norwegian calendar day of a moment: 31.01.2020. Zero gives "".
func (p *Printer) DayOf(t time.Time) string { return p.at(t, p.form.date) }

// Date writes a calendar day: 31.01.2020. The zero Date gives "".
func (p *Printer) Date(d db.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.In(time.UTC).Format(p.form.date)
}

// DateLong writes a calendar day with the month's name: 31. januar 2020. The
// zero Date gives "".
func (p *Printer) DateLong(d db.Date) string {
	if d.IsZero() {
		return ""
	}
	return p.T("felles.langdato", "dag", strconv.Itoa(d.Day()),
		"maned", p.T("felles.maned."+strconv.Itoa(int(d.Month()))), "aar", strconv.Itoa(d.Year()))
}

// Weekday writes the name of the day of the week: fredag.
func (p *Printer) Weekday(d db.Date) string {
	return p.T("felles.ukedag." + strconv.Itoa((int(d.Weekday())+6)%7+1))
}

// Age writes how old a person born on one day is on another: "34 år", for
// children under two "14 måneder", under one month "12 dager". It gives "" when
// the birth date is unknown or in the future.
func (p *Printer) Age(born, on db.Date) string {
	if born.IsZero() || on.IsZero() || on.Before(born) {
		return ""
	}
	months := (on.Year()-born.Year())*12 + int(on.Month()) - int(born.Month())
	if on.Day() < born.Day() {
		months--
	}
	switch {
	case months < 1:
		return p.Days(on.Sub(born))
	case months < 24:
		return p.N("felles.maneder", months)
	default:
		return p.Years(months / 12)
	}
}

func (p *Printer) at(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.In(oslo()).Format(layout)
}

// Number writes a whole number with no-break spaces between thousands: 1 234.
// Numbers that identify (DUF, kommune) are not written with it.
func (p *Printer) Number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	start := 0
	if n < 0 {
		start = 1
	}
	if len(digits)-start <= 3 {
		return digits
	}
	var b strings.Builder
	for i, r := range digits {
		if i > start && (len(digits)-i)%3 == 0 {
			b.WriteString(p.form.group)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Days writes a count of days: "-227 dager", "1 dag", "0 dager".
func (p *Printer) Days(n int) string { return p.N("felles.dager", n) }

// Years writes an age in whole years: "34 år".
func (p *Printer) Years(n int) string { return p.N("felles.ar", n) }

// Land is the name of a country by ISO 3166-1 alpha-2 code: "Syria". XX is who
// has no known citizenship; an unknown code comes back as it is.
func (p *Printer) Land(iso2 string) string {
	if name, ok := referanse.Land(p.lang, iso2); ok {
		return name
	}
	return iso2
}

// Sprak is the name of a language by BCP 47 code: "tigrinja". An unknown code
// comes back as it is.
func (p *Printer) Sprak(code string) string {
	if name, ok := referanse.Sprak(p.lang, code); ok {
		return name
	}
	return code
}
