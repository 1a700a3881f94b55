package compat

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/guideops/guideops/internal/chat"
)

func TestStreamIDsLeadBothWays(t *testing.T) {
	imported := int64(1757563715000)*1000 + 3 - importBase
	for _, x := range []struct {
		id  string
		seq int64
	}{{"4711-0", 4711}, {"1757563715000-3", imported}, {"0-0", 0}} {
		if got := streamID(x.seq); got != x.id {
			t.Errorf("%d is called %s instead of %s", x.seq, got, x.id)
		}
		if got, err := parseStreamID(x.id); err != nil || got != x.seq {
			t.Errorf("%s is read as %d, %v", x.id, got, err)
		}
	}
	if got, err := parseStreamID("4711"); err != nil || got != 4711 {
		t.Errorf("without its second number: %d, %v", got, err)
	}
	for _, bad := range []string{"", "-", "-5-0", "a-0", "1-", "1-2-3", "99999999999999999999-0", "9007199254740993-0", "+1-0"} {
		if got, err := parseStreamID(bad); err == nil {
			t.Errorf("%q is read as %d", bad, got)
		}
	}
}

func FuzzStreamID(f *testing.F) {
	for _, s := range []string{"4711-0", "1757563715000-3", "0", "x-y", "-1-0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		seq, err := parseStreamID(s)
		if err != nil {
			return
		}
		if chat.CheckSeq("seq", seq) != nil {
			t.Fatalf("%q is read as %d, which JavaScript does not hold", s, seq)
		}
		if again, err := parseStreamID(streamID(seq)); err != nil || again != seq {
			t.Fatalf("%q is read as %d, called %s, read as %d, %v", s, seq, streamID(seq), again, err)
		}
	})
}

func FuzzV2Send(f *testing.F) {
	for _, s := range []string{`{"text":"a"}`, `{"message":"a","latitude":1,"longitude":2}`, `{"message_id":"x","lat":0,"long":0}`, `[]`, `{"text":null}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequest("POST", "/v2/rooms/0/messages", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		var in v2Send
		if read(r, &in) != nil {
			return
		}
		one, err := in.send(7)
		if err != nil {
			return
		}
		two, err := in.send(7)
		if err != nil || one.ID.IsZero() || (in.MessageID != "") != (one.ID == two.ID) {
			t.Fatalf("%s is named %s and %s, %v", body, one.ID, two.ID, err)
		}
	})
}

func FuzzTranslator(f *testing.F) {
	f.Add("message", `{"message_id":"0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f","room_id":"1","author_id":"2","kind":"message","seq":9}`)
	f.Add("presence", `{"changes":[{"user_id":"2","state":"online"}]}`)
	f.Add("entered", `{"room":{"id":"3","kind":"direct"},"members":[{"user_id":"1"},{"user_id":"2"}]}`)
	f.Add("member", `{"room_id":"1","user_id":"1","left_ms":5,"user":{"id":"1"}}`)
	f.Add("user", `{"id":"2","login":"ben"}`)
	f.Add("room", `{"id":"1","name":"x"}`)
	f.Fuzz(func(t *testing.T, kind, data string) {
		c := &cast{me: 1, users: map[chat.ID]chat.User{2: {ID: 2, Login: "ben"}}, rooms: map[chat.ID]room{1: {Room: chat.Room{ID: 1, IsGeneral: true}}}}
		tr := newTranslator(c, map[chat.ID]bool{}, 0)
		events, err := tr.Events(kind, []byte(data))
		if err != nil {
			return
		}
		if _, err := json.Marshal(events); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAMessageIsShownOnceHoweverOftenItChanges(t *testing.T) {
	c := &cast{me: 1, users: map[chat.ID]chat.User{}, rooms: map[chat.ID]room{}}
	tr := newTranslator(c, nil, 10)
	count := 0
	for _, seq := range []int64{9, 10, 11, 12, 11, 13, 12} {
		m := chat.Message{ID: chat.UUID{1}, RoomID: 1, AuthorID: 2, Seq: seq, Kind: chat.KindMessage, Text: "x"}
		events, err := tr.Events("message", m.AppendJSON(nil))
		if err != nil {
			t.Fatal(err)
		}
		count += len(events)
	}
	if count != 3 {
		t.Errorf("shown %d times instead of 3", count)
	}
}
