//go:build linux

package target

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// ticksPerSecond of the times in /proc: USER_HZ is 100 on every Linux that Go runs on.
const ticksPerSecond = 100

// RSS is the resident memory of a process in bytes.
func RSS(pid int) (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range bytes.Lines(status) {
		if v, ok := bytes.CutPrefix(line, []byte("VmRSS:")); ok {
			kb, err := strconv.ParseInt(string(bytes.Fields(v)[0]), 10, 64)
			return kb << 10, err
		}
	}
	return 0, fmt.Errorf("no VmRSS of process %d", pid)
}

// CPU is the processor time that a process and its children have used, those
// that have ended included: PostgreSQL works in one child a connection.
func CPU(pid int) (time.Duration, error) {
	pids, err := children(pid)
	if err != nil {
		return 0, err
	}
	var ticks int64
	for i, p := range append([]int{pid}, pids...) {
		fields, err := stat(p)
		if err != nil && i > 0 {
			continue // it ended meanwhile, and counts among its parent's ended ones
		}
		if err != nil {
			return 0, err
		}
		used := fields[userTime : endedSystemTime+1]
		for _, f := range used {
			n, err := strconv.ParseInt(string(f), 10, 64)
			if err != nil {
				return 0, err
			}
			ticks += n
		}
	}
	return time.Duration(ticks) * time.Second / ticksPerSecond, nil
}

// Fields of /proc/PID/stat, counted after the name, which may hold spaces.
const (
	userTime        = 11 // then the system time, and both of the children that ended
	endedSystemTime = 14
)

func stat(pid int) ([][]byte, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil, err
	}
	fields := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
	if len(fields) <= endedSystemTime {
		return nil, fmt.Errorf("cannot read the times of process %d", pid)
	}
	return fields, nil
}

// children of a process, over all its threads.
func children(pid int) ([]int, error) {
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		return nil, err
	}
	var pids []int
	for _, list := range lists {
		b, err := os.ReadFile(list)
		if err != nil {
			continue // the thread has ended
		}
		for f := range bytes.FieldsSeq(b) {
			n, err := strconv.Atoi(string(f))
			if err != nil {
				return nil, err
			}
			pids = append(pids, n)
		}
	}
	return pids, nil
}

// OwnCPU is the processor time that the generator has used.
func OwnCPU() (time.Duration, error) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, os.NewSyscallError("getrusage", err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), nil
}

// RaiseFiles allows as many open files as the system lets us have, and
// reports how many; children inherit it.
func RaiseFiles(want uint64) (uint64, error) {
	var lim syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &lim); err != nil {
		return 0, os.NewSyscallError("getrlimit", err)
	}
	if lim.Cur >= want {
		return lim.Cur, nil
	}
	more := syscall.Rlimit{Cur: want, Max: max(want, lim.Max)}
	if syscall.Setrlimit(syscall.RLIMIT_NOFILE, &more) == nil {
		return want, nil
	}
	// Only root may raise the hard limit; up to it anybody may go.
	lim.Cur = lim.Max
	return lim.Cur, os.NewSyscallError("setrlimit", syscall.Setrlimit(syscall.RLIMIT_NOFILE, &lim))
}
