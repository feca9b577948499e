package oversikt

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"bosett/internal/beboer"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/sak"
	"bosett/internal/tilgang"
)

// Beboersort is a column that the list of residents is sorted by.
type Beboersort string

// The columns of the list of residents.
const (
	BeboereEtterOpprettet Beboersort = "opprettet"
	BeboereEtterDuf       Beboersort = "duf"
	BeboereEtterNavn      Beboersort = "navn"
	BeboereEtterAlder     Beboersort = "alder"
	BeboereEtterPlasstype Beboersort = "plasstype"
	BeboereEtterStatus    Beboersort = "status"
)

var beboersorter = []Beboersort{
	BeboereEtterOpprettet, BeboereEtterDuf, BeboereEtterNavn, BeboereEtterAlder, BeboereEtterPlasstype, BeboereEtterStatus,
}

// Kjent tells whether the list can be sorted by it.
func (s Beboersort) Kjent() bool { return slices.Contains(beboersorter, s) }

// Sakfilter chooses residents with or without a bosettingssak.
type Sakfilter string

// The filters on having a case.
const (
	MedOgUtenSak Sakfilter = ""
	MedSak       Sakfilter = "med"
	UtenSak      Sakfilter = "uten"
)

// Sakfiltre lists the filters in the order that pages show them.
var Sakfiltre = []Sakfilter{MedSak, UtenSak}

// Beboersporring is what a reader asks the list of residents for.
type Beboersporring struct {
	Sok        string // DUF number, reg-number or name; "" lists all
	Status     sak.Status
	Persontype beboer.Persontype
	Sak        Sakfilter
	Sort       Beboersort // an unknown one is by name
	Synkende   bool
	Side
}

// Beboere is one page of the list of residents.
type Beboere struct {
	Rader []Mottaksbeboer
	// Antall counts the residents for the search and filters as they stand, on all pages.
	Antall int64
	// Flere: the search may find more than are counted and listed.
	Flere          bool
	Forrige, Neste bool
	// Tall are the centre's figures, of the same moment.
	Tall Tall
}

// ListBeboere returns a page of everybody in the scope. Every person in its rows is
// logged as seen.
func ListBeboere(ctx context.Context, r innsyn.Reader, s tilgang.Scope, q Beboersporring) (Beboere, error) {
	g, err := loadGrupper(ctx, r, s)
	if err != nil {
		return Beboere{}, err
	}
	out := Beboere{Tall: g.tall(r)}
	rk := q.rekke(s)
	var from kilde
	if q.Sok != "" {
		if from, err = q.searched(ctx, r, s, rk, &out); err != nil {
			return Beboere{}, err
		}
	} else {
		listed := only(g.beboere, func(b beboergruppe) bool { return q.keep(s, b.harSak, b.status, b.persontype) })
		out.Antall = antall(listed)
		from = runs(r, q.runs(s, rk, listed))
	}
	where := scopeOf(s)
	if q.demandsSak(s) {
		// The order may tell about those with a case only, also through the row that a
		// page begins beside.
		where = append(where, vilkar{"har_sak", nil})
	}
	at, err := rk.find(ctx, r, cmp.Or(q.Etter, q.For), where, q.vilkar())
	if err != nil {
		return Beboere{}, err
	}
	side, err := rk.page(ctx, from, at, q.For == ident.Nil, q.limit())
	if err != nil {
		return Beboere{}, err
	}
	out.Forrige, out.Neste = side.forrige, side.neste
	out.Rader, err = loadBeboere(ctx, r, s, side.keys)
	return out, err
}

// Values that stand for "no case", and the last date that is one.
var (
	ingenDato   = "9999-12-31"
	ingenStatus = ""
)

const sisteDato = "9999-12-30"

func (q Beboersporring) rekke(s tilgang.Scope) rekke {
	rk := rekke{table: "beboer", synkende: q.Synkende}
	switch q.Sort {
	case BeboereEtterOpprettet:
		rk.columns, rk.ingen = []kolonne{{"sak_opprettet", dato}}, &ingenDato
	case BeboereEtterDuf:
		rk.columns = []kolonne{{"duf", tekst}}
	case BeboereEtterAlder:
		// The youngest are born last.
		rk.synkende = !q.Synkende
		if s.SerUtenSak() || q.demandsSak(s) {
			rk.columns = []kolonne{{"fodt", dato}}
		} else {
			rk.columns, rk.ingen = []kolonne{{"fodt_sak", dato}}, &ingenDato
		}
	case BeboereEtterPlasstype:
		rk.columns = []kolonne{{"plasstype", tekst}}
	case BeboereEtterStatus:
		rk.columns, rk.ingen = []kolonne{{"sak_status", tekst}, {"navn_sort", oktett}}, &ingenStatus
	default:
		rk.columns = []kolonne{{"navn_sort", oktett}}
	}
	return rk
}

// demandsSak tells whether only residents with a case can be in the list. A filter on
// persontype says something about a person, so it does not reach those who are only a
// line to the reader.
func (q Beboersporring) demandsSak(s tilgang.Scope) bool {
	return q.Sak == MedSak || q.Status != "" || q.Persontype != "" && !s.SerUtenSak()
}

func (q Beboersporring) filtered() bool {
	return q.Sak != MedOgUtenSak || q.Status != "" || q.Persontype != ""
}

// vilkar are the filters as conditions. The hits of a search are asked themselves.
func (q Beboersporring) vilkar() (all []vilkar) {
	switch {
	case q.Sok != "":
		return []vilkar{{"FALSE", nil}}
	case q.Sak == MedSak:
		all = append(all, vilkar{"har_sak", nil})
	case q.Sak == UtenSak:
		all = append(all, vilkar{"NOT har_sak", nil})
	}
	if q.Status != "" {
		all = append(all, vilkar{"sak_status = ", string(q.Status)})
	}
	if q.Persontype != "" {
		all = append(all, vilkar{"persontype = ", string(q.Persontype)})
	}
	return all
}

// keep tells whether the filters let a resident through.
func (q Beboersporring) keep(s tilgang.Scope, harSak bool, status, persontype string) bool {
	switch {
	case q.Sak == UtenSak && harSak, q.demandsSak(s) && !harSak:
		return false
	case q.Status != "" && status != string(q.Status), q.Persontype != "" && persontype != string(q.Persontype):
		return false
	}
	return true
}

// runs are the stretches of the indexes that hold the groups: the whole centre where
// nothing is filtered, else one per status and persontype.
func (q Beboersporring) runs(s tilgang.Scope, rk rekke, grupper []beboergruppe) []run {
	base := func(gradert bool) []vilkar {
		return []vilkar{{"mottak = ", s.Mottak()}, {"gradert = " + sqlBool(gradert), nil}}
	}
	var list []run
	first := rk.columns[0].name
	if first == "fodt_sak" || !q.filtered() && first != "sak_status" {
		for _, g := range gradert(s) {
			of := func(harSak bool) int64 {
				return antall(only(grupper, func(b beboergruppe) bool { return b.gradert == g && b.harSak == harSak }))
			}
			list = append(list, rk.whole(base(g), of(true), of(false))...)
		}
		return list
	}
	for _, b := range grupper {
		one := run{vilkar: append(base(b.gradert), vilkar{"sak_status = ", b.status}, vilkar{"persontype = ", b.persontype}), antall: b.antall}
		switch {
		case first == "sak_status":
			one.fast = []string{rk.rang(!b.harSak), b.status}
		case rk.ingen != nil && b.harSak:
			one.fast = []string{rk.rang(false)}
		case rk.ingen != nil:
			one = rk.none(one)
		}
		list = append(list, one)
	}
	return list
}

// none is the run of those without a value, whose column is settled.
func (r rekke) none(one run) run {
	one.vilkar = append(slices.Clone(one.vilkar), vilkar{r.columns[0].name + " = ", *r.ingen})
	one.fast = []string{r.rang(true), *r.ingen}
	return one
}

// whole is all of a centre: one run, or those with and those without a value.
func (r rekke) whole(base []vilkar, med, uten int64) (list []run) {
	if r.ingen == nil {
		return []run{{vilkar: base, antall: med + uten}}
	}
	if med > 0 {
		list = append(list, run{vilkar: base, fast: []string{r.rang(false)}, til: sisteDato, antall: med})
	}
	if uten > 0 {
		list = append(list, r.none(run{vilkar: base, antall: uten}))
	}
	return list
}

func (q Beboersporring) searched(ctx context.Context, r innsyn.Reader, s tilgang.Scope, rk rekke, out *Beboere) (kilde, error) {
	var keys []nokkel
	// The filters are checked here, so that no engine is tempted by their indexes.
	flere, err := parseSok(q.Sok).hits(ctx, r, s, columnList(rk.columns, "b.")+", b.har_sak, b.sak_status, b.persontype", func(rows *sql.Rows, t *treff) error {
		var (
			harSak             bool
			status, persontype string
		)
		id, values, err := scanRow(rows, rk.columns, &harSak, &status, &persontype)
		if err == nil && t.ny(id) && q.keep(s, harSak, status, persontype) {
			keys = append(keys, rk.key(id, values))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	out.Flere, out.Antall = flere, int64(len(keys))
	return memory(keys), nil
}
