package felles

import (
	"bosett/internal/db"
	"bosett/internal/oversikt"
	"bosett/internal/tilgang"
	"bosett/internal/web/page"
	"bosett/internal/web/ui"
)

// oppgavefakta is how many persons wait in the Oppgaveliste and how many tasks are late,
// for those who may see it.
func oppgavefakta(r *page.Request) ([]ui.LinkFact, error) {
	if !tilgang.May(r.Actor(), tilgang.OppgaveList) {
		return nil, nil
	}
	scope, err := tilgang.NewScope(r.Actor(), tilgang.OppgaveList)
	if err != nil {
		return nil, err
	}
	var tall oversikt.Tall
	err = r.Env.DB.Read(r.Context(), func(rx *db.Rx) (err error) {
		tall, err = oversikt.GetTall(r.Context(), rx, scope)
		return err
	})
	if err != nil {
		return nil, err
	}
	fakta := []ui.LinkFact{{Text: r.P.N("arbeidsflate.personer", int(tall.Personer))}}
	if tall.OverFristen > 0 {
		fakta = append(fakta, ui.LinkFact{Text: r.P.N("arbeidsflate.over-fristen", int(tall.OverFristen)), Tone: ui.ToneDanger})
	}
	return fakta, nil
}
