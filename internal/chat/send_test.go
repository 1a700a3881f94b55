package chat

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

func float(f float64) *float64 { return &f }

var anID = UUID{1, 2, 3}

func TestASendIsRefusedWithTheFieldToMend(t *testing.T) {
	for name, c := range map[string]struct {
		send  Send
		field string
		code  string
	}{
		"no id":                     {Send{Text: "hi"}, "message_id", "message_id_missing"},
		"empty":                     {Send{ID: anID}, "text", "text_empty"},
		"only space":                {Send{ID: anID, Text: " \n\t"}, "text", "text_empty"},
		"only what is not seen":     {Send{ID: anID, Text: "\u200b\u2060 \u00ad\ufe0f\u3164\x07"}, "text", "text_empty"},
		"10,001 characters":         {Send{ID: anID, Text: strings.Repeat("ø", 10_001)}, "text", "text_too_long"},
		"invalid UTF-8":             {Send{ID: anID, Text: "a\xffb"}, "text", "text_invalid"},
		"NUL":                       {Send{ID: anID, Text: "a\x00b"}, "text", "text_invalid"},
		"lat alone":                 {Send{ID: anID, Text: "x", Lat: float(1)}, "long", "position_incomplete"},
		"long alone":                {Send{ID: anID, Text: "x", Long: float(1)}, "lat", "position_incomplete"},
		"lat too far north":         {Send{ID: anID, Lat: float(90.000001), Long: float(0)}, "lat", "lat_out_of_range"},
		"lat is not a number":       {Send{ID: anID, Lat: float(math.NaN()), Long: float(0)}, "lat", "lat_out_of_range"},
		"long too far west":         {Send{ID: anID, Lat: float(0), Long: float(-180.1)}, "long", "long_out_of_range"},
		"long is infinite":          {Send{ID: anID, Lat: float(0), Long: float(math.Inf(1))}, "long", "long_out_of_range"},
		"negative accuracy":         {Send{ID: anID, Lat: float(0), Long: float(0), AccuracyM: -1}, "accuracy_m", "accuracy_out_of_range"},
		"altitude in space":         {Send{ID: anID, Lat: float(0), Long: float(0), AltitudeM: float(1e6)}, "altitude_m", "altitude_out_of_range"},
		"accuracy of no position":   {Send{ID: anID, Text: "x", AccuracyM: 5}, "lat", "position_incomplete"},
		"composed before 1970":      {Send{ID: anID, Text: "x", ComposedMS: -1}, "composed_ms", "time_out_of_range"},
		"device clock beyond exact": {Send{ID: anID, Text: "x", DeviceMS: 1 << 53}, "device_ms", "time_out_of_range"},
		"mention of nobody":         {Send{ID: anID, Text: "x", Mentions: []string{"everyone"}}, "mentions", "mention_invalid"},
		"101 mentions":              {Send{ID: anID, Text: "x", Mentions: slicesOf("7", 101)}, "mentions", "too_many_mentions"},
	} {
		t.Run(name, func(t *testing.T) {
			var e *Error
			if err := c.send.Check(); !errors.As(err, &e) || e.Kind != Invalid || e.Field != c.field || e.Code != c.code {
				t.Fatalf("got %v, want %s about %s", err, c.code, c.field)
			}
		})
	}
}

func slicesOf(s string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = s
	}
	return out
}

func TestASendAtTheLimitsIsTaken(t *testing.T) {
	for name, s := range map[string]Send{
		"one character":         {ID: anID, Text: "x"},
		"a family":              {ID: anID, Text: "👩\u200d👧"},
		"unseen at a position":  {ID: anID, Text: "\u200b", Lat: float(0), Long: float(0)},
		"10,000 wide ones":      {ID: anID, Text: strings.Repeat("山", 10_000)},
		"zero coordinates":      {ID: anID, Lat: float(0), Long: float(0)},
		"the pole":              {ID: anID, Lat: float(-90), Long: float(180), AltitudeM: float(2835)},
		"position without text": {ID: anID, Lat: float(60.39), Long: float(5.32), AccuracyM: 8, CapturedMS: 1},
		"the last exact number": {ID: anID, Text: "x", ComposedMS: MaxExact},
		"everybody":             {ID: anID, Text: "x", Mentions: []string{"room", "7"}},
	} {
		if err := s.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzWhatIsTakenSurvivesJSON(f *testing.F) {
	f.Add([]byte(`{"message_id":"0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f","text":"Cornice","lat":0,"long":-180}`))
	f.Add([]byte(`{"message_id":"0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f","text":"\ud800\u2028","mentions":["room"]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var s Send
		if json.Unmarshal(body, &s) != nil || s.Check() != nil {
			return
		}
		m := s.Message(3, 7)
		if !utf8.ValidString(m.Text) || utf8.RuneCountInString(m.Text) > MaxText {
			t.Fatalf("a bad text was taken: %q", m.Text)
		}
		var back Message
		if err := json.Unmarshal(m.AppendJSON(nil), &back); err != nil {
			t.Fatalf("%v in %s", err, m.AppendJSON(nil))
		}
		if back.Text != m.Text || back.ID != m.ID || (back.Lat == nil) != (m.Lat == nil) {
			t.Fatalf("%+v came back as %+v", m, back)
		}
	})
}

func TestNamesAreTrimmedAndFolded(t *testing.T) {
	name, err := CheckRoomName("  Ski \t Patrol ")
	if err != nil || name != "Ski Patrol" {
		t.Fatalf("%q, %v", name, err)
	}
	for a, b := range map[string]string{"General": "GENERAL", "Ski  patrol": " ski Patrol", "Ørsta": "øRSTA", "ΟΔΟΣ": "οδοσ",
		"Ｐａｔｒｏｌ－１": "patrol-1", "Pa\u200btr\u200dol": "Patrol"} {
		if NameKey(a) != NameKey(b) {
			t.Errorf("%q and %q are two names", a, b)
		}
	}
	for _, bad := range []string{"", "   ", "a\x07b", "a\xff", "Gen\u200beral", "\u202elareneG", "\u2066x", "a\u3164", "\u200d \u200c", strings.Repeat("n", 81)} {
		if _, err := CheckRoomName(bad); KindOf(err) != Invalid {
			t.Errorf("the name %q: %v", bad, err)
		}
	}
}

func TestALineTakesWhatPeopleWriteAndNothingThatDeceives(t *testing.T) {
	for _, good := range []string{"نمی\u200cدانم", "Family 👩\u200d👧", "❤\ufe0f", "🏴\U000e0067\U000e0062\U000e007f", "Snow-e\u0301"} {
		if got, err := CheckTopic(good); err != nil || got != good {
			t.Errorf("%q became %q, %v", good, got, err)
		}
	}
	for _, bad := range []string{"a\u200fb", "a\u202eb", "a\u2060b", "a\ufeffb", "a\u00adb", "a\x1bb", "a\xffb"} {
		if _, err := CheckTopic(bad); KindOf(err) != Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
