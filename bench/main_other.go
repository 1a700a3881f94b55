//go:build !linux

// Command bench measures GuideOps beside a minimal raw Go server.
package main

import (
	"fmt"
	"os"
)

func main() {
	// The generator stands on epoll and /proc.
	fmt.Fprintln(os.Stderr, "bench: needs Linux")
	os.Exit(1)
}
