package faults

import (
	"context"
	"fmt"
	"sync"
	"time"

	"bosett/internal/db"
	"bosett/internal/ident"
)

// Field is one answer in somebody's interview.
type Field struct {
	Owner    ident.ID // the resident
	Question string
	Row      string
}

// Saved is a save that the program has acknowledged.
type Saved struct {
	Field
	User    ident.ID
	Text    string
	Base    int64 // the version that the writer had read
	Version int64
	Tries   int
	At      time.Time
}

// Notes is what the typists write down, together.
type Notes struct {
	mu sync.Mutex
	// Saved in the order of the answers.
	Saved []Saved
	// Wrong is everything that must never happen: an answer 500, a conflict with oneself.
	Wrong []string
	// Replays counts saves whose outcome was not known at first, Refused the answers 503.
	Replays, Refused int
	// Longest is the longest that one save has waited for its answer.
	Longest time.Duration
	// SlowestRefusal is the longest that anybody waited to be told 503.
	SlowestRefusal time.Duration
}

// Outage is the longest time in which nobody's save was acknowledged.
func (n *Notes) Outage() (longest time.Duration) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i := 1; i < len(n.Saved); i++ {
		longest = max(longest, n.Saved[i].At.Sub(n.Saved[i-1].At))
	}
	return longest
}

func (n *Notes) wrong(format string, args ...any) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.Wrong) < 20 {
		n.Wrong = append(n.Wrong, fmt.Sprintf(format, args...))
	}
}

func (n *Notes) saved(s Saved, waited time.Duration) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.Saved = append(n.Saved, s)
	n.Longest = max(n.Longest, waited)
	if s.Tries > 1 {
		n.Replays++
	}
}

// Acknowledged is how many saves have been acknowledged so far.
func (n *Notes) Acknowledged() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.Saved)
}

// Verdict compares the notes with the database.
type Verdict struct {
	Acknowledged int
	// Lost: acknowledged and not in the history, or no longer the newest without a newer
	// one. Twice: a version or a text that stands there more than once, or one that
	// nobody was told of.
	Lost, Twice []string
}

type stored struct {
	text string
	user ident.ID
}

// Compare reads all that the notes are about. Every typist must have ended.
func (n *Notes) Compare(ctx context.Context, d *db.DB) (v Verdict, err error) {
	v.Acknowledged = len(n.Saved)
	touched := map[Field]int64{}
	told := map[Field]map[int64]Saved{}
	for _, s := range n.Saved {
		if told[s.Field] == nil {
			told[s.Field] = map[int64]Saved{}
		}
		if other, twice := told[s.Field][s.Version]; twice && other.Text != s.Text {
			v.Twice = append(v.Twice, fmt.Sprintf("version %d of %s was acknowledged for two texts", s.Version, s.Question))
		}
		told[s.Field][s.Version] = s
		touched[s.Field] = max(touched[s.Field], s.Version)
	}
	history, newest := map[Field]map[int64]stored{}, map[Field]int64{}
	err = d.Read(ctx, func(r *db.Rx) error {
		if err := readHistory(ctx, r, history); err != nil {
			return err
		}
		return readNewest(ctx, r, newest)
	})
	if err != nil {
		return v, err
	}
	for f, last := range touched {
		v.field(f, told[f], history[f])
		if newest[f] < last {
			v.Lost = append(v.Lost, fmt.Sprintf("%s stands at version %d, acknowledged was %d", f.Question, newest[f], last))
		}
	}
	return v, nil
}

func (v *Verdict) field(f Field, told map[int64]Saved, history map[int64]stored) {
	texts := map[string]int64{}
	for version, h := range history {
		if _, known := told[version]; !known {
			v.Twice = append(v.Twice, fmt.Sprintf("%s version %d (%q) was acknowledged to nobody", f.Question, version, h.text))
		}
		if other, twice := texts[h.text]; twice {
			v.Twice = append(v.Twice, fmt.Sprintf("%s: %q is both version %d and %d", f.Question, h.text, other, version))
		}
		texts[h.text] = version
		if version < 1 || version > int64(len(history)) {
			v.Twice = append(v.Twice, fmt.Sprintf("%s: version %d of %d", f.Question, version, len(history)))
		}
	}
	for version, s := range told {
		if h, there := history[version]; !there || h.text != s.Text || h.user != s.User {
			v.Lost = append(v.Lost, fmt.Sprintf("%s version %d: acknowledged %q, stored %q", f.Question, version, s.Text, h.text))
		}
	}
}

func readHistory(ctx context.Context, r db.Reader, into map[Field]map[int64]stored) error {
	rows, err := r.QueryContext(ctx, `SELECT eier, sporsmal, rad, versjon, verdi, av FROM svar_historikk`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var f Field
		var version int64
		var s stored
		if err := rows.Scan(&f.Owner, &f.Question, &f.Row, &version, &s.text, &s.user); err != nil {
			return err
		}
		if into[f] == nil {
			into[f] = map[int64]stored{}
		}
		into[f][version] = s
	}
	return rows.Err()
}

func readNewest(ctx context.Context, r db.Reader, into map[Field]int64) error {
	rows, err := r.QueryContext(ctx, `SELECT s.eier, s.sporsmal, s.rad, s.versjon FROM svar s
		JOIN svar_historikk h ON h.samtale = s.samtale AND h.eier = s.eier AND h.sporsmal = s.sporsmal
			AND h.rad = s.rad AND h.versjon = s.versjon AND h.verdi = s.verdi`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var f Field
		var version int64
		if err := rows.Scan(&f.Owner, &f.Question, &f.Row, &version); err != nil {
			return err
		}
		into[f] = version
	}
	return rows.Err()
}
