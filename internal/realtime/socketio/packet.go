package socketio

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"

	"github.com/guideops/guideops/internal/chat"
)

// Types of Socket.IO packets, inside the messages of Engine.IO.
const (
	typeConnect      = '0'
	typeDisconnect   = '1'
	typeEvent        = '2'
	typeAck          = '3'
	typeConnectError = '4' // ERROR of 2.x
	typeBinaryEvent  = '5'
	typeBinaryAck    = '6'
)

// packet is one packet of Socket.IO.
type packet struct {
	kind      byte
	namespace string
	id        int64  // of the acknowledgement that is asked for or given; -1: none
	data      []byte // JSON, not looked into, or empty
}

var errPacket = errors.New("the packet cannot be read")

// parsePacket reads the text of an Engine.IO message, without its first
// character. data points into it.
func parsePacket(text []byte) (packet, error) {
	p := packet{namespace: "/", id: -1}
	if len(text) == 0 || text[0] < typeConnect || text[0] > typeBinaryAck {
		return p, errPacket
	}
	p.kind, text = text[0], text[1:]
	if p.kind == typeBinaryEvent || p.kind == typeBinaryAck {
		n := digits(text)
		if n == 0 || n == len(text) || text[n] != '-' {
			return p, errPacket
		}
		text = text[n+1:]
	}
	if len(text) > 0 && text[0] == '/' {
		name, rest, _ := bytes.Cut(text, []byte(","))
		// 2.x asks for a namespace with a query behind its name.
		name, _, _ = bytes.Cut(name, []byte("?"))
		p.namespace, text = string(name), rest
	}
	if n := digits(text); n > 0 {
		id, err := strconv.ParseInt(string(text[:n]), 10, 64)
		if err != nil || id > chat.MaxExact {
			return p, errPacket
		}
		p.id, text = id, text[n:]
	}
	p.data = text
	return p, nil
}

func digits(text []byte) int {
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return n
}

// event reads the data of an event: its name and its first argument. Others are
// not ours and are left alone, as JavaScript would.
func (p *packet) event() (name string, arg json.RawMessage, err error) {
	var args []json.RawMessage
	if json.Unmarshal(p.data, &args) != nil || len(args) == 0 || json.Unmarshal(args[0], &name) != nil {
		return "", nil, errPacket
	}
	if len(args) > 1 {
		arg = args[1]
	}
	return name, arg, nil
}

// message begins an Engine.IO message with a packet of Socket.IO for namespace.
func message(kind byte, namespace string) []byte {
	b := append(make([]byte, 0, 128), engineMessage, kind)
	if namespace != "/" {
		b = append(append(b, namespace...), ',')
	}
	return b
}

// eventPacket is an event with its data and, where it moves the cursor, its seq.
func eventPacket(name string, data []byte, seq int64) []byte {
	b := append(make([]byte, 0, len(name)+len(data)+32), engineMessage, typeEvent, '[', '"')
	b = append(b, name...)
	b = append(b, `",`...)
	b = append(b, data...)
	if seq != 0 {
		b = append(b, ',')
		b = strconv.AppendInt(b, seq, 10)
	}
	return append(b, ']')
}

// ackPacket answers what a client asked for.
func ackPacket(id int64, answer []byte) []byte {
	b := append(make([]byte, 0, len(answer)+24), engineMessage, typeAck)
	b = strconv.AppendInt(b, id, 10)
	b = append(b, '[')
	b = append(b, answer...)
	return append(b, ']')
}
