package samtale

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/kodeliste"
	"bosett/internal/skjema"
)

// Holdt is an interview that has been held before this system was there to hold it.
type Holdt struct {
	Husstand, Sak ident.ID // Sak is ident.Nil where there is none
	Startet       time.Time
	Av            ident.ID
	Personer      []HoldtPerson
}

// HoldtPerson is one person's part of it. Ferdig is the zero time where it is not done.
type HoldtPerson struct {
	Beboer          ident.ID
	Fakta           skjema.Fakta
	Svar            skjema.Svarsett
	Begynt, Besvart time.Time
	Ferdig          time.Time
	Maalform        string
}

// ImportHoldte stores interviews as they would stand had they been held here, many at a
// time: answers in their first version with history, revisions, and the wording of those
// who are done. Who lacks something that must be answered cannot be done: that is an
// error. The cases are the caller's. For the system only: no actor is checked.
func ImportHoldte(ctx context.Context, tx *db.Tx, alle []Holdt) error {
	koder, err := kodeliste.Les(ctx, tx)
	if err != nil {
		return err
	}
	h := holdte{koder: koder, ordlyd: map[string]db.JSON{}}
	for _, en := range alle {
		if err := h.add(en); err != nil {
			return err
		}
	}
	for _, t := range []struct {
		prefix string
		rows   [][]any
	}{
		{"INSERT INTO samtale (id, husstand, sak, startet_tid, startet_av)", h.samtaler},
		{"INSERT INTO samtale_person (samtale, beboer, status, rev, startet_tid, ferdig_tid, ferdig_av)", h.personer},
		{"INSERT INTO svar (samtale, eier, sporsmal, rad, verdi, slettet, versjon, endret_av, endret_tid)", h.svar},
		{"INSERT INTO svar_historikk (samtale, eier, sporsmal, rad, verdi, slettet, versjon, av, tid)", h.svar},
		{"INSERT INTO samtale_ordlyd (samtale, beboer, maalform, ordlyd)", h.ordlyder},
	} {
		if err := db.BulkInsert(ctx, tx, t.prefix, t.rows, ""); err != nil {
			return fmt.Errorf("samtale: held: %w", err)
		}
	}
	return nil
}

// holdte collects the rows.
type holdte struct {
	koder *kodeliste.Lister
	// ordlyd is the wording by what was asked: many were asked the same.
	ordlyd                             map[string]db.JSON
	samtaler, personer, svar, ordlyder [][]any
}

func (h *holdte) add(en Holdt) error {
	id := ident.New()
	h.samtaler = append(h.samtaler, []any{id, en.Husstand, db.SomeID(en.Sak), db.At(en.Startet), en.Av})
	for _, p := range en.Personer {
		nokler := make([]skjema.Nokkel, 0, len(p.Svar))
		for n := range p.Svar {
			nokler = append(nokler, n)
		}
		slices.SortFunc(nokler, func(a, b skjema.Nokkel) int {
			return strings.Compare(string(a.Sporsmal)+" "+a.Rad, string(b.Sporsmal)+" "+b.Rad)
		})
		for _, n := range nokler {
			if q, _, ok := definisjon.Finn(n.Sporsmal); !ok || q.Eier != skjema.Person || q.Synlig[Publikum] == 0 {
				return fmt.Errorf("samtale: held: %s is not a person's question", n.Sporsmal)
			}
			h.svar = append(h.svar, []any{id, p.Beboer, string(n.Sporsmal), n.Rad, p.Svar[n].Verdi, false, int64(1), en.Av, db.At(p.Besvart)})
		}
		status, ferdig, av := Paabegynt, db.NullTime{}, db.NullID{}
		if !p.Ferdig.IsZero() {
			status, ferdig, av = Ferdigstilt, db.SomeTime(p.Ferdig), db.SomeID(en.Av)
			if err := h.lukk(id, p); err != nil {
				return err
			}
		}
		h.personer = append(h.personer, []any{id, p.Beboer, string(status), int64(len(nokler)), db.At(p.Begynt), ferdig, av})
	}
	return nil
}

// lukk keeps the wording of who is done.
func (h *holdte) lukk(id ident.ID, p HoldtPerson) error {
	g := skjema.Grunnlag{Fakta: p.Fakta, Svar: p.Svar}
	if m := definisjon.Missing(g, Publikum); len(m) > 0 {
		return fmt.Errorf("samtale: held: %s is missing (%s)", m[0].Sporsmal.Kode, m[0].Grunn)
	}
	key := fmt.Sprint(g.Fakta)
	for _, f := range definisjon.Visible(g, Publikum) {
		key += " " + string(f.Sporsmal.Kode)
	}
	if _, known := h.ordlyd[key]; !known {
		ordlyd, err := db.ToJSON(NewOrdlyd(g, h.koder))
		if err != nil {
			return err
		}
		h.ordlyd[key] = ordlyd
	}
	h.ordlyder = append(h.ordlyder, []any{id, p.Beboer, p.Maalform, h.ordlyd[key]})
	return nil
}
