package samtale

import (
	"encoding/json"
	"strconv"

	"github.com/a-h/templ"

	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/sak"
	"bosett/internal/samtale"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
	"bosett/internal/tilstede"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// side builds one section of one person's interview. What the user has on the screen
// and could not be saved (mine, versjoner, konflikter, feil) goes before what is stored.
type side struct {
	r       *page.Request
	l       lest
	seksjon *skjema.Seksjon

	mine       map[skjema.Nokkel]string
	versjoner  map[skjema.Nokkel]string
	konflikter map[skjema.Nokkel]samtale.Resultat
	feil       map[skjema.Nokkel]string
	// ekstra are rows on the screen that are not stored; ny is the group that gets an
	// empty row, nyRad the id for it.
	ekstra map[skjema.Kode][]string
	ny     skjema.Kode
	nyRad  string
	// stengtNaa: the interview was completed, or the row sealed, while the user wrote.
	stengtNaa bool
	// forSent is a text that found no room as an internal note either, and grunn why.
	forSent, grunn string

	kommunevalg []ui.Option
}

// seksjonProps is the page of a section.
type seksjonProps struct {
	Hode   ui.PageHeadProps
	Feil   ui.ErrorSummaryProps
	Ferdig string
	// Nettopp is what the completion by the request before has led to; "" else. NettoppVidere
	// leads on.
	Nettopp       string
	NettoppVidere ui.Link
	// Melding is what the request before did, else.
	Melding   string
	Stengt    *stengtProps
	Kompass   *kompassProps
	Blokker   []blokk
	Lest      []lestBlokk
	KanSkrive bool
	// Etterpaa: what can be written in a completed interview; "" when nothing can.
	Etterpaa, EtterpaaTekst string
	// KanMerke: a text that comes too late can be sent to MerknadAction.
	KanMerke      bool
	MerknadAction string
	// MerknadNokkel names the attempt to make a note.
	MerknadNokkel string
	// Tilstede says which colleagues have the interview open.
	Tilstede, TilstedeNavn string
	// Underveis is said only where it is true: when the script runs.
	Underveis string
	Action    string
	Bruker    string
	Tom       string
	Bunn      bunnProps
	Ord       ord
}

// nettopp says what has come of a completion, and what is next: the others of the family,
// or the list.
func nettopp(r *page.Request, l lest) (string, ui.Link) {
	for _, m := range l.Familie {
		if m.Status != samtale.Ferdigstilt {
			return r.P.T("samtale.ferdigstilt.for", "navn", rolle(r, l, l.Beboer)),
				ui.Link{Text: r.P.T("samtale.ferdigstilt.fortsett", "navn", rolle(r, l, m.Beboer)), Href: adresse(m.Beboer.ID, samtale.SeksjonBosetting)}
		}
	}
	videre := ui.Link{Text: r.P.T("samtale.ferdigstilt.til-listen"), Href: hrefOppgaver}
	if l.Sak != sak.Fordelingsklar { // no case, or others of the family live elsewhere
		return r.P.T("samtale.ferdigstilt.for", "navn", rolle(r, l, l.Beboer)), videre
	}
	return r.P.T("samtale.ferdigstilt.fordelingsklar"), videre
}

// bunnProps is the foot of the card, where the interview is completed.
type bunnProps struct {
	Vis                       bool
	Href, Knapp, Hjelp, Linje string
}

// ord are the words of buttons.
type ord struct {
	LeggInn, Lagre, LeggTil, Lukk, Opprett, Avbryt, Fjern, Angre, Fjernet, HjelpTil, MaaFyllesUt, UtenSkript, Tidligere string
	Konflikt                                                                                                            konflikt
}

// Seksjon shows a section for writing or, when it is completed, for reading.
func (p *Pages) Seksjon(r *page.Request) error {
	sek, err := seksjon(r)
	if err != nil {
		return err
	}
	l, err := p.les(r, tilgang.SamtaleLes, sek.Kode)
	if err != nil {
		return err
	}
	s := &side{r: r, l: l, seksjon: sek}
	if ny := r.URL.Query().Get("ny"); ny != "" {
		s.ny = skjema.Kode(ny)
		if id, err := ident.Parse(r.URL.Query().Get("rad")); err == nil {
			s.nyRad = id.String()
		}
	}
	if r.URL.Query().Has("mangler") {
		s.merkMangler()
	}
	return s.vis(0)
}

// merkMangler sets the errors of what is missing on the fields of the section.
func (s *side) merkMangler() {
	s.feil = map[skjema.Nokkel]string{}
	for _, m := range s.l.Mangler() {
		if m.Seksjon.Kode == s.seksjon.Kode {
			s.feil[skjema.Nokkel{Sporsmal: m.Sporsmal.Kode, Rad: m.Rad}] = samtale.ManglerTekst(s.r.P, m)
		}
	}
}

// vis renders the section. status 0 is 200.
func (s *side) vis(status int) error {
	p := s.r.P
	tittel := samtale.SeksjonNavn(p, s.seksjon.Kode)
	props := seksjonProps{
		Hode: ui.PageHeadProps{Title: tittel}, Ferdig: ferdigLinje(s.r, s.l), Melding: s.r.TakeFlash(),
		KanSkrive: s.l.KanSkrive, Action: adresse(s.l.Beboer.ID, s.seksjon.Kode), Bruker: s.r.Brukermerke(), Ord: s.ord(),
		Kompass: s.kompass(), Bunn: s.bunn(), KanMerke: s.l.KanMerke, MerknadAction: adresse(s.l.Beboer.ID, seksjonAvMerknad.Kode), MerknadNokkel: ident.New().String(),
	}
	props.Hode.Actions = visSomLenke(p.T("samtale.vis-som"), visSomAdresse(s.l, tilgang.PublikumKommuneForslag))
	if props.Melding == p.T("melding.samtale-ferdigstilt") {
		props.Melding = ""
		props.Nettopp, props.NettoppVidere = nettopp(s.r, s.l)
	}
	view := ramme(s.r, s.l, tittel, s.seksjon.Kode)
	view.Status = status
	if props.Blokker = s.blokker(); len(props.Blokker) > 0 {
		props.Feil = s.oppsummering(props.Blokker)
		view.Attrs = s.attributter()
		if len(props.Feil.Errors) > 0 {
			view.Title = p.T("felles.feil") + ": " + view.Title
		}
	}
	if s.l.KanSkrive {
		props.Hode.Lead = p.T("samtale.ingress")
		props.Underveis = p.T("samtale.ingress.underveis")
		props.Tilstede, props.TilstedeNavn = tilstedeTekst(s.r, s.l.Beboer.ID, s.seksjon.Kode, s.l.andre), p.T("samtale.tilstede.navn")
	} else {
		s.lukket(&props)
	}
	if !s.l.KanSkrive || s.stengtNaa || s.forSent != "" {
		props.Stengt = s.stengt()
	}
	return s.r.Show(view, seksjonSide(props))
}

// lukket is what a section shows when its questions cannot be answered any more.
func (s *side) lukket(props *seksjonProps) {
	props.Lest = lestBlokker(s.r, s.l, s.l.Medlem, s.seksjon)
	props.Tom = s.lukketTekst()
	if len(props.Blokker) > 0 {
		props.Etterpaa, props.EtterpaaTekst = s.r.P.T("samtale.etterpaa.tittel"), s.r.P.T("samtale.etterpaa.tekst")
	}
}

// lukketTekst says why nothing can be written.
func (s *side) lukketTekst() string {
	switch s.l.Status {
	case samtale.Ferdigstilt:
		return s.r.P.T("samtale.lukket.ferdigstilt", "navn", s.l.FerdigAv, "tid", s.r.P.DateTime(s.l.FerdigTid))
	case samtale.IkkeStartet:
		return s.r.P.T("samtale.lukket.ikke-startet")
	}
	return ""
}

// ferdigLinje is the guide's sentence about how many are completed; "" before the first.
func ferdigLinje(r *page.Request, l lest) string {
	if l.Ferdige() == 0 {
		return ""
	}
	return r.P.T("samtale.ferdig.antall", "ferdige", l.Ferdige(), "alle", len(l.Familie))
}

func (s *side) bunn() bunnProps {
	p := s.r.P
	b := bunnProps{
		Vis:   s.l.KanSkrive && tilgang.Check(s.r.Actor(), tilgang.SamtaleFerdigstill, s.l.Beboer.Subject()) == nil,
		Href:  adresse(s.l.Beboer.ID, "ferdigstill"),
		Knapp: p.T("samtale.ferdigstill"), Hjelp: p.T("samtale.ferdigstill.hjelp"),
	}
	b.Linje = gjenstar(s.r, s.l.Gjenstar())
	return b
}

// gjenstar says how much is missing before completion.
func gjenstar(r *page.Request, mangler int) string {
	if mangler == 0 {
		return r.P.T("samtale.klar")
	}
	return r.P.N("samtale.gjenstar", mangler)
}

func (s *side) ord() ord {
	t := s.r.P.T
	return ord{
		LeggInn: t("samtale.etterpaa.legg-inn"), Lagre: t("felles.lagre"), LeggTil: t("felles.legg-til"), Lukk: t("felles.lukk"), Opprett: t("felles.opprett"),
		Avbryt: t("felles.avbryt"), Fjern: t("samtale.fjern"), Angre: t("samtale.angre"), Fjernet: t("samtale.fjernet"),
		HjelpTil: t("felles.hjelp-til"), MaaFyllesUt: t("felles.ma-fylles-ut"), UtenSkript: t("samtale.uten-skript"), Tidligere: t("samtale.tidligere"), Konflikt: s.konfliktMal(),
	}
}

// attributter are what the script needs: where to save, for whom, and its words.
func (s *side) attributter() templ.Attributes {
	texts := map[string]string{}
	for _, key := range skriptord {
		texts[key] = s.r.P.T("samtale.skript." + key)
	}
	b, err := json.Marshal(texts)
	if err != nil { // cannot happen: a map of strings
		b = []byte("{}")
	}
	return templ.Attributes{
		"data-tilstede": adresse(s.l.Beboer.ID, "tilstede"), "data-seksjon": s.seksjon.Kode, "data-puls": int(tilstede.Puls.Seconds()),
		"data-samtale": adresse(s.l.Beboer.ID, "svar"), "data-bruker": s.r.Brukermerke(), "data-ord": string(b),
	}
}

// skriptord are the sentences of the script; {x} in them is filled by it.
var skriptord = []string{
	"lagrer", "lagret", "prover", "frakoblet", "frakoblet-holdt", "logg-inn", "logg-inn-holdt", "logg-inn-lenke", "annen-bruker", "konflikt", "konflikt-hvem", "rad-fjernet",
	"avvist", "stengt", "forseglet", "borte", "tom",
}

// oppsummering lists the errors and conflicts on the page, in its order.
func (s *side) oppsummering(blokker []blokk) ui.ErrorSummaryProps {
	out := ui.ErrorSummaryProps{Title: s.r.P.T("samtale.feil.tittel")}
	var add func(f felt)
	add = func(f felt) {
		if f.Error != "" {
			out.Errors = append(out.Errors, ui.Link{Text: f.Error, Href: "#" + f.ID})
		}
		if f.Konflikt != nil {
			out.Errors = append(out.Errors, ui.Link{
				Text: s.r.P.T("samtale.konflikt.oppsummering", "sporsmal", f.Label, "navn", f.Konflikt.Av), Href: "#" + f.ID + "-konflikt",
			})
		}
		if f.Gruppe != nil {
			for _, rad := range f.Gruppe.Rader {
				for _, barn := range rad.Felter {
					add(barn)
				}
			}
		}
	}
	for _, b := range blokker {
		for _, f := range b.Felter {
			add(f)
		}
	}
	return out
}

func heltall(n int64) string { return strconv.FormatInt(n, 10) }

// tekstFor are the question's words: those of the completion, once completed.
func tekstFor(p *i18n.Printer, m samtale.Medlem, q *skjema.Sporsmal) samtale.Tekst {
	if m.Ordlyd != nil {
		if t, ok := m.Ordlyd.Tekst(p.Lang(), q.Kode); ok {
			return t
		}
	}
	return samtale.TekstFor(p, q)
}
