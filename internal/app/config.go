// Package app wires everything together. It is the only package that imports all.
package app

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"bosett/internal/db"
	"bosett/internal/i18n"
)

// Config is what the operator decides. Every value comes from the environment.
type Config struct {
	Addr          string
	DatabaseURL   string
	BaseURL       *url.URL
	LogLevel      slog.Level
	LogFormat     string
	ShutdownDelay time.Duration
	// KompassPakrevdFor: interviews started before this day must tell why competence is
	// not registered (S6; the guide says 01.07.2021).
	KompassPakrevdFor db.Date
	// MerknadPakrevd: a bosettingsmerknad, or "no note" stated, is needed to complete (S9).
	MerknadPakrevd bool
	Epost          EpostConfig
	// UtkastLokalt: browsers keep what is not saved yet, encrypted with a key of ours.
	UtkastLokalt bool
}

// setting is one line of the configuration table.
type setting struct {
	env      string
	standard string
	secret   bool
	key      string // help text in the catalogue
	set      func(*Config, string) error
}

// StandardDatabase is where data go when nothing is said.
const StandardDatabase = "sqlite:data/bosett.db"

var settings = []setting{
	{"BOSETT_ADDR", "127.0.0.1:8080", false, "drift.addr", func(c *Config, v string) error {
		c.Addr = v
		_, _, err := net.SplitHostPort(v)
		return err
	}},
	{"BOSETT_DATABASE_URL", StandardDatabase, true, "drift.database", func(c *Config, v string) error {
		c.DatabaseURL = v
		for _, scheme := range []string{"sqlite:", "postgres://", "postgresql://"} {
			if rest, ok := strings.CutPrefix(v, scheme); ok && rest != "" {
				return nil
			}
		}
		return errors.New("sqlite:PATH, postgres://…")
	}},
	{"BOSETT_BASE_URL", "http://localhost:8080", false, "drift.base", func(c *Config, v string) (err error) {
		c.BaseURL, err = url.Parse(v)
		if err == nil && (c.BaseURL.Host == "" || (c.BaseURL.Scheme != "http" && c.BaseURL.Scheme != "https")) {
			err = errors.New("http://…, https://…")
		}
		return err
	}},
	{"BOSETT_LOG_LEVEL", "info", false, "drift.loggniva", func(c *Config, v string) error {
		return c.LogLevel.UnmarshalText([]byte(v))
	}},
	{"BOSETT_LOG_FORMAT", "json", false, "drift.loggformat", func(c *Config, v string) error {
		c.LogFormat = v
		if v != "json" && v != "text" {
			return errors.New("json, text")
		}
		return nil
	}},
	{"BOSETT_SHUTDOWN_DELAY", "5s", false, "drift.nedtid", func(c *Config, v string) (err error) {
		c.ShutdownDelay, err = time.ParseDuration(v)
		if err == nil && (c.ShutdownDelay < 0 || c.ShutdownDelay > time.Minute) {
			err = errors.New("0s–1m")
		}
		return err
	}},
	{"BOSETT_KOMPASS_PAKREVD_FOR", "2021-07-01", false, "drift.kompass", func(c *Config, v string) (err error) {
		c.KompassPakrevdFor, err = db.ParseDate(v)
		return err
	}},
	{"BOSETT_MERKNAD_PAKREVD", "ja", false, "drift.merknad", func(c *Config, v string) error {
		c.MerknadPakrevd = v == "ja"
		if v != "ja" && v != "nei" {
			return errors.New("ja, nei")
		}
		return nil
	}},
	{"BOSETT_UTKAST_LOKALT", "paa", false, "drift.utkast", func(c *Config, v string) error {
		c.UtkastLokalt = v == "paa"
		if v != "paa" && v != "av" {
			return errors.New("paa, av")
		}
		return nil
	}},
	smtpSetting, avsenderSetting, imdiSetting,
}

// LoadConfig reads the environment (lookup is os.LookupEnv). A secret may also stand in
// a file named by the variable with _FILE at the end. A wrong value, or a variable that
// begins with BOSETT_ and is not known, is one clear sentence as an error.
func LoadConfig(lookup func(string) (string, bool), environ []string) (Config, error) {
	p := i18n.For("nb")
	var c Config
	for _, s := range settings {
		v, err := s.value(lookup)
		if err == nil {
			err = s.set(&c, v)
		}
		if err != nil {
			shown := v
			if s.secret {
				shown = "…"
			}
			return c, errors.New(p.T("drift.feil-verdi", "navn", s.env, "verdi", shown, "grunn", reason(p, err)))
		}
	}
	if err := c.Epost.check(p); err != nil {
		return c, err
	}
	for _, e := range environ {
		name, _, _ := strings.Cut(e, "=")
		if strings.HasPrefix(name, "BOSETT_") && !strings.HasPrefix(name, "BOSETT_TEST_") && !known(name) {
			return c, errors.New(p.T("drift.ukjent", "navn", name))
		}
	}
	return c, nil
}

func known(name string) bool {
	for _, s := range settings {
		if name == s.env || (s.secret && name == s.env+"_FILE") {
			return true
		}
	}
	return name == "BOSETT_CHROMIUM"
}

func (s setting) value(lookup func(string) (string, bool)) (string, error) {
	v, set := lookup(s.env)
	if s.secret {
		if file, ok := lookup(s.env + "_FILE"); ok {
			if set {
				return "", fmt.Errorf("%s, %s_FILE", s.env, s.env)
			}
			b, err := os.ReadFile(file)
			return strings.TrimSpace(string(b)), err
		}
	}
	if !set || v == "" {
		return s.standard, nil
	}
	return v, nil
}

// PrintConfig writes the table that is in force, with what each value means. No password
// in an address is shown.
func PrintConfig(w io.Writer, lookup func(string) (string, bool)) error {
	p := i18n.For("nb")
	tw := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintf(tw, "%s\t%s\t%s\n", p.T("drift.navn"), p.T("drift.verdi"), p.T("drift.betydning"))
	for _, s := range settings {
		v, err := s.value(lookup)
		if err != nil {
			v = err.Error()
		} else if s.secret {
			v = withoutPassword(v)
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\n", s.env, v, p.T(s.key))
	}
	return tw.Flush()
}

// withoutPassword shows an address without its password, wherever it stands. What does
// not parse is not shown at all: somewhere in it is the password.
func withoutPassword(address string) string {
	if strings.HasPrefix(address, "sqlite:") {
		return address // a path, which may hold any character
	}
	u, err := url.Parse(address)
	if err != nil {
		return "…"
	}
	q := u.Query()
	for _, name := range []string{"password", "sslpassword"} {
		if q.Has(name) {
			q.Set(name, "xxxxx")
			u.RawQuery = q.Encode()
		}
	}
	return u.Redacted()
}
