package samtale

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/samtale"
	"bosett/internal/web/page"
)

// svarInn is the body of an autosave.
type svarInn struct {
	Sporsmal string `json:"sporsmal"`
	Rad      string `json:"rad"`
	Verdi    string `json:"verdi"`
	Slett    bool   `json:"slett"`
	// Gitt: the text gives way to what stands.
	Gitt bool `json:"gitt"`
}

// svarUt answers it. Feil tells the script what to do; "" is saved.
type svarUt struct {
	Feil      string    `json:"feil,omitempty"`
	Versjon   int64     `json:"versjon"`
	LagretTid time.Time `json:"lagretTid,omitzero"`
	// Klokke is LagretTid as the user reads it.
	Klokke  string `json:"klokke,omitempty"`
	Deres   string `json:"deres,omitempty"`
	Av      string `json:"av,omitempty"`
	Slettet bool   `json:"slettet,omitempty"`
	Tekst   string `json:"tekst,omitempty"`
	// Merknad is where a text that came too late can be sent (handling=merknad, bruker,
	// tekst), to become an internal note; "" when it cannot.
	Merknad string `json:"merknad,omitempty"`
	// What the page says about how far one is.
	Gjenstar     string `json:"gjenstar,omitempty"`
	Framdrift    string `json:"framdrift,omitempty"`
	FramdriftOrd string `json:"framdriftOrd,omitempty"`
	Utfylt       string `json:"utfylt,omitempty"`
}

// LagreSvar is the autosave of one answer: PUT with If-Match (the version that was
// read) and Idempotency-Key (the attempt).
func (p *Pages) LagreSvar(r *page.Request) error {
	id, err := ident.Parse(r.PathValue("beboer"))
	if err != nil {
		return fault.NewNotFound()
	}
	if r.Header.Get("Bosett-Bruker") != r.Brukermerke() {
		return r.JSON(http.StatusUnauthorized, svarUt{Feil: "annen_bruker"})
	}
	versjon, ok := ifMatch(r.Header.Get("If-Match"))
	if !ok {
		return r.JSON(http.StatusPreconditionRequired, svarUt{Feil: "if_match"})
	}
	var inn svarInn
	if err := json.NewDecoder(r.Body).Decode(&inn); err != nil {
		if errors.As(err, new(*http.MaxBytesError)) {
			return r.JSON(http.StatusRequestEntityTooLarge, svarUt{Feil: "ugyldig", Tekst: r.P.T("samtale.feil.for-stor")})
		}
		return r.JSON(http.StatusUnprocessableEntity, svarUt{Feil: "ugyldig", Tekst: r.P.T("samtale.feil.nokkel")})
	}
	kode, familie := lesAdresse(inn.Sporsmal)
	res, err := p.Samtale.SaveSvar(r.Context(), r.Actor(), samtale.SvarInn{
		Beboer: id, Sporsmal: kode, Familie: familie, Rad: inn.Rad, Verdi: inn.Verdi, Slett: inn.Slett, Gitt: inn.Gitt,
		Versjon: versjon, Nokkel: r.Header.Get("Idempotency-Key"),
	})
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Kind == fault.Invalid {
		return r.JSON(http.StatusUnprocessableEntity, svarUt{Feil: "ugyldig", Tekst: r.P.T(e.Key, e.Args...)})
	}
	if err != nil {
		return err
	}
	ut := svarUt{Versjon: res.Versjon, LagretTid: res.Tid, Klokke: r.P.Clock(res.Tid), Av: res.Av}
	switch res.Utfall {
	case samtale.Konflikt:
		ut.Feil, ut.Deres, ut.Slettet = "konflikt", res.Deres, res.Slettet
		return r.JSON(http.StatusConflict, ut)
	case samtale.Stengt:
		ut.Feil = "ferdigstilt"
		if res.KanMerke {
			ut.Merknad = adresse(id, seksjonAvMerknad.Kode)
		}
		return r.JSON(http.StatusConflict, ut)
	case samtale.Forseglet:
		ut.Feil, ut.Merknad = "forseglet", adresse(id, seksjonAvMerknad.Kode)
		return r.JSON(http.StatusConflict, ut)
	}
	if inn.Gitt {
		ut.Deres, ut.Slettet = res.Deres, res.Slettet
	}
	fd := res.Framdrift
	if fd == (samtale.Framdrift{}) {
		return r.JSON(http.StatusOK, ut) // completed: nothing on the page has become otherwise
	}
	ut.Gjenstar = gjenstar(r, fd.Mangler)
	ut.Framdrift, ut.FramdriftOrd = framdrift(r, fd.Seksjon)
	ut.Utfylt = utfylt(r, fd.Samlet, fd.Mangler)
	return r.JSON(http.StatusOK, ut)
}

// ifMatch reads the version between the quotes.
func ifMatch(h string) (int64, bool) {
	text, ok := strings.CutPrefix(h, `"`)
	if !ok {
		return 0, false
	}
	text, ok = strings.CutSuffix(text, `"`)
	v, err := strconv.ParseInt(text, 10, 64)
	return v, ok && err == nil && v >= 0
}
