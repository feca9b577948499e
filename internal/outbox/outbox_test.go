package outbox_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/outbox"
)

// merknad is a good message: the only kind there is so far.
func merknad(til string) outbox.Melding {
	return outbox.Melding{
		Kanal: outbox.KanalEpost, Mal: outbox.MalInternMerknad, Mottaker: til,
		Data: map[string]string{"beboer": ident.New().String()},
	}
}

func put(t *testing.T, d *db.DB, m outbox.Melding) error {
	t.Helper()
	return d.Write(t.Context(), func(tx *db.Tx) error { return outbox.Put(t.Context(), tx, m) })
}

func count(t *testing.T, d *db.DB, where string) (n int) {
	t.Helper()
	err := d.Read(t.Context(), func(r *db.Rx) error {
		return r.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM utboks WHERE "+where).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The message is there if and only if the event is.
func TestPutIsPartOfTheTransaction(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		undone := errors.New("the event fails")
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			if err := outbox.Put(t.Context(), tx, merknad("imdi@etat.example")); err != nil {
				return err
			}
			return undone
		})
		if !errors.Is(err, undone) || count(t, d, "true") != 0 {
			t.Errorf("a message of an event that never was: %v", err)
		}
		if err := put(t, d, merknad("imdi@etat.example")); err != nil || count(t, d, "dod_tid IS NULL AND sprak = 'nb'") != 1 {
			t.Errorf("no message of the event: %v", err)
		}
	})
}

// No message can carry anything about a person. Every way in is tried on every template:
// other keys, too many, too few, and values that are not identifiers of this program's
// making. What is refused leaves nothing behind.
func TestNoTemplateCarriesPersonalData(t *testing.T) {
	id := ident.New().String()
	secrets := []string{
		"Imdi_Y Etternavn", "202090065103", "2020 900651 03", "01819012345", "kari", "/samtale", "ring meg",
		"", " " + id, id + "\n", id + "?navn=Kari", strings.ToUpper(id), "{" + id + "}", "urn:uuid:" + id,
		"20209006-5103-4000-8000-000000000000", // a DUF number dressed as an identifier
		"00000000-0000-0000-0000-000000000000",
	}
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		for name, sti := range outbox.Stier() {
			good := map[string]string{}
			for _, m := range regexp.MustCompile(`\{([a-z]+)\}`).FindAllStringSubmatch(sti, -1) {
				good[m[1]] = id
			}
			try := func(change func(map[string]string)) {
				t.Helper()
				m := merknad("imdi@etat.example")
				m.Mal, m.Data = name, map[string]string{}
				for k, v := range good {
					m.Data[k] = v
				}
				change(m.Data)
				err := put(t, d, m)
				if err == nil {
					t.Errorf("%s takes %q", name, m.Data)
				}
				for _, s := range secrets {
					if len(s) > 3 && err != nil && strings.Contains(err.Error(), s) {
						t.Errorf("%s: the error shows %q", name, s)
					}
				}
			}
			for _, s := range secrets {
				for key := range good {
					try(func(data map[string]string) { data[key] = s })
				}
				try(func(data map[string]string) { data["navn"] = s })
				try(func(data map[string]string) { data[s] = id })
			}
			for key := range good {
				try(func(data map[string]string) { delete(data, key) })
			}
			try(func(data map[string]string) { clear(data) })
		}
		if n := count(t, d, "true"); n != 0 {
			t.Errorf("%d refused messages are kept", n)
		}
		m := merknad("imdi@etat.example")
		m.Mal = "fritekst"
		if err := put(t, d, m); err == nil {
			t.Error("a template that nobody has registered")
		}
		m = merknad("imdi@etat.example")
		m.Sprak = "Kari"
		if err := put(t, d, m); err == nil {
			t.Error("a language that is a name")
		}
	})
}

// The words are fixed: a text with a placeholder could be filled with anything.
func TestWordsHaveNoPlaceholders(t *testing.T) {
	for _, key := range outbox.Nokler() {
		for _, lang := range []string{"nb", "nn"} {
			p := i18n.For(lang)
			if text := p.T(key); !p.Has(key) || strings.ContainsAny(text, "{}<>&\r\n\t") || strings.Contains(text, "://") {
				t.Errorf("%s %s: %q", lang, key, text)
			}
		}
	}
}

// An address that no server can be given does not undo the event: it is a dead letter.
func TestBadAddresses(t *testing.T) {
	bad := []string{
		"", "imdi", "imdi@", "@etat.no", "Kari <kari@etat.no>", "<kari@etat.no>", "a@b.no, c@d.no", "a@b.no;c@d.no",
		"kari@etat.no\r\nBcc: ond@ond.no", "kari@etat.no\nRCPT TO:<ond@ond.no>", "kari@[10.0.0.1]", "kåre@etat.no",
		"kari@hå.no", "kari@etat.no ", " kari@etat.no", "\"kari\"@etat.no", "kari@etat.no (Kari)", "kari\x00@etat.no", "kari\xff@etat.no",
		strings.Repeat("a", 250) + "@etat.no",
	}
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		for _, address := range bad {
			if err := put(t, d, merknad(address)); err != nil {
				t.Errorf("%q ends the transaction: %v", address, err)
			}
		}
		if n := count(t, d, "dod_tid IS NULL"); n != 0 {
			t.Errorf("%d of the addresses are going to be sent to", n)
		}
		if err := put(t, d, merknad("fornavn.etternavn+bosett@post.etat.no")); err != nil || count(t, d, "dod_tid IS NULL") != 1 {
			t.Errorf("a good address: %v", err)
		}
	})
}
