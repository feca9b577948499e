package app

import (
	"errors"
	"net/mail"

	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/outbox"
)

// EpostConfig is how letters are sent.
type EpostConfig struct {
	// SMTP is the mail server; nil sends nothing.
	SMTP *outbox.SMTP
	// Fra is who letters are from. It is set whenever SMTP is.
	Fra mail.Address
	// IMDi is the mailbox that is told about a case which has no officer; "" is nobody.
	IMDi string
}

var (
	smtpSetting = setting{"BOSETT_SMTP_URL", "", true, "epost.oppsett.smtp", func(c *Config, v string) error {
		if v == "" {
			return nil
		}
		s, err := outbox.ParseSMTP(v)
		c.Epost.SMTP = &s
		return err
	}}
	avsenderSetting = setting{"BOSETT_EPOST_FRA", "", false, "epost.oppsett.fra", func(c *Config, v string) (err error) {
		if v != "" {
			c.Epost.Fra, err = outbox.ParseAvsender(v)
		}
		return err
	}}
	imdiSetting = setting{"BOSETT_IMDI_EPOST", "", false, "epost.oppsett.imdi", func(c *Config, v string) error {
		c.Epost.IMDi = v
		if v != "" && !outbox.Adresse(v) {
			return fault.NewInvalid("epost.feil.adresse")
		}
		return nil
	}}
)

// check finds what is wrong between the settings.
func (c EpostConfig) check(p *i18n.Printer) error {
	if c.SMTP != nil && c.Fra.Address == "" {
		return errors.New(p.T("epost.feil.avsender"))
	}
	return nil
}

// sender is who takes the letters: the mail server, in a demo without one the demo's own
// page, else nobody.
func (c EpostConfig) sender(demo bool) outbox.Sender {
	switch {
	case c.SMTP != nil:
		s := *c.SMTP
		s.Fra = c.Fra
		return outbox.NewTjener(s)
	case demo:
		return outbox.Skjerm{}
	}
	return nil
}

// reason is why a value cannot be used, in words where the cause has any.
func reason(p *i18n.Printer, err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return p.T(f.Key, f.Args...)
	}
	return err.Error()
}
