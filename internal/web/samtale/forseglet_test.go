package samtale_test

import (
	"net/http"
	"strings"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
	"bosett/internal/web/webtest"
)

// rader returns the ids of rows whose field of the question is on the page.
func rader(a webtest.Answer, sporsmal string) (ids []string) {
	for _, m := range felt.FindAllStringSubmatch(a.Body, -1) {
		if id, ok := strings.CutPrefix(m[1], "versjon:"+sporsmal+":"); ok && id != "__rad__" {
			ids = append(ids, id)
		}
	}
	return ids
}

// TestInternalNoteWithoutScript: told before, open for the author only, sealed by
// Opprett, and from then on a receipt on every page of the centre.
func TestInternalNoteWithoutScript(tt *testing.T) {
	dbtest.Run(tt, func(tt *testing.T, d *db.DB) {
		h := nytt(tt, d)
		h.berit.Post("/samtale", "beboer", h.far.String())
		path := "/samtale/" + h.far.String() + "/bosettingsinformasjon"
		side := h.berit.Get(path)
		side.Has(tt, "Intern bosettingsmerknad til IMDi", "Når du har valgt Opprett, kan bare saksbehandlere i IMDi lese merknaden",
			"Vises bare for IMDi", "Sensitive opplysninger som IMDi trenger")
		bruker := skjult(side, "bruker")
		a := h.berit.Post(path, "bruker", bruker, "handling", "legg-til:intern_merknad")
		ny := h.berit.Get(strings.SplitN(a.Location, "#", 2)[0])
		ids := rader(ny, "intern_merknad.tittel")
		if len(ids) != 1 {
			tt.Fatalf("no open row: %v", ids)
		}
		rad := ids[0]
		felter := func(tittel, melding, handling string) []string {
			return []string{"bruker", bruker, "versjon:intern_merknad.tittel:" + rad, "0", "svar:intern_merknad.tittel:" + rad, tittel,
				"versjon:intern_merknad.melding:" + rad, "0", "svar:intern_merknad.melding:" + rad, melding,
				"versjon:intern_merknad:" + rad, "0", "handling", handling}
		}
		a = h.berit.Post(path, felter("", "", "forsegl:intern_merknad:"+rad)...)
		if a.Status != http.StatusUnprocessableEntity {
			tt.Errorf("sealed with nothing in it: %d", a.Status)
		}
		a.Has(tt, "Skriv en tittel på merknaden", "Skriv meldingen til IMDi")
		a = h.berit.Post(path, felter("", "Kanari i meldingen", "forsegl:intern_merknad:"+rad)...)
		a.Has(tt, "Skriv en tittel på merknaden", "Kanari i meldingen") // nothing typed is lost
		if b := h.bjorn.Get(path); strings.Contains(b.Body, "Kanari") || strings.Contains(b.Body, rad) {
			tt.Error("a colleague sees that there is a draft")
		}
		h.berit.Get("/samtale/"+h.far.String()+"/ferdigstill").Has(tt, "Du har begynt på noe som ikke er opprettet", "Intern bosettingsmerknad til IMDi")

		f := felter("Kanarititt", "Kanari i meldingen", "forsegl:intern_merknad:"+rad)
		f[7] = "1" // the version of the message
		a = h.berit.Post(path, f...)
		if a.Status != http.StatusSeeOther {
			tt.Fatalf("seal: %d %s", a.Status, a.Text())
		}
		side = h.berit.Get(path)
		side.Has(tt, "Opprettet. Nå kan bare saksbehandlere i IMDi lese innholdet.", "Intern merknad 1: Kanarititt", "Opprettet av Berit Bø")
		if strings.Contains(side.Body, "Kanari i") {
			tt.Error("its author reads it again")
		}
		for what, c := range map[string]*webtest.Client{"author": h.berit, "colleague": h.bjorn} {
			for _, sub := range []string{"bosettingsinformasjon", "tilretteleggingsbehov", "ferdigstill", "vis-som/imdi", "vis-som/beboeren", "yrke"} {
				body := h.get(c, sub).Body
				if strings.Contains(body, "Kanari i") || what == "colleague" && strings.Contains(body, "Kanari") {
					tt.Errorf("the %s finds it on %s", what, sub)
				}
			}
		}
		h.bjorn.Get(path).Has(tt, "Intern merknad 1", "Opprettet av Berit Bø")

		// Late, by the script and by an old form: refused, and what was typed is not lost.
		json := h.put(h.berit, side, `{"sporsmal":"intern_merknad.melding","rad":"`+rad+`","verdi":"Mer"}`, `"1"`, ident.New().String())
		if json.Status != http.StatusConflict || !strings.Contains(json.Body, `"feil":"forseglet"`) || strings.Contains(json.Body, "Kanari") {
			tt.Errorf("a late autosave: %d %s", json.Status, json.Body)
		}
		json = h.put(h.bjorn, h.bjorn.Get(path), `{"sporsmal":"intern_merknad.melding","rad":"`+rad+`","verdi":"Mer"}`, `"1"`, ident.New().String())
		if json.Status != http.StatusNotFound || strings.Contains(json.Body, "Kanari") {
			tt.Errorf("a colleague's: %d %s", json.Status, json.Body)
		}
		a = h.berit.Post(path, felter("Annet", "Skrev mer etterpå", "lagre")...)
		if a.Status != http.StatusConflict {
			tt.Errorf("an old form: %d", a.Status)
		}
		a.Has(tt, "Dette er alt opprettet og kan ikke endres", "Skrev mer etterpå", "Legg inn som intern bosettingsmerknad")
		if strings.Contains(a.Body, "Kanari i") {
			tt.Error("the old form's answer shows it")
		}
	})
}

func (h *hus) get(c *webtest.Client, sub string) webtest.Answer {
	return c.Get("/samtale/" + h.far.String() + "/" + sub)
}

// TestTooLate: what was typed when the interview was completed becomes an internal note,
// and a new one can be added, with an e-mail when somebody can get it.
func TestTooLate(tt *testing.T) {
	dbtest.Run(tt, func(tt *testing.T, d *db.DB) {
		h := nytt(tt, d)
		h.berit.Post("/samtale", "beboer", h.far.String())
		base := "/samtale/" + h.far.String()
		path := base + "/bosettingsinformasjon"
		bruker, bjorn := skjult(h.berit.Get(path), "bruker"), skjult(h.bjorn.Get(path), "bruker")
		merk := merke.FindStringSubmatch(h.bjorn.Get(base + "/yrke").Body)
		h.berit.Post(path, "bruker", bruker, "versjon:bosettingsmerknad.ingen:", "0", "svar:bosettingsmerknad.ingen:", "ja")
		h.berit.Post(base+"/tilretteleggingsbehov", "bruker", bruker, "versjon:saerlig_hensyn:", "0", "svar:saerlig_hensyn:", "nei")
		ferdig := h.berit.Get(base + "/ferdigstill")
		a := h.berit.Post(base+"/ferdigstill", "bruker", bruker, "samtale", skjult(ferdig, "samtale"), "nokkel", skjult(ferdig, "nokkel"), "person", skjult(ferdig, "person"))
		if a.Status != http.StatusSeeOther {
			tt.Fatalf("complete: %d %s", a.Status, a.Text())
		}
		json := h.bjorn.JSON(http.MethodPut, base+"/svar", `{"sporsmal":"merknad.yrke","rad":"","verdi":"Sent"}`,
			"Bosett-Bruker", merk[1], "If-Match", `"0"`, "Idempotency-Key", ident.New().String())
		if json.Status != http.StatusConflict || !strings.Contains(json.Body, `"merknad":"`+path+`"`) {
			tt.Errorf("the script is told: %d %s", json.Status, json.Body)
		}
		a = h.bjorn.Post(base+"/yrke", "bruker", bjorn, "versjon:merknad.yrke:", "0", "svar:merknad.yrke:", "Skrev for sent\nom yrket")
		a.Has(tt, "Berit Bø ferdigstilte samtalen mens du skrev", "Legg inn som intern bosettingsmerknad")
		a = h.bjorn.Post(path, "bruker", bjorn, "handling", "merknad", "tekst", skjult(a, "tekst"))
		if a.Status != http.StatusSeeOther {
			tt.Fatalf("carry over: %d", a.Status)
		}
		side := h.bjorn.Get(path)
		side.Has(tt, "Ny informasjon etter at samtalen er ferdigstilt", "Skrev for sent", "om yrket",
			"IMDi får ikke varsel på e-post, for saken har ingen saksbehandler ennå")
		if !strings.Contains(side.Body, "Dette kom inn etter at samtalen var ferdigstilt") {
			tt.Error("no title to begin with")
		}
		if strings.Contains(side.Body, "varsle:intern_merknad") {
			tt.Error("the box is shown, and nobody gets the message")
		}
		if b := h.berit.Get(path); strings.Contains(b.Body, "Skrev for sent") {
			tt.Error("a colleague sees the draft")
		}
		rad := rader(side, "intern_merknad.melding")[0]
		h.Exec(`UPDATE sak SET saksbehandler = (SELECT id FROM bruker WHERE navn = 'Tora Toten')`)
		h.bjorn.Get(path).Has(tt, "Send e-postvarsel til IMDi")
		a = h.bjorn.Post(path, "bruker", bjorn, "versjon:intern_merknad.tittel:"+rad, "1", "svar:intern_merknad.tittel:"+rad, "Yrket",
			"versjon:intern_merknad.melding:"+rad, "1", "svar:intern_merknad.melding:"+rad, "Han er lege", "versjon:intern_merknad:"+rad, "0",
			"varsle:intern_merknad:"+rad, "ja", "handling", "forsegl:intern_merknad:"+rad)
		if a.Status != http.StatusSeeOther {
			tt.Fatalf("seal: %d %s", a.Status, a.Text())
		}
		h.bjorn.Get(path).Has(tt, "IMDi får et varsel på e-post", "Intern merknad 1: Yrket")
	})
}

// TestOwnOtherPage: the author has the row open on two pages without a script, and chooses
// what the other one says: that stands, and nothing else in the form is lost.
func TestOwnOtherPage(tt *testing.T) {
	dbtest.Run(tt, func(tt *testing.T, d *db.DB) {
		h := nytt(tt, d)
		h.berit.Post("/samtale", "beboer", h.far.String())
		path := "/samtale/" + h.far.String() + "/bosettingsinformasjon"
		bruker, rad := skjult(h.berit.Get(path), "bruker"), ident.New().String()
		felter := func(melding string, mer ...string) []string {
			return append([]string{"bruker", bruker, "versjon:intern_merknad.melding:" + rad, "0", "svar:intern_merknad.melding:" + rad, melding,
				"versjon:tilknytning.andre:", "0", "svar:tilknytning.andre:", "nei"}, mer...)
		}
		h.berit.Post(path, "bruker", bruker, "versjon:intern_merknad.melding:"+rad, "0", "svar:intern_merknad.melding:"+rad, "Den første siden")
		a := h.berit.Post(path, felter("Den andre siden")...)
		a.Has(tt, "Den første siden", "Bruk deres")
		n := "intern_merknad.melding:" + rad
		a = h.berit.Post(path, felter("Den andre siden", "konflikt:"+n, skjult(a, "konflikt:"+n), "handling", "deres:"+n)...)
		if a.Status != http.StatusSeeOther {
			tt.Fatalf("use theirs: %d %s", a.Status, a.Text())
		}
		side := h.berit.Get(path)
		side.Has(tt, "Den første siden")
		if strings.Contains(side.Body, "Den andre siden") {
			tt.Error("the text that gave way stands")
		}
	})
}
