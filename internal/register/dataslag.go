package register

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"bosett/internal/db"
	"bosett/internal/fault"
)

// The kinds of data that a database can hold, never both (table innstilling,
// key data).
const (
	DataDemo     = "demo"
	DataVirkelig = "virkelig"
)

// Dataslag returns what kind of data the database holds, "" when nothing has been
// imported yet.
func Dataslag(ctx context.Context, r db.Reader) (string, error) {
	var verdi string
	err := r.QueryRowContext(ctx, `SELECT verdi FROM innstilling WHERE nokkel = 'data'`).Scan(&verdi)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("register: %w", err)
	}
	return verdi, nil
}

// dataslag refuses to mix synthetic and real persons, and remembers which it is.
func dataslag(ctx context.Context, tx *db.Tx, demo bool) error {
	want, refusal := DataVirkelig, "register.feil.demodata"
	if demo {
		want, refusal = DataDemo, "register.feil.virkelige-data"
	}
	have, err := Dataslag(ctx, tx)
	if err != nil {
		return err
	}
	if have != "" && have != want {
		return fault.NewConflict(refusal)
	}
	if have == want {
		return nil
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO innstilling (nokkel, verdi) VALUES ('data', $1)
		ON CONFLICT (nokkel) DO NOTHING`, want)
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	return nil
}
