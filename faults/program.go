package faults

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// build compiles the program once for all tests.
var build = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "bosett-faults-")
	if err != nil {
		return "", err
	}
	bin := filepath.Join(dir, "bosett")
	cmd := exec.Command("go", "build", "-o", bin, "bosett/cmd/bosett")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return bin, nil
})

// Program is one bosett process at one address, started again after each kill.
type Program struct {
	URL   string // of the database
	Port  int
	Kills int
	bin   string
	log   *os.File
	cmd   *exec.Cmd
	gone  chan struct{} // closed when the process has ended
}

// NewProgram takes a free port; Start starts it.
func NewProgram(url, logfile string) (*Program, error) {
	bin, err := build()
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer listener.Close()
	log, err := os.Create(logfile)
	return &Program{URL: url, Port: listener.Addr().(*net.TCPAddr).Port, bin: bin, log: log}, err
}

// Address is where it answers, without a proxy between.
func (p *Program) Address() string { return fmt.Sprintf("http://127.0.0.1:%d", p.Port) }

// Start starts the process and returns when it answers.
func (p *Program) Start(ctx context.Context) error {
	p.cmd = exec.Command(p.bin, "serve")
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "BOSETT_") {
			p.cmd.Env = append(p.cmd.Env, e)
		}
	}
	p.cmd.Env = append(p.cmd.Env, "BOSETT_DATABASE_URL="+p.URL, fmt.Sprintf("BOSETT_ADDR=127.0.0.1:%d", p.Port),
		"BOSETT_BASE_URL="+p.Address(), "BOSETT_LOG_LEVEL=warn", "BOSETT_SHUTDOWN_DELAY=0s")
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	p.cmd.SysProcAttr = dieWithParent()
	if err := p.cmd.Start(); err != nil {
		return err
	}
	cmd, gone := p.cmd, make(chan struct{})
	p.gone = gone
	go func() { _ = cmd.Wait(); close(gone) }()
	client := &http.Client{Timeout: time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	for {
		if res, err := client.Get(p.Address() + "/livez"); err == nil {
			res.Body.Close()
			return nil
		}
		select {
		case <-gone:
			return fmt.Errorf("the program ended by itself:\n%s", p.Log())
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(3 * time.Millisecond):
		}
	}
}

// Kill ends it as the kernel does when memory is out, and waits until it is gone.
func (p *Program) Kill() {
	p.Kills++
	p.stop()
}

func (p *Program) stop() {
	if p.gone == nil {
		return
	}
	_ = p.cmd.Process.Kill()
	<-p.gone
}

// Log is the end of what it has said.
func (p *Program) Log() string {
	text, _ := os.ReadFile(p.log.Name())
	return string(text[max(0, len(text)-6000):])
}
