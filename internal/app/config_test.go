package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func env(pairs ...string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		for _, p := range pairs {
			if n, v, _ := strings.Cut(p, "="); n == name {
				return v, true
			}
		}
		return "", false
	}
}

func TestConfigDefaults(t *testing.T) {
	c, err := LoadConfig(env(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != "127.0.0.1:8080" || c.DatabaseURL != "sqlite:data/bosett.db" || c.BaseURL.String() != "http://localhost:8080" ||
		c.KompassPakrevdFor.String() != "2021-07-01" || !c.MerknadPakrevd {
		t.Errorf("%+v", c)
	}
}

// A wrong value stops the start with one sentence that names the variable, and a secret
// is not shown.
func TestConfigRefuses(t *testing.T) {
	for _, pair := range []string{
		"BOSETT_ADDR=8080", "BOSETT_DATABASE_URL=mysql://bruker:hemmelig@vert", "BOSETT_BASE_URL=localhost:8080",
		"BOSETT_LOG_LEVEL=mye", "BOSETT_LOG_FORMAT=xml", "BOSETT_SHUTDOWN_DELAY=lenge", "BOSETT_SHUTDOWN_DELAY=2h",
		"BOSETT_KOMPASS_PAKREVD_FOR=01.07.2021x", "BOSETT_MERKNAD_PAKREVD=true",
	} {
		_, err := LoadConfig(env(pair), nil)
		name, value, _ := strings.Cut(pair, "=")
		if err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", pair, err)
		} else if strings.Contains(value, "hemmelig") && strings.Contains(err.Error(), "hemmelig") {
			t.Errorf("%s: the message shows the secret", name)
		}
	}
	if _, err := LoadConfig(env(), []string{"PATH=/bin", "BOSETT_ADRR=x"}); err == nil || !strings.Contains(err.Error(), "BOSETT_ADRR") {
		t.Errorf("a misspelt name: %v", err)
	}
}

// What `bosett config` prints may be shown to anybody, also when the address is wrong.
func TestPrintConfigHidesPasswords(t *testing.T) {
	for address, want := range map[string]string{
		"postgres://bruker:hemmelig@vert/bosett":                          "postgres://bruker:xxxxx@vert/bosett",
		"postgres://vert/bosett?password=hemmelig&sslpassword=hemmeligst": "postgres://vert/bosett?password=xxxxx&sslpassword=xxxxx",
		"postgres://bruker:hemmelig%zz@vert/bosett":                       "…",
		"sqlite:data/100%zz.db":                                           "sqlite:data/100%zz.db",
	} {
		var out strings.Builder
		if err := PrintConfig(&out, env("BOSETT_DATABASE_URL="+address)); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), "BOSETT_DATABASE_URL         "+want+" ") || strings.Contains(out.String(), "hemmelig") {
			t.Errorf("%s is printed as\n%s", address, out.String())
		}
	}
}

func TestConfigSecretFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "url")
	if err := os.WriteFile(file, []byte("postgres://bosett:hemmelig@db/bosett\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	lookup := env("BOSETT_DATABASE_URL_FILE=" + file)
	c, err := LoadConfig(lookup, nil)
	if err != nil || c.DatabaseURL != "postgres://bosett:hemmelig@db/bosett" {
		t.Fatalf("%q, %v", c.DatabaseURL, err)
	}
	var out strings.Builder
	if err := PrintConfig(&out, lookup); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "hemmelig") || !strings.Contains(out.String(), "postgres://bosett:xxxxx@db/bosett") {
		t.Errorf("printed:\n%s", out.String())
	}
	if _, err := LoadConfig(env("BOSETT_DATABASE_URL_FILE="+file, "BOSETT_DATABASE_URL=sqlite:x"), nil); err == nil {
		t.Error("a value and a file for the same secret")
	}
	if _, err := LoadConfig(env("BOSETT_DATABASE_URL_FILE="+file+".borte"), nil); err == nil {
		t.Error("a file that is not there")
	}
}
