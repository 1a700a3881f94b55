package socketio

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"unicode/utf8"
)

// Types of Engine.IO packets: the first character of each.
const (
	engineOpen    = '0'
	engineClose   = '1'
	enginePing    = '2'
	enginePong    = '3'
	engineMessage = '4'
	engineUpgrade = '5'
	engineNoop    = '6'
	// engineBinary begins binary data in base64. None of our events takes any.
	engineBinary = 'b'
)

// The probe of a WebSocket before a client moves to it.
const (
	probePing = "2probe"
	probePong = "3probe"
)

// maxPayload bounds what a client may send at once; the longest message, every
// character of it escaped, fits.
const maxPayload = 256 << 10

// separator stands between the packets of a polling payload of Engine.IO 4.
const separator = 0x1e

var errPayload = errors.New("the polling payload cannot be read")

// splitPayload gives the packets of a polling payload. They point into body.
func splitPayload(version int, body []byte) ([][]byte, error) {
	if len(body) == 0 || !utf8.Valid(body) {
		return nil, errPayload
	}
	if version != 3 {
		packets := bytes.Split(body, []byte{separator})
		for _, p := range packets {
			if len(p) == 0 {
				return nil, errPayload
			}
		}
		return packets, nil
	}
	var packets [][]byte
	for len(body) > 0 {
		digits, rest, ok := bytes.Cut(body, []byte(":"))
		n, err := strconv.ParseUint(string(digits), 10, 31)
		if !ok || err != nil || n == 0 {
			return nil, errPayload
		}
		end, ok := unitsEnd(rest, int(n))
		if !ok {
			return nil, errPayload
		}
		packets, body = append(packets, rest[:end]), rest[end:]
	}
	return packets, nil
}

// unitsEnd finds where n UTF-16 units of text end: Engine.IO 3 counts as
// JavaScript does.
func unitsEnd(text []byte, n int) (end int, ok bool) {
	for n > 0 {
		r, size := utf8.DecodeRune(text[end:])
		if size == 0 {
			return 0, false
		}
		n--
		if r > 0xffff {
			n--
		}
		end += size
	}
	return end, n == 0
}

// units counts the UTF-16 units of text.
func units(text []byte) int {
	n := 0
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		n++
		if r > 0xffff {
			n++
		}
		text = text[size:]
	}
	return n
}

// appendPolled4 and appendPolled3 add a packet to a polling payload. The
// separator goes first, so that buffers can be put together; the answer leaves
// the very first one out.
func appendPolled4(b, packet []byte) []byte { return append(append(b, separator), packet...) }

func appendPolled3(b, packet []byte) []byte {
	b = strconv.AppendInt(b, int64(units(packet)), 10)
	b = append(b, ':')
	return append(b, packet...)
}

// handshake is what the server says of itself in its first packet.
type handshake struct {
	SID          string   `json:"sid"`
	Upgrades     []string `json:"upgrades"`
	PingInterval int64    `json:"pingInterval"`
	PingTimeout  int64    `json:"pingTimeout"`
	MaxPayload   int      `json:"maxPayload"`
}

func (h handshake) packet() []byte {
	data, err := json.Marshal(h)
	if err != nil {
		data = []byte(`{}`) // strings and numbers always marshal
	}
	return append([]byte{engineOpen}, data...)
}

// refusal is an error of Engine.IO as its clients know it.
type refusal struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func errTransport() refusal { return refusal{0, "Transport unknown"} }
func errSID() refusal       { return refusal{1, "Session ID unknown"} }
func errMethod() refusal    { return refusal{2, "Bad handshake method"} }
func errRequest() refusal   { return refusal{3, "Bad request"} }
func errVersion() refusal   { return refusal{5, "Unsupported protocol version"} }

func (f refusal) write(w http.ResponseWriter) { f.writeStatus(w, http.StatusBadRequest) }

func (f refusal) writeStatus(w http.ResponseWriter, status int) {
	body, err := json.Marshal(f)
	if err != nil {
		body = nil // strings and numbers always marshal
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client has gone: nobody is left to tell
}
