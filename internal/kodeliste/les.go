package kodeliste

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"

	"bosett/internal/db"
	"bosett/internal/kodeliste/kodelistedb"
)

// Lister is a snapshot of all lists: nobody changes it. Pages and use cases read the
// words and the choices of one request from one snapshot.
type Lister struct {
	merker []kodelistedb.ListMerkerRow
	lister map[Liste]*liste
}

type liste struct {
	velgbare []string
	koder    map[string]oppslag
}

type oppslag struct {
	Ord
	aktiv    bool
	egenskap Egenskap
}

// kopi is the snapshot that was read last in this process. It decides nothing by itself:
// a reader takes it only when the marks in its own transaction are those of the snapshot,
// and a mark is never used for another content, in this database or in another.
var kopi atomic.Pointer[Lister]

// Les returns the lists as the transaction sees them. The copy in memory saves reading
// them; what another node has changed is seen by the next transaction.
func Les(ctx context.Context, r db.Reader) (*Lister, error) {
	q := kodelistedb.New(r)
	merker, err := q.ListMerker(ctx)
	if err != nil {
		return nil, fmt.Errorf("kodeliste: %w", err)
	}
	if l := kopi.Load(); l != nil && slices.Equal(l.merker, merker) {
		return l, nil
	}
	rows, err := q.ListAlt(ctx)
	if err != nil {
		return nil, fmt.Errorf("kodeliste: %w", err)
	}
	l := newLister(rows)
	kopi.Store(l)
	return l, nil
}

// newLister takes the marks from the rows too: on PostgreSQL another transaction may have
// ended between the two questions of a writing one.
func newLister(rows []kodelistedb.ListAltRow) *Lister {
	l := &Lister{lister: map[Liste]*liste{}}
	for _, row := range rows {
		en := l.lister[Liste(row.Liste)]
		if en == nil {
			en = &liste{koder: map[string]oppslag{}}
			l.lister[Liste(row.Liste)] = en
			l.merker = append(l.merker, kodelistedb.ListMerkerRow{Liste: row.Liste, Merke: row.Merke})
		}
		en.koder[row.Kode] = oppslag{Ord{row.Nb, row.Nn}, row.Aktiv, Egenskap(row.Egenskap)}
		if row.Aktiv {
			en.velgbare = append(en.velgbare, row.Kode)
		}
	}
	return l
}

// Velgbare are the codes that can be chosen, in order; none of an unknown list. The
// caller must not change them.
func (l *Lister) Velgbare(navn Liste) []string {
	if en := l.lister[navn]; en != nil {
		return en.velgbare
	}
	return nil
}

// KanVelges tells whether the code is one of Velgbare.
func (l *Lister) KanVelges(navn Liste, kode string) bool { return l.finn(navn, kode).aktiv }

// Ord returns the words of a code in a language, also of a withdrawn one. A code that
// the list has never had is its own word: nothing that is stored is shown as nothing.
func (l *Lister) Ord(navn Liste, kode, maalform string) string {
	if ord := l.finn(navn, kode).I(maalform); ord != "" {
		return ord
	}
	return kode
}

// Har tells whether the code has the property.
func (l *Lister) Har(navn Liste, kode string, e Egenskap) bool {
	return e != "" && l.finn(navn, kode).egenskap == e
}

func (l *Lister) finn(navn Liste, kode string) oppslag {
	if en := l.lister[navn]; en != nil {
		return en.koder[kode]
	}
	return oppslag{}
}
