package register

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/ident"
)

// sjekkpunkt is what the database knows about the file from before.
type sjekkpunkt struct {
	linje                                int64
	nye, endret, uendret, avvist, merket int64
	ferdig                               bool
}

// begynn finds or makes the checkpoint of the file, and marks what kind of data
// the database holds. A file that was read to its end begins anew.
func (k *kjoring) begynn(ctx context.Context, tx *db.Tx) (sjekkpunkt, error) {
	var s sjekkpunkt
	if err := dataslag(ctx, tx, k.o.Demo); err != nil {
		return s, err
	}
	err := tx.QueryRowContext(ctx,
		`SELECT id, linje, nye, endret, uendret, avvist, merket, ferdig FROM import WHERE type = $1 AND sha256 = $2`,
		string(k.o.Type), k.kilde.nokkel).
		Scan(&k.id, &s.linje, &s.nye, &s.endret, &s.uendret, &s.avvist, &s.merket, &s.ferdig)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		err = k.opprett(ctx, tx)
	case err == nil && s.ferdig:
		s = sjekkpunkt{ferdig: true}
		err = k.nullstill(ctx, tx)
	}
	if err != nil {
		return s, fmt.Errorf("register: checkpoint: %w", err)
	}
	return s, nil
}

// opprett makes the checkpoint of a file that has not been seen.
func (k *kjoring) opprett(ctx context.Context, tx *db.Tx) error {
	k.id = ident.New()
	done, err := tx.ExecContext(ctx, `INSERT INTO import
		(id, type, fil, sha256, linje, nye, endret, uendret, avvist, merket, ferdig, tid)
		VALUES ($1, $2, $3, $4, 0, 0, 0, 0, 0, 0, FALSE, $5) ON CONFLICT (type, sha256) DO NOTHING`,
		k.id, string(k.o.Type), k.kilde.navn, k.kilde.nokkel, db.At(tx.Now()))
	return bareEn(done, err)
}

// bareEn is for a row of the checkpoint that only one run can write.
func bareEn(done sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		return errors.Join(fault.NewConflict("register.feil.samtidig"), err)
	}
	return nil
}

// nullstill forgets what the last whole reading of the file found.
func (k *kjoring) nullstill(ctx context.Context, tx *db.Tx) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM import_avvist WHERE import = $1`, k.id); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE import SET linje = 0, nye = 0, endret = 0, uendret = 0, avvist = 0,
		merket = 0, ferdig = FALSE, tid = $2 WHERE id = $1`, k.id, db.At(tx.Now()))
	return err
}

// fortsett passes over the lines that an interrupted run has stored.
func (k *kjoring) fortsett(s sjekkpunkt) error {
	if s.ferdig {
		k.vis.beskjed("register.melding.pa-nytt")
	}
	k.linje = s.linje
	if s.linje == 0 {
		return nil
	}
	k.report.Fortsatt = s.linje
	k.report.Nye, k.report.Endret, k.report.Uendret = s.nye, s.endret, s.uendret
	k.report.Avvist, k.report.Merket = s.avvist, s.merket
	k.report.Rader = s.nye + s.endret + s.uendret + s.avvist
	k.fraFor = k.report.Rader
	k.vis.beskjed("register.melding.fortsetter", "linje", s.linje)
	k.linjer.ko = nil
	if err := k.linjer.hopp(s.linje); err != nil {
		return fmt.Errorf("register: the file is shorter than it was: %w", err)
	}
	return nil
}

// resultat is what became of one batch.
type resultat struct {
	linje                                int64
	nye, endret, uendret, avvist, merket int64
	avviste, merknader                   []melding
}

// melding is one thing to say about one line.
type melding struct {
	linje       int64
	felt, grunn string
}

func (r *resultat) avvis(linje int64, avvik ...avvik) {
	r.avvist++
	for _, a := range avvik {
		r.avviste = append(r.avviste, melding{linje, a.felt, a.grunn})
	}
}

// klar is an import line that is ready for its slice.
type klar struct {
	linje int64
	inn   any
}

// parti is one batch, read and checked but not stored: res holds what is refused
// already. It is made outside the transaction, which other writers wait for.
type parti struct {
	klare []klar
	res   resultat
	siste bool // the file ends with it
}

// forbered makes import lines of records.
func (k *kjoring) forbered(poster []post, siste bool) parti {
	m := parti{res: resultat{linje: k.linje}, siste: siste}
	for _, p := range poster {
		m.res.linje = p.siste
		if len(p.avvik) > 0 {
			m.res.avvis(p.linje, p.avvik...)
			continue
		}
		r := rad{kolonner: k.slag.kolonner, verdier: p.verdier, idag: k.idag}
		r.vask()
		inn := k.slag.les(&r)
		if len(r.avvik) > 0 {
			m.res.avvis(p.linje, r.avvik...)
			continue
		}
		m.klare = append(m.klare, klar{p.linje, inn})
	}
	return m
}

// lagre stores one batch and moves the checkpoint, in the caller's transaction.
// It may run more than once for the same batch and leaves no trace outside tx.
func (k *kjoring) lagre(ctx context.Context, tx *db.Tx, m parti) (resultat, error) {
	res := m.res
	res.avviste = slices.Clone(res.avviste)
	if err := k.lagreKlare(ctx, tx, m.klare, &res); err != nil {
		return res, err
	}
	slices.SortStableFunc(res.avviste, func(a, b melding) int { return cmp.Compare(a.linje, b.linje) })
	return res, k.merk(ctx, tx, res, m.siste)
}

// lagreKlare gives the lines to their slice. Should the database refuse the batch
// for what it holds, the halves are tried by themselves until the one bad line is
// found: one line never stops the others.
func (k *kjoring) lagreKlare(ctx context.Context, tx *db.Tx, klare []klar, res *resultat) error {
	if len(klare) == 0 {
		return nil
	}
	inn := make([]any, len(klare))
	for i, l := range klare {
		inn[i] = l.inn
	}
	utfall, err := k.forsok(ctx, tx, inn)
	switch {
	case err == nil:
		return res.ta(klare, utfall)
	case !avData(err) || !k.forsiktig:
		return fmt.Errorf("register: lines %d to %d: %w", klare[0].linje, klare[len(klare)-1].linje, err)
	case len(klare) == 1:
		res.avvis(klare[0].linje, avvik{grunn: "register.grunn.strider"})
		return nil
	}
	half := len(klare) / 2
	if err := k.lagreKlare(ctx, tx, klare[:half], res); err != nil {
		return err
	}
	return k.lagreKlare(ctx, tx, klare[half:], res)
}

// avData reports errors that the content of a line can cause.
func avData(err error) bool {
	err = db.Classify(err)
	return errors.Is(err, db.ErrUnique) || errors.Is(err, db.ErrForeignKey) || errors.Is(err, db.ErrCheck)
}

// forsok gives lines to their slice. A careful run undoes all that was written if
// that fails, so that the transaction can go on. Savepoints are the same on both
// engines, but cost SQLite a quarter of its speed: only a run that needs them has them.
func (k *kjoring) forsok(ctx context.Context, tx *db.Tx, inn []any) ([]fault.Utfall, error) {
	if !k.forsiktig {
		return k.slag.lagre(ctx, tx, inn)
	}
	if _, err := tx.ExecContext(ctx, `SAVEPOINT parti`); err != nil {
		return nil, err
	}
	utfall, err := k.slag.lagre(ctx, tx, inn)
	if err != nil {
		if _, undo := tx.ExecContext(ctx, `ROLLBACK TO SAVEPOINT parti`); undo != nil {
			return nil, fmt.Errorf("cannot undo: %w, after %w", undo, err)
		}
		return nil, err
	}
	_, err = tx.ExecContext(ctx, `RELEASE SAVEPOINT parti`)
	return utfall, err
}

// ta counts the outcomes that a slice gave, one per line.
func (r *resultat) ta(klare []klar, utfall []fault.Utfall) error {
	if len(utfall) != len(klare) {
		return fmt.Errorf("register: %d outcomes for %d lines", len(utfall), len(klare))
	}
	for i, u := range utfall {
		linje := klare[i].linje
		switch u.Status {
		case fault.Ny:
			r.nye++
		case fault.Endret:
			r.endret++
		case fault.Uendret:
			r.uendret++
		case fault.Avvist:
			r.avvis(linje, avvik{u.Felt, u.Grunn})
			continue
		}
		if u.Merknad != "" {
			r.merket++
			r.merknader = append(r.merknader, melding{linje, u.Felt, u.Merknad})
		}
	}
	return nil
}

// merk moves the checkpoint. It moves only from where this run left it: two runs
// of one file at the same time would count everything twice.
func (k *kjoring) merk(ctx context.Context, tx *db.Tx, res resultat, ferdig bool) error {
	rows := make([][]any, 0, len(res.avviste))
	for _, m := range res.avviste {
		rows = append(rows, []any{k.id, m.linje, m.felt, m.grunn})
	}
	err := db.BulkInsert(ctx, tx, `INSERT INTO import_avvist (import, linje, felt, grunn)`, rows,
		`ON CONFLICT (import, linje, felt) DO NOTHING`)
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	done, err := tx.ExecContext(ctx, `UPDATE import SET linje = $3, nye = nye + $4, endret = endret + $5,
		uendret = uendret + $6, avvist = avvist + $7, merket = merket + $8, ferdig = $9, tid = $10
		WHERE id = $1 AND linje = $2 AND NOT ferdig`,
		k.id, k.linje, res.linje, res.nye, res.endret, res.uendret, res.avvist, res.merket, ferdig, db.At(tx.Now()))
	if err := bareEn(done, err); err != nil {
		return fmt.Errorf("register: checkpoint: %w", err)
	}
	return nil
}
