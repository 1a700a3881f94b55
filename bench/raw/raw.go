// Package raw is the limit that GuideOps is measured against: the least that
// a straightforward net/http server can do for the same bytes on the wire. It
// knows nobody, checks nothing and stores nothing.
//
// It is naive where it is honest to be (encoding/json reads the body, a
// ResponseWriter and a Flusher write each stream) and wastes nothing beyond
// that: a message is encoded once, and what waits for a stream is flushed once.
package raw

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/guideops/guideops/internal/chat"
)

// Options say what the server is to resemble.
type Options struct {
	MessageBytes int    // least length of a message's JSON, in answers and frames
	PageBytes    int    // length of a page of 50; 0: as long as it comes
	Store        bool   // keep messages, serve history and resume: for testing the generator itself
	File         string // where Store keeps them across a restart
	// Tamper is what the streams get for a frame, when set: tests make the
	// server wrong with it, to see the checks notice.
	Tamper func(seq int64, frame []byte) [][]byte
}

// streamQueue is how many frames wait for one stream before a send blocks.
const streamQueue = 1024

// Server is the raw server.
type Server struct {
	opt  Options
	mux  *http.ServeMux
	page []byte

	mu      sync.Mutex
	seq     int64
	streams map[*stream]struct{}
	store   *memory
}

type stream struct {
	frames chan []byte
	done   <-chan struct{}
}

// New makes a server; it serves the routes of GuideOps that the bench asks for.
func New(opt Options) (*Server, error) {
	s := &Server{opt: opt, mux: http.NewServeMux(), streams: map[*stream]struct{}{}}
	s.page = page(opt.PageBytes)
	if opt.Store {
		var err error
		if s.store, err = openMemory(opt.File); err != nil {
			return nil, err
		}
		s.seq = int64(len(s.store.messages))
	}
	s.mux.HandleFunc("POST /api/v1/rooms/{id}/messages", s.send)
	s.mux.HandleFunc("GET /api/v1/rooms/{id}/messages", s.history)
	s.mux.HandleFunc("GET /api/v1/stream", s.listen)
	return s, nil
}

// Run serves on the listener until ctx ends.
func (s *Server) Run(ctx context.Context, ln net.Listener) error {
	srv := &http.Server{Handler: s.mux, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() {
		// Streams never end by themselves, so there is nothing to be graceful about.
		_ = srv.Close()
	})
	defer stop()
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

func (s *Server) send(w http.ResponseWriter, r *http.Request) {
	var in struct {
		MessageID chat.UUID `json:"message_id"`
		Text      string    `json:"text"`
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err == nil {
		err = json.Unmarshal(body, &in)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	answer, err := s.publish(&chat.Message{V: 2, ID: in.MessageID, RoomID: 2, AuthorID: 10, Text: in.Text, Kind: chat.KindMessage})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	// The sender may have gone: its trouble.
	_, _ = w.Write(answer)
}

// publish numbers a message, hands its frame to every stream and gives its
// JSON. The lock makes the order of the frames that of the numbers.
func (s *Server) publish(m *chat.Message) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.store != nil {
		if old := s.store.find(m.ID); old != nil {
			return old.AppendJSON(nil), nil
		}
	}
	s.seq++
	m.Seq, m.ChangeSeq, m.TSMS = s.seq, s.seq, time.Now().UnixMilli()
	if s.store != nil {
		if err := s.store.add(m); err != nil {
			return nil, err
		}
	}
	answer := s.encode(m)
	frame := frame(m.Seq, answer)
	if s.opt.Tamper == nil {
		s.hand(frame)
	} else {
		for _, f := range s.opt.Tamper(m.Seq, frame) {
			s.hand(f)
		}
	}
	return answer, nil
}

// hand gives a frame to every stream, and waits for those whose queue is full.
func (s *Server) hand(frame []byte) {
	for st := range s.streams {
		select {
		case st.frames <- frame:
		case <-st.done:
		}
	}
}

func (s *Server) encode(m *chat.Message) []byte {
	b := m.AppendJSON(make([]byte, 0, 512))
	for len(b) < s.opt.MessageBytes {
		b = append(b, ' ')
	}
	return b
}

func frame(seq int64, data []byte) []byte {
	f := append(make([]byte, 0, len(data)+64), "event: message\nid: "...)
	f = strconv.AppendInt(f, seq, 10)
	f = append(f, "\ndata: "...)
	f = append(f, data...)
	return append(f, "\n\n"...)
}

func (s *Server) listen(w http.ResponseWriter, r *http.Request) {
	flusher, ok := w.(http.Flusher)
	if !ok {
		http.Error(w, "this connection cannot stream", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	st := &stream{frames: make(chan []byte, streamQueue), done: r.Context().Done()}
	missed, seq := s.join(st, r.Header.Get("Last-Event-ID"))
	defer s.leave(st)
	if _, err := fmt.Fprintf(w, "event: hello\ndata: {\"epoch\":\"raw\",\"seq\":%d}\n\n", seq); err != nil {
		return
	}
	for _, m := range missed {
		if _, err := w.Write(frame(m.Seq, s.encode(m))); err != nil {
			return
		}
	}
	flusher.Flush()
	for {
		select {
		case <-st.done:
			return
		case f := <-st.frames:
			if !drain(w, f, st.frames) {
				return
			}
			flusher.Flush()
		}
	}
}

// drain writes a frame and all that wait behind it.
func drain(w io.Writer, f []byte, more <-chan []byte) bool {
	for {
		if _, err := w.Write(f); err != nil {
			return false
		}
		select {
		case f = <-more:
		default:
			return true
		}
	}
}

func (s *Server) join(st *stream, last string) ([]*chat.Message, int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.streams[st] = struct{}{}
	if s.store == nil || last == "" {
		return nil, s.seq
	}
	return s.store.after(last), s.seq
}

func (s *Server) leave(st *stream) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.streams, st)
}

func (s *Server) history(w http.ResponseWriter, r *http.Request) {
	p := s.page
	if s.store != nil {
		s.mu.Lock()
		p = s.store.page(r.URL.Query())
		s.mu.Unlock()
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(p)))
	// The reader may have gone: its trouble.
	_, _ = w.Write(p)
}
