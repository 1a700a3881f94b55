// Package wire is the generator's own HTTP/1.1: requests are formatted once
// and patched in place, answers are read no further than the bench needs.
//
// net/http on the generator's side would cost as much as the server under
// test does, and the two share the machine: what the generator saves is what
// the figures are about.
package wire
