// Command bosett is the whole system in one program: the server and its tools.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"bosett/internal/app"
)

// command is one subcommand.
type command struct {
	name, args, help string
	run              func(ctx context.Context, args []string) error
}

var commands = []command{
	{"serve", "[--demo]", "starter serveren", serve},
	{"migrate", "", "oppdaterer databasen", migrate},
	{"import", "mottak|beboere|saker [--prove] FIL", "leser inn en fil fra MOT eller DUF", runImport},
	{"seed", "[--beboere N] [--ett-mottak]", "fyller en tom database med oppdiktede beboere", seed},
	{"epost", "[--send-igjen]", "viser e-post som venter, og den som er gitt opp", epost},
	{"config", "", "viser innstillingene", config},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

// Exit codes: 0 done, 1 failed, 2 wrong use, 3 done but lines were refused.
func run(ctx context.Context, args []string) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		usage(os.Stdout)
		return 0
	}
	i := slices.IndexFunc(commands, func(c command) bool { return c.name == args[0] })
	if i < 0 {
		fmt.Fprintf(os.Stderr, "bosett: «%s» er ikke en kommando.\n\n", args[0])
		usage(os.Stderr)
		return 2
	}
	err := commands[i].run(ctx, args[1:])
	switch {
	case err == nil:
		return 0
	case err == flag.ErrHelp:
		return 0
	case err == errUsage:
		return 2
	case err == errRefused:
		return 3
	}
	fmt.Fprintln(os.Stderr, "bosett:", err)
	return 1
}

func usage(w io.Writer) {
	fmt.Fprint(w, "Bosett: bosetting av flyktninger.\n\nBruk: bosett KOMMANDO\n\n")
	for _, c := range commands {
		fmt.Fprintf(w, "  %-8s %-38s %s\n", c.name, c.args, c.help)
	}
}

func config(context.Context, []string) error {
	if _, err := app.LoadConfig(os.LookupEnv, os.Environ()); err != nil {
		return err
	}
	return app.PrintConfig(os.Stdout, os.LookupEnv)
}
