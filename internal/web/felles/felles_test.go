package felles_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
	"bosett/internal/tilgang"
	"bosett/internal/web/felles"
	"bosett/internal/web/page"
	"bosett/internal/web/webtest"
)

func routes() []page.Route {
	f := &felles.Pages{}
	return []page.Route{
		{Pattern: "GET /{$}", Action: tilgang.Offentlig, Handler: f.Hjem},
		{Pattern: "GET /logg-inn", Action: tilgang.Offentlig, Handler: f.LoggInn},
		{Pattern: "POST /demo/logg-inn", Action: tilgang.Offentlig, Handler: f.DemoLoggInn},
		{Pattern: "POST /logg-ut", Action: tilgang.Offentlig, Handler: f.LoggUt},
		{Pattern: "POST /sprak", Action: tilgang.Offentlig, Handler: f.Sprak},
		{Pattern: "GET /organisasjon", Action: tilgang.Innlogget, Handler: f.Organisasjon},
		{Pattern: "POST /organisasjon", Action: tilgang.Innlogget, Handler: f.VelgOrganisasjon},
		{Pattern: "GET /arbeidsflate", Action: tilgang.Innlogget, Handler: f.Arbeidsflate},
		{Pattern: "GET /hjelp", Action: tilgang.Offentlig, Handler: f.Hjelp},
		{Pattern: "GET /kommuner", Action: tilgang.KommuneLes, Handler: f.Kommuner},
		{Pattern: "GET /kommuner/{nummer}", Action: tilgang.KommuneLes, Handler: f.Kommune},
	}
}

// house is the demo's people that the tests need, in the order of demo.md.
type house struct {
	*webtest.Site
	ha, toten                           ident.ID
	astrid, berit, kare, siv, kari, dag ident.ID
}

func fill(t *testing.T, d *db.DB, demo bool) house {
	t.Helper()
	h := house{Site: webtest.New(t, d, demo, routes())}
	h.ha = h.Mottak("Hå asylmottak", "MOT001429", "1125", "mottak")
	h.toten = h.Mottak("Toten mottak", "MOT001430", "1126", "mottak")
	at := func(r tilgang.Rolle, org string) webtest.Tildeling { return webtest.Tildeling{Rolle: r, Org: org} }
	h.astrid = h.Bruker("Astrid Ås", at(tilgang.Mottaksadministrator, h.ha.String()))
	h.berit = h.Bruker("Berit Bø", at(tilgang.MottakBosettingsansvarlig, h.ha.String()))
	h.kare = h.Bruker("Kåre Kvam", at(tilgang.MottakKompass, h.ha.String()))
	h.siv = h.Bruker("Siv Solli", at(tilgang.IMDiSaksbehandler, "imdi"))
	h.kari = h.Bruker("Kari Kvåle", at(tilgang.KommuneBosetterSkriv, "1119"))
	h.dag = h.Bruker("Dag Dobbel", at(tilgang.MottakBosettingsansvarlig, h.ha.String()),
		at(tilgang.MottakBosettingsansvarlig, h.toten.String()), at(tilgang.Mottaksadministrator, h.toten.String()))
	return h
}

var button = regexp.MustCompile(`(?s)<button[^>]*b-way--button[^>]*>(.*?)</button>`)

// buttons are the accessible names of the choices on a page.
func buttons(a webtest.Answer) []string {
	var names []string
	for _, m := range button.FindAllStringSubmatch(a.Body, -1) {
		// Inline elements add no space to a name.
		names = append(names, strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(m[1], "")), " "))
	}
	return names
}

// The names of the buttons are those of demo.md (A3).
func TestDemoLogin(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		h := fill(t, d, true)
		c := h.Anonymous()
		if a := c.Get("/"); a.Location != "/logg-inn" {
			t.Errorf("/ leads to %q", a.Location)
		}
		a := c.Get("/logg-inn?retur=/kommuner")
		want := []string{
			"Astrid Ås, Mottaksadministrator, Hå asylmottak",
			"Berit Bø, MottakBosettingsansvarlig, Hå asylmottak",
			"Kåre Kvam, MottakKompass, Hå asylmottak",
			"Dag Dobbel, MottakBosettingsansvarlig, Hå asylmottak og Toten mottak",
			"Siv Solli, IMDiSaksbehandler, IMDi",
			"Kari Kvåle, KommuneBosetterSkriv, Hå kommune",
		}
		if got := buttons(a); !slices.Equal(got, want) {
			t.Errorf("buttons %q", got)
		}
		a = c.Post("/demo/logg-inn", "bruker", h.berit.String(), "retur", "/kommuner")
		if a.Status != http.StatusSeeOther || a.Location != "/kommuner" {
			t.Fatalf("login: %d to %q", a.Status, a.Location)
		}
		c.Get("/arbeidsflate").Has(t, "Din bruker: Berit Bø", "Hå asylmottak", "Logg ut")
		if a := c.Get("/logg-inn"); a.Location != "/arbeidsflate" {
			t.Errorf("signed in, the login page leads to %q", a.Location)
		}

		// Another person in the same browser ends the first session; so does signing out.
		if a := c.Post("/demo/logg-inn", "bruker", h.kari.String(), "retur", "https://example.com/"); a.Location != "/arbeidsflate" {
			t.Errorf("a foreign address to return to leads to %q", a.Location)
		}
		c.Get("/arbeidsflate").Has(t, "Din bruker: Kari Kvåle", "Hå kommune")
		if a := c.Post("/logg-ut"); a.Location != "/logg-inn" {
			t.Errorf("signing out leads to %q", a.Location)
		}
		if a := c.Get("/arbeidsflate"); a.Location != "/logg-inn?retur=%2Farbeidsflate" {
			t.Errorf("signed out, the workspace leads to %q", a.Location)
		}
		if n := sessions(t, d); n != 0 {
			t.Errorf("%d sessions are left", n)
		}
		for _, id := range []string{"", "noe", ident.New().String()} {
			if a := c.Post("/demo/logg-inn", "bruker", id); a.Status != http.StatusNotFound {
				t.Errorf("login as %q: %d", id, a.Status)
			}
		}
	})
}

func sessions(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	err := d.Read(t.Context(), func(r *db.Rx) error {
		return r.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM sesjon`).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Without --demo there is neither a button nor an address for the demo users.
func TestLoginWithoutDemo(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		h := fill(t, d, false)
		c := h.Anonymous()
		a := c.Get("/logg-inn")
		a.Has(t, "Logg inn", "Innlogging er ikke satt opp ennå")
		a.HasNot(t, "Berit Bø", "demo")
		if len(buttons(a)) != 0 {
			t.Error("a button for a demo user")
		}
		if a := c.Post("/demo/logg-inn", "bruker", h.berit.String()); a.Status != http.StatusNotFound {
			t.Errorf("demo login: %d", a.Status)
		}
	})
}

// The choice of written language holds before, during and after a session.
func TestSprak(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		h := fill(t, d, true)
		c := h.Anonymous()
		if a := c.Post("/sprak", "sprak", "nn", "retur", "/logg-inn?retur=%2Fkommuner"); a.Location != "/logg-inn?retur=%2Fkommuner" {
			t.Errorf("leads to %q", a.Location)
		}
		c.Get("/logg-inn").Has(t, "Vel kven du vil prøve Bosett som")
		c = h.As(h.berit)
		c.Get("/arbeidsflate").Has(t, "Dette kan du gjøre")
		if a := c.Post("/sprak", "sprak", "nn", "retur", "//example.com"); a.Location != "/" {
			t.Errorf("a foreign address leads to %q", a.Location)
		}
		c.Get("/arbeidsflate").Has(t, "Dette kan du gjere", "Brukaren din: Berit Bø")
		h.As(h.berit).Get("/hjelp").Has(t, "Kven ser kva")
		if a := c.Post("/sprak", "sprak", "sv"); a.Status != http.StatusUnprocessableEntity {
			t.Errorf("an unknown language: %d", a.Status)
		}
	})
}

// Who chooses the language on the login page gets it, now and the next time; who only
// sits where somebody has chosen before, keeps the own one.
func TestSprakChosenOnTheWayIn(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		h := fill(t, d, true)
		login := func(c *webtest.Client, who ident.ID) webtest.Answer {
			c.Post("/demo/logg-inn", "bruker", who.String())
			return c.Get("/arbeidsflate")
		}
		c := h.Anonymous()
		c.Post("/sprak", "sprak", "nn", "retur", "/logg-inn")
		login(c, h.berit).Has(t, "Brukaren din: Berit Bø")
		h.As(h.berit).Get("/arbeidsflate").Has(t, "Brukaren din: Berit Bø")
		c.Post("/logg-ut")
		c.Get("/logg-inn").Has(t, "Vel kven du vil prøve Bosett som")
		login(c, h.kari).Has(t, "Din bruker: Kari Kvåle")
		c.Post("/logg-ut")
		c.Post("/sprak", "sprak", "nb", "retur", "/logg-inn")
		login(c, h.berit).Has(t, "Din bruker: Berit Bø")
	})
}

func TestOrganisasjon(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		h := fill(t, d, true)
		c := h.As(h.dag)
		c.Get("/arbeidsflate").Has(t, "Du arbeider for Hå asylmottak.", "Bytt organisasjon")
		want := []string{
			"Hå asylmottak, Bosettingsansvarlig ved mottak – valgt nå",
			"Toten mottak, Bosettingsansvarlig ved mottak og Mottaksadministrator",
		}
		if got := buttons(c.Get("/organisasjon")); !slices.Equal(got, want) {
			t.Errorf("choices %q", got)
		}
		if a := c.Post("/organisasjon", "organisasjon", "mottak:"+h.toten.String()); a.Location != "/arbeidsflate" {
			t.Errorf("leads to %q (%d)", a.Location, a.Status)
		}
		// The administrator's functions come with the place.
		c.Get("/arbeidsflate").Has(t, "Du arbeider for Toten mottak.", "Se og rett telefon, e-post og adresser for mottaket.")
		for _, org := range []string{"", "imdi:imdi", "mottak:" + ident.New().String()} {
			if a := c.Post("/organisasjon", "organisasjon", org); a.Status != http.StatusNotFound {
				t.Errorf("%q: %d", org, a.Status)
			}
		}
		one := h.As(h.berit)
		if a := one.Get("/organisasjon"); a.Status != http.StatusNotFound {
			t.Errorf("for somebody with one organisation: %d", a.Status)
		}
	})
}

// What the workspace offers follows from the roles; the fixed box and the way to
// kontaktsenteret are there for all (F2, F5).
func TestArbeidsflate(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		h := fill(t, d, true)
		h.Exec(`INSERT INTO oppgave_tall (mottak, gradert, type, frist, oppgaver, personer) VALUES ($1, $2, 'bosettingssamtale', '2020-01-31', 40, 84)`, h.ha, false)
		beboer := []string{"Oppgaveliste", "Oversikt mottaksbeboere"}
		mottak := []string{"Mottaksinformasjon", "Kontaktinformasjon"}
		for _, c := range []struct {
			who      ident.ID
			has, not []string
			menu     string
		}{
			{h.astrid, mottak, beboer, "Arbeidsflate Mottak Kommuner"},
			{h.berit, append(mottak, append(beboer, "84 personer", "40 oppgaver over fristen")...), nil, "Arbeidsflate Mottak Kommuner"},
			{h.kare, append(mottak, "Kompass-medarbeider ved mottak"), append(beboer, "84 personer"), "Arbeidsflate Mottak Kommuner"},
			{h.siv, []string{"Saksbehandling i IMDi er ikke tatt i bruk i Bosett ennå."}, append(beboer, mottak...), "Arbeidsflate Kommuner"},
			{h.kari, []string{"Hå kommune"}, append(beboer, mottak...), "Arbeidsflate Kommuner"},
		} {
			a := h.As(c.who).Get("/arbeidsflate")
			a.Has(t, append(c.has, c.menu, "mottak@imdi.no", "40 00 19 60", "Les brukerveiledningen",
				"Sensitive personopplysninger skal ikke stå i bosettingsmerknaden. Kommunene ser den ved fordeling.")...)
			a.HasNot(t, c.not...)
			for _, href := range []string{`href="/hjelp"`, `href="/kommuner"`, `href="tel:40001960"`, `href="mailto:mottak@imdi.no"`} {
				if !strings.Contains(a.Body, href) {
					t.Errorf("no %s", href)
				}
			}
		}
	})
}

// Help is there also for those who cannot sign in, and names every role.
func TestHjelp(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	h := fill(t, d, true)
	a := h.Anonymous().Get("/hjelp")
	a.Has(t, "Hjelp i Bosett", "Slik gjennomfører du en bosettingssamtale", "Hvem ser hva", "mottak@imdi.no")
	a.HasNot(t, "Din rolle")
	for _, r := range tilgang.Roller {
		a.Has(t, string(r.Rolle))
	}
	h.As(h.berit).Get("/hjelp").Has(t, "MottakBosettingsansvarlig Din rolle")
}
