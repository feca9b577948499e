package beboer

import (
	"context"
	"strings"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/tilgang"
)

// Whoever reads a resident stands in the access log with everybody the answer showed.
func TestReadingIsLogged(t *testing.T) {
	ctx := context.Background()
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		mottakene(t, d, 1)
		far := line(1, "935811771", "far", "1984-11-08")
		far.Fornavn, far.Mellomnavn, far.Etternavn = "Far", "Mellom", "Syntet-Familie"
		kjor(t, d, far, line(2, "935811771", "datter", "2008-01-01"))
		log := innsyn.New(d)
		t.Cleanup(log.Close)
		actor := tilgang.Actor{Bruker: ident.New()}
		var members []Beboer
		err := log.Read(ctx, actor, tilgang.SamtaleLes, func(r *innsyn.Rx) error {
			b, err := EtterDuf(ctx, r, Duf(far.Duf))
			if err != nil {
				return err
			}
			if b.EtternavnFornavn() != "Syntet-Familie, Far" || b.FulltNavn() != "Far Mellom Syntet-Familie" {
				t.Errorf("%q %q", b.EtternavnFornavn(), b.FulltNavn())
			}
			if s := b.Subject(); s.Mottak != b.Mottak || s.HarSak || s.Gradering != tilgang.Ugradert || b.SakOpprettet.Valid {
				t.Errorf("%+v", s)
			}
			members, err = Husstand(ctx, r, b.Husstand)
			return err
		})
		if err != nil || len(members) != 2 {
			t.Fatal(err, members)
		}
		rows := lines(t, d, `SELECT innhold FROM innsyn`)
		if len(rows) != 1 || !strings.Contains(rows[0], members[0].ID.String()) || !strings.Contains(rows[0], members[1].ID.String()) {
			t.Errorf("logged: %v", rows)
		}
		err = log.Read(ctx, actor, tilgang.SamtaleLes, func(r *innsyn.Rx) error {
			_, err := Get(ctx, r, ident.New())
			return err
		})
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("nobody: %v", err)
		}
	})
}
