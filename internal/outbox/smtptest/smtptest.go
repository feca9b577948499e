// Package smtptest is a real mail server inside a test, which can behave as badly as those
// outside: it refuses, waits, and breaks the connection at the worst moments.
package smtptest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Mail is one letter that the server has taken.
type Mail struct {
	From, To  string
	MessageID string
	Raw       string
}

// Oddity is how the server treats one connection that brings a letter. The zero value is
// as it should be.
type Oddity struct {
	// Mail, Rcpt and Data are the codes to refuse the command with; 0 is no refusal.
	Mail, Rcpt, Data int
	// CutIn breaks the connection in the middle of the content, CutAfter when the letter is
	// taken, before the answer.
	CutIn, CutAfter bool
	// Wait holds the answer to DATA back until it is closed.
	Wait <-chan struct{}
	// Began and Whole are closed, if not nil, when the content begins to come and when all
	// of it has come.
	Began, Whole chan struct{}
}

// Options are how the server is set up.
type Options struct {
	// StartTLS and Implicit: with TLS. Neither is plain.
	StartTLS, Implicit bool
	// User and Password, if set, must be given before any letter.
	User, Password string
	// Addr is where to listen; "" is a free port.
	Addr string
}

// Server is the running server. It stops with the test.
type Server struct {
	Host string
	Port int
	// Roots knows the server's certificate.
	Roots *x509.CertPool

	opts     Options
	server   *smtp.Server
	listener net.Listener

	mu       sync.Mutex
	taken    []Mail
	script   []Oddity
	always   *Oddity
	inFlight map[string]int
	most     int
	tried    int
	plain    int
}

// New starts a server.
func New(t testing.TB, o Options) *Server {
	t.Helper()
	s := &Server{Host: "127.0.0.1", opts: o, inFlight: map[string]int{}}
	certificate := s.certificate(t)
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		t.Fatal(err)
	}
	s.Port = listener.Addr().(*net.TCPAddr).Port
	s.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{server: s, conn: c}, nil
	}))
	s.server.Domain = "post.example"
	s.server.ErrorLog = log.New(io.Discard, "", 0)
	s.server.AllowInsecureAuth = false
	config := &tls.Config{Certificates: []tls.Certificate{certificate}}
	switch {
	case o.Implicit:
		listener = tls.NewListener(listener, config)
	case o.StartTLS:
		s.server.TLSConfig = config
	}
	s.listener = listener
	go s.server.Serve(listener)
	t.Cleanup(s.Stop)
	return s
}

// Stop closes the server and all its connections: from then on nobody answers there.
func (s *Server) Stop() {
	_ = s.server.Close()
	_ = s.listener.Close() // the server knows it only when it has begun to listen
}

// Next says how the next letters are treated, one each; after them all goes well.
func (s *Server) Next(script ...Oddity) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script = append(s.script, script...)
}

// Always says how every letter is treated.
func (s *Server) Always(o Oddity) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.always = &o
}

// Taken is every letter that the server has taken, in order.
func (s *Server) Taken() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.taken...)
}

// Tried is how many letters have been begun, taken or not.
func (s *Server) Tried() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tried
}

// MostAtOnce is the largest number of connections that have brought one and the same
// letter at the same time.
func (s *Server) MostAtOnce() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.most
}

// PlainLetters is how many letters have begun on a connection without TLS.
func (s *Server) PlainLetters() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.plain
}

type session struct {
	server   *Server
	conn     *smtp.Conn
	known    bool
	odd      Oddity
	from, to string
}

var errRefused = func(code int) error {
	if code == 0 {
		return nil
	}
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "not today, kari@etat.example"}
}

func (s *session) AuthMechanisms() []string {
	if s.server.opts.User == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.server.opts.User || password != s.server.opts.Password {
			return smtp.ErrAuthFailed
		}
		s.known = true
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.server.opts.User != "" && !s.known {
		return smtp.ErrAuthRequired
	}
	_, isTLS := s.conn.TLSConnectionState()
	server := s.server
	server.mu.Lock()
	defer server.mu.Unlock()
	server.tried++
	if _, wrapped := s.conn.Conn().(*tls.Conn); !isTLS && !wrapped {
		server.plain++
	}
	s.odd = Oddity{}
	switch {
	case server.always != nil:
		s.odd = *server.always
	case len(server.script) > 0:
		s.odd, server.script = server.script[0], server.script[1:]
	}
	s.from = from
	return errRefused(s.odd.Mail)
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	return errRefused(s.odd.Rcpt)
}

var errCut = errors.New("cut")

func (s *session) Data(r io.Reader) error {
	if s.odd.Began != nil {
		close(s.odd.Began)
	}
	if s.odd.CutIn {
		_, _ = io.ReadFull(r, make([]byte, 40))
		_ = s.conn.Conn().Close()
		return errCut
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if s.odd.Whole != nil {
		close(s.odd.Whole)
	}
	id := MessageID(string(raw))
	s.server.enter(id, 1)
	defer s.server.enter(id, -1)
	if s.odd.Wait != nil {
		<-s.odd.Wait
	}
	if s.odd.Data != 0 {
		return errRefused(s.odd.Data)
	}
	s.server.mu.Lock()
	s.server.taken = append(s.server.taken, Mail{s.from, s.to, id, string(raw)})
	s.server.mu.Unlock()
	if s.odd.CutAfter {
		_ = s.conn.Conn().Close()
	}
	return nil
}

func (s *Server) enter(id string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight[id] += n
	s.most = max(s.most, s.inFlight[id])
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

// MessageID finds the identifier in a letter, without its brackets.
func MessageID(raw string) string {
	for line := range strings.SplitSeq(raw, "\r\n") {
		if v, ok := strings.CutPrefix(line, "Message-ID: <"); ok {
			return strings.TrimSuffix(v, ">")
		}
		if line == "" {
			break
		}
	}
	return ""
}

func (s *Server) certificate(t testing.TB) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.ParseIP(s.Host)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	s.Roots = x509.NewCertPool()
	s.Roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}
