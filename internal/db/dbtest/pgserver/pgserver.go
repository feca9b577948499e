// Package pgserver starts a throw-away PostgreSQL server for tests, from the
// programs that the machine has. It is not for real data: nothing it writes is
// flushed to disk, and everything goes when the starting process ends.
package pgserver

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrNotInstalled means that the machine has no server programs.
var ErrNotInstalled = errors.New("no PostgreSQL server programs (initdb, postgres) in PATH or /usr/lib/postgresql")

// Server is one running server. It lives until Stop or the end of the process,
// however that comes: a shell beside the server waits for the pipe to close. A
// Server that nothing refers to is collected, and that closes the pipe too.
type Server struct {
	// URL is the address of its database "postgres", with the right to make others.
	URL  string
	dir  string
	kept bool
	// extra are the settings it was started with, for Restart.
	extra []string
	pipe  *os.File
	cmd   *exec.Cmd
}

// settings trade safety for speed and refuse every connection over the network.
// With Norwegian ICU order as default, a query that forgets COLLATE "C" or a sort
// key shows itself.
var settings = []string{
	"listen_addresses=", "port=5432", "max_connections=300", "shared_buffers=128MB",
	"fsync=off", "full_page_writes=off", "autovacuum_naptime=10min", "jit=off", "deadlock_timeout=50ms",
	"timezone=America/St_Johns",
}

// Start makes and starts a server; extra settings are "name=value". It returns
// ErrNotInstalled if the machine has none.
func Start(ctx context.Context, extra ...string) (*Server, error) {
	bin, err := find()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "bosett-pg-")
	if err != nil {
		return nil, err
	}
	return (&Server{dir: dir}).orStop(ctx, bin, extra)
}

// StartIn is Start in a folder that is kept, and used again if a server was there before.
func StartIn(ctx context.Context, dir string, extra ...string) (*Server, error) {
	bin, err := find()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return (&Server{dir: dir, kept: true}).orStop(ctx, bin, extra)
}

func (s *Server) orStop(ctx context.Context, bin string, extra []string) (*Server, error) {
	if err := s.start(ctx, bin, extra); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

func (s *Server) start(ctx context.Context, bin string, extra []string) error {
	s.extra = extra
	attr, err := unprivileged(s.dir)
	if err != nil {
		return err
	}
	data := filepath.Join(s.dir, "data")
	if err := s.initdb(ctx, bin, data, attr); err != nil {
		return err
	}
	wipe := s.dir
	if s.kept {
		wipe = ""
	}
	args := []string{"-c", watchdog, "sh", wipe, filepath.Join(bin, "postgres"), "-D", data, "-k", s.dir}
	for _, setting := range slices.Concat(settings, extra) {
		args = append(args, "-c", setting)
	}
	s.cmd = exec.Command("sh", args...)
	s.cmd.Dir, s.cmd.SysProcAttr = s.dir, attr
	// Output to a file of its own: a test must not wait for the server to close it.
	log, err := os.Create(filepath.Join(s.dir, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	s.cmd.Stdout, s.cmd.Stderr = log, log
	end, pipe, err := os.Pipe()
	if err != nil {
		return err
	}
	defer end.Close()
	s.cmd.Stdin, s.pipe = end, pipe
	if err := s.cmd.Start(); err != nil {
		return err
	}
	// The user stands in the query, since some readers of addresses refuse one
	// without a host.
	q := url.Values{"host": {s.dir}, "port": {"5432"}, "user": {"postgres"}}
	s.URL = "postgres:///postgres?" + q.Encode()
	return s.await(ctx)
}

// initdb makes the server's files, unless a kept folder has them.
func (s *Server) initdb(ctx context.Context, bin, data string, attr *syscall.SysProcAttr) error {
	if _, err := os.Stat(filepath.Join(data, "PG_VERSION")); err == nil {
		return nil
	}
	initdb := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "--pgdata="+data, "--username=postgres",
		"--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=nb-NO")
	initdb.Dir, initdb.SysProcAttr = s.dir, attr
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

// watchdog runs the server until standard input closes, then removes the folder, if it is given one.
const watchdog = `dir=$1; shift
"$@" & server=$!
cat >/dev/null
if [ -z "$dir" ]; then kill -INT $server; wait $server; exit; fi
kill -QUIT $server 2>/dev/null; wait $server
rm -rf "$dir"`

// await returns when the server answers.
func (s *Server) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, s.URL)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			return fmt.Errorf("PostgreSQL did not start: %w\n%s", err, log)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Stop ends the server at once and removes its files, or in order and keeps them.
func (s *Server) Stop() error {
	if s.pipe != nil {
		s.pipe.Close()
		// The shell's own exit code says nothing: the server was told to quit.
		_ = s.cmd.Wait()
	}
	if s.kept {
		return nil
	}
	return os.RemoveAll(s.dir)
}

// find returns the folder of the newest server programs.
func find() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		if _, err := exec.LookPath("postgres"); err == nil {
			return filepath.Dir(path), nil
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", ErrNotInstalled
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
		return n
	}
	newest := slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
	return filepath.Dir(newest), nil
}

// unprivileged gives dir to the user postgres when we are root, since the
// server refuses to run as root. A session of its own keeps Ctrl-C away from
// the server until the process has finished with it.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Setsid: true}
	if os.Geteuid() != 0 {
		return attr, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("root needs a user to run the server as: %w", err)
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, os.Chown(dir, uid, gid)
}
