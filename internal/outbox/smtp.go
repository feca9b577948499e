package outbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"regexp"
	"strings"
	"sync"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"bosett/internal/i18n"
)

// Sender hands one letter to somebody who takes over the responsibility for it. nil is
// that: taken over. Anything else is a *Feil, or a failure that may pass.
type Sender interface {
	Send(ctx context.Context, b Brev) error
}

// Feil tells how a sending ended. It names no address.
type Feil struct {
	// Steg is the command of SMTP that was refused, or "forbindelse".
	Steg string
	// Kode is the server's three-digit answer, 0 if it gave none.
	Kode int
	// Varig: this letter will never be taken. Otherwise it is tried again.
	Varig bool
	// Tjener: the fault is the server's or the settings', and other letters would fare alike.
	Tjener bool
	// Grunn is the server's answer or the network's error, without addresses.
	Grunn string
}

func (f *Feil) Error() string {
	if f.Kode == 0 {
		return f.Steg + ": " + f.Grunn
	}
	return fmt.Sprintf("%s: %d %s", f.Steg, f.Kode, f.Grunn)
}

// Skjerm is where letters go in a demo without a mail server: nowhere. They are read on
// the demo's own page.
type Skjerm struct{}

// Send takes the letter and does nothing.
func (Skjerm) Send(context.Context, Brev) error { return nil }

const (
	// connTimeout is for reaching the server and for each answer of it.
	connTimeout = 60 * time.Second
	// quitTimeout is short: the letter is delivered, and that is not noted before Send ends.
	quitTimeout = time.Second

	stegKontakt = "forbindelse"
	stegData    = "DATA"
)

// Tjener sends by a real mail server, one connection for each letter.
type Tjener struct {
	smtp SMTP
	tls  *tls.Config
}

// NewTjener makes the sender of the settings. It contacts nobody yet: a server that is
// down when the program starts is no reason not to start.
func NewTjener(s SMTP) *Tjener {
	return &Tjener{smtp: s, tls: &tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12}}
}

// Send hands the letter to the server. It returns when the server has answered, or when
// ctx ends, which cuts the connection.
func (t *Tjener) Send(ctx context.Context, b Brev) error {
	msg, err := t.message(b)
	if err != nil {
		return err
	}
	connection := &kept{}
	defer connection.close()
	stop := context.AfterFunc(ctx, connection.close)
	defer stop()
	client, err := t.client(connection)
	if err != nil {
		return err
	}
	server, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return contactFeil(err)
	}
	err = client.SendWithSMTPClient(server, msg)
	if msg.IsDelivered() {
		// The server has taken it. What becomes of the farewell is of no interest.
		farewell(server)
		return nil
	}
	f := sendFeil(err)
	// In the middle of DATA a QUIT would end the letter as if it were whole.
	if f.Steg != stegData && f.Kode != 0 {
		farewell(server)
	}
	return f
}

func farewell(server *smtp.Client) {
	if server.UpdateDeadline(quitTimeout) == nil {
		_ = server.Quit()
	}
}

func (t *Tjener) client(connection *kept) (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithPort(t.smtp.Port), gomail.WithTimeout(connTimeout), gomail.WithTLSConfig(t.tls),
		gomail.WithDialContextFunc(connection.dial(t)),
		gomail.WithoutNoop(), gomail.WithoutRset(), gomail.WithoutSMTPUTF8(),
	}
	switch {
	case t.smtp.Plain:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	case t.smtp.Implicit:
		// The connection has TLS when the library gets it. This makes the library look.
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if t.smtp.User != "" {
		options = append(options, gomail.WithUsername(t.smtp.User), gomail.WithPassword(t.smtp.Password),
			gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover))
	}
	client, err := gomail.NewClient(t.smtp.Host, options...)
	if err != nil {
		return nil, contactFeil(err)
	}
	return client, nil
}

// message writes the letter. Everything in it follows from the row, so that a second
// sending is the same letter byte for byte, under the same Message-ID.
func (t *Tjener) message(b Brev) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithBoundary("bosett-"+b.ID.String()))
	m.FromMailAddress(&t.smtp.Fra)
	if !Adresse(b.Til) {
		return nil, &Feil{Steg: "mottaker", Varig: true, Grunn: "adressen kan ikke brukes"}
	}
	if err := m.To(b.Til); err != nil {
		return nil, &Feil{Steg: "mottaker", Varig: true, Grunn: "adressen kan ikke brukes"}
	}
	_, domain, _ := strings.Cut(t.smtp.Fra.Address, "@")
	m.SetMessageIDWithValue(b.ID.String() + "@" + domain)
	m.SetDateWithValue(b.Opprettet)
	m.Subject(b.Emne)
	// No holiday reply and no bounce loop may answer a program (RFC 3834).
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader("X-Auto-Response-Suppress", "All")
	m.SetGenHeader("Content-Language", b.Sprak)
	m.SetBodyString(gomail.TypeTextPlain, b.Tekst)
	m.AddAlternativeString(gomail.TypeTextHTML, b.HTML)
	return m, nil
}

// contactFeil is what goes wrong before a letter is spoken of: the server is not there,
// has no TLS or a wrong certificate, or does not know us. All of it can be mended without
// touching the letter, also what the server calls permanent.
func contactFeil(err error) *Feil {
	f := &Feil{Steg: stegKontakt, Tjener: true, Grunn: short(err.Error())}
	if answer, ok := errors.AsType[*textproto.Error](err); ok {
		f.Kode, f.Grunn = answer.Code, short(answer.Msg)
	}
	return f
}

// sendFeil tells a refusal of this letter (5xx to its recipient or its content) from what
// may pass. The library calls a broken connection permanent, so its word is not asked for.
func sendFeil(err error) *Feil {
	f := &Feil{Steg: stegKontakt, Tjener: true}
	if err == nil {
		f.Grunn = "ukjent"
		return f
	}
	f.Grunn = short(err.Error())
	refused, ok := errors.AsType[*gomail.SendError](err)
	if !ok {
		return f
	}
	f.Kode = refused.ErrorCode()
	switch refused.Reason {
	case gomail.ErrSMTPMailFrom:
		f.Steg = "MAIL FROM"
		return f // the sender is a setting
	case gomail.ErrSMTPRcptTo:
		f.Steg = "RCPT TO"
	case gomail.ErrSMTPData, gomail.ErrSMTPDataClose, gomail.ErrWriteContent:
		f.Steg = stegData
	}
	switch f.Kode {
	case 0, 421, 454, 530, 534, 535, 538: // the line is broken or closing, or we are not let in
	default:
		f.Tjener = false
		f.Varig = f.Kode >= 500
	}
	return f
}

var withAt = regexp.MustCompile(`\S*@\S*`)

// maxGrunn is how much of a server's answer is kept.
const maxGrunn = 300

// short keeps a server's words on one line, of bounded length and without addresses.
func short(s string) string {
	s = withAt.ReplaceAllString(i18n.OneLine(s), "…")
	if r := []rune(s); len(r) > maxGrunn {
		s = string(r[:maxGrunn])
	}
	return s
}

// kept is the one connection of a sending: the library leaves it open when something goes
// wrong, and has no deadline for the whole.
type kept struct {
	mu     sync.Mutex
	conn   net.Conn
	closed bool
}

// dial reaches the server, with TLS from the first byte where the settings say so.
func (k *kept) dial(t *Tjener) gomail.DialContextFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		var conn net.Conn
		var err error
		if t.smtp.Implicit {
			conn, err = (&tls.Dialer{Config: t.tls}).DialContext(ctx, network, address)
		} else {
			conn, err = (&net.Dialer{}).DialContext(ctx, network, address)
		}
		if err != nil {
			return nil, err
		}
		k.mu.Lock()
		defer k.mu.Unlock()
		if k.closed {
			return nil, errors.Join(context.Canceled, conn.Close())
		}
		k.conn = conn
		return conn, nil
	}
}

func (k *kept) close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.closed = true
	if k.conn != nil {
		_ = k.conn.Close()
	}
}
