package mottak_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
	slice "bosett/internal/mottak"
	"bosett/internal/tilgang"
	"bosett/internal/web/mottak"
	"bosett/internal/web/page"
	"bosett/internal/web/webtest"
)

func informasjonRoutes() []page.Route {
	m := &mottak.Pages{}
	return []page.Route{
		{Pattern: "GET /mottak", Action: tilgang.MottakLes, Handler: m.Start},
		{Pattern: "GET /mottak/informasjon", Action: tilgang.MottakLes, Handler: m.Informasjon},
		{Pattern: "GET /mottak/informasjon/rediger", Action: tilgang.MottakRediger, Handler: m.RedigerInformasjon},
		{Pattern: "POST /mottak/informasjon/rediger", Action: tilgang.MottakRediger, Handler: m.LagreInformasjon},
		{Pattern: "GET /mottak/kontakt", Action: tilgang.MottakLes, Handler: m.Kontakt},
		{Pattern: "GET /mottak/kontakt/mottaksadministrator/rediger", Action: tilgang.KontaktRedigerAdministrator, Handler: m.RedigerKontakt(slice.KontaktAdministrator)},
		{Pattern: "POST /mottak/kontakt/mottaksadministrator/rediger", Action: tilgang.KontaktRedigerAdministrator, Handler: m.LagreKontakt(slice.KontaktAdministrator)},
		{Pattern: "GET /mottak/kontakt/bosettingsansvarlig/rediger", Action: tilgang.KontaktRedigerBosettingsansvarlig, Handler: m.RedigerKontakt(slice.KontaktBosettingsansvarlig)},
		{Pattern: "POST /mottak/kontakt/bosettingsansvarlig/rediger", Action: tilgang.KontaktRedigerBosettingsansvarlig, Handler: m.LagreKontakt(slice.KontaktBosettingsansvarlig)},
	}
}

// senter is Hå asylmottak of the guide and the people there who have a part in its
// contact information, and one from another centre.
type senter struct {
	*webtest.Site
	ha                              ident.ID
	astrid, berit, kare, toten, siv *webtest.Client
}

func newSenter(t *testing.T, d *db.DB) senter {
	t.Helper()
	s := senter{Site: webtest.New(t, d, true, informasjonRoutes())}
	ha := slice.Inn{
		MotID: "MOT001429", Kode: "1125", Navn: "Hå asylmottak", Kategori: "mottak", Kommune: "1119",
		Hovedtelefon: "51436260", Epost: "haa.mottak@example.no", PostGate: "Sandroen 2", PostNummer: "4365", PostSted: "Nærbø",
	}
	s.importer(t, ha)
	err := d.Read(t.Context(), func(r *db.Rx) error {
		return r.QueryRowContext(t.Context(), `SELECT id FROM mottak`).Scan(&s.ha)
	})
	if err != nil {
		t.Fatal(err)
	}
	toten := s.Mottak("Toten mottak", "MOT001430", "1126", "mottak").String()
	as := func(navn string, rolle tilgang.Rolle, org string) *webtest.Client {
		return s.As(s.Bruker(navn, webtest.Tildeling{Rolle: rolle, Org: org}))
	}
	s.astrid = as("Astrid Ås", tilgang.Mottaksadministrator, s.ha.String())
	s.berit = as("Berit Bø", tilgang.MottakBosettingsansvarlig, s.ha.String())
	s.kare = as("Kåre Kvam", tilgang.MottakKompass, s.ha.String())
	s.toten = as("Tora Toten", tilgang.Mottaksadministrator, toten)
	s.siv = as("Siv Solli", tilgang.IMDiSaksbehandler, "imdi")
	return s
}

func (s senter) importer(t *testing.T, inn slice.Inn) {
	t.Helper()
	err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := slice.ImportBatch(t.Context(), tx, []slice.Inn{inn})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

var (
	hiddenField = regexp.MustCompile(`<input type="hidden" name="((?:versjon|for_)[a-z_]*)" value="([^"]*)"`)
	typed       = regexp.MustCompile(`(?s)<input\s+class="ds-input"[^>]*?name="([a-z_]+)"[^>]*?value="([^"]*)"`)
)

// form is what a browser would send from the page: hidden fields and the fields as they
// stand there; changes are names and values in turn.
func form(a webtest.Answer, changes ...string) []string {
	values := map[string]string{}
	for _, re := range []*regexp.Regexp{hiddenField, typed} {
		for _, m := range re.FindAllStringSubmatch(a.Body, -1) {
			values[m[1]] = m[2]
		}
	}
	for i := 0; i+1 < len(changes); i += 2 {
		values[changes[i]] = changes[i+1]
	}
	var pairs []string
	for k, v := range values {
		pairs = append(pairs, k, v)
	}
	return pairs
}

func field(a webtest.Answer, name string) string {
	for _, m := range typed.FindAllStringSubmatch(a.Body, -1) {
		if m[1] == name {
			return m[2]
		}
	}
	return "<no such field>"
}

// T6 with the guide's labels and values.
func TestInformasjon(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		s := newSenter(t, d)
		for _, c := range []*webtest.Client{s.astrid, s.berit, s.kare} {
			a := c.Get("/mottak/informasjon")
			a.Has(t, "Hå asylmottak Hå kommune", "Mottak Mottaksnavn Hå asylmottak", "Mottakskode hos IMDi 1125", "MottaksID (UDI MOT) MOT001429",
				"Mottakskategori Mottak", "Kontaktinfo Mottak", "Hovedtelefon 51436260", "Vakttelefon Ikke oppgitt",
				"E-postadresse haa.mottak@example.no", "Postadresse Gate/Postboks Sandroen 2", "Postnummer 4365", "Poststed Nærbø", "Besøksadresse")
			if edits := strings.Contains(a.Body, "/mottak/informasjon/rediger"); edits != (c == s.astrid) {
				t.Errorf("the way to edit is there: %v", edits)
			}
		}
		// Nobody else finds the page or the form, and the form is the administrator's.
		for _, c := range []*webtest.Client{s.siv, s.berit, s.kare} {
			if a := c.Get("/mottak/informasjon/rediger"); a.Status != http.StatusNotFound {
				t.Errorf("the form: %d", a.Status)
			}
			if a := c.Post("/mottak/informasjon/rediger", "hovedtelefon", "99999999"); a.Status != http.StatusNotFound {
				t.Errorf("posting: %d", a.Status)
			}
		}
		if a := s.siv.Get("/mottak/informasjon"); a.Status != http.StatusNotFound {
			t.Errorf("IMDi has no centre: %d", a.Status)
		}
		for c, to := range map[*webtest.Client]string{s.astrid: "/mottak/informasjon", s.berit: "/mottak/oppgaveliste", s.kare: "/mottak/informasjon"} {
			if a := c.Get("/mottak"); a.Location != to {
				t.Errorf("/mottak leads to %q, want %q", a.Location, to)
			}
		}
	})
}

// The newest value wins, whoever it came from, and the other is shown with it.
func TestRedigerInformasjon(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		s := newSenter(t, d)
		const rediger, vis = "/mottak/informasjon/rediger", "/mottak/informasjon"
		a := s.astrid.Get(rediger)
		a.Has(t, "Hovedtelefon", "Vakttelefon", "E-postadresse", "Postadresse", "Gate/Postboks", "Postnummer", "Poststed", "Besøksadresse")
		a = s.astrid.Post(rediger, form(a, "hovedtelefon", "51 43 62 61", "besok_gate", "Sandroen 4")...)
		if a.Status != http.StatusSeeOther || a.Location != vis {
			t.Fatalf("saving: %d %q\n%s", a.Status, a.Location, a.Text())
		}
		a = s.astrid.Get(vis)
		a.Has(t, "Kontaktinfoen er lagret.", "Hovedtelefon 51 43 62 61 Gjelder nå. Rettet her", "av Astrid Ås. Kom fra MOT", ": 51436260", "Gate Sandroen 4",
			"Noen opplysninger er ulike i MOT og i Bosett.")
		s.astrid.Get(vis).HasNot(t, "Kontaktinfoen er lagret.")
		if e := s.toten.Get(vis); strings.Contains(e.Body, "51 43 62 61") {
			t.Error("another centre's administrator sees it")
		}

		// MOT changes the number later: it counts, and what was written here is kept.
		s.importer(t, slice.Inn{
			MotID: "MOT001429", Kode: "1125", Navn: "Hå asylmottak", Kategori: "mottak", Kommune: "1119",
			Hovedtelefon: "51436299", Epost: "haa.mottak@example.no", PostGate: "Sandroen 2", PostNummer: "4365", PostSted: "Nærbø",
		})
		s.berit.Get(vis).Has(t, "Hovedtelefon 51436299 Gjelder nå. Kom fra MOT", "av Astrid Ås: 51 43 62 61")
	})
}

// What is wrong stands at the field and in the summary, and everything typed is kept.
func TestInformasjonErrors(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		s := newSenter(t, d)
		const rediger = "/mottak/informasjon/rediger"
		a := s.astrid.Post(rediger, form(s.astrid.Get(rediger), "hovedtelefon", "ring oss", "post_nummer", "43", "vakttelefon", "51436262")...)
		if a.Status != http.StatusUnprocessableEntity {
			t.Fatalf("status %d", a.Status)
		}
		a.Has(t, "Feil: Rediger kontaktinfo mottak", "Rett dette før du lagrer", "Postadresse, Postnummer: Postnummeret skal ha fire sifre.")
		for _, want := range []string{`href="#hovedtelefon"`, `href="#post_nummer"`, `id="post_nummer-feil"`, `aria-invalid="true"`} {
			if !strings.Contains(a.Body, want) {
				t.Errorf("no %s", want)
			}
		}
		for name, want := range map[string]string{"hovedtelefon": "ring oss", "post_nummer": "43", "vakttelefon": "51436262", "post_sted": "Nærbø"} {
			if got := field(a, name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		if a := s.astrid.Post(rediger, form(a, "hovedtelefon", "51436260", "post_nummer", "4365")...); a.Status != http.StatusSeeOther {
			t.Errorf("after mending: %d", a.Status)
		}
		s.astrid.Get("/mottak/informasjon").Has(t, "Vakttelefon 51436262")
	})
}

// Two administrators at once: nothing typed is lost, nothing is overwritten unseen, and
// what only the other touched is taken over.
func TestInformasjonConflict(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		s := newSenter(t, d)
		const rediger = "/mottak/informasjon/rediger"
		anders := s.As(s.Bruker("Anders Aas", webtest.Tildeling{Rolle: tilgang.Mottaksadministrator, Org: s.ha.String()}))
		mine, theirs := s.astrid.Get(rediger), anders.Get(rediger)
		if a := anders.Post(rediger, form(theirs, "hovedtelefon", "51111111", "vakttelefon", "52222222")...); a.Status != http.StatusSeeOther {
			t.Fatalf("the first: %d", a.Status)
		}
		a := s.astrid.Post(rediger, form(mine, "hovedtelefon", "53333333", "post_gate", "Sandroen 3")...)
		if a.Status != http.StatusConflict {
			t.Fatalf("the second: %d", a.Status)
		}
		a.Has(t, "Noen andre lagret mens du skrev", "Hovedtelefon: Anders Aas har lagret 51111111 her.")
		for name, want := range map[string]string{"hovedtelefon": "53333333", "vakttelefon": "52222222", "post_gate": "Sandroen 3"} {
			if got := field(a, name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		s.berit.Get("/mottak/informasjon").Has(t, "Hovedtelefon 51111111")
		if a := s.astrid.Post(rediger, form(a)...); a.Status != http.StatusSeeOther {
			t.Fatalf("once more: %d", a.Status)
		}
		s.berit.Get("/mottak/informasjon").Has(t, "Hovedtelefon 53333333", "Vakttelefon 52222222", "Sandroen 3")
		if a := s.astrid.Post(rediger, form(mine, "versjon", "tull")...); a.Status != http.StatusConflict {
			t.Errorf("a version that is no number: %d", a.Status)
		}
	})
}

// A form opened at one centre is not saved at another chosen since, nor by another who
// has signed in: it comes back with what was typed and says why.
func TestInformasjonOtherCentre(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		s := newSenter(t, d)
		const rediger, vis = "/mottak/informasjon/rediger", "/mottak/informasjon"
		mine := s.astrid.Get(rediger)
		for who, c := range map[string]*webtest.Client{
			"another centre": s.toten,
			"another user":   s.As(s.Bruker("Anders Aas", webtest.Tildeling{Rolle: tilgang.Mottaksadministrator, Org: s.ha.String()})),
		} {
			a := c.Post(rediger, form(mine, "hovedtelefon", "53333333")...)
			if a.Status != http.StatusConflict {
				t.Fatalf("%s: %d, want 409", who, a.Status)
			}
			a.Has(t, "Skjemaet ble åpnet for et annet mottak eller av en annen bruker", "Ingenting er lagret.")
			if got := field(a, "hovedtelefon"); got != "53333333" {
				t.Errorf("%s: what was typed is %q", who, got)
			}
			c.Get(vis).HasNot(t, "53333333", "53 33 33 33")
			// Looked over, it may be saved.
			if a := c.Post(rediger, form(a)...); a.Status != http.StatusSeeOther {
				t.Errorf("%s: after looking over: %d", who, a.Status)
			}
		}
	})
}
