package wire

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

const streamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"

const frames = "retry: 3000\n\nevent: hello\ndata: {\"seq\":1}\n\n: comment\n\nevent: message\nid: 12\ndata: {\"a\":\"b: c\"}\n\nid:13\nevent:message\ndata:x\n\n"

var wantFrames = []string{`hello 0 {"seq":1}`, `message 12 {"a":"b: c"}`, "message 13 x"}

// chunked cuts a body into chunks that care nothing for frames.
func chunked(body string, size int) string {
	var b strings.Builder
	for len(body) > 0 {
		n := min(size, len(body))
		fmt.Fprintf(&b, "%x\r\n%s\r\n", n, body[:n])
		body = body[n:]
	}
	return b.String()
}

func feedAll(t *testing.T, wire string, piece int) []string {
	t.Helper()
	var got []string
	s := Stream{OnFrame: func(f Frame) { got = append(got, fmt.Sprintf("%s %d %s", f.Event, f.ID, f.Data)) }}
	for p := range slices.Chunk([]byte(wire), piece) {
		if err := s.Feed(p); err != nil {
			t.Fatalf("pieces of %d: %v", piece, err)
		}
	}
	return got
}

func TestFramesAreFoundHoweverTheyAreCut(t *testing.T) {
	plain := streamHead + "Connection: close\r\n\r\n" + frames
	for piece := 1; piece <= len(plain); piece++ {
		if got := feedAll(t, plain, piece); !slices.Equal(got, wantFrames) {
			t.Fatalf("pieces of %d: %q", piece, got)
		}
	}
	for size := 1; size < len(frames); size += 7 {
		cut := streamHead + "Transfer-Encoding: chunked\r\n\r\n" + chunked(frames, size)
		for _, piece := range []int{1, 2, 3, 50, len(cut)} {
			if got := feedAll(t, cut, piece); !slices.Equal(got, wantFrames) {
				t.Fatalf("chunks of %d, pieces of %d: %q", size, piece, got)
			}
		}
	}
}

func TestAnUnfinishedFrameIsNotCounted(t *testing.T) {
	cut := streamHead + "\r\n" + strings.TrimSuffix(frames, "\n")
	if got := feedAll(t, cut, len(cut)); !slices.Equal(got, wantFrames[:2]) {
		t.Fatalf("%q", got)
	}
}

func TestARefusedStreamSaysWhy(t *testing.T) {
	var s Stream
	err := s.Feed([]byte("HTTP/1.1 401 Unauthorized\r\nContent-Length: 9\r\n\r\nsign in!\n"))
	if err == nil || err.Error() != "status 401: sign in!\n" {
		t.Fatalf("got %v", err)
	}
}

func TestAnEndedStreamIsAnError(t *testing.T) {
	s := Stream{OnFrame: func(Frame) {}}
	if err := s.Feed([]byte(streamHead + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")); err == nil {
		t.Fatal("no error")
	}
}

func TestAnswersAreReadHoweverTheyAreCut(t *testing.T) {
	const body = `{"seq":-7,"change_seq":9}`
	for _, answer := range []string{
		"HTTP/1.1 201 Created\r\nDate: x\r\ncontent-length: 25\r\n\r\n" + body,
		"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(body, 4) + "0\r\n\r\n",
	} {
		for piece := 1; piece <= len(answer); piece++ {
			var r Response
			for i, p := range slices.Collect(slices.Chunk([]byte(answer), piece)) {
				done, err := r.Feed(p)
				if err != nil || done != ((i+1)*piece >= len(answer)) {
					t.Fatalf("piece %d of %d bytes: done %v, %v", i, piece, done, err)
				}
			}
			if seq, ok := Int(r.Body, `"seq":`); r.Status != 201 || string(r.Body) != body || !ok || seq != -7 {
				t.Fatalf("status %d, body %q, seq %d", r.Status, r.Body, seq)
			}
		}
	}
}

func TestMalformedAnswersAreErrors(t *testing.T) {
	for _, answer := range []string{
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc", // longer than it says
		"HTTP/1.1 200 OK\r\n\r\nabc",
		"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
		"HTTP/1.1 abc\r\nContent-Length: 0\r\n\r\n",
		"SSH-2.0-OpenSSH\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
		strings.Repeat("x", maxHead+1),
	} {
		var r Response
		if done, err := r.Feed([]byte(answer)); err == nil {
			t.Errorf("%.60q: done %v and no error", answer, done)
		}
	}
}

func TestMessagesAreKnownByTheirNumber(t *testing.T) {
	run := NewRun(time.Now())
	other := NewRun(time.Now().Add(time.Hour))
	s := NewSender(run, "/p", "h", "token")
	last := ""
	for _, n := range []uint32{0, 1, 31, 32, 1_000_000, 1<<32 - 1} {
		_, body, _ := strings.Cut(string(s.Request(n)), "\r\n\r\n")
		id := MessageID([]byte(body))
		if got, ok := run.Number(id); !ok || got != n {
			t.Fatalf("message %d is read as %d, %v", n, got, ok)
		}
		if _, ok := other.Number(id); ok {
			t.Fatal("another run knows the message")
		}
		if string(id) <= last || id[14] != '7' || !strings.Contains("89ab", string(id[19])) {
			t.Fatalf("%s is not a UUIDv7 after %s", id, last)
		}
		last = string(id)
		text := string(run.AppendText(nil, n))
		if len(text) != TextBytes || !strings.Contains(body, `"text":"`+text+`"}`) {
			t.Fatalf("%d bytes of text %q in %s", len(text), text, body)
		}
	}
}

func TestTheRequestSaysItsLength(t *testing.T) {
	head, body, _ := strings.Cut(string(NewSender(NewRun(time.Now()), "/p", "h", "t").Request(5)), "\r\n\r\n")
	if want := fmt.Sprintf("Content-Length: %d", len(body)); !strings.HasSuffix(head, want) {
		t.Fatalf("%s, want %s", head, want)
	}
}

func FuzzStream(f *testing.F) {
	f.Add([]byte(streamHead+"\r\n"+frames), 5)
	f.Add([]byte(streamHead+"Transfer-Encoding: chunked\r\n\r\n"+chunked(frames, 9)), 3)
	f.Fuzz(func(t *testing.T, wire []byte, piece int) {
		if piece <= 0 {
			return
		}
		var whole, cut []string
		feed := func(into *[]string, size int) error {
			s := Stream{OnFrame: func(f Frame) { *into = append(*into, fmt.Sprintf("%s %d %s", f.Event, f.ID, f.Data)) }}
			for p := range slices.Chunk(wire, size) {
				if err := s.Feed(p); err != nil {
					return err
				}
			}
			return nil
		}
		a, b := feed(&whole, max(1, len(wire))), feed(&cut, piece)
		if a == nil && b == nil && !slices.Equal(whole, cut) {
			t.Fatalf("whole %q, in pieces of %d %q", whole, piece, cut)
		}
	})
}

func FuzzResponse(f *testing.F) {
	f.Add([]byte("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab"))
	f.Fuzz(func(t *testing.T, wire []byte) {
		var r Response
		if done, err := r.Feed(wire); done && (err != nil || len(r.Body) > len(wire)) {
			t.Fatalf("done with %v and a body of %d from %d bytes", err, len(r.Body), len(wire))
		}
	})
}
