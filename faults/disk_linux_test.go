package faults

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"bosett/internal/db"
)

// smallDisk mounts a disk of so many MB until the test ends.
func smallDisk(t *testing.T, megabytes int) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "bosett-disk-")
	must(t, err)
	err = syscall.Mount("none", dir, "tmpfs", 0, fmt.Sprintf("size=%dm", megabytes))
	if errors.Is(err, syscall.EPERM) {
		os.Remove(dir)
		t.Skip("NOT TESTED ON A FULL DISK: this user may not mount one")
	}
	must(t, err)
	t.Cleanup(func() {
		_ = syscall.Unmount(dir, syscall.MNT_DETACH)
		_ = os.Remove(dir)
	})
	return dir
}

// fillDisk takes all the room there is, and returns how to give it back.
func fillDisk(t *testing.T, dir string) (empty func()) {
	t.Helper()
	path := filepath.Join(dir, "ballast")
	f, err := os.Create(path)
	must(t, err)
	for size := 1 << 20; size >= 512; size /= 2 {
		for err = nil; err == nil; {
			_, err = f.Write(make([]byte, size))
		}
		if !errors.Is(err, syscall.ENOSPC) && !errors.Is(err, io.ErrShortWrite) {
			t.Fatal(err)
		}
	}
	return func() {
		must(t, f.Close())
		must(t, os.Remove(path))
	}
}

// A14: the disk is full, or the database is closed for writing, for a while. Everybody is
// told to come back, and afterwards all is saved, without a restart.
func TestDiskFull(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		h := NewHouse(t, db.SQLite)
		dir := smallDisk(t, 64)
		path := filepath.Join(dir, "bosett.db")
		template, err := sqliteTemplate()
		must(t, err)
		must(t, os.WriteFile(path, template.file, 0o600))
		h.use("sqlite:" + path)
		h.closed("disken full", func() func() { return fillDisk(t, dir) })
	})
	t.Run("postgres", func(t *testing.T) {
		h := NewHouse(t, db.Postgres)
		dir := smallDisk(t, 96)
		u, err := user.Lookup("postgres")
		if err == nil && os.Geteuid() == 0 {
			uid, _ := strconv.Atoi(u.Uid)
			gid, _ := strconv.Atoi(u.Gid)
			must(t, os.Chown(dir, uid, gid))
		}
		must(t, onServer(t.Context(), h.Server, "CREATE TABLESPACE trang LOCATION '"+dir+"'"))
		must(t, onServer(t.Context(), h.Server, "ALTER DATABASE "+h.Name+" SET TABLESPACE trang"))
		defer func() {
			h.Program.stop()
			must(t, onServer(context.Background(), h.Server, "ALTER DATABASE "+h.Name+" SET TABLESPACE pg_default"))
			must(t, onServer(context.Background(), h.Server, "DROP TABLESPACE trang"))
		}()
		h.closed("disken full", func() func() { return fillDisk(t, dir) })
	})
}

// The other form of A14: the operator, or a failover, has closed PostgreSQL for writing.
func TestPostgresClosed(t *testing.T) {
	h := NewHouse(t, db.Postgres)
	h.closed("databasen stengt for skriving", func() func() {
		must(t, onServer(t.Context(), h.Server, "ALTER SYSTEM SET default_transaction_read_only = on"))
		must(t, onServer(t.Context(), h.Server, "SELECT pg_reload_conf()"))
		return func() {
			// ALTER SYSTEM does not run inside a transaction, so that it is not read-only.
			must(t, onServer(context.Background(), h.Server, "ALTER SYSTEM RESET default_transaction_read_only"))
			must(t, onServer(context.Background(), h.Server, "SELECT pg_reload_conf()"))
		}
	})
}

// closed types while the database takes nothing.
func (h *House) closed(what string, shut func() (open func())) {
	t := h.t
	t.Helper()
	h.start()
	finish := h.typing(nil)
	h.until("saves", func() bool { return h.Notes.Acknowledged() > 20 })
	var once sync.Once
	give := shut()
	open := func() { once.Do(give) }
	t.Cleanup(open) // also where the test ends before its time
	start := time.Now()
	refused := func() int {
		h.Notes.mu.Lock()
		defer h.Notes.mu.Unlock()
		return h.Notes.Refused
	}
	h.until("answers 503", func() bool { return refused() > 10 })
	time.Sleep(time.Duration(count(0, 60)) * time.Second)
	long := time.Since(start)
	open()
	before := h.Notes.Acknowledged()
	h.until("saves afterwards", func() bool { return h.Notes.Acknowledged() > before+20 })
	finish()
	if full && h.Notes.SlowestRefusal > 5*time.Second {
		t.Errorf("somebody waited %v to be told", h.Notes.SlowestRefusal)
	}
	h.exact("A14", fmt.Sprintf("%s i %.0f s", what, long.Seconds()), fmt.Sprintf("503 innen %.1f s, aldri 500; ingen omstart", h.Notes.SlowestRefusal.Seconds()))
}
