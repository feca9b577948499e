package beboer

import (
	"bytes"
	"testing"
)

// The order of a Norwegian list of names, written by hand.
func TestSortKey(t *testing.T) {
	names := [][3]string{
		{"Abdi", "Åse", ""}, {"Haile", "Abel", ""}, {"Haile", "Selam", ""}, {"Haile", "Selam", "Abeba"},
		{"Haile Tesfaye", "Abel", ""}, {"Hailemariam", "Abel", ""}, {"Zerai", "Mehari", ""}, {"Ærø", "Kari", ""}, {"Østby", "Ola", ""}, {"Åsen", "Ida", ""},
	}
	key := func(n [3]string) []byte {
		var s tilstand
		s.Etternavn, s.Fornavn, s.Mellomnavn = n[0], n[1], n[2]
		return s.sortKey()
	}
	for i := 1; i < len(names); i++ {
		if bytes.Compare(key(names[i-1]), key(names[i])) >= 0 {
			t.Errorf("%v does not come before %v", names[i-1], names[i])
		}
	}
}
