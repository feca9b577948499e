// Package utkast keeps the keys of the drafts that lie encrypted in people's browsers
// until their text is saved (docs/adr/0010). The text itself never comes here: what a
// PC has is worthless without the key, and the key is given only to the person who
// wrote, on the device where it was written, while that person may still write there.
package utkast

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"slices"
	"time"

	"bosett/internal/beboer"
	"bosett/internal/bruker"
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/tilgang"
	"bosett/internal/utkast/utkastdb"
)

const (
	// rotasjon is how long a key is written with.
	rotasjon = 24 * time.Hour
	// levetid is how long a draft can be read after the page that wrote it was opened.
	levetid = 24 * time.Hour
	// slakk spares a write at every opened page.
	slakk = time.Hour
	// hoyst is how many keys a person can have at a time: more than anybody opens
	// interviews in a day. Those that were used longest ago go first.
	hoyst = 200
	// enhetTegn is the length of a device's cookie.
	enhetTegn = 43
)

// Enhet is what a browser's device cookie carries: 256 random bits. Only its hash is
// stored.
type Enhet string

// NyEnhet makes the cookie of a browser that has none.
func NyEnhet() Enhet {
	b := make([]byte, 32)
	rand.Read(b) // never fails: it ends the program if the system has no randomness
	return Enhet(base64.RawURLEncoding.EncodeToString(b))
}

// LesEnhet reads a browser's cookie; false for one that NyEnhet cannot have made.
func LesEnhet(cookie string) (Enhet, bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(cookie)
	return Enhet(cookie), err == nil && len(b) == 32 && len(cookie) == enhetTegn
}

func (e Enhet) hash() []byte {
	h := sha256.Sum256([]byte(e))
	return h[:]
}

// String hides the cookie from every log.
func (e Enhet) String() string { return "<enhet>" }

// Cookie returns the value that goes into the cookie.
func (e Enhet) Cookie() string { return string(e) }

// Hvor is where drafts are written: the device, and the resident whose interview it is.
type Hvor struct {
	Enhet  Enhet
	Beboer ident.ID
}

// Nokkel is a key for AES-256-GCM.
type Nokkel struct {
	ID ident.ID
	// Verdi is 32 bytes. It goes to the browser and nowhere else.
	Verdi []byte
}

// String hides the key from every log.
func (n Nokkel) String() string { return "<nokkel " + n.ID.String() + ">" }

// Utstedt is what a page gets when it opens.
type Utstedt struct {
	Aktiv Nokkel
	// Levende are the ids of all keys of the device, also other people's: a draft under
	// any other key can never be read again and may be swept away.
	Levende []ident.ID
}

// Apne returns the key that the actor writes drafts about the resident with on this
// device, and makes it where there is none. It is NotFound where the actor may not write
// about the resident now; where none of the person's roles opens it any more, the
// person's keys for it are destroyed. Called by the page of the interview when it opens.
func Apne(ctx context.Context, d *db.DB, a tilgang.Actor, hvor Hvor) (ut Utstedt, err error) {
	err = withAccess(ctx, d, a, hvor.Beboer, func(tx *db.Tx) error {
		q := utkastdb.New(tx)
		if ut.Aktiv, err = aktiv(ctx, q, tx.Now(), utkastdb.InsertNokkelParams{Bruker: a.Bruker, Enhet: hvor.Enhet.hash(), Beboer: hvor.Beboer}); err != nil {
			return err
		}
		ut.Levende, err = q.ListLevende(ctx, utkastdb.ListLevendeParams{Enhet: hvor.Enhet.hash(), UtloperTid: db.At(tx.Now())})
		return err
	})
	return ut, err
}

// Hent returns an earlier key, for reading a draft that was written with it. A key that
// is destroyed, has run out, or is another person's, device's or interview's is
// NotFound.
func Hent(ctx context.Context, d *db.DB, a tilgang.Actor, hvor Hvor, id ident.ID) (n Nokkel, err error) {
	err = withAccess(ctx, d, a, hvor.Beboer, func(tx *db.Tx) error {
		n = Nokkel{ID: id}
		n.Verdi, err = utkastdb.New(tx).GetNokkel(ctx, utkastdb.GetNokkelParams{
			ID: id, Bruker: a.Bruker, Enhet: hvor.Enhet.hash(), Beboer: hvor.Beboer, UtloperTid: db.At(tx.Now()),
		})
		if errors.Is(err, sql.ErrNoRows) {
			return fault.NewNotFound()
		}
		return err
	})
	return n, err
}

// Levende are the ids of the keys of the device that have not run out, whoever's they are.
func Levende(ctx context.Context, d *db.DB, enhet Enhet) (ids []ident.ID, err error) {
	err = d.Read(ctx, func(r *db.Rx) error {
		ids, err = utkastdb.New(r).ListLevende(ctx, utkastdb.ListLevendeParams{Enhet: enhet.hash(), UtloperTid: db.At(r.Now())})
		return err
	})
	return ids, err
}

// Slett destroys the person's keys on the device, at signing out. andre tells that other
// people's drafts may still lie there, which must not be taken from them.
func Slett(ctx context.Context, d *db.DB, bruker ident.ID, enhet Enhet) (andre bool, err error) {
	err = d.Write(ctx, func(tx *db.Tx) error {
		q := utkastdb.New(tx)
		if err := q.DeleteForBruker(ctx, utkastdb.DeleteForBrukerParams{Bruker: bruker, Enhet: enhet.hash()}); err != nil {
			return err
		}
		n, err := q.CountAndres(ctx, utkastdb.CountAndresParams{Enhet: enhet.hash(), Bruker: bruker, UtloperTid: db.At(tx.Now())})
		andre = n > 0
		return err
	})
	return andre, err
}

// Rydd destroys the keys that have run out, and those of people who have no role any more.
// It is called now and again; more is never true.
func Rydd(ctx context.Context, tx *db.Tx) (more bool, err error) {
	q := utkastdb.New(tx)
	if err := q.DeleteUtlopte(ctx, db.At(tx.Now())); err != nil {
		return false, err
	}
	return false, q.DeleteUtenRolle(ctx)
}

// aktiv finds the key that is written with now, or makes it. hvis names whose it is.
func aktiv(ctx context.Context, q *utkastdb.Queries, now time.Time, hvis utkastdb.InsertNokkelParams) (Nokkel, error) {
	utloper := now.Add(levetid)
	row, err := q.GetAktiv(ctx, utkastdb.GetAktivParams{
		Bruker: hvis.Bruker, Enhet: hvis.Enhet, Beboer: hvis.Beboer, OpprettetTid: db.At(now.Add(-rotasjon)), UtloperTid: db.At(now),
	})
	switch {
	case err == nil:
		if utloper.Sub(row.UtloperTid.Time) > slakk {
			err = q.ForlengNokkel(ctx, utkastdb.ForlengNokkelParams{ID: row.ID, UtloperTid: db.At(utloper)})
		}
		return Nokkel{ID: row.ID, Verdi: row.Nokkel}, err
	case !errors.Is(err, sql.ErrNoRows):
		return Nokkel{}, err
	}
	hvis.ID, hvis.Nokkel = ident.New(), make([]byte, 32)
	rand.Read(hvis.Nokkel)
	hvis.OpprettetTid, hvis.UtloperTid = db.At(now), db.At(utloper)
	if err := q.InsertNokkel(ctx, hvis); err != nil {
		return Nokkel{}, err
	}
	return Nokkel{ID: hvis.ID, Verdi: hvis.Nokkel}, q.DeleteOver(ctx, utkastdb.DeleteOverParams{Bruker: hvis.Bruker, Antall: hoyst})
}

// withAccess runs fn for who may write about the resident. Access that has ended takes
// the keys with it, also when fn is never run again. A person who works for another
// organisation just now keeps them.
func withAccess(ctx context.Context, d *db.DB, a tilgang.Actor, beboerID ident.ID, fn func(*db.Tx) error) error {
	var denied error
	err := d.Write(ctx, func(tx *db.Tx) error {
		denied = nil
		// No row in the access log: nothing about the resident leaves this function.
		b, err := beboer.Get(ctx, innsyn.System(tx), beboerID)
		if err == nil {
			err = tilgang.Check(a, tilgang.SamtaleSkriv, b.Subject())
		}
		if fault.Is(err, fault.NotFound) {
			denied = err
			andre, err := bruker.ListAktorer(ctx, tx, a.Bruker)
			if err != nil {
				return err
			}
			if slices.ContainsFunc(andre, func(a tilgang.Actor) bool { return tilgang.Check(a, tilgang.SamtaleSkriv, b.Subject()) == nil }) {
				return nil
			}
			return utkastdb.New(tx).DeleteForBeboer(ctx, utkastdb.DeleteForBeboerParams{Bruker: a.Bruker, Beboer: beboerID})
		}
		if err != nil {
			return err
		}
		return fn(tx)
	})
	if err != nil {
		return err
	}
	return denied
}
