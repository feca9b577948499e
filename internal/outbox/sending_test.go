package outbox

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"

	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/outbox/smtptest"
)

var ways = map[string]smtptest.Options{
	"a relay on this machine":    {},
	"STARTTLS":                   {StartTLS: true},
	"STARTTLS and authenticated": {StartTLS: true, User: "bosett", Password: "hemmelig"},
	"TLS":                        {Implicit: true},
	"TLS and authenticated":      {Implicit: true, User: "bosett", Password: "hemmelig"},
}

func TestDelivers(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		for name, o := range ways {
			execute(t, d, "DELETE FROM utboks")
			s := smtptest.New(t, o)
			stop := run(t, newWorker(d, sender(s, o), io.Discard))
			putN(t, d, 5)
			settle(t, d)
			stop()
			onceEach(t, d, s)
			if n := s.PlainLetters(); n > 0 && (o.StartTLS || o.Implicit) {
				t.Errorf("%s: %d letters without TLS", name, n)
			}
		}
	})
}

// parts takes a letter apart as a mail program does.
func parts(t *testing.T, raw string) (h mail.Header, text, html string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%s: %v", kind, err)
	}
	r := multipart.NewReader(m.Body, params["boundary"])
	var bodies []string
	for {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := io.Copy(&b, quotedprintable.NewReader(p)); err != nil || p.Header.Get("Content-Transfer-Encoding") != "quoted-printable" {
			t.Fatalf("%v %v", p.Header, err)
		}
		bodies = append(bodies, p.Header.Get("Content-Type")+"\n"+b.String())
	}
	if len(bodies) != 2 || !strings.HasPrefix(bodies[0], "text/plain; charset=UTF-8") || !strings.HasPrefix(bodies[1], "text/html; charset=UTF-8") {
		t.Fatalf("parts: %q", bodies)
	}
	return m.Header, bodies[0], bodies[1]
}

// What the recipient gets, in both written languages, word by word from the catalogues'
// intention: a sentence, a link to our own site and nothing about anybody.
func TestTheLetter(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	s := smtptest.New(t, smtptest.Options{})
	run(t, newWorker(d, sender(s, smtptest.Options{}), io.Discard))
	putN(t, d, 2)
	settle(t, d)
	words := map[string][]string{
		"nb": {"Ny intern merknad i en bosettingssamtale", "Mottaket har skrevet en ny intern merknad til IMDi", "Åpne saken i Bosett"},
		"nn": {"Ny intern merknad i ein busetjingssamtale", "Mottaket har skrive ein ny intern merknad til IMDi", "Opne saka i Bosett"},
	}
	seen := map[string]bool{}
	for _, m := range s.Taken() {
		h, text, html := parts(t, m.Raw)
		lang := h.Get("Content-Language")
		seen[lang] = true
		subject, err := (&mime.WordDecoder{}).DecodeHeader(h.Get("Subject"))
		if err != nil || subject != words[lang][0] {
			t.Errorf("%s: subject %q", lang, subject)
		}
		for _, w := range words[lang][1:] {
			if !strings.Contains(text, w) || !strings.Contains(html, w) {
				t.Errorf("%s: no %q in\n%s\n%s", lang, w, text, html)
			}
		}
		link := "https://bosett.example/samtale/"
		if strings.Count(text, "://") != 1 || strings.Count(html, "://") != 1 || !strings.Contains(text, link) || !strings.Contains(html, `<a href="`+link) {
			t.Errorf("%s: other links than one to the page", lang)
		}
		if !strings.Contains(html, `<html lang="`+lang+`">`) || strings.Contains(html, "<img") || strings.Contains(html, "<script") || strings.Contains(html, "src=") {
			t.Errorf("%s: %s", lang, html)
		}
		if h.Get("From") != `"Bosett" <ikke-svar@bosett.example>` || m.From != "ikke-svar@bosett.example" || h.Get("To") != "<"+m.To+">" ||
			h.Get("Auto-Submitted") != "auto-generated" || h.Get("Cc")+h.Get("Bcc")+h.Get("User-Agent")+h.Get("X-Mailer") != "" {
			t.Errorf("%s: headers %v", lang, h)
		}
	}
	if !seen["nb"] || !seen["nn"] {
		t.Errorf("languages %v", seen)
	}
}

// Each way of failing: how often the letter is tried, how often it comes, whether it is
// given up. The expectation follows RFC 5321: 4xx and a broken line pass, 5xx for the
// recipient or the content does not.
func TestFailures(t *testing.T) {
	rows := []struct {
		name        string
		odd         smtptest.Oddity
		come, tried int
		dead        bool
		reason      string
	}{
		{"recipient later", smtptest.Oddity{Rcpt: 451}, 1, 2, false, ""},
		{"recipient never", smtptest.Oddity{Rcpt: 550}, 0, 1, true, "RCPT TO: 550"},
		{"content later", smtptest.Oddity{Data: 452}, 1, 2, false, ""},
		{"content never", smtptest.Oddity{Data: 554}, 0, 1, true, "DATA: 554"},
		{"sender later", smtptest.Oddity{Mail: 451}, 1, 2, false, ""},
		// The sender is a setting, which somebody mends; the letter is not to blame.
		{"sender never", smtptest.Oddity{Mail: 550}, 1, 2, false, ""},
		{"we are not let in", smtptest.Oddity{Rcpt: 530}, 1, 2, false, ""},
		{"the server closes", smtptest.Oddity{Rcpt: 421}, 1, 2, false, ""},
		{"broken in the middle of the content", smtptest.Oddity{CutIn: true}, 1, 2, false, ""},
		// Nobody can know whether it came: it is sent again, as the same letter.
		{"broken before the answer", smtptest.Oddity{CutAfter: true}, 2, 2, false, ""},
	}
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		for _, row := range rows {
			execute(t, d, "DELETE FROM utboks")
			s := smtptest.New(t, smtptest.Options{StartTLS: true})
			s.Next(row.odd)
			out := &logg{}
			stop := run(t, newWorker(d, sender(s, smtptest.Options{StartTLS: true}), out))
			putN(t, d, 1)
			settle(t, d)
			stop()
			taken := s.Taken()
			if len(taken) != row.come || s.Tried() != row.tried {
				t.Errorf("%s: came %d times of %d tries, want %d of %d", row.name, len(taken), s.Tried(), row.come, row.tried)
			}
			for _, m := range taken {
				if m.MessageID != newest(t, d)[0].Brev.ID.String()+"@bosett.example" || m.Raw != taken[0].Raw {
					t.Errorf("%s: another letter:\n%s\n%s", row.name, m.Raw, taken[0].Raw)
				}
			}
			v := newest(t, d)[0]
			if (v.Tilstand == GittOpp) != row.dead || !strings.HasPrefix(v.Feil, row.reason) || (row.reason == "") != (v.Feil == "") {
				t.Errorf("%s: %s, %q", row.name, v.Tilstand, v.Feil)
			}
			if l := out.String(); strings.Contains(l, "@") || strings.Contains(v.Feil, "@") {
				t.Errorf("%s: an address in\n%s%s", row.name, l, v.Feil)
			}
		}
	})
}

// Nothing is handed to a server that is not who it should be, or does not let us in, or
// cannot be reached; nothing is lost by it either, and all of it goes when it is mended.
func TestServerTrouble(t *testing.T) {
	withUser := smtptest.Options{StartTLS: true, User: "bosett", Password: "hemmelig"}
	rows := map[string]struct {
		o     smtptest.Options
		spoil func(*smtptest.Server, *Tjener)
	}{
		"an unknown certificate": {smtptest.Options{StartTLS: true}, func(_ *smtptest.Server, s *Tjener) { s.tls.RootCAs = nil }},
		"an unknown certificate, implicit": {smtptest.Options{Implicit: true}, func(_ *smtptest.Server, s *Tjener) {
			s.tls.RootCAs = nil
		}},
		"a wrong password":      {withUser, func(_ *smtptest.Server, s *Tjener) { s.smtp.Password = "feil" }},
		"no STARTTLS":           {smtptest.Options{}, func(_ *smtptest.Server, s *Tjener) { s.smtp.Plain = false }},
		"no server":             {smtptest.Options{}, func(server *smtptest.Server, _ *Tjener) { server.Stop() }},
		"TLS where there is no": {smtptest.Options{}, func(_ *smtptest.Server, s *Tjener) { s.smtp.Plain, s.smtp.Implicit = false, true }},
	}
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		for name, row := range rows {
			execute(t, d, "DELETE FROM utboks")
			s := smtptest.New(t, row.o)
			bad := sender(s, row.o)
			row.spoil(s, bad)
			out := &logg{}
			stop := run(t, newWorker(d, bad, out))
			putN(t, d, 3)
			waitFor(t, name+": several tries", func() bool { return strings.Count(out.String(), "outbox: not sent") >= 4 })
			stop()
			if len(s.Taken()) != 0 || s.Tried() != 0 || count(t, d, "levert_tid IS NULL AND dod_tid IS NULL AND laas_til IS NULL") != 3 {
				t.Errorf("%s: %d letters have come, %d rows wait", name, len(s.Taken()), count(t, d, "levert_tid IS NULL AND dod_tid IS NULL"))
			}
			if strings.Contains(out.String(), "hemmelig") || strings.Contains(out.String(), "feil\"") || strings.Contains(out.String(), "@") {
				t.Errorf("%s: a secret in\n%s", name, out.String())
			}
			mended := smtptest.New(t, row.o)
			stop = run(t, newWorker(d, sender(mended, row.o), io.Discard))
			settle(t, d)
			stop()
			onceEach(t, d, mended)
		}
	})
}

// A letter that nobody takes is given up after the last try, and kept with the reason;
// somebody who has mended the cause can send it once more.
func TestGivenUp(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		s := smtptest.New(t, smtptest.Options{})
		s.Next(smtptest.Oddity{Rcpt: 450}, smtptest.Oddity{Rcpt: 451}, smtptest.Oddity{Rcpt: 452})
		w := newWorker(d, sender(s, smtptest.Options{}), io.Discard)
		w.tider.tries = 3
		run(t, w)
		putN(t, d, 1)
		settle(t, d)
		v := newest(t, d)[0]
		if v.Tilstand != GittOpp || v.Forsok != 3 || !strings.HasPrefix(v.Feil, "RCPT TO: 452") || s.Tried() != 3 {
			t.Errorf("%+v after %d tries", v, s.Tried())
		}
		time.Sleep(200 * time.Millisecond)
		if s.Tried() != 3 {
			t.Error("a dead letter is tried again")
		}
		var revived int64
		err := d.Write(t.Context(), func(tx *db.Tx) (err error) {
			if err := Put(t.Context(), tx, Melding{Kanal: KanalEpost, Mal: MalInternMerknad, Mottaker: "ikke en adresse", Data: map[string]string{"beboer": v.Brev.ID.String()}}); err != nil {
				return err
			}
			revived, err = Revive(t.Context(), tx)
			return err
		})
		if err != nil || revived != 1 {
			t.Errorf("%d revived: %v", revived, err)
		}
		settle(t, d)
		if len(s.Taken()) != 1 || count(t, d, "dod_tid IS NOT NULL") != 1 {
			t.Errorf("%d letters have come", len(s.Taken()))
		}
	})
}
