package mottak

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/mottak/mottakdb"
)

// Inn is one line of the feed from MOT. Kategori is a code of Kategorier, Kommune a
// kommune's number.
type Inn struct {
	MotID, Kode, Navn, Kategori, Kommune string
	Hovedtelefon, Vakttelefon, Epost     string
	PostGate, PostNummer, PostSted       string
	BesokGate, BesokNummer, BesokSted    string
}

func (inn Inn) verdier() map[Felt]string {
	return map[Felt]string{
		Hovedtelefon: i18n.OneLine(inn.Hovedtelefon), Vakttelefon: i18n.OneLine(inn.Vakttelefon), Epost: i18n.OneLine(inn.Epost),
		PostGate: i18n.OneLine(inn.PostGate), PostNummer: i18n.OneLine(inn.PostNummer), PostSted: i18n.OneLine(inn.PostSted),
		BesokGate: i18n.OneLine(inn.BesokGate), BesokNummer: i18n.OneLine(inn.BesokNummer), BesokSted: i18n.OneLine(inn.BesokSted),
	}
}

// lagret is a centre as the database has it; id is Nil for one that is not there.
type lagret struct {
	id                                   ident.ID
	motID, kode, navn, kategori, kommune string
	// mot is the newest value of each field that came from MOT.
	mot map[Felt]string
}

// register is the centres that one import works on.
type register struct {
	byMotID  map[string]*lagret
	byKode   map[string]*lagret
	kommuner map[string]bool
}

// ImportBatch stores lines of the feed from MOT. A value that MOT has changed since
// its last line becomes the one that counts; one that MOT repeats does not undo an
// edit made here. A refused line stops no other; a line that says what is stored
// already writes nothing. For the system (register) only: no actor is checked.
func ImportBatch(ctx context.Context, tx *db.Tx, inn []Inn) ([]fault.Utfall, error) {
	reg, err := hent(ctx, tx, inn)
	if err != nil {
		return nil, fmt.Errorf("mottak: import: %w", err)
	}
	utfall := make([]fault.Utfall, len(inn))
	var verdier [][]any
	for i, line := range inn {
		line.MotID, line.Kode, line.Navn = i18n.OneLine(line.MotID), i18n.OneLine(line.Kode), i18n.OneLine(line.Navn)
		line.Kategori, line.Kommune = i18n.OneLine(line.Kategori), i18n.OneLine(line.Kommune)
		if felt, grunn := reg.check(line); grunn != "" {
			utfall[i] = fault.Utfall{Status: fault.Avvist, Felt: felt, Grunn: grunn}
			continue
		}
		rows, status, err := reg.lagre(ctx, tx, line)
		if err != nil {
			return nil, fmt.Errorf("mottak: import: %w", err)
		}
		verdier = append(verdier, rows...)
		utfall[i] = fault.Utfall{Status: status, Merknad: line.merknad()}
	}
	err = db.BulkInsert(ctx, tx, `INSERT INTO mottak_verdi (mottak, felt, kilde, verdi, tid, av)`, verdier, "")
	if err != nil {
		return nil, fmt.Errorf("mottak: import: %w", err)
	}
	return utfall, nil
}

// check returns the field that is wrong and why, or "".
func (reg *register) check(line Inn) (felt, grunn string) {
	digits, prefixed := strings.CutPrefix(line.MotID, "MOT")
	if !prefixed || len(digits) != 6 || !isDigits(digits) {
		return "mot_id", "mottak.feil.mot-id"
	}
	switch {
	case len(line.Kode) != 4 || !isDigits(line.Kode):
		return "kode", "mottak.feil.kode"
	case line.Navn == "":
		return "navn", "mottak.feil.navn"
	case !Kategori(line.Kategori).Kjent():
		return "kategori", "mottak.feil.kategori"
	case !reg.kommuner[line.Kommune]:
		return "kommune", "mottak.feil.kommune"
	}
	if holder := reg.byKode[line.Kode]; holder != nil && holder.motID != line.MotID {
		return "kode", "mottak.feil.kode-opptatt"
	}
	return "", ""
}

// merknad returns the message key of the first contact value that cannot be right. The
// line goes in all the same: without the centre its residents could not come in.
func (inn Inn) merknad() string {
	verdier := inn.verdier()
	for _, f := range Felter {
		if grunn := f.check(verdier[f]); grunn != "" {
			return grunn
		}
	}
	return ""
}

// lagre writes the centre itself and returns the rows of the values that are new.
func (reg *register) lagre(ctx context.Context, tx *db.Tx, line Inn) (verdier [][]any, status fault.Status, err error) {
	q, now := mottakdb.New(tx), db.At(tx.Now())
	m := reg.byMotID[line.MotID]
	status = fault.Endret
	if m == nil {
		status = fault.Ny
		m = &lagret{id: ident.New(), motID: line.MotID, mot: map[Felt]string{}}
		reg.byMotID[line.MotID] = m
	}
	values := line.verdier()
	for _, f := range Felter {
		if v := values[f]; m.mot[f] != v {
			m.mot[f] = v
			verdier = append(verdier, []any{m.id, string(f), string(KildeMOT), v, now, "MOT"})
		}
	}
	same := m.kode == line.Kode && m.navn == line.Navn && m.kategori == line.Kategori && m.kommune == line.Kommune
	if same && len(verdier) == 0 {
		return nil, fault.Uendret, nil
	}
	delete(reg.byKode, m.kode)
	m.kode, m.navn, m.kategori, m.kommune = line.Kode, line.Navn, line.Kategori, line.Kommune
	reg.byKode[m.kode] = m
	if status == fault.Ny {
		err = q.InsertMottak(ctx, mottakdb.InsertMottakParams{
			ID: m.id, MotID: m.motID, Kode: m.kode, Navn: m.navn, NavnSort: i18n.SortKey(m.navn),
			Kategori: m.kategori, Kommune: m.kommune, EndretTid: now,
		})
	} else {
		// The version goes up for a new value too: an open form must not hide it.
		err = q.UpdateMottak(ctx, mottakdb.UpdateMottakParams{
			ID: m.id, Kode: m.kode, Navn: m.navn, NavnSort: i18n.SortKey(m.navn),
			Kategori: m.kategori, Kommune: m.kommune, EndretTid: now,
		})
	}
	return verdier, status, err
}

// hent reads the centres and kommuner that the lines name.
func hent(ctx context.Context, tx *db.Tx, inn []Inn) (*register, error) {
	reg := &register{byMotID: map[string]*lagret{}, byKode: map[string]*lagret{}, kommuner: map[string]bool{}}
	var motIDs, koder, kommuner []string
	for _, line := range inn {
		motIDs = append(motIDs, i18n.OneLine(line.MotID))
		koder = append(koder, i18n.OneLine(line.Kode))
		kommuner = append(kommuner, i18n.OneLine(line.Kommune))
	}
	byID := map[ident.ID]*lagret{}
	scan := func(rows *sql.Rows) error {
		m := &lagret{mot: map[Felt]string{}}
		if err := rows.Scan(&m.id, &m.motID, &m.kode, &m.navn, &m.kategori, &m.kommune); err != nil {
			return err
		}
		if byID[m.id] == nil {
			byID[m.id], reg.byMotID[m.motID], reg.byKode[m.kode] = m, m, m
		}
		return nil
	}
	const columns = `SELECT id, mot_id, kode, navn, kategori, kommune FROM mottak WHERE `
	if err := db.QueryIn(ctx, tx, columns+`mot_id IN $LIST`, motIDs, scan); err != nil {
		return nil, err
	}
	if err := db.QueryIn(ctx, tx, columns+`kode IN $LIST`, koder, scan); err != nil {
		return nil, err
	}
	err := db.QueryIn(ctx, tx, `SELECT nummer FROM kommune WHERE nummer IN $LIST`, kommuner, func(rows *sql.Rows) error {
		var nummer string
		err := rows.Scan(&nummer)
		reg.kommuner[nummer] = true
		return err
	})
	if err != nil {
		return nil, err
	}
	ids := make([]ident.ID, 0, len(byID))
	for id := range byID {
		ids = append(ids, id)
	}
	return reg, db.QueryIn(ctx, tx, `SELECT mottak, felt, verdi FROM mottak_verdi v
WHERE kilde = 'mot' AND mottak IN $LIST AND lopenr = (
  SELECT MAX(n.lopenr) FROM mottak_verdi n WHERE n.mottak = v.mottak AND n.felt = v.felt AND n.kilde = 'mot')`,
		ids, func(rows *sql.Rows) error {
			var id ident.ID
			var felt Felt
			var verdi string
			err := rows.Scan(&id, &felt, &verdi)
			if m := byID[id]; m != nil {
				m.mot[felt] = verdi
			}
			return err
		})
}
