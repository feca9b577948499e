package galleri

import (
	"strings"

	"bosett/internal/web/ui"
)

// person is an invented person in the list.
type person struct{ created, duf, name, sub, place, task, date, days, words, id string }

var people = []person{
	{"17.01.2020", "2020 900651 03", "SyntatDufAsylInnvilgetUdi-Imdi_Y, Imdi_Y", "Enslig voksen", "ORD", "Gjennomfør bosettingssamtale", "31.01.2020", "(-2487 dager)", "2487 dager over fristen", "p1"},
	{"09.11.2026", "2026 900418 07", "Haile, Selam", "Familie, 4 personer · 1 av 4 ferdigstilt", "ORD", "Gjennomfør bosettingssamtale", "23.11.2026", "(1 dag)", "1 dag igjen", "p2"},
	{"12.11.2026", "2026 900377 02", "Kovalenko, Oksana", "Familie, 2 personer", "ORD", "Gjennomfør bosettingssamtale", "26.11.2026", "(4 dager)", "4 dager igjen", "p3"},
	{"13.11.2026", "2026 900390 05", "Al-Khatib, Yusuf", "Enslig voksen · Tolk bestilt 25.11. kl. 10", "ORD", "Gjennomfør bosettingssamtale", "27.11.2026", "(5 dager)", "5 dager igjen", "p4"},
	{"16.11.2026", "2026 900401 09", "Mohamed, Hodan", "Enslig forsørger, 3 personer", "ORD", "Svar på spørsmål fra IMDi", "30.11.2026", "(8 dager)", "8 dager igjen", "p5"},
	{"18.11.2026", "2026 900425 01", "Eira-Šmid Đorđević, Máhtte Ŋiillas", "Enslig mindreårig", "ORD-EM", "Gjennomfør bosettingssamtale", "02.12.2026", "(10 dager)", "10 dager igjen", "p6"},
}

func table(rows []ui.Row) ui.TableProps {
	return ui.TableProps{
		ID: "oppgaver", Caption: "Oppgaver ved Hå asylmottak", SortName: "Sorter etter", Rows: rows,
		Columns: []ui.Column{
			{Label: "Bosettingssak opprettet", SortHref: "?sorter=opprettet", NoWrap: true},
			{Label: "DUF-nummer", SortHref: "?sorter=duf", NoWrap: true},
			{Label: "Etternavn, Fornavn", SortHref: "?sorter=navn", Place: ui.PlaceTitle},
			{Label: "Plasstype", SortHref: "?sorter=plass"},
			{Label: "Oppgave", SortHref: "?sorter=oppgave"},
			{Label: "Frist (antall dager igjen)", SortHref: "?sorter=-frist", Sort: ui.SortAsc, Place: ui.PlaceLead},
			{Label: "Handling", Place: ui.PlaceAction},
		},
		Empty: ui.EmptyProps{Title: "Ingen oppgaver akkurat nå", Text: "Når UDI har opprettet en bosettingssak for en beboer ved mottaket, står personen her.", Icon: ui.IconCheck},
	}
}

func rows(open string) []ui.Row {
	var all []ui.Row
	for i, p := range people {
		state := ui.DeadlineOK
		switch i {
		case 0:
			state = ui.DeadlineLate
		case 1:
			state = ui.DeadlineSoon
		}
		all = append(all, ui.Row{
			ID: p.id, Open: p.id == open, Detail: detail(p),
			Cells: []ui.Cell{
				ui.Text(p.created), ui.Text(p.duf), ui.Strong(p.name, p.sub), ui.Text(p.place), ui.Text(p.task),
				ui.Node(ui.Deadline(ui.DeadlineProps{State: state, Date: p.date, Days: p.days, Words: p.words})),
				ui.Node(ui.DetailToggle(ui.DetailToggleProps{
					RowID: p.id, Open: p.id == open, Show: "Vis detaljer", Hide: "Skjul detaljer",
					For: "for " + strings.ReplaceAll(p.name, "_", " "), Href: "?vis=" + p.id, Param: "vis",
				})),
			},
		})
	}
	return all
}
