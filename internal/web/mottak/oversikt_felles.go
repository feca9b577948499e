package mottak

import (
	"strconv"

	"bosett/internal/beboer"
	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/kodeliste"
	"bosett/internal/oversikt"
	"bosett/internal/samtale"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// kompassAlder is the age from which a resident registers own competence (S6).
const kompassAlder = 16

// ord says things about residents in the reader's language.
type ord struct {
	*page.Request
	idag db.Date
	// koder are the words of the registers' codes; set when the list has been read.
	koder *kodeliste.Lister
}

func newOrd(r *page.Request) ord { return ord{Request: r, idag: r.Today()} }

func (o ord) kjonnOgAlder(b beboer.Beboer) string {
	return o.P.T("mottaksliste.kjonn-alder", "kjonn", o.P.T("kjonn."+string(b.Kjonn)), "alder", o.P.Age(b.Fodt, o.idag))
}

func (o ord) persontype(b beboer.Beboer) string {
	return o.koder.Ord(kodeliste.Persontype, string(b.Persontype), o.P.Lang())
}

// selvregistrert answers "Gjennomført selvregistrering av kompetanse".
func (o ord) selvregistrert(b beboer.Beboer) string {
	switch {
	case b.Selvregistrert():
		return o.P.T("felles.ja")
	case b.Alder(o.idag) < kompassAlder:
		return o.P.T("mottaksliste.under-16")
	default:
		return o.P.T("felles.nei")
	}
}

func (o ord) samtalestatus(s oversikt.Samtalestatus) string {
	switch s {
	case samtale.Ferdigstilt:
		return o.P.T("mottaksliste.samtale.ferdigstilt")
	case samtale.Paabegynt:
		return o.P.T("mottaksliste.samtale.paabegynt")
	default:
		return o.P.T("mottaksliste.samtale.ikke-startet")
	}
}

func (o ord) forNavn(b beboer.Beboer) string {
	return o.P.T("mottaksliste.for", "navn", b.EtternavnFornavn())
}

func (o ord) duf(b beboer.Beboer) ui.Cell {
	if b.DufGyldig {
		return ui.Text(b.Duf.String())
	}
	return ui.Node(dufnummer(b.Duf.String(), o.P.T("mottaksliste.duf-feil")))
}

// snart is how many days before the deadline it is near.
const snart = 3

func (o ord) frist(frist db.Date) ui.DeadlineProps {
	days := frist.Sub(o.idag)
	p := ui.DeadlineProps{Date: o.P.Date(frist), Days: "(" + o.P.Days(days) + ")"}
	switch {
	case days < 0:
		p.State, p.Words = ui.DeadlineLate, o.P.N("mottaksliste.over-fristen", -days)
	case days == 0:
		p.State, p.Words = ui.DeadlineSoon, o.P.T("mottaksliste.frist-i-dag")
	case days <= snart:
		p.State, p.Words = ui.DeadlineSoon, o.P.N("mottaksliste.dager-igjen", days)
	default:
		p.State = ui.DeadlineOK
	}
	return p
}

// gjennomfor is the button that opens a person's interview for writing.
func (o ord) gjennomfor(text string, b beboer.Beboer, variant ui.Variant) ui.PostButtonProps {
	return ui.PostButtonProps{
		Action: "/samtale",
		Hidden: []ui.Hidden{{Name: "beboer", Value: b.ID.String()}},
		Button: ui.ButtonProps{Text: text, For: o.forNavn(b), Variant: variant},
	}
}

// les is the link that opens a completed interview for reading.
func (o ord) les(b beboer.Beboer, text string) ui.LinkButtonProps {
	return ui.LinkButtonProps{Text: text, For: o.forNavn(b), Href: "/samtale/" + b.ID.String()}
}

// visning is what the parts of a list page need: where it stands and what it found.
type visning struct {
	ord
	adr     adresse
	sort    string
	desc    bool
	nr      int64 // of the first row
	sok     string
	filtre  bool // something is filtered
	sokHref string
	tabell  string // the table's id
}

// kolonne makes a heading; by "" cannot be sorted by.
func (v visning) kolonne(label, by, standard string) ui.Column {
	c := ui.Column{Label: label}
	if by == "" {
		return c
	}
	c.SortHref = v.adr.sorted(by, standard, v.sort, v.desc)
	if by == v.sort {
		c.Sort = ui.SortAsc
		if v.desc {
			c.Sort = ui.SortDesc
		}
	}
	return c
}

// antall is the sentence about how many persons there are.
func (v visning) antall(n int64, flere bool) string {
	if flere {
		return v.P.T("mottaksliste.antall-minst", "n", n)
	}
	return v.P.T("mottaksliste.antall", "n", n)
}

// filter is the form above the list. rows tells whether there is a table below it.
func (v visning) filter(status string, rows bool) ui.FilterProps {
	p := ui.FilterProps{
		Action: v.sokHref, Method: "post", Name: v.P.T("mottaksliste.filter"), Submit: v.P.T("felles.sok"), Status: status,
	}
	var all *ui.DetailToggleAllProps
	if rows {
		all = &ui.DetailToggleAllProps{
			TableID: v.tabell, Open: v.adr.alle() && len(v.adr.v[paramSkjul]) == 0,
			Show: v.P.T("felles.vis-alle-detaljer"), Hide: v.P.T("felles.skjul-alle-detaljer"),
			Href: v.adr.toggledAll(), Param: paramVis,
		}
	}
	var reset *ui.Link
	if v.filtre {
		reset = &ui.Link{Text: v.P.T("mottaksliste.nullstill"), Href: v.utenFilter()}
	}
	p.Extra = valgene(all, reset)
	return p
}

// utenFilter is the list in the same order with nothing filtered away.
func (v visning) utenFilter() string {
	kept := []string{paramSort, paramRetning}
	b := adresse{v.adr.path, map[string][]string{}}
	for _, name := range kept {
		if values := v.adr.v[name]; len(values) > 0 {
			b.v[name] = values
		}
	}
	return b.String()
}

// skjult keeps the order and "Vis alle detaljer" when the filter is used.
func (v visning) skjult(names ...string) []ui.Hidden {
	var list []ui.Hidden
	for _, name := range append(names, paramSort, paramRetning) {
		if value := v.adr.v.Get(name); value != "" {
			list = append(list, ui.Hidden{Name: name, Value: value})
		}
	}
	if v.adr.alle() {
		list = append(list, ui.Hidden{Name: paramVis, Value: visAlle})
	}
	return list
}

func (v visning) sokefelt() ui.TextFieldProps {
	return ui.TextFieldProps{
		Field: ui.Field{ID: "sok", Name: "sok", Label: v.P.T("mottaksliste.sok")},
		Value: v.sok, Type: "search", Autocomplete: "off", MaxLength: maxSok,
	}
}

// sokt tells what is searched for; filters names the filters that stay when it goes.
func (v visning) sokt(flere bool, filters ...string) *soktProps {
	if v.sok == "" {
		return nil
	}
	p := &soktProps{
		Tekst: v.P.T("mottaksliste.du-soker", "tekst", v.sok),
		Fjern: ui.PostButtonProps{
			Action: v.sokHref,
			Hidden: v.skjult(filters...),
			Button: ui.ButtonProps{Text: v.P.T("mottaksliste.fjern-sok"), Variant: ui.Tertiary, Icon: ui.IconClose, Small: true},
		},
	}
	if flere {
		p.Merknad = v.P.T("mottaksliste.for-mange")
	}
	return p
}

// sideprops is what the pages around a page are made of. Flere: there are more than
// Antall.
type sideprops struct {
	Antall         int64
	Flere          bool
	Rader          []ident.ID
	Forrige, Neste bool
}

// sider leads to the pages before and after; key is the sentence about the rows.
func (v visning) sider(key string, s sideprops) ui.PaginationProps {
	p := ui.PaginationProps{Name: v.P.T("mottaksliste.sider")}
	rows := s.Rader
	if len(rows) == 0 || !s.Forrige && !s.Neste {
		return p
	}
	n := int64(len(rows))
	fra := v.nr
	switch {
	case !s.Forrige:
		fra = 1
	case !s.Neste:
		fra = s.Antall - n + 1
	}
	antall := v.P.Number(s.Antall)
	if s.Flere {
		antall = v.P.T("mottaksliste.minst", "n", s.Antall)
	}
	p.Status = v.P.T(key, "fra", fra, "til", fra+n-1, "antall", antall)
	if s.Forrige {
		p.Prev = &ui.Link{Text: v.P.T("felles.forrige"), Href: v.at(paramFor, rows[0], max(1, fra-oversikt.Antall))}
	}
	if s.Neste {
		p.Next = &ui.Link{Text: v.P.T("felles.neste"), Href: v.at(paramEtter, rows[n-1], fra+n)}
	}
	return p
}

// at is the page beside a row, whose first row has the number nr.
func (v visning) at(side string, row ident.ID, nr int64) string {
	return v.adr.firstPage().with(side, row.String(), paramNr, strconv.FormatInt(nr, 10)).String()
}

// vipp is the link that opens a row's details.
func (v visning) vipp(row ident.ID, b beboer.Beboer) ui.DetailToggleProps {
	id := row.String()
	return ui.DetailToggleProps{
		RowID: id, Open: v.adr.open(id), Param: paramVis, Href: v.adr.toggled(id), For: v.forNavn(b),
		Show: v.P.T("felles.vis-detaljer"), Hide: v.P.T("felles.skjul-detaljer"),
	}
}
