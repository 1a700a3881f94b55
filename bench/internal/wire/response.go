package wire

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

var (
	headEnd = []byte("\r\n\r\n")
	crlf    = []byte("\r\n")
)

// maxHead bounds the header of an answer, so that garbage is noticed.
const maxHead = 16 << 10

// ErrTrailing is an answer longer than it said: without pipelining nothing may follow it.
var ErrTrailing = errors.New("bytes after the end of the answer")

// head is what matters of an answer's header.
type head struct {
	status  int
	length  int64 // -1: not given
	chunked bool
	size    int // bytes of the header with its empty line
}

// parseHead reads a header; size 0 means that it is not complete yet.
func parseHead(b []byte) (head, error) {
	end := bytes.Index(b, headEnd)
	if end < 0 {
		if len(b) > maxHead {
			return head{}, fmt.Errorf("no end of the header in %d bytes", len(b))
		}
		return head{}, nil
	}
	h := head{length: -1, size: end + len(headEnd)}
	line, rest, _ := bytes.Cut(b[:end], crlf)
	if len(line) < 12 || !bytes.HasPrefix(line, []byte("HTTP/1.")) {
		return head{}, fmt.Errorf("not a status line: %.60q", line)
	}
	status, err := strconv.Atoi(string(line[9:12]))
	if err != nil {
		return head{}, fmt.Errorf("not a status line: %.60q", line)
	}
	h.status = status
	for len(rest) > 0 {
		line, rest, _ = bytes.Cut(rest, crlf)
		if err := h.field(line); err != nil {
			return head{}, err
		}
	}
	return h, nil
}

// field takes one header line. The length is compared first: two of the
// seven or so lines of an answer start like the names that matter.
func (h *head) field(line []byte) error {
	const length, encoding = "content-length:", "transfer-encoding:"
	if len(line) > len(length) && (line[0]|0x20) == 'c' && bytes.EqualFold(line[:len(length)], []byte(length)) {
		n, err := strconv.ParseInt(string(bytes.TrimSpace(line[len(length):])), 10, 64)
		if err != nil || n < 0 {
			return fmt.Errorf("not a length: %.60q", line)
		}
		h.length = n
	}
	if len(line) > len(encoding) && (line[0]|0x20) == 't' && bytes.EqualFold(line[:len(encoding)], []byte(encoding)) {
		h.chunked = bytes.EqualFold(bytes.TrimSpace(line[len(encoding):]), []byte("chunked"))
	}
	return nil
}

// Response reads one answer after the other from a connection.
type Response struct {
	Status int
	Body   []byte // of a complete answer; valid until the next Feed

	buf []byte // an answer that did not come in one piece
}

// Feed takes what the connection had and reports whether the answer is complete.
func (r *Response) Feed(p []byte) (bool, error) {
	if len(r.buf) > 0 {
		r.buf = append(r.buf, p...)
		p = r.buf
	}
	done, err := r.parse(p)
	switch {
	case err != nil:
		return false, err
	case done:
		r.buf = r.buf[:0]
	case len(r.buf) == 0:
		r.buf = append(r.buf, p...)
	}
	return done, nil
}

func (r *Response) parse(p []byte) (bool, error) {
	h, err := parseHead(p)
	if err != nil || h.size == 0 {
		return false, err
	}
	r.Status = h.status
	body := p[h.size:]
	switch {
	case h.chunked:
		return r.dechunk(body)
	case h.length < 0 && (h.status == 204 || h.status == 304):
		h.length = 0
	case h.length < 0:
		return false, errors.New("an answer without a length")
	}
	if int64(len(body)) > h.length {
		return false, ErrTrailing
	}
	r.Body = body
	return int64(len(body)) == h.length, nil
}

// dechunk finds the end of a chunked body and joins its chunks. An incomplete
// body is left as it is and looked at again when more has come: pages are few
// reads long.
func (r *Response) dechunk(body []byte) (bool, error) {
	out := make([]byte, 0, len(body))
	for {
		line, rest, ok := bytes.Cut(body, crlf)
		if !ok {
			return false, nil
		}
		n, err := strconv.ParseInt(string(line), 16, 32)
		if err != nil || n < 0 {
			return false, fmt.Errorf("not a chunk size: %.20q", line)
		}
		if int64(len(rest)) < n+2 {
			return false, nil
		}
		if n == 0 {
			r.Body = out
			if len(rest) > 2 {
				return false, ErrTrailing
			}
			return true, nil
		}
		out = append(out, rest[:n]...)
		body = rest[n+2:]
	}
}

// Int reads the integer after the first occurrence of key, as in `"seq":`.
func Int(body []byte, key string) (int64, bool) {
	i := bytes.Index(body, []byte(key))
	if i < 0 {
		return 0, false
	}
	return leadingInt(body[i+len(key):])
}

func leadingInt(b []byte) (int64, bool) {
	var n int64
	i, neg := 0, false
	if len(b) > 0 && b[0] == '-' {
		i, neg = 1, true
	}
	start := i
	for ; i < len(b) && b[i] >= '0' && b[i] <= '9'; i++ {
		n = n*10 + int64(b[i]-'0')
	}
	if neg {
		n = -n
	}
	return n, i > start
}
