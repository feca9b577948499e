package main

import (
	"testing"

	"bosett/internal/app"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
	"bosett/internal/outbox"
)

// The operator sees what is given up and why, and sends it once more.
func TestEpost(t *testing.T) {
	for _, dialect := range dbtest.Dialects {
		t.Run(dialect.String(), func(t *testing.T) {
			url := dbtest.URL(t, dialect)
			t.Setenv("BOSETT_DATABASE_URL", url)
			d := handle(t, url)
			if err := app.Migrate(t.Context(), d); err != nil {
				t.Fatal(err)
			}
			runAll(t, step{"epost", 0, "0 venter, 0 sendes nå, 0 er gitt opp."}, step{"epost --alt", 2, "-alt"})
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				for _, to := range []string{"post@etat.example", "siv@etat.example", "ingen adresse"} {
					err := outbox.Put(t.Context(), tx, outbox.Melding{
						Kanal: outbox.KanalEpost, Mal: outbox.MalInternMerknad, Mottaker: to, Data: map[string]string{"beboer": ident.New().String()},
					})
					if err != nil {
						return err
					}
				}
				_, err := tx.ExecContext(t.Context(), `UPDATE utboks SET dod_tid = $1, forsok = 1, feil = 'RCPT TO: 550 ukjent' WHERE mottaker = 'siv@etat.example'`, db.At(tx.Now()))
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			runAll(t,
				step{"epost", 0, "1 venter, 0 sendes nå, 2 er gitt opp."},
				step{"epost", 0, "intern_merknad  siv@etat.example  1 forsøk  RCPT TO: 550 ukjent"},
				step{"epost", 0, "ingen adresse     0 forsøk  mottaker: adressen kan ikke brukes"},
				step{"epost --send-igjen", 0, "1 sendes på nytt så snart serveren går.\n2 venter, 0 sendes nå, 1 er gitt opp."},
			)
		})
	}
}
