// Package register reads what the national registers send: centres from MOT,
// residents, families and decisions from DUF, and settlement cases. Files are
// CSV or NDJSON; docs/import describes them.
//
// A file goes in line by line in constant memory. Every batch is one transaction
// together with the checkpoint (table import, keyed by type and the SHA-256 of
// the file), so a run that was killed goes on after the last committed line. A bad
// line is reported and kept with its reason, and the others go in. Reading a file
// again changes nothing where the content is the same, and gives the lines that
// were refused another chance.
package register

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/ident"
)

// Options say what to import and how.
type Options struct {
	Type Type
	// Path is the file. Or Reader is the content and Name what messages call it.
	Path   string
	Reader io.Reader
	Name   string
	// Key identifies the content instead of its SHA-256. It is for content that is
	// generated, always the same for the same key, and read straight from Reader.
	Key string
	// DryRun shows what would happen and changes nothing: the whole file goes
	// through the same code in one transaction, which is rolled back. Later lines
	// then see what earlier ones would have written. Meanwhile other writers wait
	// (SQLite) or wait for the rows that the file touches (PostgreSQL).
	DryRun bool
	// Batch is the number of lines in a transaction; 0 means 1000.
	Batch int
	// Demo says that the content is synthetic. Only the demo generator sets it.
	Demo bool
	// Out gets refused lines and progress; nil means nobody looks.
	Out io.Writer
	// Lang is the language of Out, bokmål when empty.
	Lang string
	// Terminal says that Out is a terminal: progress is then one line that changes.
	Terminal bool
	// Clock is the time that progress is measured with; nil means time.Now.
	Clock func() time.Time
}

// Report tells what an import did. Rader is the sum of Nye, Endret, Uendret and
// Avvist: records since the file's beginning, also those of an interrupted run.
type Report struct {
	Type   Type
	Fil    string
	Rader  int64
	Nye    int64
	Endret int64
	// Uendret counts lines whose content was stored already; nothing was written.
	Uendret int64
	Avvist  int64
	// Merket counts accepted lines with a mark (DUF check digits that do not agree).
	Merket int64
	// Fortsatt is the line that an interrupted run was taken up after, else 0.
	Fortsatt int64
	DryRun   bool
}

const standardBatch = 1000

// Run imports one file. It returns the report together with any error: what has
// been committed stays, and running again goes on from there. Errors for the
// user are of package fault (see Message): a file that cannot be read at all, a
// database of the other kind (demo or real data), another run of the same file.
func Run(ctx context.Context, d *db.DB, o Options) (Report, error) {
	s, ok := slagFor(o.Type)
	if !ok {
		return Report{}, fault.NewInvalid("register.fil.ukjent-type")
	}
	if o.Batch <= 0 {
		o.Batch = standardBatch
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	src, err := apneKilde(o)
	if err != nil {
		return Report{}, err
	}
	k := &kjoring{
		d: d, o: o, slag: s, kilde: src, p: i18n.For(o.Lang),
		idag:   db.DateIn(d.Now(), i18n.Oslo()),
		report: Report{Type: o.Type, Fil: src.navn, DryRun: o.DryRun},
	}
	k.vis = newFramdrift(k)
	if o.DryRun {
		err = k.proveles(ctx)
	} else {
		err = k.les(ctx)
	}
	if err == nil {
		err = k.mal(ctx)
	}
	k.vis.slutt()
	return k.report, errors.Join(err, src.lukk())
}

// Message is the sentence that tells a user why Run failed.
func Message(p *i18n.Printer, err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok && p.Has(e.Key) {
		return p.T(e.Key, e.Args...)
	}
	return p.T("register.feil.intern", "feil", err)
}

// kjoring is one run over one file.
type kjoring struct {
	d      *db.DB
	o      Options
	slag   slag
	kilde  kilde
	p      *i18n.Printer
	idag   db.Date
	vis    *framdrift
	report Report

	// fraFor is the number of records that an interrupted run had stored.
	fraFor int64
	id     ident.ID
	// forsiktig: batches are stored with savepoints, see forsok.
	forsiktig bool
	linje     int64 // the last line whose outcome is stored
	linjer    *linjeleser
	poster    postleser
}

// les imports for real: one transaction to begin, then one per batch.
func (k *kjoring) les(ctx context.Context) error {
	if err := k.apne(); err != nil {
		return err
	}
	var start sjekkpunkt
	err := k.d.Write(ctx, func(tx *db.Tx) (err error) {
		start, err = k.begynn(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	if err := k.fortsett(start); err != nil {
		return err
	}
	return k.alle(func(m parti) (res resultat, err error) {
		store := func(tx *db.Tx) (err error) {
			res, err = k.lagre(ctx, tx, m)
			return err
		}
		if err = k.d.Write(ctx, store); avData(err) {
			k.forsiktig = true
			err = k.d.Write(ctx, store)
			k.forsiktig = false
		}
		return res, err
	})
}

// mange is how many stored lines make the planner's picture of the tables untrue.
const mange = 1000

// mal lets the database measure its tables anew after a large import: rows that the
// planner has not heard of make the lists slow, on PostgreSQL until autovacuum comes and
// on SQLite for ever.
func (k *kjoring) mal(ctx context.Context) error {
	if k.o.DryRun || k.report.Nye+k.report.Endret < mange {
		return nil
	}
	return k.d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `ANALYZE`)
		return err
	})
}

var errRullTilbake = errors.New("dry run")

// proveles is les in one transaction that is rolled back.
func (k *kjoring) proveles(ctx context.Context) error {
	content, ok := k.kilde.r.(io.ReadSeeker)
	if !ok {
		return errors.New("register: a dry run needs a file, not a stream")
	}
	k.forsiktig = true // there is one transaction only
	err := k.d.Write(ctx, func(tx *db.Tx) error {
		// The transaction may have to run again: begin from the beginning.
		k.report = Report{Type: k.report.Type, Fil: k.report.Fil, DryRun: true}
		if _, err := content.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if err := k.apne(); err != nil {
			return err
		}
		start, err := k.begynn(ctx, tx)
		if err != nil {
			return err
		}
		if err := k.fortsett(start); err != nil {
			return err
		}
		err = k.alle(func(m parti) (resultat, error) { return k.lagre(ctx, tx, m) })
		return cmp.Or(err, errRullTilbake)
	})
	if errors.Is(err, errRullTilbake) {
		return nil
	}
	return err
}

// apne reads the header, before anything is written.
func (k *kjoring) apne() (err error) {
	k.linjer = newLinjeleser(k.kilde.r)
	k.poster, err = apneLeser(k.linjer, k.slag.kolonner)
	return err
}

// alle reads the rest of the file batch by batch and stores each.
func (k *kjoring) alle(lagre func(parti) (resultat, error)) error {
	for {
		m, err := k.nesteParti()
		if err != nil {
			return err
		}
		res, err := lagre(m)
		if err != nil {
			return err
		}
		k.bokfor(res)
		if m.siste {
			return nil
		}
	}
}

func (k *kjoring) nesteParti() (parti, error) {
	var poster []post
	for len(poster) < k.o.Batch {
		p, err := k.poster.neste()
		if errors.Is(err, io.EOF) {
			return k.forbered(poster, true), nil
		}
		if err != nil {
			return parti{}, fmt.Errorf("register: %w", err)
		}
		poster = append(poster, p)
	}
	return k.forbered(poster, false), nil
}

// bokfor counts and shows what has been stored.
func (k *kjoring) bokfor(res resultat) {
	k.linje = res.linje
	r := &k.report
	r.Nye += res.nye
	r.Endret += res.endret
	r.Uendret += res.uendret
	r.Avvist += res.avvist
	r.Merket += res.merket
	r.Rader = r.Nye + r.Endret + r.Uendret + r.Avvist
	k.vis.meld(res.merknader)
	k.vis.meldAvvik(res.avviste)
	k.vis.steg()
}
