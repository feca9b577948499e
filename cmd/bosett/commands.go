package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"bosett/internal/app"
	"bosett/internal/db"
	"bosett/internal/demo"
	"bosett/internal/i18n"
	"bosett/internal/register"
)

var (
	errUsage   = errors.New("wrong use")
	errRefused = errors.New("some lines were refused")
)

// flags makes a subcommand's flag set with its own usage line.
func flags(name, args string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.Usage = func() {
		fmt.Fprintf(f.Output(), "Bruk: bosett %s %s\n", name, args)
		f.PrintDefaults()
	}
	return f
}

func parse(f *flag.FlagSet, args []string) error {
	err := f.Parse(args)
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return err
	}
	return errUsage
}

// mode is what a command wants of the database that it opens.
type mode struct {
	// migrate brings it up to date; without it, one that is not is refused.
	migrate bool
	// invented: made-up people are coming, and real ones must not be there.
	invented bool
	// file is another address than the standard one, where the operator names none.
	file string
}

// open reads the configuration and opens the database. What is refused is refused before
// anything is written, so that a wrong address leaves a register as it was.
func open(ctx context.Context, m mode) (app.Config, *db.DB, error) {
	c, err := app.LoadConfig(os.LookupEnv, os.Environ())
	if err != nil {
		return c, nil, err
	}
	if m.file != "" && c.DatabaseURL == app.StandardDatabase {
		c.DatabaseURL = m.file
	}
	d, err := db.Open(ctx, c.DatabaseURL)
	if err != nil {
		return c, nil, err
	}
	if m.invented {
		err = sentence(app.RefuseRealData(ctx, d))
	}
	switch {
	case err != nil:
	case m.migrate:
		err = app.Migrate(ctx, d)
	default:
		err = app.CheckSchema(ctx, d)
	}
	if err != nil {
		return c, nil, errors.Join(err, d.Close())
	}
	return c, d, nil
}

func serve(ctx context.Context, args []string) error {
	f := flags("serve", "[--demo]")
	demoMode := f.Bool("demo", false, "oppdiktede data og innlogging uten passord; nekter på en database med virkelige data")
	if err := parse(f, args); err != nil {
		return err
	}
	m := mode{}
	if *demoMode {
		m = mode{migrate: true, invented: true, file: "sqlite:data/demo.db"}
	}
	c, d, err := open(ctx, m)
	if err != nil {
		return err
	}
	defer d.Close()
	if *demoMode {
		if err := demo.Fill(ctx, d, app.Today(d), os.Stderr); err != nil {
			return sentence(err)
		}
		fmt.Fprintf(os.Stderr, "Demo: åpne %s\n", c.BaseURL)
		c.ShutdownDelay = 0 // no load balancer to wait for
	}
	server, err := app.NewServer(c, d, app.NewLogger(os.Stderr, c), *demoMode)
	if err != nil {
		return err
	}
	defer server.Close()
	return server.Serve(ctx)
}

func migrate(ctx context.Context, args []string) error {
	if err := parse(flags("migrate", ""), args); err != nil {
		return err
	}
	_, d, err := open(ctx, mode{migrate: true})
	if err != nil {
		return err
	}
	fmt.Println(i18n.For("nb").T("drift.migrert"))
	return d.Close()
}

func runImport(ctx context.Context, args []string) error {
	f := flags("import", "mottak|beboere|saker [--prove] [--parti N] FIL…")
	dryRun := f.Bool("prove", false, "vis hva som ville skje, uten å lagre noe")
	batch := f.Int("parti", 1000, "linjer i hver lagring")
	if len(args) == 0 {
		f.Usage()
		return errUsage
	}
	kind, ok := register.ParseType(args[0])
	if !ok {
		f.Usage()
		return errUsage
	}
	if err := parse(f, args[1:]); err != nil {
		return err
	}
	if f.NArg() == 0 {
		f.Usage()
		return errUsage
	}
	_, d, err := open(ctx, mode{})
	if err != nil {
		return err
	}
	defer d.Close()
	p := i18n.For("nb")
	refused := false
	for _, path := range f.Args() {
		report, err := register.Run(ctx, d, register.Options{
			Type: kind, Path: path, DryRun: *dryRun, Batch: *batch, Out: os.Stderr, Terminal: isTerminal(os.Stderr),
		})
		if err != nil {
			return sentence(err)
		}
		report.Write(os.Stdout, p)
		refused = refused || report.Avvist > 0
	}
	if refused {
		return errRefused
	}
	return nil
}

func seed(ctx context.Context, args []string) error {
	f := flags("seed", "[--beboere N] [--ett-mottak]")
	n := f.Int("beboere", 0, "så mange oppdiktede beboere i tillegg til demodataene")
	one := f.Bool("ett-mottak", false, "legg alle til Hå asylmottak")
	if err := parse(f, args); err != nil {
		return err
	}
	_, d, err := open(ctx, mode{migrate: true, invented: true})
	if err != nil {
		return err
	}
	defer d.Close()
	return sentence(demo.Seed(ctx, d, demo.SeedOptions{Beboere: *n, EttMottak: *one, Today: app.Today(d), Out: os.Stderr}))
}

// sentence turns an error with a message key into its Norwegian sentence.
func sentence(err error) error {
	if err == nil {
		return nil
	}
	return errors.New(register.Message(i18n.For("nb"), err))
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
