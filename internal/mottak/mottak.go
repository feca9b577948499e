// Package mottak holds the reception centres: what UDI's register MOT says about
// them, and the contact information that the centre itself edits.
package mottak

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/mottak/mottakdb"
)

// Kategori is the kind of centre. What the kinds are called is data: package kodeliste.
type Kategori string

// The kinds of centre. Some roles can be given at an Integreringsmottak only.
const (
	Ordinart           Kategori = "mottak"
	Integreringsmottak Kategori = "integreringsmottak"
	Transittmottak     Kategori = "transittmottak"
	Ankomstsenter      Kategori = "ankomstsenter"
	Akuttinnkvartering Kategori = "akuttinnkvartering"
	Omsorgssenter      Kategori = "omsorgssenter"
	Amot               Kategori = "amot"
	Privat             Kategori = "privat"
)

// Kategorier lists the kinds in the order that pages show them.
var Kategorier = []Kategori{
	Ordinart, Integreringsmottak, Transittmottak, Ankomstsenter, Akuttinnkvartering, Omsorgssenter, Amot, Privat,
}

// Kjent tells whether the kind is one of the list.
func (k Kategori) Kjent() bool { return slices.Contains(Kategorier, k) }

// Mottak is a centre as MOT has it.
type Mottak struct {
	ID          ident.ID
	MotID       string // "MOT001429"
	Kode        string // "1125", IMDi's
	Navn        string
	Kategori    Kategori
	Kommune     string // number
	KommuneNavn string
	Nedlagt     db.NullDate
	// Versjon changes whenever the contact information does; a form sends it back.
	Versjon int64
}

// Get returns a centre, or fault.NotFound. It does not check the actor.
func Get(ctx context.Context, r db.Reader, id ident.ID) (Mottak, error) {
	row, err := mottakdb.New(r).GetMottak(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return Mottak{}, fault.NewNotFound()
	}
	if err != nil {
		return Mottak{}, fmt.Errorf("mottak: %w", err)
	}
	m := row.Mottak
	return Mottak{
		ID: m.ID, MotID: m.MotID, Kode: m.Kode, Navn: m.Navn, Kategori: Kategori(m.Kategori),
		Kommune: m.Kommune, KommuneNavn: row.KommuneNavn, Nedlagt: m.Nedlagt, Versjon: m.Versjon,
	}, nil
}
