package samtale

import (
	"slices"

	"bosett/internal/i18n"
	"bosett/internal/kodeliste"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
)

// Tekst are the words of one question in one language. What a question does not have
// is "".
type Tekst struct {
	// Overskrift heads the block that begins with this question.
	Overskrift string `json:"overskrift,omitempty"`
	// Ledetekst stands between heading and question.
	Ledetekst string `json:"ledetekst,omitempty"`
	Etikett   string `json:"etikett"`
	Hint      string `json:"hint,omitempty"`
	// Hjelp is the text behind the question mark.
	Hjelp string `json:"-"`
	// Tom is the first line of a list to choose from, when nothing is chosen.
	Tom string `json:"-"`
	// Valg are the words of the choices by code.
	Valg map[string]string `json:"valg,omitempty"`
}

// TekstFor returns the question's words in the printer's language.
func TekstFor(p *i18n.Printer, q *skjema.Sporsmal) Tekst {
	base := "samtale.sporsmal." + string(q.Kode) + "."
	get := func(del string) string {
		if !p.Has(base + del) {
			return ""
		}
		return p.T(base + del)
	}
	t := Tekst{
		Overskrift: get("overskrift"), Ledetekst: get("ledetekst"), Etikett: p.T(base + "etikett"),
		Hint: get("hint"), Hjelp: get("hjelp"), Tom: get("tom"),
	}
	for _, kode := range q.Valg {
		if t.Valg == nil {
			t.Valg = map[string]string{}
		}
		t.Valg[kode] = p.T(base + "valg." + kode)
	}
	return t
}

// MedKoder returns the words with those of the codes that can be chosen in the question's
// list, and of codes that stand in an answer though they cannot be chosen any more.
func (t Tekst) MedKoder(koder *kodeliste.Lister, lang string, q *skjema.Sporsmal, staar ...string) Tekst {
	if q.Liste == "" {
		return t
	}
	liste := kodeliste.Liste(q.Liste)
	valg := map[string]string{}
	for _, kode := range append(slices.Clone(koder.Velgbare(liste)), staar...) {
		if kode != "" {
			valg[kode] = koder.Ord(liste, kode, lang)
		}
	}
	t.Valg = valg
	return t
}

// ManglerTekst returns what the user is told to do about something missing.
func ManglerTekst(p *i18n.Printer, m skjema.Mangel) string {
	switch m.Grunn {
	case skjema.Motsagt:
		return p.T("samtale.sporsmal." + string(m.Sporsmal.Kode) + ".motsagt")
	case skjema.ManglerSvar, skjema.ManglerRad, skjema.ManglerMinst:
		text := p.T("samtale.sporsmal." + string(m.Sporsmal.Kode) + ".mangler")
		if m.Nummer > 0 && m.Gruppe.Neste != "" {
			return p.T("samtale.mangler.person", "nummer", m.Nummer, "tekst", text)
		}
		return text
	}
	return p.T("samtale.mangler."+string(m.Grunn), "sporsmal", TekstFor(p, m.Sporsmal).Etikett)
}

// SeksjonNavn is the section's name in the menu and its heading.
func SeksjonNavn(p *i18n.Printer, kode string) string { return p.T("samtale.seksjon." + kode) }

// GruppeNavn is the name of a group of sections in the menu.
func GruppeNavn(p *i18n.Printer, kode string) string { return p.T("samtale.gruppe." + kode) }

// PublikumTekst is the audience line under a question: who will see the answer.
// kommune tells whether the kommune is among them.
func PublikumTekst(p *i18n.Printer, q *skjema.Sporsmal) (tekst string, kommune bool) {
	switch {
	case q.Synlig.Kan(tilgang.PublikumKommuneForslag):
		return p.T("samtale.publikum.fordeling"), true
	case q.Synlig.Kan(tilgang.PublikumKommuneAvtale):
		return p.T("samtale.publikum.avtale"), true
	case !q.Synlig.Kan(tilgang.PublikumMottak):
		return p.T("samtale.publikum.bare-imdi"), false
	}
	return p.T("samtale.publikum.imdi"), false
}
