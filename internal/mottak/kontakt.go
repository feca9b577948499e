package mottak

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"unicode/utf8"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/mottak/mottakdb"
	"bosett/internal/tilgang"
)

// Kontaktrolle is a role at the centre whose contact is kept here (T7).
type Kontaktrolle string

// The two roles, in the order that pages show them.
const (
	KontaktAdministrator       Kontaktrolle = "mottaksadministrator"
	KontaktBosettingsansvarlig Kontaktrolle = "bosettingsansvarlig"
)

// Kontaktroller lists the roles in the order that pages show them.
var Kontaktroller = []Kontaktrolle{KontaktAdministrator, KontaktBosettingsansvarlig}

// Action is what an actor must be allowed to do to edit the contact.
func (k Kontaktrolle) Action() tilgang.Action {
	if k == KontaktAdministrator {
		return tilgang.KontaktRedigerAdministrator
	}
	return tilgang.KontaktRedigerBosettingsansvarlig
}

// Kontakt is who holds a role at a centre and how to reach them.
type Kontakt struct {
	Mottak  ident.ID
	Rolle   Kontaktrolle
	Navn    string
	Telefon string
	Epost   string
	// Versjon is 0 when nothing has been written yet.
	Versjon   int64
	EndretTid db.Time
	// EndretAv is the name that the editor had then.
	EndretAv string
}

// GetKontakt returns the contact of a role, empty with version 0 when there is none.
// It does not check the actor.
func GetKontakt(ctx context.Context, r db.Reader, mottak ident.ID, rolle Kontaktrolle) (Kontakt, error) {
	row, err := mottakdb.New(r).GetKontakt(ctx, mottakdb.GetKontaktParams{Mottak: mottak, Rolle: string(rolle)})
	if errors.Is(err, sql.ErrNoRows) {
		return Kontakt{Mottak: mottak, Rolle: rolle}, nil
	}
	if err != nil {
		return Kontakt{}, fmt.Errorf("mottak: %w", err)
	}
	return Kontakt{
		Mottak: row.Mottak, Rolle: Kontaktrolle(row.Rolle), Navn: row.Navn, Telefon: row.Telefon, Epost: row.Epost,
		Versjon: row.Versjon, EndretTid: row.EndretTid, EndretAv: row.EndretAv,
	}, nil
}

// RedigerKontakt stores the contact as the actor wrote it, for roles with k.Rolle's
// action at the centre; others get fault.NotFound. k.Versjon is that of the form's
// contact; a form that is not the newest is fault.Conflict. Values that cannot be
// right (felt navn, telefon, epost) are returned and nothing is stored.
func RedigerKontakt(ctx context.Context, tx *db.Tx, a tilgang.Actor, k Kontakt) ([]FeltFeil, error) {
	if k.Rolle != KontaktAdministrator && k.Rolle != KontaktBosettingsansvarlig {
		return nil, fault.NewNotFound()
	}
	if err := tilgang.Check(a, k.Rolle.Action(), tilgang.Subject{Mottak: k.Mottak}); err != nil {
		return nil, err
	}
	k.Navn, k.Telefon, k.Epost = i18n.OneLine(k.Navn), i18n.OneLine(k.Telefon), i18n.OneLine(k.Epost)
	if wrong := k.check(); len(wrong) > 0 {
		return wrong, nil
	}
	q, now := mottakdb.New(tx), db.At(tx.Now())
	var n int64
	var err error
	if k.Versjon == 0 {
		n, err = q.InsertKontakt(ctx, mottakdb.InsertKontaktParams{
			Mottak: k.Mottak, Rolle: string(k.Rolle), Navn: k.Navn, Telefon: k.Telefon, Epost: k.Epost,
			EndretTid: now, EndretAv: a.Navn,
		})
	} else {
		n, err = q.UpdateKontakt(ctx, mottakdb.UpdateKontaktParams{
			Mottak: k.Mottak, Rolle: string(k.Rolle), Versjon: k.Versjon, Navn: k.Navn, Telefon: k.Telefon, Epost: k.Epost,
			EndretTid: now, EndretAv: a.Navn,
		})
	}
	if err != nil {
		return nil, fmt.Errorf("mottak: %w", err)
	}
	if n == 0 {
		return nil, fault.NewConflict("feil.konflikt")
	}
	return nil, nil
}

func (k Kontakt) check() (wrong []FeltFeil) {
	if utf8.RuneCountInString(k.Navn) > maxTekst {
		wrong = append(wrong, FeltFeil{"navn", "mottak.feil.for-lang"})
	}
	if grunn := Hovedtelefon.check(k.Telefon); grunn != "" {
		wrong = append(wrong, FeltFeil{"telefon", grunn})
	}
	if grunn := Epost.check(k.Epost); grunn != "" {
		wrong = append(wrong, FeltFeil{"epost", grunn})
	}
	return wrong
}
