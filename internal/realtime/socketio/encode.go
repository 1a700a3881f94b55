package socketio

import (
	"encoding/binary"

	"github.com/guideops/guideops/internal/live"
)

// Encoder turns an event of the feed into the packets that tell of it: none,
// one or several, each a whole Engine.IO message. It must not depend on the
// reader: what it gives is shared.
type Encoder func(e live.Event) [][]byte

// encodeEvent tells an event under the names and with the data of the stream.
func encodeEvent(e live.Event) [][]byte { return [][]byte{eventPacket(e.Name, e.Data, e.Seq)} }

// framing adds a packet in the form of a transport.
type framing func(b, packet []byte) []byte

// encodings are an encoder's forms, one for each transport: made once, since
// streams share what they have by the encoding's address.
type encodings struct {
	socket, polled3, polled4 *live.Encoding
}

func newEncodings(encode Encoder) *encodings {
	return &encodings{
		socket: encoding(encode, appendFrame, []byte{0x88, 2, 0x03, 0xe8}), // a close frame, 1000
		// No close packet: 4.x would take it before the events in the same payload.
		// Its next poll finds nobody.
		polled3: encoding(encode, appendPolled3, nil),
		polled4: encoding(encode, appendPolled4, nil),
	}
}

func encoding(encode Encoder, frame framing, closing []byte) *live.Encoding {
	add := func(b []byte, e live.Event) []byte {
		for _, p := range encode(e) {
			b = frame(b, p)
		}
		return b
	}
	return &live.Encoding{Append: add, Last: func(b []byte, e live.Event) []byte {
		b = add(b, e)
		if !comesBack(e) {
			// Told so, clients do not connect again by themselves.
			b = frame(b, message(typeDisconnect, "/"))
		}
		return append(b, closing...)
	}}
}

// comesBack: after the end of this process clients shall connect to the next
// one. In all other cases somebody has to do something first: sign in, or sync.
func comesBack(e live.Event) bool { return e.Name == "bye" && string(e.Data) == `{"reason":"restart"}` }

// appendFrame adds a text frame of a server (RFC 6455): one frame for each
// message, not masked, so that everybody can be sent the same bytes.
func appendFrame(b, text []byte) []byte { return append(appendFrameHead(b, 0x81, len(text)), text...) }

func appendFrameHead(b []byte, op byte, n int) []byte {
	switch {
	case n < 126:
		return append(b, op, byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(b, op, 126), uint16(n))
	}
	return binary.BigEndian.AppendUint64(append(b, op, 127), uint64(n))
}
