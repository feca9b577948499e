package demo

import (
	"context"
	"fmt"
	"strings"

	"bosett/internal/db"
)

// mottakskontakter are the contact persons of the centres with demo users.
var mottakskontakter = []struct{ mottak, rolle, navn string }{
	{motHa, "mottaksadministrator", "Astrid Ås"},
	{motHa, "bosettingsansvarlig", "Berit Bø"},
	{motToten, "mottaksadministrator", "Dag Dobbel"},
	{motToten, "bosettingsansvarlig", "Tora Toten"},
	{motKristiansand, "bosettingsansvarlig", "Inger Ihle"},
	{motSolbakken, "bosettingsansvarlig", "Tuva Tveit"},
}

func lagMottakskontakter(ctx context.Context, tx *db.Tx) error {
	var rows [][]any
	for i, k := range mottakskontakter {
		mottak, err := mottakID(ctx, tx, k.mottak)
		if err != nil {
			return err
		}
		rows = append(rows, []any{mottak, k.rolle, k.navn, ingenTelefon(101 + i), epost(k.navn), db.At(tx.Now()), k.navn})
	}
	return db.BulkInsert(ctx, tx,
		`INSERT INTO mottak_kontakt (mottak, rolle, navn, telefon, epost, endret_tid, endret_av)`, rows,
		`ON CONFLICT (mottak, rolle) DO NOTHING`)
}

// tjenester are what kommuner call the office that settles refugees.
var tjenester = []string{"Flyktningtjenesten", "Bosettingsteamet", "Integreringstjenesten", "Flyktningkontoret", "Mangfold og inkludering"}

// lagKommunekontakter gives most kommuner and bydeler a contact for settlement. One
// in twelve has none, as in life.
func lagKommunekontakter(ctx context.Context, tx *db.Tx) error {
	steder, err := steder(ctx, tx)
	if err != nil {
		return err
	}
	var rows [][]any
	for i, s := range steder {
		if i%12 == 11 && s.nummer != ha && s.nummer != gjesdal {
			continue
		}
		av := s.navn
		if s.nummer == ha {
			av = "Anne Aune"
		}
		sted := s.navn
		if strings.Contains(sted, " - ") {
			sted = "" // a double name is no postal address
		}
		telefon := ("00000000" + s.nummer)[len(s.nummer):]
		rows = append(rows, []any{s.nummer, tjenester[i%len(tjenester)], telefon, "bosetting." + s.nummer + "@example.no",
			fmt.Sprintf("Postboks %d", 10+i), sted, fmt.Sprintf("Prøvetorget %d", 1+i%40), sted,
			"https://www.example.no/" + s.nummer, db.At(tx.Now()), av})
	}
	return db.BulkInsert(ctx, tx, `INSERT INTO kommune_kontakt (sted, enhet, telefon, epost, post_gate, post_sted,
		besok_gate, besok_sted, nettside, endret_tid, endret_av)`, rows, `ON CONFLICT (sted) DO NOTHING`)
}

type sted struct{ nummer, navn string }

// steder are all kommuner and bydeler, in the order of their numbers.
func steder(ctx context.Context, r db.Reader) (list []sted, err error) {
	rows, err := r.QueryContext(ctx, `SELECT nummer, navn FROM kommune UNION ALL SELECT nummer, navn FROM bydel
		WHERE navn NOT LIKE 'Uoppgitt%' ORDER BY 1`)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var s sted
		if err := rows.Scan(&s.nummer, &s.navn); err != nil {
			return nil, fmt.Errorf("demo: %w", err)
		}
		list = append(list, s)
	}
	return list, rows.Err()
}
