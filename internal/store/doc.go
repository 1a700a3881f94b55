// Package store is the system of record: SQLite or PostgreSQL behind one SQL text.
//
// Store.Write (closures) and Store.Send (messages, as data) are the only ways
// to change anything in a workspace. Calls that wait at the same time share one
// transaction (group commit), so a burst costs one fsync. Every durable change
// takes the next number of the workspace's feed in that transaction: numbers
// are gapless and commit-ordered, and none is visible before all smaller ones.
//
// What differs between the engines is in dialect.go and nowhere else.
package store
