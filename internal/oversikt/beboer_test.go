package oversikt

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/sak"
	"bosett/internal/samtale"
)

func beboernavn(b Beboere) (names []string) {
	for _, row := range b.Rader {
		names = append(names, row.Fornavn)
	}
	return names
}

func TestOversikt(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		h.guide()
		h.hemmelig()
		type q = Beboersporring
		everybody := []string{"Sa'id", "Abel", "Liya", "Noah", "Selam", "Imdi_Y", "Zahra", "Åse"}
		for name, c := range map[string]struct {
			q    Beboersporring
			want []string
		}{
			"by name":              {q{}, everybody},
			"youngest first":       {q{Sort: BeboereEtterAlder}, []string{"Liya", "Noah", "Åse", "Selam", "Abel", "Imdi_Y", "Zahra", "Sa'id"}},
			"oldest first":         {q{Sort: BeboereEtterAlder, Synkende: true}, []string{"Sa'id", "Zahra", "Imdi_Y", "Abel", "Selam", "Åse", "Noah", "Liya"}},
			"newest case first":    {q{Sort: BeboereEtterOpprettet, Synkende: true, Sak: MedSak, Persontype: "enslig_voksen"}, []string{"Åse", "Sa'id", "Imdi_Y"}},
			"by status, then name": {q{Sort: BeboereEtterStatus}, []string{"Sa'id", "Abel", "Liya", "Noah", "Selam", "Imdi_Y", "Åse", "Zahra"}},
			"status backwards":     {q{Sort: BeboereEtterStatus, Synkende: true}, []string{"Åse", "Imdi_Y", "Selam", "Noah", "Liya", "Abel", "Sa'id", "Zahra"}},
			"without a case":       {q{Sak: UtenSak}, []string{"Zahra"}},
			"with a case":          {q{Sak: MedSak}, []string{"Sa'id", "Abel", "Liya", "Noah", "Selam", "Imdi_Y", "Åse"}},
			"closed":               {q{Status: sak.Avsluttet}, []string{"Sa'id"}},
			"settled":              {q{Status: sak.Bosatt}, nil},
			"single adults":        {q{Persontype: beboer.EnsligVoksen}, []string{"Sa'id", "Imdi_Y", "Zahra", "Åse"}},
			"children in families": {q{Persontype: beboer.MedfolgendeBarn, Status: sak.UnderKartlegging}, []string{"Liya"}},
			"place":                {q{Sort: BeboereEtterPlasstype, Synkende: true, Side: Side{Antall: 1}}, []string{"Åse"}},
			"DUF number":           {q{Sort: BeboereEtterDuf, Side: Side{Antall: 2}}, []string{"Åse", "Abel"}},
			"searched":             {q{Sok: "haile", Sort: BeboereEtterAlder}, []string{"Liya", "Noah", "Selam", "Abel"}},
			"searched, filtered":   {q{Sok: "2020", Sak: UtenSak}, []string{"Zahra"}},
			"without apostrophe":   {q{Sok: "said alhassan"}, []string{"Sa'id"}},
			"reg-number":           {q{Sok: "900000005"}, []string{"Zahra"}},
		} {
			got := h.beboere(h.integrering(), c.q)
			if diff := cmp.Diff(c.want, beboernavn(got)); diff != "" || c.q.Antall == 0 && got.Antall != int64(len(c.want)) {
				t.Errorf("%s: %d %s", name, got.Antall, diff)
			}
		}
	})
}

// Residents without a case are a line of name, DUF number and place to those who may
// see no more, and nothing about the list tells more.
func TestOversiktWithoutCaseIsALine(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		h.guide()
		got := h.beboere(h.vanlig(), Beboersporring{Sok: "zahra"})
		want := Mottaksbeboer{Lukket: true, Medlem: Medlem{Beboer: beboer.Beboer{
			ID: got.Rader[0].ID, Duf: "202090055501", DufGyldig: got.Rader[0].DufGyldig, Fornavn: "Zahra", Etternavn: "Uten", Plasstype: "ORD",
		}}}
		if diff := cmp.Diff(want, got.Rader[0], cmp.Comparer(func(a, b db.Date) bool { return a == b })); diff != "" || got.Rader[0].ID == ident.Nil {
			t.Errorf("the line: %s", diff)
		}
		for name, c := range map[string]struct {
			q    Beboersporring
			want []string
		}{
			"by age, youngest first": {Beboersporring{Sort: BeboereEtterAlder}, []string{"Liya", "Noah", "Åse", "Selam", "Abel", "Imdi_Y", "Sa'id", "Zahra"}},
			"by age, oldest first":   {Beboersporring{Sort: BeboereEtterAlder, Synkende: true}, []string{"Sa'id", "Imdi_Y", "Abel", "Selam", "Åse", "Noah", "Liya", "Zahra"}},
			"newest case":            {Beboersporring{Sort: BeboereEtterOpprettet, Synkende: true, Side: Side{Antall: 8}}, []string{"Åse", "*", "*", "*", "*", "Sa'id", "Imdi_Y", "Zahra"}},
			"single adults":          {Beboersporring{Persontype: beboer.EnsligVoksen}, []string{"Sa'id", "Imdi_Y", "Åse"}},
			"single, without case":   {Beboersporring{Persontype: beboer.EnsligVoksen, Sak: UtenSak}, nil},
			"single, searched":       {Beboersporring{Persontype: beboer.EnsligVoksen, Sok: "zahra"}, nil},
			"her reg-number":         {Beboersporring{Sok: "900000005"}, nil},
			"without a case":         {Beboersporring{Sak: UtenSak, Sort: BeboereEtterAlder}, []string{"Zahra"}},
			"her DUF number":         {Beboersporring{Sok: "202090055501"}, []string{"Zahra"}},
		} {
			got := h.beboere(h.vanlig(), c.q)
			names := beboernavn(got)
			for i, w := range c.want {
				if w == "*" && i < len(names) { // the family is one day
					names[i] = "*"
				}
			}
			if diff := cmp.Diff(c.want, names); diff != "" || got.Antall != int64(len(c.want)) {
				t.Errorf("%s: %d %s", name, got.Antall, diff)
			}
		}
		// Not through the row that a page begins beside either: her place among the
		// single adults by age would tell how old she is.
		q := Beboersporring{Persontype: beboer.EnsligVoksen, Sort: BeboereEtterAlder, Side: Side{Etter: got.Rader[0].ID}}
		if names := beboernavn(h.beboere(h.vanlig(), q)); !cmp.Equal(names, []string{"Åse", "Imdi_Y", "Sa'id"}) {
			t.Errorf("beside her: %v, want the first page", names)
		}
	})
}

func TestOversiktShowsTheInterviewOfTheCase(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		h.guide()
		at := func(sok string) Mottaksbeboer { return h.beboere(h.integrering(), Beboersporring{Sok: sok}).Rader[0] }
		said, zahra := at("said"), at("zahra")
		h.samtale(samtale.Ferdigstilt, said.Husstand, said.ID)
		h.samtale(samtale.Paabegynt, zahra.Husstand, zahra.ID)
		said, zahra = at("said"), at("zahra")
		if said.Samtale != samtale.Ferdigstilt || said.SakStatus != "avsluttet" || said.RegNummer != "900000006" {
			t.Errorf("closed case: %+v", said)
		}
		if zahra.Samtale != samtale.Paabegynt || zahra.HarSak || zahra.SakOpprettet.Valid {
			t.Errorf("no case: %+v", zahra)
		}
		// A new case is interviewed anew: what was said in the old one does not count.
		h.importer(nil, []sak.Inn{{Saksnummer: "S9", RegNummer: "900000006", Opprettet: dag("2020-09-12")}})
		if said = at("said"); said.Samtale != samtale.IkkeStartet || said.SakStatus != "under_kartlegging" {
			t.Errorf("new case: %+v", said)
		}
	})
}

func TestTall(t *testing.T) {
	begge(t, func(t *testing.T, h hus) {
		h.guide()
		h.hemmelig()
		want := Tall{Oppgaver: 3, Personer: 6, OverFristen: 1, Beboere: 8}
		if got := h.tall(h.vanlig()); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
		// A list comes with all of them, whatever it is filtered or searched by.
		for _, sok := range []string{"", "haile"} {
			if got := h.beboere(h.vanlig(), Beboersporring{Sok: sok, Sak: UtenSak}).Tall; got != want {
				t.Errorf("with the residents, search %q: %+v, want %+v", sok, got, want)
			}
			if got := h.oppgaver(h.vanlig(), Oppgavesporring{Sok: sok, Frist: SenereFrist}).Tall; got != want {
				t.Errorf("with the tasks, search %q: %+v, want %+v", sok, got, want)
			}
		}
	})
}
