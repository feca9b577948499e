package samtale

import (
	"bosett/internal/kodeliste"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
)

// Groups of sections, as in the menu of the guide.
const (
	GruppeKompetanse = "kompetanse"
	GruppeBosetting  = "bosetting"
)

// Sections. Their codes stand in addresses.
const (
	SeksjonSprak           = "sprak"
	SeksjonYrke            = "yrke"
	SeksjonUtdanning       = "utdanning"
	SeksjonFerdigheter     = "andre_ferdigheter"
	SeksjonInteresser      = "interesser"
	SeksjonBosetting       = "bosettingsinformasjon"
	SeksjonTilrettelegging = "tilretteleggingsbehov"
)

// Facts that questions hang on; see fakta.go.
const (
	Fylt16            skjema.Faktum = "fylt_16"
	Selvregistrert    skjema.Faktum = "selvregistrert"
	Enslig            skjema.Faktum = "enslig"
	HarFamilie        skjema.Faktum = "har_familie"
	KompassPakrevd    skjema.Faktum = "kompass_pakrevd"
	MerknadPakrevd    skjema.Faktum = "merknad_pakrevd"
	TilrettelagtPlass skjema.Faktum = "tilrettelagt_plass"
	kortTekst                       = 200
	langTekst                       = 4000
	flestTilknytning                = 20
	flestMerknader                  = 20
	flestBehandlere                 = 10
)

// The groups that are sealed.
const (
	InternMerknad skjema.Kode = "intern_merknad"
	Behandler     skjema.Kode = "behandler"
)

// What a family may answer once for all of them (S19): whom they know in Norway and what
// else ties them to a kommune is most often the same for all. Why somebody has not
// registered in Kompass, what a person needs, and what a person can do, are asked of each;
// bofellesskap is for who is alone.
const (
	fellesVenner skjema.Kode = "tilknytning.venner"
	fellesAndre  skjema.Kode = "tilknytning.andre"
)

// The rows of privacy.md 7.2 that more than one question uses. Who is not named sees
// nothing. The resident is the reader of the own page (K8): all of classes F1-F3 that
// is registered, without the contact data of others.
var (
	// "Tilknytning: relation, municipality" and "Other ties".
	sesAvAlle = tilgang.Synlighet{
		tilgang.PublikumMottak: tilgang.Skriv, tilgang.PublikumIMDi: tilgang.Ser,
		tilgang.PublikumKommuneForslag: tilgang.Ser, tilgang.PublikumKommuneAvtale: tilgang.Ser,
		tilgang.PublikumBeboer: tilgang.Ser,
	}
	// "Kompass … reason not done" (at fordeling only whether it is done) and
	// "Bofellesskap: whom".
	etterAvtale = tilgang.Synlighet{
		tilgang.PublikumMottak: tilgang.Skriv, tilgang.PublikumIMDi: tilgang.Ser,
		tilgang.PublikumKommuneAvtale: tilgang.Ser, tilgang.PublikumBeboer: tilgang.Ser,
	}
	// "Tilknytning: name and contact of third person, note": the kommune only if IMDi shares it.
	tredjeperson = tilgang.Synlighet{
		tilgang.PublikumMottak: tilgang.Skriv, tilgang.PublikumIMDi: tilgang.Ser, tilgang.PublikumBeboer: tilgang.Ser,
	}
	// "Intern bosettingsmerknad".
	bareIMDi = tilgang.Synlighet{tilgang.PublikumMottak: tilgang.KunSkriv, tilgang.PublikumIMDi: tilgang.Ser}
	// "Informasjon om behandler": the resident sees who it is (7.2, role BEB).
	bareIMDiOgBeboer = tilgang.Synlighet{
		tilgang.PublikumMottak: tilgang.KunSkriv, tilgang.PublikumIMDi: tilgang.Ser, tilgang.PublikumBeboer: tilgang.Ser,
	}
	// The same, where it is contact data: masked also for the resident.
	tredjepersonKontakt = tilgang.Synlighet{
		tilgang.PublikumMottak: tilgang.Skriv, tilgang.PublikumIMDi: tilgang.Ser,
	}
)

var definisjon = skjema.Must(
	merknad(SeksjonSprak), merknad(SeksjonYrke), merknad(SeksjonUtdanning),
	merknad(SeksjonFerdigheter), merknad(SeksjonInteresser),
	skjema.Seksjon{
		Kode: SeksjonBosetting, Gruppe: GruppeBosetting,
		Krav: []skjema.Krav{{
			Av:      []skjema.Kode{"bosettingsmerknad.personlig", "bosettingsmerknad.familie", "bosettingsmerknad.ingen"},
			Gjelder: skjema.Naar(MerknadPakrevd),
		}},
		Sporsmal: []skjema.Sporsmal{
			{
				Kode: "kompass_arsak", Type: skjema.Valg, Eier: skjema.Person,
				Vis: skjema.Naar(Fylt16).Og(skjema.NaarIkke(Selvregistrert)), Pakrevd: skjema.Naar(KompassPakrevd),
				Liste:  string(kodeliste.KompassArsak),
				Synlig: etterAvtale, Klasse: skjema.F2,
			},
			{
				Kode: "tilknytning.venner", Type: skjema.JaNei, Eier: skjema.Person, Felles: fellesVenner,
				Synlig: sesAvAlle, Klasse: skjema.F3,
			},
			{
				Kode: "tilknytning.personer", Type: skjema.Gruppe, Eier: skjema.Person, Felles: fellesVenner,
				Vis: skjema.VedSvar("tilknytning.venner", skjema.Ja), Pakrevd: skjema.Alltid,
				MaksRader: flestTilknytning, Neste: "tilknytning.flere", Synlig: sesAvAlle, Klasse: skjema.F3,
				Barn: []skjema.Sporsmal{
					{
						Kode: "tilknytning.type", Type: skjema.Valg, Eier: skjema.Person, Felles: fellesVenner, Pakrevd: skjema.Alltid,
						Liste:  string(kodeliste.Tilknytningstype),
						Synlig: sesAvAlle, Klasse: skjema.F3,
					},
					{
						Kode: "tilknytning.navn", Type: skjema.Tekst, Eier: skjema.Person, Felles: fellesVenner, Pakrevd: skjema.Alltid,
						MaksLengde: kortTekst, Synlig: tredjeperson, Klasse: skjema.F3,
					},
					{
						Kode: "tilknytning.kontakt", Type: skjema.Tekst, Eier: skjema.Person, Felles: fellesVenner, Pakrevd: skjema.Alltid,
						MaksLengde: kortTekst, Synlig: tredjepersonKontakt, Klasse: skjema.F3,
					},
					{
						Kode: "tilknytning.kommune", Type: skjema.Kommune, Eier: skjema.Person, Felles: fellesVenner,
						Synlig: sesAvAlle, Klasse: skjema.F3,
					},
					{
						Kode: "tilknytning.merknad", Type: skjema.Langtekst, Eier: skjema.Person, Felles: fellesVenner, Pakrevd: skjema.Alltid,
						MaksLengde: langTekst, Synlig: tredjeperson, Klasse: skjema.F3,
					},
					{
						Kode: "tilknytning.flere", Type: skjema.JaNei, Eier: skjema.Person, Felles: fellesVenner, Pakrevd: skjema.Alltid,
						Synlig: sesAvAlle, Klasse: skjema.F3,
					},
				},
			},
			{
				Kode: "tilknytning.andre", Type: skjema.JaNei, Eier: skjema.Person, Felles: fellesAndre,
				Synlig: sesAvAlle, Klasse: skjema.F3,
			},
			{
				Kode: "tilknytning.andre_utdyp", Type: skjema.Langtekst, Eier: skjema.Person, Felles: fellesAndre, MaksLengde: langTekst,
				Vis: skjema.VedSvar("tilknytning.andre", skjema.Ja), Pakrevd: skjema.Alltid,
				Synlig: sesAvAlle, Klasse: skjema.F3,
			},
			{
				Kode: "bofellesskap", Type: skjema.JaNei, Eier: skjema.Person, Vis: skjema.Naar(Enslig),
				Synlig: etterAvtale, Klasse: skjema.F3,
			},
			{
				Kode: "bofellesskap.hvem", Type: skjema.Langtekst, Eier: skjema.Person, MaksLengde: langTekst,
				Vis: skjema.Naar(Enslig).Og(skjema.VedSvar("bofellesskap", skjema.Ja)), Pakrevd: skjema.Alltid,
				Synlig: etterAvtale, Klasse: skjema.F3,
			},
			bosettingsmerknad("bosettingsmerknad.personlig", skjema.Person, nil),
			bosettingsmerknad("bosettingsmerknad.familie", skjema.Familie, skjema.Naar(HarFamilie)),
			{
				Kode: "bosettingsmerknad.ingen", Type: skjema.Avkryss, Eier: skjema.Person,
				Vis: skjema.Naar(MerknadPakrevd), Synlig: sesAvAlle, Klasse: skjema.F3,
			},
			{
				Kode: InternMerknad, Type: skjema.Gruppe, Eier: skjema.Person, MaksRader: flestMerknader,
				Forsegles: true, Kvittering: "intern_merknad.tittel", EtterFerdig: true, Synlig: bareIMDi, Klasse: skjema.F4,
				Barn: []skjema.Sporsmal{
					{
						Kode: "intern_merknad.tittel", Type: skjema.Tekst, Eier: skjema.Person, Pakrevd: skjema.Alltid,
						MaksLengde: kortTekst, Synlig: bareIMDi, Klasse: skjema.F4,
					},
					{
						Kode: "intern_merknad.melding", Type: skjema.Langtekst, Eier: skjema.Person, Pakrevd: skjema.Alltid,
						MaksLengde: langTekst, Synlig: bareIMDi, Klasse: skjema.F4,
					},
				},
			},
		},
	},
	skjema.Seksjon{
		Kode: SeksjonTilrettelegging, Gruppe: GruppeBosetting,
		Sporsmal: []skjema.Sporsmal{
			{
				Kode: "saerlig_hensyn", Type: skjema.JaNei, Eier: skjema.Person, Pakrevd: skjema.Alltid,
				Synlig: sesAvAlle, Klasse: skjema.F3,
			},
			{
				Kode: "saerlig_hensyn.utfyllende", Type: skjema.Langtekst, Eier: skjema.Person, MaksLengde: langTekst,
				Vis: skjema.VedSvar("saerlig_hensyn", skjema.Ja), Pakrevd: skjema.Alltid,
				Synlig: sesAvAlle, Klasse: skjema.F3,
			},
			{
				Kode: Behandler, Type: skjema.Gruppe, Eier: skjema.Person, MaksRader: flestBehandlere,
				Vis: skjema.Naar(TilrettelagtPlass), Forsegles: true, Synlig: bareIMDiOgBeboer, Klasse: skjema.F4,
				Barn: []skjema.Sporsmal{
					{
						Kode: "behandler.navn", Type: skjema.Tekst, Eier: skjema.Person, Pakrevd: skjema.Alltid,
						MaksLengde: kortTekst, Synlig: bareIMDiOgBeboer, Klasse: skjema.F4,
					},
					{
						Kode: "behandler.virksomhet", Type: skjema.Tekst, Eier: skjema.Person, Pakrevd: skjema.Alltid,
						MaksLengde: kortTekst, Synlig: bareIMDiOgBeboer, Klasse: skjema.F4,
					},
					{
						Kode: "behandler.adresse", Type: skjema.Tekst, Eier: skjema.Person,
						MaksLengde: kortTekst, Synlig: bareIMDi, Klasse: skjema.F4,
					},
					{
						Kode: "behandler.telefon", Type: skjema.Tekst, Eier: skjema.Person,
						MaksLengde: kortTekst, Synlig: bareIMDi, Klasse: skjema.F4,
					},
					{
						Kode: "behandler.epost", Type: skjema.Tekst, Eier: skjema.Person,
						MaksLengde: kortTekst, Synlig: bareIMDi, Klasse: skjema.F4,
					},
				},
			},
		},
	},
)

// Definisjon is the interview's form. Nobody changes it.
func Definisjon() *skjema.Skjema { return definisjon }

// merknad is the section of a competence theme, with the staff's note on it
// ("vises for kommunen ved fordeling").
func merknad(tema string) skjema.Seksjon {
	return skjema.Seksjon{Kode: tema, Gruppe: GruppeKompetanse, Sporsmal: []skjema.Sporsmal{{
		Kode: skjema.Kode("merknad." + tema), Type: skjema.Langtekst, Eier: skjema.Person, MaksLengde: langTekst,
		Synlig: sesAvAlle, Klasse: skjema.F3,
	}}}
}

// bosettingsmerknad is a list of notes that the kommune sees at fordeling.
func bosettingsmerknad(kode skjema.Kode, eier skjema.Eier, vis skjema.Vilkar) skjema.Sporsmal {
	return skjema.Sporsmal{
		Kode: kode, Type: skjema.Gruppe, Eier: eier, Vis: vis, MaksRader: flestMerknader, Synlig: sesAvAlle, Klasse: skjema.F3,
		Barn: []skjema.Sporsmal{{
			Kode: kode + "_tekst", Type: skjema.Langtekst, Eier: eier, Pakrevd: skjema.Alltid, MaksLengde: langTekst,
			Synlig: sesAvAlle, Klasse: skjema.F3,
		}},
	}
}
