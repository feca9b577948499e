package kommune

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"bosett/internal/db"
	"bosett/internal/i18n"
	"bosett/internal/kommune/kommunedb"
	"bosett/internal/referanse"
)

// Sync brings the tables of places and of their search words in step with the
// reference files of the program. It is called whenever the schema is migrated
// (also by every start of the demo), may run on several nodes at once, and
// writes only what differs. Places that the files no longer have stay, since
// cases point at them.
func Sync(ctx context.Context, tx *db.Tx) error {
	kommuner, err := referanse.Kommuner()
	if err != nil {
		return err
	}
	bydeler, err := referanse.Bydeler()
	if err != nil {
		return err
	}
	if err := syncKommuner(ctx, tx, kommuner); err != nil {
		return fmt.Errorf("kommune: sync kommuner: %w", err)
	}
	if err := syncBydeler(ctx, tx, bydeler); err != nil {
		return fmt.Errorf("kommune: sync bydeler: %w", err)
	}
	if err := syncOrd(ctx, tx, kommuner, bydeler); err != nil {
		return fmt.Errorf("kommune: sync words: %w", err)
	}
	return nil
}

func syncKommuner(ctx context.Context, tx *db.Tx, kommuner []referanse.Kommune) error {
	rows, err := kommunedb.New(tx).Kommuner(ctx)
	if err != nil {
		return err
	}
	stored := make(map[string]kommunedb.Kommune, len(rows))
	for _, k := range rows {
		stored[k.Nummer] = k
	}
	var changed [][]any
	for _, k := range kommuner {
		want := kommunedb.Kommune{
			Nummer: k.Nummer, Navn: k.Navn, NavnSort: i18n.SortKey(k.Navn), Fylkesnummer: k.Fylkesnummer, Fylkesnavn: k.Fylkesnavn,
			Breddegrad: k.Breddegrad, Lengdegrad: k.Lengdegrad, GyldigFra: k.GyldigFra, GyldigTil: k.GyldigTil,
		}
		if have, ok := stored[k.Nummer]; ok && sameKommune(have, want) {
			continue
		}
		changed = append(changed, []any{
			want.Nummer, want.Navn, want.NavnSort, want.Fylkesnummer, want.Fylkesnavn,
			want.Breddegrad, want.Lengdegrad, want.GyldigFra, want.GyldigTil,
		})
	}
	return db.BulkInsert(ctx, tx, `INSERT INTO kommune (nummer, navn, navn_sort, fylkesnummer, fylkesnavn,
		breddegrad, lengdegrad, gyldig_fra, gyldig_til)`, changed, ` ON CONFLICT (nummer) DO UPDATE SET
		navn = excluded.navn, navn_sort = excluded.navn_sort, fylkesnummer = excluded.fylkesnummer,
		fylkesnavn = excluded.fylkesnavn, breddegrad = excluded.breddegrad, lengdegrad = excluded.lengdegrad,
		gyldig_fra = excluded.gyldig_fra, gyldig_til = excluded.gyldig_til`)
}

func sameKommune(a, b kommunedb.Kommune) bool {
	return bytes.Equal(a.NavnSort, b.NavnSort) && a.Navn == b.Navn && a.Fylkesnummer == b.Fylkesnummer &&
		a.Fylkesnavn == b.Fylkesnavn && a.Breddegrad == b.Breddegrad && a.Lengdegrad == b.Lengdegrad &&
		a.GyldigFra == b.GyldigFra && a.GyldigTil == b.GyldigTil
}

func syncBydeler(ctx context.Context, tx *db.Tx, bydeler []referanse.Bydel) error {
	rows, err := kommunedb.New(tx).Bydeler(ctx)
	if err != nil {
		return err
	}
	stored := make(map[string]kommunedb.Bydel, len(rows))
	for _, b := range rows {
		stored[b.Nummer] = b
	}
	var changed [][]any
	for _, b := range bydeler {
		key := i18n.SortKey(b.Navn)
		have, ok := stored[b.Nummer]
		if ok && have.Navn == b.Navn && have.Kommune == b.Kommune && bytes.Equal(have.NavnSort, key) {
			continue
		}
		changed = append(changed, []any{b.Nummer, b.Navn, key, b.Kommune})
	}
	return db.BulkInsert(ctx, tx, `INSERT INTO bydel (nummer, navn, navn_sort, kommune)`, changed,
		` ON CONFLICT (nummer) DO UPDATE SET navn = excluded.navn, navn_sort = excluded.navn_sort, kommune = excluded.kommune`)
}

func syncOrd(ctx context.Context, tx *db.Tx, kommuner []referanse.Kommune, bydeler []referanse.Bydel) error {
	want := make(map[string][]string, len(kommuner)+len(bydeler))
	for _, k := range kommuner {
		want[k.Nummer] = words(k.Nummer, k.Navn)
	}
	for _, b := range bydeler {
		if !uoppgitt(b.Nummer) {
			want[b.Nummer] = words(b.Nummer, b.Navn)
		}
	}
	rows, err := kommunedb.New(tx).AlleOrd(ctx)
	if err != nil {
		return err
	}
	have := map[string][]string{}
	for _, o := range rows {
		have[o.Sted] = append(have[o.Sted], o.Ord)
	}
	var changed []string
	var insert [][]any
	for nummer, list := range want {
		slices.Sort(list)
		if slices.Equal(have[nummer], list) {
			continue
		}
		changed = append(changed, nummer)
		for _, word := range list {
			insert = append(insert, []any{word, nummer})
		}
	}
	if err := db.ExecIn(ctx, tx, `DELETE FROM sted_ord WHERE sted IN $LIST`, changed); err != nil {
		return err
	}
	return db.BulkInsert(ctx, tx, `INSERT INTO sted_ord (ord, sted)`, insert, ` ON CONFLICT DO NOTHING`)
}
