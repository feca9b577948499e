package kommune

import (
	"context"
	"database/sql"
	"errors"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/kommune/kommunedb"
)

// Adresse is a street or box, a postal code and a place.
type Adresse struct{ Gate, Postnummer, Poststed string }

// Tom reports whether nothing of the address is known.
func (a Adresse) Tom() bool { return a == Adresse{} }

// Kontakt is whom to contact about settlement in a kommune or bydel. Versjon 0
// means that nobody has registered one. EndretAv is the name of who did, as it
// was then.
type Kontakt struct {
	Sted        string // number of the kommune or bydel
	Enhet       string // office or unit
	Telefon     string
	Epost       string
	Postadresse Adresse
	Besok       Adresse
	Nettside    string
	Versjon     int64
	EndretTid   db.Time
	EndretAv    string
}

// GetKontakt returns the contact of a kommune or bydel itself: a bydel does not
// inherit the city's. A place without contact gives Versjon 0, a number that
// does not exist fault.NotFound.
func GetKontakt(ctx context.Context, r db.Reader, nummer string) (Kontakt, error) {
	if _, err := Get(ctx, r, nummer); err != nil {
		return Kontakt{}, err
	}
	k, err := kommunedb.New(r).Kontakt(ctx, nummer)
	if errors.Is(err, sql.ErrNoRows) {
		return Kontakt{Sted: nummer}, nil
	}
	if err != nil {
		return Kontakt{}, err
	}
	return Kontakt{
		Sted: k.Sted, Enhet: k.Enhet, Telefon: k.Telefon, Epost: k.Epost,
		Postadresse: Adresse{k.PostGate, k.PostNummer, k.PostSted},
		Besok:       Adresse{k.BesokGate, k.BesokNummer, k.BesokSted},
		Nettside:    k.Nettside, Versjon: k.Versjon, EndretTid: k.EndretTid, EndretAv: k.EndretAv,
	}, nil
}

// PutKontakt stores a contact over the version that k carries, as EndretAv and
// at the time of the transaction. It returns fault.Conflict when somebody else
// was first and fault.NotFound for a number that does not exist. The caller has
// checked that the actor may.
func PutKontakt(ctx context.Context, tx *db.Tx, k Kontakt) error {
	if _, err := Get(ctx, tx, k.Sted); err != nil {
		return err
	}
	var n int64
	var err error
	p, b, now := k.Postadresse, k.Besok, db.At(tx.Now())
	if k.Versjon == 0 {
		n, err = kommunedb.New(tx).NyKontakt(ctx, kommunedb.NyKontaktParams{
			Sted: k.Sted, Enhet: k.Enhet, Telefon: k.Telefon, Epost: k.Epost,
			PostGate: p.Gate, PostNummer: p.Postnummer, PostSted: p.Poststed,
			BesokGate: b.Gate, BesokNummer: b.Postnummer, BesokSted: b.Poststed,
			Nettside: k.Nettside, EndretTid: now, EndretAv: k.EndretAv,
		})
	} else {
		n, err = kommunedb.New(tx).EndreKontakt(ctx, kommunedb.EndreKontaktParams{
			Sted: k.Sted, Versjon: k.Versjon, Enhet: k.Enhet, Telefon: k.Telefon, Epost: k.Epost,
			PostGate: p.Gate, PostNummer: p.Postnummer, PostSted: p.Poststed,
			BesokGate: b.Gate, BesokNummer: b.Postnummer, BesokSted: b.Poststed,
			Nettside: k.Nettside, EndretTid: now, EndretAv: k.EndretAv,
		})
	}
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.NewConflict("feil.konflikt")
	}
	return nil
}
