package galleri

import (
	"bytes"
	"context"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"bosett/internal/web/ui"
)

func render(t *testing.T, p Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.Component.Render(ui.WithWords(context.Background(), Words()), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var (
	idAttr     = regexp.MustCompile(` id="([^"]*)"`)
	references = regexp.MustCompile(` (?:for|aria-controls|aria-describedby|aria-labelledby)="([^"]*)"`)
	inline     = regexp.MustCompile(`(?i) (style|on[a-z]+)="|<style|javascript:|<script(?:[^>]*)></script>`)
	control    = regexp.MustCompile(`<(?:input|select|textarea)[^>]* id="([^"]+)"`)
)

// Every page keeps the rules that the Content-Security-Policy, HTML and screen readers demand of the components.
func TestPagesAreWholeHTML(t *testing.T) {
	for _, p := range Pages() {
		t.Run(p.Name, func(t *testing.T) {
			html := render(t, p)
			ids := map[string]bool{}
			for _, m := range idAttr.FindAllStringSubmatch(html, -1) {
				if ids[m[1]] || m[1] == "" {
					t.Errorf("id %q stands twice or is empty", m[1])
				}
				ids[m[1]] = true
			}
			for _, m := range references.FindAllStringSubmatch(html, -1) {
				for _, id := range strings.Fields(m[1]) {
					if !ids[id] {
						t.Errorf("%s leads nowhere", strings.TrimSpace(m[0]))
					}
				}
			}
			for _, m := range inline.FindAllString(html, -1) {
				if !strings.Contains(m, `src="/static/`) {
					t.Errorf("inline code or style: %s", m)
				}
			}
			for _, m := range control.FindAllStringSubmatch(html, -1) {
				if !strings.Contains(html, `for="`+m[1]+`"`) {
					t.Errorf("control %s has no label", m[1])
				}
			}
			if n := strings.Count(html, "<h1"); n != 1 {
				t.Errorf("%d h1", n)
			}
			if n := strings.Count(html, "<main"); n != 1 {
				t.Errorf("%d main", n)
			}
		})
	}
}

func TestValuesAreEscaped(t *testing.T) {
	evil := `"><script>alert(1)</script>`
	html := render(t, Page{"x", ui.Layout(ui.LayoutProps{Title: evil, Side: ui.Submenu(ui.SubmenuProps{Items: []ui.SubmenuItem{{Text: evil, Href: "javascript:alert(1)"}}})})})
	html += render(t, Page{"y", ui.TextArea(ui.TextAreaProps{Field: ui.Field{ID: evil, Label: evil, Error: evil, Help: evil}, Value: "</textarea>" + evil})})
	if strings.Contains(html, "<script>") || strings.Contains(html, `"javascript:`) || strings.Contains(html, "</textarea>\"") {
		t.Error(html)
	}
}

func TestFieldSaysWhatScreenReadersNeed(t *testing.T) {
	html := render(t, Page{"f", ui.TextField(ui.TextFieldProps{Field: ui.Field{
		ID: "navn", Name: "navn", Label: "Navn", Hint: "Fullt navn", Error: "Skriv et navn", Required: true, Help: "Slik det står i passet",
		Audience: &ui.AudienceProps{Text: "Vises for kommunen", Kommune: true},
	}})})
	for _, want := range []string{
		`aria-describedby="navn-feil navn-publikum navn-hint"`, `aria-invalid="true"`, `aria-required="true"`, "(må fylles ut)",
		"Hjelp til Navn", `id="navn-hjelp"`, "Feil: ", "b-audience--kommune",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in %s", want, html)
		}
	}
	if strings.Contains(html, " required") {
		t.Error("the browser must not stop a half-filled form")
	}
	radios := render(t, Page{"r", ui.RadioGroup(ui.ChoiceProps{Field: ui.Field{ID: "ja", Name: "ja", Label: "Ja?", Required: true, Error: "Svar"}, Options: []ui.Option{{Value: "ja", Text: "Ja"}}, Values: []string{"ja"}})})
	for _, want := range []string{`role="radiogroup"`, `aria-required="true"`, `aria-invalid="true"`, `aria-describedby="ja-feil"`, " checked"} {
		if !strings.Contains(radios, want) {
			t.Errorf("no %s in %s", want, radios)
		}
	}
}

func TestRowsOpenWithoutScript(t *testing.T) {
	html := render(t, Page{"t", ui.Table(table(rows("p2")))})
	if !strings.Contains(html, `id="p1-detaljer" hidden`) || strings.Contains(html, `id="p2-detaljer" hidden`) {
		t.Error("only the open row's details may be seen")
	}
	if strings.Count(html, `aria-expanded="true"`) != 1 || !strings.Contains(html, "Skjul detaljer</span><span class=\"b-sr\"> for Haile, Selam") {
		t.Error("the toggle of the open row does not say so")
	}
	if !strings.Contains(html, `aria-sort="ascending"`) || strings.Count(html, "aria-sort") != 1 {
		t.Error("exactly the sorted column says so")
	}
	if empty := render(t, Page{"e", ui.Table(table(nil))}); strings.Contains(empty, "<table") || !strings.Contains(empty, "Ingen oppgaver akkurat nå") {
		t.Error("an empty list says so")
	}
}

func TestHandlerServesEveryPage(t *testing.T) {
	h := Handler("/komponenter/")
	for _, path := range []string{"/komponenter/", "/komponenter/deler", "/komponenter/beboer"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != 200 || !strings.Contains(w.Body.String(), "<h1") {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}
