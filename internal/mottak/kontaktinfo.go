package mottak

import (
	"context"
	"fmt"
	"maps"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/mottak/mottakdb"
	"bosett/internal/tilgang"
)

// Felt is one value of a centre's contact information.
type Felt string

// The fields of the contact information (T6).
const (
	Hovedtelefon Felt = "hovedtelefon"
	Vakttelefon  Felt = "vakttelefon"
	Epost        Felt = "epost"
	PostGate     Felt = "post_gate"
	PostNummer   Felt = "post_nummer"
	PostSted     Felt = "post_sted"
	BesokGate    Felt = "besok_gate"
	BesokNummer  Felt = "besok_nummer"
	BesokSted    Felt = "besok_sted"
)

// Felter lists the fields in the order that pages show them.
var Felter = []Felt{Hovedtelefon, Vakttelefon, Epost, PostGate, PostNummer, PostSted, BesokGate, BesokNummer, BesokSted}

// Kilde tells where a value came from.
type Kilde string

// The sources; empty where there has never been a value.
const (
	KildeMOT    Kilde = "mot"
	KildeBosett Kilde = "bosett"
)

// Opphav is a value with its source, when it came and by whom: the name that the
// editor had then, or "MOT".
type Opphav struct {
	Verdi string
	Kilde Kilde
	Tid   db.Time
	Av    string
}

// Verdi is the value of a field that counts now: the newest, whatever its source.
type Verdi struct {
	Felt Felt
	Opphav
	// Annen is the newest value of the other source, when it says something else.
	Annen *Opphav
}

// Kontaktinfo is the contact information of a centre.
type Kontaktinfo struct {
	// Verdier has one element per field, in the order of Felter.
	Verdier []Verdi
}

// Get returns the value of one field.
func (k Kontaktinfo) Get(f Felt) Verdi {
	for _, v := range k.Verdier {
		if v.Felt == f {
			return v
		}
	}
	return Verdi{Felt: f}
}

// GetKontaktinfo returns the contact information of a centre: for an unknown centre
// every value is empty. It does not check the actor.
func GetKontaktinfo(ctx context.Context, r db.Reader, id ident.ID) (Kontaktinfo, error) {
	rows, err := mottakdb.New(r).ListVerdier(ctx, id)
	if err != nil {
		return Kontaktinfo{}, fmt.Errorf("mottak: %w", err)
	}
	// The rows come with the newest last: it replaces the other source's, which is kept.
	newest := map[Felt]Verdi{}
	for _, row := range rows {
		v := Verdi{Felt: Felt(row.Felt), Opphav: Opphav{row.Verdi, Kilde(row.Kilde), row.Tid, row.Av}}
		if other, ok := newest[v.Felt]; ok && other.Verdi != v.Verdi {
			v.Annen = &other.Opphav
		}
		newest[v.Felt] = v
	}
	info := Kontaktinfo{Verdier: make([]Verdi, len(Felter))}
	for i, f := range Felter {
		info.Verdier[i] = newest[f]
		info.Verdier[i].Felt = f
	}
	return info, nil
}

// Redigering is a form with the contact information of a centre. A field that is not
// in Verdier stays as it is.
type Redigering struct {
	Mottak ident.ID
	// Versjon is the centre's when the form was opened.
	Versjon int64
	Verdier map[Felt]string
}

// FeltFeil is a value that cannot be stored; Grunn is a message key.
type FeltFeil struct{ Felt, Grunn string }

// RedigerKontaktinfo stores what the actor has changed: for roles with
// tilgang.MottakRediger at the centre, others get fault.NotFound. A form that is not
// the newest is fault.Conflict. Values that cannot be right are returned and nothing
// is stored.
func RedigerKontaktinfo(ctx context.Context, tx *db.Tx, a tilgang.Actor, r Redigering) ([]FeltFeil, error) {
	if err := tilgang.Check(a, tilgang.MottakRediger, tilgang.Subject{Mottak: r.Mottak}); err != nil {
		return nil, err
	}
	verdier := map[Felt]string{}
	var wrong []FeltFeil
	for _, f := range Felter {
		v, given := r.Verdier[f]
		if !given {
			continue
		}
		verdier[f] = i18n.OneLine(v)
		if grunn := f.check(verdier[f]); grunn != "" {
			wrong = append(wrong, FeltFeil{string(f), grunn})
		}
	}
	if len(wrong) > 0 {
		return wrong, nil
	}
	return nil, lagreRedigering(ctx, tx, a.Navn, r, verdier)
}

func lagreRedigering(ctx context.Context, tx *db.Tx, av string, r Redigering, verdier map[Felt]string) error {
	info, err := GetKontaktinfo(ctx, tx, r.Mottak)
	if err != nil {
		return err
	}
	// What stands there already is no edit: it would hide where the value came from.
	maps.DeleteFunc(verdier, func(f Felt, v string) bool { return info.Get(f).Verdi == v })
	if len(verdier) == 0 {
		return nil
	}
	q, now := mottakdb.New(tx), db.At(tx.Now())
	n, err := q.BumpMottak(ctx, mottakdb.BumpMottakParams{ID: r.Mottak, Versjon: r.Versjon, EndretTid: now})
	if err != nil {
		return fmt.Errorf("mottak: %w", err)
	}
	if n == 0 {
		return fault.NewConflict("feil.konflikt")
	}
	for _, f := range Felter {
		v, changed := verdier[f]
		if !changed {
			continue
		}
		err := q.InsertVerdi(ctx, mottakdb.InsertVerdiParams{
			Mottak: r.Mottak, Felt: string(f), Kilde: string(KildeBosett), Verdi: v, Tid: now, Av: av,
		})
		if err != nil {
			return fmt.Errorf("mottak: %w", err)
		}
	}
	return nil
}
