package samtale

import (
	"bytes"
	"context"
	"crypto/hmac"
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
	"bosett/internal/skjema"
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

// utenTekst is what a receipt keeps of a result: of no answer what it says.
func (res Resultat) utenTekst() Resultat {
	res.Deres = ""
	return res
}

// igjen fills in what a receipt does not keep. What is to be sealed leaves no trace in the
// receipt, so that it is compared with what stands: the same key with another text is a
// fault as everywhere, while the text that was stored under it is still there.
func (l *lagring) igjen(ctx context.Context, inn SvarInn, res *Resultat) error {
	q, gruppe, err := l.felt(inn)
	if err != nil {
		return err
	}
	if Status(l.del.Status) == Ferdigstilt {
		res.Framdrift = Framdrift{}
	}
	n := skjema.Nokkel{Sporsmal: q.Kode, Rad: inn.Rad}
	if gruppe != nil && gruppe.Forsegles {
		a, err := l.apne(ctx, gruppe, inn.Rad)
		if err != nil || a.svar[n].Versjon != res.Versjon {
			return err
		}
		if verdi, _ := q.Clean(inn.Verdi); verdi != a.svar[n].Verdi {
			return fault.NewInvalid("samtale.feil.nokkel")
		}
	}
	if inn.Gitt {
		l.velg(q, inn.Familie)
		if res.Deres = l.her[n].Verdi; !res.Slettet {
			res.Versjon = l.her[n].Versjon
		}
	}
	return nil
}

// sum is the content of an attempt, without its key and without what is to be sealed.
func (inn SvarInn) sum() []byte {
	nokkel := inn.Nokkel
	inn.Nokkel = ""
	if _, gruppe, ok := definisjon.Finn(inn.Sporsmal); ok && gruppe != nil && gruppe.Forsegles {
		inn.Verdi = ""
	}
	return sumOf(nokkel, inn)
}

// sumOf is salted with the attempt's key, so that no table of short answers tells what was
// in it.
func sumOf(nokkel string, v any) []byte {
	text, err := json.Marshal(v)
	if err != nil { // cannot happen: the values are plain
		return nil
	}
	h := hmac.New(sha256.New, []byte(nokkel))
	h.Write(text)
	return h.Sum(nil)
}
