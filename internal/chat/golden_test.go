package chat

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// goldenRows are the payloads of the feed by their name on the wire.
func goldenRows() map[string]func() any {
	return map[string]func() any{
		"workspace":    func() any { return new(Workspace) },
		"user":         func() any { return new(User) },
		"contact":      func() any { return new(Contact) },
		"room":         func() any { return new(Room) },
		"member":       func() any { return new(Member) },
		"entered":      func() any { return new(Entered) },
		"message":      func() any { return new(Message) },
		"read":         func() any { return new(Read) },
		"room_state":   func() any { return new(RoomState) },
		"thread_state": func() any { return new(ThreadState) },
		"draft":        func() any { return new(Draft) },
		"saved":        func() any { return new(Saved) },
		"notice":       func() any { return new(Notice) },
		"session":      func() any { return new(Session) },
		"gone":         func() any { return new(GoneData) },
	}
}

// The same files hold the web app's reducer (web/src/core/golden.test.ts): a
// field that one side renames or forgets fails here or there.
func TestGoldenChangesAreWhatTheRowsEncodeTo(t *testing.T) {
	files, err := filepath.Glob("../../testdata/changes/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden changes: %v", err)
	}
	rows, seen := goldenRows(), map[string]bool{}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var change struct {
				Type string          `json:"type"`
				Seq  int64           `json:"seq"`
				Data json.RawMessage `json:"data"`
			}
			decodeStrictly(t, text, &change)
			row := rows[change.Type]
			if row == nil {
				t.Fatalf("the feed has no type %q", change.Type)
			}
			seen[change.Type] = true
			v := row()
			decodeStrictly(t, change.Data, v)
			again, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			var want, got any
			decodeStrictly(t, change.Data, &want)
			decodeStrictly(t, again, &got)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("encodes to\n%s\nnot to\n%s", again, change.Data)
			}
		})
	}
	for ty := ChangeWorkspace; ty.String() != ""; ty++ {
		if !seen[ty.String()] {
			t.Errorf("no golden change of type %s", ty)
		}
	}
}

func decodeStrictly(t *testing.T, text []byte, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		t.Fatal(err)
	}
}
