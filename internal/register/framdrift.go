package register

import (
	"fmt"
	"io"
	"time"

	"bosett/internal/i18n"
)

// framdrift shows how far a run has come and what it finds. On a terminal the
// last line is written over each second; elsewhere (a log) a new line now and then.
type framdrift struct {
	k     *kjoring
	out   io.Writer
	start time.Time
	// sist is when progress was last shown, vist whether such a line stands there now.
	sist time.Time
	vist bool
}

const (
	stegTerminal = time.Second
	stegLogg     = 10 * time.Second
)

func newFramdrift(k *kjoring) *framdrift {
	out := k.o.Out
	if out == nil {
		out = io.Discard
	}
	now := k.o.Clock()
	return &framdrift{k: k, out: out, start: now, sist: now}
}

// linje writes one line for good.
func (f *framdrift) linje(tekst string) {
	if f.vist {
		fmt.Fprint(f.out, "\r\x1b[K")
		f.vist = false
	}
	fmt.Fprintln(f.out, tekst)
}

// beskjed says something about the file as a whole.
func (f *framdrift) beskjed(key string, args ...any) {
	f.linje(f.k.p.T(key, append(args, "fil", f.k.kilde.navn)...))
}

// meldAvvik tells about refused lines, meld about accepted ones with a mark.
func (f *framdrift) meldAvvik(list []melding) { f.alle("register.melding.avvist", list) }

func (f *framdrift) meld(list []melding) { f.alle("register.melding.merket", list) }

func (f *framdrift) alle(key string, list []melding) {
	for _, m := range list {
		f.linje(f.k.p.T(key, "fil", f.k.kilde.navn, "linje", fmt.Sprint(m.linje),
			"felt", feltNavn(f.k.p, m.felt), "grunn", f.k.p.T(m.grunn)))
	}
}

// feltNavn is the column, or words for the line as a whole.
func feltNavn(p *i18n.Printer, felt string) string {
	if felt == "" {
		return p.T("register.hele-linjen")
	}
	return felt
}

// steg shows progress when it is time.
func (f *framdrift) steg() {
	every := stegLogg
	if f.k.o.Terminal {
		every = stegTerminal
	}
	now := f.k.o.Clock()
	if now.Sub(f.sist) < every {
		return
	}
	f.sist = now
	tekst := f.tekst(now)
	if !f.k.o.Terminal {
		f.linje(tekst)
		return
	}
	fmt.Fprint(f.out, "\r\x1b[K"+tekst)
	f.vist = true
}

func (f *framdrift) tekst(now time.Time) string {
	r := f.k.report
	perSecond := int64(0)
	if passed := now.Sub(f.start); passed > 0 {
		perSecond = int64(float64(f.lest()) / passed.Seconds())
	}
	args := []any{"fil", f.k.kilde.navn, "rader", r.Rader, "fart", perSecond}
	if f.k.kilde.storrelse == 0 {
		return f.k.p.T("register.framdrift.uten-prosent", args...)
	}
	return f.k.p.T("register.framdrift.prosent", append(args, "prosent", f.k.linjer.bytes*100/f.k.kilde.storrelse)...)
}

// lest is the number of records of this run, without those before an interruption.
func (f *framdrift) lest() int64 { return f.k.report.Rader - f.k.fraFor }

// slutt leaves a terminal on a line of its own.
func (f *framdrift) slutt() {
	if f.vist {
		fmt.Fprintln(f.out)
		f.vist = false
	}
}

// Write writes the summary of a run, in the printer's language.
func (r Report) Write(w io.Writer, p *i18n.Printer) {
	heading := "register.rapport.tittel"
	if r.DryRun {
		heading = "register.rapport.tittel-proveles"
	}
	fmt.Fprintln(w, p.T(heading, "fil", r.Fil, "type", p.T("register.type."+string(r.Type))))
	if r.Fortsatt > 0 {
		fmt.Fprintln(w, p.T("register.rapport.fortsatt", "linje", r.Fortsatt))
	}
	for _, row := range []struct {
		key string
		n   int64
	}{
		{"register.rapport.rader", r.Rader}, {"register.rapport.nye", r.Nye}, {"register.rapport.endret", r.Endret},
		{"register.rapport.uendret", r.Uendret}, {"register.rapport.avvist", r.Avvist}, {"register.rapport.merket", r.Merket},
	} {
		fmt.Fprintf(w, "  %-28s %12s\n", p.T(row.key), p.Number(row.n))
	}
}
