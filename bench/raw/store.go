package raw

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strconv"

	"github.com/guideops/guideops/internal/chat"
)

// memory keeps messages, and appends them to a file where there is one. It
// survives the kill of the process, which is all that a test of the generator needs.
type memory struct {
	messages []*chat.Message // message i has seq i+1
	byID     map[chat.UUID]*chat.Message
	file     *os.File
}

func openMemory(path string) (*memory, error) {
	m := &memory{byID: map[chat.UUID]*chat.Message{}}
	if path == "" {
		return m, nil
	}
	if err := m.load(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("load %s: %w", path, err)
	}
	var err error
	m.file, err = os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	return m, err
}

func (m *memory) load(path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for lines := bufio.NewScanner(f); ; {
		if !lines.Scan() {
			return lines.Err()
		}
		var msg chat.Message
		if err := json.Unmarshal(lines.Bytes(), &msg); err != nil {
			return err
		}
		m.keep(&msg)
	}
}

func (m *memory) keep(msg *chat.Message) {
	m.messages = append(m.messages, msg)
	m.byID[msg.ID] = msg
}

func (m *memory) add(msg *chat.Message) error {
	m.keep(msg)
	if m.file == nil {
		return nil
	}
	_, err := m.file.Write(append(msg.AppendJSON(nil), '\n'))
	return err
}

func (m *memory) find(id chat.UUID) *chat.Message { return m.byID[id] }

func (m *memory) after(seq string) []*chat.Message {
	n, err := strconv.Atoi(seq)
	if err != nil || n < 0 || n > len(m.messages) {
		return nil
	}
	return m.messages[n:]
}

// page answers ?limit with one of before and after, or the newest.
func (m *memory) page(q url.Values) []byte {
	limit, to := number(q, "limit", 50), len(m.messages)
	var from int
	if q.Has("after") {
		from = min(number(q, "after", 0), to)
		to = min(from+limit, to)
	} else {
		to = min(number(q, "before", to+1)-1, to)
		from = max(to-limit, 0)
	}
	return encodePage(m.messages[from:max(from, to)], from > 0, to < len(m.messages))
}

func number(q url.Values, key string, otherwise int) int {
	n, err := strconv.Atoi(q.Get(key))
	if err != nil {
		return otherwise
	}
	return n
}

func encodePage(ms []*chat.Message, before, after bool) []byte {
	b := []byte(`{"messages":[`)
	for i, m := range ms {
		if i > 0 {
			b = append(b, ',')
		}
		b = m.AppendJSON(b)
	}
	return fmt.Appendf(b, `],"more_before":%t,"more_after":%t}`, before, after)
}

// page makes a page of 50 messages like ours, padded or cut to a length.
func page(length int) []byte {
	ms := make([]*chat.Message, 50)
	for i := range ms {
		seq := int64(99_900 + i)
		ms[i] = &chat.Message{V: 2, ID: chat.UUID{0: 1, 15: byte(i)}, RoomID: 2, AuthorID: 10, Text: string(slices.Repeat([]byte("x"), 160)),
			TSMS: 1_800_000_000_000, Seq: seq, ChangeSeq: seq, Kind: chat.KindMessage}
	}
	b := encodePage(ms, true, false)
	for len(b) < length {
		b = append(b, ' ')
	}
	if length > 0 {
		b = b[:length]
	}
	return b
}
