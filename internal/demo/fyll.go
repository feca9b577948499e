// Package demo fills a database with synthetic persons: the demo that anybody can
// try, and seeds of any size for benchmarks. All of it goes in through the import
// (package register), as real data would.
//
// Everything is made from a fixed seed and the day of filling, so two databases
// that are filled on the same day hold the same. No person exists: DUF numbers
// have serials 9xxxxx, national identity numbers 80 added to the month, telephone
// numbers begin with 0, addresses are under example.no, and surnames end in -Synt.
package demo

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"

	"bosett/internal/db"
	"bosett/internal/i18n"
	"bosett/internal/kommune"
	"bosett/internal/register"
)

// Rows of table innstilling that the demo writes besides register's data.
const (
	nokkelDag    = "demo_dag"    // the day that the dates are relative to
	nokkelFerdig = "demo_ferdig" // written last, with the users
)

// Refuse returns fault.Conflict when the database holds real data. The program
// calls it before it starts with --demo; Fill and Seed do so themselves.
func Refuse(ctx context.Context, r db.Reader) error {
	have, err := register.Dataslag(ctx, r)
	if err != nil || have == register.DataDemo {
		return err
	}
	if have != "" {
		return refuse()
	}
	// Nothing has been imported, but somebody may have registered something by hand.
	for _, table := range []string{"beboer", "bruker", "mottak"} {
		var n int
		if err := r.QueryRowContext(ctx, `SELECT COUNT(*) FROM `+table).Scan(&n); err != nil {
			return fmt.Errorf("demo: %w", err)
		}
		if n > 0 {
			return refuse()
		}
	}
	return nil
}

// Fill makes the demo: centres, residents, cases, users, interviews and contacts, with dates
// relative to today. It does nothing when the demo is there already, and goes on
// with the first day when it was interrupted. out gets the import's messages and
// may be nil. A database with real data is fault.Conflict.
func Fill(ctx context.Context, d *db.DB, today db.Date, out io.Writer) error {
	dag, ferdig, err := begynn(ctx, d, today)
	if err != nil || ferdig {
		return err
	}
	if out != nil {
		fmt.Fprintln(out, i18n.For("").T("register.demo.lager"))
	}
	liste, hus := innhold(dag)
	if err := importer(ctx, d, liste, hus, out); err != nil {
		return err
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		if err := lagBrukere(ctx, tx); err != nil {
			return err
		}
		if err := lagSamtaler(ctx, tx, dag); err != nil {
			return err
		}
		if err := lagMottakskontakter(ctx, tx); err != nil {
			return err
		}
		if err := lagKommunekontakter(ctx, tx); err != nil {
			return err
		}
		return sett(ctx, tx, nokkelFerdig, "ja")
	})
}

// begynn checks the database and settles the day. ferdig: there is nothing to do.
func begynn(ctx context.Context, d *db.DB, today db.Date) (dag db.Date, ferdig bool, err error) {
	err = d.Write(ctx, func(tx *db.Tx) error {
		if err := Refuse(ctx, tx); err != nil {
			return err
		}
		if err := kommune.Sync(ctx, tx); err != nil {
			return err
		}
		done, err := hent(ctx, tx, nokkelFerdig)
		if err != nil {
			return err
		}
		ferdig = done != ""
		verdi, err := hent(ctx, tx, nokkelDag)
		if err != nil {
			return err
		}
		if verdi != "" {
			dag, err = db.ParseDate(verdi)
			return err
		}
		dag = today
		if err := sett(ctx, tx, "data", register.DataDemo); err != nil {
			return err
		}
		return sett(ctx, tx, nokkelDag, today.String())
	})
	return dag, ferdig, err
}

// importer runs the three files through the import, in their order. Synthetic data
// that the import refuses is our own fault and an error.
func importer(ctx context.Context, d *db.DB, liste []senter, hus []husstand, out io.Writer) error {
	f, err := skriv(liste, hus)
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	for _, fil := range []struct {
		t    register.Type
		data *bytes.Buffer
		rows int
	}{{register.Mottak, &f.mottak, len(liste)}, {register.Beboere, &f.beboere, len(hus)}, {register.Saker, &f.saker, len(hus)}} {
		if fil.rows == 0 {
			continue
		}
		rapport, err := register.Run(ctx, d, register.Options{
			Type: fil.t, Reader: bytes.NewReader(fil.data.Bytes()), Name: string(fil.t) + ".csv",
			Demo: true, Batch: froDel, Out: out,
		})
		if err != nil {
			return fmt.Errorf("demo: %w", err)
		}
		if rapport.Avvist > 0 {
			return fmt.Errorf("demo: the import refused %d lines of %s", rapport.Avvist, fil.t)
		}
	}
	return nil
}

func hent(ctx context.Context, r db.Reader, nokkel string) (verdi string, err error) {
	err = r.QueryRowContext(ctx, `SELECT verdi FROM innstilling WHERE nokkel = $1`, nokkel).Scan(&verdi)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return verdi, err
}

func sett(ctx context.Context, tx *db.Tx, nokkel, verdi string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO innstilling (nokkel, verdi) VALUES ($1, $2)
		ON CONFLICT (nokkel) DO UPDATE SET verdi = excluded.verdi`, nokkel, verdi)
	return err
}
