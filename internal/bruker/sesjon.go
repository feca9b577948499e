// Package bruker holds the users, their roles and their sessions.
package bruker

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"slices"
	"time"

	"bosett/internal/bruker/brukerdb"
	"bosett/internal/db"
	"bosett/internal/ident"
	"bosett/internal/tilgang"
)

// Limits of a staff session (security.md 7.1.1).
const (
	idle     = 30 * time.Minute
	absolute = 10 * time.Hour
	// touch is how stale "last seen" may be: it saves a write at every request.
	touch = time.Minute
)

// Sesjon is a signed-in person's session and what the frame of a page needs to know.
type Sesjon struct {
	ID       ident.ID
	Actor    tilgang.Actor
	Maalform string // "nb" or "nn"
	// OrgNavn and OrgKommune head the menu: "Hå asylmottak", "Hå".
	OrgNavn    string
	OrgKommune string
	// Orgs are all organisations the person holds a role at.
	Orgs []tilgang.Org
	// Slutt is when the session ends if nothing more happens, SluttSenest when it ends
	// whatever happens.
	Slutt, SluttSenest time.Time
	sett               time.Time
}

// Token is what the cookie carries: 256 random bits. Only its hash is stored, so a
// copy of the database opens no session.
type Token string

func newToken() Token {
	b := make([]byte, 32)
	rand.Read(b) // never fails: it ends the program if the system has no randomness
	return Token(base64.RawURLEncoding.EncodeToString(b))
}

func (t Token) hash() []byte {
	h := sha256.Sum256([]byte(t))
	return h[:]
}

// String hides the token from every log.
func (t Token) String() string { return "<token>" }

// Cookie returns the value that goes into the cookie.
func (t Token) Cookie() string { return string(t) }

// ErrNoSesjon tells that the token opens no session: unknown, ended or expired.
var ErrNoSesjon = errors.New("bruker: no session")

// Load returns the living session of the token with the roles as they are in the
// database now, and counts as activity. It returns ErrNoSesjon when there is none. demo
// tells whether the program serves the demo: where it does not, the sessions of demo
// users are worth nothing, since anybody could have begun one.
func Load(ctx context.Context, d *db.DB, token Token, demo bool) (Sesjon, error) {
	s, err := Peek(ctx, d, token, demo)
	if err != nil {
		return Sesjon{}, err
	}
	now := d.Now()
	if now.Sub(s.sett) > touch {
		err = d.Write(ctx, func(tx *db.Tx) error {
			return brukerdb.New(tx).TouchSesjon(ctx, brukerdb.TouchSesjonParams{ID: s.ID, SettTid: db.At(tx.Now())})
		})
		s.setSlutt(now)
	}
	return s, err
}

// setSlutt says when the session ends, last seen at sett.
func (s *Sesjon) setSlutt(sett time.Time) {
	s.sett, s.Slutt = sett, sett.Add(idle)
	if s.SluttSenest.Before(s.Slutt) {
		s.Slutt = s.SluttSenest
	}
}

// Peek is Load for what a page asks by itself: looking does not prolong the session.
func Peek(ctx context.Context, d *db.DB, token Token, demo bool) (s Sesjon, err error) {
	err = d.Read(ctx, func(r *db.Rx) error {
		q := brukerdb.New(r)
		rows, err := q.GetSesjon(ctx, brukerdb.GetSesjonParams{TokenHash: token.hash(), Demo: demo})
		if err != nil {
			return err
		}
		s = newSesjon(rows)
		if len(s.Actor.Roller) == 0 || r.Now().After(s.SluttSenest) || r.Now().Sub(s.sett) > idle {
			return ErrNoSesjon
		}
		s.OrgNavn, s.OrgKommune, err = orgNavn(ctx, q, s.Actor.Org)
		return err
	})
	if err != nil {
		return Sesjon{}, err
	}
	return s, nil
}

// newSesjon gathers the rows of one session; the zero value is none.
func newSesjon(rows []brukerdb.GetSesjonRow) (s Sesjon) {
	for i, row := range rows {
		if i == 0 {
			s.ID, s.Maalform, s.SluttSenest = row.ID, row.Maalform, row.UtloperTid.Time
			s.Actor.Bruker, s.Actor.Navn = row.Bruker, row.Navn
			s.Actor.Org = tilgang.Org{Type: tilgang.OrgType(row.OrgType), ID: row.Org}
			s.setSlutt(row.SettTid.Time)
		}
		org := tilgang.Org{Type: tilgang.OrgType(row.RolleOrgType), ID: row.RolleOrg}
		s.Orgs = with(s.Orgs, org)
		if org == s.Actor.Org {
			s.Actor.Roller = with(s.Actor.Roller, tilgang.Rolle(row.Rolle))
		}
		if row.Grad != "" {
			s.Actor.Graderinger = with(s.Actor.Graderinger, tilgang.Gradering(row.Grad))
		}
	}
	return s
}

// with is the list with the value in it, once.
func with[T comparable](list []T, v T) []T {
	if slices.Contains(list, v) {
		return list
	}
	return append(list, v)
}

// sistOrg is the organisation that the person chose last, where a role is still held there;
// else the first.
func sistOrg(ctx context.Context, q *brukerdb.Queries, bruker ident.ID) (brukerdb.ListRollerRow, error) {
	roller, err := q.ListRoller(ctx, bruker)
	if err != nil {
		return brukerdb.ListRollerRow{}, err
	}
	if len(roller) == 0 {
		return brukerdb.ListRollerRow{}, ErrNoSesjon
	}
	sist, err := q.GetSistOrg(ctx, bruker)
	if err != nil {
		return brukerdb.ListRollerRow{}, err
	}
	for _, r := range roller {
		if r.OrgType == sist.SistOrgType && r.Org == sist.SistOrg {
			return r, nil
		}
	}
	return roller[0], nil
}

// create opens a session at the organisation that the person worked for last, so that an
// address of before still leads there, and returns its token.
func create(ctx context.Context, tx *db.Tx, bruker ident.ID) (Token, error) {
	q := brukerdb.New(tx)
	hos, err := sistOrg(ctx, q, bruker)
	if err != nil {
		return "", err
	}
	now := tx.Now()
	// Ended sessions go when a new one comes: no job is needed to keep the table small.
	err = q.DeleteUtlopte(ctx, brukerdb.DeleteUtlopteParams{
		UtloperTid: db.At(now), SettTid: db.At(now.Add(-idle)),
	})
	if err != nil {
		return "", err
	}
	token := newToken()
	err = q.InsertSesjon(ctx, brukerdb.InsertSesjonParams{
		TokenHash: token.hash(), ID: ident.New(), Bruker: bruker,
		OrgType: hos.OrgType, Org: hos.Org,
		OpprettetTid: db.At(now), SettTid: db.At(now), UtloperTid: db.At(now.Add(absolute)),
	})
	if err != nil {
		return "", err
	}
	return token, q.SetInnlogget(ctx, brukerdb.SetInnloggetParams{ID: bruker, SistInnlogget: db.NullTime{Time: db.At(now), Valid: true}})
}

// LoggUt ends the session of the token. An unknown token is no error.
func LoggUt(ctx context.Context, d *db.DB, token Token) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		return brukerdb.New(tx).DeleteSesjon(ctx, token.hash())
	})
}

// VelgOrg makes the session work for another of the person's own organisations. What was
// searched for at the one before does not follow: it may be the name of somebody there.
// An organisation where the person holds no role is ErrNoSesjon.
func VelgOrg(ctx context.Context, d *db.DB, s Sesjon, org tilgang.Org) error {
	if !slices.Contains(s.Orgs, org) {
		return ErrNoSesjon
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		q := brukerdb.New(tx)
		if err := q.DeleteAlleSok(ctx, s.ID); err != nil {
			return err
		}
		if err := q.SetSistOrg(ctx, brukerdb.SetSistOrgParams{ID: s.Actor.Bruker, SistOrgType: string(org.Type), SistOrg: org.ID}); err != nil {
			return err
		}
		return q.SetOrg(ctx, brukerdb.SetOrgParams{ID: s.ID, OrgType: string(org.Type), Org: org.ID})
	})
}

// VelgMaalform keeps the person's choice of written language ("nb" or "nn").
func VelgMaalform(ctx context.Context, d *db.DB, bruker ident.ID, maalform string) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		return brukerdb.New(tx).SetMaalform(ctx, brukerdb.SetMaalformParams{ID: bruker, Maalform: maalform})
	})
}
