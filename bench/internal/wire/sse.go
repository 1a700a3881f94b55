package wire

import (
	"bytes"
	"fmt"
)

// Frame is one complete event of a stream.
type Frame struct {
	Event []byte
	ID    int64 // 0: none
	Data  []byte
}

// Stream takes a Server-Sent Events answer apart. It keeps no more than the
// one frame that is still incomplete, so that 10,000 of them are cheap.
type Stream struct {
	// OnFrame gets each complete frame; its slices are only valid during the call.
	OnFrame func(Frame)
	// Bytes counts what arrived in frames.
	Bytes int64

	state state
	left  int    // bytes left of the present chunk, or the chunk size being read
	digit bool   // a digit of the chunk size was seen
	rest  []byte // of an incomplete header or frame
}

type state uint8

const (
	inHead state = iota
	inPlain
	inSize
	inExtension
	inChunk
)

var frameEnd = []byte("\n\n")

// StatusError is an answer that is not a stream.
type StatusError struct {
	Status int
	Body   string
}

func (e *StatusError) Error() string { return fmt.Sprintf("status %d: %s", e.Status, e.Body) }

// Open reports whether the server has accepted the stream.
func (s *Stream) Open() bool { return s.state != inHead }

// Reset makes the stream ready for a new connection.
func (s *Stream) Reset() {
	s.state, s.left, s.digit, s.rest = inHead, 0, false, s.rest[:0]
}

// Feed takes what the connection had.
func (s *Stream) Feed(p []byte) error {
	for len(p) > 0 {
		var err error
		switch s.state {
		case inHead:
			p, err = s.head(p)
		case inPlain:
			s.frames(p)
			return nil
		case inSize, inExtension:
			p, err = s.size(p)
		case inChunk:
			n := min(s.left, len(p))
			s.frames(p[:n])
			p = p[n:]
			if s.left -= n; s.left == 0 {
				s.state = inSize
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Stream) head(p []byte) ([]byte, error) {
	s.rest = append(s.rest, p...)
	h, err := parseHead(s.rest)
	if err != nil || h.size == 0 {
		return nil, err
	}
	body := bytes.Clone(s.rest[h.size:])
	if h.status != 200 {
		return nil, &StatusError{Status: h.status, Body: string(body[:min(len(body), 300)])}
	}
	s.rest = s.rest[:0]
	s.state = inPlain
	if h.chunked {
		s.state = inSize
	}
	return body, nil
}

// size reads "1f4;ext\r\n" and skips the line end after the chunk before it.
func (s *Stream) size(p []byte) ([]byte, error) {
	for i, c := range p {
		switch {
		case c == '\n' && s.digit:
			if s.left == 0 {
				return nil, fmt.Errorf("the server ended the stream")
			}
			s.state, s.digit = inChunk, false
			return p[i+1:], nil
		case c == '\r' || c == '\n' || s.state == inExtension:
		case c == ';':
			s.state = inExtension
		default:
			d, ok := hexDigit(c)
			if !ok || s.left > 1<<24 {
				return nil, fmt.Errorf("not a chunk size: %.20q", p)
			}
			s.left, s.digit = s.left<<4|d, true
		}
	}
	return nil, nil
}

func hexDigit(c byte) (int, bool) {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0'), true
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10, true
	}
	return 0, false
}

func (s *Stream) frames(p []byte) {
	s.Bytes += int64(len(p))
	if len(s.rest) > 0 {
		end := s.firstEnd(p)
		if end == 0 {
			s.rest = append(s.rest, p...)
			return
		}
		s.rest = append(s.rest, p[:end]...)
		s.emit(s.rest)
		s.rest, p = s.rest[:0], p[end:]
	}
	for {
		i := bytes.Index(p, frameEnd)
		if i < 0 {
			s.rest = append(s.rest, p...)
			return
		}
		s.emit(p[:i+len(frameEnd)])
		p = p[i+len(frameEnd):]
	}
}

// firstEnd is how much of p completes the kept frame, or 0.
func (s *Stream) firstEnd(p []byte) int {
	if s.rest[len(s.rest)-1] == '\n' && p[0] == '\n' {
		return 1
	}
	if i := bytes.Index(p, frameEnd); i >= 0 {
		return i + len(frameEnd)
	}
	return 0
}

func (s *Stream) emit(b []byte) {
	var f Frame
	for len(b) > 0 {
		line := b
		if i := bytes.IndexByte(b, '\n'); i >= 0 {
			line, b = b[:i], b[i+1:]
		} else {
			b = nil
		}
		if v, ok := field(line, "event:"); ok {
			f.Event = v
		} else if v, ok := field(line, "id:"); ok {
			f.ID, _ = leadingInt(v)
		} else if v, ok := field(line, "data:"); ok {
			f.Data = v
		}
	}
	if f.Event != nil || f.Data != nil {
		s.OnFrame(f)
	}
}

// field gives the value of a line that has this name. Our frames have one line of each.
func field(line []byte, name string) ([]byte, bool) {
	if len(line) < len(name) || string(line[:len(name)]) != name {
		return nil, false
	}
	v := line[len(name):]
	if len(v) > 0 && v[0] == ' ' {
		v = v[1:]
	}
	return v, true
}
