// Command bench compares, in one run on one machine: the task list with a bare handler
// that writes the same bytes, pages and searches at growing numbers of residents, the
// import, and the bytes of each page. `make bench` writes the table to RESULTS.md.
// Wall-clock figures are comparisons inside the run, never tests.
package main

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"bosett/internal/db/dbtest/pgserver"
)

var (
	sizes = flag.String("beboere", "0,100000,1000000", "how many residents to add to the demo's, smallest first")
	fill  = flag.Bool("fyll", false, "only fill the databases of -mappe, for a later run on a quiet machine")
	keep  = flag.String("mappe", "", "folder where filled databases are kept and used again, since filling takes most of the time")
)

func main() {
	out := flag.String("ut", "bench/RESULTS.md", "file for the table, - for none")
	engines := flag.String("motor", "sqlite,postgres", "engines")
	flag.Parse()
	if err := run(context.Background(), *out, strings.Split(*engines, ",")); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// startPostgres starts a server with the kept databases, or a new one.
func startPostgres(ctx context.Context, settings ...string) (*pgserver.Server, error) {
	if *keep == "" {
		return pgserver.Start(ctx, settings...)
	}
	return pgserver.StartIn(ctx, filepath.Join(*keep, "postgres"), settings...)
}

func run(ctx context.Context, out string, engines []string) error {
	dir, err := os.MkdirTemp("", "bosett-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var table bytes.Buffer
	w := io.MultiWriter(os.Stdout, &table)
	commit, _ := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	fmt.Fprintf(w, "# Målinger\n\nLaget av `make bench`. Commit %s, %s/%s, %d kjerner, %s.\n\n"+
		"Tallene er sammenligninger innenfor én kjøring. Tjener og last deler kjernene.\n",
		strings.TrimSpace(string(commit)), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	for _, engine := range engines {
		url := func(name string) string { return "sqlite:" + filepath.Join(cmp.Or(*keep, dir), name+".db") }
		if engine == "postgres" {
			// fsync stays on: a save is measured as it is in production.
			server, err := startPostgres(ctx, "fsync=on", "synchronous_commit=on", "full_page_writes=on", "shared_buffers=1GB")
			if err != nil {
				return err
			}
			defer server.Stop()
			url = func(name string) string { return createDatabase(ctx, server, name) }
		}
		if err := measure(ctx, w, engine, url); err != nil {
			return fmt.Errorf("%s: %w", engine, err)
		}
	}
	if out == "-" {
		return nil
	}
	return os.WriteFile(out, table.Bytes(), 0o644)
}
