package samtale

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"bosett/internal/db"
	"bosett/internal/fault"
	"bosett/internal/ident"
	"bosett/internal/innsyn"
	"bosett/internal/samtale/samtaledb"
)

// kvittering is the receipt of one attempt, so that a client that never got the answer
// may ask again and nothing is done twice.
type kvittering struct {
	nokkel  string
	bruker  ident.ID
	samtale ident.ID
	kropp   []byte
}

// replay fills svar with the stored answer when the attempt has been done before. A
// key with another content is Invalid; a key of somebody else does not exist.
//
// The row is touched, so that a replay's commit writes too: on a replicated database
// it then waits for the standby as the first one did, and "saved" is as true.
func (k kvittering) replay(ctx context.Context, tx *innsyn.Tx, svar any) (bool, error) {
	q := samtaledb.New(tx)
	row, err := q.GetIdem(ctx, k.nokkel)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if row.Bruker != k.bruker {
		return false, fault.NewNotFound()
	}
	if !bytes.Equal(row.Kropp, k.kropp) {
		return false, fault.NewInvalid("samtale.feil.nokkel")
	}
	if err := q.TouchIdem(ctx, samtaledb.TouchIdemParams{Nokkel: k.nokkel, SettTid: db.At(tx.Now())}); err != nil {
		return false, err
	}
	if err := json.Unmarshal([]byte(row.Svar), svar); err != nil {
		return false, fmt.Errorf("samtale: receipt: %w", err)
	}
	return true, nil
}

// husk stores the answer under the key.
func (k kvittering) husk(ctx context.Context, tx *innsyn.Tx, svar any) error {
	text, err := json.Marshal(svar)
	if err != nil {
		return fmt.Errorf("samtale: receipt: %w", err)
	}
	err = db.Classify(samtaledb.New(tx).InsertIdem(ctx, samtaledb.InsertIdemParams{
		Nokkel: k.nokkel, Bruker: k.bruker, Samtale: k.samtale, Kropp: k.kropp, Svar: string(text), Tid: db.At(tx.Now()),
	}))
	if errors.Is(err, db.ErrUnique) {
		// The same key came at the same moment in another interview: the next try sees it.
		return fmt.Errorf("samtale: receipt: %w", db.ErrSerialization)
	}
	return err
}

// sum is the content of an attempt, without its key.
func (inn SvarInn) sum() []byte {
	inn.Nokkel = ""
	return sumOf(inn)
}

func sumOf(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil { // cannot happen: the values are plain
		return nil
	}
	h := sha256.Sum256(text)
	return h[:]
}
