package i18n

import (
	"strings"

	"golang.org/x/text/language"
)

// Match chooses the language for an Accept-Language header; what is not spoken
// here becomes bokmål. no, da and sv are read as bokmål.
func (c *Catalogue) Match(header string) string {
	if strings.TrimSpace(header) == "" || len(c.langs) == 0 {
		return reference
	}
	want, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return reference
	}
	langs := []string{reference}
	tags := []language.Tag{language.MustParse(reference)}
	for _, lang := range c.langs {
		if lang != reference {
			langs = append(langs, lang)
			tags = append(tags, c.printers[lang].tag)
		}
	}
	_, index, confidence := language.NewMatcher(tags).Match(want...)
	if confidence == language.No {
		return reference
	}
	return langs[index]
}
