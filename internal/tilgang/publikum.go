package tilgang

// Publikum is an audience of what is registered about a resident (privacy.md 7.2).
type Publikum string

// The audiences. A kommune's depends on the stage of the case.
const (
	PublikumMottak         Publikum = "mottak"          // bosettingsansvarlig at the own centre
	PublikumIMDi           Publikum = "imdi"            // IMDiSaksbehandler
	PublikumKommuneForslag Publikum = "kommune_forslag" // at fordeling, before agreement
	PublikumKommuneAvtale  Publikum = "kommune_avtale"  // after agreement
	PublikumBeboer         Publikum = "beboer"          // the resident's own page
)

// Publikummer lists the audiences in the order that pages show them.
var Publikummer = []Publikum{
	PublikumMottak, PublikumIMDi, PublikumKommuneForslag, PublikumKommuneAvtale, PublikumBeboer,
}

// Synlighet says what each audience may do with one field. It is written on the field
// itself (one cell of privacy.md 7.2 each); an audience that is not named sees nothing.
type Synlighet map[Publikum]Nivaa

// Nivaa is one cell of the table.
type Nivaa int

// The levels. KunSkriv: the author gets a receipt and never reads the text again.
const (
	Ingen Nivaa = iota
	Ser
	Skriv
	KunSkriv
)

// Kan tells whether the audience may read the field.
func (s Synlighet) Kan(p Publikum) bool { return s[p] == Ser || s[p] == Skriv }

// KanSkrive tells whether the audience may write the field.
func (s Synlighet) KanSkrive(p Publikum) bool { return s[p] == Skriv || s[p] == KunSkriv }
