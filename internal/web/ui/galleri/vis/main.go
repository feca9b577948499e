// Command vis serves the gallery by itself, for those who work on the components: go run ./internal/web/ui/galleri/vis
package main

import (
	"flag"
	"log"
	"net/http"

	"bosett/internal/web/static"
	"bosett/internal/web/ui/galleri"
)

func main() {
	address := flag.String("adresse", "127.0.0.1:8099", "where to listen")
	flag.Parse()
	mux := http.NewServeMux()
	mux.Handle("GET "+static.Prefix, static.Handler())
	mux.Handle("/komponenter/", galleri.Handler("/komponenter/"))
	csp := "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
	secured := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", csp)
		mux.ServeHTTP(w, r)
	})
	log.Printf("http://%s/komponenter/", *address)
	log.Fatal(http.ListenAndServe(*address, secured))
}
