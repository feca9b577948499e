package outbox

import (
	"fmt"
	"regexp"
	"strings"

	"bosett/internal/ident"
)

// mal is a template: three fixed texts of the catalogues, none with a placeholder, and the
// address of the page where the reader can see what it is about.
type mal struct {
	// emne, tekst and lenke are message keys: the subject, the one paragraph, the link's text.
	emne, tekst, lenke string
	// sti is a route of the site. Its {names} are the keys of Data, all of them.
	sti string
}

// The names of the templates, as they stand in the database.
const (
	// MalInternMerknad: the centre has written an internal note to IMDi after the interview
	// was completed (S15). Data: beboer.
	MalInternMerknad = "intern_merknad"
)

// maler are all messages there are.
var maler = map[string]mal{
	MalInternMerknad: {
		emne:  "epost.intern-merknad.emne",
		tekst: "epost.intern-merknad.tekst",
		lenke: "epost.intern-merknad.lenke",
		sti:   "/samtale/{beboer}",
	},
}

// Stier gives the route pattern that each template links to, by template name.
func Stier() map[string]string {
	all := make(map[string]string, len(maler))
	for name, m := range maler {
		all[name] = m.sti
	}
	return all
}

var nokkel = regexp.MustCompile(`\{([a-z]+)\}`)

// sti is the page that the message links to. The template, the set of keys and every value
// are checked here, both when the message is put and when it is sent: what stands in the
// database is not trusted more than what a caller gives.
func (m Melding) sti() (string, error) {
	t, ok := maler[m.Mal]
	if !ok {
		return "", fmt.Errorf("unknown template %q", m.Mal)
	}
	used := 0
	var fault error
	path := nokkel.ReplaceAllStringFunc(t.sti, func(name string) string {
		name = strings.Trim(name, "{}")
		id, err := ident.Parse(m.Data[name])
		if err != nil || id.Version() != 7 {
			// The value is not shown: it may be what must not be sent.
			fault = fmt.Errorf("template %s: %s is not an identifier", m.Mal, name)
		}
		used++
		return id.String()
	})
	if fault == nil && len(m.Data) != used {
		fault = fmt.Errorf("template %s: %d values are given, %d are allowed", m.Mal, len(m.Data), used)
	}
	if fault != nil {
		return "", fault
	}
	return path, nil
}

// Nokler gives the message keys of all templates.
func Nokler() (all []string) {
	for _, m := range maler {
		all = append(all, m.emne, m.tekst, m.lenke)
	}
	return all
}
