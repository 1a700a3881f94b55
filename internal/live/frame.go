package live

import (
	"strconv"

	"github.com/guideops/guideops/internal/chat"
)

// frame is one event, encoded once for everybody who gets it.
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
