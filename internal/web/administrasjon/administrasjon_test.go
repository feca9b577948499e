package administrasjon

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/kodeliste"
	"bosett/internal/tilgang"
	"bosett/internal/web/page"
	"bosett/internal/web/webtest"
)

const typer = "/administrasjon/kodelister/tilknytningstype"

func nettsted(t *testing.T, d *db.DB) *webtest.Site {
	p := &Pages{}
	at := func(pattern string, h page.Handler) page.Route {
		return page.Route{Pattern: pattern, Action: tilgang.KodelisteRediger, Handler: h}
	}
	return webtest.New(t, d, true, []page.Route{
		at("GET /administrasjon", p.Start),
		at("GET /administrasjon/kodelister", p.Kodelister),
		at("GET /administrasjon/kodelister/{liste}", p.Kodeliste),
		at("POST /administrasjon/kodelister/{liste}/flytt", p.FlyttKode),
		at("GET /administrasjon/kodelister/{liste}/ny", p.NyKode),
		at("POST /administrasjon/kodelister/{liste}/ny", p.LeggTilKode),
		at("GET /administrasjon/kodelister/{liste}/kode/{kode}", p.RedigerKode),
		at("POST /administrasjon/kodelister/{liste}/kode/{kode}", p.LagreKode),
		at("POST /administrasjon/kodelister/{liste}/kode/{kode}/bruk", p.SettIBruk),
		at("GET /administrasjon/kodelister/{liste}/historikk", p.Historikk),
		at("GET /administrasjon/kodelister/{liste}/historikk/{versjon}", p.Versjon),
		at("POST /administrasjon/kodelister/{liste}/historikk/{versjon}", p.Gjenopprett),
	})
}

func administrator(s *webtest.Site, navn string) *webtest.Client {
	return s.As(s.Bruker(navn, webtest.Tildeling{Rolle: tilgang.IMDiAdministrator, Org: "imdi"}))
}

var felt = regexp.MustCompile(`<input[^>]*name="([a-z_]+)"[^>]*value="([^"]*)"`)

// send presses the button of the form that posts to an address, as a browser without
// script does; pairs are what the user has typed or chosen.
func send(t *testing.T, c *webtest.Client, side webtest.Answer, action string, pairs ...string) webtest.Answer {
	t.Helper()
	for _, form := range strings.Split(side.Body, "<form")[1:] {
		form, _, _ = strings.Cut(form, "</form>")
		if !strings.Contains(form, `action="`+action+`"`) {
			continue
		}
		values := map[string]string{}
		for _, m := range felt.FindAllStringSubmatch(form, -1) {
			if !strings.Contains(m[0], "checkbox") {
				values[m[1]] = html.UnescapeString(m[2])
			}
		}
		var all []string
		for i := 0; i < len(pairs); i += 2 {
			values[pairs[i]] = pairs[i+1]
		}
		for k, v := range values {
			all = append(all, k, v)
		}
		return c.Post(action, all...)
	}
	t.Fatalf("no form posts to %s", action)
	return webtest.Answer{}
}

func status(t *testing.T, a webtest.Answer, want int) {
	t.Helper()
	if a.Status != want {
		t.Errorf("status %d, want %d:\n%s", a.Status, want, a.Text())
	}
}

func TestOverview(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		c := administrator(nettsted(t, d), "Arne Aas")
		status(t, c.Get("/administrasjon"), http.StatusSeeOther)
		c.Get("/administrasjon/kodelister").Has(t, "Kodelister", "Type tilknytning", "16 koder", "Årsak til at Kompass ikke er gjennomført", "9 koder",
			"Plasstype", "14 koder", "1 kode er trukket tilbake", "Persontype", "7 koder", "Rolle i familien", "Mottakskategori", "8 koder", "Ikke endret")
		status(t, send(t, c, c.Get(typer+"/kode/venn"), typer+"/kode/venn", "nb", "Bekjent"), http.StatusSeeOther)
		c.Get("/administrasjon/kodelister").Has(t, "Arne Aas")
	})
}

func TestAddAndChange(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		c := administrator(nettsted(t, d), "Arne Aas")
		c.Get(typer).Has(t, "Endringen gjelder samtaler som ikke er ferdigstilt", "Ferdigstilte samtaler beholder ordene de hadde")
		a := send(t, c, c.Get(typer+"/ny"), typer+"/ny", "nb", " Venn ", "nn", "")
		status(t, a, http.StatusUnprocessableEntity)
		a.Has(t, "Rett dette før du lagrer", "Bokmål: Koden venn har de samme ordene", "Nynorsk: Skriv hva koden heter på nynorsk")
		if !strings.Contains(a.Body, `value="Venn"`) || !strings.Contains(a.Body, "<title>Feil: ") {
			t.Error("what was typed stands, and the title says that something is wrong")
		}
		a = send(t, c, a, typer+"/ny", "nb", "Søskenbarn", "nn", "Syskenbarn")
		if a.Status != http.StatusSeeOther || a.Location != typer+"#kode-soskenbarn" {
			t.Fatalf("%d to %s", a.Status, a.Location)
		}
		c.Get(typer).Has(t, "Koden er lagt til sist i listen.", "Søskenbarn Syskenbarn soskenbarn IMDi Ja")
		c.Get(typer+"/kode/venn").Has(t, "Rediger «Venn»", "IMDi bekrefter koden")
		a = send(t, c, c.Get(typer+"/kode/venn"), typer+"/kode/venn", "nb", "<b>Bekjent</b>", "nn", "Kjenning", "bekreft", "ja")
		status(t, a, http.StatusSeeOther)
		liste := c.Get(typer)
		liste.Has(t, "Koden er lagret.", "<b>Bekjent</b> Kjenning venn IMDi Ja")
		if strings.Contains(liste.Body, "<b>Bekjent") {
			t.Error("the words of a code are markup")
		}
		c.Get(typer+"/kode/venn").HasNot(t, "IMDi bekrefter koden")
	})
}

// Lists whose codes come from a register: words, order and choice, nothing is added.
func TestFixedList(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		c := administrator(nettsted(t, d), "Arne Aas")
		const plass = "/administrasjon/kodelister/plasstype"
		liste := c.Get(plass)
		liste.Has(t, "ikke legge til eller fjerne koder", "Tilrettelagt plass: samtalen spør om behandler", "MAMOT Forslag Trukket tilbake")
		liste.HasNot(t, "Legg til kode")
		status(t, c.Get(plass+"/ny"), http.StatusNotFound)
		status(t, send(t, c, c.Get(plass+"/kode/TIL"), plass+"/kode/TIL", "nb", "Avdeling for tilrettelegging"), http.StatusSeeOther)
		liste = c.Get(plass)
		liste.Has(t, "Avdeling for tilrettelegging Tilrettelagt plass: samtalen spør om behandler")
	})
}

func TestMoveWithdrawAndBringBack(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		s := nettsted(t, d)
		c := administrator(s, "Arne Aas")
		liste := c.Get(typer)
		a := send(t, c, liste, typer+"/flytt") // the first arrow: mor down
		if a.Status != http.StatusSeeOther || a.Location != typer+"#kode-mor" {
			t.Fatalf("%d to %s", a.Status, a.Location)
		}
		etter := c.Get(typer)
		etter.Has(t, "Rekkefølgen er endret.")
		if strings.Index(etter.Body, "kode-far") > strings.Index(etter.Body, "kode-mor") {
			t.Error("mor has not moved down")
		}
		status(t, send(t, c, liste, typer+"/flytt"), http.StatusSeeOther) // pressed twice
		bruk := typer + "/kode/nabo/bruk"
		side := c.Get(typer + "/kode/nabo")
		side.Has(t, "Trekk koden tilbake", "står fortsatt i svar der den alt er valgt")
		status(t, send(t, c, side, bruk), http.StatusSeeOther)
		c.Get(typer).Has(t, "Koden er trukket tilbake. Den står nederst i listen.", "Nabo Nabo nabo Forslag Trukket tilbake")
		status(t, send(t, c, c.Get(typer+"/kode/nabo"), bruk), http.StatusSeeOther)
		c.Get(typer).Has(t, "Koden kan velges igjen.", "Nabo Nabo nabo Forslag Ja")
	})
}

// Two administrators: nothing of either is lost, and the second is told who was first.
func TestTwoAdministrators(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		s := nettsted(t, d)
		arne, anna := administrator(s, "Arne Aas"), administrator(s, "Anna Ask")
		mitt, ditt := arne.Get(typer+"/kode/venn"), anna.Get(typer+"/kode/venn")
		flytt := arne.Get(typer)
		status(t, send(t, anna, ditt, typer+"/kode/venn", "nb", "Kjenning"), http.StatusSeeOther)
		a := send(t, arne, mitt, typer+"/kode/venn", "nb", "Bekjent")
		status(t, a, http.StatusConflict)
		a.Has(t, "Anna Ask har endret listen etter at du åpnet siden", "Nå er «Kjenning» lagret.", "Det du gjorde, er ikke lagret.")
		if !strings.Contains(a.Body, `value="Bekjent"`) {
			t.Error("what Arne wrote is gone")
		}
		status(t, send(t, arne, a, typer+"/kode/venn"), http.StatusSeeOther)
		arne.Get(typer).Has(t, "Bekjent")

		status(t, send(t, arne, ditt, typer+"/kode/venn/bruk"), http.StatusConflict) // Anna's page, by Arne
		a = send(t, anna, ditt, typer+"/kode/venn/bruk")
		status(t, a, http.StatusConflict)
		a.Has(t, "Arne Aas har endret listen")

		status(t, send(t, anna, anna.Get(typer), typer+"/flytt"), http.StatusSeeOther)
		status(t, send(t, anna, anna.Get(typer), typer+"/flytt"), http.StatusSeeOther)
		a = send(t, arne, pila(flytt, "far", "ektefelle"), typer+"/flytt")
		status(t, a, http.StatusSeeOther) // far and ektefelle are neighbours still
		a = send(t, arne, pila(flytt, "ektefelle", "samboer"), typer+"/flytt")
		status(t, a, http.StatusConflict)
		a.Has(t, "Koden er ikke flyttet.")
	})
}

// pila is the part of a list with the arrow that moves a code past another.
func pila(liste webtest.Answer, kode, forbi string) webtest.Answer {
	for _, form := range strings.Split(liste.Body, "<form")[1:] {
		if strings.Contains(form, `name="kode" value="`+kode+`"`) && strings.Contains(form, `name="forbi" value="`+forbi+`"`) {
			liste.Body = "<form" + form
		}
	}
	return liste
}

func TestHistory(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		s := nettsted(t, d)
		c := administrator(s, "Arne Aas")
		send(t, c, c.Get(typer+"/kode/venn"), typer+"/kode/venn", "nb", "Bekjent")
		send(t, c, c.Get(typer+"/ny"), typer+"/ny", "nb", "Onkel", "nn", "Onkel")
		send(t, c, c.Get(typer), typer+"/flytt")
		h := c.Get(typer + "/historikk")
		h.Has(t, "4 Endret rekkefølgen «Mor» byttet plass med «Far»", "3 La til en kode Ny kode: «Onkel» på bokmål, «Onkel» på nynorsk",
			"2 Endret en kode Bokmål: fra «Venn» til «Bekjent»", "1 Listen slik den var fra starten", "Arne Aas", "Gjelder nå")
		side := c.Get(typer + "/historikk/1")
		side.Has(t, "Gjenopprett versjon 1", "Bokmål: fra «Bekjent» til «Venn»", "«Onkel» kan ikke velges lenger", "«Mor»: ny plass i rekkefølgen")
		anna := administrator(s, "Anna Ask")
		send(t, anna, anna.Get(typer+"/kode/nabo"), typer+"/kode/nabo", "nn", "Granne")
		a := send(t, c, side, typer+"/historikk/1")
		status(t, a, http.StatusConflict)
		a.Has(t, "Anna Ask har endret listen", "Ingenting er gjenopprettet.", "Nynorsk: fra «Granne» til «Nabo»")
		status(t, send(t, c, a, typer+"/historikk/1"), http.StatusSeeOther)
		etter := c.Get(typer)
		etter.Has(t, "Den tidligere versjonen er gjenopprettet.", "Venn Ven venn", "Onkel Onkel onkel IMDi Trukket tilbake")
		c.Get(typer+"/historikk/1").Has(t, "Listen er alt slik den var i denne versjonen.")
		for _, nei := range []string{"0", "01", "-1", "99", "x"} {
			status(t, c.Get(typer+"/historikk/"+nei), http.StatusNotFound)
		}
	})
}

// A long history is shown page by page, and none of it is left out.
func TestLongHistory(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		s := nettsted(t, d)
		id := s.Bruker("Arne Aas", webtest.Tildeling{Rolle: tilgang.IMDiAdministrator, Org: "imdi"})
		c := s.As(id)
		arne := tilgang.Actor{Bruker: id, Navn: "Arne Aas", Org: tilgang.Org{Type: tilgang.OrgIMDi, ID: "imdi"}, Roller: []tilgang.Rolle{tilgang.IMDiAdministrator}}
		for i := range 120 {
			f := kodeliste.Flytting{Kode: "far", Forbi: "mor", Opp: i%2 == 0}
			err := d.Write(t.Context(), func(tx *db.Tx) error { return kodeliste.Flytt(t.Context(), tx, arne, kodeliste.Tilknytningstype, f) })
			if err != nil {
				t.Fatal(err)
			}
		}
		seen := 0
		for path := typer + "/historikk"; path != ""; {
			side := c.Get(path)
			seen += strings.Count(side.Body, "byttet plass") + strings.Count(side.Body, "fra starten")
			path = ""
			if m := regexp.MustCompile(`rel="next" href="([^"]*)"`).FindStringSubmatch(side.Body); m != nil {
				path = m[1]
			}
		}
		if seen != 121 {
			t.Errorf("%d versions are shown, want 121", seen)
		}
	})
}
