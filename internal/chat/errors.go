package chat

import (
	"errors"
	"fmt"
)

// Kind says what a client should do next about an error. The doors map it to
// a status in one place.
type Kind uint8

const (
	Internal     Kind = iota // our fault: retry later (500)
	Invalid                  // the input is wrong: mend it (422)
	Unauthorized             // sign in again (401)
	Forbidden                // you see it, but may not do that (403)
	NotFound                 // it does not exist, or you may not see it (404)
	Conflict                 // it clashes with what is there (409)
	TooMany                  // slow down; RetryAfterMS says how long (429)
	Unavailable              // try again soon; nothing was stored (503)
	TooLarge                 // send less (413)
	Gone                     // it was there and is over: an expired link (410)
)

// Error is an error that may be shown to people: a stable machine-readable
// code, a sentence that says what to do, and the field for a bad input.
// Everything that is not an *Error is internal and its text never leaves.
type Error struct {
	Kind         Kind
	Code         string
	Message      string
	Field        string
	RetryAfterMS int64
	Data         any // extra members of the problem document, e.g. the workspaces to choose from
}

func (e *Error) Error() string {
	if e.Field != "" {
		return fmt.Sprintf("%s (%s): %s", e.Code, e.Field, e.Message)
	}
	return e.Code + ": " + e.Message
}

// Is compares by code, so errors.Is(err, chat.ErrNoRoom) works on copies.
func (e *Error) Is(target error) bool {
	var t *Error
	return errors.As(target, &t) && t.Code == e.Code
}

// KindOf is the kind of the first *Error in the chain, or Internal.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Bad is an Invalid error about one input field.
func Bad(field, code, format string, args ...any) *Error {
	return &Error{Kind: Invalid, Code: code, Field: field, Message: fmt.Sprintf(format, args...)}
}

// Refuse is a Forbidden error.
func Refuse(code, message string) *Error {
	return &Error{Kind: Forbidden, Code: code, Message: message}
}

// Missing is a NotFound error; what names the thing ("room").
func Missing(what string) *Error {
	return &Error{Kind: NotFound, Code: what + "_not_found",
		Message: "There is no such " + what + ", or you may not see it."}
}

// Clash is a Conflict error.
func Clash(code, message string) *Error {
	return &Error{Kind: Conflict, Code: code, Message: message}
}
