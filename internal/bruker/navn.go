package bruker

import (
	"context"
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
