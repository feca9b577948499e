package felles

import (
	"slices"

	"bosett/internal/samtale"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

type hjelpProps struct {
	Hode     ui.PageHeadProps
	Om       avsnitt
	Steg     avsnitt
	Innsyn   avsnitt
	Tabell   ui.TableProps
	Roller   avsnitt
	Grupper  []rollegruppe
	DinRolle string
	Kontakt  kontaktProps
}

// avsnitt is a section with a heading that can be linked to.
type avsnitt struct {
	ID, Tittel string
	Tekster    []string
}

type rollegruppe struct {
	Tittel string
	Roller []rolletekst
}

type rolletekst struct {
	Navn, Kode, Tekst string
	Din               bool
}

// Hjelp tells what the system is, how the main work is done, who sees what, and whom to
// ask (F5). It is open to those who cannot sign in.
func (p *Pages) Hjelp(r *page.Request) error {
	lagring := "hjelp.om-lagring"
	if !r.Env.Utkast {
		lagring = "hjelp.om-lagring-av"
	}
	props := hjelpProps{
		Hode: ui.PageHeadProps{Title: r.P.T("hjelp.tittel"), Lead: r.P.T("hjelp.ingress")},
		Om:   newAvsnitt(r, "om", "hjelp.om", "hjelp.om-1", "hjelp.om-2", "hjelp.om-3", lagring),
		Steg: newAvsnitt(r, "steg", "hjelp.steg",
			"hjelp.steg-1", "hjelp.steg-2", "hjelp.steg-3", "hjelp.steg-4", "hjelp.steg-5", "hjelp.steg-6"),
		Innsyn:   newAvsnitt(r, "innsyn", "hjelp.innsyn", "hjelp.innsyn-1", "hjelp.innsyn-2", "hjelp.innsyn-3"),
		Tabell:   innsynstabell(r),
		Roller:   newAvsnitt(r, "roller", "hjelp.roller", "hjelp.roller-1"),
		Grupper:  rollegrupper(r),
		DinRolle: r.P.T("hjelp.din-rolle"),
		Kontakt:  kontakt(r),
	}
	if !r.SignedIn() {
		props.Hode.Back = &ui.Link{Text: r.P.T("innlogging.tittel"), Href: "/logg-inn"}
	}
	side := ui.SubmenuProps{Name: r.P.T("hjelp.innhold"), Title: r.P.T("hjelp.innhold")}
	for _, a := range []avsnitt{props.Om, props.Steg, props.Innsyn, props.Roller, {ID: "kontakt", Tittel: props.Kontakt.Tittel}} {
		side.Items = append(side.Items, ui.SubmenuItem{Text: a.Tittel, Href: "#" + a.ID})
	}
	return r.Show(page.View{Title: props.Hode.Title, Menu: page.MenuHjelp, Side: ui.Submenu(side)}, hjelp(props))
}

// newAvsnitt takes the key of the heading and those of the texts.
func newAvsnitt(r *page.Request, id, tittel string, tekster ...string) avsnitt {
	a := avsnitt{ID: id, Tittel: r.P.T(tittel)}
	for _, key := range tekster {
		a.Tekster = append(a.Tekster, r.P.T(key))
	}
	return a
}

// innsyn is the short form of who sees what: a question for each kind of information. What
// each audience may do is read from the question itself, so the page cannot say otherwise
// than the system does.
var innsyn = []struct {
	key      string
	sporsmal skjema.Kode
}{
	{"hjelp.innsyn.kompetanse", "merknad.sprak"},
	{"hjelp.innsyn.kompass", "kompass_arsak"},
	{"hjelp.innsyn.tilknytning", "tilknytning.kommune"},
	{"hjelp.innsyn.kontaktperson", "tilknytning.navn"},
	{"hjelp.innsyn.bofellesskap", "bofellesskap"},
	{"hjelp.innsyn.bosettingsmerknad", "bosettingsmerknad.personlig"},
	{"hjelp.innsyn.tilrettelegging", "saerlig_hensyn"},
	{"hjelp.innsyn.intern-merknad", "intern_merknad.melding"},
	{"hjelp.innsyn.behandler", "behandler.navn"},
}

// publikum are the columns of the table.
var publikum = []struct {
	key string
	tilgang.Publikum
}{
	{"hjelp.innsyn.mottak", tilgang.PublikumMottak},
	{"hjelp.innsyn.imdi", tilgang.PublikumIMDi},
	{"hjelp.innsyn.kommune-forslag", tilgang.PublikumKommuneForslag},
	{"hjelp.innsyn.kommune-avtale", tilgang.PublikumKommuneAvtale},
}

func innsynstabell(r *page.Request) ui.TableProps {
	p := ui.TableProps{
		ID: "hvem-ser-hva", Caption: r.P.T("hjelp.innsyn"),
		Columns: []ui.Column{{Label: r.P.T("hjelp.innsyn.opplysning"), Place: ui.PlaceTitle}},
	}
	for _, kolonne := range publikum {
		p.Columns = append(p.Columns, ui.Column{Label: r.P.T(kolonne.key)})
	}
	for _, rad := range innsyn {
		q, _, ok := samtale.Definisjon().Finn(rad.sporsmal)
		if !ok {
			continue
		}
		cells := []ui.Cell{ui.Strong(r.P.T(rad.key), "")}
		for _, kolonne := range publikum {
			cells = append(cells, ui.Text(r.P.T(nivaa(q.Synlig[kolonne.Publikum]))))
		}
		p.Rows = append(p.Rows, ui.Row{Cells: cells})
	}
	return p
}

// nivaa is the key of what an audience may do.
func nivaa(n tilgang.Nivaa) string {
	switch n {
	case tilgang.Ser:
		return "hjelp.innsyn.ser"
	case tilgang.Skriv:
		return "hjelp.innsyn.ser-skriver"
	case tilgang.KunSkriv:
		return "hjelp.innsyn.skriver"
	default:
		return "hjelp.innsyn.ser-ikke"
	}
}

// newRolletekst explains a role. Its formal name stands too where it says something else.
func newRolletekst(r *page.Request, kode string, din bool) rolletekst {
	t := rolletekst{Navn: r.P.T("rolle." + kode), Tekst: r.P.T("hjelp.rolle." + kode), Din: din}
	if t.Navn != kode {
		t.Kode = kode
	}
	return t
}

// rollegrupper lists every role by kind of organisation; the reader's own are marked.
func rollegrupper(r *page.Request) []rollegruppe {
	var grupper []rollegruppe
	for _, slag := range []tilgang.OrgType{tilgang.OrgMottak, tilgang.OrgIMDi, tilgang.OrgKommune} {
		g := rollegruppe{Tittel: r.P.T("innlogging.gruppe." + string(slag))}
		for _, kjent := range tilgang.Roller {
			if kjent.Org == slag {
				navn := string(kjent.Rolle)
				din := slices.Contains(r.Actor().Roller, kjent.Rolle)
				g.Roller = append(g.Roller, newRolletekst(r, navn, din))
			}
		}
		grupper = append(grupper, g)
	}
	return grupper
}
