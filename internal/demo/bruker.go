package demo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/i18n"
	"bosett/internal/ident"
	"bosett/internal/tilgang"
)

// rollehos is a role at an organisation: a centre's identifier in MOT, a kommune's
// number, or imdi.
type rollehos struct {
	rolle tilgang.Rolle
	org   string
}

// demobruker is a button on the login page. The first role is the one on it.
type demobruker struct {
	navn        string
	roller      []rollehos
	graderinger []tilgang.Gradering
}

const (
	imdi    = "imdi"
	ha      = "1119"
	gjesdal = "1122"
)

func ved(org string, roller ...tilgang.Rolle) (list []rollehos) {
	for _, r := range roller {
		list = append(list, rollehos{r, org})
	}
	return list
}

// demobrukere stand in the order of the login page.
var demobrukere = []demobruker{
	{navn: "Astrid Ås", roller: ved(motHa, tilgang.Mottaksadministrator)},
	{navn: "Berit Bø", roller: ved(motHa, tilgang.MottakBosettingsansvarlig)},
	{navn: "Bjørn Berg", roller: ved(motHa, tilgang.MottakBosettingsansvarlig)},
	{navn: "Kåre Kvam", roller: ved(motHa, tilgang.MottakKompass)},
	{navn: "Tora Toten", roller: ved(motToten, tilgang.MottakBosettingsansvarlig)},
	{navn: "Inger Ihle", roller: ved(motKristiansand, tilgang.IntegreringsmottakBosettingsansvarlig)},
	{navn: "Ivar Ines", roller: ved(motKristiansand, tilgang.IntegreringsmottakKompass)},
	{navn: "Siv Solli", roller: ved(imdi, tilgang.IMDiSaksbehandler)},
	{navn: "Arne Aas", roller: ved(imdi, tilgang.IMDiAdministrator)},
	{navn: "Rita Rud", roller: ved(imdi, tilgang.IMDiRevisor)},
	{navn: "Kari Kvåle", roller: ved(ha, tilgang.KommuneBosetterSkriv)},
	{navn: "Leif Lid", roller: ved(ha, tilgang.KommuneBosetterLes)},
	{navn: "Anne Aune", roller: ved(ha, tilgang.KommuneAdministrator)},
	{navn: "Hedda Hove", roller: ved(ha, tilgang.KommuneKompass)},
	{navn: "Ola Oen", roller: ved(gjesdal, tilgang.KommuneBosetterSkriv)},
	{navn: "Dag Dobbel", roller: append(ved(motHa, tilgang.MottakBosettingsansvarlig),
		ved(motToten, tilgang.MottakBosettingsansvarlig, tilgang.Mottaksadministrator)...)},
	{navn: "Tuva Tveit", roller: ved(motSolbakken, tilgang.MottakBosettingsansvarlig)},
	{navn: "Nils Navn", roller: ved(imdi, tilgang.IMDiSaksbehandler),
		graderinger: []tilgang.Gradering{tilgang.Fortrolig, tilgang.StrengtFortrolig}},
}

// avDemo is who gave the demo users their roles.
const avDemo = "demo"

// lagBrukere writes the demo users.
func lagBrukere(ctx context.Context, tx *db.Tx) error {
	tid := db.At(tx.Now())
	for _, b := range demobrukere {
		id := ident.New()
		_, err := tx.ExecContext(ctx, `INSERT INTO bruker (id, navn, navn_sort, epost, aktiv, demo, maalform, opprettet_tid)
			VALUES ($1, $2, $3, $4, TRUE, TRUE, 'nb', $5)`, id, b.navn, i18n.SortKey(b.navn), epost(b.navn), tid)
		if err != nil {
			return fmt.Errorf("demo: %s: %w", b.navn, err)
		}
		for _, r := range b.roller {
			orgType, _ := tilgang.OrgTypeOf(r.rolle)
			org := r.org
			if orgType == tilgang.OrgMottak {
				mottak, err := mottakID(ctx, tx, r.org)
				if err != nil {
					return err
				}
				org = mottak.String()
			}
			_, err := tx.ExecContext(ctx, `INSERT INTO rolletildeling (id, bruker, rolle, org_type, org, gitt_av, gitt_tid)
				VALUES ($1, $2, $3, $4, $5, $6, $7)`, ident.New(), id, string(r.rolle), string(orgType), org, avDemo, tid)
			if err != nil {
				return fmt.Errorf("demo: %s: %w", b.navn, err)
			}
		}
		for _, grad := range b.graderinger {
			_, err := tx.ExecContext(ctx, `INSERT INTO graderingstilgang (id, bruker, grad, gitt_av, gitt_tid)
				VALUES ($1, $2, $3, $4, $5)`, ident.New(), id, string(grad), avDemo, tid)
			if err != nil {
				return fmt.Errorf("demo: %s: %w", b.navn, err)
			}
		}
	}
	return nil
}

func mottakID(ctx context.Context, r db.Reader, motID string) (id ident.ID, err error) {
	err = r.QueryRowContext(ctx, `SELECT id FROM mottak WHERE mot_id = $1`, motID).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return id, fmt.Errorf("demo: no centre %s", motID)
	}
	return id, err
}

// epost is an address under a domain that is reserved for examples.
func epost(navn string) string {
	ascii := strings.NewReplacer("æ", "ae", "ø", "o", "å", "a", " ", ".").Replace(strings.ToLower(navn))
	return ascii + "@example.no"
}

// refuse is the answer when synthetic persons would meet real ones.
func refuse() error { return fault.NewConflict("register.feil.virkelige-data") }
