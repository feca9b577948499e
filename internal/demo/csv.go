package demo

import (
	"bytes"
	"encoding/csv"
	"strings"

	"bosett/internal/db"
)

// filer are the three import files of some centres and households.
type filer struct {
	mottak, beboere, saker bytes.Buffer
}

// skriv writes the import files in the format of docs/import.
func skriv(liste []senter, hus []husstand) (*filer, error) {
	f := &filer{}
	m := newTabell(&f.mottak, "mot_id kode navn kategori kommune hovedtelefon epost post_gate post_nummer post_sted besok_gate besok_nummer besok_sted")
	for _, s := range liste {
		m.rad(s.motID, s.kode, s.navn, s.kategori, s.kommune, s.telefon, s.epost,
			s.gate, s.postnummer, s.poststed, s.gate, s.postnummer, s.poststed)
	}
	b := newTabell(&f.beboere, "duf regnummer fodselsnummer fornavn mellomnavn etternavn fodt kjonn statsborgerskap "+
		"persontype familierolle mottak plasstype vedtak_dato kompass_tid gradering")
	s := newTabell(&f.saker, "saksnummer regnummer opprettet status")
	for _, h := range hus {
		for _, p := range h.personer {
			b.rad(p.duf, h.reg, p.fnr, p.fornavn, p.mellomnavn, p.etternavn, p.fodt.String(), string(p.kjonn), p.land,
				string(p.persontype), string(p.rolle), h.mottak, string(p.plass), dato(p.vedtak), dato(p.kompass), string(p.gradering))
		}
		if h.sak != nil {
			s.rad(h.sak.nummer, h.reg, h.sak.opprettet.String(), h.sak.status)
		}
	}
	for _, t := range []*tabell{m, b, s} {
		if err := t.slutt(); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func dato(d db.NullDate) string {
	if !d.Valid {
		return ""
	}
	return d.Date.String()
}

// tabell writes one CSV file with semicolons. An error is kept to the end.
type tabell struct{ w *csv.Writer }

func newTabell(to *bytes.Buffer, kolonner string) *tabell {
	t := &tabell{csv.NewWriter(to)}
	t.w.Comma = ';'
	t.rad(strings.Fields(kolonner)...)
	return t
}

func (t *tabell) rad(celler ...string) { _ = t.w.Write(celler) } // slutt returns the error

func (t *tabell) slutt() error {
	t.w.Flush()
	return t.w.Error()
}
