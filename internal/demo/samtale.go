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
	"bosett/internal/kodeliste"
	"bosett/internal/samtale"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
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
	s := &samtaler{r: rand.New(rand.NewPCG(samtaleFro, 0)), idag: idag, ordlyd: map[string]db.JSON{}}
	if s.brukere, err = brukerIDer(ctx, tx); err != nil {
		return err
	}
	if s.koder, err = kodeliste.Les(ctx, tx); err != nil {
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
		if err := s.hold(i); err != nil {
			return err
		}
	}
	return s.lagre(ctx, tx)
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

// samtaler collects the rows of all interviews.
type samtaler struct {
	r       *rand.Rand
	idag    db.Date
	brukere map[string]ident.ID
	// ordlyd is the wording kept at completion, by the questions that were asked.
	ordlyd                             map[string]db.JSON
	koder                              *kodeliste.Lister
	samtaler, personer, svar, ordlyder [][]any
}

// hold makes the interview of one household.
func (s *samtaler) hold(i intervju) error {
	av := s.brukere[intervjuere[i.mottak]]
	dag := i.opprettet.AddDays(2 + s.r.IntN(10))
	halvveis := i.status == underKartlegging
	if halvveis || !dag.Before(s.idag) {
		dag = s.idag.AddDays(-1)
	}
	start := dag.In(i18n.Oslo()).Add(9*time.Hour + time.Duration(s.r.IntN(240))*time.Minute)
	id := ident.New()
	s.samtaler = append(s.samtaler, []any{id, i.husstand, db.SomeID(i.sak), db.At(start), av})
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
		if halvveis && n == 1 {
			svar = svarene{{sporsmal: "tilknytning.venner", verdi: skjema.Nei}}
		}
		for _, v := range svar {
			s.svar = append(s.svar, []any{id, p.id, v.sporsmal, v.rad, v.verdi, int64(1), av, db.At(slutt)})
		}
		if halvveis && n == 1 {
			s.personer = append(s.personer, []any{id, p.id, string(samtale.Paabegynt), int64(len(svar)), db.At(begynt), db.NullTime{}, db.NullID{}})
			continue
		}
		s.personer = append(s.personer, []any{id, p.id, string(samtale.Ferdigstilt), int64(len(svar)), db.At(begynt), db.SomeTime(slutt), db.SomeID(av)})
		ordlyd, err := s.ordlydFor(skjema.Grunnlag{Fakta: fakta, Svar: svar.sett()})
		if err != nil {
			return err
		}
		s.ordlyder = append(s.ordlyder, []any{id, p.id, "nb", ordlyd})
	}
	return nil
}

// ordlydFor is what a completion keeps of the words of the questions.
func (s *samtaler) ordlydFor(g skjema.Grunnlag) (db.JSON, error) {
	felter := samtale.Definisjon().Visible(g, tilgang.PublikumMottak)
	key := fmt.Sprint(g.Fakta)
	for _, f := range felter {
		key += " " + string(f.Sporsmal.Kode)
	}
	if ordlyd, known := s.ordlyd[key]; known {
		return ordlyd, nil
	}
	ordlyd, err := db.ToJSON(samtale.NewOrdlyd(g, s.koder))
	s.ordlyd[key] = ordlyd
	return ordlyd, err
}

// lagre writes everything that was collected.
func (s *samtaler) lagre(ctx context.Context, tx *db.Tx) error {
	historikk := "INSERT INTO svar_historikk (samtale, eier, sporsmal, rad, verdi, versjon, av, tid, slettet)"
	var gamle [][]any
	for _, row := range s.svar {
		gamle = append(gamle, append(row[:len(row):len(row)], false))
	}
	for _, t := range []struct {
		prefix string
		rows   [][]any
	}{
		{"INSERT INTO samtale (id, husstand, sak, startet_tid, startet_av)", s.samtaler},
		{"INSERT INTO samtale_person (samtale, beboer, status, rev, startet_tid, ferdig_tid, ferdig_av)", s.personer},
		{"INSERT INTO svar (samtale, eier, sporsmal, rad, verdi, versjon, endret_av, endret_tid)", s.svar},
		{historikk, gamle},
		{"INSERT INTO samtale_ordlyd (samtale, beboer, maalform, ordlyd)", s.ordlyder},
	} {
		if err := db.BulkInsert(ctx, tx, t.prefix, t.rows, ""); err != nil {
			return fmt.Errorf("demo: %w", err)
		}
	}
	return nil
}
