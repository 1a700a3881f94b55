package chat

import (
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"strconv"
)

// ID names a workspace, a user, a room or any other numbered row.
// Zero means "none". In JSON it is a string ("7").
type ID int64

// ParseID reads a decimal ID. It refuses zero, signs and leading zeros, so
// that one thing has one spelling.
func ParseID(s string) (ID, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 || s[0] == '+' || s[0] == '0' {
		return 0, fmt.Errorf("%.40q is not an id", s)
	}
	return ID(n), nil
}

func (id ID) String() string { return strconv.FormatInt(int64(id), 10) }

// MarshalText writes the decimal form. encoding/json uses it for values and keys.
func (id ID) MarshalText() ([]byte, error) { return strconv.AppendInt(nil, int64(id), 10), nil }

// UnmarshalText reads the decimal form; the empty text is zero.
func (id *ID) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*id = 0
		return nil
	}
	n, err := ParseID(string(b))
	*id = n
	return err
}

// UUID names a message. The client that writes the message makes it, so that
// the same message sent twice can be recognised. Stored as 16 bytes.
type UUID [16]byte

// ParseUUID reads the 36-character form, in upper or lower case.
func ParseUUID(s string) (UUID, error) {
	var u UUID
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return u, fmt.Errorf("%.40q is not a UUID like 0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f", s)
	}
	var h [32]byte
	n := 0
	for i := range len(s) {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			continue
		}
		h[n] = s[i]
		n++
	}
	if _, err := hex.Decode(u[:], h[:]); err != nil {
		return UUID{}, fmt.Errorf("%.40q is not a UUID like 0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f", s)
	}
	return u, nil
}

// IsZero reports whether u names nothing.
func (u UUID) IsZero() bool { return u == UUID{} }

func (u UUID) String() string { return string(u.appendText(nil)) }

func (u UUID) appendText(b []byte) []byte {
	b = hex.AppendEncode(b, u[0:4])
	b = append(b, '-')
	b = hex.AppendEncode(b, u[4:6])
	b = append(b, '-')
	b = hex.AppendEncode(b, u[6:8])
	b = append(b, '-')
	b = hex.AppendEncode(b, u[8:10])
	b = append(b, '-')
	return hex.AppendEncode(b, u[10:])
}

// MarshalText writes the 36-character form, and nothing for the zero UUID.
func (u UUID) MarshalText() ([]byte, error) {
	if u.IsZero() {
		return nil, nil
	}
	return u.appendText(nil), nil
}

// UnmarshalText reads the 36-character form; the empty text is the zero UUID.
func (u *UUID) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*u = UUID{}
		return nil
	}
	v, err := ParseUUID(string(b))
	*u = v
	return err
}

// Scan reads the 16 stored bytes; NULL and the empty value are the zero UUID.
func (u *UUID) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*u = UUID{}
		return nil
	case []byte:
		if len(v) == 0 {
			*u = UUID{}
			return nil
		}
		if len(v) == 16 {
			copy(u[:], v)
			return nil
		}
	}
	return fmt.Errorf("cannot read a UUID from %T", src)
}

// Value gives the 16 bytes, or NULL for the zero UUID.
func (u UUID) Value() (driver.Value, error) {
	if u.IsZero() {
		return nil, nil
	}
	return u[:], nil
}
