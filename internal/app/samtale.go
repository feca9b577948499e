package app

import (
	"bosett/internal/innsyn"
	"bosett/internal/samtale"
)

// newSamtale gives the interview the rules that the operator has set.
func newSamtale(c Config, log *innsyn.Log) *samtale.Service {
	return samtale.New(log, samtale.Regler{KompassFrist: c.KompassPakrevdFor, MerknadPakrevd: c.MerknadPakrevd, EpostIMDi: c.Epost.IMDi})
}
