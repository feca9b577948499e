package translate

import (
	"fmt"
	"strings"
)

type kind int

const (
	space kind = iota // white space, comments and lines taken over verbatim
	word
	other // quoted names, strings, numbers, punctuation
)

type token struct {
	kind kind
	text string
	line int
	// before is the white space in front, which goes when the token goes.
	before *token
}

func (t *token) lower() string { return strings.ToLower(t.text) }

// is compares a word without regard to case and anything else exactly.
func (t *token) is(text string) bool {
	return t.text == text || t.kind == word && t.lower() == text
}

func (t *token) drop() {
	t.text = ""
	if t.before != nil && strings.TrimSpace(t.before.text) == "" {
		t.before.text = ""
	}
}

// scan reads the dialect sections line by line and the rest token by token.
func scan(src string) ([]*token, error) {
	var tokens []*token
	var portable strings.Builder
	portableFrom, section, sectionLine := 1, "", 0
	flush := func() error {
		more, err := tokenize(portable.String(), portableFrom)
		tokens = append(tokens, more...)
		portable.Reset()
		return err
	}
	line := 0
	for text := range strings.Lines(src) {
		line++
		mark, isMark := strings.CutPrefix(strings.TrimSpace(text), "-- dialect:")
		switch {
		case isMark && mark == "end" && section != "":
			section, portableFrom = "", line+1
		case isMark && section == "" && (mark == "postgres" || mark == "sqlite"):
			if err := flush(); err != nil {
				return nil, err
			}
			section, sectionLine = mark, line
		case isMark:
			return nil, fmt.Errorf("line %d: dialect:%s does not fit here", line, mark)
		case section == "sqlite":
			verbatim, ok := strings.CutPrefix(text, "--| ")
			if !ok && strings.TrimSpace(text) != "" {
				return nil, fmt.Errorf("line %d: a line for SQLite must begin with --| and a space", line)
			}
			tokens = append(tokens, &token{kind: space, text: verbatim, line: line})
		case section == "":
			portable.WriteString(text)
		}
	}
	if section != "" {
		return nil, fmt.Errorf("line %d: dialect:%s has no end", sectionLine, section)
	}
	return tokens, flush()
}

func tokenize(src string, line int) ([]*token, error) {
	var tokens []*token
	var last *token
	for src != "" {
		n, k, err := first(src)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		t := &token{kind: k, text: src[:n], line: line}
		if last != nil && last.kind == space {
			t.before = last
		}
		tokens, last = append(tokens, t), t
		line += strings.Count(t.text, "\n")
		src = src[n:]
	}
	return tokens, nil
}

// first measures the token that src begins with.
func first(src string) (int, kind, error) {
	c := src[0]
	switch {
	case strings.HasPrefix(src, "--"):
		return until(src, "\n"), space, nil
	case strings.HasPrefix(src, "/*"), strings.HasPrefix(src, "$$"), strings.HasPrefix(src, "::"):
		return 0, other, fmt.Errorf("%s is not portable", src[:2])
	case c == '\'' || c == '"':
		end := strings.IndexByte(src[1:], c)
		if end < 0 {
			return 0, other, fmt.Errorf("%c is not closed", c)
		}
		// A doubled quote simply begins the next token; the text stays the same.
		return end + 2, other, nil
	case isSpace(c):
		return 1 + spanWhile(src[1:], isSpace), space, nil
	case isWord(c):
		return 1 + spanWhile(src[1:], isWord), word, nil
	}
	return 1, other, nil
}

func until(s, end string) int {
	if i := strings.Index(s, end); i >= 0 {
		return i
	}
	return len(s)
}

func spanWhile(s string, ok func(byte) bool) int {
	for i := range len(s) {
		if !ok(s[i]) {
			return i
		}
	}
	return len(s)
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c >= 0x80
}
