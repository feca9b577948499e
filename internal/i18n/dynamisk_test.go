package i18n

// dynamic are the keys that code puts together at run time, so that no literal
// names them whole; * stands for any text. A key that fits counts as used, and
// the sum "area.x." + code is allowed where a pattern begins so.
var dynamic = []string{
	"format.*", // read by the printer itself
	"felles.maned.*", "felles.ukedag.*",
	// error pages, by kind
	"feil.ikke-funnet*", "feil.utilgjengelig*", "feil.intern*", "feil.ugyldig*", "feil.konflikt*", "feil.forbudt*",
	// code lists
	"kjonn.*", "sakstatus.*", "rolle.*", "oppgave.*",
	// the interview is data: its keys follow from the codes of questions
	"samtale.seksjon.*", "samtale.gruppe.*", "samtale.sporsmal.*", "samtale.mangler.*", "samtale.feil.*", "samtale.person.*",
	"samtale.rad.*", "samtale.skript.*", "samtale.kompass.*", "samtale.vis-som.*", "samtale.kvittering.*", "samtale.varsle.ingen.*",
	"kodeliste.navn.*", "kodeliste.bruk.*", "kodeliste.kilde.*", "kodeliste.handling.*", "kodeliste.egenskap.*", "kodeliste.feil.tomt-*",
	// pages
	"arbeidsflate.oppgaveliste*", "arbeidsflate.oversikt*", "arbeidsflate.informasjon*", "arbeidsflate.kontakt*", "arbeidsflate.kommuner*",
	"hjelp.om*", "hjelp.steg*", "hjelp.roller*", "hjelp.innsyn.*", "hjelp.innsyn-*", "hjelp.rolle.*", "innlogging.gruppe.*",
	"mottaksinfo.felt.*", "mottaksinfo.kontaktfelt.*", "mottaksinfo.rolle.*", "mottaksinfo.rediger-rolle.*", "mottaksinfo.gjelder.*", "mottaksinfo.annen.*", "mottaksinfo.gjelder.*", "mottaksinfo.annen.*",
	"kommunesider.felt.*", "register.type.*", "epost.tilstand.*",
	"oppgaveliste.frist.*", "oversikt.sak.*", "oversikt.bosetting.*",
}
