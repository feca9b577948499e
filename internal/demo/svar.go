package demo

import (
	"bosett/internal/ident"
	"bosett/internal/samtale"
	"bosett/internal/skjema"
)

// svar is one answer of an interview.
type svar struct{ sporsmal, rad, verdi string }

type svarene []svar

// sett gives the answers as the form engine reads them.
func (list svarene) sett() skjema.Svarsett {
	out := skjema.Svarsett{}
	for _, v := range list {
		out[skjema.Nokkel{Sporsmal: skjema.Kode(v.sporsmal), Rad: v.rad}] = skjema.Svar{Verdi: v.verdi, Versjon: 1}
	}
	return out
}

// What the residents of the demo answered. Nobody exists, and nothing here is
// sensitive: the kommune reads most of it.
var (
	kompassArsaker = []string{"planlegger", "planlegger", "mangler_tolk", "sprak", "teknisk"}
	tilknytninger  = []string{"soster", "bror", "venn", "venn", "annen_slektning"}
	// kommuner that many have somebody in, and "unknown".
	tilknytningssteder = []string{"0301", "4601", "1103", "5001", "4204", "3301", skjema.Ukjent}
	bekjente           = []string{"Prøve Prøvesen", "Test Testesen", "Eksempel Eksempelsen"}
	bekjentskap        = []string{"De har daglig kontakt.", "De kjenner hverandre fra hjemstedet.", "Kan hjelpe til den første tiden."}
	andreForhold       = []string{"Har fått tilbud om deltidsjobb på et lager.", "Har søkt plass på fagskole.", "Har hatt praksis på et sykehjem."}
	bofeller           = []string{"Kan dele bolig med en venn på mottaket.", "Ønsker å bo sammen med en tidligere nabo."}
	merknader          = []string{
		"Trenger bolig nær kollektivtransport.", "Spiller fotball og vil gjerne inn i et lag.",
		"Har lang erfaring som kokk og vil raskt i arbeid.", "Ønsker å fortsette norskkurset som er påbegynt.",
		"Barna har gått på skole på mottaket og liker seg der.", "Har førerkort og egen sykkel.",
	}
	hensyn = []string{"Trenger bolig på bakkeplan.", "Trenger kort vei til butikk og buss.", "Trenger bolig med to soverom."}
)

// svarene answers everything that must be answered, and some of the rest.
func (s *samtaler) svarene(fakta skjema.Fakta) (list svarene) {
	say := func(sporsmal, rad, verdi string) { list = append(list, svar{sporsmal, rad, verdi}) }
	jaNei := func(sporsmal string, prosent int) bool {
		if s.r.IntN(100) < prosent {
			say(sporsmal, "", skjema.Ja)
			return true
		}
		say(sporsmal, "", skjema.Nei)
		return false
	}
	voksen := fakta[samtale.Fylt16]
	if voksen && !fakta[samtale.Selvregistrert] {
		say("kompass_arsak", "", trekk(s.r, kompassArsaker))
	}
	if !voksen {
		say("tilknytning.venner", "", skjema.Nei)
	} else if jaNei("tilknytning.venner", 35) {
		rad := ident.New().String()
		say("tilknytning.type", rad, trekk(s.r, tilknytninger))
		say("tilknytning.navn", rad, trekk(s.r, bekjente))
		say("tilknytning.kontakt", rad, ingenTelefon(s.r.IntN(10_000)))
		say("tilknytning.kommune", rad, trekk(s.r, tilknytningssteder))
		say("tilknytning.merknad", rad, trekk(s.r, bekjentskap))
		say("tilknytning.flere", rad, skjema.Nei)
	}
	if voksen && jaNei("tilknytning.andre", 15) {
		say("tilknytning.andre_utdyp", "", trekk(s.r, andreForhold))
	}
	if fakta[samtale.Enslig] && jaNei("bofellesskap", 20) {
		say("bofellesskap.hvem", "", trekk(s.r, bofeller))
	}
	if s.r.IntN(100) < 60 {
		say("bosettingsmerknad.personlig_tekst", ident.New().String(), trekk(s.r, merknader))
	} else {
		say("bosettingsmerknad.ingen", "", skjema.Ja)
	}
	if jaNei("saerlig_hensyn", 12) {
		say("saerlig_hensyn.utfyllende", "", trekk(s.r, hensyn))
	}
	return list
}
