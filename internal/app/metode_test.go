package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bosett/internal/app/apptest"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
)

// methods is written by hand from the matrix of tilgang_test.go: what somebody is told
// may be done at an address. "" is the answer for an address that does not exist.
//
//	columns: Astrid Ås (MA), Berit Bø (MB), Kåre Kvam (MK), Siv Solli (IMDi), ingen
var methods = []struct {
	path string
	want [5]string
}{
	{"/", [5]string{"GET, HEAD", "GET, HEAD", "GET, HEAD", "GET, HEAD", "GET, HEAD"}},
	{"/logg-inn?x=1", [5]string{"GET, HEAD", "GET, HEAD", "GET, HEAD", "GET, HEAD", "GET, HEAD"}},
	{"/logg-ut", [5]string{"POST", "POST", "POST", "POST", "POST"}},
	{"/demo/logg-inn", [5]string{"POST", "POST", "POST", "POST", "POST"}},
	{"/arbeidsflate", [5]string{"GET, HEAD", "GET, HEAD", "GET, HEAD", "GET, HEAD", ""}},
	{"/kommuner/1119", [5]string{"GET, HEAD", "GET, HEAD", "GET, HEAD", "GET, HEAD", ""}},
	{"/mottak/informasjon", [5]string{"GET, HEAD", "GET, HEAD", "GET, HEAD", "", ""}},
	{"/mottak/informasjon/rediger", [5]string{"GET, HEAD, POST", "", "", "", ""}},
	{"/mottak/kontakt/bosettingsansvarlig/rediger", [5]string{"GET, HEAD, POST", "GET, HEAD, POST", "", "", ""}},
	{"/mottak/oppgaveliste", [5]string{"", "GET, HEAD", "", "", ""}},
	{"/mottak/oversikt/sok", [5]string{"", "POST", "", "", ""}},
	{"/samtale", [5]string{"", "POST", "", "", ""}},
	// Of whom, and whether there is anybody, changes nothing.
	{"/samtale/{ha}", [5]string{"", "GET, HEAD", "", "", ""}},
	{"/samtale/{gradert}", [5]string{"", "GET, HEAD", "", "", ""}},
	{"/samtale/0199aaaa-0000-7000-8000-000000000000", [5]string{"", "GET, HEAD", "", "", ""}},
	{"/samtale/{ha}/svar", [5]string{"", "GET, HEAD, POST, PUT", "", "", ""}},
	{"/samtale/{gradert}/svar", [5]string{"", "GET, HEAD, POST, PUT", "", "", ""}},
	{"/finnes/ikke", [5]string{"", "", "", "", ""}},
	{"/mottak/oppgaveliste/mer", [5]string{"", "", "", "", ""}},
	{"/demo", [5]string{"", "", "", "", ""}},
}

// A method that an address has not is 405 with those that it has, for who may use them.
// To others the address does not exist: the same bytes as one that was never written.
func TestMethods(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	site := apptest.New(t, d)
	people := strings.NewReplacer(
		"{ha}", one(t, d, `SELECT id FROM beboer WHERE duf = '202090065103'`),
		"{gradert}", one(t, d, `SELECT id FROM beboer WHERE gradert ORDER BY duf LIMIT 1`),
	)
	for i, name := range []string{"Astrid Ås", "Berit Bø", "Kåre Kvam", "Siv Solli", "ingen"} {
		c := site.Anonymous(t)
		if name != "ingen" {
			c = site.As(t, name)
		}
		for _, method := range []string{"DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"} {
			do := func(path, body, contentType, accept string) apptest.Answer {
				return c.Do(method, path, strings.NewReader(body), http.Header{"Sec-Fetch-Site": {"same-origin"}, "Content-Type": {contentType}, "Accept": {accept}})
			}
			for _, row := range methods {
				path := people.Replace(row.path)
				for _, accept := range []string{"text/html", "application/json"} {
					unknown, a := do("/denne/finnes/ikke", "", "", accept), do(path, "", "", accept)
					what := name + ": " + method + " " + row.path + " as " + accept
					if row.want[i] == "" {
						same(t, what, a, unknown)
						a = do(path, "sok=%zz", "application/x-www-form-urlencoded", accept)
						same(t, what+" with a broken form", a, unknown)
					} else if a.Status != http.StatusMethodNotAllowed || a.Header.Get("Allow") != row.want[i] || strings.Contains(a.Body, "[feil.") {
						t.Errorf("%s: %d, Allow %q, want %q", what, a.Status, a.Header.Get("Allow"), row.want[i])
					}
				}
			}
		}
		// A method that stands in the table, at an address that has not got it.
		if a := c.Post("/hjelp", url.Values{}); a.Status != http.StatusMethodNotAllowed || a.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: POST /hjelp: %d, Allow %q", name, a.Status, a.Header.Get("Allow"))
		}
		broken := c.Do(http.MethodPost, "/mottak/oversikt/sok", strings.NewReader("%zz"), http.Header{"Content-Type": {"application/x-www-form-urlencoded"}})
		unknown := c.Do(http.MethodPost, "/denne/finnes/ikke", strings.NewReader("%zz"), http.Header{"Content-Type": {"application/x-www-form-urlencoded"}})
		if name != "Berit Bø" {
			same(t, name+": a broken form", broken, unknown)
		}
		for _, path := range []string{"/livez", "/readyz", "/static/app.css"} {
			if a := c.Do(http.MethodPut, path, nil, nil); a.Status != http.StatusMethodNotAllowed || a.Header.Get("Allow") != "GET, HEAD" {
				t.Errorf("%s: PUT %s: %d, Allow %q", name, path, a.Status, a.Header.Get("Allow"))
			}
		}
	}
	closed := site.WithoutDemo(t).Anonymous(t)
	same(t, "the demo's login without --demo", closed.Do(http.MethodPut, "/demo/logg-inn", nil, nil), closed.Do(http.MethodPut, "/finnes/ikke", nil, nil))
}
