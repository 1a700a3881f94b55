package chat

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
)

// StrictJSON finds what encoding/json takes silently though it cannot have been
// meant: half a character, which would be stored as U+FFFD, a member given
// twice, of which the first would be lost, and a number that nothing holds.
func StrictJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	s := stricter{d: d, data: data}
	return s.value("")
}

type stricter struct {
	d    *json.Decoder
	data []byte
}

func (s *stricter) value(name string) error {
	from := s.d.InputOffset()
	t, err := s.d.Token()
	if err != nil {
		return err
	}
	switch t := t.(type) {
	case string:
		if halfCharacter(s.data[from:s.d.InputOffset()]) {
			return JSONFlaw(name, `holds half a character (one \u escape of a pair)`)
		}
	case json.Number:
		if _, err := t.Float64(); err != nil {
			return JSONFlaw(name, "this value does not fit")
		}
	case json.Delim:
		return s.inside(name, t == '{')
	}
	return nil
}

// inside reads an object or a list to its end.
func (s *stricter) inside(name string, object bool) error {
	seen := map[string]struct{}{}
	for s.d.More() {
		member := name
		if object {
			t, err := s.d.Token()
			if err != nil {
				return err
			}
			key, _ := t.(string) // names are strings
			if member = key; name != "" {
				member = name + "." + key
			}
			if _, again := seen[key]; again {
				return JSONFlaw(member, "is given twice")
			}
			seen[key] = struct{}{}
		}
		if err := s.value(member); err != nil {
			return err
		}
	}
	_, err := s.d.Token()
	return err
}

// JSONFlaw says what is wrong with a member, named as name.name.
func JSONFlaw(name, what string) error {
	if name == "" {
		return errors.New(what)
	}
	return errors.New(name + ": " + what)
}

// halfCharacter looks for a surrogate without its other half in a string as it was sent.
func halfCharacter(raw []byte) bool {
	high := false // the escape just before was the first half
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' || i+1 >= len(raw) {
			if high {
				return true
			}
			continue
		}
		i++
		unit := uint64(0)
		if raw[i] == 'u' && i+4 < len(raw) {
			unit, _ = strconv.ParseUint(string(raw[i+1:i+5]), 16, 16) // valid: it was decoded
			i += 4
		}
		low := unit >= 0xdc00 && unit < 0xe000
		if high != low {
			return true
		}
		high = unit >= 0xd800 && unit < 0xdc00
	}
	return false
}
