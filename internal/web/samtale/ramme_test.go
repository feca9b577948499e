package samtale_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
	"bosett/internal/web/webtest"
)

var tilbake = regexp.MustCompile(`class="b-back" href="([^"]*)"`)

// "Tilbake" leads to the list that one came from, as it was left, from every part of the
// interview and whatever the state of the case.
func TestTilbakeLeadsToTheListOneCameFrom(tt *testing.T) {
	dbtest.Run(tt, func(tt *testing.T, d *db.DB) {
		h := nytt(tt, d)
		back := func(c *webtest.Client, beboer ident.ID, seksjon, referer string) string {
			tt.Helper()
			a := c.JSON(http.MethodGet, "/samtale/"+beboer.String()+"/"+seksjon, "", "Referer", referer)
			m := tilbake.FindStringSubmatch(a.Body)
			if m == nil {
				tt.Fatalf("%d: no way back", a.Status)
			}
			return html.UnescapeString(m[1])
		}
		const start, origin = "bosettingsinformasjon", "https://bosett.example.no"
		rad := ident.New().String()
		oversikt := "/mottak/oversikt?etter=" + rad + "&nr=51&retning=synk&sak=med&sort=duf"
		h.Exec(`UPDATE sak SET status = 'fordelingsklar'`)
		h.Exec(`UPDATE beboer SET sak_status = 'fordelingsklar'`)
		if got := back(h.berit, h.far, start, ""); got != "/mottak/oppgaveliste" {
			tt.Errorf("from no list: %q", got)
		}
		if got := back(h.berit, h.far, start, origin+oversikt); got != oversikt {
			tt.Errorf("from the overview: %q", got)
		}
		// Other parts, and the rest of the family.
		for _, beboer := range []ident.ID{h.far, h.mor} {
			if got := back(h.berit, beboer, "yrke", origin+"/samtale/"+h.far.String()+"/"+start); got != oversikt {
				tt.Errorf("in another part: %q", got)
			}
		}
		// The row that was opened last is where one lands.
		if got, want := back(h.berit, h.far, start, origin+"/mottak/oppgaveliste?vis="+rad), "/mottak/oppgaveliste?vis="+rad+"#"+rad; got != want {
			tt.Errorf("from the task list: %q", got)
		}
		if got := back(h.berit, h.far, start, origin+"/mottak/oversikt?sort=duf"+strings.Repeat("&vis="+rad, 50)); got != "/mottak/oversikt?sort=duf" {
			tt.Errorf("with many open rows: %q", got)
		}
		// No other address is taken for a list, and nobody gets another's.
		for _, fremmed := range []string{origin + "/kommuner", "https://example.com/mottak", "%"} {
			if got := back(h.bjorn, h.far, start, fremmed); got != "/mottak/oppgaveliste" {
				tt.Errorf("from %q: %q", fremmed, got)
			}
		}
	})
}
