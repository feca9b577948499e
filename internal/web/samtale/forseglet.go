package samtale

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/samtale"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// forseglet is what stands with a group whose rows are sealed (S10, S12).
type forseglet struct {
	// Utkast tells the author who sees the row meanwhile.
	Utkast string
	// Underveis is said with it where the script saves.
	Underveis string
	// Liste names the receipts, Kvitteringer are they.
	Liste        string
	Kvitteringer []ui.Term
	// Varsle is the box "Send e-postvarsel til IMDi"; nil when IMDi cannot be told or need
	// not be. IngenVarsel says why it cannot.
	Varsle      *ui.CheckboxProps
	IngenVarsel string
}

func (s *side) forseglet(q *skjema.Sporsmal) *forseglet {
	t := s.r.P.T
	f := &forseglet{
		Utkast: t("samtale.forseglet.utkast"), Underveis: t("samtale.forseglet.underveis"), Liste: t("samtale.kvittering.liste"), Kvitteringer: kvitteringer(s.r, s.l.Medlem, q),
	}
	if !q.EtterFerdig || s.l.Status != samtale.Ferdigstilt {
		return f
	}
	if s.l.IngenVarsel != "" {
		f.IngenVarsel = t("samtale.varsle.ingen." + string(s.l.IngenVarsel))
		return f
	}
	// Ticked: the guide asks for it each time, and what is forgotten is found late.
	f.Varsle = &ui.CheckboxProps{
		Field: ui.Field{Label: t("samtale.varsle"), Hint: t("samtale.varsle.hint")}, Value: skjema.Ja, Checked: true,
	}
	return f
}

// varsleBoks is the box in one row.
func varsleBoks(f *forseglet, gruppe, rad string) ui.CheckboxProps {
	box := *f.Varsle
	n := skjema.Nokkel{Sporsmal: skjema.Kode(gruppe), Rad: rad}
	box.Field.ID, box.Field.Name = idOf(n.Sporsmal, rad)+"-varsle", navnOf("varsle", n)
	return box
}

// kvitteringer are a person's receipts of one group, for reading.
func kvitteringer(r *page.Request, m samtale.Medlem, q *skjema.Sporsmal) (liste []ui.Term) {
	for _, k := range m.Kvitteringer {
		if k.Gruppe != q.Kode {
			continue
		}
		navn := r.P.T("samtale.kvittering."+string(q.Kode), "nummer", k.Nummer)
		if k.Tittel != "" {
			navn = r.P.T("samtale.kvittering.tittel", "rad", navn, "tittel", k.Tittel)
		}
		liste = append(liste, ui.Term{Label: navn, Text: r.P.T("samtale.kvittering.av", "navn", k.Av, "tid", r.P.DateTime(k.Tid))})
	}
	return liste
}

// lestForseglet are the receipts of a section among what is read through. Where a new row
// can be added to a completed interview, they stand there instead.
func lestForseglet(r *page.Request, l lest, m samtale.Medlem, sek *skjema.Seksjon) (blokker []lestBlokk) {
	for i := range sek.Sporsmal {
		q := &sek.Sporsmal[i]
		if !q.Forsegles || !q.Vis.Mulig(m.Grunnlag.Fakta) || q.EtterFerdig && m.Status == samtale.Ferdigstilt && m.Beboer.ID == l.Beboer.ID && l.KanMerke {
			continue
		}
		t := tekstFor(r.P, m, q)
		items := kvitteringer(r, m, q)
		if items == nil {
			items = []ui.Term{{Label: t.Etikett, Text: r.P.T("samtale.forseglet.ingen")}}
		}
		blokker = append(blokker, lestBlokk{Overskrift: t.Overskrift, Liste: ui.DescriptionListProps{Items: items, Columns: 1}})
	}
	return blokker
}

// apneUtkast links to the rows that the reader has begun on and not sealed, so that nobody
// completes and believes that IMDi has got them.
func apneUtkast(r *page.Request, l lest) (links []ui.Link) {
	samtale.Definisjon().Alle(func(sek *skjema.Seksjon, _, q *skjema.Sporsmal) {
		if !q.Forsegles || !q.Vis.Mulig(l.Grunnlag.Fakta) {
			return
		}
		for _, rad := range l.ApneRader(q) {
			links = append(links, ui.Link{
				Text: samtale.TekstFor(r.P, q).Etikett, Href: adresse(l.Beboer.ID, sek.Kode) + "#" + idOf(q.Barn[0].Kode, rad),
			})
		}
	})
	return links
}

// seksjonAvMerknad is the page where an internal note is written.
var seksjonAvMerknad = samtale.Definisjon().SeksjonAv(samtale.InternMerknad)

// leggInnMerknad makes an open internal note of a text that came too late to be an answer
// (S15), and leads to it. What is longer than a note becomes several, all or none; where
// they find no room the text stays on the screen.
func (p *Pages) leggInnMerknad(r *page.Request, id ident.ID) error {
	gruppe, _, _ := samtale.Definisjon().Finn(samtale.InternMerknad)
	tittel, _, _ := samtale.Definisjon().Finn("intern_merknad.tittel")
	melding, _, _ := samtale.Definisjon().Finn("intern_merknad.melding")
	tekst := strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(r.Form("tekst"), ""), "\r\n", "\n"))
	to := adresse(id, seksjonAvMerknad.Kode)
	if tekst == "" {
		return r.Redirect(to + "#" + idOf(samtale.InternMerknad, ""))
	}
	if most := gruppe.MaksRader * melding.MaksLengde; utf8.RuneCountInString(tekst) > most {
		return p.ikkePlass(r, fault.NewInvalid("samtale.feil.lengde", "maks", most))
	}
	var inn []samtale.SvarInn
	for i, bit := range biter(tekst, melding.MaksLengde) {
		rad := forsoksrad(r.Form("nokkel"), tekst, i)
		inn = append(inn,
			samtale.SvarInn{Sporsmal: tittel.Kode, Rad: rad, Verdi: r.P.T("samtale.etterpaa.tekst-merknad")},
			samtale.SvarInn{Sporsmal: melding.Kode, Rad: rad, Verdi: bit})
	}
	res, err := p.Samtale.SaveAlle(r.Context(), r.Actor(), id, inn)
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Kind == fault.Conflict {
		return p.ikkePlass(r, err)
	}
	if err != nil {
		return err
	}
	// The same attempt again finds its note, whatever has been done with it since.
	if i := slices.IndexFunc(res, func(one samtale.Resultat) bool { return one.Utfall == samtale.Avvist }); i >= 0 {
		return p.ikkePlass(r, res[i].Feil)
	}
	return r.Redirect(to + "#" + idOf(melding.Kode, inn[0].Rad))
}

// ikkePlass shows the text that became no note, and why.
func (p *Pages) ikkePlass(r *page.Request, feil error) (err error) {
	s := &side{r: r, seksjon: seksjonAvMerknad, forSent: r.Form("tekst")}
	s.grunn = s.feiltekst(feil)
	if s.l, err = p.les(r, tilgang.SamtaleLes, seksjonAvMerknad.Kode); err != nil {
		return err
	}
	return s.vis(http.StatusUnprocessableEntity)
}

// forsoksrad is the id of a note that an attempt makes: the same attempt with the same text
// makes the same note, and later parts come after the first.
func forsoksrad(nokkel, tekst string, del int) string {
	key, err := ident.Parse(nokkel)
	if err != nil {
		return ident.New().String() // a page from before there were keys
	}
	h := hmac.New(sha256.New, key[:])
	h.Write([]byte(tekst))
	id := ident.ID(h.Sum(nil)[:len(ident.ID{})])
	copy(id[:6], key[:6]) // the attempt's time
	id[6], id[7] = 0x70, byte(del)
	id[8] = id[8]&0x3f | 0x80
	return id.String()
}

// biter cuts a text into what a field takes.
func biter(tekst string, most int) (ut []string) {
	start, n := 0, 0
	for i := range tekst {
		if n == most {
			ut = append(ut, tekst[start:i])
			start, n = i, 0
		}
		n++
	}
	return append(ut, tekst[start:])
}
