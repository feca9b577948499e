package bruker

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"bosett/internal/db"
	"bosett/internal/ident"
)

// Navn returns the name of a user, for "changed by" beside what the user wrote.
func Navn(ctx context.Context, r db.Reader, id ident.ID) (string, error) {
	var navn string
	if err := r.QueryRowContext(ctx, `SELECT navn FROM bruker WHERE id = $1`, id).Scan(&navn); err != nil {
		return "", fmt.Errorf("bruker: name: %w", err)
	}
	return navn, nil
}

// Epost returns the address of a user who may still sign in; "" for one who may not. It
// checks no actor.
func Epost(ctx context.Context, r db.Reader, id ident.ID) (string, error) {
	var adresse string
	err := r.QueryRowContext(ctx, `SELECT epost FROM bruker WHERE id = $1 AND aktiv`, id).Scan(&adresse)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("bruker: e-mail: %w", err)
	}
	return adresse, nil
}

// Maalform is the written language that a person has chosen, "nb" or "nn"; "nb" for nobody.
func Maalform(ctx context.Context, r db.Reader, id ident.ID) (string, error) {
	maalform := "nb"
	err := r.QueryRowContext(ctx, `SELECT maalform FROM bruker WHERE id = $1`, id).Scan(&maalform)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("bruker: written language: %w", err)
	}
	return maalform, nil
}
