// Package static serves the style sheet, the script, the font and the icon of the service.
//
// `npm run build` puts them into dist under names that carry the hash of their content, so a browser may keep them for
// ever; the Go build embeds the folder. A clone without that step compiles, and Built says what is missing.
package static

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

// Prefix is where Handler must be mounted.
const Prefix = "/static/"

// notBuilt is the file name in addresses made without a build. Handler answers it with the reason.
const notBuilt = "ikke-bygget"

//go:embed all:dist
var dist embed.FS

// ErrNotBuilt says that the browser's files are not in this program.
var ErrNotBuilt = errors.New("static: the browser's files are not built into this program; run `npm ci && npm run build` and build again")

// file is one file in its encodings; gzip and brotli are nil where they were not made.
type file struct {
	contentType       string
	etag              string // without quotes
	plain, gzip, brot []byte
}

type assets struct {
	names map[string]string // source name to hashed name
	files map[string]file   // by hashed name
}

// load reads the embedded folder once. Its error is ErrNotBuilt, or a folder that the build did not leave whole.
var load = sync.OnceValues(func() (assets, error) { return read(dist) })

func read(from fs.FS) (assets, error) {
	a := assets{names: map[string]string{}, files: map[string]file{}}
	manifest, err := fs.ReadFile(from, "dist/manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return a, ErrNotBuilt
	}
	if err != nil {
		return a, fmt.Errorf("static: read manifest: %w", err)
	}
	if err := json.Unmarshal(manifest, &a.names); err != nil {
		return a, fmt.Errorf("static: parse manifest: %w", err)
	}
	for name, hashed := range a.names {
		f := file{contentType: contentType(hashed), etag: strings.TrimSuffix(hashed, path.Ext(hashed))}
		if f.plain, err = fs.ReadFile(from, "dist/"+hashed); err != nil {
			return a, fmt.Errorf("static: %s is in the manifest but not in the build: %w", name, err)
		}
		f.gzip, _ = fs.ReadFile(from, "dist/"+hashed+".gz")
		f.brot, _ = fs.ReadFile(from, "dist/"+hashed+".br")
		a.files[hashed] = f
	}
	return a, nil
}

// Built returns nil where the browser's files are in the program, ErrNotBuilt where they are not. Called at start.
func Built() error {
	_, err := load()
	return err
}

// URL returns the address of a file by its name in the source: URL("app.css"). Without a build, or for a name that the
// build does not know, it is an address that answers 404 with the reason.
func URL(name string) string {
	a, _ := load()
	if hashed, ok := a.names[name]; ok {
		return Prefix + hashed
	}
	return Prefix + notBuilt + "/" + name
}

// Handler serves the files under Prefix. Mounted by the routes.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, err := load()
		a.serve(w, r, err)
	})
}

func (a assets) serve(w http.ResponseWriter, r *http.Request, loadErr error) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(r.URL.Path, Prefix)
	f, ok := a.files[name]
	if !ok {
		reason := http.StatusText(http.StatusNotFound)
		if loadErr != nil && strings.HasPrefix(name, notBuilt+"/") {
			reason = loadErr.Error()
		}
		http.Error(w, reason, http.StatusNotFound)
		return
	}
	f.serve(w, r)
}

func (f file) serve(w http.ResponseWriter, r *http.Request) {
	body, encoding := f.encoded(r.Header.Get("Accept-Encoding"))
	etag := `"` + f.etag + `"`
	if encoding != "" {
		etag = `"` + f.etag + "-" + encoding + `"`
	}
	h := w.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	h.Set("ETag", etag)
	if matches(r.Header.Get("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", f.contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	if r.Method == http.MethodGet {
		_, _ = w.Write(body) // a browser that went away is not our error
	}
}

// encoded chooses the smallest form that the browser takes.
func (f file) encoded(accept string) (body []byte, encoding string) {
	if f.brot != nil && accepts(accept, "br") {
		return f.brot, "br"
	}
	if f.gzip != nil && accepts(accept, "gzip") {
		return f.gzip, "gzip"
	}
	return f.plain, ""
}

// accepts reads an Accept-Encoding header: is the coding named, or "*", and not with quality 0?
func accepts(header, coding string) bool {
	star := false
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		quality, hasQuality := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		q, err := strconv.ParseFloat(quality, 64)
		taken := !hasQuality || (err == nil && q > 0)
		switch strings.TrimSpace(name) {
		case coding:
			return taken
		case "*":
			star = taken
		}
	}
	return star
}

// matches reads an If-None-Match header.
func matches(header, etag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		if tag := strings.TrimPrefix(strings.TrimSpace(part), "W/"); tag == etag || tag == "*" {
			return true
		}
	}
	return false
}

// contentType does not ask the operating system, whose answers differ.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}
