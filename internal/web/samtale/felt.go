package samtale

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"bosett/internal/ident"
	"bosett/internal/kodeliste"
	"bosett/internal/samtale"
	"bosett/internal/skjema"
	"bosett/internal/web/ui"
)

// malrad stands for the row's id in the pattern of a new row; the script puts a real
// one in its place.
const malrad = "__rad__"

// felt is one question on the page.
type felt struct {
	Sporsmal *skjema.Sporsmal
	Rad      string
	ui.Field
	Verdi   string
	Versjon string
	Valg    []ui.Option
	Tom     string
	// Vis are the answers that it follows ("kode=verdi"), Skjult that they do not hold now.
	Vis    string
	Skjult bool
	Gruppe *gruppe
	// Konflikt is what somebody else has written; nil for none.
	Konflikt *konflikt
	// Lukket says why the family's answers cannot be changed any more; Lest is what they say.
	Lukket string
	Lest   []string
	// SkjultNavn: the heading of the block is its name already.
	SkjultNavn bool
	// Adresse is the question's name on the page (adresseAv).
	Adresse string
	// Tidligere is where its earlier texts stand, "" where there can be none; TidligereSkjult:
	// there are none yet.
	Tidligere       string
	TidligereSkjult bool
	// Hvem says whose answer it is where the family may answer once; nil elsewhere.
	Hvem *hvemSvarer
}

// gruppe is the rows of a repeated question.
type gruppe struct {
	Kode, ID string
	Rader    []rad
	// Mal is the pattern of a new row.
	Mal rad
	// LeggTil adds a row; LukkHref closes the new one again without the script.
	LeggTil, LukkHref string
	// Neste is the child whose Ja opens the next row; "" for rows that are added by a button.
	Neste   string
	MaksNaa bool
	Feil    string
	// Forseglet is what a group that is sealed has besides; nil for the others.
	Forseglet *forseglet
}

// rad is one row.
type rad struct {
	ID, Tittel string
	Nummer     int
	Felter     []felt
	Versjon    string
	// Ny: nothing in it has been saved yet.
	Ny bool
}

// blokk is questions that stand together under a heading, with hairlines between.
type blokk struct {
	ID, Overskrift, Ledetekst string
	Pakrevd                   bool
	Felter                    []felt
	// Hjelp is the help of the group whose name the heading is; HjelpID is its element's.
	Hjelp, HjelpID string
}

// blokker builds the questions of the section.
func (s *side) blokker() []blokk {
	var out []blokk
	for i := range s.seksjon.Sporsmal {
		q := &s.seksjon.Sporsmal[i]
		if !s.kanSkrive(q) || !q.Vis.Mulig(s.l.Grunnlag.Fakta) {
			continue
		}
		t := samtale.TekstFor(s.r.P, q)
		if len(out) == 0 || t.Overskrift != "" || s.seksjon.Gruppe == samtale.GruppeKompetanse {
			out = append(out, blokk{
				ID: "del-" + idOf(q.Kode, ""), Overskrift: t.Overskrift, Ledetekst: t.Ledetekst, Pakrevd: s.krav(q),
			})
		}
		last := &out[len(out)-1]
		f := s.felt(q, nil, "")
		f.Heading = last.Overskrift == ""
		if f.SkjultNavn = last.Overskrift == f.Label; f.SkjultNavn && f.Gruppe != nil {
			last.Hjelp, last.HjelpID, f.Field.Help = f.Help, f.ID+"-hjelp", "" // the ? stands by the words that are seen
		}
		last.Felter = append(last.Felter, f)
	}
	return out
}

// krav tells whether a demand on several questions begins with this one.
func (s *side) krav(q *skjema.Sporsmal) bool {
	for _, k := range s.seksjon.Krav {
		if k.Av[0] == q.Kode && k.Gjelder.Mulig(s.l.Grunnlag.Fakta) {
			return true
		}
	}
	return false
}

// felt builds one question. gruppen is nil at the top.
func (s *side) felt(q, gruppen *skjema.Sporsmal, radID string) felt {
	n := skjema.Nokkel{Sporsmal: q.Kode, Rad: radID}
	t := samtale.TekstFor(s.r.P, q)
	publikum, kommunen := samtale.PublikumTekst(s.r.P, q)
	f := felt{
		Sporsmal: q, Rad: radID, Adresse: s.adresseAv(q.Kode), Hvem: s.hvem(q), Tom: t.Tom, Verdi: s.svar(n).Verdi, Versjon: heltall(s.svar(n).Versjon),
		Field: ui.Field{
			ID: idOf(q.Kode, radID), Name: "svar:" + s.adresseAv(q.Kode) + ":" + radID, Label: t.Etikett, Hint: t.Hint, Help: t.Hjelp,
			Audience: &ui.AudienceProps{Text: publikum, Kommune: kommunen},
			Required: q.Pakrevd != nil && q.Pakrevd.Mulig(s.l.Grunnlag.Fakta),
			Error:    s.feil[n],
		},
		Valg: s.valg(q, t, s.svar(n).Verdi),
	}
	if mine, ok := s.mine[n]; ok {
		f.Verdi = mine
	}
	if v, ok := s.versjoner[n]; ok {
		f.Versjon = v
	}
	var ledd []string
	for _, l := range q.Vis.Svarledd() {
		ledd = append(ledd, s.adresseAv(l.Svar)+"="+l.Er)
		f.Skjult = f.Skjult || s.verdi(l.Svar, gruppen, radID) != l.Er
	}
	f.Vis = strings.Join(ledd, ";")
	f.Field.Attrs = templ.Attributes{
		"data-sporsmal": f.Adresse, "data-rad": radID, "data-versjon": f.Versjon, "autocomplete": "off",
	}
	if res, ok := s.konflikter[n]; ok {
		f.Konflikt = s.konflikt(f, res)
		f.Field.After = konfliktPanel(*f.Konflikt)
	}
	if samtale.KanHentes(q) && s.l.KanSkrive {
		f.Tidligere, f.TidligereSkjult = s.tidligereAdresse(q, radID), !s.l.tidligere[n]
	}
	if q.Type == skjema.Gruppe {
		f.Gruppe = s.gruppe(q, f)
	}
	if s.lukketFor(q) && gruppen == nil {
		f.Lest = s.lestFelles(q)
		if f.Lukket = " "; q.Felles == "" {
			f.Lukket = s.r.P.T("samtale.familie.lukket", "navn", s.navnAv(s.l.FamilieFerdig))
		}
	}
	return f
}

// navnAv is what a member of the family is called on the page.
func (s *side) navnAv(id ident.ID) string {
	for _, m := range s.l.Familie {
		if m.Beboer.ID == id {
			return m.Beboer.Fornavn
		}
	}
	return s.r.P.T("samtale.familie.en")
}

// verdi is what stands on the page for a question that another one follows.
func (s *side) verdi(k skjema.Kode, gruppen *skjema.Sporsmal, radID string) string {
	n := skjema.Nokkel{Sporsmal: k}
	if _, g, _ := samtale.Definisjon().Finn(k); g != nil && g == gruppen {
		n.Rad = radID
	}
	if mine, ok := s.mine[n]; ok {
		return mine
	}
	return s.svar(n).Verdi
}

// svar is what is stored and may be shown: an open row of a group that is sealed is there
// for its author only.
func (s *side) svar(n skjema.Nokkel) skjema.Svar {
	if svar, ok := s.l.Utkast[n]; ok {
		return svar
	}
	return s.l.Svar[n]
}

// kanSkrive tells whether the user may write the question on this page.
func (s *side) kanSkrive(q *skjema.Sporsmal) bool {
	switch {
	case !q.Synlig.KanSkrive(samtale.Publikum):
		return false
	case q.Forsegles:
		return s.l.KanMerke && (q.EtterFerdig || s.l.Status != samtale.Ferdigstilt)
	}
	return s.l.KanSkrive
}

// valg are the choices of a question. A code of a list that has been withdrawn is one
// where it stands in the answer, so that sending the form back does not take it away.
func (s *side) valg(q *skjema.Sporsmal, t samtale.Tekst, staar string) []ui.Option {
	switch q.Type {
	case skjema.JaNei:
		return []ui.Option{{Value: skjema.Ja, Text: s.r.P.T("felles.ja")}, {Value: skjema.Nei, Text: s.r.P.T("felles.nei")}}
	case skjema.Valg:
		koder, liste := q.Valg, kodeliste.Liste(q.Liste)
		if liste != "" {
			koder, t = s.l.Koder.Velgbare(liste), t.MedKoder(s.l.Koder, s.r.P.Lang(), q, staar)
		}
		out := make([]ui.Option, 0, len(koder)+1)
		for _, kode := range koder {
			out = append(out, ui.Option{Value: kode, Text: t.Valg[kode]})
		}
		if liste != "" && staar != "" && !s.l.Koder.KanVelges(liste, staar) {
			out = append(out, ui.Option{Value: staar, Text: s.r.P.T("samtale.kode-trukket", "ord", t.Valg[staar])})
		}
		return out
	case skjema.Kommune:
		return s.kommuner()
	}
	return nil
}

// kommuner are the choices of a kommune. Names that are not unique carry their fylke.
func (s *side) kommuner() []ui.Option {
	if s.kommunevalg != nil {
		return s.kommunevalg
	}
	antall := map[string]int{}
	for _, k := range s.l.kommuner {
		antall[k.Navn]++
	}
	s.kommunevalg = []ui.Option{{Value: skjema.Ukjent, Text: s.r.P.T("samtale.kommune.ukjent")}}
	for _, k := range s.l.kommuner {
		navn := k.Navn
		if antall[navn] > 1 {
			navn += " (" + k.Fylkesnavn + ")"
		}
		s.kommunevalg = append(s.kommunevalg, ui.Option{Value: k.Nummer, Text: navn})
	}
	return s.kommunevalg
}

// gruppe builds the rows: those with answers, those that the user has on the screen,
// and an empty one where the next is due.
func (s *side) gruppe(q *skjema.Sporsmal, f felt) *gruppe {
	kode := s.adresseAv(q.Kode)
	g := &gruppe{
		Kode: kode, ID: f.ID, Neste: s.neste(q), Feil: f.Error,
		LeggTil: "legg-til:" + kode, LukkHref: adresse(s.l.Beboer.ID, s.seksjon.Kode) + "#" + f.ID,
	}
	rader := s.l.Svar.Rader(q)
	if q.Forsegles {
		rader = s.l.ApneRader(q)
		g.Forseglet = s.forseglet(q)
	}
	for _, id := range s.ekstra[q.Kode] {
		if !slices.Contains(rader, id) {
			rader = append(rader, id)
		}
	}
	flere := 0
	for _, id := range rader {
		if q.Neste != "" && s.verdi(q.Neste, q, id) == skjema.Ja {
			flere++
		}
	}
	tom := s.ny == q.Kode || q.Neste != "" && flere == len(rader)
	for _, id := range rader {
		g.Rader = append(g.Rader, s.rad(q, id, len(g.Rader)+1, false))
	}
	if tom && len(rader) < q.MaksRader {
		id := s.nyRad
		if id == "" {
			id = ident.New().String()
		}
		g.Rader = append(g.Rader, s.rad(q, id, len(g.Rader)+1, true))
	}
	g.MaksNaa = len(g.Rader) >= q.MaksRader
	if g.Forseglet != nil {
		g.MaksNaa = len(g.Rader)+len(g.Forseglet.Kvitteringer) >= q.MaksRader
	}
	g.Mal = s.rad(q, malrad, len(g.Rader)+1, true)
	return g
}

// neste is the name of the child that opens the next row.
func (s *side) neste(q *skjema.Sporsmal) string {
	if q.Neste == "" {
		return ""
	}
	return s.adresseAv(q.Neste)
}

func (s *side) rad(q *skjema.Sporsmal, id string, nummer int, ny bool) rad {
	out := rad{
		ID: id, Nummer: nummer, Ny: ny, Versjon: heltall(s.radversjon(q, id)),
		Tittel: s.r.P.T("samtale.rad."+radnavn(q), "nummer", nummer),
	}
	if v, ok := s.versjoner[skjema.Nokkel{Sporsmal: q.Kode, Rad: id}]; ok {
		out.Versjon = v
	}
	for i := range q.Barn {
		f := s.felt(&q.Barn[i], q, id)
		if q.Forsegles { // the group has said who sees it, and how much
			f.Field.Audience = nil
		}
		if len(q.Barn) == 1 { // the only field of the row: the group has said the rest
			f.Field.Label, f.Field.Audience, f.Field.Required = out.Tittel, nil, false
		}
		out.Felter = append(out.Felter, f)
	}
	return out
}

// radversjon is the version of a row as it is stored.
func (s *side) radversjon(q *skjema.Sporsmal, id string) int64 {
	if q.Forsegles {
		return s.l.Utkast.RadVersjon(q, id)
	}
	return s.l.Grunnlag.Svar.RadVersjon(q, id)
}

// radnavn names what a row of the group is: a person, a note, a new row to be sealed.
func radnavn(q *skjema.Sporsmal) string {
	switch {
	case q.Forsegles:
		return string(q.Kode)
	case q.Neste != "":
		return "person"
	}
	return "merknad"
}

// idOf is the element's id of a question.
func idOf(k skjema.Kode, rad string) string {
	id := "f-" + strings.NewReplacer(".", "-", "_", "-").Replace(string(k))
	if rad != "" {
		id += "-" + rad
	}
	return id
}

// navnOf is a field's name in the form: what it is, the question and the row.
func navnOf(hva string, n skjema.Nokkel) string {
	return hva + ":" + string(n.Sporsmal) + ":" + n.Rad
}

// nyRad tells whether the group has an empty row open.
func nyRad(g gruppe) bool { return len(g.Rader) > 0 && g.Rader[len(g.Rader)-1].Ny }

// radgruppe names a row of several fields as one; a single field has its own name.
func radgruppe(r rad) templ.Attributes {
	if len(r.Felter) < 2 {
		return nil
	}
	return templ.Attributes{"role": "group", "aria-label": r.Tittel}
}
