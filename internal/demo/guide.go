package demo

import (
	"bosett/internal/beboer"
	"bosett/internal/db"
)

// ukjentDag is for those who only count the guide's persons.
var ukjentDag = db.NewDate(2025, 1, 1)

// veiledningens are the persons that the user guide shows, all at Hå and all with
// an open task. What the guide states (numbers, names, dates) is as it stands
// there; what it leaves out is chosen. Only the family's dates follow the day, so
// that Datter stays under 16, Sønn over, and the task on time.
func veiledningens(idag db.Date) []husstand {
	januar := db.NewDate(2020, 1, 17)
	mai := db.NewDate(2019, 5, 20)
	return []husstand{
		alene("966921046", "BS-2020-000001", januar, person{duf: "202090065103", fornavn: "Imdi_Y",
			etternavn: "SyntatDufAsylInnvilgetUdi-Imdi_Y", fodt: db.NewDate(1979, 1, 17), kjonn: beboer.Mann, land: "SY"}),
		alene("966921011", "BS-2020-000002", januar, person{duf: "202090064201", fornavn: "Imdi_X",
			etternavn: "SyntatDufAsylInnvilgetUdi-Imdi_X", fodt: db.NewDate(1986, 6, 3), kjonn: beboer.Kvinne, land: "SY"}),
		alene("966921003", "BS-2020-000003", januar, person{duf: "202090063205", fornavn: "Imdi_W",
			etternavn: "SyntatDufAsylInnvilgetUdi-Imdi_W", fodt: db.NewDate(1991, 10, 22), kjonn: beboer.Mann, land: "SY"}),
		alene("966920104", "BS-2019-000001", mai, person{duf: "201590125605", fornavn: "NIR_TO",
			etternavn: "SyntatDufAsylInnvilgetUdi-NIR_TO", fodt: db.NewDate(1993, 11, 12), kjonn: beboer.Mann, land: "SY"}),
		alene("966920112", "BS-2019-000002", mai, person{duf: "201590126507", fornavn: "NIR_TO",
			etternavn: "SyntatFregFamGift-NIR_TO", fodt: db.NewDate(1981, 12, 3), kjonn: beboer.Kvinne, land: "SY"}),
		veiledningensFamilie(idag),
	}
}

func alene(reg, saksnummer string, opprettet db.Date, p person) husstand {
	p.persontype, p.plass = beboer.EnsligVoksen, beboer.PlassOrdinar
	p.vedtak = db.SomeDate(opprettet.AddDays(-3))
	return husstand{reg: reg, mottak: motHa, personer: []person{p}, sak: &sak{saksnummer, opprettet, underKartlegging}}
}

func veiledningensFamilie(idag db.Date) husstand {
	opprettet := idag.AddDays(-5)
	h := husstand{
		reg: "935811771", mottak: motHa,
		sak: &sak{"BS-2020-000004", opprettet, underKartlegging},
		personer: []person{
			{duf: "202090047207", fornavn: "Far", fodt: db.NewDate(1984, 11, 8), kjonn: beboer.Mann,
				rolle: beboer.Far, persontype: beboer.FamilieMedBarn},
			{fornavn: "Mor", fodt: db.NewDate(1986, 3, 14), kjonn: beboer.Kvinne,
				rolle: beboer.Mor, persontype: beboer.FamilieMedBarn},
			{fornavn: "Sønn", fodt: idag.AddMonths(-12*17 - 4), kjonn: beboer.Mann,
				rolle: beboer.Sonn, persontype: beboer.MedfolgendeBarn},
			{fornavn: "Datter", fodt: idag.AddMonths(-12*11 - 2), kjonn: beboer.Kvinne,
				rolle: beboer.Datter, persontype: beboer.MedfolgendeBarn},
		},
	}
	for i := range h.personer {
		p := &h.personer[i]
		if p.duf == "" {
			p.duf = string(beboer.NyDuf(2020, 900472+i))
		}
		p.etternavn, p.land, p.plass = "SyntatDufAsylFamilie-OK", "SY", beboer.PlassOrdinar
		p.vedtak = db.SomeDate(opprettet.AddDays(-2))
	}
	return h
}
