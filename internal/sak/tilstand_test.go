package sak

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The state machine as product.md I3 tells it: every pair that is not here is refused.
func TestStateMachine(t *testing.T) {
	want := strings.Fields(`
under_kartlegging+ferdigstill=fordelingsklar under_kartlegging+avslutt=avsluttet
fordelingsklar+fordel=fordelt fordelingsklar+avslutt=avsluttet
fordelt+trekk=fordelingsklar fordelt+avsla=fordelingsklar fordelt+godta=sokt_ut fordelt+avslutt=avsluttet
sokt_ut+trekk=fordelingsklar sokt_ut+bosett=bosatt sokt_ut+avslutt=avsluttet
bosatt+avslutt=avsluttet`)
	var got []string
	for _, s := range Statuser {
		for _, v := range []Verb{VerbFerdigstill, VerbFordel, VerbTrekk, VerbAvsla, VerbGodta, VerbBosett, VerbAvslutt} {
			til, ok := Next(s, v)
			if ok != Can(s, v) {
				t.Errorf("%s %s: Can and Next differ", s, v)
			}
			if ok {
				got = append(got, fmt.Sprintf("%s+%s=%s", s, v, til))
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
