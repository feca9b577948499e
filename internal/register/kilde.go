package register

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// kilde is the content of one import: its name in messages, its identity, and a
// reader that stands at the beginning.
type kilde struct {
	navn, nokkel string
	r            io.Reader
	// storrelse is the number of bytes, 0 when nobody knows.
	storrelse int64
	lukk      func() error
}

// apneKilde finds the content that the options point at. What the options do
// not name is told apart by its SHA-256, which costs reading it once more.
func apneKilde(o Options) (kilde, error) {
	if o.Reader != nil && o.Key != "" {
		return kilde{navn: o.Name, nokkel: o.Key, r: o.Reader, lukk: func() error { return nil }}, nil
	}
	content, lukk, err := innhold(o)
	if err != nil {
		return kilde{}, err
	}
	hash := sha256.New()
	storrelse, err := io.Copy(hash, content)
	if err == nil {
		_, err = content.Seek(0, io.SeekStart)
	}
	if err != nil {
		return kilde{}, errors.Join(fmt.Errorf("register: %w", err), lukk())
	}
	navn := o.Name
	if navn == "" {
		navn = filepath.Base(o.Path)
	}
	return kilde{navn, hex.EncodeToString(hash.Sum(nil)), content, storrelse, lukk}, nil
}

// innhold gives the content as something that can be read twice. A stream (a
// pipe, standard input) is written to a file that only its owner can read and
// that is removed at the end.
func innhold(o Options) (io.ReadSeeker, func() error, error) {
	if s, ok := o.Reader.(io.ReadSeeker); ok {
		if _, err := s.Seek(0, io.SeekStart); err == nil { // standard input may be a pipe
			return s, func() error { return nil }, nil
		}
	}
	stream := o.Reader
	if stream == nil {
		file, err := os.Open(o.Path)
		if err != nil {
			return nil, nil, fmt.Errorf("register: %w", err)
		}
		info, err := file.Stat()
		if err == nil && info.IsDir() {
			err = errors.New("is a folder")
		}
		if err != nil {
			return nil, nil, errors.Join(fmt.Errorf("register: %s: %w", o.Path, err), file.Close())
		}
		if info.Mode().IsRegular() {
			return file, file.Close, nil
		}
		defer file.Close()
		stream = file
	}
	return mellomlagre(stream)
}

func mellomlagre(stream io.Reader) (io.ReadSeeker, func() error, error) {
	file, err := os.CreateTemp("", "bosett-import-") // mode 0600
	if err != nil {
		return nil, nil, fmt.Errorf("register: %w", err)
	}
	fjern := func() error { return errors.Join(file.Close(), os.Remove(file.Name())) }
	_, err = io.Copy(file, stream)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("register: %w", err), fjern())
	}
	return file, fjern, nil
}
