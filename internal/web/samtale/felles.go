package samtale

import (
	"strings"

	"bosett/internal/ident"
	"bosett/internal/samtale"
	"bosett/internal/skjema"
)

// familiePrefiks stands before the code of a question in names and in what the script
// sends, where the answer on the page is the family's (S19): what is typed is stored for
// whom the page said, whatever has been chosen since.
const familiePrefiks = "familie."

// adresseAv is what a question is called on this page.
func (s *side) adresseAv(k skjema.Kode) string {
	if s.familiens(k) {
		return familiePrefiks + string(k)
	}
	return string(k)
}

// familiens tells whether the family's answer stands for a question that may be shared.
func (s *side) familiens(k skjema.Kode) bool {
	q, _, ok := samtale.Definisjon().Finn(k)
	return ok && q.Felles != "" && s.l.Felles[q.Felles].Familie
}

// lesAdresse is adresseAv turned round.
func lesAdresse(adresse string) (kode skjema.Kode, familie bool) {
	rest, familie := strings.CutPrefix(adresse, familiePrefiks)
	return skjema.Kode(rest), familie
}

// hvemSvarer is the line under a question that a family may answer once: whose answer it
// is, and the button that changes it.
type hvemSvarer struct {
	Tekst, Knapp, Verdi string
	// Navn and Versjon keep what was chosen before in the form.
	Navn, Versjon string
}

// hvem builds the line; nil where there is nothing to share.
func (s *side) hvem(q *skjema.Sporsmal) *hvemSvarer {
	if q.Felles != q.Kode || q.Felles == "" || !s.l.Grunnlag.Fakta[samtale.HarFamilie] {
		return nil
	}
	f := s.l.Felles[q.Kode]
	t := s.r.P.T
	navn := s.l.Beboer.Fornavn
	out := &hvemSvarer{
		Navn: "felles:" + string(q.Kode) + ":", Versjon: heltall(f.Versjon), Verdi: "bytt:" + string(q.Kode) + ":" + string(samtale.TilFamilie),
	}
	ferdig, lukket := s.l.FellesFerdig[q.Kode]
	switch {
	case f.Familie:
		out.Tekst, out.Knapp = t("samtale.felles.familie"), t("samtale.felles.til-eget", "navn", navn)
		out.Verdi = "bytt:" + string(q.Kode) + ":" + string(samtale.TilEget)
		if lukket {
			out.Tekst = t("samtale.felles.familie-lukket", "ferdig", s.navnAv(ferdig))
		}
	case f.HarFamilie:
		out.Tekst, out.Knapp = t("samtale.felles.eget", "navn", navn), t("samtale.felles.til-familiens")
	case lukket:
		return nil // there is no answer for the family, and can be none
	default:
		out.Tekst, out.Knapp = t("samtale.felles.bare", "navn", navn), t("samtale.felles.til-familie")
	}
	return out
}

// lukketFor tells whether the question stands with the family's answer, which nobody may
// change any more.
func (s *side) lukketFor(q *skjema.Sporsmal) bool {
	if _, ferdig := s.l.FellesFerdig[q.Felles]; ferdig && s.familiens(q.Kode) {
		return true
	}
	return s.l.FamilieFerdig != ident.Nil && q.Eier == skjema.Familie
}

// lestFelles are the family's answers to a question at the top, for reading.
func (s *side) lestFelles(q *skjema.Sporsmal) (tekster []string) {
	if q.Type != skjema.Gruppe {
		return []string{svarOrd(s.r, s.l, q, samtale.TekstFor(s.r.P, q), s.l.Svar.Verdi(q.Kode, ""))}
	}
	for _, rad := range s.l.Svar.Rader(q) {
		var deler []string
		for i := range q.Barn {
			if barn := &q.Barn[i]; barn.Kode != q.Neste && s.l.Svar.Verdi(barn.Kode, rad) != "" {
				deler = append(deler, svarOrd(s.r, s.l, barn, samtale.TekstFor(s.r.P, barn), s.l.Svar.Verdi(barn.Kode, rad)))
			}
		}
		tekster = append(tekster, strings.Join(deler, ", "))
	}
	return tekster
}
