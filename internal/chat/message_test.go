package chat

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func f64(f float64) *float64 { return &f }

// TestAppendJSONSaysWhatTheTagsSay holds the hand-written encoder equal to the
// struct tags, which the OpenAPI document and every decoder go by.
func TestAppendJSONSaysWhatTheTagsSay(t *testing.T) {
	id, err := ParseUUID("0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f")
	if err != nil {
		t.Fatal(err)
	}
	full := Message{V: 2, ID: id, RoomID: 3, AuthorID: 7, Text: "Vær så god \"NE\" \\ ridge\n\t\u2028\x01 🏔", TSMS: 1757563715000,
		Lat: f64(49.2827), Long: f64(-123.1207), Seq: 4711, ChangeSeq: 4720, Kind: KindMessage, ComposedMS: 1757560100000,
		SkewMS: -90000, AccuracyM: 8.5, AltitudeM: f64(-1.25), CapturedMS: 5, ThreadID: id, ReplyTo: id, EditedMS: 6,
		DeletedMS: 7, DeletedBy: 8, PinnedMS: 9, PinnedBy: 10, Mentions: []string{"9", "room"},
		Reactions:  []Reaction{{Emoji: "👍", UserIDs: []ID{9, 10}}, {Emoji: "❤️", UserIDs: []ID{7}}},
		ReplyCount: 3, LastReplyMS: 11, Info: &Info{Event: "renamed", UserIDs: []ID{4}, Old: "a", New: "b"}}
	for i := range reflect.TypeOf(full).NumField() {
		if reflect.ValueOf(full).Field(i).IsZero() {
			t.Fatalf("the case leaves %s empty, so it does not test it", reflect.TypeOf(full).Field(i).Name)
		}
	}
	zero := Message{V: 2, ID: id, RoomID: 1, AuthorID: 1, TSMS: 1, Seq: 1, ChangeSeq: 1, Kind: KindMessage, Lat: f64(0), Long: f64(0), AltitudeM: f64(0)}
	for name, m := range map[string]Message{"everything": full, "only what must be, at 0° 0°": zero} {
		type tags Message // no MarshalJSON
		want, err := json.Marshal((*tags)(&m))
		if err != nil {
			t.Fatal(err)
		}
		var a, b map[string]any
		if err := json.Unmarshal(m.AppendJSON(nil), &a); err != nil {
			t.Fatalf("%s: not JSON: %v\n%s", name, err, m.AppendJSON(nil))
		}
		if err := json.Unmarshal(want, &b); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(a, b) {
			t.Errorf("%s:\n got %s\nwant %s", name, m.AppendJSON(nil), want)
		}
		var back Message
		if err := json.Unmarshal(m.AppendJSON(nil), &back); err != nil || !reflect.DeepEqual(back, m) {
			t.Errorf("%s does not come back: %+v (%v)", name, back, err)
		}
	}
}

func FuzzAppendQuoted(f *testing.F) {
	for _, s := range []string{"", "plain", "\"\\\n\r\t\x00\x1f", "\u2028\u2029", "\xff\xfe", "日本語 🏔️", strings.Repeat("é", 300)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var back string
		if err := json.Unmarshal(AppendQuoted(nil, s), &back); err != nil {
			t.Fatalf("%q became no JSON: %v", s, err)
		}
		if want := strings.ToValidUTF8(s, "\ufffd"); back != want && strings.ToValidUTF8(s, "") == s {
			t.Fatalf("%q came back as %q", s, back)
		}
	})
}

func FuzzParseUUID(f *testing.F) {
	f.Add("0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f")
	f.Add("0192F0C1-7B3E-7CC3-98C4-DC0C0C07398F")
	f.Add("0192f0c17b3e7cc398c4dc0c0c07398f")
	f.Fuzz(func(t *testing.T, s string) {
		u, err := ParseUUID(s)
		if err == nil && !strings.EqualFold(u.String(), s) {
			t.Fatalf("%q was read as %s", s, u)
		}
	})
}

func FuzzParseID(f *testing.F) {
	for _, s := range []string{"7", "0", "-1", "+1", "07", "9223372036854775807", "9223372036854775808", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if id, err := ParseID(s); err == nil && (id.String() != s || id <= 0) {
			t.Fatalf("%q was read as %s", s, id)
		}
	})
}

func TestLateIsJudgedByTheCorrectedWritingTime(t *testing.T) {
	const now = 1_757_563_715_000
	for name, c := range map[string]struct {
		m    Message
		late bool
	}{
		"no claim":                             {Message{TSMS: now}, false},
		"just now":                             {Message{TSMS: now, ComposedMS: now - 1000}, false},
		"two minutes ago":                      {Message{TSMS: now, ComposedMS: now - LateMS}, true},
		"clock an hour slow, written just now": {Message{TSMS: now, ComposedMS: now - 3_600_000, SkewMS: -3_600_000}, false},
		"clock an hour fast, ten minutes ago":  {Message{TSMS: now, ComposedMS: now + 3_000_000, SkewMS: 3_600_000}, true},
	} {
		if c.m.Late() != c.late {
			t.Errorf("%s: late = %v", name, c.m.Late())
		}
	}
}
