package outbox

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"time"

	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/outbox/outboxdb"
)

// Brev is one e-mail, ready to be sent. It is a function of the row and of the site's
// address alone, so that every sending of a row is the same letter.
type Brev struct {
	// ID is the row's; the Message-ID is made of it.
	ID ident.ID
	// Til is the bare address of the recipient.
	Til string
	// Sprak is "nb" or "nn".
	Sprak string
	// Emne, Tekst and HTML are the subject and the two forms of the same words.
	Emne, Tekst, HTML string
	// Opprettet is when the event happened.
	Opprettet time.Time
}

// stil has the reader's own colours, light or dark.
const stil = "html{background:Canvas;color:CanvasText}a{color:LinkText}body{font-family:Arial,Helvetica,sans-serif;font-size:1rem;line-height:1.5;margin:0;padding:1rem}" +
	"main{max-width:36rem;margin:0 auto}h1{font-size:1.25rem;line-height:1.3}a{overflow-wrap:anywhere}.bunn{font-size:.875rem}"

// CSP is the policy to show a letter's HTML under on a page of ours.
var CSP = func() string {
	sum := sha256.Sum256([]byte(stil))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}()

type brevProps struct {
	sprak, emne, tekst, lenketekst, lenke, bunn string
}

// newBrev writes the letter of a row. base is the address that readers know the site by.
func newBrev(ctx context.Context, row outboxdb.Utbok, base *url.URL) (Brev, error) {
	m := Melding{Kanal: row.Kanal, Mal: row.Mal, Mottaker: row.Mottaker, Sprak: row.Sprak}
	if err := row.Data.Into(&m.Data); err != nil {
		return Brev{}, fmt.Errorf("outbox: %w", err)
	}
	if err := m.check(); err != nil {
		return Brev{}, fmt.Errorf("outbox: %w", err)
	}
	sti, err := m.sti()
	if err != nil {
		return Brev{}, fmt.Errorf("outbox: %w", err)
	}
	t, p := maler[m.Mal], i18n.For(m.Sprak)
	props := brevProps{
		sprak: p.Lang(), emne: p.T(t.emne), tekst: p.T(t.tekst),
		lenketekst: p.T(t.lenke), lenke: base.JoinPath(sti).String(), bunn: p.T("epost.bunn"),
	}
	var html bytes.Buffer
	if err := dokument(props).Render(ctx, &html); err != nil {
		return Brev{}, fmt.Errorf("outbox: %w", err)
	}
	return Brev{
		ID: row.ID, Til: row.Mottaker, Sprak: props.sprak, Emne: props.emne, Opprettet: row.OpprettetTid.Time,
		Tekst: props.tekst + "\n\n" + props.lenketekst + ":\n" + props.lenke + "\n\n-- \n" + props.bunn + "\n",
		HTML:  html.String(),
	}, nil
}
