package demo

import (
	"fmt"
	"math/rand/v2"

	"bosett/internal/beboer"
)

// senter is one line of mottak.csv and the residents that the demo gives it.
type senter struct {
	motID, kode, navn, kategori, kommune string
	telefon, epost                       string
	gate, postnummer, poststed           string
	grupper                              []gruppe
}

// gruppe is a number of residents who are alike in where they stand.
type gruppe struct {
	antall int
	plass  func(*rand.Rand) beboer.Plasstype
	// status of their cases, "" for none.
	status string
	// alder gives a case's age in days; nil for those without one.
	alder       func(*rand.Rand) int
	mindrearige bool
}

// The centre identifiers of the demo users' organisations.
const (
	motHa           = "MOT001429"
	motToten        = "MOT001510"
	motKristiansand = "MOT001520"
	motSolbakken    = "MOT001530"
	// motSkjermet houses the family with a strictly confidential member.
	motSkjermet = "MOT001540"
)

// oppgaver: most deadlines are some days away, some are near and some have passed.
// The deadline is 14 days after the case was made.
func oppgaver(r *rand.Rand) int {
	switch n := r.IntN(100); {
	case n < 12:
		return 15 + r.IntN(30)
	case n < 30:
		return 11 + r.IntN(4)
	default:
		return r.IntN(10)
	}
}

// senere is the age of a case that has come further.
func senere(r *rand.Rand) int { return 20 + r.IntN(200) }

// ordinart: a few of the places are adapted ones.
func ordinart(r *rand.Rand) beboer.Plasstype {
	switch n := r.IntN(100); {
	case n < 3:
		return beboer.PlassSarbol
	case n < 6:
		return beboer.PlassTilrettelagt
	}
	return beboer.PlassOrdinar
}

const (
	underKartlegging = "under_kartlegging"
	fordelingsklar   = "fordelingsklar"
	fordelt          = "fordelt"
	soktUt           = "sokt_ut"
)

// haOppgaver and haAlle are the guide's figures: persons in the task list and in
// the overview. The guide's own persons are among them.
const (
	haOppgaver = 84
	haAlle     = 624
)

// trinn is how many residents have no case, and how many are at each stage. Those
// who are left are søkt ut.
type trinn struct{ uten, kartlegges, klare, fordelte int }

// fordeling puts n residents in groups.
func fordeling(n int, plass func(*rand.Rand) beboer.Plasstype, t trinn) []gruppe {
	return []gruppe{
		{antall: t.uten, plass: plass},
		{antall: t.kartlegges, plass: plass, status: underKartlegging, alder: oppgaver},
		{antall: t.klare, plass: plass, status: fordelingsklar, alder: senere},
		{antall: t.fordelte, plass: plass, status: fordelt, alder: senere},
		{antall: n - t.uten - t.kartlegges - t.klare - t.fordelte, plass: plass, status: soktUt, alder: senere},
	}
}

func sentre() []senter {
	guide := antallPersoner(veiledningens(ukjentDag))
	list := []senter{
		{motHa, "1125", "Hå asylmottak", "mottak", "1119", "51436260", "ha.mottak@example.no",
			"Sandroen 2", "4365", "Nærbø", fordeling(haAlle-guide, ordinart, trinn{140, haOppgaver - guide, 190, 90})},
		{motToten, "1201", "Toten mottak", "mottak", "3442", ingenTelefon(1201), "toten.mottak@example.no",
			"Prøveveien 4", "2850", "Lena", fordeling(150, ordinart, trinn{40, 35, 40, 15})},
		{motKristiansand, "1202", "Kristiansand integreringsmottak", "integreringsmottak", "4204", ingenTelefon(1202),
			"kristiansand.mottak@example.no", "Prøvebakken 7", "4630", "Kristiansand",
			fordeling(100, fast(beboer.PlassIntegrering), trinn{33, 25, 25, 10})},
		{motSolbakken, "1203", "Solbakken tilrettelagt avdeling", "mottak", "3411", ingenTelefon(1203),
			"solbakken@example.no", "Solbakken 1", "2390", "Moelv",
			fordeling(20, etterTur(beboer.PlassTilrettelagt, beboer.PlassSarbol, beboer.PlassSykehjem, beboer.PlassInstitusjon), trinn{3, 10, 4, 2})},
	}
	for i, a := range andre {
		mot := fmt.Sprintf("MOT%06d", 1540+10*i)
		kode := 1204 + i
		s := senter{motID: mot, kode: fmt.Sprint(kode), navn: a.navn, kategori: a.kategori, kommune: a.kommune,
			telefon: ingenTelefon(kode), epost: fmt.Sprintf("mottak%d@example.no", kode),
			gate: fmt.Sprintf("Prøvegata %d", i+1), poststed: a.sted}
		s.grupper = a.grupper()
		list = append(list, s)
	}
	return list
}

// annet is a centre that has no demo user. The names are invented; the kommuner exist.
type annet struct {
	navn, kategori, kommune, sted string
	antall                        int
}

var andre = []annet{
	{"Granheim mottak", "mottak", "3405", "Lillehammer", 60},
	{"Fjellvik mottak", "mottak", "4640", "Sogndal", 55},
	{"Lyngåsen mottak", "mottak", "5006", "Steinkjer", 70},
	{"Strandbo mottak", "mottak", "1804", "Bodø", 45},
	{"Bjørkelund mottak", "mottak", "4003", "Skien", 65},
	{"Nordlia mottak", "mottak", "5601", "Alta", 40},
	{"Vestmarka mottak", "mottak", "3401", "Kongsvinger", 50},
	{"Åsengrenda mottak", "mottak", "4621", "Voss", 35},
	{"Tverrdalen mottak", "mottak", "1824", "Mosjøen", 30},
	{"Elvestad mottak", "mottak", "3427", "Tynset", 30},
	{"Skogbrynet mottak", "mottak", "3105", "Sarpsborg", 60},
	{"Havblikk mottak", "mottak", "5503", "Harstad", 45},
	{"Myrvoll mottak", "mottak", "4005", "Notodden", 35},
	{"Øvre Solem mottak", "mottak", "1506", "Molde", 40},
	{"Furumo integreringsmottak", "integreringsmottak", "3909", "Larvik", 50},
	{"Brattbakken transittmottak", "transittmottak", "3209", "Jessheim", 60},
	{"Kornmo transittmottak", "transittmottak", "3205", "Lillestrøm", 50},
	{"Sentrum ankomstsenter", "ankomstsenter", "3103", "Moss", 60},
	{"Fagerli EM-mottak", "mottak", "3420", "Elverum", 20},
	{"Tunet EM-mottak", "mottak", "4203", "Arendal", 18},
	{"Storhaugen EM-mottak", "mottak", "5501", "Tromsø", 16},
	{"Kveldro omsorgssenter", "omsorgssenter", "3407", "Gjøvik", 8},
}

func (a annet) grupper() []gruppe {
	n := a.antall
	switch a.kategori {
	case "transittmottak":
		return []gruppe{{antall: n, plass: fast(beboer.PlassTransitt)}}
	case "ankomstsenter":
		return []gruppe{{antall: n, plass: fast(beboer.PlassAnkomst)}}
	case "integreringsmottak":
		return fordeling(n, fast(beboer.PlassIntegrering), trinn{n / 3, n / 4, n / 5, n / 10})
	case "omsorgssenter":
		return []gruppe{{antall: n, plass: fast(beboer.PlassOmsorgssenter), status: underKartlegging, alder: oppgaver, mindrearige: true}}
	}
	if n <= 20 {
		em := fordeling(n, fast(beboer.PlassOrdinarEM), trinn{n / 5, n / 3, n / 5, n / 10})
		for i := range em {
			em[i].mindrearige = true
		}
		return em
	}
	return fordeling(n, ordinart, trinn{n / 3, n / 5, n / 5, n / 10})
}

// ingenTelefon is a number that reaches nobody: no Norwegian number of eight
// digits begins with 0.
func ingenTelefon(n int) string { return fmt.Sprintf("0000%04d", n%10_000) }
