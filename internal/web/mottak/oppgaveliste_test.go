package mottak_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/sak"
	"bosett/internal/tilgang"
	"bosett/internal/web/mottak"
	"bosett/internal/web/page"
	"bosett/internal/web/webtest"
)

// bildedagen is the day of the guide's pictures: 227 days after 31.01.2020.
var bildedagen = time.Date(2020, 9, 14, 10, 0, 0, 0, time.UTC)

func listeRoutes() []page.Route {
	m := &mottak.Pages{}
	return []page.Route{
		{Pattern: "GET /mottak/oppgaveliste", Action: tilgang.OppgaveList, Handler: m.Oppgaveliste},
		{Pattern: "POST /mottak/oppgaveliste/sok", Action: tilgang.OppgaveList, Handler: m.SokOppgaver},
		{Pattern: "GET /mottak/oversikt", Action: tilgang.BeboerList, Handler: m.Oversikt},
		{Pattern: "POST /mottak/oversikt/sok", Action: tilgang.BeboerList, Handler: m.SokBeboere},
	}
}

// lister is a centre with residents and somebody who works there.
type lister struct {
	*webtest.Site
	ha    ident.ID
	berit *webtest.Client
}

// onBoth runs a test of the lists on both engines, on the day of the guide's picture.
func onBoth(t *testing.T, fn func(t *testing.T, l lister)) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		l := lister{Site: webtest.New(t, d, true, listeRoutes())}
		l.ha = l.Mottak("Hå asylmottak", "MOT001429", "1125", "mottak")
		l.berit = l.somebody("Berit Bø", tilgang.MottakBosettingsansvarlig)
		fn(t, l)
	}, db.WithClock(func() time.Time { return bildedagen }))
}

func (l lister) somebody(navn string, r tilgang.Rolle) *webtest.Client {
	return l.As(l.Bruker(navn, webtest.Tildeling{Rolle: r, Org: l.ha.String()}))
}

func dag(s string) db.Date {
	d, err := db.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (l lister) importer(t *testing.T, people []beboer.Inn, cases ...sak.Inn) {
	t.Helper()
	err := l.DB.Write(t.Context(), func(tx *db.Tx) error {
		res, err := beboer.ImportBatch(t.Context(), tx, people)
		if err != nil {
			return err
		}
		if err := sak.OppdaterHusstander(t.Context(), tx, res.Husstander); err != nil {
			return err
		}
		utfall, err := sak.ImportBatch(t.Context(), tx, cases)
		for _, u := range append(res.Utfall, utfall...) {
			if u.Status == fault.Avvist {
				return fmt.Errorf("refused: %+v", u)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func beboerInn(duf, reg, fornavn, etternavn, fodt, rolle string) beboer.Inn {
	typ := "familie_med_barn"
	if rolle == "" {
		typ = "enslig_voksen"
	}
	return beboer.Inn{
		Duf: duf, RegNummer: reg, Fornavn: fornavn, Etternavn: etternavn, Fodt: dag(fodt), Kjonn: "mann", Statsborgerskap: "SY",
		Persontype: typ, Familierolle: rolle, MotID: "MOT001429", Plasstype: "ORD",
	}
}

// guide is the person of the guide's picture, a family of two, one whose DUF number's
// check digits do not agree, and one without a case.
func (l lister) guide(t *testing.T) {
	t.Helper()
	l.importer(t, []beboer.Inn{
		beboerInn("202090065103", "966921046", "Imdi_Y", "SyntatDufAsylInnvilgetUdi-Imdi_Y", "1979-01-17", ""),
		beboerInn("202090047207", "935811771", "Abel", "Haile", "1984-11-08", "far"),
		beboerInn("202090042200", "935811771", "Liya", "Haile", "2010-01-01", "datter"),
		beboerInn("201590125605", "966900001", "NIR_TO", "SyntatDuf-NIR_TO", "1993-01-01", ""),
		beboerInn("202090055501", "966900002", "Zahra", "Uten", "1970-01-01", ""),
	},
		sak.Inn{Saksnummer: "1", RegNummer: "966921046", Opprettet: dag("2020-01-17")},
		sak.Inn{Saksnummer: "2", RegNummer: "935811771", Opprettet: dag("2020-09-01")},
		sak.Inn{Saksnummer: "3", RegNummer: "966900001", Opprettet: dag("2020-09-14")},
	)
}

func TestOppgavelistePage(t *testing.T) {
	onBoth(t, func(t *testing.T, l lister) {
		a := l.berit.Get("/mottak/oppgaveliste")
		a.Has(t, "Oppgavelisten er tom", "Antall personer: 0")
		l.guide(t)
		a = l.berit.Get("/mottak/oppgaveliste")
		a.Has(t,
			"Hå asylmottak", "Hå kommune", "Oppgaveliste 4", "Oversikt mottaksbeboere 5", "Mottaksinformasjon", "Kontaktinformasjon",
			"Bosettingssak opprettet", "DUF-nummer", "Etternavn, Fornavn", "Plasstype", "Oppgave", "Frist (antall dager igjen)", "Handling",
			"Antall personer: 4", "17.01.2020", "2020 900651 03", "SyntatDufAsylInnvilgetUdi-Imdi_Y, Imdi_Y", "ORD",
			"31.01.2020", "(-227 dager)", "227 dager over fristen", "15.09.2020", "(1 dag)", "1 dag igjen til fristen", "(14 dager)",
			"Gjennomført selvregistrering av kompetanse", "Kjønn og alder", "Mann, 41 år", "Persontype", "Enslig voksen",
			"Plasseringsgruppe", "Reg nr. 966921046", "Gjennomfør bosettingssamtale", "Vis detaljer for Haile, Abel", "Vis alle detaljer",
			"Familie med barn, 2 personer", "Ikke aktuelt (under 16 år)", "2015 901256 05", "Kontrollsifrene stemmer ikke",
		)
		if n := strings.Count(a.Body, "aria-sort="); n != 1 || !strings.Contains(a.Body, `aria-sort="ascending"`) {
			t.Errorf("%d sorted columns", n)
		}
		if n := strings.Count(a.Text(), "Kontrollsifrene stemmer ikke"); n != 1 {
			t.Errorf("%d numbers are marked, want the one of 2015", n)
		}
		// The family is one row; the button begins with the first who is not done.
		if n := strings.Count(a.Body, `name="beboer"`); n != 1+1+(1+2) {
			t.Errorf("%d buttons", n)
		}
		l.berit.Get("/mottak/oppgaveliste?frist=over").Has(t, "Antall personer: 1", "Nullstill filter")
		l.berit.Get("/mottak/oppgaveliste?frist=tull&sort=tull&etter=tull&vis=%3Cscript%3E").Has(t, "Antall personer: 4")
		l.berit.Get("/mottak/oppgaveliste?oppgave=bosettingssamtale&frist=senere&sort=navn&retning=synk").Has(t, "Antall personer: 1")
		nynorsk := l.somebody("Nina Ny", tilgang.MottakBosettingsansvarlig)
		l.Exec(`UPDATE bruker SET maalform = 'nn' WHERE navn = 'Nina Ny'`)
		nynorsk.Get("/mottak/oppgaveliste").Has(t, "Oppgåveliste", "(-227 dagar)", "Talet på personar: 4")
	})
}

var addresses = regexp.MustCompile(`(?:href|action)="([^"]*)"`)

// What is searched for is in no address: not in the redirect, not in a link.
func TestSearchIsNeverInAnAddress(t *testing.T) {
	onBoth(t, func(t *testing.T, l lister) {
		l.guide(t)
		for _, path := range []string{"/mottak/oppgaveliste", "/mottak/oversikt"} {
			a := l.berit.Post(path+"/sok", "sok", "  haile   LIYA\x00 ", "frist", "innen7", "persontype", "familie_med_barn", "sort", "duf", "retning", "synk")
			if a.Status != http.StatusSeeOther || strings.Contains(strings.ToLower(a.Location), "haile") || !strings.Contains(a.Location, "sort=duf") {
				t.Fatalf("%s: %d %s", path, a.Status, a.Location)
			}
			a = l.berit.Get(a.Location)
			a.Has(t, "Du søker etter «haile LIYA»", "Fjern søket")
			if path == "/mottak/oppgaveliste" {
				a.Has(t, "Antall personer: 2", "Haile, Abel") // the whole family of the one who was found
			} else {
				a.Has(t, "Antall personer: 1", "Haile, Liya")
			}
			a.HasNot(t, "Imdi_Y")
			for _, m := range addresses.FindAllStringSubmatch(a.Body, -1) {
				if strings.Contains(strings.ToLower(m[1]), "haile") || strings.Contains(strings.ToLower(m[1]), "liya") {
					t.Errorf("%s: an address tells the search: %s", path, m[1])
				}
			}
			// The search stays with the session and each person's own.
			l.berit.Get(path).Has(t, "Du søker etter «haile LIYA»")
			l.somebody("Bjørn "+path, tilgang.MottakBosettingsansvarlig).Get(path).HasNot(t, "Du søker")
			l.berit.Post(path+"/sok", "sok", "2020 900651 03")
			l.berit.Get(path).Has(t, "Antall personer: 1", "Imdi_Y")
			l.berit.Post(path+"/sok", "sok", "finnes ikke")
			l.berit.Get(path).Has(t, "Ingen treff", "Antall personer: 0")
			l.berit.Post(path+"/sok", "sok", "")
			l.berit.Get(path).HasNot(t, "Du søker")
		}
	})
}

var rowID = regexp.MustCompile(`data-detaljer="([^"]*)"`)

// Without script the links alone open and close the details.
func TestDetailsAreInTheAddress(t *testing.T) {
	onBoth(t, func(t *testing.T, l lister) {
		l.guide(t)
		const closed = `class="b-detail" id="%s-detaljer" hidden`
		a := l.berit.Get("/mottak/oppgaveliste")
		rows := rowID.FindAllStringSubmatch(a.Body, -1)
		if len(rows) != 3 || strings.Count(a.Body, "hidden>") < 3 {
			t.Fatalf("%d rows", len(rows))
		}
		id := rows[1][1]
		one := l.berit.Get("/mottak/oppgaveliste?vis=" + id)
		if strings.Contains(one.Body, fmt.Sprintf(closed, id)) || !strings.Contains(one.Body, fmt.Sprintf(closed, rows[0][1])) {
			t.Error("vis=ID opens that row and no other")
		}
		if !strings.Contains(one.Body, `href="/mottak/oppgaveliste#`+id+`"`) {
			t.Error("the open row's link closes it and stays there")
		}
		all := l.berit.Get("/mottak/oppgaveliste?vis=alle")
		if strings.Contains(all.Body, `-detaljer" hidden`) {
			t.Error("vis=alle opens all")
		}
		all.Has(t, "Skjul alle detaljer")
		most := l.berit.Get("/mottak/oppgaveliste?skjul=" + id + "&vis=alle")
		if !strings.Contains(most.Body, fmt.Sprintf(closed, id)) || strings.Count(most.Body, `-detaljer" hidden`) != 1 {
			t.Error("one of all is closed")
		}
	})
}

// Those without a list get what somebody gets who asks for what is not there.
func TestListsAreNotThereForOthers(t *testing.T) {
	onBoth(t, func(t *testing.T, l lister) {
		l.guide(t)
		for _, r := range []tilgang.Rolle{tilgang.Mottaksadministrator, tilgang.MottakKompass} {
			c := l.somebody("Kåre "+string(r), r)
			nothing := c.Get("/mottak/finnes-ikke")
			for _, path := range []string{"/mottak/oppgaveliste", "/mottak/oversikt"} {
				if a := c.Get(path); a.Status != http.StatusNotFound || len(a.Body) != len(nothing.Body) {
					t.Errorf("%s: %s answers %d, %d bytes; what is not there has %d", r, path, a.Status, len(a.Body), len(nothing.Body))
				}
				if a := c.Post(path+"/sok", "sok", "haile"); a.Status != http.StatusNotFound {
					t.Errorf("%s: search answers %d", r, a.Status)
				}
			}
		}
	})
}

// A page of 84 persons is at most 20 kB on the wire.
func TestPageIsSmall(t *testing.T) {
	onBoth(t, func(t *testing.T, l lister) {
		var people []beboer.Inn
		var cases []sak.Inn
		for i := 0; len(people) < 84; i++ {
			reg := fmt.Sprintf("97%07d", i*7919%9999999)
			roles := []string{""}
			if i%5 < 2 {
				roles = []string{"far", "mor", "datter"}[:2+i%5]
			}
			for _, role := range roles {
				n := len(people)
				people = append(people, beboerInn(string(beboer.NyDuf(2020+n%5-4, 900000+n*61)), reg, fmt.Sprint("Fornavn", n*n%97), fmt.Sprint("Etternavn", n*n%89), "1985-05-05", role))
			}
			cases = append(cases, sak.Inn{Saksnummer: fmt.Sprint(i), RegNummer: reg, Opprettet: dag("2020-09-14").AddDays(-i % 30)})
		}
		l.importer(t, people[:84], cases...)
		for _, path := range []string{"/mottak/oppgaveliste", "/mottak/oppgaveliste?vis=alle", "/mottak/oversikt", "/mottak/oversikt?vis=alle"} {
			a := l.berit.Get(path)
			a.Has(t, "Antall personer: 84")
			var buf bytes.Buffer
			z, _ := gzip.NewWriterLevel(&buf, 5)
			z.Write([]byte(a.Body))
			z.Close()
			t.Logf("%s: %d bytes, %d on the wire", path, len(a.Body), buf.Len())
			if buf.Len() > 20_000 {
				t.Errorf("%s: %d bytes on the wire", path, buf.Len())
			}
		}
	})
}

var nextLink = regexp.MustCompile(`rel="(next|prev)" href="([^"]*)"`)

func TestPagesInTheAddress(t *testing.T) {
	onBoth(t, func(t *testing.T, l lister) {
		var people []beboer.Inn
		for i := range 120 {
			people = append(people, beboerInn(string(beboer.NyDuf(2020, 900000+i)), fmt.Sprintf("98%07d", i), "Syntet", fmt.Sprintf("Testesen%03d", i), "1985-05-05", ""))
		}
		l.importer(t, people)
		links := func(a webtest.Answer) map[string]string {
			found := map[string]string{}
			for _, m := range nextLink.FindAllStringSubmatch(a.Body, -1) {
				found[m[1]] = strings.ReplaceAll(m[2], "&amp;", "&")
			}
			return found
		}
		first := l.berit.Get("/mottak/oversikt")
		first.Has(t, "Viser 1–50 av 120 personer", "Testesen000", "Testesen049")
		second := l.berit.Get(links(first)["next"])
		second.Has(t, "Viser 51–100 av 120 personer", "Testesen050", "Testesen099")
		third := l.berit.Get(links(second)["next"])
		third.Has(t, "Viser 101–120 av 120 personer", "Testesen119")
		if links(third)["next"] != "" || links(first)["prev"] != "" {
			t.Error("there is nothing before the first page or after the last")
		}
		back := l.berit.Get(links(third)["prev"])
		back.Has(t, "Viser 51–100 av 120 personer", "Testesen050", "Testesen099")
		l.berit.Get(links(back)["prev"]).Has(t, "Viser 1–50 av 120 personer", "Testesen000")
		u, err := url.Parse(links(first)["next"])
		if err != nil || len(u.Query()) != 2 || u.Query().Get("nr") != "51" {
			t.Errorf("the address of a page is a row and its number: %s", links(first)["next"])
		}
	})
}
