package app

import "net/http"

// onlyRead answers the addresses outside the table of pages when they are asked for
// anything but reading.
func onlyRead(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Allow", "GET, HEAD")
	answer(w, http.StatusMethodNotAllowed, "GET, HEAD\n")
}
