package kodeliste_test

import (
	"testing"

	"bosett/internal/db"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/kodeliste"
	"bosett/internal/tilgang"
)

// admin is IMDiAdministrator, stored so that the history can point at them.
func admin(t *testing.T, d *db.DB, navn string) tilgang.Actor {
	t.Helper()
	a := tilgang.Actor{
		Bruker: ident.New(), Navn: navn, Org: tilgang.Org{Type: tilgang.OrgIMDi, ID: "imdi"},
		Roller: []tilgang.Rolle{tilgang.IMDiAdministrator},
	}
	must(t, d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(t.Context(), `INSERT INTO bruker (id, navn, navn_sort, epost, opprettet_tid) VALUES ($1, $2, $3, $4, $5)`,
			a.Bruker, navn, i18n.SortKey(navn), a.Bruker.String()+"@example.no", db.At(tx.Now()))
		return err
	}))
	return a
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, d *db.DB, fn func(*db.Tx) error) error {
	t.Helper()
	return d.Write(t.Context(), fn)
}

func les(t *testing.T, d *db.DB) (l *kodeliste.Lister) {
	t.Helper()
	must(t, d.Read(t.Context(), func(r *db.Rx) (err error) {
		l, err = kodeliste.Les(t.Context(), r)
		return err
	}))
	return l
}

func hent(t *testing.T, d *db.DB, a tilgang.Actor, navn kodeliste.Liste) (l kodeliste.Kodeliste) {
	t.Helper()
	must(t, d.Read(t.Context(), func(r *db.Rx) (err error) {
		l, err = kodeliste.Hent(t.Context(), r, a, navn)
		return err
	}))
	return l
}

func historikk(t *testing.T, d *db.DB, a tilgang.Actor, navn kodeliste.Liste) (v []kodeliste.Versjon) {
	t.Helper()
	must(t, d.Read(t.Context(), func(r *db.Rx) (err error) {
		v, err = kodeliste.Historikk(t.Context(), r, a, navn)
		return err
	}))
	return v
}

// kode is a code as it stands now.
func kode(t *testing.T, d *db.DB, a tilgang.Actor, navn kodeliste.Liste, kode string) kodeliste.Kode {
	t.Helper()
	k, ok := hent(t, d, a, navn).Finn(kode)
	if !ok {
		t.Fatalf("%s has no code %s", navn, kode)
	}
	return k
}

func endre(t *testing.T, d *db.DB, a tilgang.Actor, inn kodeliste.OrdInn) (feil []kodeliste.FeltFeil, err error) {
	t.Helper()
	err = write(t, d, func(tx *db.Tx) (err error) {
		feil, err = kodeliste.EndreOrd(t.Context(), tx, a, inn)
		return err
	})
	return feil, err
}

func leggTil(t *testing.T, d *db.DB, a tilgang.Actor, navn kodeliste.Liste, nb, nn string) (kode string, feil []kodeliste.FeltFeil, err error) {
	t.Helper()
	err = write(t, d, func(tx *db.Tx) (err error) {
		kode, feil, err = kodeliste.LeggTil(t.Context(), tx, a, navn, kodeliste.Ord{Nb: nb, Nn: nn})
		return err
	})
	return kode, feil, err
}

func settAktiv(t *testing.T, d *db.DB, a tilgang.Actor, navn kodeliste.Liste, k string, aktiv bool) error {
	t.Helper()
	inn := kodeliste.OrdInn{Liste: navn, Kode: k, Versjon: kode(t, d, a, navn, k).Versjon}
	return write(t, d, func(tx *db.Tx) error { return kodeliste.SettAktiv(t.Context(), tx, a, inn, aktiv) })
}
