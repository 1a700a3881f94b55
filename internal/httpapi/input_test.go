package httpapi_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// A wrong input gets a precise problem, and leaves nothing behind.
func TestWrongInputIsRefusedPreciselyAndStoresNothing(t *testing.T) {
	s := newServer(t)
	c := s.Found(t, "Alpine Guides")
	ben := s.signIn("ben@alpineguides.example")
	room := "/rooms/" + c.General.String()
	send := func(fields string) []byte {
		return []byte(`{"message_id":"` + uuid.NewString() + `"` + fields + `}`)
	}
	head := (&victim{Company: c}).head(t)
	for _, x := range []struct {
		name, method, path string
		body               []byte
		status             int
		code, field        string
	}{
		{"no JSON", "POST", room + "/messages", []byte("hello"), 400, "malformed", ""},
		{"broken JSON", "POST", room + "/messages", []byte(`{"text":`), 400, "malformed", ""},
		{"two values", "POST", room + "/messages", []byte(`{} {}`), 400, "malformed", ""},
		{"no body", "POST", room + "/messages", nil, 400, "malformed", ""},
		{"a list", "POST", room + "/messages", []byte(`[]`), 422, "invalid_input", ""},
		{"invalid UTF-8", "POST", room + "/messages", send(",\"text\":\"\xff\xfe\""), 400, "malformed", ""},
		{"wrong type", "POST", room + "/messages", send(`,"text":7`), 422, "invalid_input", "text"},
		{"null for a text", "PATCH", "/me", []byte(`{"first_name":{}}`), 422, "invalid_input", "first_name"},
		{"unknown field", "POST", room + "/messages", send(`,"text":"x","author_id":"1"`), 422, "invalid_input", "author_id"},
		{"other spelling", "POST", room + "/messages", send(`,"Text":"x"`), 422, "invalid_input", "Text"},
		{"id as a number", "POST", "/rooms/direct", []byte(`{"user_ids":[1]}`), 422, "invalid_input", "user_ids[0]"},
		{"id with a sign", "POST", "/rooms/direct", []byte(`{"user_ids":["+1"]}`), 422, "invalid_input", "user_ids[0]"},
		{"id beyond 64 bits", "POST", "/rooms/direct", []byte(`{"user_ids":["99999999999999999999"]}`), 422, "invalid_input", "user_ids[0]"},
		{"no message id", "POST", room + "/messages", []byte(`{"text":"x"}`), 422, "invalid_input", "message_id"},
		{"bad message id", "POST", room + "/messages", []byte(`{"message_id":"x","text":"x"}`), 422, "invalid_input", "message_id"},
		{"read_seq of 2^53", "PUT", room + "/read", []byte(`{"seq":9007199254740992}`), 422, "invalid_input", "seq"},
		{"read_seq beyond 64 bits", "PUT", room + "/read", []byte(`{"seq":1e30}`), 422, "invalid_input", "seq"},
		{"read_seq with a fraction", "PUT", room + "/read", []byte(`{"seq":1.5}`), 422, "invalid_input", "seq"},
		{"a number beyond all", "PUT", room + "/read", []byte(`{"seq":1e400}`), 400, "malformed", ""},
		{"empty text", "POST", room + "/messages", send(`,"text":""`), 422, "text_empty", "text"},
		{"10,001 characters", "POST", room + "/messages", send(`,"text":"` + strings.Repeat("é", 10_001) + `"`), 422, "text_too_long", "text"},
		{"latitude alone", "POST", room + "/messages", send(`,"text":"x","lat":1`), 422, "position_incomplete", "long"},
		{"latitude of 91", "POST", room + "/messages", send(`,"text":"x","lat":91,"long":0`), 422, "lat_out_of_range", "lat"},
		{"10 MB", "POST", room + "/messages", send(`,"text":"` + strings.Repeat("x", 10<<20) + `"`), 413, "body_too_large", ""},
		{"path without an id", "GET", "/rooms/abc", nil, 422, "invalid_input", "id"},
		{"path with a zero", "GET", "/rooms/007", nil, 422, "invalid_input", "id"},
		{"query of a wrong type", "GET", room + "/messages?limit=many", nil, 422, "invalid_input", "limit"},
		{"query out of range", "GET", room + "/messages?limit=201", nil, 422, "invalid_input", "limit"},
		{"no such route", "GET", "/nothing", nil, 404, "no_such_route", ""},
		{"wrong method", "DELETE", "/users", nil, 405, "method_not_allowed", ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			ben := *ben
			ben.s = s.in(t)
			var body any
			if x.body != nil {
				body = x.body
			}
			r := ben.call(x.method, x.path, body)
			if x.field == "" {
				r.problem(x.status, x.code)
			} else {
				r.problem(x.status, x.code).has(`"field":"` + x.field + `"`)
			}
			for _, internal := range []string{"json:", "Go ", "struct", "sql", "huma"} {
				r.hasNot(internal)
			}
			if got := (&victim{Company: c}).head(t); got != head {
				t.Errorf("the feed moved from %d to %d", head, got)
			}
		})
	}
	// What is just within the bounds is taken.
	ben.call("POST", room+"/messages", send(`,"text":"`+strings.Repeat("é", 10_000)+`"`)).want(201)
	ben.call("POST", room+"/messages", send(`,"lat":0,"long":0`)).want(201).has(`"lat":0,"long":0`)
}

func TestAProblemNeverEchoesWhatWasSent(t *testing.T) {
	s := newServer(t)
	s.nobody().call("POST", "/auth/login", []byte(`{"email":"anna","password":["my secret words"]}`)).problem(422, "invalid_input").hasNot("my secret words")
	s.nobody().call("POST", "/auth/login", []byte(`{"email":"anna","password":"my secret words`)).problem(400, "malformed").hasNot("my secret words")
	s.nobody().call("POST", "/auth/login", []byte(`email=anna&password=my+secret+words`), "Content-Type", "application/x-www-form-urlencoded").
		problem(415, "media_type").hasNot("secret")
}

func TestMethodsThatWouldWorkAreNamed(t *testing.T) {
	s := newServer(t)
	r := s.nobody().call("DELETE", "/me", nil).problem(405, "method_not_allowed")
	if got := strings.Join(r.header.Values("Allow"), ","); got != "GET,PATCH" {
		t.Errorf("Allow is %q", got)
	}
}

func TestAnIdempotencyKeyAnswersARepeatWithTheFirstAnswer(t *testing.T) {
	s := newServer(t)
	s.Found(t, "Alpine Guides")
	ben := s.signIn("ben@alpineguides.example")
	key := []string{"Idempotency-Key", "k-1"}
	first := ben.call("POST", "/rooms", obj{"name": "Ski", "visibility": "public"}, key...).want(201)
	again := ben.call("POST", "/rooms", obj{"name": "Ski", "visibility": "public"}, key...).want(201)
	if !bytes.Equal(first.body, again.body) {
		t.Errorf("first %s\nthen %s", first.body, again.body)
	}
	ben.call("POST", "/rooms", obj{"name": "Ice", "visibility": "public"}, key...).problem(409, "idempotency_key_reused")
	ben.call("POST", "/rooms", obj{"name": "Ski", "visibility": "public"}).problem(409, "room_name_taken")
	ben.call("POST", "/rooms", obj{"name": "Ice", "visibility": "public"}, "Idempotency-Key", strings.Repeat("k", 201)).problem(422, "idempotency_key_bad")
	// An invite's code is not stored, and yet the same in the repeat; another session's key is another.
	invite := ben.call("POST", "/invites", obj{}, "Idempotency-Key", "k-2").want(201).has(`"code":"`)
	repeat := ben.call("POST", "/invites", obj{}, "Idempotency-Key", "k-2").want(201)
	if !bytes.Equal(invite.body, repeat.body) {
		t.Errorf("first %s\nthen %s", invite.body, repeat.body)
	}
	anna := s.signIn("anna@alpineguides.example")
	if other := anna.call("POST", "/invites", obj{}, "Idempotency-Key", "k-2").want(201); bytes.Equal(invite.body, other.body) {
		t.Error("two people share a code")
	}
}

func TestDocsPageNeedsNoScript(t *testing.T) {
	s := newServer(t)
	for path, mime := range map[string]string{"/api/docs": "text/html; charset=utf-8", "/api/docs.css": "text/css; charset=utf-8", "/api/v1/openapi.json": "application/openapi+json"} {
		req, err := http.NewRequestWithContext(t.Context(), "GET", s.http.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := s.http.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(res.Body); err != nil {
			t.Fatal(err)
		}
		if err := res.Body.Close(); err != nil {
			t.Fatal(err)
		}
		if res.StatusCode != 200 || res.Header.Get("Content-Type") != mime || b.Len() < 100 {
			t.Errorf("%s: %d %s, %d bytes", path, res.StatusCode, res.Header.Get("Content-Type"), b.Len())
		}
		if strings.Contains(b.String(), "<script") || strings.Contains(b.String(), "style=") || strings.Contains(b.String(), "unpkg") {
			t.Errorf("%s holds a script, an inline style or a foreign address", path)
		}
	}
}
