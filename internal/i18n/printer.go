package i18n

import (
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// reference is the language that every other one is compared with and that
// answers for an unknown language.
const reference = "nb"

// categories are the CLDR plural categories in the order of plural.Form.
var categories = [...]string{"other", "zero", "one", "two", "few", "many"}

// message is one text, or one form per plural category.
type message struct {
	text   string
	parts  []part
	names  []string // placeholders, sorted, each once
	plural *[len(categories)]*message
}

// part is a piece of text or, when name is set, a placeholder.
type part struct{ text, name string }

// Printer writes texts, dates and numbers in one language. It never changes
// and may be used by many at once.
type Printer struct {
	lang     string
	tag      language.Tag
	messages map[string]*message
	form     formats
}

// For returns the printer of the embedded catalogues for a language code
// ("nb", "nn"); an unknown code gives bokmål. Every page and e-mail calls it.
func For(lang string) *Printer {
	c, _ := standard() // the fault stopped the program at start
	if c == nil {
		return &Printer{lang: reference}
	}
	return c.For(lang)
}

// Lang is the language code of the printer, as in the HTML lang attribute.
func (p *Printer) Lang() string { return p.lang }

// Has reports whether the language has the key.
func (p *Printer) Has(key string) bool { return p.messages[key] != nil }

// T returns the text of key with its placeholders filled from pairs of name
// and value: T("felles.endret-av", "dato", d, "navn", n). Integers are written
// with Norwegian grouping. An unknown key is returned as it is and counted.
func (p *Printer) T(key string, args ...any) string {
	m := p.messages[key]
	if m == nil {
		return p.missing(key)
	}
	if m.plural != nil {
		m = m.plural[0]
	}
	if len(m.names) == 0 {
		return m.text
	}
	return p.fill(key, m, args, nil)
}

// N returns the form of key that fits the number n ("1 dag", "-227 dager").
// The placeholder {n} is the number; others come from pairs as in T.
func (p *Printer) N(key string, n int, args ...any) string {
	m := p.messages[key]
	if m == nil {
		return p.missing(key)
	}
	if m.plural != nil {
		chosen := m.plural[p.category(n)]
		if chosen == nil {
			chosen = m.plural[0]
		}
		m = chosen
	}
	return p.fill(key, m, args, &n)
}

// category is the CLDR plural category of a whole number, by its magnitude.
func (p *Printer) category(n int) int {
	const window = 10_000_000 // the rules look at no more digits than this
	if n < 0 {
		n = -n
	}
	if n >= window {
		n = window + n%window
	}
	return int(plural.Cardinal.MatchPlural(p.tag, n, 0, 0, 0, 0))
}

func (p *Printer) fill(key string, m *message, args []any, n *int) string {
	var b strings.Builder
	b.Grow(len(m.text) + 32)
	for _, part := range m.parts {
		if part.name == "" {
			b.WriteString(part.text)
			continue
		}
		if value, ok := lookup(args, part.name); ok {
			p.write(&b, value)
			continue
		}
		if n != nil && part.name == "n" {
			b.WriteString(p.Number(int64(*n)))
			continue
		}
		b.WriteString("{" + part.name + "}")
		p.missing(key + "{" + part.name + "}")
	}
	return b.String()
}

func lookup(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return nil, false
}

func (p *Printer) write(b *strings.Builder, value any) {
	switch v := value.(type) {
	case string:
		b.WriteString(v)
	case int:
		b.WriteString(p.Number(int64(v)))
	case int64:
		b.WriteString(p.Number(v))
	case error:
		b.WriteString(v.Error())
	case fmt.Stringer:
		b.WriteString(v.String())
	default:
		fmt.Fprint(b, v)
	}
}

var (
	missingCount atomic.Int64
	missingKeys  sync.Map // what -> true, so that each is logged once
)

// missing counts and, the first time, logs a text that was asked for and does
// not exist. The page goes on with the key: a strange word beats an error page.
func (p *Printer) missing(what string) string {
	if missingCount.Add(1) < 1000 {
		if _, seen := missingKeys.LoadOrStore(what, true); !seen {
			slog.Error("text missing from the catalogues", "key", strconv.Quote(what), "lang", p.lang)
		}
	}
	return what
}

// Missing is the number of times since start that a text or a placeholder
// value did not exist. Operations watches it; it should stay 0.
func Missing() int64 { return missingCount.Load() }
