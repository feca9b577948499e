package register

import (
	"errors"
	"io"
	"slices"
	"strings"

	"bosett/internal/fault"
	"bosett/internal/i18n"
)

// skilletegn are the separators that are looked for, the most usual first.
var skilletegn = []byte{';', ',', '\t'}

// apneLeser finds out what kind of file it is and gives its records. A file that
// begins with a brace is NDJSON; everything else must begin with a header line.
func apneLeser(l *linjeleser, kolonner []kolonne) (postleser, error) {
	for {
		first, err := l.neste()
		if errors.Is(err, io.EOF) {
			return nil, fault.NewInvalid("register.fil.tom")
		}
		if err != nil {
			return nil, err
		}
		tekst := strings.TrimSpace(first.tekst)
		switch {
		case first.nummer == 1 && first.grunn == "register.grunn.nullbyte":
			return nil, fault.NewInvalid("register.fil.utf16")
		case first.grunn != "":
			return nil, fault.NewInvalid("register.fil.hode", "linje", first.nummer)
		case tekst == "":
			continue
		case strings.HasPrefix(tekst, "{"):
			l.giTilbake([]fysisk{first})
			return newNdjsonLeser(l, kolonner), nil
		}
		return lesHode(l, first, kolonner)
	}
}

// lesHode reads the header line: which separator, and which column stands where.
func lesHode(l *linjeleser, first fysisk, kolonner []kolonne) (postleser, error) {
	celler, skille := delHode(first.tekst, kolonner)
	if celler == nil {
		return nil, fault.NewInvalid("register.fil.hode", "linje", first.nummer)
	}
	c := &csvLeser{linjer: l, skille: skille, antall: len(kolonner)}
	for _, navn := range celler {
		i := finnKolonne(kolonner, navn)
		if i < 0 {
			return nil, fault.NewInvalid("register.fil.ukjent-kolonne", "kolonne", kort(navn))
		}
		if slices.Contains(c.plass, i) {
			return nil, fault.NewInvalid("register.fil.kolonne-to-ganger", "kolonne", kolonner[i].navn)
		}
		c.plass = append(c.plass, i)
	}
	for i, k := range kolonner {
		if k.krevd && !slices.Contains(c.plass, i) {
			return nil, fault.NewInvalid("register.fil.mangler-kolonne", "kolonne", k.navn)
		}
	}
	return c, nil
}

// delHode tries each separator and keeps the one that gives most known columns;
// nil when none gives any.
func delHode(tekst string, kolonner []kolonne) (best []string, skille byte) {
	most := 0
	for _, s := range skilletegn {
		celler, t := splitt(tekst, s)
		if t != hel {
			continue
		}
		for len(celler) > 1 && strings.TrimSpace(celler[len(celler)-1]) == "" {
			celler = celler[:len(celler)-1]
		}
		known := 0
		for _, navn := range celler {
			if finnKolonne(kolonner, navn) >= 0 {
				known++
			}
		}
		if known > most {
			best, skille, most = celler, s, known
		}
	}
	return best, skille
}

func finnKolonne(kolonner []kolonne, navn string) int {
	navn = strings.ToLower(strings.TrimSpace(navn))
	return slices.IndexFunc(kolonner, func(k kolonne) bool { return k.navn == navn })
}

// kort keeps a message readable when somebody feeds us something strange: it is written
// to the operator's terminal, which obeys control characters.
func kort(s string) string {
	r := []rune(strings.TrimSpace(strings.Map(func(r rune) rune {
		if ulovlig(r) || i18n.Invisible(r) {
			return '\ufffd'
		}
		return r
	}, s)))
	if len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return string(r)
}
