package samtale

import (
	"context"

	"bosett/internal/db"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/kodeliste"
	"bosett/internal/samtale/samtaledb"
	"bosett/internal/skjema"
)

// Ordlyd is what a person's questions said, and the facts that chose them, when the
// interview was completed: an answer is read together with the question that it
// answered, whatever the questions say later.
type Ordlyd struct {
	Fakta   skjema.Fakta                     `json:"fakta"`
	Tekster map[string]map[skjema.Kode]Tekst `json:"tekster"`
}

// Tekst returns the words of the question at completion. false: it was not asked.
func (o *Ordlyd) Tekst(lang string, k skjema.Kode) (Tekst, bool) {
	t, ok := o.Tekster[lang][k]
	return t, ok
}

// maalformer are the languages in which the wording is kept.
var maalformer = []string{"nb", "nn"}

// NewOrdlyd is what the questions and the codes say now to who is completed.
func NewOrdlyd(g skjema.Grunnlag, koder *kodeliste.Lister) Ordlyd {
	staar := map[skjema.Kode][]string{}
	for n, svar := range g.Svar {
		staar[n.Sporsmal] = append(staar[n.Sporsmal], svar.Verdi)
	}
	o := Ordlyd{Fakta: g.Fakta, Tekster: map[string]map[skjema.Kode]Tekst{}}
	for _, lang := range maalformer {
		p := i18n.For(lang)
		o.Tekster[lang] = map[skjema.Kode]Tekst{}
		for _, f := range definisjon.Visible(g, Publikum) {
			o.Tekster[lang][f.Sporsmal.Kode] = TekstFor(p, f.Sporsmal).MedKoder(koder, lang, f.Sporsmal, staar[f.Sporsmal.Kode]...)
			if f.Sporsmal.Forsegles { // their rows are not among what is asked
				for i := range f.Sporsmal.Barn {
					o.Tekster[lang][f.Sporsmal.Barn[i].Kode] = TekstFor(p, &f.Sporsmal.Barn[i])
				}
			}
		}
	}
	return o
}

func getOrdlyd(ctx context.Context, r db.Reader, samtaleID, beboerID ident.ID) (*Ordlyd, error) {
	row, err := samtaledb.New(r).GetOrdlyd(ctx, samtaledb.GetOrdlydParams{Samtale: samtaleID, Beboer: beboerID})
	if err != nil {
		return nil, err
	}
	o := &Ordlyd{}
	return o, row.Ordlyd.Into(o)
}
