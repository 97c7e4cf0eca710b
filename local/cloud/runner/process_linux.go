package runner

import (
	"fmt"
	"syscall"
)

// attributes put the process in a group of its own, to be killed with whatever
// it starts, and have the kernel kill it should this process crash.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

func killGroup(pid int) { syscall.Kill(-pid, syscall.SIGKILL) }

// openFolder is a short name of a folder for the process to which it is open as fd.
func openFolder(fd uintptr, _ string) string { return fmt.Sprintf("/proc/self/fd/%d", fd) }
