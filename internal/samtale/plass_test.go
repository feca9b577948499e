package samtale

import (
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
	"bosett/internal/skjema"
)

// TestRoomForSealed: no way leads past what a group takes: neither fetching back a row that
// was thrown away, nor throwing rows away to begin on new ones.
func TestRoomForSealed(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		p := ny(t, d)
		p.start(p.berit, p.enslig)
		ny := func(want Utfall) string {
			rad := ident.New().String()
			res, err := p.svc.SaveMange(ctx, p.berit, p.enslig, []SvarInn{{Sporsmal: "intern_merknad.melding", Rad: rad, Verdi: "x"}})
			if err != nil || res[0].Utfall != want {
				t.Fatalf("new: %+v %v, want %s", res, err, want)
			}
			return rad
		}
		fjern := func(rad string, slett bool, versjon int64, want Utfall) {
			t.Helper()
			res, err := p.svc.SaveMange(ctx, p.berit, p.enslig, []SvarInn{{Sporsmal: InternMerknad, Rad: rad, Slett: slett, Versjon: versjon}})
			if err != nil || res[0].Utfall != want {
				t.Fatalf("remove %v: %+v %v, want %s", slett, res, err, want)
			}
		}
		forste := ny(Lagret)
		fjern(forste, true, 1, Lagret)
		for range flestMerknader {
			ny(Lagret)
		}
		ny(Avvist)
		fjern(forste, false, 2, Avvist)
		for _, rad := range p.load(p.berit, p.enslig).ApneRader(gruppen(InternMerknad)) {
			fjern(rad, true, 1, Lagret)
		}
		ny(Avvist) // as many lie there as the group takes
		fjern(forste, false, 2, Lagret)
		if n := p.count(`SELECT count(*) FROM forseglet_rad`); n != flestMerknader+1 {
			t.Errorf("%d rows", n)
		}
	})
}

func gruppen(k skjema.Kode) *skjema.Sporsmal {
	q, _, _ := Definisjon().Finn(k)
	return q
}
