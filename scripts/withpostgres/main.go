// Command withpostgres runs a command with BOSETT_TEST_POSTGRES set to a
// throw-away PostgreSQL server, so that many test processes share one:
//
//	go run ./scripts/withpostgres go test ./...
//
// A server that is already named there is used as it is. On a machine without
// server programs the command runs without, which skips what needs PostgreSQL;
// with CI=true that is an error.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"bosett/internal/db/dbtest"
	"bosett/internal/db/dbtest/pgserver"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: withpostgres COMMAND [ARGUMENT …]")
		os.Exit(2)
	}
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "withpostgres:", err)
	}
	os.Exit(code)
}

func run(command []string) (int, error) {
	// The command gets Ctrl-C itself; we only stay to clean up after it.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if os.Getenv(dbtest.EnvServer) == "" {
		server, err := pgserver.Start(ctx)
		switch {
		case err == nil:
			defer server.Stop()
			os.Setenv(dbtest.EnvServer, server.URL)
		case errors.Is(err, pgserver.ErrNotInstalled) && os.Getenv("CI") != "true":
			fmt.Fprintf(os.Stderr, "\n*** NOT TESTED ON POSTGRESQL: %v ***\n\n", err)
		default:
			return 1, err
		}
	}
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return max(exit.ExitCode(), 1), nil
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}
