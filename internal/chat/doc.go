// Package chat is the ground of GuideOps: the people, rooms, messages and
// changes of a guide company, and the rules of who may see and do what.
//
// It is pure: standard library only, no I/O, no clock, no globals. Everything
// above it (the store, the live hub, the verbs, the doors) speaks in its words.
//
// Times are Unix milliseconds UTC and are named *MS. IDs of users, rooms and
// workspaces are positive int64, written as strings in JSON, because
// JavaScript numbers end at 2^53.
package chat
