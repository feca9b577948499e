package felles_test

import (
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
)

var placeLink = regexp.MustCompile(`href="/kommuner/([0-9]+)"`)

func places(body string) (numbers []string) {
	for _, m := range placeLink.FindAllStringSubmatch(body, -1) {
		numbers = append(numbers, m[1])
	}
	return numbers
}

// I1: kommuner and bydeler are found by part of a name; equal names are told apart by
// fylke; the number of places is that of the register of 2024.
func TestKommuner(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		h := fill(t, d, true)
		c := h.As(h.siv)
		for q, want := range map[string][]string{
			"her%C3%B8y":  {"1515", "1818"}, // Herøy in Møre og Romsdal and in Nordland
			"hamar%C3%B8": {"1875"},         // Hábmer - Hamarøy
			"haa":         {"1119"},         // Å = Aa
			"gr%C3%BCner": {"030102"},
		} {
			if got := places(c.Get("/kommuner?q=" + q).Body); !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", q, got, want)
			}
		}
		a := c.Get("/kommuner?q=her%C3%B8y")
		a.Has(t, "2 treff", "Møre og Romsdal", "Nordland")
		c.Get("/kommuner?q=gr%C3%BCner").Has(t, "Grünerløkka", "Bydel i Oslo")
		a = c.Get("/kommuner?q=finnesikke%3Cb%3E")
		a.Has(t, "0 treff", "Ingen kommuner eller bydeler passer til søket")
		if strings.Contains(a.Body, "finnesikke<b>") {
			t.Error("what was searched for is not escaped")
		}
		if a := h.Anonymous().Get("/kommuner?q=oslo"); a.Location != "/logg-inn?retur=%2Fkommuner%3Fq%3Doslo" {
			t.Errorf("not signed in: %q", a.Location)
		}
	})
}

// Walking from page to page shows every place once.
func TestKommunerPages(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		h := fill(t, d, true)
		c := h.As(h.siv)
		next := regexp.MustCompile(`rel="next" href="([^"]*)"`)
		seen := map[string]bool{}
		href := "/kommuner"
		for pages := 0; href != ""; pages++ {
			a := c.Get(href)
			for _, n := range places(a.Body) {
				if seen[n] {
					t.Errorf("%s twice", n)
				}
				seen[n] = true
			}
			href = ""
			if m := next.FindStringSubmatch(a.Body); m != nil {
				href = html.UnescapeString(m[1])
			}
			if pages > 20 {
				t.Fatal("the pages do not end")
			}
		}
		kommuner := 0
		for n := range seen {
			if len(n) == 4 {
				kommuner++
			}
		}
		if kommuner != 357 {
			t.Errorf("%d kommuner", kommuner)
		}
	})
}

func TestKommune(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		h := fill(t, d, true)
		h.Exec(`INSERT INTO kommune_kontakt (sted, enhet, telefon, epost, post_gate, post_nummer, post_sted, nettside, endret_tid, endret_av)
			VALUES ('1119', 'Flyktningtjenesten', '51 79 30 00', 'bosetting@ha.example.no', 'Rådhusgata 8', '4360', 'Varhaug', 'javascript:alert(1)', '2026-11-20T11:00:00.000000Z', 'Anne Aune')`)
		c := h.As(h.berit)
		a := c.Get("/kommuner/1119")
		a.Has(t, "Hå kommune", "Rogaland · Kommunenummer 1119", "Enhet Flyktningtjenesten", "Telefonnummer 51 79 30 00",
			"Postadresse Rådhusgata 8, 4360 Varhaug", "Besøksadresse Ikke oppgitt", "Endret 20.11.2026 av Anne Aune")
		for _, href := range []string{`href="tel:51793000"`, `href="mailto:bosetting@ha.example.no"`} {
			if !strings.Contains(a.Body, href) {
				t.Errorf("no %s", href)
			}
		}
		if strings.Contains(a.Body, `href="javascript:`) {
			t.Error("a registered address runs script")
		}
		a = c.Get("/kommuner/0301")
		a.Has(t, "Oslo kommune", "Kontaktinformasjon er ikke oppgitt", "Bydeler", "Gamle Oslo")
		c.Get("/kommuner/030101").Has(t, "Gamle Oslo", "Bydel i Oslo · Bydelsnummer 030101")
		for _, n := range []string{"0000", "noe", "030199x", "1119%00"} {
			if a := c.Get("/kommuner/" + n); a.Status != http.StatusNotFound {
				t.Errorf("%s: %d", n, a.Status)
			}
		}
		c.Post("/sprak", "sprak", "nn")
		c.Get("/kommuner/1119").Has(t, "Besøksadresse Ikkje oppgitt", "Endra 20.11.2026 av Anne Aune")
	})
}
