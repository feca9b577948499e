package register

import (
	"encoding/json"
	"io"
	"strings"
)

// ndjsonLeser reads one JSON object per line, with the column names as keys.
type ndjsonLeser struct {
	linjer   *linjeleser
	kolonner []kolonne
	plass    map[string]int
}

func newNdjsonLeser(l *linjeleser, kolonner []kolonne) *ndjsonLeser {
	n := &ndjsonLeser{linjer: l, kolonner: kolonner, plass: map[string]int{}}
	for i, k := range kolonner {
		n.plass[k.navn] = i
	}
	return n
}

// neste reads one line that is not empty.
func (n *ndjsonLeser) neste() (post, error) {
	for {
		l, err := n.linjer.neste()
		if err != nil {
			return post{}, err
		}
		if l.grunn != "" {
			return ugyldigPost(l, avvik{grunn: l.grunn}), nil
		}
		if strings.TrimSpace(l.tekst) == "" {
			continue
		}
		verdier, feil := n.objekt(l.tekst)
		if feil != nil {
			return ugyldigPost(l, *feil), nil
		}
		return post{linje: l.nummer, siste: l.nummer, verdier: verdier}, nil
	}
}

// objekt reads the members one by one: the usual decoder would silently keep the
// last of two equal keys and drop keys that nobody knows.
func (n *ndjsonLeser) objekt(tekst string) ([]string, *avvik) {
	ugyldig := &avvik{grunn: "register.grunn.json"}
	dec := json.NewDecoder(strings.NewReader(tekst))
	dec.UseNumber()
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, ugyldig
	}
	verdier := make([]string, len(n.kolonner))
	sett := make([]bool, len(n.kolonner))
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return nil, ugyldig
		}
		navn, _ := t.(string) // inside an object the decoder gives nothing else
		i, kjent := n.plass[navn]
		if !kjent {
			return nil, &avvik{grunn: "register.grunn.ukjent-felt"}
		}
		if sett[i] {
			return nil, &avvik{felt: navn, grunn: "register.grunn.to-ganger"}
		}
		sett[i] = true
		v, err := dec.Token()
		if err != nil {
			return nil, ugyldig
		}
		switch v := v.(type) {
		case string:
			verdier[i] = v
		case json.Number:
			verdier[i] = v.String()
		case nil:
		default: // true, false, a list or an object
			return nil, &avvik{felt: navn, grunn: "register.grunn.ikke-tekst"}
		}
	}
	if _, err := dec.Token(); err != nil { // the closing brace
		return nil, ugyldig
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, ugyldig
	}
	return verdier, nil
}
