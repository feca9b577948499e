package samtale

import (
	"context"

	"bosett/internal/bruker"
	"bosett/internal/db"
	"bosett/internal/outbox"
	"bosett/internal/sak"
	"bosett/internal/tilgang"
)

// IngenVarsel is why IMDi cannot be told by e-mail of a new internal note; "" when it can.
type IngenVarsel string

// The reasons.
const (
	// VarselIkkeFerdig: before completion IMDi reads the whole interview anyway.
	VarselIkkeFerdig IngenVarsel = "ikke_ferdig"
	// VarselGradert: about a person with a protected address no e-mail is sent at all.
	VarselGradert IngenVarsel = "gradert"
	// VarselUtenMottaker: the case has no officer, and no mailbox is configured.
	VarselUtenMottaker IngenVarsel = "uten_mottaker"
)

// mottaker is who gets an e-mail, and in which written language.
type mottaker struct{ adresse, maalform string }

// varselMottaker is who is told of a new internal note on a completed interview (S15): the
// case's officer if there is one, else the configured mailbox, which reads bokmål.
func (t *Service) varselMottaker(ctx context.Context, r db.Reader, status Status, grad tilgang.Gradering, s sak.Sak) (mottaker, IngenVarsel, error) {
	switch {
	case status != Ferdigstilt:
		return mottaker{}, VarselIkkeFerdig, nil
	case grad != tilgang.Ugradert:
		return mottaker{}, VarselGradert, nil
	}
	if s.Saksbehandler.Valid {
		adresse, err := bruker.Epost(ctx, r, s.Saksbehandler.UUID)
		if err != nil {
			return mottaker{}, "", err
		}
		if adresse != "" {
			maalform, err := bruker.Maalform(ctx, r, s.Saksbehandler.UUID)
			return mottaker{adresse, maalform}, "", err
		}
	}
	if t.regler.EpostIMDi == "" {
		return mottaker{}, VarselUtenMottaker, nil
	}
	return mottaker{t.regler.EpostIMDi, "nb"}, "", nil
}

// varsle leaves a message in the outbox, in the transaction that seals the note. It says
// that there is something to read, and never what or about whom.
func (t *Service) varsle(ctx context.Context, l *lagring) error {
	til, ingen, err := t.varselMottaker(ctx, l.tx, Status(l.del.Status), l.b.Gradering, l.sak)
	if err != nil || ingen != "" {
		return err
	}
	return outbox.Put(ctx, l.tx.Tx, outbox.Melding{
		Kanal: outbox.KanalEpost, Mal: outbox.MalInternMerknad, Mottaker: til.adresse, Sprak: til.maalform,
		Data: map[string]string{"beboer": l.b.ID.String()},
	})
}
