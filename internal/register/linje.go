package register

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

const (
	// maxBytes is the longest line, and the longest record of several lines. It
	// bounds the memory whatever the file holds.
	maxBytes = 64 << 10
	// maxLinjer is how many lines a quoted field may run over. A quote that is
	// never closed is looked for this far and no farther.
	maxLinjer = 40
)

// fysisk is one line of the file as text, without its line break.
type fysisk struct {
	nummer int64
	tekst  string
	// grunn is the message key of what makes the line unreadable, or empty.
	grunn string
}

// linjeleser gives the lines of a file one by one in constant memory. A line
// that is too long, or holds bytes that are no text, is given with a reason
// instead of its text, and the next line is read as if nothing had happened.
type linjeleser struct {
	r      *bufio.Reader
	lang   []byte // a line that did not fit in the reader's buffer
	nummer int64
	bytes  int64
	// ko are lines that were read ahead and given back.
	ko []fysisk
}

func newLinjeleser(r io.Reader) *linjeleser {
	return &linjeleser{r: bufio.NewReaderSize(r, 32<<10)}
}

var bom = []byte("\xef\xbb\xbf")

// neste returns the next line, or io.EOF.
func (l *linjeleser) neste() (fysisk, error) {
	if n := len(l.ko); n > 0 {
		first := l.ko[n-1]
		l.ko = l.ko[:n-1]
		return first, nil
	}
	raw, forLang, err := l.raw()
	if err != nil {
		return fysisk{}, err
	}
	l.nummer++
	if l.nummer == 1 {
		raw = bytes.TrimPrefix(raw, bom)
	}
	f := fysisk{nummer: l.nummer}
	if forLang {
		f.grunn = "register.grunn.for-lang-linje"
		return f, nil
	}
	f.tekst, f.grunn = decode(raw)
	return f, nil
}

// giTilbake puts lines back so that neste gives them again, in the same order.
func (l *linjeleser) giTilbake(lines []fysisk) {
	for i := len(lines) - 1; i >= 0; i-- {
		l.ko = append(l.ko, lines[i])
	}
}

// hopp passes over the lines up to and including number siste.
func (l *linjeleser) hopp(siste int64) error {
	for l.nummer < siste {
		if _, _, err := l.raw(); err != nil {
			return err
		}
		l.nummer++
	}
	return nil
}

// raw reads one line. The bytes are valid until the next call. Of a line that is
// too long only the length is remembered.
func (l *linjeleser) raw() (line []byte, forLang bool, err error) {
	l.lang = l.lang[:0]
	var read int
	for {
		part, err := l.r.ReadSlice('\n')
		read += len(part)
		l.bytes += int64(len(part))
		if errors.Is(err, bufio.ErrBufferFull) {
			if read <= maxBytes {
				l.lang = append(l.lang, part...)
			}
			continue
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, false, err
		}
		if read == 0 {
			return nil, false, io.EOF
		}
		if read > maxBytes {
			return nil, true, nil
		}
		if len(l.lang) > 0 {
			l.lang = append(l.lang, part...)
			part = l.lang
		}
		return bytes.TrimSuffix(bytes.TrimSuffix(part, []byte("\n")), []byte("\r")), false, nil
	}
}

// decode makes text of a line: UTF-8, or Windows-1252 when it is not UTF-8. The
// choice is made line by line, since files are pasted together from several systems.
func decode(raw []byte) (tekst, grunn string) {
	if bytes.IndexByte(raw, 0) >= 0 {
		return "", "register.grunn.nullbyte"
	}
	if utf8.Valid(raw) {
		return string(raw), ""
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(raw)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
		// Five bytes mean nothing in Windows-1252: it is another encoding.
		return "", "register.grunn.tegnsett"
	}
	return string(out), ""
}
