package app_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bosett/internal/app/apptest"
	"bosett/internal/db"
	"bosett/internal/db/dbtest"
)

// script is a request as a page's own script sends it.
func script(t *testing.T, c *apptest.Client, method, path string, into any) int {
	t.Helper()
	a := c.Do(method, path, nil, http.Header{"Accept": {"application/json"}, "Sec-Fetch-Site": {"same-origin"}})
	if into != nil && a.Status == http.StatusOK {
		if err := json.Unmarshal([]byte(a.Body), into); err != nil {
			t.Fatalf("%s %s: %v: %s", method, path, err, a.Body)
		}
	}
	if a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s %s may be stored", method, path)
	}
	return a.Status
}

type nokkel struct {
	ID      string   `json:"id"`
	Nokkel  []byte   `json:"nokkel"`
	Levende []string `json:"levende"`
}

// TestKeyOfDrafts is the life of a key as the browser sees it (autosave.md 3.4, A18).
func TestKeyOfDrafts(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		site := apptest.New(t, d)
		beboer := one(t, d, `SELECT id FROM beboer WHERE duf = '202090065103'`)
		berit := site.As(t, "Berit Bø")
		var n, again nokkel
		if status := script(t, berit, "POST", "/utkast/"+beboer, &n); status != http.StatusOK || len(n.Nokkel) != 32 {
			t.Fatalf("no key: %d %+v", status, n)
		}
		if script(t, berit, "GET", "/utkast/"+beboer+"/"+n.ID, &again); string(again.Nokkel) != string(n.Nokkel) {
			t.Error("the key cannot be had again")
		}
		// Another one in the same browser: the device is the same, the key is not theirs.
		berit.Login("Bjørn Berg")
		if status := script(t, berit, "GET", "/utkast/"+beboer+"/"+n.ID, nil); status != http.StatusNotFound {
			t.Errorf("another person got the key: %d", status)
		}
		out := berit.Post("/logg-ut", url.Values{})
		if got := out.Header.Get("Clear-Site-Data"); got != `"cache"` {
			t.Errorf("Clear-Site-Data %s: Berit's drafts were thrown away by somebody else", got)
		}
		berit.Login("Berit Bø")
		if status := script(t, berit, "GET", "/utkast/"+beboer+"/"+n.ID, nil); status != http.StatusOK {
			t.Errorf("Berit is back and cannot read her draft: %d", status)
		}
		// With text that is not saved she may sign out and keep it; without, all is gone.
		if out = berit.Post("/logg-ut", url.Values{"behold": {"ja"}}); out.Header.Get("Clear-Site-Data") != `"cache"` {
			t.Error("what was to be kept was thrown away")
		}
		berit.Login("Berit Bø")
		if status := script(t, berit, "GET", "/utkast/"+beboer+"/"+n.ID, nil); status != http.StatusOK {
			t.Errorf("the key of what was kept is gone: %d", status)
		}
		if out = berit.Post("/logg-ut", url.Values{}); out.Header.Get("Clear-Site-Data") != `"cache", "storage"` {
			t.Errorf("signing out leaves things in the browser: %s", out.Header.Get("Clear-Site-Data"))
		}
		berit.Login("Berit Bø")
		if status := script(t, berit, "GET", "/utkast/"+beboer+"/"+n.ID, nil); status != http.StatusNotFound {
			t.Errorf("the key lives after signing out: %d", status)
		}
	})
}

// TestOktDoesNotProlongItself: what a page asks by itself is no activity (A15).
func TestOktDoesNotProlongItself(t *testing.T) {
	var naa atomic.Int64
	naa.Store(time.Now().UnixNano())
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		site := apptest.New(t, d)
		berit := site.As(t, "Berit Bø")
		forward := func(d time.Duration) { naa.Add(int64(d)) }
		var okt struct{ Igjen, Senest int }
		igjen := func(method string, want time.Duration) {
			t.Helper()
			status := script(t, berit, method, "/okt", &okt)
			if got := time.Duration(okt.Igjen) * time.Second; status != http.StatusOK || got < want-2*time.Second || got > want+2*time.Second {
				t.Errorf("%s /okt: %d, %s left, want %s", method, status, got, want)
			}
		}
		igjen("GET", 30*time.Minute)
		forward(28 * time.Minute)
		igjen("GET", 2*time.Minute)
		forward(time.Minute)
		igjen("GET", time.Minute) // asked a minute ago, and not a second longer for it
		igjen("POST", 30*time.Minute)
		forward(31 * time.Minute)
		if status := script(t, berit, "GET", "/okt", nil); status != http.StatusUnauthorized {
			t.Errorf("a session that was only asked about lives after 30 minutes: %d", status)
		}
		// The longest session is ten hours, whatever is done in it.
		berit.Login("Berit Bø")
		for range 29 {
			forward(20 * time.Minute)
			script(t, berit, "POST", "/okt", &okt)
		}
		forward(10 * time.Minute) // 9 h 50 min
		igjen("POST", 10*time.Minute)
		forward(11 * time.Minute)
		if status := script(t, berit, "POST", "/okt", nil); status != http.StatusUnauthorized {
			t.Errorf("a session of more than ten hours: %d", status)
		}
	}, db.WithClock(func() time.Time { return time.Unix(0, naa.Load()).UTC() }))
}

// TestWhoSignsOutIsNotThere: colleagues are told at once (S16), also where somebody else
// signs in in the same browser.
func TestWhoSignsOutIsNotThere(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		site := apptest.New(t, d)
		beboer := one(t, d, `SELECT id FROM beboer WHERE duf = '202090065103'`)
		berit := site.As(t, "Berit Bø")
		there := func() string { return one(t, d, `SELECT COUNT(*) FROM tilstede`) }
		come := func() {
			t.Helper()
			a := berit.Do("PUT", "/samtale/"+beboer+"/tilstede", strings.NewReader(`{"seksjon":"yrke"}`), http.Header{
				"Accept": {"application/json"}, "Content-Type": {"application/json"}, "Sec-Fetch-Site": {"same-origin"},
			})
			if a.Status != http.StatusOK || there() != "1" {
				t.Fatalf("%d: %s", a.Status, a.Body)
			}
		}
		come()
		berit.Post("/logg-ut", url.Values{})
		if there() != "0" {
			t.Error("is named as present after signing out")
		}
		berit.Login("Berit Bø")
		come()
		berit.Login("Bjørn Berg")
		if there() != "0" {
			t.Error("is named as present after another one has signed in there")
		}
	})
}

// TestKeyOfDraftsNeedsARealDevice: what is no cookie of ours names no device.
func TestKeyOfDraftsNeedsARealDevice(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		site := apptest.New(t, d)
		beboer := one(t, d, `SELECT id FROM beboer WHERE duf = '202090065103'`)
		berit := site.As(t, "Berit Bø")
		var n nokkel
		script(t, berit, "POST", "/utkast/"+beboer, &n)
		a := berit.Do("POST", "/utkast/"+beboer, nil, http.Header{"Accept": {"application/json"}, "Sec-Fetch-Site": {"same-origin"}, "Cookie": {"bosett-enhet=x"}})
		if a.Status != http.StatusOK || !strings.Contains(a.Header.Get("Set-Cookie"), "bosett-enhet=") {
			t.Errorf("%d: a device of the browser's own making is taken as it is: %v", a.Status, a.Header)
		}
	})
}

// TestKeysOfDraftsAreTidied: the running program destroys, unasked, the keys that have run
// out and those of people without a role; the others stay.
func TestKeysOfDraftsAreTidied(t *testing.T) {
	dbtest.Run(t, func(t *testing.T, d *db.DB) {
		site := apptest.New(t, d)
		beboer := one(t, d, `SELECT id FROM beboer WHERE duf = '202090065103'`)
		for _, who := range []string{"Berit Bø", "Bjørn Berg", "Dag Dobbel"} {
			if status := script(t, site.As(t, who), "POST", "/utkast/"+beboer, nil); status != http.StatusOK {
				t.Fatalf("%s: %d", who, status)
			}
		}
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE utkastnokkel SET utloper_tid = $1 WHERE bruker = (SELECT id FROM bruker WHERE navn = 'Bjørn Berg')`, db.At(tx.Now()))
			if err == nil {
				_, err = tx.ExecContext(t.Context(), `UPDATE rolletildeling SET slutt_tid = $1 WHERE bruker = (SELECT id FROM bruker WHERE navn = 'Dag Dobbel')`, db.At(tx.Now()))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		_, done := serve(ctx, t, d)
		for i := 0; one(t, d, `SELECT COUNT(*) FROM utkastnokkel`) != "1" && i < 250; i++ {
			time.Sleep(20 * time.Millisecond)
		}
		if left := one(t, d, `SELECT b.navn FROM utkastnokkel k JOIN bruker b ON b.id = k.bruker ORDER BY b.navn DESC LIMIT 1`); left != "Berit Bø" {
			t.Errorf("the key of %s is left", left)
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}
