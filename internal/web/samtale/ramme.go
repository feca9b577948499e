package samtale

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/mottak"
	"bosett/internal/sak"
	"bosett/internal/samtale"
	"bosett/internal/skjema"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// ramme is the frame of every page of the interview: who it is about, the family and
// the sections. seksjon is "" outside them.
func ramme(r *page.Request, l lest, tittel, seksjon string) page.View {
	nav := meny(r, l, seksjon)
	if seksjon == "" {
		nav.Fold += " · " + tittel
	}
	return page.View{
		Title: tittel,
		Menu:  page.MenuMottak,
		Band:  ui.PersonBand(band(r, l)),
		Side:  ui.InterviewNav(nav),
		Retur: r.URL.Path,
	}
}

// band is the person header (S2).
func band(r *page.Request, l lest) ui.PersonBandProps {
	b, p := l.Beboer, r.P
	fact := func(key, verdi string) ui.Fact {
		if strings.TrimSpace(verdi) == "" {
			verdi = "–"
		}
		return ui.Fact{Label: p.T("samtale.person." + key), Value: verdi}
	}
	viktig := func(f ui.Fact) ui.Fact {
		f.Key = true
		return f
	}
	props := ui.PersonBandProps{
		Name: b.FulltNavn(), Role: rolle(r, l, b), More: p.T("samtale.person.mer"), Status: status(r, l),
		Names: []ui.Fact{fact("fornavn", b.Fornavn), fact("mellomnavn", b.Mellomnavn), fact("etternavn", b.Etternavn)},
		Facts: []ui.Fact{
			viktig(fact("duf", b.Duf.String())),
			fact("regnummer", b.RegNummer),
			fact("fodselsnummer", b.Fodselsnummer.Maskert()),
			fact("fodt", p.Date(b.Fodt)),
			viktig(fact("alder", p.Age(b.Fodt, r.Today()))),
			viktig(fact("statsborgerskap", p.Land(b.Statsborgerskap))),
			fact("adresse", mottaksadresse(r, l)),
			fact("kommune", l.Mottak.KommuneNavn),
		},
	}
	if !harRolle(b) {
		props.Role = ""
	}
	return props
}

// mottaksadresse is where the resident lives: the centre's visiting address, or the
// postal one where it has none.
func mottaksadresse(r *page.Request, l lest) string {
	k := l.Kontakt
	gate, nummer, sted := k.Get(mottak.BesokGate).Verdi, k.Get(mottak.BesokNummer).Verdi, k.Get(mottak.BesokSted).Verdi
	if gate == "" {
		gate, nummer, sted = k.Get(mottak.PostGate).Verdi, k.Get(mottak.PostNummer).Verdi, k.Get(mottak.PostSted).Verdi
	}
	sted = strings.TrimSpace(nummer + " " + sted)
	if gate == "" && sted == "" {
		return l.Mottak.Navn
	}
	return r.P.T("samtale.person.mottak", "adresse", strings.Join(slettTomme(gate, sted), ", "))
}

func slettTomme(deler ...string) []string {
	var out []string
	for _, d := range deler {
		if d != "" {
			out = append(out, d)
		}
	}
	return out
}

// status is the sentence about saving: what the server knows when the page is made.
func status(r *page.Request, l lest) templ.Component {
	text, state := statusTekst(r, l)
	return ui.SaveStatus(ui.SaveStatusProps{ID: "lagrestatus", Text: text, State: state})
}

func statusTekst(r *page.Request, l lest) (string, ui.SaveState) {
	if l.Status == samtale.Ferdigstilt {
		return r.P.T("samtale.status.ferdigstilt", "dato", r.P.DayOf(l.FerdigTid)), ui.SaveSaved
	}
	var sist time.Time
	for _, sett := range []skjema.Svarsett{l.Svar, l.Utkast} {
		for _, svar := range sett {
			if svar.Tid.After(sist) {
				sist = svar.Tid
			}
		}
	}
	for _, k := range l.Kvitteringer {
		if k.Tid.After(sist) {
			sist = k.Tid
		}
	}
	if sist.IsZero() {
		return r.P.T("samtale.status.ingenting"), "" // no tick
	}
	if db.DateIn(sist, i18n.Oslo()) == r.Today() {
		return r.P.T("samtale.status.sist-i-dag", "tid", r.P.Clock(sist)), ui.SaveSaved
	}
	return r.P.T("samtale.status.sist", "dato", r.P.DayOf(sist)), ui.SaveSaved
}

// meny is the family boxes (S3) and the sections (S1).
func meny(r *page.Request, l lest, aktiv string) ui.InterviewNavProps {
	p := r.P
	tilbake := ui.Link{Text: p.T("felles.tilbake"), Href: listen(r, l.Beboer)}
	props := ui.InterviewNavProps{
		Name:     p.T("samtale.meny.navn"),
		Back:     &tilbake,
		Family:   ui.FamilyBoxesProps{Name: p.T("samtale.meny.familie")},
		Sections: ui.SectionNavProps{Name: p.T("samtale.meny.deler")},
		Fold:     rolle(r, l, l.Beboer),
	}
	maal := aktiv
	if maal == "" {
		maal = samtale.SeksjonBosetting
	}
	for _, m := range l.Familie {
		box := ui.FamilyBox{
			Role: rolle(r, l, m.Beboer), Name: boksnavn(m.Beboer), Line: medlemslinje(r, m), Href: adresse(m.Beboer.ID, maal),
			Current: m.Beboer.ID == l.Beboer.ID, Done: m.Status == samtale.Ferdigstilt,
			DoneText: p.T("samtale.meny.ferdigstilt"), CurrentText: p.T("samtale.meny.her"),
		}
		props.Family.Boxes = append(props.Family.Boxes, box)
	}
	for i := range samtale.Definisjon().Seksjoner {
		s := &samtale.Definisjon().Seksjoner[i]
		item := seksjonslenke(r, l, s)
		item.Current = s.Kode == aktiv
		if item.Current {
			props.Fold += " · " + item.Text
			if item.Status != "" {
				props.Fold += " · " + item.Status
			}
		}
		if n := len(props.Sections.Groups); n == 0 || props.Sections.Groups[n-1].Title != samtale.GruppeNavn(p, s.Gruppe) {
			props.Sections.Groups = append(props.Sections.Groups, ui.SectionGroup{Title: samtale.GruppeNavn(p, s.Gruppe)})
		}
		last := &props.Sections.Groups[len(props.Sections.Groups)-1]
		last.Items = append(last.Items, item)
	}
	return props
}

// Lists that lead to an interview.
const (
	hrefOppgaver = "/mottak/oppgaveliste"
	hrefOversikt = "/mottak/oversikt"
)

// listen is the list that one came from, as it was left: its page, filter and order. Who
// came by an address of the interview itself is led to where the resident is found: who is
// no task, or was one long ago, is in the overview only.
func listen(r *page.Request, b beboer.Beboer) string {
	if to := listeFra(r); to != "" {
		return to
	}
	if b.HarSak && (b.SakStatus == string(sak.UnderKartlegging) || b.SakStatus == string(sak.Fordelingsklar)) {
		return hrefOppgaver
	}
	return hrefOversikt
}

// listeFra remembers the list that opened the interview, in the browser and for this person
// at this place only. The page before is asked first: only it knows the rows that the script
// has opened. "" when one came from no list.
func listeFra(r *page.Request) string {
	name := "bosett-liste"
	if r.Env.Secure {
		name = "__Host-" + name
	}
	hvem := r.Brukermerke() + "|" + r.Actor().Org.ID + "|"
	if to := listeadresse(r.Referer()); to != "" {
		http.SetCookie(r.W, &http.Cookie{
			Name: name, Value: hvem + to, Path: "/", HttpOnly: true, Secure: r.Env.Secure, SameSite: http.SameSiteLaxMode,
		})
		return to
	}
	c, err := r.Cookie(name)
	if err != nil || !strings.HasPrefix(c.Value, hvem) {
		return ""
	}
	return listeadresse(strings.TrimPrefix(c.Value, hvem))
}

// maxListe is how long the address of a list may be in a cookie; with every row of a page
// opened it is longer, and the rows are left out.
const maxListe = 1500

// listeadresse is the local address of one of the lists, "" of anything else. It leads to
// the row that was opened last.
func listeadresse(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Path != hrefOppgaver && u.Path != hrefOversikt {
		return ""
	}
	q := u.Query()
	to := url.URL{Path: u.Path}
	if rader := q["vis"]; len(rader) > 0 {
		if id, err := ident.Parse(rader[len(rader)-1]); err == nil {
			to.Fragment = id.String()
		}
	}
	if to.RawQuery = q.Encode(); len(to.RawQuery) > maxListe {
		q.Del("vis")
		q.Del("skjul")
		to.Fragment = ""
		if to.RawQuery = q.Encode(); len(to.RawQuery) > maxListe {
			to.RawQuery = ""
		}
	}
	return to.String()
}

// boksnavn is the rest of the name where the first name stands for the role.
func boksnavn(b beboer.Beboer) string {
	if harRolle(b) {
		return b.FulltNavn()
	}
	return strings.TrimSpace(b.Mellomnavn + " " + b.Etternavn)
}

func seksjonslenke(r *page.Request, l lest, s *skjema.Seksjon) ui.Section {
	fd := l.Framdrift(s.Kode)
	lenke := ui.Section{Text: samtale.SeksjonNavn(r.P, s.Kode), Href: adresse(l.Beboer.ID, s.Kode)}
	if l.Status != samtale.Ferdigstilt {
		lenke.Status, lenke.StatusWords = framdrift(r, fd)
		lenke.Done = fd.Besvart == fd.Synlige && fd.PakrevdeBesvart == fd.Pakrevde
		return lenke
	}
	// Nothing is left to do: only whether there is anything to read.
	if lenke.Done = fd.Besvart > 0; lenke.Done {
		lenke.StatusWords = r.P.T("samtale.meny.besvart")
	}
	return lenke
}

// framdrift is how far a section is, short and in words. A section that nobody has to fill
// out says so: "0 av 1" looks like something that is missing.
func framdrift(r *page.Request, fd skjema.Framdrift) (status, words string) {
	switch {
	case fd.Pakrevde == 0 && fd.Besvart == 0:
		status = r.P.T("samtale.meny.valgfri")
		return status, status
	case fd.Pakrevde == 0 && fd.Besvart == fd.Synlige:
		status = r.P.T("samtale.meny.fylt-ut")
		return status, status
	}
	return r.P.T("samtale.meny.framdrift", "besvart", fd.Besvart, "antall", fd.Synlige),
		r.P.T("samtale.meny.framdrift-ord", "besvart", fd.Besvart, "antall", fd.Synlige)
}

// utfylt is how far a person is, or that nothing is missing: notes that are never
// written keep most below 100 %.
func utfylt(r *page.Request, fd skjema.Framdrift, mangler int) string {
	if mangler == 0 {
		return r.P.T("samtale.meny.klar")
	}
	return r.P.T("samtale.meny.utfylt", "prosent", fd.Besvart*100/max(fd.Synlige, 1))
}

func medlemslinje(r *page.Request, m samtale.Medlem) string {
	fd := m.Framdrift("")
	switch {
	case m.Status == samtale.Ferdigstilt:
		return r.P.T("samtale.meny.ferdigstilt")
	case fd.Besvart == 0:
		return r.P.T("samtale.meny.ikke-pabegynt")
	}
	return utfylt(r, fd, len(m.Mangler()))
}
