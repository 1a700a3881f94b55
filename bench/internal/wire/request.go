package wire

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"
)

// TextBytes is the length of every message's text.
const TextBytes = 160

// Get formats a GET request.
func Get(path, host, token string) []byte {
	return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n", path, host, token)
}

// AtHead begins a stream with what comes next.
const AtHead = -1

// GetStream formats the request of a stream that resumes after the id last, or begins AtHead.
func GetStream(path, host, token string, last int64) []byte {
	b := fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nAccept: text/event-stream\r\n", path, host, token)
	if last != AtHead {
		b = fmt.Appendf(b, "Last-Event-ID: %d\r\n", last)
	}
	return append(b, "\r\n"...)
}

// Run names the messages of one run of the generator: message n has always
// the same UUID and text, so nothing needs to be remembered but its number.
type Run struct {
	tag   [4]byte // in every UUID of the run
	start int64   // Unix milliseconds
}

// NewRun begins the numbering at a time, which also tells runs apart.
func NewRun(now time.Time) Run {
	r := Run{start: now.UnixMilli()}
	// Bits of the nanoseconds: two runs over one data directory must not share names.
	binary.BigEndian.PutUint32(r.tag[:], uint32(now.UnixNano()>>7))
	r.tag[0] = 0x80 | r.tag[0]&0x3f // the variant of RFC 9562 is in the first byte
	return r
}

// perMS is how many messages share a millisecond in their UUIDs: they ascend
// like those that phones make, which is what the server's index meets.
const perMS = 32

// AppendID appends the UUIDv7 of message n: time, number within it, run, number.
func (r Run) AppendID(b []byte, n uint32) []byte {
	var u [16]byte
	ms := uint64(r.start) + uint64(n/perMS)
	binary.BigEndian.PutUint64(u[0:8], ms<<16|0x7000|uint64(n%perMS))
	copy(u[8:12], r.tag[:])
	binary.BigEndian.PutUint32(u[12:16], n)
	var h [36]byte
	hex.Encode(h[0:8], u[0:4])
	hex.Encode(h[9:13], u[4:6])
	hex.Encode(h[14:18], u[6:8])
	hex.Encode(h[19:23], u[8:10])
	hex.Encode(h[24:36], u[10:16])
	h[8], h[13], h[18], h[23] = '-', '-', '-', '-'
	return append(b, h[:]...)
}

// Number reads n back from a UUID in text form. A message of another run, or
// of nobody, has none.
func (r Run) Number(id []byte) (uint32, bool) {
	if len(id) < 36 {
		return 0, false
	}
	var tail [6]byte
	if _, err := hex.Decode(tail[:], id[24:36]); err != nil || tail[0] != r.tag[2] || tail[1] != r.tag[3] {
		return 0, false
	}
	n := binary.BigEndian.Uint32(tail[2:])
	var want [36]byte
	return n, bytes.Equal(r.AppendID(want[:0], n), id[:36])
}

const filler = "Cornice on the NE ridge, wind slab below it; we turn left at the cairn and meet at the hut. Track is set, mind the creek crossing. Radio channel three, next call on the hour."

// AppendText appends the text of message n, TextBytes long.
func (r Run) AppendText(b []byte, n uint32) []byte {
	b = fmt.Appendf(b, "%08x ", n)
	return append(b, filler[:TextBytes-9]...)
}

// Sender holds the request of one sender: each send patches the name and the
// text in place.
type Sender struct {
	run      Run
	req      []byte
	id, text int // offsets in req
}

// NewSender formats the request once.
func NewSender(run Run, path, host, token string) *Sender {
	body := append([]byte(`{"message_id":"`), run.AppendID(nil, 0)...)
	idAt := len(body) - 36
	body = append(body, `","text":"`...)
	textAt := len(body)
	body = append(run.AppendText(body, 0), `"}`...)
	s := &Sender{run: run}
	s.req = fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %s\r\n\r\n",
		path, host, token, strconv.Itoa(len(body)))
	s.id, s.text = len(s.req)+idAt, len(s.req)+textAt
	s.req = append(s.req, body...)
	return s
}

// Request is the request that sends message n; valid until the next one.
func (s *Sender) Request(n uint32) []byte {
	s.run.AppendID(s.req[:s.id], n)
	const digits = "0123456789abcdef"
	for i := range 8 {
		s.req[s.text+i] = digits[n>>(28-4*i)&15]
	}
	return s.req
}

var idKey = []byte(`"message_id":"`)

// MessageID finds the UUID of a message's JSON.
func MessageID(data []byte) []byte {
	i := bytes.Index(data, idKey)
	if i < 0 || len(data) < i+len(idKey)+36 {
		return nil
	}
	return data[i+len(idKey):][:36]
}
