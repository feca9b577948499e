package kodeliste

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/kodeliste/kodelistedb"
	"bosett/internal/tilgang"
)

// maksOrd is the longest word of a code, in characters; it must be read in a list.
const maksOrd = 100

// Handling is what was done to a list.
type Handling string

// What can be done. Opprettet is the list's beginning.
const (
	Opprettet     Handling = "opprettet"
	LagtTil       Handling = "lagt_til"
	OrdEndret     Handling = "ord"
	Flyttet       Handling = "flyttet"
	Trukket       Handling = "trukket"
	TattInn       Handling = "tatt_inn"
	Gjenopprettet Handling = "gjenopprettet"
)

// FeltFeil is what is wrong with one field ("nb", "nn") as a message key with its values.
type FeltFeil struct {
	Felt, Grunn string
	Args        []any
}

// OrdInn are a code's words as an administrator wrote them in a form.
type OrdInn struct {
	Liste Liste
	Kode  string
	Ord
	// Bekreft: IMDi stands for a code that was only proposed.
	Bekreft bool
	// Versjon is Kode.Versjon when the form was opened.
	Versjon int64
}

// endring is one change of a list, which is locked until the transaction ends.
type endring struct {
	tx    *db.Tx
	q     *kodelistedb.Queries
	aktor tilgang.Actor
	Kodeliste
}

// begynn locks a list for IMDiAdministrator; others, and an unknown list, get NotFound.
func begynn(ctx context.Context, tx *db.Tx, a tilgang.Actor, navn Liste) (*endring, error) {
	if err := tilgang.Check(a, tilgang.KodelisteRediger, tilgang.Subject{}); err != nil {
		return nil, err
	}
	q := kodelistedb.New(tx)
	n, err := q.Laas(ctx, string(navn))
	if err != nil {
		return nil, fmt.Errorf("kodeliste: %w", err)
	}
	if n == 0 {
		return nil, fault.NewNotFound()
	}
	l, err := hent(ctx, tx, navn)
	return &endring{tx, q, a, l}, err
}

// kode returns a code of the list as the actor saw it: NotFound when there is none such,
// Conflict when somebody else has changed it since.
func (e *endring) kode(kode string, versjon int64) (Kode, error) {
	k, ok := e.Finn(kode)
	if !ok {
		return k, fault.NewNotFound()
	}
	if k.Versjon != versjon {
		return k, fault.NewConflict("feil.konflikt")
	}
	return k, nil
}

// lagre writes the codes as a new version of the list. fra is the version that is
// restored, else 0.
func (e *endring) lagre(ctx context.Context, h Handling, fra int64, koder ...Kode) error {
	ny, tid := e.Versjon+1, db.SomeTime(e.tx.Now())
	en := kodelistedb.InsertEndringParams{
		Liste: string(e.Liste), Versjon: ny, Handling: string(h), Fra: fra, Tid: tid,
		Bruker: uuid.NullUUID{UUID: e.aktor.Bruker, Valid: true}, Av: e.aktor.Navn,
	}
	if h != Gjenopprettet {
		en.Kode = koder[0].Kode
	}
	if err := e.q.InsertEndring(ctx, en); err != nil {
		return fmt.Errorf("kodeliste: %w", err)
	}
	for _, k := range koder {
		if h != Flyttet {
			k.Versjon = ny
		}
		err := e.q.UpsertKode(ctx, kodelistedb.UpsertKodeParams{
			Liste: string(e.Liste), Kode: k.Kode, Nb: k.Nb, Nn: k.Nn, Plass: int32(k.Plass), Aktiv: k.Aktiv,
			Kilde: string(k.Opphav), Egenskap: string(k.Egenskap), Versjon: k.Versjon,
		})
		if err == nil {
			err = e.q.InsertHistorikk(ctx, kodelistedb.InsertHistorikkParams{
				Liste: string(e.Liste), Versjon: ny, Kode: k.Kode, Nb: k.Nb, Nn: k.Nn, Plass: int32(k.Plass),
				Aktiv: k.Aktiv, Kilde: string(k.Opphav),
			})
		}
		if err != nil {
			return fmt.Errorf("kodeliste: %w", err)
		}
	}
	err := e.q.NyVersjon(ctx, kodelistedb.NyVersjonParams{
		Liste: string(e.Liste), Versjon: ny, Merke: ident.New(), EndretTid: tid, EndretAv: e.aktor.Navn,
	})
	if err != nil {
		return fmt.Errorf("kodeliste: %w", err)
	}
	return nil
}

// LeggTil adds a code at the end of a list that is not Fast, and returns it. Words that
// are missing, too long or taken are returned and nothing is stored.
func LeggTil(ctx context.Context, tx *db.Tx, a tilgang.Actor, navn Liste, ord Ord) (string, []FeltFeil, error) {
	e, err := begynn(ctx, tx, a, navn)
	if err != nil {
		return "", nil, err
	}
	if navn.Fast() {
		return "", nil, fault.NewNotFound()
	}
	ord = ord.rens()
	if feil := e.sjekk("", ord); len(feil) > 0 {
		return "", feil, nil
	}
	k := Kode{Kode: e.nyKode(ord.Nb), Ord: ord, Plass: e.bakerst(), Aktiv: true, Opphav: IMDi}
	return k.Kode, nil, e.lagre(ctx, LagtTil, 0, k)
}

// EndreOrd stores a code's words. Words that are missing, too long or taken are returned
// and nothing is stored; a code that somebody else has changed since is Conflict.
func EndreOrd(ctx context.Context, tx *db.Tx, a tilgang.Actor, inn OrdInn) ([]FeltFeil, error) {
	e, err := begynn(ctx, tx, a, inn.Liste)
	if err != nil {
		return nil, err
	}
	k, err := e.kode(inn.Kode, inn.Versjon)
	if err != nil {
		return nil, err
	}
	ny := k
	ny.Ord = inn.Ord.rens()
	if inn.Bekreft && ny.Opphav == Forslag {
		ny.Opphav = IMDi
	}
	if ny == k {
		return nil, nil
	}
	if feil := e.sjekk(k.Kode, ny.Ord); len(feil) > 0 {
		return feil, nil
	}
	return nil, e.lagre(ctx, OrdEndret, 0, ny)
}

// SettAktiv withdraws a code or takes it into use again. A code that is so already stays
// as it is. The last one of a list cannot be withdrawn, and words that another code has
// taken meanwhile do not come back: both are Invalid.
func SettAktiv(ctx context.Context, tx *db.Tx, a tilgang.Actor, inn OrdInn, aktiv bool) error {
	e, err := begynn(ctx, tx, a, inn.Liste)
	if err != nil {
		return err
	}
	if k, ok := e.Finn(inn.Kode); ok && k.Aktiv == aktiv {
		return nil
	}
	k, err := e.kode(inn.Kode, inn.Versjon)
	if err != nil {
		return err
	}
	if !aktiv && len(e.Aktive()) == 1 {
		return fault.NewInvalid("kodeliste.feil.siste")
	}
	if aktiv {
		for _, en := range e.Aktive() {
			if lik(en.Nb, k.Nb) || lik(en.Nn, k.Nn) {
				return fault.NewInvalid("kodeliste.feil.opptatt-igjen", "kode", en.Kode)
			}
			if en.Plass == k.Plass { // taken by a version that was restored
				k.Plass = e.bakerst()
			}
		}
	}
	k.Aktiv = aktiv
	handling := Trukket
	if aktiv {
		handling = TattInn
	}
	return e.lagre(ctx, handling, 0, k)
}

// Flytt moves a code past its neighbour forbi, up or down. When forbi is no longer the
// neighbour, somebody else has changed the order: Conflict. A code that has been moved
// past forbi already stays, so that pressing twice moves once.
func Flytt(ctx context.Context, tx *db.Tx, a tilgang.Actor, navn Liste, f Flytting) error {
	e, err := begynn(ctx, tx, a, navn)
	if err != nil {
		return err
	}
	koder := e.Aktive()
	finn := func(kode string) int {
		return slices.IndexFunc(koder, func(k Kode) bool { return k.Kode == kode })
	}
	i, j := finn(f.Kode), finn(f.Forbi)
	if _, ok := e.Finn(f.Kode); !ok {
		return fault.NewNotFound()
	}
	steg := 1
	if f.Opp {
		steg = -1
	}
	switch {
	case i < 0 || j < 0 || j != i+steg && j != i-steg:
		return fault.NewConflict("feil.konflikt")
	case j == i-steg:
		return nil
	}
	koder[i].Plass, koder[j].Plass = koder[j].Plass, koder[i].Plass
	return e.lagre(ctx, Flyttet, 0, koder[i], koder[j])
}

// Flytting is a press on one of the arrows of a code: past which neighbour it goes.
type Flytting struct {
	Kode, Forbi string
	Opp         bool
}

// bakerst is the place after all others.
func (e *endring) bakerst() (plass int) {
	for _, k := range e.Koder {
		plass = max(plass, k.Plass)
	}
	return plass + 1
}

// rens makes the words what a reader sees: what shows nothing is no word, and two that look
// the same are the same.
func (o Ord) rens() Ord { return Ord{i18n.Visible(o.Nb), i18n.Visible(o.Nn)} }

// lik tells whether two words are the same to a reader.
func lik(x, y string) bool { return strings.EqualFold(x, y) }

// sjekk returns what is wrong with the words of a code ("" for a new one): they must be
// there in both languages and tell it from all others, so that nobody chooses in the dark.
func (e *endring) sjekk(kode string, ord Ord) (feil []FeltFeil) {
	for _, felt := range []string{"nb", "nn"} {
		tekst := ord.I(felt)
		switch n := utf8.RuneCountInString(tekst); {
		case n == 0:
			feil = append(feil, FeltFeil{felt, "kodeliste.feil.tomt-" + felt, nil})
			continue
		case n > maksOrd:
			feil = append(feil, FeltFeil{felt, "kodeliste.feil.for-langt", []any{"maks", maksOrd}})
			continue
		}
		for _, en := range e.Koder {
			if en.Kode == kode || !lik(en.I(felt), tekst) {
				continue
			}
			grunn := "kodeliste.feil.opptatt"
			if !en.Aktiv {
				grunn = "kodeliste.feil.opptatt-trukket"
			}
			feil = append(feil, FeltFeil{felt, grunn, []any{"kode", en.Kode}})
			break
		}
	}
	return feil
}

var ascii = strings.NewReplacer("æ", "ae", "ø", "o", "å", "a")

// maksKode is the longest code that is made, in characters.
const maksKode = 40

// nyKode makes a stable code of the words: "Annen slektning" is annen_slektning. The code
// stays when the words change.
func (e *endring) nyKode(nb string) string {
	var deler []string
	for _, del := range strings.FieldsFunc(ascii.Replace(strings.ToLower(nb)), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}) {
		if len(strings.Join(append(deler, del), "_")) <= maksKode {
			deler = append(deler, del)
		}
	}
	kode := strings.Join(deler, "_")
	if kode == "" {
		kode = "kode"
	}
	ledig := kode
	for n := 2; ; n++ {
		if _, opptatt := e.Finn(ledig); !opptatt {
			return ledig
		}
		ledig = fmt.Sprintf("%s_%d", kode, n)
	}
}
