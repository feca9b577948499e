// Package ui is the design language of Bosett: templ components that the pages compose.
//
// A component takes ready strings in the reader's language and addresses made by the handler. It knows no catalogue, no
// domain type and no rule. Everything works without JavaScript; the script in internal/web/static only saves a reload.
// Inline style and script do not occur, since the Content-Security-Policy refuses them.
package ui

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Words are the words that components say by themselves. The page package sets them once per request.
type Words struct {
	Required string // after the label of a field that must be filled in: "må fylles ut"
	Help     string // before the label in the name of a ? button: "Hjelp til"
	Error    string // hidden word before an error text: "Feil"
	NewTab   string // after a link that opens in a new tab: "åpnes i ny fane"
}

type wordsKey struct{}

// WithWords returns a context in which components use w. Called by the page package, once per request.
func WithWords(ctx context.Context, w Words) context.Context {
	return context.WithValue(ctx, wordsKey{}, w)
}

// words returns the words of the request, empty ones where none are set.
func words(ctx context.Context) Words {
	w, _ := ctx.Value(wordsKey{}).(Words)
	return w
}

// Link is a text and where it leads.
type Link struct{ Text, Href string }

// Option is one choice in a list: the stored value, what the reader sees and an optional line below it.
type Option struct{ Value, Text, Hint string }

// Hidden is one hidden field of a form that consists of a button.
type Hidden struct{ Name, Value string }

// Icon names one of the icons in icon_gen.go. The empty icon draws nothing.
type Icon string

// Kind says what an alert or a banner is about; the word in it says so too, never the colour alone.
type Kind string

// The kinds of alerts and banners.
const (
	KindInfo    Kind = "info"
	KindSuccess Kind = "success"
	KindWarning Kind = "warning"
	KindDanger  Kind = "danger"
	KindDemo    Kind = "demo" // banner only: invented people
)

// Icon returns the icon that belongs to the kind.
func (k Kind) Icon() Icon {
	switch k {
	case KindSuccess:
		return IconSuccess
	case KindWarning:
		return IconWarning
	case KindDanger:
		return IconError
	default:
		return IconInfo
	}
}

// Tone is the colour of a tag.
type Tone string

// The tones of tags. The zero value is neutral.
const (
	ToneNeutral Tone = ""
	ToneMain    Tone = "main"
	ToneSuccess Tone = "success"
	ToneWarning Tone = "warning"
	ToneDanger  Tone = "danger"
	ToneInfo    Tone = "info"
)

// Variant is the weight of a button. At most one primary button should be in view.
type Variant string

// The variants of buttons. The zero value is secondary.
const (
	Secondary Variant = ""
	Primary   Variant = "primary"
	Tertiary  Variant = "tertiary"
	Danger    Variant = "danger"
)

// dsVariant is Designsystemet's name of the variant.
func (v Variant) dsVariant() string {
	switch v {
	case Primary, Danger:
		return "primary"
	case Tertiary:
		return "tertiary"
	default:
		return "secondary"
	}
}

// dsColor is Designsystemet's colour of the variant.
func (v Variant) dsColor() string {
	if v == Danger {
		return "danger"
	}
	return "petrol"
}

// Width is how wide a field is drawn; it hints at how much is expected.
type Width string

// The widths of fields. The zero value is the whole column.
const (
	WidthFull   Width = ""
	WidthHalf   Width = "half"   // about 35 characters
	WidthShort  Width = "short"  // a number, a telephone
	WidthNarrow Width = "narrow" // a post code, a count
)

// level is the level of a heading: 2 where a component was given none.
func level(n int) int {
	if n < 1 || n > 6 {
		return 2
	}
	return n
}

// count writes a number of things, at most "99+", so that a badge keeps its size.
func count(n int) string {
	if n > 99 {
		return "99+"
	}
	return strconv.Itoa(n)
}

// joinIDs makes an aria-describedby value of the ids that are there.
func joinIDs(ids ...string) string {
	var there []string
	for _, id := range ids {
		if id != "" {
			there = append(there, id)
		}
	}
	return strings.Join(there, " ")
}

// described returns the attribute aria-describedby for the given ids, no attribute where there are none.
func described(ids string) templ.Attributes {
	if ids == "" {
		return templ.Attributes{}
	}
	return templ.Attributes{"aria-describedby": ids}
}
