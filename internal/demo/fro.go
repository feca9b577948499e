package demo

import (
	"context"
	"fmt"
	"io"
	"time"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/i18n"
)

// MaksBeboere is the largest seed: more would use up the synthetic DUF numbers.
const MaksBeboere = 2_000_000

const (
	froFro = 2025
	// froDel is how many residents are made, held in memory and stored at a time. In
	// large transactions many new rows share the pages of the indexes.
	froDel = 20_000
	// froSentre is how many centres a seed is spread over.
	froSentre = 200
)

// SeedOptions say how large a seed is wanted.
type SeedOptions struct {
	Beboere int
	// EttMottak puts all of them in Hå asylmottak, where the demo users work;
	// otherwise they are spread over centres of their own.
	EttMottak bool
	// Today is what dates are relative to.
	Today db.Date
	// Out gets progress, and may be nil.
	Out io.Writer
}

// Seed fills the demo and adds so many more synthetic residents with their cases,
// for benchmarks, in constant memory. The same options give the same residents;
// an interrupted seed is run again, and what is there stays as it is. A database
// with real data is fault.Conflict, a number out of range fault.Invalid.
func Seed(ctx context.Context, d *db.DB, o SeedOptions) error {
	if o.Beboere < 1 || o.Beboere > MaksBeboere {
		return fault.NewInvalid("register.demo.antall", "maks", MaksBeboere)
	}
	if err := Fill(ctx, d, o.Today, nil); err != nil {
		return err
	}
	var liste []senter
	if !o.EttMottak {
		var err error
		if liste, err = froSenterliste(ctx, d); err != nil {
			return err
		}
	}
	duf := dufFro
	duf.aar = max(3, o.Beboere/(duf.antall*9/10)+1)
	g := newGenerator(o.Today, froFro, duf)
	g.saksmerke, g.reg = "FRO", regRekke{975_000_000}
	start := time.Now()
	for done := 0; done < o.Beboere; {
		var hus []husstand
		for n := 0; n < froDel && done < o.Beboere; {
			mottak := motHa
			if liste != nil { // not drawn, so that both kinds of seed hold the same persons
				mottak = liste[done*spredt%len(liste)].motID
			}
			h := g.froHusstand(mottak, o.Beboere-done)
			n += len(h.personer)
			done += len(h.personer)
			hus = append(hus, h)
		}
		if err := importer(ctx, d, liste, hus, nil); err != nil {
			return err
		}
		if o.Out != nil {
			perSecond := int64(float64(done) / time.Since(start).Seconds())
			fmt.Fprintln(o.Out, i18n.For("").T("register.framdrift.uten-prosent", "fil", "seed", "rader", done, "fart", perSecond))
		}
	}
	return nil
}

// froSenterliste makes the centres of a seed, one after the other in the kommuner
// that there are.
func froSenterliste(ctx context.Context, d *db.DB) (liste []senter, err error) {
	err = d.Read(ctx, func(rx *db.Rx) error {
		alle, err := steder(ctx, rx)
		if err != nil {
			return err
		}
		var kommuner []sted
		for _, s := range alle {
			if len(s.nummer) == 4 {
				kommuner = append(kommuner, s)
			}
		}
		liste = nil
		for i := range froSentre {
			k := kommuner[i%len(kommuner)]
			kode := fmt.Sprint(5001 + i)
			liste = append(liste, senter{motID: fmt.Sprintf("MOT9%05d", i+1), kode: kode, navn: fmt.Sprintf("Prøvemottak %d", i+1),
				kategori: "mottak", kommune: k.nummer, telefon: ingenTelefon(5001 + i), epost: "mottak" + kode + "@example.no",
				gate: "Prøveveien 1", poststed: k.navn})
		}
		return nil
	})
	return liste, err
}
