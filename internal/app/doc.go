// Package app is what a person can do: every verb authorises, changes the
// record in one transaction and leaves the bell to the store. Every door, job
// and bot comes through here, so a rule stands in one place.
package app
