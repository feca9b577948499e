package register

import (
	"context"
	"slices"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/mottak"
	"bosett/internal/sak"
	"bosett/internal/tilgang"
)

// Type is a kind of import file.
type Type string

// The types, in the order they must be read: residents live at centres, and a
// case belongs to a household.
const (
	Mottak  Type = "mottak"
	Beboere Type = "beboere"
	Saker   Type = "saker"
)

// Typer lists every type in the order the files must be read.
var Typer = []Type{Mottak, Beboere, Saker}

// ParseType reads the name of a type as it stands on the command line.
func ParseType(s string) (Type, bool) {
	t := Type(s)
	return t, slices.Contains(Typer, t)
}

// slag is what one type of file holds and where it goes: les makes one import
// line of a record (anything wrong is left in the rad), lagre stores many.
type slag struct {
	kolonner []kolonne
	les      func(*rad) any
	lagre    func(ctx context.Context, tx *db.Tx, inn []any) ([]fault.Utfall, error)
}

func slagFor(t Type) (slag, bool) {
	switch t {
	case Mottak:
		return slag{mottakKolonner, lesMottak, lagreMottak}, true
	case Beboere:
		return slag{beboerKolonner, lesBeboer, lagreBeboere}, true
	case Saker:
		return slag{sakKolonner, lesSak, lagreSaker}, true
	}
	return slag{}, false
}

// som gives the lines the type that the slice asks for.
func som[T any](inn []any) []T {
	list := make([]T, len(inn))
	for i, v := range inn {
		list[i], _ = v.(T) // les of the same slag made it
	}
	return list
}

var mottakKolonner = []kolonne{
	{"mot_id", true, 20}, {"kode", true, 10}, {"navn", true, 100}, {"kategori", true, 30}, {"kommune", true, 4},
	{"hovedtelefon", false, 30}, {"vakttelefon", false, 30}, {"epost", false, 200},
	{"post_gate", false, 100}, {"post_nummer", false, 10}, {"post_sted", false, 60},
	{"besok_gate", false, 100}, {"besok_nummer", false, 10}, {"besok_sted", false, 60},
}

func lesMottak(r *rad) any {
	return mottak.Inn{
		MotID: r.stor("mot_id"), Kode: r.tekst("kode"), Navn: r.tekst("navn"),
		Kategori: r.kode("kategori"), Kommune: r.tekst("kommune"),
		Hovedtelefon: r.tekst("hovedtelefon"), Vakttelefon: r.tekst("vakttelefon"), Epost: r.tekst("epost"),
		PostGate: r.tekst("post_gate"), PostNummer: r.tekst("post_nummer"), PostSted: r.tekst("post_sted"),
		BesokGate: r.tekst("besok_gate"), BesokNummer: r.tekst("besok_nummer"), BesokSted: r.tekst("besok_sted"),
	}
}

func lagreMottak(ctx context.Context, tx *db.Tx, inn []any) ([]fault.Utfall, error) {
	return mottak.ImportBatch(ctx, tx, som[mottak.Inn](inn))
}

var beboerKolonner = []kolonne{
	{"duf", true, 20}, {"regnummer", true, 9}, {"fodselsnummer", false, 20},
	{"fornavn", true, 100}, {"mellomnavn", false, 100}, {"etternavn", true, 100},
	{"fodt", true, 10}, {"kjonn", true, 20}, {"statsborgerskap", true, 2},
	{"persontype", true, 40}, {"familierolle", false, 40}, {"mottak", true, 20}, {"plasstype", true, 10},
	{"vedtak_dato", false, 10}, {"kompass_tid", false, 40}, {"gradering", false, 40},
}

func lesBeboer(r *rad) any {
	return beboer.Inn{
		Duf: r.tekst("duf"), RegNummer: r.tekst("regnummer"), Fodselsnummer: r.tekst("fodselsnummer"),
		Fornavn: r.tekst("fornavn"), Mellomnavn: r.tekst("mellomnavn"), Etternavn: r.tekst("etternavn"),
		Fodt: r.fortid("fodt"), Kjonn: r.kode("kjonn"), Statsborgerskap: r.stor("statsborgerskap"),
		Persontype: r.kode("persontype"), Familierolle: r.kode("familierolle"),
		MotID: r.stor("mottak"), Plasstype: r.stor("plasstype"),
		VedtakDato: db.SomeDate(r.dato("vedtak_dato")), KompassTid: r.tidspunkt("kompass_tid"),
		Gradering: tilgang.Gradering(r.kode("gradering")),
	}
}

// lagreBeboere also lets the open tasks of the households follow: a task shows
// the head of the family and belongs to the family's centre.
func lagreBeboere(ctx context.Context, tx *db.Tx, inn []any) ([]fault.Utfall, error) {
	res, err := beboer.ImportBatch(ctx, tx, som[beboer.Inn](inn))
	if err != nil {
		return nil, err
	}
	return res.Utfall, sak.OppdaterHusstander(ctx, tx, res.Husstander)
}

var sakKolonner = []kolonne{
	{"saksnummer", true, 40}, {"regnummer", true, 9}, {"opprettet", true, 10},
	{"status", false, 40}, {"avsluttet_arsak", false, 40},
}

func lesSak(r *rad) any {
	return sak.Inn{
		Saksnummer: r.tekst("saksnummer"), RegNummer: r.tekst("regnummer"), Opprettet: r.fortid("opprettet"),
		Status: r.kode("status"), AvsluttetArsak: r.kode("avsluttet_arsak"),
	}
}

func lagreSaker(ctx context.Context, tx *db.Tx, inn []any) ([]fault.Utfall, error) {
	return sak.ImportBatch(ctx, tx, som[sak.Inn](inn))
}
