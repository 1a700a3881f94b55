package compat

import (
	"strconv"
	"strings"

	"github.com/guideops/guideops/internal/chat"
)

// Stream ids. V2 named a message of a room by the id of its entry in a Redis
// stream, MS-N. Ours is SEQ-0, by the message's seq: what is written here has
// small numbers. Imported history has seq = MS·1000 + N − 2^52 (negative), so
// the id that it had in V2 leads to it still, and is what it is called.
const (
	importBase = 1 << 52
	// firstMS (September 2001) tells times from our numbers: no company writes
	// a million million messages.
	firstMS = 1_000_000_000_000
	lastMS  = importBase/1000 - 1
)

func streamID(seq int64) string {
	if seq >= 0 {
		return strconv.FormatInt(seq, 10) + "-0"
	}
	n := seq + importBase
	return strconv.FormatInt(n/1000, 10) + "-" + strconv.FormatInt(n%1000, 10)
}

// parseStreamID reads an id, with or without its second number, as the seq it stands for.
func parseStreamID(s string) (int64, error) {
	bad := chat.Bad("id", "stream_id_invalid", "The id of a message in a stream looks like 4711-0.")
	major, minor, two := strings.Cut(s, "-")
	m, err := strconv.ParseUint(major, 10, 63)
	if err != nil {
		return 0, bad
	}
	var n uint64
	if two {
		if n, err = strconv.ParseUint(minor, 10, 63); err != nil {
			return 0, bad
		}
	}
	if m >= firstMS && m <= lastMS {
		return int64(m)*1000 + int64(min(n, 999)) - importBase, nil
	}
	if m > chat.MaxExact {
		return 0, bad
	}
	return int64(m), nil
}
