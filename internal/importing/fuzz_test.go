package importing

import (
	"encoding/json"
	"strings"
	"testing"
)

// sound holds what every message that is taken over keeps to, whatever a foreign Redis held.
func sound(t *testing.T, m Message, err error) {
	t.Helper()
	if err != nil {
		return
	}
	switch {
	case m.Author == "" || !strings.HasPrefix(m.ID, "room/"):
		t.Fatalf("author %q, id %q", m.Author, m.ID)
	case m.TSMS <= 0:
		t.Fatalf("time %d", m.TSMS)
	case (m.Lat == nil) != (m.Long == nil):
		t.Fatal("half a position")
	case m.Lat != nil && !(*m.Lat >= -90 && *m.Lat <= 90 && *m.Long >= -180 && *m.Long <= 180):
		t.Fatalf("position %v, %v", *m.Lat, *m.Long)
	}
}

func FuzzDemoMessage(f *testing.F) {
	f.Add(`{"from":"1","date":1615480369,"message":"Hello","roomId":"0"}`, 1615480369.0)
	f.Add(`{"from":1,"date":"2021-03-11T16:32:49Z","message":null}`, 0.0)
	f.Add(`[]`, -1.0)
	f.Fuzz(func(t *testing.T, member string, score float64) {
		m, err := parseDemoMessage("room", member, score)
		sound(t, m, err)
		if again, _ := parseDemoMessage("room", member, score); again.ID != m.ID {
			t.Fatal("the second run names it otherwise")
		}
	})
}

func FuzzStreamEntry(f *testing.F) {
	f.Add("1757563715000-0", `{"message_id":"a","author_id":"7","text":"Cornice","ts_ms":"1757563715000","lat":"49.2827","long":"-123.1207"}`)
	f.Add("1-1", `{"user_id":"7","ts_server":"1757563715.5","location":"{\"lat\":0,\"long\":181}","kind":"message"}`)
	f.Add("x", `{"data":"{\"user_snapshot\":{\"id\":7},\"ts_iso\":\"2025-09-11T04:08:35\"}"}`)
	f.Fuzz(func(t *testing.T, id, values string) {
		var fields map[string]string
		if json.Unmarshal([]byte(values), &fields) != nil {
			t.Skip("not the fields of an entry")
		}
		m, err := parseStreamEntry("room", id, fields)
		sound(t, m, err)
	})
}

func FuzzPerson(f *testing.F) {
	f.Add(`{"username":"Pablo","password":"$2b$12$abc"}`)
	f.Add(`{"name":"Anna Berg","email":"anna@example.com","role":"super_admin","deactivated":"1"}`)
	f.Fuzz(func(t *testing.T, values string) {
		var fields map[string]string
		if json.Unmarshal([]byte(values), &fields) != nil {
			t.Skip("not a hash")
		}
		if p, err := parsePerson("1", fields); err == nil && (p.FirstName == "" || p.ID != "1") {
			t.Fatalf("%+v has no name", p)
		}
	})
}

func TestTimesAreReadHoweverTheyWereWritten(t *testing.T) {
	for s, want := range map[string]int64{
		"1615480369": 1615480369000, "1615480369.25": 1615480369250, "1757563715000": 1757563715000,
		"1757563715000123": 1757563715000, "2025-09-11T04:08:35Z": 1757563715000, "2025-09-11 04:08:35": 1757563715000,
		"0": 0, "-5": 0, "NaN": 0, "1e40": 0, "yesterday": 0, "": 0,
	} {
		if got, ok := parseTime(s); got != want || ok != (want != 0) {
			t.Errorf("%q: %d, %v; want %d", s, got, ok, want)
		}
	}
}
