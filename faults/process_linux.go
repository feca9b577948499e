package faults

import "syscall"

// dieWithParent leaves no process behind when the tests are broken off.
func dieWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
