package chat

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// ParseSend reads the JSON of a plain send several times faster than reflection
// does. It knows the usual forms only: ok false means "not read", never
// "wrong"; the general reader then decides and says what is wrong. Where it
// does read, it reads the same (FuzzParseSendReadsWhatEncodingJSONReads).
func ParseSend(b []byte) (s Send, ok bool) {
	if !utf8.Valid(b) {
		return s, false
	}
	p := sendParser{b: b}
	if !p.take('{') {
		return s, false
	}
	for first := true; !p.take('}'); first = false {
		if !first && !p.take(',') {
			return s, false
		}
		key, plain := p.text()
		if !plain || !p.take(':') || !p.member(&s, string(key)) {
			return s, false
		}
	}
	p.space()
	return s, p.i == len(b) && p.seen&1 != 0 // message_id is required
}

type sendParser struct {
	b    []byte
	i    int
	seen uint16 // members so far: one given twice is left to the general reader
}

func (p *sendParser) once(bit uint16) bool {
	fresh := p.seen&bit == 0
	p.seen |= bit
	return fresh
}

func (p *sendParser) member(s *Send, key string) bool {
	switch key {
	case "message_id":
		return p.once(1) && p.uuid(&s.ID)
	case "text":
		return p.once(2) && p.string(&s.Text)
	case "lat":
		return p.once(4) && p.optional(&s.Lat)
	case "long":
		return p.once(8) && p.optional(&s.Long)
	case "accuracy_m":
		return p.once(16) && p.float(&s.AccuracyM)
	case "altitude_m":
		return p.once(32) && p.optional(&s.AltitudeM)
	case "captured_ms":
		return p.once(64) && p.int(&s.CapturedMS)
	case "composed_ms":
		return p.once(128) && p.int(&s.ComposedMS)
	case "device_ms":
		return p.once(256) && p.int(&s.DeviceMS)
	case "thread_id":
		return p.once(512) && p.uuid(&s.ThreadID)
	case "reply_to":
		return p.once(1024) && p.uuid(&s.ReplyTo)
	case "mentions":
		return p.once(2048) && p.list(&s.Mentions)
	}
	return false
}

func (p *sendParser) space() {
	for p.i < len(p.b) {
		switch p.b[p.i] {
		case ' ', '\t', '\n', '\r':
			p.i++
		default:
			return
		}
	}
}

// take skips space and the byte c, if it is next.
func (p *sendParser) take(c byte) bool {
	p.space()
	if p.i < len(p.b) && p.b[p.i] == c {
		p.i++
		return true
	}
	return false
}

// text reads a string without escapes and gives what is between its quotes.
func (p *sendParser) text() (inner []byte, plain bool) {
	raw, escaped, ok := p.quoted()
	if !ok || escaped {
		return nil, false
	}
	return raw[1 : len(raw)-1], true
}

// quoted gives a string with its quotes, as it stands.
func (p *sendParser) quoted() (raw []byte, escaped, ok bool) {
	if !p.take('"') {
		return nil, false, false
	}
	start := p.i - 1
	for ; p.i < len(p.b); p.i++ {
		switch c := p.b[p.i]; {
		case c == '"':
			p.i++
			return p.b[start:p.i], escaped, true
		case c == '\\':
			escaped = true
			p.i++
		case c < 0x20:
			return nil, false, false
		}
	}
	return nil, false, false
}

func (p *sendParser) string(v *string) bool {
	raw, escaped, ok := p.quoted()
	if ok && escaped {
		// A surrogate may be without its other half, which Unmarshal replaces silently.
		if bytes.Contains(raw, []byte(`\ud`)) || bytes.Contains(raw, []byte(`\uD`)) {
			return false
		}
		return json.Unmarshal(raw, v) == nil
	}
	if ok {
		*v = string(raw[1 : len(raw)-1])
	}
	return ok
}

func (p *sendParser) uuid(v *UUID) bool {
	text, plain := p.text()
	if !plain {
		return false
	}
	u, err := ParseUUID(string(text))
	*v = u
	return err == nil
}

func (p *sendParser) list(v *[]string) bool {
	if !p.take('[') {
		return false
	}
	*v = []string{}
	for first := true; !p.take(']'); first = false {
		if !first && !p.take(',') {
			return false
		}
		text, plain := p.text()
		if !plain {
			return false
		}
		*v = append(*v, string(text))
	}
	return true
}

// number gives the characters of a number.
func (p *sendParser) number() []byte {
	p.space()
	start := p.i
	for p.i < len(p.b) {
		c := p.b[p.i]
		if (c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E' {
			break
		}
		p.i++
	}
	return p.b[start:p.i]
}

func (p *sendParser) int(v *int64) bool {
	n := p.number()
	for i, c := range n {
		if c < '0' || c > '9' || (i == 0 && c == '0' && len(n) > 1) {
			return false
		}
	}
	i, err := strconv.ParseInt(string(n), 10, 64)
	*v = i
	return err == nil && i <= MaxExact
}

func (p *sendParser) float(v *float64) bool {
	n := p.number()
	if !json.Valid(n) { // ParseFloat alone is more liberal than JSON
		return false
	}
	f, err := strconv.ParseFloat(string(n), 64)
	*v = f
	return err == nil
}

func (p *sendParser) optional(v **float64) bool {
	f := new(float64)
	*v = f
	return p.float(f)
}
