package register

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"bosett/internal/db"
	"bosett/internal/i18n"
)

// kolonne is one column of a type of file.
type kolonne struct {
	navn string
	// krevd: the column must be in the header and the cell must not be empty.
	krevd bool
	// maks is the longest value, in letters.
	maks int
}

// rad reads the cells of one record and collects what is wrong with them.
type rad struct {
	kolonner []kolonne
	verdier  []string
	idag     db.Date
	avvik    []avvik
}

// vask cleans every cell and checks what holds for all columns: length, strange
// characters, and that a required cell is not empty.
func (r *rad) vask() {
	for i, k := range r.kolonner {
		v := vaskTekst(r.verdier[i])
		r.verdier[i] = v
		switch {
		case v == "" && k.krevd:
			r.feil(k.navn, "register.grunn.mangler")
		case utf8.RuneCountInString(v) > k.maks:
			r.feil(k.navn, "register.grunn.for-lang")
		case strings.ContainsFunc(v, ulovlig):
			r.feil(k.navn, "register.grunn.tegn")
		// What is searched for is not found. The line is refused, not mended: the register
		// owns the name, and must be told that what it holds is not what it shows.
		case strings.ContainsFunc(v, i18n.Invisible):
			r.feil(k.navn, "register.grunn.usynlig")
		}
	}
}

// vaskTekst makes one space of every run of spaces, tabs and line breaks, and one
// letter of a letter and its accent, so that equal names are equal texts.
func vaskTekst(s string) string {
	if strings.IndexFunc(s, urent) < 0 {
		return s
	}
	return norm.NFC.String(strings.Join(strings.Fields(s), " "))
}

// urent reports what makes cleaning necessary; most cells have none of it.
func urent(r rune) bool { return r >= utf8.RuneSelf || r <= ' ' }

// ulovlig reports characters that no register value holds: control characters, the
// mark of a broken conversion, and what means something only to who made it.
func ulovlig(r rune) bool {
	if r < utf8.RuneSelf {
		return unicode.IsControl(r)
	}
	return r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Co, unicode.Noncharacter_Code_Point)
}

func (r *rad) feil(felt, grunn string) {
	r.avvik = append(r.avvik, avvik{felt: felt, grunn: grunn})
}

// tekst is the cell of a column; a column that the file lacks is empty.
func (r *rad) tekst(navn string) string {
	i := slices.IndexFunc(r.kolonner, func(k kolonne) bool { return k.navn == navn })
	return r.verdier[i]
}

// kode is a code word in small letters, whatever the file wrote.
func (r *rad) kode(navn string) string { return strings.ToLower(r.tekst(navn)) }

// stor is a code in capital letters.
func (r *rad) stor(navn string) string { return strings.ToUpper(r.tekst(navn)) }

// dato reads 2006-01-02 or 02.01.2006; empty gives the zero Date. Days that do
// not exist, and years that nobody alive has to do with, are refused.
func (r *rad) dato(navn string) db.Date {
	v := r.tekst(navn)
	if v == "" {
		return db.Date{}
	}
	d, ok := lesDato(v)
	if !ok {
		r.feil(navn, "register.grunn.dato")
	}
	return d
}

// fortid is dato for what cannot lie ahead.
func (r *rad) fortid(navn string) db.Date {
	d := r.dato(navn)
	if !d.IsZero() && d.After(r.idag) {
		r.feil(navn, "register.grunn.fremtid")
	}
	return d
}

func lesDato(v string) (db.Date, bool) {
	for _, form := range []string{time.DateOnly, "02.01.2006"} {
		if len(v) != len(form) {
			continue
		}
		if t, err := time.Parse(form, v); err == nil && t.Year() >= 1900 && t.Year() <= 2100 {
			return db.NewDate(t.Year(), t.Month(), t.Day()), true
		}
	}
	return db.Date{}, false
}

// tidspunkt reads a moment: RFC 3339, or a date with or without a clock, which
// is then Norwegian time. Empty gives NULL.
func (r *rad) tidspunkt(navn string) db.NullTime {
	v := r.tekst(navn)
	if v == "" {
		return db.NullTime{}
	}
	if t, err := time.Parse(time.RFC3339, v); err == nil && t.Year() >= 1900 && t.Year() <= 2100 {
		return db.SomeTime(t)
	}
	day, clock, _ := strings.Cut(strings.Replace(v, "T", " ", 1), " ")
	d, ok := lesDato(day)
	if !ok {
		r.feil(navn, "register.grunn.tidspunkt")
		return db.NullTime{}
	}
	if clock == "" {
		return db.SomeTime(d.In(i18n.Oslo()))
	}
	for _, form := range []string{"15:04", "15:04:05"} {
		if c, err := time.Parse(form, clock); err == nil {
			return db.SomeTime(time.Date(d.Year(), d.Month(), d.Day(), c.Hour(), c.Minute(), c.Second(), 0, i18n.Oslo()))
		}
	}
	r.feil(navn, "register.grunn.tidspunkt")
	return db.NullTime{}
}
