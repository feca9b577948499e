package samtale_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/sak"
	slice "bosett/internal/samtale"
	t "bosett/internal/tilgang"
	"bosett/internal/web/page"
	"bosett/internal/web/samtale"
	"bosett/internal/web/webtest"
)

// hus is a centre with a family of two who have a case, and its people.
type hus struct {
	*webtest.Site
	berit, bjorn, fremmed *webtest.Client
	far, mor              ident.ID
}

func nytt(tt *testing.T, d *db.DB) *hus {
	tt.Helper()
	log := innsyn.New(d)
	tt.Cleanup(log.Close)
	k := &samtale.Pages{Samtale: slice.New(log, slice.Standardregler())}
	h := &hus{Site: webtest.New(tt, d, true, []page.Route{
		{Pattern: "POST /samtale", Action: t.SamtaleSkriv, Handler: k.Start},
		{Pattern: "GET /samtale/{beboer}", Action: t.SamtaleLes, Handler: k.Apne},
		{Pattern: "GET /samtale/{beboer}/{seksjon}", Action: t.SamtaleLes, Handler: k.Seksjon},
		{Pattern: "POST /samtale/{beboer}/{seksjon}", Action: t.SamtaleSkriv, Handler: k.Lagre},
		{Pattern: "PUT /samtale/{beboer}/svar", Action: t.SamtaleSkriv, Handler: k.LagreSvar},
		{Pattern: "GET /samtale/{beboer}/vis-som/{leser}", Action: t.SamtaleLes, Handler: k.VisSom},
		{Pattern: "GET /samtale/{beboer}/tidligere/{sporsmal}", Action: t.SamtaleLes, Handler: k.Tidligere},
		{Pattern: "GET /samtale/{beboer}/tidligere/{sporsmal}/{rad}", Action: t.SamtaleLes, Handler: k.Tidligere},
		{Pattern: "POST /samtale/{beboer}/tidligere/{sporsmal}", Action: t.SamtaleSkriv, Handler: k.HentTilbake},
		{Pattern: "GET /samtale/{beboer}/ferdigstill", Action: t.SamtaleFerdigstill, Handler: k.LesGjennom},
		{Pattern: "POST /samtale/{beboer}/ferdigstill", Action: t.SamtaleFerdigstill, Handler: k.Ferdigstill},
	})}
	haa := h.Mottak("Hå asylmottak", "MOT001429", "1125", "mottak")
	annet := h.Mottak("Toten mottak", "MOT000002", "1002", "mottak")
	h.berit = h.As(h.Bruker("Berit Bø", webtest.Tildeling{Rolle: t.MottakBosettingsansvarlig, Org: haa.String()}))
	h.bjorn = h.As(h.Bruker("Bjørn Berg", webtest.Tildeling{Rolle: t.MottakBosettingsansvarlig, Org: haa.String()}))
	h.fremmed = h.As(h.Bruker("Tora Toten", webtest.Tildeling{Rolle: t.MottakBosettingsansvarlig, Org: annet.String()}))
	ctx := context.Background()
	inn := func(n int, navn, rolle string) beboer.Inn {
		return beboer.Inn{
			Duf: string(beboer.NyDuf(2020, 900_000+n)), RegNummer: "935811771", Fornavn: navn, Etternavn: "Syntetisk", Fodt: db.NewDate(1984, 11, 8),
			Kjonn: "ukjent", Statsborgerskap: "SY", Persontype: "familie_uten_barn", Familierolle: rolle, MotID: "MOT001429", Plasstype: "ORD", Gradering: t.Ugradert,
		}
	}
	err := d.Write(ctx, func(tx *db.Tx) error {
		res, err := beboer.ImportBatch(ctx, tx, []beboer.Inn{inn(1, "Faren", "far"), inn(2, "Moren", "mor")})
		if err != nil {
			return err
		}
		_, err = sak.ImportBatch(ctx, tx, []sak.Inn{{Saksnummer: "1", RegNummer: "935811771", Opprettet: db.DateIn(tx.Now(), i18n.Oslo())}})
		if err != nil {
			return err
		}
		m, err := beboer.Husstand(ctx, innsyn.System(tx), res.Husstander[0])
		h.far, h.mor = m[0].ID, m[1].ID
		return err
	})
	if err != nil {
		tt.Fatal(err)
	}
	return h
}

var felt = regexp.MustCompile(`<(?:input|textarea)[^>]*name="([^"]*)"[^>]*value="([^"]*)"`)

// skjult returns the value of a named field of the page.
func skjult(a webtest.Answer, navn string) string {
	for _, m := range felt.FindAllStringSubmatch(a.Body, -1) {
		if m[1] == navn {
			return m[2]
		}
	}
	return ""
}

var merke = regexp.MustCompile(`data-bruker="([0-9a-f]+)"`)

func (h *hus) put(c *webtest.Client, side webtest.Answer, kropp, ifMatch, nokkel string) webtest.Answer {
	return c.JSON(http.MethodPut, "/samtale/"+h.far.String()+"/svar", kropp,
		"Bosett-Bruker", merke.FindStringSubmatch(side.Body)[1], "If-Match", ifMatch, "Idempotency-Key", nokkel)
}

// TestAutosave: the protocol of the script.
func TestAutosave(tt *testing.T) {
	dbtest.Run(tt, func(tt *testing.T, d *db.DB) {
		h := nytt(tt, d)
		path := "/samtale/" + h.far.String() + "/yrke"
		berit, bjorn := h.berit.Get(path), h.bjorn.Get(path)
		const snekker = `{"sporsmal":"merknad.yrke","rad":"","verdi":"Snekker"}`
		nokkel := ident.New().String()
		want := func(what string, a webtest.Answer, status int, parts ...string) {
			tt.Helper()
			if a.Status != status {
				tt.Errorf("%s: %d %s, want %d", what, a.Status, a.Body, status)
			}
			for _, part := range parts {
				if !strings.Contains(a.Body, part) {
					tt.Errorf("%s: %q is not in %s", what, part, a.Body)
				}
			}
		}
		want("save", h.put(h.berit, berit, snekker, `"0"`, nokkel), 200, `"versjon":1`, `"klokke":"`, `"gjenstar":"2 obligatoriske felt gjenstår."`)
		want("replay", h.put(h.berit, berit, snekker, `"0"`, nokkel), 200, `"versjon":1`)
		want("other body", h.put(h.berit, berit, strings.Replace(snekker, "Snekker", "Maler", 1), `"0"`, nokkel), 422, `"feil":"ugyldig"`)
		want("other user", h.put(h.bjorn, bjorn, snekker, `"0"`, nokkel), 404)
		want("conflict", h.put(h.bjorn, bjorn, strings.Replace(snekker, "Snekker", "Lege", 1), `"0"`, ident.New().String()), 409,
			`"feil":"konflikt"`, `"deres":"Snekker"`, `"av":"Berit Bø"`, `"versjon":1`)
		want("no If-Match", h.put(h.berit, berit, snekker, "", ident.New().String()), 428)
		want("If-Match without quotes", h.put(h.berit, berit, snekker, "1", ident.New().String()), 428)
		want("no key", h.put(h.berit, berit, snekker, `"1"`, ""), 422)
		want("not JSON", h.put(h.berit, berit, "hei", `"1"`, ident.New().String()), 422)
		want("too long", h.put(h.berit, berit, `{"sporsmal":"merknad.yrke","verdi":"`+strings.Repeat("x", 5000)+`"}`, `"1"`, ident.New().String()), 422, "4\u00a0000 tegn")
		want("a page of somebody else", h.put(h.bjorn, berit, snekker, `"1"`, ident.New().String()), 401, "annen_bruker")
		want("signed out", h.put(h.Anonymous(), berit, snekker, `"1"`, ident.New().String()), 401, "logg_inn")
		if a := h.berit.Get(path); !strings.Contains(a.Body, "Snekker</textarea>") {
			tt.Error("the answer is not on the page")
		}
	})
}

// TestWithoutScript: a whole interview with plain forms, a conflict, and completion of
// the family.
func TestWithoutScript(tt *testing.T) {
	dbtest.Run(tt, func(tt *testing.T, d *db.DB) {
		h := nytt(tt, d)
		if a := h.berit.Post("/samtale", "beboer", h.far.String()); a.Status != http.StatusSeeOther || a.Location != "/samtale/"+h.far.String()+"/bosettingsinformasjon" {
			tt.Fatalf("start: %d %s", a.Status, a.Location)
		}
		base := "/samtale/" + h.far.String()
		side := h.berit.Get(base + "/bosettingsinformasjon")
		side.Has(tt, "Faren Syntetisk", "2020 900001", "Fødselsnummer", "Statsborgerskap Syria", "Kommune Hå", "Har du venner eller familie i Norge?",
			"Vises for IMDi, og for kommunen ved fordeling", "Bosettingsmerknad for familien", "2 obligatoriske felt gjenstår.")
		if strings.Contains(side.Text(), "dele bolig") {
			tt.Error("housing with others is asked in a family")
		}
		bruker := skjult(side, "bruker")

		// Both have the page; the later one is told, and chooses.
		behov := base + "/tilretteleggingsbehov"
		bjorn := skjult(h.bjorn.Get(behov), "bruker")
		h.bjorn.Post(behov, "bruker", bjorn, "versjon:saerlig_hensyn:", "0", "svar:saerlig_hensyn:", "ja")
		a := h.berit.Post(behov, "bruker", bruker, "versjon:saerlig_hensyn:", "0", "svar:saerlig_hensyn:", "nei")
		if a.Status != http.StatusConflict {
			tt.Errorf("conflict: %d", a.Status)
		}
		a.Has(tt, "Bjørn Berg skrev i samme felt", "Ingenting er mistet", "Behold min", "Bruk deres")
		a = h.berit.Post(behov, "bruker", bruker, "versjon:saerlig_hensyn:", "0", "svar:saerlig_hensyn:", "nei",
			"konflikt:saerlig_hensyn:", skjult(a, "konflikt:saerlig_hensyn:"), "handling", "behold:saerlig_hensyn:")
		if a.Status != http.StatusSeeOther {
			tt.Errorf("keep mine: %d", a.Status)
		}

		// A page that was made for another saves nothing.
		h.berit.Post(base+"/yrke", "bruker", bjorn, "versjon:merknad.yrke:", "0", "svar:merknad.yrke:", "Under annet navn")
		if strings.Contains(h.berit.Get(base+"/yrke").Body, "Under annet navn") {
			tt.Error("saved under another name")
		}

		ferdig := h.berit.Get(base + "/ferdigstill")
		ferdig.Has(tt, "Du må fylle ut 1 felt før du kan ferdigstille for Far", "Skriv minst én bosettingsmerknad, eller kryss av for at det ikke er noen")
		if !strings.Contains(ferdig.Body, base+"/bosettingsinformasjon?mangler=ja#f-bosettingsmerknad-personlig") {
			tt.Error("no link to what is missing")
		}
		rad := ident.New().String()
		h.berit.Post(base+"/bosettingsinformasjon", "bruker", bruker, "versjon:bosettingsmerknad.familie_tekst:"+rad, "0",
			"svar:bosettingsmerknad.familie_tekst:"+rad, "Vil bo nær skole", "versjon:bosettingsmerknad.personlig_tekst:__rad__", "0")
		mor := "/samtale/" + h.mor.String()
		h.berit.Post(mor+"/tilretteleggingsbehov", "bruker", bruker, "versjon:saerlig_hensyn:", "0", "svar:saerlig_hensyn:", "nei")

		ferdig = h.berit.Get(base + "/ferdigstill")
		ferdig.Has(tt, "Les gjennom svarene til ", "Vil bo nær skole", "Ferdigstill også for andre i familien", "Moren Syntetisk")
		form := []string{"bruker", bruker, "samtale", skjult(ferdig, "samtale"), "nokkel", skjult(ferdig, "nokkel"), "person", skjult(ferdig, "person")}
		h.berit.Post(base+"/yrke", "bruker", bruker, "versjon:merknad.yrke:", "0", "svar:merknad.yrke:", "Snekker")
		a = h.berit.Post(base+"/ferdigstill", form...)
		if a.Status != http.StatusConflict {
			tt.Errorf("completed without having been read: %d", a.Status)
		}
		a.Has(tt, "Noe er endret siden du leste gjennom", "Far: Merknader for yrke")
		form[len(form)-1] = skjult(a, "person")
		form[5] = skjult(a, "nokkel")
		if a = h.berit.Post(base+"/ferdigstill", form...); a.Status != http.StatusSeeOther {
			tt.Fatalf("complete: %d %s", a.Status, a.Text())
		}
		lest := h.berit.Get(base + "/bosettingsinformasjon")
		lest.Has(tt, "Bosettingssamtalen er ferdigstilt for 1 av 2 personer.", "Samtalen ble ferdigstilt av Berit Bø")
		if strings.Contains(lest.Body, "svar:tilknytning") || strings.Contains(lest.Body, "svar:bosettingsmerknad") {
			tt.Error("a completed interview can be written in")
		}

		// What was typed meanwhile is shown, not stored.
		a = h.bjorn.Post(base+"/yrke", "bruker", bjorn, "versjon:merknad.yrke:", "1", "svar:merknad.yrke:", "Skrev for sent")
		if a.Status != http.StatusConflict {
			tt.Errorf("too late: %d", a.Status)
		}
		a.Has(tt, "Berit Bø ferdigstilte samtalen mens du skrev", "Skrev for sent")
	})
}

// TestForeign: another centre gets the same answer as for a person who does not exist.
func TestForeign(tt *testing.T) {
	dbtest.Run(tt, func(tt *testing.T, d *db.DB) {
		h := nytt(tt, d)
		h.berit.Post("/samtale", "beboer", h.far.String())
		for _, path := range []string{"/samtale/%s/bosettingsinformasjon", "/samtale/%s/yrke", "/samtale/%s/ferdigstill"} {
			real, none := h.fremmed.Get(fmt.Sprintf(path, h.far)), h.fremmed.Get(fmt.Sprintf(path, ident.New()))
			strip := func(a webtest.Answer) string {
				return regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`).ReplaceAllString(a.Body, "")
			}
			if real.Status != http.StatusNotFound || none.Status != http.StatusNotFound || strip(real) != strip(none) {
				tt.Errorf("%s: %d and %d, equal: %v", path, real.Status, none.Status, strip(real) == strip(none))
			}
		}
		if a := h.fremmed.Post("/samtale", "beboer", h.far.String()); a.Status != http.StatusNotFound {
			tt.Errorf("start: %d", a.Status)
		}
		if a := h.berit.Get("/samtale/" + h.far.String() + "/finnes-ikke"); a.Status != http.StatusNotFound {
			tt.Errorf("no such section: %d", a.Status)
		}
	})
}
