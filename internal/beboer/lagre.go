package beboer

import (
	"context"
	"maps"
	"slices"
	"strings"

	"bosett/internal/db"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/tilgang"
)

// lagre writes what differs: grades of households, residents, their words and the counts.
func (f *flokk) lagre(ctx context.Context, tx *db.Tx) error {
	byGrade := map[tilgang.Gradering][]ident.ID{}
	for id, h := range f.husstander {
		if h.gradering != h.lagret {
			byGrade[h.gradering] = append(byGrade[h.gradering], id)
		}
	}
	for grad, ids := range byGrade {
		err := db.ExecIn(ctx, tx, `UPDATE husstand SET gradering = $1, versjon = versjon + 1 WHERE id IN $LIST`, ids, string(grad))
		if err != nil {
			return err
		}
	}
	// In the order of the identifiers: new rows land at the end of the indexes, and two
	// transactions take their locks alike.
	changed := slices.SortedFunc(maps.Values(f.personer), func(a, b *person) int {
		return strings.Compare(string(a.id[:]), string(b.id[:]))
	})
	changed = slices.DeleteFunc(changed, func(p *person) bool { return !p.changed() })
	for _, step := range []func(context.Context, *db.Tx, []*person) error{lagrePersoner, lagreOrd, lagreTall} {
		if err := step(ctx, tx, changed); err != nil {
			return err
		}
	}
	return nil
}

// The columns by what they depend on: a change of the case must not rewrite every
// index of the row.
var (
	keyColumns = []string{"id", "duf", "duf_gyldig", "opprettet_tid", "endret_tid"}
	sakColumns = []string{"har_sak", "sak_opprettet", "sak_status", "fodt_sak"}
	allColumns = []string{"husstand", "mottak", "fodselsnummer", "fornavn", "mellomnavn", "etternavn", "navn_sort", "fodt",
		"kjonn", "statsborgerskap", "persontype", "familierolle", "plasstype", "vedtak_dato", "kompass_tid", "gradering", "gradert",
		"familieplass", "har_sak", "sak_opprettet", "sak_status", "fodt_sak"}
)

// values are those of keyColumns and allColumns, in that order.
func (p *person) values(now db.Time) []any {
	t := p.naa
	return []any{
		p.id, string(p.duf), p.dufGyldig, now, now,
		t.Husstand, t.Mottak, string(t.Fodselsnummer), t.Fornavn, t.Mellomnavn, t.Etternavn, t.sortKey(), t.Fodt,
		string(t.Kjonn), t.Statsborgerskap, string(t.Persontype), string(t.Familierolle), string(t.Plasstype),
		t.VedtakDato, t.KompassTid, string(t.Gradering), t.Gradert,
		t.Familieplass, t.HarSak, t.SakOpprettet, t.SakStatus, t.FodtSak,
	}
}

// sortKey orders by last name and then by first and middle name: two keys after each
// other, so that "Haile, Selam" stands before "Haile Tesfaye, Abel".
func (t tilstand) sortKey() []byte {
	return append(i18n.SortKey(t.Etternavn), i18n.SortKey(strings.TrimSpace(t.Fornavn+" "+t.Mellomnavn))...)
}

// onlySak tells whether nothing but the copy of the case differs.
func (p *person) onlySak() bool {
	naa := p.naa
	naa.sakskopi = p.lagret.sakskopi
	return naa == *p.lagret
}

func lagrePersoner(ctx context.Context, tx *db.Tx, changed []*person) error {
	now := db.At(tx.Now())
	var fresh, sakOnly, whole [][]any
	for _, p := range changed {
		switch {
		case p.lagret == nil:
			fresh = append(fresh, p.values(now))
		case p.onlySak():
			sakOnly = append(sakOnly, p.values(now))
		default:
			whole = append(whole, p.values(now))
		}
	}
	insert := "INSERT INTO beboer (" + strings.Join(append(slices.Clone(keyColumns), allColumns...), ", ") + ")"
	if err := db.BulkInsert(ctx, tx, insert, fresh, ""); err != nil {
		return err
	}
	if err := db.BulkInsert(ctx, tx, insert, sakOnly, onConflict(sakColumns)); err != nil {
		return err
	}
	return db.BulkInsert(ctx, tx, insert, whole, onConflict(allColumns))
}

// onConflict turns the bulk insert of known rows into a bulk update.
func onConflict(columns []string) string {
	var b strings.Builder
	b.WriteString("ON CONFLICT (id) DO UPDATE SET versjon = beboer.versjon + 1, endret_tid = excluded.endret_tid")
	for _, c := range columns {
		b.WriteString(", " + c + " = excluded." + c)
	}
	return b.String()
}

// lagreOrd keeps the words that a search by name finds.
func lagreOrd(ctx context.Context, tx *db.Tx, changed []*person) error {
	var old []ident.ID
	var rows [][]any
	for _, p := range changed {
		if p.lagret != nil {
			if p.lagret.ordkilde() == p.naa.ordkilde() {
				continue
			}
			old = append(old, p.id)
		}
		for _, ord := range p.naa.ord() {
			rows = append(rows, []any{p.naa.Mottak, p.naa.Gradert, ord, p.id})
		}
	}
	if err := db.ExecIn(ctx, tx, `DELETE FROM beboer_ord WHERE beboer IN $LIST`, old); err != nil {
		return err
	}
	return db.BulkInsert(ctx, tx, `INSERT INTO beboer_ord (mottak, gradert, ord, beboer)`, rows, "")
}

// ordkilde is what the words and their rows depend on.
type ordkilde struct {
	mottak                         ident.ID
	gradert                        bool
	fornavn, mellomnavn, etternavn string
}

func (t tilstand) ordkilde() ordkilde {
	return ordkilde{t.Mottak, t.Gradert, t.Fornavn, t.Mellomnavn, t.Etternavn}
}

// ord are the words of all parts of the name, each once.
func (t tilstand) ord() []string {
	return i18n.IndexWords(t.Fornavn + " " + t.Mellomnavn + " " + t.Etternavn)
}
