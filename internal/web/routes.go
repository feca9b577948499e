// Package web is the table of all routes. Each names the action that opens it; the
// matrix test in internal/app fetches every one as every role.
package web

import (
	"net/http"

	slice "bosett/internal/mottak"
	"bosett/internal/samtale"
	t "bosett/internal/tilgang"
	"bosett/internal/web/administrasjon"
	"bosett/internal/web/felles"
	"bosett/internal/web/mottak"
	"bosett/internal/web/page"
	samtalesider "bosett/internal/web/samtale"
	"bosett/internal/web/static"
	utkastsider "bosett/internal/web/utkast"
)

// Services are the use cases that pages need and that carry configuration.
type Services struct {
	Samtale *samtale.Service
	// DemoEpost are the pages that exist with --demo only; nil without.
	DemoEpost *felles.Epost
}

// Static answers the files of the build.
func Static() http.Handler { return static.Handler() }

// Routes is every address of the site, one a line.
func Routes(s Services) []page.Route {
	return append(always(s), demo(s.DemoEpost)...)
}

// demo are the addresses that exist with --demo only.
func demo(e *felles.Epost) []page.Route {
	if e == nil {
		return nil
	}
	return []page.Route{
		{Pattern: "GET /demo/epost", Action: t.Offentlig, Handler: e.Liste},
		{Pattern: "GET /demo/epost/{brev}", Action: t.Offentlig, Handler: e.Brev},
		{Pattern: "GET /demo/epost/{brev}/html", Action: t.Offentlig, Handler: e.HTML},
	}
}

func always(s Services) []page.Route {
	f := &felles.Pages{}
	m := &mottak.Pages{}
	k := &samtalesider.Pages{Samtale: s.Samtale}
	a := &administrasjon.Pages{}
	u := &utkastsider.Pages{}
	return []page.Route{
		{Pattern: "GET /{$}", Action: t.Offentlig, Handler: f.Hjem},
		{Pattern: "GET /logg-inn", Action: t.Offentlig, Handler: f.LoggInn},
		{Pattern: "POST /demo/logg-inn", Action: t.Offentlig, Handler: f.DemoLoggInn},
		{Pattern: "POST /logg-ut", Action: t.Offentlig, Handler: f.LoggUt},
		{Pattern: "POST /sprak", Action: t.Offentlig, Handler: f.Sprak},
		{Pattern: "GET /innlogget", Action: t.Innlogget, Handler: f.Innlogget},
		{Pattern: "GET /okt", Action: t.Innlogget, Handler: u.Okt, Passiv: true},
		{Pattern: "POST /okt", Action: t.Innlogget, Handler: u.Okt},
		{Pattern: "POST /utkast/{beboer}", Action: t.SamtaleSkriv, Handler: u.Apne},
		{Pattern: "GET /utkast/{beboer}/{nokkel}", Action: t.SamtaleSkriv, Handler: u.Hent},
		{Pattern: "GET /organisasjon", Action: t.Innlogget, Handler: f.Organisasjon},
		{Pattern: "POST /organisasjon", Action: t.Innlogget, Handler: f.VelgOrganisasjon},
		{Pattern: "GET /arbeidsflate", Action: t.Innlogget, Handler: f.Arbeidsflate},
		{Pattern: "GET /hjelp", Action: t.Offentlig, Handler: f.Hjelp},
		{Pattern: "GET /kommuner", Action: t.KommuneLes, Handler: f.Kommuner},
		{Pattern: "GET /kommuner/{nummer}", Action: t.KommuneLes, Handler: f.Kommune},

		{Pattern: "GET /administrasjon", Action: t.KodelisteRediger, Handler: a.Start},
		{Pattern: "GET /administrasjon/kodelister", Action: t.KodelisteRediger, Handler: a.Kodelister},
		{Pattern: "GET /administrasjon/kodelister/{liste}", Action: t.KodelisteRediger, Handler: a.Kodeliste},
		{Pattern: "POST /administrasjon/kodelister/{liste}/flytt", Action: t.KodelisteRediger, Handler: a.FlyttKode},
		{Pattern: "GET /administrasjon/kodelister/{liste}/ny", Action: t.KodelisteRediger, Handler: a.NyKode},
		{Pattern: "POST /administrasjon/kodelister/{liste}/ny", Action: t.KodelisteRediger, Handler: a.LeggTilKode},
		{Pattern: "GET /administrasjon/kodelister/{liste}/kode/{kode}", Action: t.KodelisteRediger, Handler: a.RedigerKode},
		{Pattern: "POST /administrasjon/kodelister/{liste}/kode/{kode}", Action: t.KodelisteRediger, Handler: a.LagreKode},
		{Pattern: "POST /administrasjon/kodelister/{liste}/kode/{kode}/bruk", Action: t.KodelisteRediger, Handler: a.SettIBruk},
		{Pattern: "GET /administrasjon/kodelister/{liste}/historikk", Action: t.KodelisteRediger, Handler: a.Historikk},
		{Pattern: "GET /administrasjon/kodelister/{liste}/historikk/{versjon}", Action: t.KodelisteRediger, Handler: a.Versjon},
		{Pattern: "POST /administrasjon/kodelister/{liste}/historikk/{versjon}", Action: t.KodelisteRediger, Handler: a.Gjenopprett},

		{Pattern: "GET /mottak", Action: t.MottakLes, Handler: m.Start},
		{Pattern: "GET /mottak/oppgaveliste", Action: t.OppgaveList, Handler: m.Oppgaveliste},
		{Pattern: "POST /mottak/oppgaveliste/sok", Action: t.OppgaveList, Handler: m.SokOppgaver},
		{Pattern: "GET /mottak/oversikt", Action: t.BeboerList, Handler: m.Oversikt},
		{Pattern: "POST /mottak/oversikt/sok", Action: t.BeboerList, Handler: m.SokBeboere},
		{Pattern: "GET /mottak/informasjon", Action: t.MottakLes, Handler: m.Informasjon},
		{Pattern: "GET /mottak/informasjon/rediger", Action: t.MottakRediger, Handler: m.RedigerInformasjon},
		{Pattern: "POST /mottak/informasjon/rediger", Action: t.MottakRediger, Handler: m.LagreInformasjon},
		{Pattern: "GET /mottak/kontakt", Action: t.MottakLes, Handler: m.Kontakt},
		{Pattern: "GET /mottak/kontakt/mottaksadministrator/rediger", Action: t.KontaktRedigerAdministrator, Handler: m.RedigerKontakt(slice.KontaktAdministrator)},
		{Pattern: "POST /mottak/kontakt/mottaksadministrator/rediger", Action: t.KontaktRedigerAdministrator, Handler: m.LagreKontakt(slice.KontaktAdministrator)},
		{Pattern: "GET /mottak/kontakt/bosettingsansvarlig/rediger", Action: t.KontaktRedigerBosettingsansvarlig, Handler: m.RedigerKontakt(slice.KontaktBosettingsansvarlig)},
		{Pattern: "POST /mottak/kontakt/bosettingsansvarlig/rediger", Action: t.KontaktRedigerBosettingsansvarlig, Handler: m.LagreKontakt(slice.KontaktBosettingsansvarlig)},

		{Pattern: "POST /samtale", Action: t.SamtaleSkriv, Handler: k.Start},
		{Pattern: "GET /samtale/{beboer}", Action: t.SamtaleLes, Handler: k.Apne},
		{Pattern: "GET /samtale/{beboer}/{seksjon}", Action: t.SamtaleLes, Handler: k.Seksjon},
		{Pattern: "POST /samtale/{beboer}/{seksjon}", Action: t.SamtaleSkriv, Handler: k.Lagre},
		{Pattern: "PUT /samtale/{beboer}/svar", Action: t.SamtaleSkriv, Handler: k.LagreSvar},
		{Pattern: "PUT /samtale/{beboer}/tilstede", Action: t.SamtaleSkriv, Handler: k.Tilstede, Passiv: true},
		{Pattern: "DELETE /samtale/{beboer}/tilstede", Action: t.SamtaleSkriv, Handler: k.Forlat, Passiv: true},
		{Pattern: "GET /samtale/{beboer}/vis-som/{leser}", Action: t.SamtaleLes, Handler: k.VisSom},
		{Pattern: "GET /samtale/{beboer}/tidligere/{sporsmal}", Action: t.SamtaleLes, Handler: k.Tidligere},
		{Pattern: "GET /samtale/{beboer}/tidligere/{sporsmal}/{rad}", Action: t.SamtaleLes, Handler: k.Tidligere},
		{Pattern: "POST /samtale/{beboer}/tidligere/{sporsmal}", Action: t.SamtaleSkriv, Handler: k.HentTilbake},
		{Pattern: "POST /samtale/{beboer}/tidligere/{sporsmal}/{rad}", Action: t.SamtaleSkriv, Handler: k.HentTilbake},
		{Pattern: "GET /samtale/{beboer}/ferdigstill", Action: t.SamtaleFerdigstill, Handler: k.LesGjennom},
		{Pattern: "POST /samtale/{beboer}/ferdigstill", Action: t.SamtaleFerdigstill, Handler: k.Ferdigstill},
	}
}
