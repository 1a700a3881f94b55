package socketio

import (
	"bytes"
	"testing"
)

func FuzzPayload(f *testing.F) {
	for _, s := range []string{"", "3", "2probe", "40\x1e42[\"a\",1]", "1:2", "3:4😀", "2:4", "0:", "-1:2", "99999999999:2", "4:42[]1:3", "\xff"} {
		f.Add(3, []byte(s))
		f.Add(4, []byte(s))
	}
	f.Fuzz(func(t *testing.T, version int, body []byte) {
		packets, err := splitPayload(version, body)
		if err != nil {
			return
		}
		var back []byte
		for _, p := range packets {
			if len(p) == 0 {
				t.Fatalf("an empty packet in %q", body)
			}
			if version == 3 {
				back = appendPolled3(back, p)
			} else {
				back = appendPolled4(back, p)
			}
		}
		if version != 3 && !bytes.Equal(back[1:], body) {
			t.Fatalf("%q became %q", body, back)
		}
		if again, err := splitPayload(version, bytes.TrimPrefix(back, []byte{separator})); err != nil || len(again) != len(packets) {
			t.Fatalf("%q is read as %q, and that not again: %v", body, packets, err)
		}
	})
}

func FuzzPacket(f *testing.F) {
	for _, s := range []string{"", "0", `0{"token":"x"}`, "0/admin,", "0/admin?token=x", `2["read",{"seq":1}]`, `217["typing",{}]`,
		`51-["a",{"_placeholder":true,"num":0}]`, "5-", "5", "1", "9", "2999999999999999999999[]", `2/x,5["a"]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := parsePacket(text)
		if err != nil {
			return
		}
		if p.namespace == "" || p.namespace[0] != '/' || p.id < -1 {
			t.Fatalf("%q: %+v", text, p)
		}
		if name, arg, err := p.event(); err == nil {
			again, err := parsePacket(eventPacket("x", append([]byte{}, orNull(arg)...), 7)[1:])
			if err != nil || again.kind != typeEvent {
				t.Fatalf("%q %q: %v", name, arg, err)
			}
		}
		_, _ = parseCredentials(p.data)
	})
}

func orNull(b []byte) []byte {
	if len(b) == 0 {
		return []byte("null")
	}
	return b
}

func TestFramesAreThoseOfRFC6455(t *testing.T) {
	for n, head := range map[int][]byte{0: {0x81, 0}, 125: {0x81, 125}, 126: {0x81, 126, 0, 126}, 65535: {0x81, 126, 255, 255}, 65536: {0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0}} {
		if got := appendFrame(nil, make([]byte, n)); !bytes.Equal(got[:len(head)], head) || len(got) != len(head)+n {
			t.Errorf("%d bytes begin with %v", n, got[:len(head)])
		}
	}
}
