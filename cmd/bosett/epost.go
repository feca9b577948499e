package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"

	"bosett/internal/db"
	"bosett/internal/i18n"
	"bosett/internal/outbox"
)

// epost shows what the outbox holds back, and sends what was given up once more when the
// operator has mended the cause.
func epost(ctx context.Context, args []string) error {
	f := flags("epost", "[--send-igjen]")
	again := f.Bool("send-igjen", false, "prøv på nytt å sende e-posten som er gitt opp")
	if err := parse(f, args); err != nil {
		return err
	}
	c, d, err := open(ctx, mode{})
	if err != nil {
		return err
	}
	defer d.Close()
	if *again {
		var revived int64
		err := d.Write(ctx, func(tx *db.Tx) (err error) {
			revived, err = outbox.Revive(ctx, tx)
			return err
		})
		if err != nil {
			return err
		}
		fmt.Printf("%d sendes på nytt så snart serveren går.\n", revived)
	}
	var tall outbox.Tall
	var dead []outbox.Visning
	err = d.Read(ctx, func(r *db.Rx) (err error) {
		if tall, err = outbox.Count(ctx, r); err != nil {
			return err
		}
		dead, err = outbox.ListDead(ctx, r, c.BaseURL)
		return err
	})
	if err != nil {
		return err
	}
	fmt.Printf("%d venter, %d sendes nå, %d er gitt opp.\n", tall.Venter, tall.Sendes, tall.GittOpp)
	p, tw := i18n.For("nb"), tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	for _, v := range dead {
		fmt.Fprintf(tw, "%s\t%s\t%s\t%d forsøk\t%s\n", p.DateTime(v.Brev.Opprettet), v.Mal, v.Brev.Til, v.Forsok, v.Feil)
	}
	return tw.Flush()
}
