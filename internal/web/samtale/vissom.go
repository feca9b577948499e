package samtale

import (
	"bosett/internal/fault"
	"bosett/internal/samtale"
	"bosett/internal/tilgang"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// visSomProps is a person's interview as somebody else reads it (S17).
type visSomProps struct {
	Hode    ui.PageHeadProps
	Naar    string
	Aldri   string // what the reader never sees; "" for IMDi
	Navn    string // of the choice between readers
	Lesere  []ui.Section
	Deler   []lestSeksjon
	Tom     ui.EmptyProps
	Borte   []string
	BorteOm string
}

// visSom names the page in the access log.
const visSom = "vis_som"

// leserAdresse are the readers as addresses name them.
var leserAdresse = map[tilgang.Publikum]string{
	tilgang.PublikumIMDi: "imdi", tilgang.PublikumKommuneForslag: "kommunen-ved-fordeling",
	tilgang.PublikumKommuneAvtale: "kommunen-etter-avtale", tilgang.PublikumBeboer: "beboeren",
}

// VisSom shows a person's interview as IMDi, the kommune or the resident reads it.
func (p *Pages) VisSom(r *page.Request) error {
	publikum, ok := leser(r.PathValue("leser"))
	if !ok {
		return fault.NewNotFound()
	}
	l, err := p.les(r, tilgang.SamtaleLes, visSom)
	if err != nil {
		return err
	}
	t := r.P.T
	key := "samtale.vis-som." + string(publikum)
	props := visSomProps{
		Hode: ui.PageHeadProps{
			Title: t(key + ".tittel"), Lead: t("samtale.vis-som.ingress"),
			Back: &ui.Link{Text: t("samtale.ferdigstill.tilbake"), Href: adresse(l.Beboer.ID, samtale.SeksjonBosetting)},
		},
		Naar: t(key + ".naar"), Navn: t("samtale.vis-som.velg"), BorteOm: t("samtale.vis-som.borte"),
		Tom: ui.EmptyProps{Title: t("samtale.vis-som.tom"), Text: t("samtale.vis-som.tom-tekst")},
	}
	if publikum != tilgang.PublikumIMDi {
		props.Aldri = t("samtale.vis-som.aldri")
	}
	for _, en := range samtale.Lesere {
		props.Lesere = append(props.Lesere, ui.Section{
			Text: t("samtale.vis-som." + string(en) + ".navn"), Href: visSomAdresse(l, en), Current: en == publikum,
		})
	}
	les := l.LestAv(publikum)
	props.Deler = lestSeksjoner(r, l, l.Medlem, les)
	for _, f := range les.Borte {
		props.Borte = append(props.Borte, tekstFor(r.P, l.Medlem, f.Sporsmal).Etikett)
	}
	return r.Show(ramme(r, l, props.Hode.Title, ""), visSomSide(props))
}

func leser(navn string) (tilgang.Publikum, bool) {
	for p, adresse := range leserAdresse {
		if adresse == navn {
			return p, true
		}
	}
	return "", false
}

func visSomAdresse(l lest, p tilgang.Publikum) string {
	return adresse(l.Beboer.ID, "vis-som/"+leserAdresse[p])
}
