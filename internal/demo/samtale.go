package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/samtale"
	"bosett/internal/skjema"
)

// samtaleFro is the seed of the answers, so that they never change the persons.
const samtaleFro = 14

// intervjuere hold the interviews of the demo users' centres.
var intervjuere = map[string]string{
	motHa: "Berit Bø", motToten: "Tora Toten", motKristiansand: "Inger Ihle", motSolbakken: "Tuva Tveit",
}

// intervju is a household whose interview has been held, or half of it.
type intervju struct {
	sak, husstand ident.ID
	mottak        string
	status        string
	opprettet     db.Date
	personer      []intervjuet
}

type intervjuet struct {
	id         ident.ID
	persontype beboer.Persontype
	fodt       db.Date
	kompass    bool
}

// lagSamtaler gives the cases that have come further than kartlegging the interview
// they came there by: the import tells only where a case stands. One family at Hå is
// in the middle of theirs.
func lagSamtaler(ctx context.Context, tx *db.Tx, idag db.Date) error {
	alle, err := hentIntervjuer(ctx, tx)
	if err != nil {
		return err
	}
	s := &samtaler{r: rand.New(rand.NewPCG(samtaleFro, 0)), idag: idag}
	if s.brukere, err = brukerIDer(ctx, tx); err != nil {
		return err
	}
	halvveis := false
	for _, i := range alle {
		if i.status == underKartlegging {
			if halvveis || i.mottak != motHa || len(i.personer) < 3 {
				continue
			}
			halvveis = true
		}
		s.hold(i)
	}
	return samtale.ImportHoldte(ctx, tx, s.holdte)
}

// hentIntervjuer reads the households of the demo users' centres, the guide's apart:
// their interviews are for the visitor to hold.
func hentIntervjuer(ctx context.Context, tx *db.Tx) (alle []intervju, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT s.id, s.husstand, m.mot_id, s.status, s.opprettet,
		b.id, b.persontype, b.fodt, b.kompass_tid IS NOT NULL
		FROM sak s JOIN mottak m ON m.id = s.mottak JOIN beboer b ON b.husstand = s.husstand
		WHERE m.mot_id IN ($1, $2, $3, $4) AND b.etternavn NOT LIKE 'Syntat%'
		ORDER BY s.saksnummer, b.familieplass, b.duf`, motHa, motToten, motKristiansand, motSolbakken)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var i intervju
		var p intervjuet
		err := rows.Scan(&i.sak, &i.husstand, &i.mottak, &i.status, &i.opprettet, &p.id, &p.persontype, &p.fodt, &p.kompass)
		if err != nil {
			return nil, fmt.Errorf("demo: %w", err)
		}
		if n := len(alle); n > 0 && alle[n-1].sak == i.sak {
			alle[n-1].personer = append(alle[n-1].personer, p)
			continue
		}
		i.personer = []intervjuet{p}
		alle = append(alle, i)
	}
	return alle, rows.Err()
}

func brukerIDer(ctx context.Context, tx *db.Tx) (map[string]ident.ID, error) {
	ids := map[string]ident.ID{}
	for _, navn := range intervjuere {
		var id ident.ID
		if err := tx.QueryRowContext(ctx, `SELECT id FROM bruker WHERE epost = $1`, epost(navn)).Scan(&id); err != nil {
			return nil, fmt.Errorf("demo: %s: %w", navn, err)
		}
		ids[navn] = id
	}
	return ids, nil
}

// samtaler collects all interviews.
type samtaler struct {
	r       *rand.Rand
	idag    db.Date
	brukere map[string]ident.ID
	holdte  []samtale.Holdt
}

// hold makes the interview of one household.
func (s *samtaler) hold(i intervju) {
	dag := i.opprettet.AddDays(2 + s.r.IntN(10))
	halvveis := i.status == underKartlegging
	if halvveis || !dag.Before(s.idag) {
		dag = s.idag.AddDays(-1)
	}
	start := dag.In(i18n.Oslo()).Add(9*time.Hour + time.Duration(s.r.IntN(240))*time.Minute)
	holdt := samtale.Holdt{Husstand: i.husstand, Sak: i.sak, Startet: start, Av: s.brukere[intervjuere[i.mottak]]}
	for n, p := range i.personer {
		if halvveis && n > 1 {
			break
		}
		begynt := start.Add(time.Duration(n*40) * time.Minute)
		slutt := begynt.Add(35 * time.Minute)
		fakta := skjema.Fakta{
			samtale.Fylt16: alder(p.fodt, dag) >= 16, samtale.Selvregistrert: p.kompass,
			samtale.Enslig: p.persontype.Enslig(), samtale.HarFamilie: len(i.personer) > 1,
			samtale.KompassPakrevd: dag.Before(samtale.Standardregler().KompassFrist),
			samtale.MerknadPakrevd: samtale.Standardregler().MerknadPakrevd,
		}
		svar := s.svarene(fakta)
		en := samtale.HoldtPerson{Beboer: p.id, Fakta: fakta, Begynt: begynt, Besvart: slutt, Ferdig: slutt, Maalform: "nb"}
		if halvveis && n == 1 {
			svar, en.Ferdig = svarene{{sporsmal: "tilknytning.venner", verdi: skjema.Nei}}, time.Time{}
		}
		en.Svar = svar.sett()
		holdt.Personer = append(holdt.Personer, en)
	}
	s.holdte = append(s.holdte, holdt)
}
