package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The addresses that can be used, and how they are understood (RFC 8314: 587 with
// STARTTLS, 465 with TLS).
func TestSMTPAddress(t *testing.T) {
	for address, want := range map[string]struct {
		host            string
		port            int
		implicit, plain bool
		user, password  string
	}{
		"smtp://post.etat.no":                       {"post.etat.no", 587, false, false, "", ""},
		"smtp://bosett:hemmelig@post.etat.no:2525":  {"post.etat.no", 2525, false, false, "bosett", "hemmelig"},
		"smtps://bosett%40etat.no:p%2F%40@post.no/": {"post.no", 465, true, false, "bosett@etat.no", "p/@"},
		"smtp://localhost?tls=nei":                  {"localhost", 25, false, true, "", ""},
		"smtp://127.0.0.1:1025?tls=nei":             {"127.0.0.1", 1025, false, true, "", ""},
		"smtp://[::1]:1025?tls=nei":                 {"::1", 1025, false, true, "", ""},
	} {
		c, err := LoadConfig(env("BOSETT_SMTP_URL="+address, "BOSETT_EPOST_FRA=Bosett <ikke-svar@etat.no>"), nil)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		if s := c.Epost.SMTP; s.Host != want.host || s.Port != want.port || s.Implicit != want.implicit || s.Plain != want.plain || s.User != want.user || s.Password != want.password {
			t.Errorf("%s: %+v", address, s)
		}
	}
}

// A wrong value stops the start with one Norwegian sentence that names the variable and
// shows nothing of what is secret.
func TestEpostConfigRefuses(t *testing.T) {
	fra := "BOSETT_EPOST_FRA=ikke-svar@etat.no"
	for pairs, want := range map[string]string{
		"BOSETT_SMTP_URL=post.etat.no":                             "BOSETT_SMTP_URL har verdien «…», og den kan ikke brukes (skriv smtp://",
		"BOSETT_SMTP_URL=smtp://":                                  "skriv smtp://",
		"BOSETT_SMTP_URL=https://bruker:hemmelig@vert":             "skriv smtp://",
		"BOSETT_SMTP_URL=smtp://bruker:hemmelig%zz@vert":           "skriv smtp://",
		"BOSETT_SMTP_URL=smtp://bruker:12/hemmelig@vert":           "skriv smtp://",
		"BOSETT_SMTP_URL=smtp://bruker:12#hemmelig@vert":           "skriv smtp://",
		"BOSETT_SMTP_URL=smtp://bruker:12?hemmelig@vert":           "skriv smtp://",
		"BOSETT_SMTP_URL=smtp://vert:99999":                        "skriv smtp://",
		"BOSETT_SMTP_URL=smtp://vert/postkasse":                    "skriv smtp://",
		"BOSETT_SMTP_URL=smtp://bruker@vert":                       "brukernavn og passord",
		"BOSETT_SMTP_URL=smtp://vert?tls=nei":                      "uten TLS kan bare en server på denne maskinen",
		"BOSETT_SMTP_URL=smtp://bruker:hemmelig@localhost?tls=nei": "uten TLS",
		"BOSETT_SMTP_URL=smtps://localhost?tls=nei":                "uten TLS",
		"BOSETT_EPOST_FRA=Bosett":                                  "skriv en e-postadresse",
		"BOSETT_EPOST_FRA=bosett@hå.no":                            "skriv en e-postadresse",
		"BOSETT_EPOST_FRA=a@b.no, c@d.no":                          "skriv en e-postadresse",
		"BOSETT_IMDI_EPOST=IMDi <post@imdi.no>":                    "skriv en e-postadresse",
		"BOSETT_IMDI_EPOST=post":                                   "skriv en e-postadresse",
	} {
		all := []string{pairs}
		if !strings.HasPrefix(pairs, "BOSETT_EPOST_FRA") {
			all = append(all, fra)
		}
		_, err := LoadConfig(env(all...), nil)
		name, _, _ := strings.Cut(pairs, "=")
		if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), want) || strings.ContainsAny(err.Error(), "\n") || strings.Contains(err.Error(), "hemmelig") {
			t.Errorf("%s: %v", pairs, err)
		}
	}
	if _, err := LoadConfig(env("BOSETT_SMTP_URL=smtp://vert"), nil); err == nil || !strings.Contains(err.Error(), "BOSETT_SMTP_URL er satt, men ikke BOSETT_EPOST_FRA") {
		t.Errorf("no sender: %v", err)
	}
	if c, err := LoadConfig(env(), nil); err != nil || c.Epost.SMTP != nil || c.Epost.sender(false) != nil || c.Epost.sender(true) == nil {
		t.Errorf("nothing set: %+v, %v", c.Epost, err)
	}
}

// The password may stand in a file, and is never printed.
func TestSMTPSecret(t *testing.T) {
	file := filepath.Join(t.TempDir(), "smtp")
	if err := os.WriteFile(file, []byte("smtps://bosett:hemmelig@post.etat.no\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	lookup := env("BOSETT_SMTP_URL_FILE="+file, "BOSETT_EPOST_FRA=ikke-svar@etat.no", "BOSETT_IMDI_EPOST=bosetting@imdi.example")
	c, err := LoadConfig(lookup, []string{"BOSETT_SMTP_URL_FILE=" + file, "BOSETT_EPOST_FRA=x", "BOSETT_IMDI_EPOST=x"})
	if err != nil || c.Epost.SMTP.Password != "hemmelig" || c.Epost.Fra.Address != "ikke-svar@etat.no" || c.Epost.IMDi != "bosetting@imdi.example" {
		t.Fatalf("%+v, %v", c.Epost, err)
	}
	var out strings.Builder
	if err := PrintConfig(&out, lookup); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "hemmelig") || !strings.Contains(out.String(), "smtps://bosett:xxxxx@post.etat.no") {
		t.Errorf("printed:\n%s", out.String())
	}
}
