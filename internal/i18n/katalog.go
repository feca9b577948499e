package i18n

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed katalog
var embedded embed.FS

// Catalogue is every text in every language. It never changes after Load and
// may be used by many at once.
type Catalogue struct {
	printers map[string]*Printer
	langs    []string
}

var standard = sync.OnceValues(func() (*Catalogue, error) {
	root, err := fs.Sub(embedded, "katalog")
	if err != nil {
		return nil, err
	}
	return LoadFrom(root)
})

// Load reads the embedded catalogues, once. The program calls it at start and
// stops on an error; For uses the same catalogue afterwards.
func Load() (*Catalogue, error) { return standard() }

// LoadFrom reads <language>/<area>.json from root. It returns whatever could be
// read together with every fault found: files that are not flat JSON, bad keys,
// a key in two places, broken placeholders or plural forms, and languages that
// disagree about keys or placeholders.
func LoadFrom(root fs.FS) (*Catalogue, error) {
	c := &Catalogue{printers: map[string]*Printer{}}
	files, err := fs.Glob(root, "*/*.json")
	if err != nil {
		return c, err
	}
	var faults []error
	owner := map[string]string{}
	for _, file := range files {
		lang := path.Dir(file)
		p := c.printers[lang]
		if p == nil {
			p = &Printer{lang: lang, messages: map[string]*message{}}
			c.printers[lang] = p
		}
		data, err := fs.ReadFile(root, file)
		if err != nil {
			return c, err
		}
		faults = append(faults, p.add(file, data, owner)...)
	}
	c.langs = slices.Sorted(maps.Keys(c.printers))
	for _, p := range c.printers {
		faults = append(faults, p.prepare()...)
	}
	return c, errors.Join(append(faults, c.parity()...)...)
}

// Languages returns the codes of the languages there are, sorted.
func (c *Catalogue) Languages() []string { return slices.Clone(c.langs) }

// Has reports whether key exists in the reference language (nb).
func (c *Catalogue) Has(key string) bool {
	p := c.printers[reference]
	return p != nil && p.messages[key] != nil
}

// Keys returns every key of the reference language (nb), sorted.
func (c *Catalogue) Keys() []string {
	p := c.printers[reference]
	if p == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(p.messages))
}

// For returns the printer of a language, bokmål when the language is unknown.
func (c *Catalogue) For(lang string) *Printer {
	if p := c.printers[lang]; p != nil {
		return p
	}
	if p := c.printers[reference]; p != nil {
		return p
	}
	return &Printer{lang: reference}
}

// parity compares every language with the reference language.
func (c *Catalogue) parity() []error {
	var faults []error
	ref := c.printers[reference]
	if ref == nil {
		return []error{errors.New("i18n: no catalogue for " + reference)}
	}
	for _, lang := range c.langs {
		p := c.printers[lang]
		for key, m := range ref.messages {
			other := p.messages[key]
			switch {
			case other == nil:
				faults = append(faults, fmt.Errorf("i18n: %s lacks %s", lang, key))
			case (m.plural == nil) != (other.plural == nil):
				faults = append(faults, fmt.Errorf("i18n: %s: %s is plural in one language only", lang, key))
			case !slices.Equal(m.names, other.names):
				faults = append(faults, fmt.Errorf("i18n: %s: %s has placeholders %v, %s has %v", lang, key, other.names, reference, m.names))
			}
		}
		for key := range p.messages {
			if ref.messages[key] == nil {
				faults = append(faults, fmt.Errorf("i18n: %s: %s is not in %s", lang, key, reference))
			}
		}
	}
	return faults
}

var keyForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*(\.[A-Za-z0-9_]+(-[A-Za-z0-9_]+)*)+$`)

// add reads one file. owner remembers which file of a language has a key.
func (p *Printer) add(file string, data []byte, owner map[string]string) []error {
	var faults []error
	bad := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("i18n: %s: %s", file, fmt.Sprintf(format, args...)))
	}
	err := eachMember(data, func(key string, raw json.RawMessage) {
		full := p.lang + "\x00" + key
		switch {
		case !keyForm.MatchString(key):
			bad("key %q is not of the form area.name", key)
			return
		case owner[full] != "":
			bad("key %q is already in %s", key, owner[full])
			return
		}
		owner[full] = file
		m, err := parseValue(raw)
		if err != nil {
			bad("key %q: %v", key, err)
			return
		}
		p.messages[key] = m
	})
	if err != nil {
		bad("%v", err)
	}
	return faults
}

// eachMember walks the members of a flat JSON object in order. The standard
// decoder would silently keep the last of two equal keys.
func eachMember(data []byte, member func(key string, raw json.RawMessage)) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(errors.New("not a JSON object"), err)
	}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return err
		}
		key, ok := t.(string)
		if !ok {
			return fmt.Errorf("key %v is not a string", t)
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return fmt.Errorf("key %q: %w", key, err)
		}
		member(key, raw)
	}
	_, err := dec.Token()
	return err
}

func parseValue(raw json.RawMessage) (*message, error) {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return parseText(text)
	}
	var m message
	seen := map[string]bool{}
	var inner error
	err := eachMember(raw, func(category string, value json.RawMessage) {
		index := slices.Index(categories[:], category)
		if index < 0 || seen[category] {
			inner = errors.Join(inner, fmt.Errorf("%q is not a plural category or stands twice", category))
			return
		}
		seen[category] = true
		if err := json.Unmarshal(value, &text); err != nil {
			inner = errors.Join(inner, err)
			return
		}
		form, err := parseText(text)
		inner = errors.Join(inner, err)
		if m.plural == nil {
			m.plural = new([len(categories)]*message)
		}
		m.plural[index] = form
	})
	if err = errors.Join(err, inner); err != nil {
		return nil, err
	}
	if m.plural == nil || m.plural[0] == nil {
		return nil, errors.New(`a plural needs the form "other"`)
	}
	for _, form := range m.plural {
		if form != nil {
			m.names = append(m.names, form.names...)
		}
	}
	slices.Sort(m.names)
	m.names = slices.Compact(m.names)
	return &m, nil
}

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func parseText(text string) (*message, error) {
	if text == "" {
		return nil, errors.New("empty text")
	}
	m := &message{text: text}
	rest := text
	for {
		before, after, found := strings.Cut(rest, "{")
		if strings.Contains(before, "}") {
			return nil, errors.New("} without {")
		}
		if before != "" {
			m.parts = append(m.parts, part{text: before})
		}
		if !found {
			break
		}
		name, tail, closed := strings.Cut(after, "}")
		if !closed || !nameForm.MatchString(name) {
			return nil, fmt.Errorf("bad placeholder in %q", text)
		}
		m.parts = append(m.parts, part{name: name})
		m.names = append(m.names, name)
		rest = tail
	}
	slices.Sort(m.names)
	m.names = slices.Compact(m.names)
	return m, nil
}
