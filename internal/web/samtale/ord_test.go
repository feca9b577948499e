package samtale_test

import (
	"net/http"
	"strings"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
)

// TestAfterCompletionOnThePage: what happened next is said, with a way on and the focus,
// and a letter in the new note does not make the completed person one to be completed.
func TestAfterCompletionOnThePage(tt *testing.T) {
	dbtest.Run(tt, func(tt *testing.T, d *db.DB) {
		h := nytt(tt, d)
		bruker := skjult(h.berit.Get("/samtale/"+h.far.String()+"/bosettingsinformasjon"), "bruker")
		for i, who := range []ident.ID{h.far, h.mor} {
			base := "/samtale/" + who.String()
			h.berit.Post(base+"/bosettingsinformasjon", "bruker", bruker, "versjon:bosettingsmerknad.ingen:", "0", "svar:bosettingsmerknad.ingen:", "ja")
			h.berit.Post(base+"/tilretteleggingsbehov", "bruker", bruker, "versjon:saerlig_hensyn:", "0", "svar:saerlig_hensyn:", "nei")
			f := h.berit.Get(base + "/ferdigstill")
			a := h.berit.Post(base+"/ferdigstill", "bruker", bruker, "samtale", skjult(f, "samtale"), "nokkel", skjult(f, "nokkel"), "person", skjult(f, "person"))
			if a.Status != http.StatusSeeOther {
				tt.Fatalf("complete: %d %s", a.Status, a.Text())
			}
			side := h.berit.Get(base + "/bosettingsinformasjon")
			if !strings.Contains(side.Body, `tabindex="-1" autofocus`) {
				tt.Error("the message does not get the focus")
			}
			if i == 0 {
				side.Has(tt, "Samtalen er ferdigstilt for Far.", "Fortsett med Mor")
			} else {
				side.Has(tt, "Saken er fordelingsklar. IMDi kan begynne å finne en kommune.", "Til oppgavelisten")
			}
		}
		json := h.put(h.berit, h.berit.Get("/samtale/"+h.far.String()+"/bosettingsinformasjon"),
			`{"sporsmal":"intern_merknad.melding","rad":"`+ident.New().String()+`","verdi":"M"}`, `"0"`, ident.New().String())
		if json.Status != http.StatusOK || strings.Contains(json.Body, "utfylt") || strings.Contains(json.Body, "gjenstar") || strings.Contains(json.Body, "framdrift") {
			tt.Errorf("a letter afterwards: %d %s", json.Status, json.Body)
		}
	})
}

// TestEmptyOpprett: a note that is created with nothing in it does not vanish.
func TestEmptyOpprett(tt *testing.T) {
	dbtest.Run(tt, func(tt *testing.T, d *db.DB) {
		h := nytt(tt, d)
		path := "/samtale/" + h.far.String() + "/bosettingsinformasjon"
		side := h.berit.Get(path)
		if lead, _, _ := strings.Cut(side.Body, "b-underveis"); strings.Contains(lead, "lagres underveis") || !strings.Contains(side.Body, `b-underveis">Det du skriver, lagres underveis.`) {
			tt.Error("said where there is no script")
		}
		rad := ident.New().String()
		a := h.berit.Post(path, "bruker", skjult(side, "bruker"), "versjon:bosettingsmerknad.personlig_tekst:"+rad, "0",
			"svar:bosettingsmerknad.personlig_tekst:"+rad, " ", "handling", "opprett:bosettingsmerknad.personlig:"+rad)
		if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, rad) {
			tt.Errorf("%d", a.Status)
		}
		a.Has(tt, "Skriv merknaden, eller fjern den")
	})
}

// TestSealedInVisSom: a note in one line for IMDi, and never for the others.
func TestSealedInVisSom(tt *testing.T) {
	dbtest.Run(tt, func(tt *testing.T, d *db.DB) {
		h := nytt(tt, d)
		path, rad := "/samtale/"+h.far.String()+"/bosettingsinformasjon", ident.New().String()
		h.berit.Post(path, "bruker", skjult(h.berit.Get(path), "bruker"), "versjon:intern_merknad.tittel:"+rad, "0", "svar:intern_merknad.tittel:"+rad, "Verge",
			"versjon:intern_merknad.melding:"+rad, "0", "svar:intern_merknad.melding:"+rad, "Har verge", "versjon:intern_merknad:"+rad, "0", "handling", "forsegl:intern_merknad:"+rad)
		h.get(h.bjorn, "vis-som/imdi").Has(tt, "Intern merknad 1", "Opprettet. Bare saksbehandlere i IMDi kan lese innholdet.")
		for _, leser := range []string{"kommunen-ved-fordeling", "kommunen-etter-avtale", "beboeren"} {
			a := h.get(h.bjorn, "vis-som/"+leser)
			a.Has(tt, "Intern bosettingsmerknad til IMDi vises aldri for kommunen eller beboeren.")
			if strings.Contains(a.Text(), "Intern merknad 1") {
				tt.Errorf("%s sees it", leser)
			}
		}
	})
}

// TestPresenceOnce: a colleague with two pages open is in one place, the nearest.
func TestPresenceOnce(tt *testing.T) {
	dbtest.Run(tt, func(tt *testing.T, d *db.DB) {
		h := nytt(tt, d)
		path := "/samtale/" + h.far.String() + "/yrke"
		h.berit.Get(path)
		for _, at := range [][2]string{{h.mor.String(), "yrke"}, {h.far.String(), "sprak"}} {
			h.Exec(`INSERT INTO tilstede (bruker, beboer, husstand, seksjon, sett_tid) SELECT u.id, b.id, b.husstand, '` + at[1] + `', u.opprettet_tid
				FROM bruker u, beboer b WHERE u.navn = 'Bjørn Berg' AND b.id = '` + at[0] + `'`)
		}
		text := h.berit.Get(path).Text()
		if strings.Count(text, "Bjørn Berg") != 1 || !strings.Contains(text, "Bjørn Berg er i Språk nå.") {
			tt.Errorf("%d sentences", strings.Count(text, "Bjørn Berg"))
		}
	})
}
