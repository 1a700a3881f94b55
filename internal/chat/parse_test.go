package chat

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

const plainSend = `{"message_id":"0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f", "text":"Cornice \"ø\" \u2028 🏔",
	"lat":0,"long":-180.0, "accuracy_m":8.5,"altitude_m":1e3,"captured_ms":1757560090000,"composed_ms":0,"device_ms":7,
	"thread_id":"0192F0C1-7B3E-7CC3-98C4-DC0C0C07398F","reply_to":"0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f","mentions":["9","room"]} `

func TestParseSendReadsThePlainForm(t *testing.T) {
	got, ok := ParseSend([]byte(plainSend))
	var want Send
	if err := json.Unmarshal([]byte(plainSend), &want); err != nil {
		t.Fatal(err)
	}
	if !ok || !reflect.DeepEqual(got, want) {
		t.Fatalf("read %+v, %v, want %+v", got, ok, want)
	}
}

func TestParseSendLeavesTheUnusualToTheGeneralReader(t *testing.T) {
	for _, s := range []string{``, `null`, `[]`, `{`, `{"text":"a"`, `{"text":"a"}{}`, `{"text":"a",}`, `{,"text":"a"}`, `{"text":"a" "lat":1}`, `{"text":7}`, `{"text":null}`,
		`{"Text":"a"}`, `{"text":"a","text":"b"}`, `{"author_id":"1"}`, `{"text":"a\ud8"}`, `{"text":"a\ud800"}`, `{"text":"a\uDC00"}`, "{\"text\":\"a\nb\"}", "{\"text\":\"\xff\"}",
		`{"lat":.5}`, `{"lat":+1}`, `{"lat":1e999}`, `{"lat":}`, `{"composed_ms":01}`, `{"composed_ms":1.0}`, `{"composed_ms":-1}`, `{"composed_ms":}`,
		`{"message_id":"7"}`, `{"mentions":[7]}`, `{"mentions":["7"}`, `{"mentions":["7",]}`, `{"te\u0078t":"a"}`} {
		if named := strings.Replace(s, "{", `{"message_id":"0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f",`, 1); s != `{"message_id":"7"}` {
			s = named
		}
		if got, ok := ParseSend([]byte(s)); ok {
			t.Errorf("%s was read as %+v", s, got)
		}
	}
}

func FuzzParseSendReadsWhatEncodingJSONReads(f *testing.F) {
	f.Add([]byte(plainSend))
	for _, rest := range []string{`"text":"\\\"\u00e5","mentions":[]`, `"lat":-0.0,"long":1E-2`} {
		f.Add([]byte(`{"message_id":"0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f",` + rest + `}`))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, ok := ParseSend(b)
		if !ok {
			return
		}
		d := json.NewDecoder(strings.NewReader(string(b)))
		d.DisallowUnknownFields()
		var want Send
		if err := d.Decode(&want); err != nil {
			t.Fatalf("%q was read, but is wrong: %v", b, err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%q was read as %+v, want %+v", b, got, want)
		}
	})
}

func BenchmarkParseSend(b *testing.B) {
	body := []byte(`{"message_id":"0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f","text":"Cornice on the NE ridge, keep to the left of the rocks"}`)
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := ParseSend(body); !ok {
			b.Fatal("not read")
		}
	}
}
