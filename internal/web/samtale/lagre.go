package samtale

import (
	"cmp"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/samtale"
	"bosett/internal/skjema"
	"bosett/internal/tilgang"
	"bosett/internal/web/page"
)

// skjemaInn is a section as the browser sends it without the script.
type skjemaInn struct {
	svar []samtale.SvarInn
	// konflikt are the conflicts that were on the screen.
	konflikt map[skjema.Nokkel]vistKonflikt
	// handling is the button that was pressed: what, and for which question and row.
	handling string
	nokkel   skjema.Nokkel
}

// vistKonflikt is what the user has seen of somebody else's change: its version, and
// whether it was the removal of the row.
type vistKonflikt struct {
	versjon int64
	rad     bool
}

// Lagre saves a whole section, and does what the pressed button says (no script).
func (p *Pages) Lagre(r *page.Request) error {
	sek, err := seksjon(r)
	if err != nil {
		return err
	}
	id, err := ident.Parse(r.PathValue("beboer"))
	if err != nil {
		return fault.NewNotFound()
	}
	if r.Form("bruker") != r.Brukermerke() {
		// The page was made for somebody who has signed out since: nothing is saved.
		return r.Redirect(adresse(id, sek.Kode))
	}
	if r.Form("handling") == "merknad" {
		return p.leggInnMerknad(r, id)
	}
	inn, err := lesSkjema(r, sek)
	if err != nil {
		return err
	}
	sendt := inn.velg()
	res, err := p.Samtale.SaveMange(r.Context(), r.Actor(), id, sendt)
	if err != nil {
		return err
	}
	s := &side{r: r, seksjon: sek}
	uklar := s.merk(inn, sendt, res)
	uklar = s.tomRad(inn) || uklar
	if uklar || inn.handling == "sammen" {
		if s.l, err = p.les(r, tilgang.SamtaleLes, sek.Kode); err != nil {
			return err
		}
		s.settSammen(inn)
		return s.vis(s.svarstatus())
	}
	if inn.handling == "bytt" {
		if samtale.Bytt(inn.nokkel.Rad) == samtale.TilFamilie {
			r.Flash("melding.svar-familie")
		} else {
			r.Flash("melding.svar-eget")
		}
	}
	if inn.handling == "forsegl" {
		if r.Form(navnOf("varsle", inn.nokkel)) == skjema.Ja {
			r.Flash("melding.forseglet-varslet")
		} else {
			r.Flash("melding.forseglet")
		}
	}
	return r.Redirect(neste(id, sek, inn))
}

// neste is where the browser goes when everything has been saved.
func neste(id ident.ID, sek *skjema.Seksjon, inn skjemaInn) string {
	to := adresse(id, sek.Kode)
	switch inn.handling {
	case "legg-til":
		rad := ident.New().String()
		q, _, _ := samtale.Definisjon().Finn(inn.nokkel.Sporsmal)
		if q != nil && len(q.Barn) > 0 {
			return to + "?ny=" + string(q.Kode) + "&rad=" + rad + "#" + idOf(q.Barn[0].Kode, rad)
		}
	case "opprett", "fjern", "deres", "behold", "forsegl", "bytt":
		return to + "#" + idOf(inn.nokkel.Sporsmal, "")
	case "ferdigstill":
		return adresse(id, "ferdigstill")
	}
	return to
}

// lesSkjema reads the fields of the section from the form. Names that are not the
// section's are nobody's.
func lesSkjema(r *page.Request, sek *skjema.Seksjon) (skjemaInn, error) {
	if err := r.ParseForm(); err != nil {
		return skjemaInn{}, cmp.Or(tooLarge(err), fault.NewInvalid("samtale.feil.nokkel"))
	}
	inn := skjemaInn{konflikt: map[skjema.Nokkel]vistKonflikt{}}
	deler := strings.SplitN(r.PostForm.Get("handling"), ":", 4)
	inn.handling = deler[0]
	if len(deler) > 1 {
		inn.nokkel.Sporsmal, _ = lesAdresse(deler[1])
	}
	if len(deler) > 2 {
		inn.nokkel.Rad = deler[2]
	}
	flere := nyeRader{}
	for _, navn := range slices.Sorted(maps.Keys(r.PostForm)) {
		deler := strings.SplitN(navn, ":", 3)
		if len(deler) != 3 || deler[2] == malrad {
			continue
		}
		kode, familie := lesAdresse(deler[1])
		n := skjema.Nokkel{Sporsmal: kode, Rad: deler[2]}
		if samtale.Definisjon().SeksjonAv(n.Sporsmal) != sek {
			continue
		}
		versjon, err := strconv.ParseInt(r.PostForm.Get(navn), 10, 64)
		switch {
		case deler[0] == "versjon" && err == nil:
			q, gruppe, _ := samtale.Definisjon().Finn(n.Sporsmal)
			if versjon == 0 && !flere.plass(cmp.Or(gruppe, q), n.Rad) {
				continue
			}
			en := samtale.SvarInn{Sporsmal: n.Sporsmal, Rad: n.Rad, Versjon: versjon, Familie: familie}
			if q.Type == skjema.Gruppe {
				if inn.nokkel != n || inn.handling != "fjern" && inn.handling != "forsegl" {
					continue // a row is touched only by its own button
				}
				en.Slett = inn.handling == "fjern"
				en.Forsegl = inn.handling == "forsegl"
				en.Varsle = r.PostForm.Get(navnOf("varsle", n)) == skjema.Ja
			} else {
				en.Verdi = r.PostForm.Get("svar:" + deler[1] + ":" + deler[2])
			}
			inn.svar = append(inn.svar, en)
		case (deler[0] == "konflikt" || deler[0] == "radkonflikt") && err == nil:
			inn.konflikt[n] = vistKonflikt{versjon, deler[0] == "radkonflikt"}
		}
	}
	sortSvar(inn.svar)
	if inn.handling == "bytt" {
		inn.svar = append(inn.svar, bytte(r, inn.nokkel))
	}
	return inn, nil
}

// nyeRader are the rows of a form with something in them that has never been saved, by group.
type nyeRader map[skjema.Kode]map[string]bool

// plass tells whether there is room for the row. No page has more than the group takes and
// the one that is too many, whose field says so.
func (n nyeRader) plass(q *skjema.Sporsmal, rad string) bool {
	if q.Type != skjema.Gruppe {
		return true
	}
	if n[q.Kode] == nil {
		n[q.Kode] = map[string]bool{}
	}
	if !n[q.Kode][rad] && len(n[q.Kode]) > q.MaksRader {
		return false
	}
	n[q.Kode][rad] = true
	return true
}

// bytte is the choice of whose answer stands; it comes when all answers are in.
func bytte(r *page.Request, n skjema.Nokkel) samtale.SvarInn {
	versjon, err := strconv.ParseInt(r.PostForm.Get("felles:"+string(n.Sporsmal)+":"), 10, 64)
	if err != nil {
		versjon = -1 // nobody has read that one
	}
	return samtale.SvarInn{Sporsmal: n.Sporsmal, Bytt: samtale.Bytt(n.Rad), Versjon: versjon}
}

func tooLarge(err error) error {
	if errors.As(err, new(*http.MaxBytesError)) {
		return err
	}
	return nil
}

// velg is what is sent on: without the row that is being removed, with the text that gives
// way as one given up, and with the version that the user has seen of the one that stays.
func (inn skjemaInn) velg() []samtale.SvarInn {
	var out []samtale.SvarInn
	for _, en := range inn.svar {
		n := skjema.Nokkel{Sporsmal: en.Sporsmal, Rad: en.Rad}
		_, gruppe, _ := samtale.Definisjon().Finn(en.Sporsmal)
		valgt := inn.nokkel == n && en.Bytt == ""
		switch {
		case inn.handling == "fjern" && gruppe != nil && gruppe.Kode == inn.nokkel.Sporsmal && en.Rad == inn.nokkel.Rad:
			continue
		case inn.handling == "sammen" && valgt:
			continue
		case inn.handling == "deres" && valgt && gruppe != nil && gruppe.Forsegles:
			continue // the author's own other page: what gives way there has no history
		case inn.handling == "deres" && valgt:
			en.Gitt, en.Versjon = true, inn.konflikt[n].versjon
		case inn.handling == "behold" && valgt && inn.konflikt[n].rad && gruppe != nil:
			// The row comes back first, then the text in it.
			out = append(out, samtale.SvarInn{Sporsmal: gruppe.Kode, Rad: n.Rad, Familie: en.Familie, Versjon: inn.konflikt[n].versjon})
		case inn.handling == "behold" && valgt:
			en.Versjon = inn.konflikt[n].versjon
		}
		out = append(out, en)
	}
	return out
}

// merk keeps what could not be saved on the page, with the reason. It tells whether
// there is anything.
func (s *side) merk(inn skjemaInn, sendt []samtale.SvarInn, res []samtale.Resultat) bool {
	s.mine, s.versjoner = map[skjema.Nokkel]string{}, map[skjema.Nokkel]string{}
	s.konflikter, s.feil = map[skjema.Nokkel]samtale.Resultat{}, map[skjema.Nokkel]string{}
	s.ekstra = map[skjema.Kode][]string{}
	uklar := false
	for i, en := range sendt {
		n := skjema.Nokkel{Sporsmal: en.Sporsmal, Rad: en.Rad}
		q, gruppe, _ := samtale.Definisjon().Finn(en.Sporsmal)
		if res[i].Utfall == samtale.Lagret || res[i].Uendret && inn.handling == "forsegl" {
			continue // also Opprett that was pressed twice
		}
		uklar = true
		if en.Bytt != "" {
			s.feil[n] = s.byttFeil(res[i])
			continue
		}
		if res[i].Utfall == samtale.Mangelfull {
			for _, m := range res[i].Mangler {
				s.feil[skjema.Nokkel{Sporsmal: m.Sporsmal.Kode, Rad: m.Rad}] = samtale.ManglerTekst(s.r.P, m)
			}
			s.beholdTom(q, en.Rad, res[i].Mangler)
			continue
		}
		if q.Type == skjema.Gruppe {
			s.feil[skjema.Nokkel{Sporsmal: q.Kode}] = s.r.P.T("samtale.konflikt.rad", "navn", res[i].Av)
			continue
		}
		s.behold(n, en)
		switch res[i].Utfall {
		case samtale.Konflikt:
			s.konflikter[n] = res[i]
		case samtale.Avvist:
			s.feil[n] = s.feiltekst(res[i].Feil)
		case samtale.Stengt, samtale.Forseglet:
			s.stengtNaa = true
		}
		if gruppe != nil && (res[i].Slettet || res[i].Utfall == samtale.Avvist) {
			s.beholdRad(inn, gruppe, en.Rad)
		}
	}
	return uklar
}

// byttFeil says why another answer was not chosen.
func (s *side) byttFeil(res samtale.Resultat) string {
	switch res.Utfall {
	case samtale.Konflikt:
		return s.r.P.T("samtale.felles.samtidig", "navn", res.Av, "tid", s.r.P.Clock(res.Tid))
	case samtale.Stengt:
		s.stengtNaa = true
		return s.r.P.T("samtale.feil.samtidig")
	}
	return s.r.P.T("samtale.felles.uavklart")
}

// beholdTom keeps a row on the screen in which nothing has been written yet.
func (s *side) beholdTom(gruppe *skjema.Sporsmal, rad string, mangler []skjema.Mangel) {
	tom := len(mangler) > 0 && len(mangler) == len(slices.DeleteFunc(slices.Clone(gruppe.Barn), func(q skjema.Sporsmal) bool { return q.Pakrevd == nil }))
	if tom {
		s.ny, s.nyRad = gruppe.Kode, rad
	}
}

// tomRad tells of a new row that was created with nothing in it, and keeps it.
func (s *side) tomRad(inn skjemaInn) bool {
	q, _, ok := samtale.Definisjon().Finn(inn.nokkel.Sporsmal)
	if inn.handling != "opprett" || !ok || len(q.Barn) == 0 || slices.ContainsFunc(inn.svar, func(en samtale.SvarInn) bool {
		_, g, _ := samtale.Definisjon().Finn(en.Sporsmal)
		return g == q && en.Rad == inn.nokkel.Rad && strings.TrimSpace(en.Verdi) != ""
	}) {
		return false
	}
	if _, err := ident.Parse(inn.nokkel.Rad); err != nil {
		return false
	}
	s.ny, s.nyRad = q.Kode, inn.nokkel.Rad
	m := skjema.Mangel{Felt: skjema.Felt{Gruppe: q, Sporsmal: &q.Barn[0], Rad: inn.nokkel.Rad}, Grunn: skjema.ManglerSvar}
	s.feil[skjema.Nokkel{Sporsmal: q.Barn[0].Kode, Rad: inn.nokkel.Rad}] = samtale.ManglerTekst(s.r.P, m)
	return true
}

// behold keeps what the user has on the screen, and what it was based on.
func (s *side) behold(n skjema.Nokkel, en samtale.SvarInn) {
	s.mine[n], s.versjoner[n] = en.Verdi, heltall(en.Versjon)
}

// beholdRad keeps a row that somebody has removed while the user wrote in it, or that was
// never stored.
func (s *side) beholdRad(inn skjemaInn, gruppe *skjema.Sporsmal, rad string) {
	if !slices.Contains(s.ekstra[gruppe.Kode], rad) {
		s.ekstra[gruppe.Kode] = append(s.ekstra[gruppe.Kode], rad)
	}
	for _, en := range inn.svar {
		if _, g, _ := samtale.Definisjon().Finn(en.Sporsmal); g == gruppe && en.Rad == rad {
			s.behold(skjema.Nokkel{Sporsmal: en.Sporsmal, Rad: rad}, en)
		}
	}
}

// settSammen puts both texts in the field, for the user to edit and save.
func (s *side) settSammen(inn skjemaInn) {
	if inn.handling != "sammen" {
		return
	}
	for _, en := range inn.svar {
		n := skjema.Nokkel{Sporsmal: en.Sporsmal, Rad: en.Rad}
		if n != inn.nokkel {
			continue
		}
		stored := s.l.Svar[n]
		s.mine[n] = strings.TrimSpace(stored.Verdi + "\n\n" + en.Verdi)
		s.versjoner[n] = heltall(stored.Versjon)
	}
}

// svarstatus is the status of a page with something that could not be saved.
func (s *side) svarstatus() int {
	switch {
	case len(s.konflikter) > 0 || s.stengtNaa:
		return http.StatusConflict
	case len(s.feil) > 0:
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

func (s *side) feiltekst(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return s.r.P.T(e.Key, e.Args...)
	}
	return s.r.P.T("felles.feil")
}

// sortSvar gives the answers the order of their keys, so that a form is always saved
// in the same order; a row is sealed when its answers are in.
func sortSvar(svar []samtale.SvarInn) {
	slices.SortFunc(svar, func(a, b samtale.SvarInn) int {
		if a.Forsegl != b.Forsegl {
			if a.Forsegl {
				return 1
			}
			return -1
		}
		return compareNokkel(skjema.Nokkel{Sporsmal: a.Sporsmal, Rad: a.Rad}, skjema.Nokkel{Sporsmal: b.Sporsmal, Rad: b.Rad})
	})
}

func compareNokkel(a, b skjema.Nokkel) int {
	return cmp.Or(strings.Compare(string(a.Sporsmal), string(b.Sporsmal)), strings.Compare(a.Rad, b.Rad))
}
