//go:build unix && !linux

package runner

import "syscall"

// attributes put the process in a group of its own, to be killed with whatever
// it starts. There is no parent-death signal here.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

func killGroup(pid int) { syscall.Kill(-pid, syscall.SIGKILL) }

// openFolder is the folder's own name: there is no shorter one here.
func openFolder(_ uintptr, path string) string { return path }
