package app_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bosett/internal/app/apptest"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
	"bosett/internal/web"
	"bosett/internal/web/felles"
)

// The columns of the matrix: one demo user of each kind. "ingen" is nobody.
//
//	MA  Mottaksadministrator, Hå           MB  MottakBosettingsansvarlig, Hå
//	MK  MottakKompass, Hå                  MT  MottakBosettingsansvarlig, Toten
//	IB  IntegreringsmottakBosettingsansvarlig, Kristiansand
//	IK  IntegreringsmottakKompass, Kristiansand
//	SB, AD, RE  IMDi: saksbehandler, administrator, revisor
//	KS, KL, KA, KK  Hå kommune: skriv, les, administrator, kompass
//	NN  IMDiSaksbehandler with a named grant
//	DD  MottakBosettingsansvarlig, Hå and Toten (works for Hå)
var columns = []string{
	"Astrid Ås", "Berit Bø", "Kåre Kvam", "Tora Toten", "Inger Ihle", "Ivar Ines",
	"Siv Solli", "Arne Aas", "Rita Rud", "Kari Kvåle", "Leif Lid", "Anne Aune", "Hedda Hove", "Nils Navn", "Dag Dobbel", "ingen",
}

// matrix is transcribed by hand from product.md chapter 1 and the user guide's table of
// roles. + is an answer, . is "not found", L is sent to the login page.
// {ha} is the guide's Imdi_Y at Hå (with case), {hauten} a resident without case at Hå,
// {kruten} one without case at Kristiansand, {gradert} a protected person.
//
//	columns: MA MB MK MT IB IK SB AD RE KS KL KA KK NN DD ingen
var matrix = []struct{ route, path, form, want string }{
	{"GET /{$}", "/", "", "+++++++++++++++L"},
	{"GET /logg-inn", "/logg-inn", "", "++++++++++++++++"},
	{"GET /hjelp", "/hjelp", "", "++++++++++++++++"},
	{"POST /sprak", "/sprak", "sprak=nb&retur=/", "++++++++++++++++"},
	{"POST /demo/logg-inn", "/demo/logg-inn", "bruker=noe", "................"},
	// The demo's outgoing mail: whoever has come to the demo. Without --demo: TestMailPagesAreForDemos.
	{"GET /demo/epost", "/demo/epost", "", "++++++++++++++++"},
	{"GET /demo/epost/{brev}", "/demo/epost/{brev}", "", "++++++++++++++++"},
	{"GET /demo/epost/{brev}/html", "/demo/epost/{brev}/html", "", "++++++++++++++++"},
	{"GET /demo/epost/{brev}", "/demo/epost/0199aaaa-0000-7000-8000-000000000000", "", "................"},
	{"GET /demo/epost/{brev}/html", "/demo/epost/noe/html", "", "................"},
	// Only who works for several has something to choose (A4).
	{"GET /organisasjon", "/organisasjon", "", "..............+L"},
	{"GET /innlogget", "/innlogget", "", "+++++++++++++++L"},
	{"GET /okt", "/okt", "", "+++++++++++++++L"},
	{"POST /okt", "/okt", "", "+++++++++++++++L"},
	{"POST /organisasjon", "/organisasjon", "org=mottak:noe", "...............L"},
	{"GET /arbeidsflate", "/arbeidsflate", "", "+++++++++++++++L"},
	{"GET /kommuner", "/kommuner?q=hå", "", "+++++++++++++++L"},
	{"GET /kommuner/{nummer}", "/kommuner/1119", "", "+++++++++++++++L"},
	{"GET /kommuner/{nummer}", "/kommuner/9999", "", "...............L"},

	{"GET /mottak", "/mottak", "", "++++++........+L"},
	{"GET /mottak/informasjon", "/mottak/informasjon", "", "++++++........+L"},
	{"GET /mottak/kontakt", "/mottak/kontakt", "", "++++++........+L"},
	{"GET /mottak/informasjon/rediger", "/mottak/informasjon/rediger", "", "+..............L"},
	{"POST /mottak/informasjon/rediger", "/mottak/informasjon/rediger", "versjon=0", "+..............L"},
	{"GET /mottak/kontakt/mottaksadministrator/rediger", "/mottak/kontakt/mottaksadministrator/rediger", "", "+..............L"},
	{"POST /mottak/kontakt/mottaksadministrator/rediger", "/mottak/kontakt/mottaksadministrator/rediger", "versjon=0", "+..............L"},
	{"GET /mottak/kontakt/bosettingsansvarlig/rediger", "/mottak/kontakt/bosettingsansvarlig/rediger", "", "++.++.........+L"},
	{"POST /mottak/kontakt/bosettingsansvarlig/rediger", "/mottak/kontakt/bosettingsansvarlig/rediger", "versjon=0", "++.++.........+L"},

	{"GET /mottak/oppgaveliste", "/mottak/oppgaveliste", "", ".+.++.........+L"},
	{"POST /mottak/oppgaveliste/sok", "/mottak/oppgaveliste/sok", "sok=", ".+.++.........+L"},
	{"GET /mottak/oversikt", "/mottak/oversikt", "", ".+.++.........+L"},
	{"POST /mottak/oversikt/sok", "/mottak/oversikt/sok", "sok=", ".+.++.........+L"},

	// Imdi_Y at Hå: only the bosettingsansvarlig there.
	{"POST /samtale", "/samtale", "beboer={ha}", ".+............+L"},
	{"GET /samtale/{beboer}", "/samtale/{ha}", "", ".+............+L"},
	{"GET /samtale/{beboer}/{seksjon}", "/samtale/{ha}/bosettingsinformasjon", "", ".+............+L"},
	{"POST /samtale/{beboer}/{seksjon}", "/samtale/{ha}/bosettingsinformasjon", "bruker={merke}", ".+............+L"},
	{"PUT /samtale/{beboer}/svar", "/samtale/{ha}/svar", `{"sporsmal":"tilknytning.venner","rad":"","verdi":"nei"}`, ".+............+L"},
	{"PUT /samtale/{beboer}/tilstede", "/samtale/{ha}/tilstede", `{"seksjon":"yrke"}`, ".+............+L"},
	{"PUT /samtale/{beboer}/tilstede", "/samtale/{gradert}/tilstede", `{"seksjon":"yrke"}`, "...............L"},
	{"DELETE /samtale/{beboer}/tilstede", "/samtale/{ha}/tilstede", "", ".+............+L"},
	{"GET /samtale/{beboer}/vis-som/{leser}", "/samtale/{ha}/vis-som/imdi", "", ".+............+L"},
	// Earlier texts of an answer: whoever may write there; never what is sealed, or no text. The
	// text that is fetched back does not exist, and the row neither.
	{"GET /samtale/{beboer}/tidligere/{sporsmal}", "/samtale/{ha}/tidligere/merknad.yrke", "", ".+............+L"},
	{"GET /samtale/{beboer}/tidligere/{sporsmal}", "/samtale/{gradert}/tidligere/merknad.yrke", "", "...............L"},
	{"GET /samtale/{beboer}/tidligere/{sporsmal}", "/samtale/{hauten}/tidligere/merknad.yrke", "", "...............L"},
	{"GET /samtale/{beboer}/tidligere/{sporsmal}", "/samtale/{ha}/tidligere/saerlig_hensyn", "", "...............L"},
	{"GET /samtale/{beboer}/tidligere/{sporsmal}/{rad}", "/samtale/{ha}/tidligere/bosettingsmerknad.personlig_tekst/0199aaaa-0000-7000-8000-000000000000", "", ".+............+L"},
	{"GET /samtale/{beboer}/tidligere/{sporsmal}/{rad}", "/samtale/{ha}/tidligere/intern_merknad.melding/0199aaaa-0000-7000-8000-000000000000", "", "...............L"},
	{"POST /samtale/{beboer}/tidligere/{sporsmal}", "/samtale/{ha}/tidligere/merknad.yrke", "bruker={merke}&versjon=0&hent=1", "...............L"},
	{"POST /samtale/{beboer}/tidligere/{sporsmal}", "/samtale/{ha}/tidligere/merknad.yrke", "bruker=", ".+............+L"},
	{"POST /samtale/{beboer}/tidligere/{sporsmal}/{rad}", "/samtale/{ha}/tidligere/intern_merknad.melding/0199aaaa-0000-7000-8000-000000000000", "bruker={merke}&versjon=0&hent=1", "...............L"},
	{"GET /samtale/{beboer}/ferdigstill", "/samtale/{ha}/ferdigstill", "", ".+............+L"},
	{"POST /samtale/{beboer}/ferdigstill", "/samtale/{ha}/ferdigstill", "bruker={merke}&samtale={samtale}&person={ha}:0&nokkel=0199aaaa-0000-7000-8000-000000000001", ".+............+L"},
	// The key of a draft: whoever may write there. A key that does not exist: nobody.
	{"POST /utkast/{beboer}", "/utkast/{ha}", "", ".+............+L"},
	{"POST /utkast/{beboer}", "/utkast/{hauten}", "", "...............L"},
	{"POST /utkast/{beboer}", "/utkast/{kruten}", "", "....+..........L"},
	{"POST /utkast/{beboer}", "/utkast/{gradert}", "", "...............L"},
	{"GET /utkast/{beboer}/{nokkel}", "/utkast/{ha}/0199aaaa-0000-7000-8000-000000000000", "", "...............L"},
	// Without a case: nobody at an ordinary centre, the integreringsmottak role at its own.
	{"POST /samtale", "/samtale", "beboer={hauten}", "...............L"},
	{"GET /samtale/{beboer}", "/samtale/{hauten}", "", "...............L"},
	{"POST /samtale", "/samtale", "beboer={kruten}", "....+..........L"},
	{"GET /samtale/{beboer}", "/samtale/{kruten}", "", "....+..........L"},
	{"GET /samtale/{beboer}/{seksjon}", "/samtale/{kruten}/tilretteleggingsbehov", "", "....+..........L"},
	// A protected person, and one that does not exist: nobody.
	{"POST /samtale", "/samtale", "beboer={gradert}", "...............L"},
	{"GET /samtale/{beboer}", "/samtale/{gradert}", "", "...............L"},
	{"GET /samtale/{beboer}/{seksjon}", "/samtale/{gradert}/bosettingsinformasjon", "", "...............L"},
	{"GET /samtale/{beboer}/vis-som/{leser}", "/samtale/{gradert}/vis-som/beboeren", "", "...............L"},
	{"GET /samtale/{beboer}/vis-som/{leser}", "/samtale/{ha}/vis-som/mottak", "", "...............L"},
	{"GET /samtale/{beboer}", "/samtale/0199aaaa-0000-7000-8000-000000000000", "", "...............L"},
	{"GET /samtale/{beboer}", "/samtale/noe", "", "...............L"},
	{"GET /samtale/{beboer}/{seksjon}", "/samtale/{ha}/finnes-ikke", "", "...............L"},
	// Code lists: IMDiAdministrator only (A10). For all others the addresses do not exist.
	{"GET /administrasjon", "/administrasjon", "", ".......+.......L"},
	{"GET /administrasjon/kodelister", "/administrasjon/kodelister", "", ".......+.......L"},
	{"GET /administrasjon/kodelister/{liste}", "/administrasjon/kodelister/tilknytningstype", "", ".......+.......L"},
	{"GET /administrasjon/kodelister/{liste}", "/administrasjon/kodelister/finnes-ikke", "", "...............L"},
	{"GET /administrasjon/kodelister/{liste}/ny", "/administrasjon/kodelister/tilknytningstype/ny", "", ".......+.......L"},
	{"GET /administrasjon/kodelister/{liste}/ny", "/administrasjon/kodelister/persontype/ny", "", "...............L"},
	{"POST /administrasjon/kodelister/{liste}/ny", "/administrasjon/kodelister/tilknytningstype/ny", "nb=Onkel&nn=Onkel&bruker={merke}", ".......+.......L"},
	{"POST /administrasjon/kodelister/{liste}/ny", "/administrasjon/kodelister/persontype/ny", "nb=Onkel&nn=Onkel&bruker={merke}", "...............L"},
	{"POST /administrasjon/kodelister/{liste}/flytt", "/administrasjon/kodelister/tilknytningstype/flytt", "kode=far&forbi=mor&retning=opp&bruker={merke}", ".......+.......L"},
	{"POST /administrasjon/kodelister/{liste}/flytt", "/administrasjon/kodelister/finnes-ikke/flytt", "kode=far&forbi=mor&retning=opp&bruker={merke}", "...............L"},
	{"GET /administrasjon/kodelister/{liste}/kode/{kode}", "/administrasjon/kodelister/plasstype/kode/TIL", "", ".......+.......L"},
	{"GET /administrasjon/kodelister/{liste}/kode/{kode}", "/administrasjon/kodelister/plasstype/kode/FINNES-IKKE", "", "...............L"},
	{"POST /administrasjon/kodelister/{liste}/kode/{kode}", "/administrasjon/kodelister/plasstype/kode/TIL", "nb=Tilrettelagt&nn=Tilrettelagd&versjon=1&bruker={merke}", ".......+.......L"},
	{"POST /administrasjon/kodelister/{liste}/kode/{kode}/bruk", "/administrasjon/kodelister/plasstype/kode/PRIV/bruk", "bruk=nei&versjon=1&bruker={merke}", ".......+.......L"},
	{"GET /administrasjon/kodelister/{liste}/historikk", "/administrasjon/kodelister/plasstype/historikk", "", ".......+.......L"},
	{"GET /administrasjon/kodelister/{liste}/historikk/{versjon}", "/administrasjon/kodelister/plasstype/historikk/1", "", ".......+.......L"},
	{"GET /administrasjon/kodelister/{liste}/historikk/{versjon}", "/administrasjon/kodelister/plasstype/historikk/999", "", "...............L"},
	{"POST /administrasjon/kodelister/{liste}/historikk/{versjon}", "/administrasjon/kodelister/plasstype/historikk/1", "versjon=3&bruker={merke}", ".......+.......L"},
	{"", "/finnes/ikke", "", "...............L"},
	// Last, since it ends the session.
	{"POST /logg-ut", "/logg-ut", "", "++++++++++++++++"},
}

func TestEveryRouteAsEveryRole(t *testing.T) {
	for _, r := range web.Routes(web.Services{DemoEpost: &felles.Epost{}}) {
		if !slices.ContainsFunc(matrix, func(row struct{ route, path, form, want string }) bool { return row.route == r.Pattern }) {
			t.Errorf("route %s is not in the matrix: write by hand who may open it", r.Pattern)
		}
	}
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		site := apptest.New(t, d)
		site.As(t, "Berit Bø").Post("/samtale", url.Values{"beboer": {one(t, d, `SELECT id FROM beboer WHERE duf = '202090065103'`)}})
		people := strings.NewReplacer(
			"{brev}", letter(t, d),
			"{samtale}", one(t, d, `SELECT s.samtale FROM samtale_person s JOIN beboer b ON b.id = s.beboer WHERE b.duf = '202090065103'`),
			"{ha}", one(t, d, `SELECT id FROM beboer WHERE duf = '202090065103'`),
			"{hauten}", one(t, d, `SELECT b.id FROM beboer b JOIN mottak m ON m.id = b.mottak WHERE m.navn = 'Hå asylmottak' AND NOT b.har_sak AND NOT b.gradert ORDER BY b.duf LIMIT 1`),
			"{kruten}", one(t, d, `SELECT b.id FROM beboer b JOIN mottak m ON m.id = b.mottak WHERE m.navn = 'Kristiansand integreringsmottak' AND NOT b.har_sak AND NOT b.gradert ORDER BY b.duf LIMIT 1`),
			"{gradert}", one(t, d, `SELECT id FROM beboer WHERE gradert ORDER BY duf LIMIT 1`),
		)
		for i, name := range columns {
			c := site.Anonymous(t)
			if name != "ingen" {
				c = site.As(t, name)
			}
			unknown := c.Get("/denne/finnes/ikke")
			for _, row := range matrix {
				form := strings.ReplaceAll(people.Replace(row.form), "{merke}", mark(t, d, name))
				a := fetch(c, row.route, people.Replace(row.path), form, mark(t, d, name))
				if got, want := kind(a), row.want[i]; got != want {
					t.Errorf("%s: %s %s (%s): %c (%d), want %c", name, row.route, row.path, row.form, got, a.Status, want)
				}
				if row.want[i] == '.' && name != "ingen" && !strings.HasPrefix(row.route, "PUT") && !strings.HasPrefix(row.route, "DELETE") {
					same(t, name+": "+row.route+" "+row.path, a, unknown)
				}
			}
		}
	})
}

// mark is what a page of the interview says about whom it was made for: a form made for
// somebody else is not saved, and that is not what this test is about.
func mark(t *testing.T, d *db.DB, name string) string {
	if name == "ingen" {
		return ""
	}
	h := sha256.Sum256([]byte("bosett bruker " + one(t, d, "SELECT id FROM bruker WHERE navn = '"+name+"'")))
	return hex.EncodeToString(h[:8])
}

func fetch(c *apptest.Client, route, path, form, mark string) apptest.Answer {
	switch method, _, _ := strings.Cut(route, " "); method {
	case http.MethodPost:
		values, _ := url.ParseQuery(form)
		return c.Post(path, values)
	case http.MethodPut, http.MethodDelete:
		return c.Do(method, path, strings.NewReader(form), http.Header{
			"Content-Type": {"application/json"}, "Sec-Fetch-Site": {"same-origin"}, "Bosett-Bruker": {mark},
			"If-Match": {`"0"`}, "Idempotency-Key": {ident.New().String()},
		})
	default:
		return c.Get(path)
	}
}

func kind(a apptest.Answer) byte {
	switch {
	case a.Status == http.StatusNotFound:
		return '.'
	case a.Status == http.StatusSeeOther && strings.HasPrefix(a.Location(), "/logg-inn?"),
		a.Status == http.StatusSeeOther && a.Location() == "/logg-inn" && a.Header.Get("Clear-Site-Data") == "":
		return 'L'
	case a.Status >= 500:
		return '!'
	default:
		return '+'
	}
}

// timeless is a page without the seconds that the session has left, which tell nothing but
// how quick this test is.
func timeless(body string) string { return left.ReplaceAllString(body, "N") }

var left = regexp.MustCompile(`(igjen|senest)&#34;:[0-9]+`)

// same: what may not be seen and what does not exist are the same bytes (A13).
func same(t *testing.T, what string, got, want apptest.Answer) {
	t.Helper()
	got.Body, want.Body = timeless(got.Body), timeless(want.Body)
	if got.Status != want.Status || got.Body != want.Body {
		t.Errorf("%s differs from an address that does not exist", what)
	}
	for _, h := range []string{"Date"} {
		got.Header.Del(h)
		want.Header.Del(h)
	}
	for k := range want.Header {
		if got.Header.Get(k) != want.Header.Get(k) {
			t.Errorf("%s: header %s is %q, for an unknown address %q", what, k, got.Header.Get(k), want.Header.Get(k))
		}
	}
	if len(got.Header) != len(want.Header) {
		t.Errorf("%s: %d headers, for an unknown address %d", what, len(got.Header), len(want.Header))
	}
}

func one(t *testing.T, d *db.DB, query string) (value string) {
	t.Helper()
	err := d.Read(context.Background(), func(r *db.Rx) error {
		return r.QueryRowContext(t.Context(), query).Scan(&value)
	})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}

func exec(t *testing.T, d *db.DB, query string, args ...any) {
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(t.Context(), query, args...)
		return err
	}); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}
