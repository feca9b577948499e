package samtale_test

import (
	"testing"

	"bosett/internal/i18n"
	"bosett/internal/samtale"
	"bosett/internal/skjema"
)

// S5: every question has a help text of its own, in both languages. The only field of a
// row has the help of its group.
func TestEveryQuestionHasHelp(t *testing.T) {
	for _, lang := range []string{"nb", "nn"} {
		seen := map[string]skjema.Kode{}
		samtale.Definisjon().Alle(func(_ *skjema.Seksjon, gruppe, q *skjema.Sporsmal) {
			if gruppe != nil && len(gruppe.Barn) == 1 {
				return
			}
			help := samtale.TekstFor(i18n.For(lang), q).Hjelp
			if len(help) < 40 {
				t.Errorf("%s: %s has no help: %q", lang, q.Kode, help)
			}
			if other, twice := seen[help]; twice {
				t.Errorf("%s: %s and %s have the same help", lang, other, q.Kode)
			}
			seen[help] = q.Kode
		})
	}
}
