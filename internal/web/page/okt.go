package page

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"bosett/internal/ident"
	"bosett/internal/utkast"
	"bosett/internal/web/ui"
)

// enhetVarer is how long a browser is known as the same device.
const enhetVarer = 365 * 24 * time.Hour

// Enhet is the device that the browser's cookie names; "" for one without.
func (r *Request) Enhet() utkast.Enhet {
	c, err := r.Cookie(r.cookieName("enhet"))
	if err != nil {
		return ""
	}
	enhet, ok := utkast.LesEnhet(c.Value)
	if !ok {
		return "" // not one of ours
	}
	return enhet
}

// SetEnhet makes the browser known as the device.
func (r *Request) SetEnhet(e utkast.Enhet) {
	http.SetCookie(r.W, &http.Cookie{
		Name: r.cookieName("enhet"), Value: e.Cookie(), Path: "/", MaxAge: int(enhetVarer / time.Second),
		HttpOnly: true, Secure: r.Env.Secure, SameSite: http.SameSiteStrictMode,
	})
}

// Okt is how long the session lasts, as the browser's script is told. Seconds, not times
// of day: a PC's clock may be wrong.
type Okt struct {
	// Bruker marks whose session it is.
	Bruker string `json:"bruker"`
	// Igjen is until the session ends if nothing happens, Senest until it ends whatever
	// happens.
	Igjen  int `json:"igjen"`
	Senest int `json:"senest"`
	// Levende are the keys of drafts on this device; others' drafts can be swept away.
	Levende []ident.ID `json:"levende,omitempty"`
}

// Okt tells how long the session lasts.
func (r *Request) Okt() Okt {
	until := func(t time.Time) int { return max(0, int(t.Sub(r.Env.DB.Now())/time.Second)) }
	return Okt{Bruker: r.Brukermerke(), Igjen: until(r.Sesjon.Slutt), Senest: until(r.Sesjon.SluttSenest)}
}

// okt is the warning before the session ends, on every page of somebody signed in.
func (r *Request) okt() templ.Component {
	tid, err := json.Marshal(r.Okt())
	if err != nil { // cannot happen: a string and two numbers
		return templ.NopComponent
	}
	t := r.P.T
	return ui.SessionEnd(ui.SessionEndProps{
		State: string(tid), Drafts: r.Env.Utkast,
		IdleTitle: t("okt.inaktiv.tittel"), IdleText: t("okt.inaktiv"), LastTitle: t("okt.senest.tittel"), LastText: t("okt.senest"),
		Minutes: t("okt.minutter"), Minute: t("okt.minutt"), Seconds: t("okt.sekunder"),
		Stay: t("okt.fortsett"), Close: t("felles.lukk"), Logout: t("felles.logg-ut"), LogoutAction: "/logg-ut",
		EndedTitle: t("okt.slutt.tittel"), EndedText: t("okt.slutt"), Login: ui.Link{Text: t("okt.logg-inn"), Href: "/logg-inn?retur=/innlogget"}, NewTab: t("felles.ny-fane"),
		UnsavedTitle: t("okt.ulagret.tittel"), UnsavedText: t("okt.ulagret"), UnsavedStay: t("okt.ulagret.bli"),
		UnsavedKeep: t("okt.ulagret.behold"), UnsavedDrop: t("okt.ulagret.slett"),
		FoundTitle: t("okt.funnet.tittel"), FoundText: t("okt.funnet"), FoundHere: t("okt.funnet.her"), FoundLink: t("okt.funnet.lenke"), FoundDrop: t("okt.funnet.slett"),
	})
}
