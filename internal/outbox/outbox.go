// Package outbox sends what the system tells the world outside: today e-mail. A message is
// put in the same transaction as the event it tells of, so that neither exists without the
// other, and a worker on every node sends it afterwards. No message can hold personal
// data: a template is fixed words and one link, and the link's only variable parts are
// identifiers of rows (see mal.go).
package outbox

import (
	"context"
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode"

	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/outbox/outboxdb"
)

// KanalEpost is the only channel there is.
const KanalEpost = "epost"

// Melding is one message to one recipient.
type Melding struct {
	// Kanal is KanalEpost.
	Kanal string
	// Mal is the name of a template, such as MalInternMerknad.
	Mal string
	// Mottaker is a bare address: "navn@etat.no".
	Mottaker string
	// Sprak is the recipient's written language, "nb" or "nn"; "" is bokmål.
	Sprak string
	// Data has exactly the keys that the template names, each the canonical text of an
	// identifier that this program has made (ident.New). Nothing else can be sent.
	Data map[string]string
}

// Put leaves a message to be sent when tx is committed. An unknown template, a key too many
// or too few and a value that is not an identifier are errors of the program, and end the
// transaction. An address that cannot be one is not: the row is kept as a dead letter with
// the reason, since the event that the message tells of must not be lost for it. About
// persons with a protected address no message is put at all; that is the caller's to know.
func Put(ctx context.Context, tx *db.Tx, m Melding) error {
	if err := m.check(); err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	data, err := db.ToJSON(m.Data)
	if err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	row := outboxdb.InsertMeldingParams{
		ID: ident.New(), Kanal: m.Kanal, Mal: m.Mal, Mottaker: m.Mottaker, Sprak: m.Sprak, Data: data,
		OpprettetTid: db.At(tx.Now()), NesteTid: straks,
	}
	if row.Sprak == "" {
		row.Sprak = "nb"
	}
	if !Adresse(m.Mottaker) {
		row.Mottaker = storable(m.Mottaker)
		row.DodTid, row.Feil = db.SomeTime(tx.Now()), feilAdresse
	}
	if err := outboxdb.New(tx).InsertMelding(ctx, row); err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	return nil
}

func (m Melding) check() error {
	if m.Kanal != KanalEpost {
		return fmt.Errorf("unknown channel %q", m.Kanal)
	}
	if m.Sprak != "" && m.Sprak != "nb" && m.Sprak != "nn" {
		return fmt.Errorf("unknown language %q", m.Sprak)
	}
	_, err := m.sti()
	return err
}

// maxAdresse is the longest path of RFC 5321 without its angle brackets.
const maxAdresse = 254

// Adresse tells whether s is one bare address that a mail server can be given: no name in
// front, no comment, no line break, a domain after the sign.
func Adresse(s string) bool {
	if len(s) > maxAdresse || strings.ContainsAny(s, " \t\r\n\"(),:;<>[\\]\x00") {
		return false
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Name != "" || a.Address != s {
		return false
	}
	for _, r := range s {
		if r < '!' || r > '~' {
			return false // a server that knows no SMTPUTF8 would refuse it
		}
	}
	return true
}

// storable is as much of a bad address as both databases can keep on one line.
func storable(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '\uFFFD'
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.ToValidUTF8(s[:min(len(s), maxAdresse)], "")
}

// straks is due whatever the clocks say: the event's clock may have been wrong.
var straks = db.At(time.Unix(0, 0))

// feilAdresse stands in the column feil of a message whose recipient is no address.
const feilAdresse = "mottaker: adressen kan ikke brukes"
