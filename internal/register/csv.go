package register

import (
	"io"
	"strings"
)

// avvik is one thing that is wrong with a line: the column ("" = the line as a
// whole) and the message key of the reason. Never the value: reports and logs
// are read by more people than the register is.
type avvik struct {
	felt, grunn string
}

// post is one record of the file: its lines and its values in the order of the
// type's columns, or what is wrong with it.
type post struct {
	linje, siste int64
	verdier      []string
	avvik        []avvik
}

func ugyldigPost(l fysisk, a avvik) post {
	return post{linje: l.nummer, siste: l.nummer, avvik: []avvik{a}}
}

// postleser gives the records of a file. It ends with io.EOF.
type postleser interface {
	neste() (post, error)
}

// csvLeser reads CSV as RFC 4180 has it, after a header line that says which
// columns stand where.
type csvLeser struct {
	linjer *linjeleser
	skille byte
	// plass is the place of each cell of a line among the type's columns.
	plass  []int
	antall int
}

// neste reads one record. When a quoted field never ends, or the record does not
// add up, only its first line is refused and the following are read afresh: a
// stray quotation mark must not swallow its neighbours.
func (c *csvLeser) neste() (post, error) {
	first, err := c.nextNonEmpty()
	if err != nil {
		return post{}, err
	}
	if first.grunn != "" {
		return ugyldigPost(first, avvik{grunn: first.grunn}), nil
	}
	celler, tilstand := splitt(first.tekst, c.skille)
	if tilstand != apen {
		return c.ferdig(first, first.nummer, celler, tilstand), nil
	}
	var following []fysisk
	tekst := first.tekst
	for len(following) < maxLinjer && len(tekst) < maxBytes {
		next, err := c.linjer.neste()
		if err != nil && err != io.EOF {
			return post{}, err
		}
		if err == io.EOF {
			break
		}
		following = append(following, next)
		if next.grunn != "" {
			break
		}
		tekst += "\n" + next.tekst
		celler, tilstand = splitt(tekst, c.skille)
		if tilstand == apen {
			continue
		}
		if p := c.ferdig(first, next.nummer, celler, tilstand); len(p.avvik) == 0 {
			return p, nil
		}
		break
	}
	c.linjer.giTilbake(following)
	return ugyldigPost(first, avvik{grunn: "register.grunn.anforselstegn"}), nil
}

func (c *csvLeser) nextNonEmpty() (fysisk, error) {
	for {
		l, err := c.linjer.neste()
		if err != nil || l.grunn != "" || strings.TrimSpace(l.tekst) != "" {
			return l, err
		}
	}
}

// ferdig puts the cells in the order of the columns.
func (c *csvLeser) ferdig(first fysisk, siste int64, celler []string, t tilstand) post {
	if t == ugyldig {
		return ugyldigPost(first, avvik{grunn: "register.grunn.anforselstegn"})
	}
	for len(celler) > len(c.plass) && strings.TrimSpace(celler[len(celler)-1]) == "" {
		celler = celler[:len(celler)-1] // spreadsheets end lines with empty cells
	}
	if len(celler) != len(c.plass) {
		return ugyldigPost(first, avvik{grunn: "register.grunn.antall-kolonner"})
	}
	p := post{linje: first.nummer, siste: siste, verdier: make([]string, c.antall)}
	for i, celle := range celler {
		p.verdier[c.plass[i]] = celle
	}
	return p
}

// tilstand is how the text of a record ended.
type tilstand int

const (
	hel     tilstand = iota
	apen             // inside a quoted field: the record goes on at the next line
	ugyldig          // text after a closing quotation mark
)

// splitt parts a record into cells. A cell that begins with a quotation mark
// ends at the next single one; two together are one mark. A mark inside an
// unquoted cell is a letter like any other.
func splitt(tekst string, skille byte) ([]string, tilstand) {
	var celler []string
	for {
		start := tekst
		if skille != '\t' {
			start = strings.TrimLeft(start, " \t")
		} else {
			start = strings.TrimLeft(start, " ")
		}
		if !strings.HasPrefix(start, `"`) {
			celle, rest, more := strings.Cut(tekst, string(skille))
			celler = append(celler, celle)
			if !more {
				return celler, hel
			}
			tekst = rest
			continue
		}
		celle, rest, closed := sitat(start[1:])
		if !closed {
			return nil, apen
		}
		celler = append(celler, celle)
		rest = strings.TrimLeft(rest, " ")
		if rest == "" {
			return celler, hel
		}
		if rest[0] != skille {
			return nil, ugyldig
		}
		tekst = rest[1:]
	}
}

// sitat reads what stands after an opening quotation mark.
func sitat(s string) (celle, rest string, closed bool) {
	end := strings.IndexByte(s, '"')
	if end >= 0 && !strings.HasPrefix(s[end+1:], `"`) {
		return s[:end], s[end+1:], true // no doubled mark: no copy
	}
	var b strings.Builder
	for end >= 0 {
		b.WriteString(s[:end])
		s = s[end+1:]
		if !strings.HasPrefix(s, `"`) {
			return b.String(), s, true
		}
		b.WriteByte('"')
		s = s[1:]
		end = strings.IndexByte(s, '"')
	}
	return "", "", false
}
