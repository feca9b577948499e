//go:build !linux

package faults

import "syscall"

// dieWithParent is for Linux.
func dieWithParent() *syscall.SysProcAttr { return nil }
