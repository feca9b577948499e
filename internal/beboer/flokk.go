package beboer

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"

	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/tilgang"
)

// person is a resident as stored and as it is going to be.
type person struct {
	id        ident.ID
	duf       Duf
	dufGyldig bool
	// lagret is nil for one who is not in the database yet.
	lagret *tilstand
	naa    tilstand
}

// changed tells whether the row must be written.
func (p *person) changed() bool { return p.lagret == nil || *p.lagret != p.naa }

// husstand is a household with the grade that is stored and its current case.
type husstand struct {
	id        ident.ID
	regNummer string
	lagret    tilgang.Gradering
	gradering tilgang.Gradering
	sak       GjeldendeSak
	medlemmer []*person
}

// flokk is the households that one transaction works on, with all their members.
// What a line or a case changes is worked out here, and only what differs is written.
type flokk struct {
	husstander map[ident.ID]*husstand
	personer   map[Duf]*person
}

// Laas locks households until the transaction ends, so that whoever reads and then
// changes their members, case or interview meets no other doing the same. It comes
// before the reading. SQLite has one writer and needs no lock.
func Laas(ctx context.Context, tx *db.Tx, husstander ...ident.ID) error {
	if tx.Dialect() != db.Postgres {
		return nil
	}
	sorted := slices.SortedFunc(slices.Values(husstander), func(a, b ident.ID) int { return bytes.Compare(a[:], b[:]) })
	return db.QueryIn(ctx, tx, `SELECT id FROM husstand WHERE id IN $LIST ORDER BY id FOR UPDATE`,
		slices.Compact(sorted), func(*sql.Rows) error { return nil })
}

// hent reads households that are locked.
func hent(ctx context.Context, tx *db.Tx, ids []ident.ID) (*flokk, error) {
	f := &flokk{husstander: make(map[ident.ID]*husstand, len(ids)), personer: map[Duf]*person{}}
	err := db.QueryIn(ctx, tx, `SELECT id, reg_nummer, gradering FROM husstand WHERE id IN $LIST`, ids,
		func(rows *sql.Rows) error {
			h := &husstand{}
			err := rows.Scan(&h.id, &h.regNummer, &h.lagret)
			f.husstander[h.id] = h
			return err
		})
	if err != nil {
		return nil, err
	}
	if err := db.QueryIn(ctx, tx, selectPerson, ids, f.scanPerson); err != nil {
		return nil, err
	}
	saker, err := GjeldendeSaker(ctx, tx, ids)
	for id, sak := range saker {
		if h := f.husstander[id]; h != nil {
			h.sak = sak
		}
	}
	return f, err
}

const selectPerson = `SELECT id, duf, duf_gyldig, husstand, mottak, fodselsnummer, fornavn, mellomnavn, etternavn,
  fodt, kjonn, statsborgerskap, persontype, familierolle, familieplass, plasstype, vedtak_dato, gradering, gradert,
  har_sak, sak_opprettet, sak_status, fodt_sak, kompass_tid
FROM beboer WHERE husstand IN $LIST`

func (f *flokk) scanPerson(rows *sql.Rows) error {
	p := &person{lagret: &tilstand{}}
	t := p.lagret
	err := rows.Scan(&p.id, &p.duf, &p.dufGyldig, &t.Husstand, &t.Mottak, &t.Fodselsnummer, &t.Fornavn, &t.Mellomnavn,
		&t.Etternavn, &t.Fodt, &t.Kjonn, &t.Statsborgerskap, &t.Persontype, &t.Familierolle, &t.Familieplass,
		&t.Plasstype, &t.VedtakDato, &t.Gradering, &t.Gradert,
		&t.HarSak, &t.SakOpprettet, &t.SakStatus, &t.FodtSak, &t.KompassTid)
	p.naa = *t
	f.personer[p.duf] = p
	return err
}

// regn works out everything that follows from who is in which household.
func (f *flokk) regn() {
	for _, p := range f.personer {
		h := f.husstander[p.naa.Husstand]
		h.medlemmer = append(h.medlemmer, p)
	}
	for _, h := range f.husstander {
		h.regn()
	}
}

func (h *husstand) regn() {
	slices.SortFunc(h.medlemmer, func(a, b *person) int {
		return cmp.Or(
			cmp.Compare(a.naa.Familierolle.rang(), b.naa.Familierolle.rang()),
			a.naa.Fodt.Compare(b.naa.Fodt),
			cmp.Compare(a.duf, b.duf))
	})
	h.gradering = tilgang.Ugradert
	for _, p := range h.medlemmer {
		h.gradering = tilgang.Strengest(h.gradering, p.naa.Gradering)
	}
	for i, p := range h.medlemmer {
		p.naa.prosjeksjon = prosjeksjon{
			Familieplass: i,
			Gradert:      h.gradering != tilgang.Ugradert,
			sakskopi:     h.sak.copyTo(p.naa.Fodt),
		}
	}
}

// touched lists the households of which something changed, in order.
func (f *flokk) touched() []ident.ID {
	ids := map[ident.ID]bool{}
	for _, p := range f.personer {
		if !p.changed() {
			continue
		}
		ids[p.naa.Husstand] = true
		if p.lagret != nil {
			ids[p.lagret.Husstand] = true
		}
	}
	return slices.SortedFunc(maps.Keys(ids), func(a, b ident.ID) int { return bytes.Compare(a[:], b[:]) })
}
