package register

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/fault"
)

// What nobody can see in a name is refused with its place and reason, in both formats
// and in every column that is text: an invisible letter makes two persons of one, and
// one that turns the direction shows another name than is stored.
func TestInvisibleCharacters(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		klargjor(t, d)
		invisible := []rune("\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e" +
			"\u2060\u2064\u2066\u2067\u2068\u2069\u206f\u3164\ufe0f\ufeff\uffa0\ufff9\U0001d173\U000e0001\U000e0041\U000e0100")
		bad := []rune("\u0001\u001b\u007f\u0080\u009b\ue000\ufdd0\ufffd\ufffe\U000f0000\U0010ffff")
		csv, ndjson, want := beboerHode, "", []string{}
		for i, r := range append(invisible, bad...) {
			reason := "Verdien har usynlige tegn (uten bredde, eller som snur skriveretningen)."
			if i >= len(invisible) {
				reason = "Verdien har tegn som ikke kan brukes."
			}
			csv += strings.Replace(person(i), fmt.Sprintf("Navn%d", i), fmt.Sprintf("Na%cvn", r), 1)
			object, err := json.Marshal(map[string]string{"fornavn": "Kari", "etternavn": "Na" + string(r) + "vn"})
			if err != nil {
				t.Fatal(err)
			}
			ndjson += string(object) + "\n"
			want = append(want, fmt.Sprintf("fil.csv, linje %d, fornavn: %s", i+2, reason))
		}
		n := len(want)
		r, out := kjor(t, d, Options{Type: Beboere}, csv)
		if r.Avvist != int64(n) || r.Nye != 0 {
			t.Errorf("%d refused and %d stored of %d:\n%s", r.Avvist, r.Nye, n, out)
		}
		for _, line := range want {
			if !strings.Contains(out, line) {
				t.Errorf("missing %q", line)
			}
		}
		for _, r := range append(invisible, bad...) {
			if r != '\u001b' && strings.ContainsRune(out, r) {
				t.Errorf("the report holds %U", r)
			}
		}
		if _, out = kjor(t, d, Options{Type: Beboere}, ndjson); strings.Count(out, "etternavn: Verdien har ") != n {
			t.Errorf("NDJSON:\n%s", out)
		}
	})
}

// A letter and its accent are one letter, so that the same name is the same text however
// the sending system writes it; the second file changes nothing.
func TestNamesAreComposed(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		klargjor(t, d)
		for i, navn := range []string{"A\u030age Ko\u0308sef Ne\u0301", "Åge Kösef Né", "\u212bge\u2003Kösef\u00a0\u2028Né"} {
			if got := vaskTekst(navn); got != "Åge Kösef Né" {
				t.Errorf("%q is cleaned to %q", navn, got)
			}
			r, out := kjor(t, d, Options{Type: Beboere}, beboerHode+strings.Replace(person(1), "Navn1", navn, 1))
			if r.Avvist != 0 || i == 0 && r.Nye != 1 || i > 0 && r.Uendret != 1 {
				t.Errorf("%q: %+v\n%s", navn, r, out)
			}
		}
		if n := tell(t, d, `SELECT COUNT(*) FROM beboer WHERE fornavn = 'Åge Kösef Né'`); n != 1 {
			t.Errorf("%d stored", n)
		}
	})
}

// What the operator's terminal is told holds nothing that it would obey.
func TestMessageIsPlainText(t *testing.T) {
	_, err := apneLeser(newLinjeleser(strings.NewReader("saksnummer;regnummer;\x1b]0;x\u202e\n")), sakKolonner)
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Key != "register.fil.ukjent-kolonne" || strings.ContainsAny(fmt.Sprint(e.Args...), "\x1b\u202e") {
		t.Errorf("got %q", err)
	}
}
