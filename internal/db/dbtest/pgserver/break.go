package pgserver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Kill ends every process of the server with SIGKILL and keeps its files: nothing is
// flushed and nobody is told. The postmaster is stopped first, so that it makes no new
// children meanwhile. Only on Linux.
func (s *Server) Kill() error {
	text, err := os.ReadFile(filepath.Join(s.dir, "data", "postmaster.pid"))
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(string(text), "\n")
	postmaster, err := strconv.Atoi(first)
	if err != nil {
		return fmt.Errorf("postmaster.pid: %w", err)
	}
	if err := syscall.Kill(postmaster, syscall.SIGSTOP); err != nil {
		return err
	}
	all := append(children(postmaster), postmaster)
	for _, pid := range all {
		_ = syscall.Kill(pid, syscall.SIGKILL) // one that has just ended is no error
	}
	// The shell beside it would remove the files. It is the first of its own group.
	_ = syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL)
	_ = s.cmd.Wait()
	s.pipe.Close()
	s.pipe = nil
	for _, pid := range all {
		for i := 0; alive(pid); i++ {
			if i > 5000 {
				return errors.New("a killed process does not end")
			}
			time.Sleep(time.Millisecond)
		}
	}
	// A dead process that nobody has asked about yet looks alive to the next server.
	return errors.Join(os.Remove(filepath.Join(s.dir, "data", "postmaster.pid")), os.Remove(filepath.Join(s.dir, ".s.PGSQL.5432.lock")))
}

// Restart starts a killed server again, with the settings and files it had.
func (s *Server) Restart(ctx context.Context) error {
	bin, err := find()
	if err != nil {
		return err
	}
	return s.start(ctx, bin, s.extra)
}

// Backup copies the running server's files to a folder where StartIn will find them. With
// a primary ("host=… port=…"), the copy becomes its standby.
func (s *Server) Backup(ctx context.Context, dir, primary string) error {
	bin, err := find()
	if err != nil {
		return err
	}
	// PATH may hold links to only some of the programs.
	real, err := filepath.EvalSymlinks(filepath.Join(bin, "postgres"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	attr, err := unprivileged(dir)
	if err != nil {
		return err
	}
	from, args := "host="+s.dir+" port=5432", []string{}
	if primary != "" {
		from, args = primary, []string{"--write-recovery-conf"}
	}
	args = append(args, "--dbname="+from+" user=postgres", "--pgdata="+filepath.Join(dir, "data"), "--wal-method=stream", "--checkpoint=fast", "--no-sync")
	cmd := exec.CommandContext(ctx, filepath.Join(filepath.Dir(real), "pg_basebackup"), args...)
	cmd.Dir, cmd.SysProcAttr = dir, attr
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("pg_basebackup: %w\n%s", err, out)
	}
	return nil
}

// Dir is where the server's socket is.
func (s *Server) Dir() string { return s.dir }

func children(parent int) (pids []int) {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		if pid, ppid, _, ok := stat(path); ok && ppid == parent {
			pids = append(pids, pid)
		}
	}
	return pids
}

func alive(pid int) bool {
	_, _, state, ok := stat(fmt.Sprintf("/proc/%d/stat", pid))
	return ok && state != "Z"
}

// stat reads "pid (name) state parent …"; the name may hold anything.
func stat(path string) (pid, parent int, state string, ok bool) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, 0, "", false
	}
	before, _, _ := strings.Cut(string(text), " (")
	_, after, _ := strings.Cut(string(text[strings.LastIndexByte(string(text), ')'):]), " ")
	fields := strings.Fields(after)
	if len(fields) < 2 {
		return 0, 0, "", false
	}
	pid, err1 := strconv.Atoi(before)
	parent, err2 := strconv.Atoi(fields[1])
	return pid, parent, fields[0], err1 == nil && err2 == nil
}
