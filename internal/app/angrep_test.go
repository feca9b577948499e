package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bosett/internal/app/apptest"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
	"bosett/internal/ident"
	"bosett/internal/register"
	"bosett/internal/samtale"
	"bosett/internal/skjema"
	"bosett/internal/web"
	"bosett/internal/web/page"
)

// These tests act as somebody who means harm, with texts and persons made up here.

// junk is what a field, a part of an address or a header may hold when nobody is friendly.
var junk = []string{
	"", " ", "\x00", "a\x00b", "\xff\xfe", "\xc3\x28", "\xed\xa0\x80", "%", "%00", "..", "../../etc/passwd", "'", "''", `"`, "\\", "--",
	"' OR '1'='1", "'; DROP TABLE beboer; --", "$1", "{{7*7}}", "${7*7}", "=HYPERLINK(1)", "-1", "0", "9223372036854775807", "9223372036854775808",
	"-9223372036854775809", "1e309", "NaN", "null", "true", "[]", "{}", "\r\nSet-Cookie: x=1", "\u202e\u2066", "\U0010ffff", "\ufffd", "é", "e\u0301",
	"00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "{01a20544-eaeb-78fd-957b-01e5f9beaf37}", "urn:uuid:x",
	"<script>alert(1)</script>", "alle", "ja", "nei", "synk", "duf", "2020 900651 03", "٠١٢٣٤٥٦٧٨٩", "½", "ß", "ﬁ", "İ", "å", "Å", "aa",
	strings.Repeat("a", 5000), strings.Repeat("å ", 300), strings.Repeat("9", 400), strings.Repeat("\u0301", 3000), strings.Repeat("x y", 2000),
}

// names are what forms and addresses of the site call their fields.
var names = []string{
	"sok", "sort", "retning", "etter", "for", "nr", "vis", "skjul", "status", "persontype", "sak", "oppgave", "frist", "q", "retur", "sprak", "bruker",
	"organisasjon", "beboer", "samtale", "person", "nokkel", "versjon", "navn", "telefon", "epost", "post_gate", "post_nummer", "for_navn", "hovedtelefon",
	"handling", "ny", "rad", "mangler", "svar:merknad.sprak:", "versjon:merknad.sprak:", "konflikt:merknad.sprak:", "radkonflikt:tilknytning.personer:x",
	"svar:tilknytning.navn:01a20544-eaeb-78fd-957b-01e5f9beaf37", "versjon:tilknytning.navn:01a20544-eaeb-78fd-957b-01e5f9beaf37",
	"versjon:tilknytning.personer:01a20544-eaeb-78fd-957b-01e5f9beaf37", "svar:saerlig_hensyn:", "versjon:saerlig_hensyn:", "versjon:::", "org", "gradert",
}

// attacker sends what a fixed seed makes up.
type attacker struct {
	*rand.Rand
	known []string // identifiers that exist
	mark  string
}

func (a *attacker) one(from ...string) string { return from[a.IntN(len(from))] }

// value is sometimes what the site itself would send.
func (a *attacker) value() string { return a.one(a.one(a.known...), a.one(junk...), a.one(junk...)) }

func (a *attacker) form() string {
	v := url.Values{"bruker": {a.mark}}
	for range a.IntN(8) {
		v.Add(a.one(names...), a.value())
	}
	return v.Encode()
}

var holes = regexp.MustCompile(`\{[a-z]+\}`)

// request makes one for a route: most are nearly right.
func (a *attacker) request(pattern string) (method, path, body string, h http.Header) {
	method, path, _ = strings.Cut(strings.ReplaceAll(pattern, "{$}", ""), " ")
	path = holes.ReplaceAllStringFunc(path, func(string) string { return url.PathEscape(a.one(a.one(a.known...), a.value())) })
	if a.IntN(4) == 0 {
		method = a.one("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO")
	}
	if a.IntN(2) == 0 {
		path += "?" + a.form()
	}
	h = http.Header{
		"Bosett-Bruker": {a.mark}, "If-Match": {a.one(`"0"`, `"1"`, `"-1"`, `"`, `W/"0"`, `"9223372036854775808"`, "*")}, "Idempotency-Key": {a.one(a.known...)},
		"Accept": {a.one("*/*", "application/json", "text/html;q=x", "")}, "Accept-Language": {a.one("nn", "xx-xx", "*;q=1e9", strings.Repeat("nb,", 3000), "\xff")},
		"Sec-Fetch-Site": {a.one("same-origin", "same-origin", "same-origin", "none", "same-site", "cross-site", "x")},
	}
	switch a.IntN(7) {
	case 0:
		h["Content-Type"], body = []string{"application/json"}, a.one("", "{", "null", "[]", `{"sporsmal":1}`, `{"verdi":"\u0000","sporsmal":"merknad.sprak"}`, `{"sporsmal":"merknad.sprak","verdi":"\ud800"}`,
			`{"sporsmal":"merknad.sprak","rad":"x","slett":true}`, `{"sporsmal":"tilknytning.personer","slett":true,"rad":"01a20544-eaeb-78fd-957b-01e5f9beaf37"}`,
			"{\"sporsmal\":\"merknad.sprak\",\"verdi\":\"\xff\xfe\"}", strings.Repeat(`{"a":`, 20000), strings.Repeat("[", 20000),
			`{"sporsmal":"saerlig_hensyn","verdi":"`+strings.Repeat("x", 5000)+`"}`)
	case 1:
		h["Content-Type"], body = []string{"multipart/form-data; boundary=x"}, a.one("", "--x\r\n\r\n", "--x\r\nContent-Disposition: form-data; name=\"sok\"; filename=\"a\"\r\n\r\n\xff\x00\r\n--x--", "--x--")
	case 2:
		h["Content-Type"], body = []string{a.one("", "x", "text/plain", "application/x-www-form-urlencoded; charset=\xff")}, "sok=%zz&=&&;%00=%ff&versjon="
	default:
		h["Content-Type"], body = []string{"application/x-www-form-urlencoded"}, a.form()
	}
	if a.IntN(300) == 0 {
		body = strings.Repeat("sok=a&", 1<<20) // more than a form may have
	}
	return method, path, body, h
}

// No request, however made, is answered by a failure of ours, and none that another site
// has made a browser send does anything.
func TestNothingBreaks(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		site := apptest.New(t, d)
		known := []string{
			one(t, d, `SELECT id FROM beboer WHERE duf = '202090065103'`), one(t, d, `SELECT id FROM beboer WHERE gradert ORDER BY duf LIMIT 1`),
			one(t, d, `SELECT id FROM beboer WHERE NOT har_sak ORDER BY duf LIMIT 1`), one(t, d, `SELECT id FROM oppgave ORDER BY duf LIMIT 1`),
			"01a20544-eaeb-78fd-957b-01e5f9beaf37", "bosettingsinformasjon", "tilretteleggingsbehov", "sprak", "ferdigstill", "svar", "1119", "030101",
		}
		answers := map[int]int{}
		for who, name := range []string{"Berit Bø", "Astrid Ås", "Inger Ihle", "ingen"} {
			a := &attacker{rand.New(rand.NewPCG(2026, uint64(who))), known, mark(t, d, name)}
			c := site.Anonymous(t)
			if name != "ingen" {
				c = site.As(t, name)
			}
			c.Post("/samtale", url.Values{"beboer": {known[0]}})
			for range 4 {
				for _, route := range append(web.Routes(web.Services{}), page.Route{Pattern: "GET /static/{x}"}, page.Route{Pattern: "POST /{x}/{y}"}) {
					if route.Pattern == "POST /logg-ut" && name != "ingen" {
						continue
					}
					method, path, body, h := a.request(route.Pattern)
					got := c.Do(method, path, strings.NewReader(body), h)
					answers[got.Status]++
					ours := slices.Contains([]string{"GET", "HEAD", "OPTIONS"}, method) || slices.Contains([]string{"same-origin", "none"}, h.Get("Sec-Fetch-Site"))
					if got.Status >= 500 || !ours && got.Status != http.StatusForbidden && got.Status != http.StatusTemporaryRedirect {
						t.Errorf("%s: %s %.300q %.300q: %d", name, method, path, fmt.Sprint(h), got.Status)
					}
				}
			}
		}
		far := answers[200] > 80 && answers[303] > 40 && answers[404] > 40 && answers[403] > 20 && answers[422] > 2
		if at := strings.Index(site.Logg.String(), `"level":"ERROR"`); at >= 0 || !far {
			t.Errorf("answers %v, logged: %.500s", answers, site.Logg.String()[max(at, 0):])
		}
	})
}

// probes are texts that become something else where they are not escaped. Each holds
// "qzq" where a tag, an attribute or an address would be.
var probes = []string{
	`<script>qzq()</script>`, `"><script>qzq()</script>`, `'><script>qzq()</script>`, `</textarea><script>qzq()</script>`,
	`</title><script>qzq()</script>`, `<img src=x onerror=qzq()>`, `"><img src=x onerror="qzq()">`, `<svg onload=qzq()>`, `<svg/onload=qzq()>`,
	`"><svg onload=qzq()//`, `<body onload=qzq()>`, `<iframe src="javascript:qzq()">`, `<iframe srcdoc="<b>qzq">`, `<a href="javascript:qzq()">a</a>`,
	`/\qzq/x`, `//qzq/x`, `javascript:qzq()`, `JaVaScRiPt:qzq()`, `java\nscript:qzq()`, `data:text/html,<b>qzq`, `vbscript:qzq()`, `" onfocus="qzq()" autofocus="`,
	`' onfocus='qzq()' autofocus='`, `" onmouseover=qzq() x="`, "`onmouseover=qzq()`", `x" style="background:url(qzq)`, `<style>*{x:qzq}</style>`,
	`<link rel=stylesheet href=//qzq>`, `<base href=//qzq/>`, `<meta http-equiv=refresh content="0;url=//qzq">`, `<form action=//qzq><input>`,
	`<button formaction=javascript:qzq()>b`, `<input onfocus=qzq() autofocus>`, `<details open ontoggle=qzq()>`, `<video><source onerror=qzq()>`,
	`<object data=javascript:qzq()>`, `<embed src=//qzq>`, `<math><mi xlink:href="javascript:qzq()">`, `<!--><img src=x onerror=qzq()>-->`,
	`--><img onerror=qzq() src=x>`, `]]><img onerror=qzq() src=x>`, `<![CDATA[<qzq>]]>`, `<?qzq?>`, `<qzq>`, `</qzq>`, `<qzq`, `&lt;qzq&gt;`,
	`&#60;img src=x onerror=qzq()&#62;`, `&quot;onclick=&quot;qzq()`, `%3Cimg onerror=qzq()%3E`, `\u003cimg onerror=qzq()\u003e`, `<scr<script>ipt>qzq()`,
	`＜script＞qzq()＜/script＞`, `<ſcript>qzq()</ſcript>`, `<img src=x onerror=&#109;erke() qzq>`, `{{qzq}}`, `${qzq}`, `<%= qzq %>`,
	`"}]}</script><qzq>`, `<noscript><p title="</noscript><img src=x onerror=qzq()>">`, `<template><qzq></template>`, `=cmd|'/C qzq'!A1`,
}

// tag is the one form in which our templates write tags. Whatever else begins with "<" in a
// page has come from somebody's text.
var (
	tag     = regexp.MustCompile(`^</?[a-zA-Z][a-zA-Z0-9]*(?:\s+[a-zA-Z][-a-zA-Z0-9]*(?:="[^"<]*")?)*\s*/?>`)
	value   = regexp.MustCompile(`="[^"]*"`)
	strange = regexp.MustCompile(`(?i)^</?(iframe|object|embed|base|style)|qzq|\s(on[a-z]+|style|srcdoc)[=\s>]|^<script[^=]*>`)
	address = regexp.MustCompile(`\s(?:href|src|action|formaction)="([^"]*)"`)
	hidden  = regexp.MustCompile(`name="(versjon|for_hvem|samtale|nokkel|person)"[^>]* value="([^"]+)"`)
	safe    = regexp.MustCompile(`^(/[^/\\]|/$|#|\?|mailto:|tel:|https?://[a-z.]+\.(no|example)(/|$)|data:,$)`)
)

// harm says what is wrong with a page, "" for nothing.
func harm(page string) string {
	page = strings.TrimPrefix(page, "<!doctype html>")
	for at := strings.IndexByte(page, '<'); at >= 0; at = strings.IndexByte(page, '<') {
		page = page[at:]
		one := tag.FindString(page)
		if one == "" || strange.MatchString(value.ReplaceAllString(one, "=")) {
			return fmt.Sprintf("%.200q", page)
		}
		for _, a := range address.FindAllStringSubmatch(one, -1) {
			if !safe.MatchString(html.UnescapeString(a[1])) || strings.HasPrefix(one, "<script") && !strings.HasPrefix(a[1], "/static/") {
				return one
			}
		}
		page = page[len(one):]
	}
	return ""
}

func TestHarmIsSeen(t *testing.T) {
	for _, p := range probes {
		if (p[0] == '<' || p[0] == '"') && harm(`<p class="x">`+p+`</p><input value="`+p+`">`) == "" || strings.ContainsAny(p[:1], "/jJvd") && harm(`<a href="`+p+`">`) == "" {
			t.Errorf("not seen: %s", p)
		}
	}
}

// reader is somebody who looks at pages and tells which probes were on them.
type reader struct {
	*apptest.Client
	t    *testing.T
	text strings.Builder
}

func (r *reader) look(path string) apptest.Answer { return r.check(path, r.Get(path)) }

func (r *reader) check(what string, a apptest.Answer) apptest.Answer {
	r.t.Helper()
	if h := harm(a.Body); h != "" || a.Status >= 500 {
		r.t.Errorf("%s, %s, %d: %s", r.Name, what, a.Status, h)
	}
	r.text.WriteString(html.UnescapeString(a.Body))
	return a
}

func (r *reader) sawAll(where string) {
	r.t.Helper()
	for _, p := range probes {
		if !strings.Contains(r.text.String(), p) {
			r.t.Errorf("%s: %s was not shown", where, p)
		}
	}
	r.text.Reset()
}

// What one writes in the interview is text to everybody who reads it: in the form, where
// two have written at once, when it is read through and when it is completed.
func TestProbesInTheInterview(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	site := apptest.New(t, d)
	berit := site.As(t, "Berit Bø")
	bjorn := &reader{Client: site.As(t, "Bjørn Berg"), t: t}
	written := map[skjema.Kode]bool{}
	exec(t, d, `UPDATE beboer SET plasstype = 'TIL' WHERE duf = '202090065103'`) // who may have a treating person
	for _, duf := range []string{"202090065103", "202090047207"} {               // one alone, one with a family
		home := "/samtale/" + one(t, d, `SELECT id FROM beboer WHERE duf = '`+duf+`'`)
		samtale.Definisjon().Alle(func(_ *skjema.Seksjon, gruppe, q *skjema.Sporsmal) {
			rad := map[bool]string{true: "0199aaaa-0000-7000-8000-000000000000"}[gruppe != nil]
			body, _ := json.Marshal(map[string]string{"sporsmal": string(q.Kode), "rad": rad, "verdi": answerTo(gruppe, q)})
			got := berit.Do(http.MethodPut, home+"/svar", bytes.NewReader(body), http.Header{
				"Content-Type": {"application/json"}, "Bosett-Bruker": {mark(t, d, "Berit Bø")}, "If-Match": {`"0"`}, "Idempotency-Key": {ident.New().String()},
			})
			written[q.Kode] = written[q.Kode] || got.Status == http.StatusOK || q.Type == skjema.Gruppe
		})
		for _, sek := range samtale.Definisjon().Seksjoner {
			bjorn.look(home + "/" + sek.Kode + "?mangler=ja")
			bjorn.sawAll(sek.Kode)
			form := url.Values{"bruker": {mark(t, d, "Bjørn Berg")}}
			for _, q := range sek.Sporsmal {
				if q.Type == skjema.Langtekst && (duf == "202090065103" || q.Kode != "bofellesskap.hvem") {
					form.Set("versjon:"+string(q.Kode)+":", "0")
					form.Set("svar:"+string(q.Kode)+":", strings.Join(probes, " "))
				}
			}
			bjorn.check("conflict", bjorn.Post(home+"/"+sek.Kode, form))
			bjorn.sawAll(sek.Kode + ", in conflict")
		}
		form := url.Values{"bruker": {mark(t, d, "Bjørn Berg")}}
		for _, m := range hidden.FindAllStringSubmatch(bjorn.look(home+"/ferdigstill").Body, -1) {
			form.Set(m[1], m[2])
		}
		bjorn.sawAll("reading through")
		if a := bjorn.Post(home+"/ferdigstill", form); a.Status != http.StatusSeeOther {
			t.Errorf("completion: %d", a.Status)
		}
		for _, sek := range samtale.Definisjon().Seksjoner {
			bjorn.look(home + "/" + sek.Kode)
			bjorn.sawAll(sek.Kode + ", completed")
		}
	}
	samtale.Definisjon().Alle(func(_ *skjema.Seksjon, _, q *skjema.Sporsmal) {
		if !written[q.Kode] {
			t.Errorf("%s was never written", q.Kode)
		}
	})
}

// answerTo opens every question that follows, and puts probes wherever one may write.
func answerTo(gruppe, q *skjema.Sporsmal) string {
	answer := map[skjema.Type]string{
		skjema.Langtekst: strings.Join(probes, "\n"), skjema.Tekst: probes[0] + probes[7] + probes[19],
		skjema.JaNei: skjema.Ja, skjema.Valg: map[string]string{"tilknytningstype": "venn", "kompass_arsak": "annet"}[q.Liste],
	}[q.Type]
	if gruppe != nil && q.Type == skjema.JaNei {
		answer = skjema.Nei // not one more row
	}
	return answer
}

// Names, what is searched for, contacts and what stands in an address are text too.
func TestProbesEverywhereElse(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	site := apptest.New(t, d)
	astrid := &reader{Client: site.As(t, "Astrid Ås"), t: t}
	bjorn := &reader{Client: site.As(t, "Bjørn Berg"), t: t}
	mot, bruker := one(t, d, `SELECT mot_id FROM mottak WHERE navn = 'Hå asylmottak'`), one(t, d, `SELECT id FROM bruker WHERE navn = 'Bjørn Berg'`)
	beboere, saker := registerHead, "saksnummer;regnummer;opprettet\n"
	for i, p := range probes {
		p = `"` + strings.ReplaceAll(p, `"`, `""`) + `"`
		beboere += fmt.Sprintf("2024%06d00;99%07d;%s;%s;1990-01-01;mann;SY;enslig_voksen;;%s;ORD;;\n", i, i, p, p, mot)
		saker += fmt.Sprintf("P-%d;99%07d;2024-01-01\n", i, i)
	}
	feed(t, d, register.Beboere, beboere)
	feed(t, d, register.Saker, saker)
	for _, list := range []string{"oppgaveliste", "oversikt"} {
		bjorn.Post("/mottak/"+list+"/sok", url.Values{"sok": {"2024 0000"}})
		bjorn.look("/mottak/" + list + "?sort=duf&vis=alle")
		bjorn.look("/mottak/" + list + "?sort=duf&retning=synk&vis=alle") // and those of the last page
		bjorn.sawAll(list)
	}
	for i, p := range probes {
		esc := url.QueryEscape(p)
		bjorn.Post("/mottak/oversikt/sok", url.Values{"sok": {p}})
		bjorn.look("/mottak/oversikt?sort=" + esc + "&vis=" + esc + "&etter=" + esc)
		bjorn.look("/samtale/" + one(t, d, fmt.Sprintf(`SELECT id FROM beboer WHERE duf = '2024%06d00'`, i)) + "/sprak?ny=" + esc + "&rad=" + esc)
		for _, path := range []string{"/mottak/kontakt/mottaksadministrator/rediger", "/mottak/kontakt/bosettingsansvarlig/rediger", "/mottak/informasjon/rediger"} {
			form := url.Values{}
			for _, m := range hidden.FindAllStringSubmatch(astrid.look(path).Body, -1) {
				form.Set(m[1], m[2])
			}
			for _, f := range []string{"navn", "telefon", "epost", "hovedtelefon", "post_gate", "post_nummer", "post_sted", "besok_gate", "besok_sted"} {
				form.Set(f, p)
				form.Set("for_"+f, p)
			}
			astrid.check(path, astrid.Post(path, form)) // not a telephone number
			for f, v := range map[string]string{"telefon": "12345", "hovedtelefon": "12345", "epost": "", "post_nummer": "4365"} {
				form.Set(f, v)
			}
			if a := astrid.Post(path, form); a.Status != http.StatusSeeOther {
				t.Errorf("%s: %d, not saved", path, a.Status)
			}
			astrid.check(path, astrid.Post(path, form)) // now it is an old one
		}
		exec(t, d, `UPDATE bruker SET navn = $1 WHERE id = $2`, p, bruker)
		for _, path := range []string{"/mottak/kontakt", "/mottak/informasjon", "/arbeidsflate", "/kommuner?q=" + esc, "/" + url.PathEscape(p)} {
			bjorn.look(path)
		}
		if a := bjorn.Post("/sprak", url.Values{"sprak": {"nn"}, "retur": {p}}); !safe.MatchString(a.Location()) {
			t.Errorf("redirected to %s", a.Location())
		}
	}
	bjorn.sawAll("contacts, names and addresses")
	astrid.sawAll("forms")
}

// feed imports lines as the register sends them.
func feed(t *testing.T, d *db.DB, kind register.Type, lines string) {
	report, err := register.Run(t.Context(), d, register.Options{Type: kind, Reader: strings.NewReader(lines), Name: "fil.csv", Demo: true})
	if err != nil || report.Avvist > 0 {
		t.Fatalf("import: %v, %d refused", err, report.Avvist)
	}
}

// answers adds what somebody gets from lists, counts, searches and the addresses of persons.
func answers(c *apptest.Client, sok, ids []string, got map[string]string) {
	get := func(key, path, id string) {
		a := c.Get(strings.ReplaceAll(path, "ID", id))
		a.Header.Del("Date")
		got[c.Name+" "+key+path] = strings.ReplaceAll(fmt.Sprint(a.Status, a.Header, timeless(a.Body)), id, "ID")
	}
	for _, path := range []string{"/arbeidsflate", "/mottak", "/mottak/informasjon", "/mottak/kontakt", "/kommuner?q=h%C3%A5", "/kommuner/1119"} {
		get("", path, "ID")
	}
	for _, s := range append(sok, "") {
		for list, queries := range map[string][]string{
			"oppgaveliste": {"?vis=alle", "?sort=duf&retning=synk", "?sort=plasstype", "?frist=over", "?frist=innen7&sort=navn", "?sort=opprettet"},
			"oversikt": {
				"?vis=alle", "?sort=alder", "?sort=alder&retning=synk", "?sort=status", "?sort=opprettet&retning=synk", "?status=under_kartlegging&sort=alder",
				"?persontype=familie_med_barn", "?persontype=enslig_voksen&sort=alder", "?sak=uten&sort=alder", "?sak=uten&persontype=enslig_voksen",
			},
		} {
			c.Post("/mottak/"+list+"/sok", url.Values{"sok": {s}})
			if s != "" {
				queries = queries[:2]
			}
			for _, q := range queries {
				get(s, "/mottak/"+list+q, "ID")
			}
		}
	}
	for i, id := range ids {
		for _, path := range []string{"/samtale/ID", "/samtale/ID/sprak", "/samtale/ID/ferdigstill", "/mottak/oversikt?etter=ID&sort=alder", "/mottak/oppgaveliste?for=ID"} {
			get(fmt.Sprint("person ", i), path, id)
		}
	}
}

const registerHead = "duf;regnummer;fornavn;etternavn;fodt;kjonn;statsborgerskap;persontype;familierolle;mottak;plasstype;gradering;kompass_tid\n"

// vernesen is a family at Hå and one at Kristiansand, their daughters at Lyngåsen.
func vernesen(t *testing.T, d *db.DB, grad string) string {
	mot := func(navn string) string {
		return one(t, d, `SELECT mot_id FROM mottak WHERE navn = '`+navn+`'`) + ";ORD;"
	}
	lines := registerHead
	for nr, sted := range []string{"Hå asylmottak", "Kristiansand integreringsmottak"} {
		rest := mot(sted)
		for i, who := range []string{
			"Mona;Vernesen;1979-01-01;kvinne;SY;familie_med_barn;mor;" + rest + grad, "Malik;Vernesen;1989-01-01;mann;SY;familie_med_barn;far;" + rest,
			"Milla;Vernesen;2019-01-01;kvinne;SY;medfolgende_barn;datter;" + mot("Lyngåsen mottak"),
		} {
			lines += fmt.Sprintf("2024990%d0%d02;99000000%d;%s;\n", nr, i+1, nr+1, who)
		}
	}
	return lines
}

// What one may not know changes no byte of what one gets: neither that a protected family
// lives at the own centre (A13, A17), nor what the register says about residents without a
// case besides name, DUF number and place (T5).
func TestWhatIsHiddenLeavesNoTrace(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		site := apptest.New(t, d)
		where := `FROM beboer b JOIN husstand h ON h.id = b.husstand JOIN mottak m ON m.id = b.mottak
			WHERE m.navn = 'Hå asylmottak' AND NOT b.har_sak AND NOT b.gradert AND b.mellomnavn = '' ORDER BY b.navn_sort LIMIT 1`
		sok := []string{"vernesen mona", "2024 990001 02", "990000001", one(t, d, `SELECT h.reg_nummer `+where), one(t, d, `SELECT b.etternavn `+where)}
		people := []*apptest.Client{site.As(t, "Berit Bø"), site.As(t, "Inger Ihle"), site.As(t, "Astrid Ås"), site.As(t, "Kåre Kvam"), site.As(t, "Nils Navn")}
		ask := func(ids ...string) map[string]string {
			got := map[string]string{}
			for _, c := range people {
				answers(c, sok, ids, got)
			}
			return got
		}
		// same fails at every difference; when "" it only counts them.
		same := func(when string, before, after map[string]string) (differ int) {
			for key := range after {
				if strings.Contains(after[key], "Milla") {
					t.Errorf("%s: somebody at another centre", key)
				}
				if want, asked := before[key]; asked && after[key] != want {
					if differ++; when != "" {
						t.Errorf("%s: something else at %s", when, key)
					}
				}
			}
			return differ
		}
		without := ask()
		feed(t, d, register.Beboere, vernesen(t, d, "strengt_fortrolig"))
		feed(t, d, register.Saker, "saksnummer;regnummer;opprettet\nV-1;990000001;2024-01-01\nV-2;990000002;2024-01-02\n")
		same("protected from the start", without, ask())
		feed(t, d, register.Beboere, vernesen(t, d, "ugradert"))
		if n := same("", without, ask()); n < 40 {
			t.Errorf("the family changes only %d answers when it is not protected: the test sees too little", n)
		}
		ids := []string{one(t, d, `SELECT id FROM beboer WHERE duf = '202499000202'`), one(t, d, `SELECT id FROM beboer WHERE duf = '202499010102'`)}
		people[0].Post("/samtale", url.Values{"beboer": {ids[0]}})
		feed(t, d, register.Beboere, vernesen(t, d, "fortrolig"))
		nobody := ask("0199aaaa-0000-7000-8000-000000000000", "0199aaaa-0000-7000-8000-000000000001")
		same("protected since", without, nobody)
		same("one of the family, and one who does not exist", nobody, ask(ids...))
		people = people[:1]
		line := one(t, d, `SELECT b.duf || ';' || h.reg_nummer || ';' || b.fornavn || ';' || b.etternavn || ';DATO;KJONN;XX;TYPE;;' || m.mot_id || ';' || b.plasstype || ';;TID' `+where)
		for _, v := range [][]string{{"1931-02-03", "mann", "SY", "enslig_voksen", ""}, {"2023-02-03", "kvinne", "AF", "medfolgende_barn", "2024-01-01"}} {
			feed(t, d, register.Beboere, registerHead+strings.NewReplacer("DATO", v[0], "KJONN", v[1], "XX", v[2], "TYPE", v[3], "TID", v[4]).Replace(line)+"\n")
			same("somebody without a case has become "+v[3], without, ask())
		}
	})
}

// Every person that an answer shows stands in the access log before the answer is sent,
// and with no place to log there is no page.
func TestWhoIsShownIsLogged(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		site := apptest.New(t, d)
		berit, duf := site.As(t, "Berit Bø"), regexp.MustCompile(`\b(\d{4}) (\d{6}) (\d{2})\b`)
		family := "/samtale/" + one(t, d, `SELECT id FROM beboer WHERE duf = '202090047207'`)
		post := func(path string) apptest.Answer {
			return berit.Post(path, url.Values{"bruker": {mark(t, d, "Berit Bø")}, "versjon:merknad.sprak:": {"7"}, "svar:merknad.sprak:": {"hei"}})
		}
		for path, get := range map[string]func(string) apptest.Answer{
			"/mottak/oppgaveliste?vis=alle": berit.Get, "/mottak/oversikt?sort=duf": berit.Get, "/mottak/oversikt?sak=uten": berit.Get,
			family + "/sprak": berit.Get, family + "/sprak?": post, family + "/ferdigstill": berit.Get,
		} {
			before, shown := one(t, d, `SELECT COUNT(*) FROM innsyn`), duf.FindAllStringSubmatch(get(path).Body, -1)
			logged := one(t, d, `SELECT innhold FROM innsyn ORDER BY lopenr DESC LIMIT 1`)
			for _, m := range shown {
				if id := one(t, d, `SELECT id FROM beboer WHERE duf = '`+m[1]+m[2]+m[3]+`'`); !strings.Contains(logged, id) || before == one(t, d, `SELECT COUNT(*) FROM innsyn`) {
					t.Errorf("%s shows %s, who is not in the log", path, m[0])
				}
			}
			exec(t, d, `ALTER TABLE innsyn RENAME TO borte`)
			if a := get(path); a.Status < 500 || duf.MatchString(a.Body) || len(shown) == 0 {
				t.Errorf("%s shows %d persons, and without a log: %d", path, len(shown), a.Status)
			}
			exec(t, d, `ALTER TABLE borte RENAME TO innsyn`)
		}
		exec(t, d, `UPDATE bruker SET aktiv = FALSE WHERE navn = 'Berit Bø'`)
		if a := berit.Get("/mottak/oversikt"); a.Status != http.StatusSeeOther {
			t.Errorf("somebody whose account is closed gets %d", a.Status)
		}
	})
}
