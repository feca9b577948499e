package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"bosett/internal/app"
	"bosett/internal/db"
)

// samlet are the statements that move everybody to the centre of the demo's Berit Bø, with
// the figures that are kept of them.
var samlet = []string{
	`UPDATE beboer SET mottak = $1`,
	`UPDATE beboer_ord SET mottak = $1`,
	`UPDATE oppgave SET mottak = $1`,
	`CREATE TEMPORARY TABLE b AS SELECT gradert, har_sak, sak_status, persontype, SUM(antall) AS antall FROM beboer_tall GROUP BY 1, 2, 3, 4`,
	`DELETE FROM beboer_tall`,
	`INSERT INTO beboer_tall (mottak, gradert, har_sak, sak_status, persontype, antall) SELECT $1, gradert, har_sak, sak_status, persontype, antall FROM b`,
	`CREATE TEMPORARY TABLE o AS SELECT gradert, type, frist, SUM(oppgaver) AS oppgaver, SUM(personer) AS personer FROM oppgave_tall GROUP BY 1, 2, 3`,
	`DELETE FROM oppgave_tall`,
	`INSERT INTO oppgave_tall (mottak, gradert, type, frist, oppgaver, personer) SELECT $1, gradert, type, frist, oppgaver, personer FROM o`,
}

// flytt makes a filled SQLite file in which all residents of another live at one centre.
// The indexes are made anew, as an import of so many would not: it takes minutes, not hours.
func flytt(ctx context.Context, from, to string) error {
	if err := kopierFil(from, to); err != nil {
		return err
	}
	d, err := db.Open(ctx, "sqlite:"+to)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := app.Migrate(ctx, d); err != nil {
		return err
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		var haa string
		if err := tx.QueryRowContext(ctx, `SELECT id FROM mottak WHERE navn = 'Hå asylmottak'`).Scan(&haa); err != nil {
			return err
		}
		create, err := dropIndexes(ctx, tx)
		if err != nil {
			return err
		}
		for _, s := range samlet {
			var args []any
			if strings.Contains(s, "$1") {
				args = append(args, haa)
			}
			if _, err := tx.ExecContext(ctx, s, args...); err != nil {
				return err
			}
		}
		for _, s := range append(create, "ANALYZE") {
			if _, err := tx.ExecContext(ctx, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// dropIndexes takes away the indexes of the tables that are changed, and returns how to
// make them again.
func dropIndexes(ctx context.Context, tx *db.Tx) (create []string, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
AND tbl_name IN ('beboer', 'beboer_ord', 'oppgave')`)
	if err != nil {
		return nil, err
	}
	var names []string
	for rows.Next() {
		var name, sql string
		if err := rows.Scan(&name, &sql); err != nil {
			return nil, err
		}
		names, create = append(names, name), append(create, sql)
	}
	if err := rows.Close(); err != nil {
		return nil, err
	}
	for _, name := range names {
		if _, err := tx.ExecContext(ctx, "DROP INDEX "+name); err != nil {
			return nil, err
		}
	}
	return create, rows.Err()
}

// kopierFil copies a file with all that has been written to it.
func kopierFil(from, to string) error {
	d, err := sql.Open("sqlite", from)
	if err != nil {
		return err
	}
	defer d.Close()
	var busy, pages, done int
	if err := d.QueryRow("PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &done); err != nil || busy != 0 {
		return errors.Join(err, fmt.Errorf("%s: %d of %d pages are written", from, done, pages))
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Close()
}
