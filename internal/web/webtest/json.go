package webtest

import (
	"io"
	"net/http"
	"strings"
)

// JSON sends a request as the page's own script does, with header names and values in
// turn.
func (c *Client) JSON(method, path, body string, header ...string) Answer {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.site.server.URL+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := c.http.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return Answer{Status: res.StatusCode, Body: string(text), Location: res.Header.Get("Location")}
}
