package page

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"
)

// csp has no nonce and no inline code, so equal pages are equal bytes (security.md 3.4.3).
// No script of ours makes markup from text, so no policy for doing it may exist either.
const csp = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; " +
	"form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// maxBody takes the largest form there is: a section of the interview sent without the
// script, every row and text full, in letters that are nine bytes each in a form (2.3 MB).
const maxBody = 4 << 20

// Secured sets the security headers of every answer and limits the body.
func Secured(https bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", csp)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if https {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}

var gzips = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(io.Discard, 5)
	return z
}}

// Compressed compresses pages and JSON. Static files come compressed from the build.
// There is no secret in a page's body that an attacker's text could be guessed against:
// the session's token lives in the cookie only.
func Compressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/static/") {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Add("Vary", "Accept-Encoding")
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			next.ServeHTTP(w, r)
			return
		}
		zw := &gzipWriter{ResponseWriter: w}
		defer zw.close()
		next.ServeHTTP(zw, r)
	})
}

// gzipWriter begins to compress at the first byte, so an answer without a body stays
// without one.
type gzipWriter struct {
	http.ResponseWriter
	z      *gzip.Writer
	status int
}

func (w *gzipWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *gzipWriter) Write(b []byte) (int, error) {
	if w.z == nil {
		if w.status == 0 {
			w.status = http.StatusOK
		}
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Del("Content-Length")
		w.ResponseWriter.WriteHeader(w.status)
		w.z = gzips.Get().(*gzip.Writer)
		w.z.Reset(w.ResponseWriter)
	}
	return w.z.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *gzipWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *gzipWriter) close() {
	if w.z == nil {
		if w.status != 0 {
			w.ResponseWriter.WriteHeader(w.status)
		}
		return
	}
	_ = w.z.Close()
	w.z.Reset(io.Discard)
	gzips.Put(w.z)
}
