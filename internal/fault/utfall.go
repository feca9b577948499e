package fault

// Status tells what became of one line of an import.
type Status int

// The outcomes of a line.
const (
	Ny      Status = iota // a new row
	Endret                // an existing row was changed
	Uendret               // the same content as stored: nothing was written
	Avvist                // refused, see Felt and Grunn; the other lines go in
)

// Utfall is the outcome of one line of an import. Grunn is a message key; Merknad is a
// message key about an accepted line (a DUF number whose check digits do not agree).
type Utfall struct {
	Status  Status
	Felt    string
	Grunn   string
	Merknad string
}
