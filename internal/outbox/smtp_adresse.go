package outbox

import (
	"net"
	"net/mail"
	"net/url"
	"strconv"

	"bosett/internal/fault"
)

// SMTP is the mail server that letters are handed to, and who they are from.
type SMTP struct {
	Host string
	Port int
	// Implicit: TLS from the first byte. Plain: no TLS, to this machine only. Neither: STARTTLS,
	// which must succeed.
	Implicit, Plain bool
	User, Password  string
	Fra             mail.Address
}

// The usual ports: submission with STARTTLS, submission with TLS (RFC 8314), and a relay
// on this machine.
const (
	portStartTLS = 587
	portTLS      = 465
	portPlain    = 25
)

// ParseSMTP reads a server's address: smtp://[user:password@]host[:port] asks for STARTTLS,
// smtps://… for TLS from the first byte, and smtp://localhost?tls=nei for neither, which
// only a server on this machine gets. The error is a fault whose key tells what is wrong
// without showing any of the address, since the password is in it.
func ParseSMTP(address string) (SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Opaque != "" || u.Fragment != "" || (u.Path != "" && u.Path != "/") {
		return SMTP{}, fault.NewInvalid("epost.feil.smtp")
	}
	s := SMTP{Host: u.Hostname()}
	switch u.Scheme {
	case "smtp":
		s.Port = portStartTLS
	case "smtps":
		s.Port, s.Implicit = portTLS, true
	default:
		return SMTP{}, fault.NewInvalid("epost.feil.smtp")
	}
	switch u.RawQuery {
	case "":
	case "tls=nei":
		s.Port, s.Plain = portPlain, true
	default:
		return SMTP{}, fault.NewInvalid("epost.feil.smtp")
	}
	if p := u.Port(); p != "" {
		if s.Port, err = strconv.Atoi(p); err != nil || s.Port < 1 || s.Port > 65535 {
			return SMTP{}, fault.NewInvalid("epost.feil.smtp")
		}
	}
	s.User = u.User.Username()
	s.Password, _ = u.User.Password()
	if (s.User == "") != (s.Password == "") {
		return SMTP{}, fault.NewInvalid("epost.feil.smtp-bruker")
	}
	if s.Plain && (s.Implicit || s.User != "" || !loopback(s.Host)) {
		return SMTP{}, fault.NewInvalid("epost.feil.smtp-uten-tls")
	}
	return s, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// ParseAvsender reads who letters are from: "Bosett <ikke-svar@etat.no>" or the bare address.
func ParseAvsender(s string) (mail.Address, error) {
	a, err := mail.ParseAddress(s)
	if err != nil || !Adresse(a.Address) {
		return mail.Address{}, fault.NewInvalid("epost.feil.adresse")
	}
	return *a, nil
}
