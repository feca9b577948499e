// Package samtale is the pages of the interview (bosettingssamtalen) at the centre: the
// form with its person band, family boxes and sections, and the completion.
package samtale

import (
	"bosett/internal/beboer"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/kodeliste"
	"bosett/internal/kommune"
	"bosett/internal/mottak"
	"bosett/internal/samtale"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
	"bosett/internal/tilstede"
	"bosett/internal/web/page"
)

// Pages answers the routes of the interview.
type Pages struct {
	Samtale *samtale.Service
}

// Start opens the resident's interview and leads to its first page (S1).
func (p *Pages) Start(r *page.Request) error {
	id, err := ident.Parse(r.Form("beboer"))
	if err != nil {
		return fault.NewNotFound()
	}
	if err := p.Samtale.Start(r.Context(), r.Actor(), id); err != nil {
		return err
	}
	return r.Redirect(adresse(id, samtale.SeksjonBosetting))
}

// Apne leads to the first page of a resident's interview. It reads before it answers, so
// that an address that may not be opened is not found already here.
func (p *Pages) Apne(r *page.Request) error {
	l, err := p.les(r, tilgang.SamtaleLes, samtale.SeksjonBosetting)
	if err != nil {
		return err
	}
	return r.Redirect(adresse(l.Beboer.ID, samtale.SeksjonBosetting))
}

// adresse is where a section of a resident's interview stands.
func adresse(id ident.ID, seksjon string) string { return "/samtale/" + id.String() + "/" + seksjon }

// lest is what a page has read about a resident.
type lest struct {
	samtale.Visning
	Mottak   mottak.Mottak
	Kontakt  mottak.Kontaktinfo
	andre    []tilstede.Annen
	kommuner []kommune.Sted
	// tidligere are the answers of the section that have earlier texts.
	tidligere map[skjema.Nokkel]bool
}

// les reads the interview and what stands around it. felt names what the page shows,
// for the access log.
func (p *Pages) les(r *page.Request, action tilgang.Action, felt string) (lest, error) {
	id, err := ident.Parse(r.PathValue("beboer"))
	if err != nil {
		return lest{}, fault.NewNotFound()
	}
	var l lest
	err = r.Read(action, func(rx *innsyn.Rx) (err error) {
		l = lest{}
		rx.Felt(felt)
		if l.Visning, err = p.Samtale.Load(r.Context(), rx, r.Actor(), id); err != nil {
			return err
		}
		if l.Mottak, err = mottak.Get(r.Context(), rx, l.Beboer.Mottak); err != nil {
			return err
		}
		if l.Kontakt, err = mottak.GetKontaktinfo(r.Context(), rx, l.Beboer.Mottak); err != nil {
			return err
		}
		if l.andre, err = andreHer(r, rx, l.Visning); err != nil {
			return err
		}
		if samtale.Definisjon().Seksjon(felt) != nil {
			if l.tidligere, err = p.Samtale.HarTidligere(r.Context(), rx, l.Visning, felt); err != nil {
				return err
			}
		}
		if harKommune(felt) {
			l.kommuner, err = kommune.Kommuner(r.Context(), rx)
		}
		return err
	})
	return l, err
}

// harKommune tells whether the page shows a question whose answer is a kommune: that of
// a section, or the read-through of all.
func harKommune(felt string) bool {
	found := false
	samtale.Definisjon().Alle(func(s *skjema.Seksjon, _, q *skjema.Sporsmal) {
		found = found || q.Type == skjema.Kommune && (s.Kode == felt || felt == lesGjennom || felt == visSom)
	})
	return found
}

// lesGjennom names the read-through page in the access log.
const lesGjennom = "ferdigstill"

// seksjon returns the section that the address names.
func seksjon(r *page.Request) (*skjema.Seksjon, error) {
	s := samtale.Definisjon().Seksjon(r.PathValue("seksjon"))
	if s == nil {
		return nil, fault.NewNotFound()
	}
	return s, nil
}

// rolle is what a person is in the family, or the first name of who is alone (S2).
func rolle(r *page.Request, l lest, b beboer.Beboer) string {
	if !harRolle(b) {
		return b.Fornavn
	}
	return l.Koder.Ord(kodeliste.Familierolle, string(b.Familierolle), r.P.Lang())
}

func harRolle(b beboer.Beboer) bool { return b.Familierolle != "" && !b.Persontype.Enslig() }
