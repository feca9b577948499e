package tilgang

import (
	"bosett/internal/fault"
	"bosett/internal/ident"
)

// Scope is what a list may draw from. It can only be made from an actor and an
// action, so a list without a scope cannot be written. The zero value lists nothing.
type Scope struct {
	mottak  ident.ID
	utenSak bool
	gradert bool
}

// NewScope returns the rows that the actor may list by the action at the own centre,
// or NotFound when the action is closed to the actor.
func NewScope(a Actor, action Action) (Scope, error) {
	mottak, ok := a.Mottak()
	if !ok {
		return Scope{}, fault.NewNotFound()
	}
	if err := Check(a, action, Subject{Mottak: mottak}); err != nil {
		return Scope{}, err
	}
	return Scope{
		mottak:  mottak,
		utenSak: Check(a, BeboerDetaljer, Subject{Mottak: mottak, HarSak: false}) == nil,
		gradert: a.ser(Fortrolig) && a.ser(StrengtFortrolig),
	}, nil
}

// Mottak is the one centre whose rows are listed.
func (s Scope) Mottak() ident.ID { return s.mottak }

// SerUtenSak tells whether residents without a bosettingssak are shown whole. If not,
// they are a line of name, DUF number and place, and neither filter nor order of the
// list may tell anything else about them (T5).
func (s Scope) SerUtenSak() bool { return s.utenSak }

// SerGradert tells whether protected persons are in the list. Without it they are in
// no row, count or search.
func (s Scope) SerGradert() bool { return s.gradert }
