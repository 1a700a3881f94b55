package live

import (
	"bytes"
	"strconv"

	"github.com/guideops/guideops/internal/chat"
)

// Event is one event of a stream, free of the form that a transport gives it.
type Event struct {
	Name  string     // "message", "gone", "typing", …
	Seq   int64      // the cursor of who has got it; 0: ephemeral
	Entry chat.Entry // the line of the feed that it tells of; of hello, bye and the like: empty
	Data  []byte     // JSON; read only
}

// Encoding is how a transport writes events. What it makes of an event must not
// depend on the reader: it is made once and shared by all streams that have the
// same *Encoding and may see the same.
type Encoding struct {
	// Append adds an event; Last adds the one after which the stream is closed.
	Append, Last func(b []byte, e Event) []byte
}

// frame is one event, encoded once for everybody who gets it. It is kept in the
// form that most streams have; others are made from that.
type frame struct {
	entry chat.Entry // Seq 0: ephemeral, lost without harm
	upTo  int64      // the last durable seq at this point of the window
	sse   []byte     // event, id and data lines
	gone  []byte     // what those get who may not see the row any more
	skip  chat.ID    // a person who does not get it (his own typing)
	staff bool       // not for guests (presence)
}

// changeFrame encodes a durable change.
func changeFrame(c chat.Change) frame {
	f := frame{entry: c.Entry, upTo: c.Seq}
	f.gone = sse("gone", c.Seq, chat.AppendGone(nil, c.Entry))
	if c.Data == nil {
		f.sse = f.gone
		return f
	}
	if c.Type == chat.ChangeMessage {
		f.gone = nil // nobody is told to forget a message row that exists: his room goes as a whole
	}
	f.sse = sse(c.Type.String(), c.Seq, c.Data)
	return f
}

// sse encodes one Server-Sent Event; id 0 is left out. data holds no line
// break: our JSON encoders escape them.
func sse(event string, id int64, data []byte) []byte {
	b := make([]byte, 0, len(event)+len(data)+48)
	b = append(b, "event: "...)
	b = append(b, event...)
	if id != 0 {
		b = append(b, "\nid: "...)
		b = strconv.AppendInt(b, id, 10)
	}
	b = append(b, "\ndata: "...)
	b = append(b, data...)
	return append(b, "\n\n"...)
}

func byeFrame(reason string) []byte { return sse("bye", 0, []byte(`{"reason":"`+reason+`"}`)) }

func resyncFrame() []byte { return sse("resync", 0, []byte(`{}`)) }

// bytesFor is what a verdict makes of the frame.
func (f *frame) bytesFor(v chat.Verdict) []byte {
	switch v {
	case chat.Deliver:
		return f.sse
	case chat.Forget:
		return f.gone
	}
	return nil
}

// eventOf reads back what sse has written.
func eventOf(form []byte, entry chat.Entry) Event {
	head, data, _ := bytes.Cut(form, []byte("\ndata: "))
	name, id, _ := bytes.Cut(head, []byte("\nid: "))
	e := Event{Name: string(bytes.TrimPrefix(name, []byte("event: "))), Entry: entry, Data: bytes.TrimSuffix(data, []byte("\n\n"))}
	e.Seq, _ = strconv.ParseInt(string(id), 10, 64) // none is 0
	return e
}
