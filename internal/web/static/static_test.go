package static

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func built(t *testing.T) assets {
	t.Helper()
	a, err := read(fstest.MapFS{
		"dist/manifest.json":   {Data: []byte(`{"app.css":"app-0011.css","inter.woff2":"inter-22.woff2"}`)},
		"dist/app-0011.css":    {Data: []byte("body{}")},
		"dist/app-0011.css.gz": {Data: []byte("GZ")},
		"dist/app-0011.css.br": {Data: []byte("BR")},
		"dist/inter-22.woff2":  {Data: []byte("font")},
		"dist/unlisted-33.css": {Data: []byte("secret")},
		"dist/.placeholder":    {},
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func get(a assets, method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	a.serve(w, r, nil)
	return w
}

func TestServeChoosesEncoding(t *testing.T) {
	a := built(t)
	for _, c := range []struct{ accept, encoding, body string }{
		{"", "", "body{}"},
		{"gzip", "gzip", "GZ"},
		{"gzip, deflate, br, zstd", "br", "BR"},
		{"br;q=0, gzip", "gzip", "GZ"},
		{"br;q=0.0, gzip; q=0", "", "body{}"},
		{"*", "br", "BR"},
		{"*;q=0", "", "body{}"},
		{"identity", "", "body{}"},
	} {
		w := get(a, "GET", "/static/app-0011.css", "Accept-Encoding", c.accept)
		if w.Code != 200 || w.Header().Get("Content-Encoding") != c.encoding || w.Body.String() != c.body {
			t.Errorf("%q: %d %q %q", c.accept, w.Code, w.Header().Get("Content-Encoding"), w.Body)
		}
		if w.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: no Vary", c.accept)
		}
	}
}

func TestServeHeadersAndRevalidation(t *testing.T) {
	a := built(t)
	w := get(a, "GET", "/static/app-0011.css", "Accept-Encoding", "gzip")
	for name, want := range map[string]string{
		"Content-Type":           "text/css; charset=utf-8",
		"Cache-Control":          "public, max-age=31536000, immutable",
		"X-Content-Type-Options": "nosniff",
		"Content-Length":         "2",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s is %q, not %q", name, got, want)
		}
	}
	tag := w.Header().Get("ETag")
	if again := get(a, "GET", "/static/app-0011.css", "Accept-Encoding", "gzip", "If-None-Match", `"x", W/`+tag); again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("revalidation gave %d with %d bytes", again.Code, again.Body.Len())
	}
	if other := get(a, "GET", "/static/app-0011.css", "Accept-Encoding", "br"); other.Header().Get("ETag") == tag {
		t.Error("two encodings share one ETag")
	}
	if head := get(a, "HEAD", "/static/inter-22.woff2"); head.Body.Len() != 0 || head.Header().Get("Content-Type") != "font/woff2" || head.Header().Get("Content-Length") != "4" {
		t.Errorf("HEAD: %v", head.Header())
	}
}

func TestServeOnlyWhatTheManifestNames(t *testing.T) {
	a := built(t)
	for _, path := range []string{
		"/static/", "/static/manifest.json", "/static/.placeholder", "/static/unlisted-33.css",
		"/static/app-0011.css.gz", "/static/../static.go", "/static/app.css",
	} {
		if w := get(a, "GET", path); w.Code != http.StatusNotFound || w.Header().Get("Cache-Control") != "" {
			t.Errorf("%s: %d, cached %q", path, w.Code, w.Header().Get("Cache-Control"))
		}
	}
	if w := get(a, "POST", "/static/app-0011.css"); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}

func TestWithoutBuildTheReasonIsGiven(t *testing.T) {
	a, err := read(fstest.MapFS{"dist/.placeholder": {}})
	if !errors.Is(err, ErrNotBuilt) {
		t.Fatalf("read: %v", err)
	}
	w := httptest.NewRecorder()
	a.serve(w, httptest.NewRequest("GET", Prefix+notBuilt+"/app.css", nil), err)
	if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "npm run build") {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	if _, err := read(fstest.MapFS{"dist/manifest.json": {Data: []byte(`{"app.css":"gone.css"}`)}}); err == nil || errors.Is(err, ErrNotBuilt) {
		t.Errorf("a build with a missing file: %v", err)
	}
}
