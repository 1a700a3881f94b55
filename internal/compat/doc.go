// Package compat is the door for the clients of the predecessors: GuideOps V2
// and the Redis chat demo that it grew from. It takes their routes in their
// shapes and calls the same verbs as every other door, so that what may be done
// is decided where it always is. docs/compat.md lists the routes and what differs.
//
// One mode at a time: both have a /me and a /users/online, and not the same.
package compat
