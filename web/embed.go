// Package web carries the built web app inside the binary.
package web

import "embed"

// Dist is the web app as `make build` left it; empty but for .gitkeep when the
// binary was built without it.
//
//go:embed all:dist
var Dist embed.FS
