package httpapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/chattest"
	"github.com/guideops/guideops/internal/httpapi"
)

// talk is a company behind the real door: Ben and Cleo are guides, Gus is a
// guest who is in no room, Otto is an admin of another company.
type talk struct {
	t       *testing.T
	door    *httpapi.Handler
	users   map[string]chat.ID
	tokens  map[string]string
	general chat.ID
}

func newTalk(t *testing.T) *talk {
	t.Helper()
	house := chattest.NewHouse(t, chattest.Hosting(app.HostingMany))
	other, c := house.Found(t, "Other Guides"), house.Found(t, "Alpine Guides")
	k := &talk{t: t, door: httpapi.New(house.App, httpapi.Deps{}), general: c.General, users: map[string]chat.ID{}, tokens: map[string]string{}}
	know := func(name string, company *chattest.Company) {
		by, token := company.SignIn(company.Email(name))
		k.users[strings.ToLower(name)], k.tokens[strings.ToLower(name)] = by.User, token
	}
	lobby, err := house.App.CreateRoom(t.Context(), c.Anna, app.NewRoom{Name: "Lobby", Visibility: chat.Private})
	if err != nil {
		t.Fatal(err)
	}
	c.Join("Cleo", chat.Person)
	c.Join("Gus", chat.Guest, lobby.ID)
	if err := house.App.DeleteRoom(t.Context(), c.Anna, lobby.ID, "Lobby"); err != nil {
		t.Fatal(err)
	}
	other.Join("Otto", chat.Admin)
	know("Otto", other)
	for _, name := range []string{"Ben", "Cleo", "Gus"} {
		know(name, c)
	}
	return k
}

// answer is what the door said.
type answer struct {
	status int
	body   string
	header http.Header
}

// field reads a member of the JSON answer, "" where it is missing.
func (a answer) field(path string) string {
	var v any
	if json.Unmarshal([]byte(a.body), &v) != nil {
		return ""
	}
	for _, name := range strings.Split(path, ".") {
		m, ok := v.(map[string]any)
		if !ok || m[name] == nil {
			return ""
		}
		v = m[name]
	}
	return fmt.Sprint(v)
}

func (k *talk) do(who, method, path, body string, headers ...string) answer {
	k.t.Helper()
	r := httptest.NewRequestWithContext(k.t.Context(), method, "/api/v1"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+k.tokens[who])
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	k.door.ServeHTTP(w, r)
	return answer{status: w.Code, body: w.Body.String(), header: w.Header()}
}

// want does a request and checks its status; then it gives the answer.
func (k *talk) want(status int, who, method, path, body string) answer {
	k.t.Helper()
	a := k.do(who, method, path, body)
	if a.status != status {
		k.t.Fatalf("%s: %s %s: %d %s, want %d", who, method, path, a.status, a.body, status)
	}
	return a
}

func (k *talk) head(who string) string {
	k.t.Helper()
	return k.want(http.StatusOK, who, "GET", "/bootstrap", "").field("seq")
}

func sendBody(text string) (id, body string) {
	id = uuid.Must(uuid.NewV7()).String()
	return id, fmt.Sprintf(`{"message_id":%q,"text":%q}`, id, text)
}

func TestAMessageSentTwiceIsAnsweredTwiceAndStoredOnce(t *testing.T) {
	k := newTalk(t)
	path := fmt.Sprintf("/rooms/%d/messages", k.general)
	id, body := sendBody("Cornice <b> & \u2028 snow")
	first := k.want(http.StatusCreated, "ben", "POST", path, body)
	second := k.want(http.StatusOK, "ben", "POST", path, body)
	if first.body != second.body || first.field("message_id") != id || first.field("author_id") != k.users["ben"].String() {
		t.Errorf("first %s\nthen %s", first.body, second.body)
	}
	if a := k.want(http.StatusConflict, "cleo", "POST", path, body); a.field("code") != "message_id_taken" {
		t.Errorf("another author's use of the id: %s", a.body)
	}
	// The same answer to one who cannot see the other message.
	if a := k.want(http.StatusConflict, "ben", "POST", path, strings.Replace(body, "snow", "ice", 1)); a.field("code") != "message_id_taken" {
		t.Errorf("another text under the id: %s", a.body)
	}
	page := k.want(http.StatusOK, "cleo", "GET", path, "")
	if strings.Count(page.body, id) != 1 {
		t.Errorf("the room holds %s", page.body)
	}
	_, fresh := sendBody("may I?")
	k.want(http.StatusNotFound, "gus", "POST", path, fresh)
	k.want(http.StatusNotFound, "otto", "POST", path, body)
	k.want(http.StatusUnauthorized, "", "POST", path, fresh)
}

func TestMalformedInputIsRefusedPreciselyAndNothingIsStored(t *testing.T) {
	k := newTalk(t)
	room := fmt.Sprintf("/rooms/%d", k.general)
	id, body := sendBody("there")
	k.want(http.StatusCreated, "ben", "POST", room+"/messages", body)
	message := "/messages/" + id
	send := func(rest string) string {
		return `{"message_id":"0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f"` + rest + `}`
	}
	before := k.head("ben")
	for name, c := range map[string]struct {
		method, path, body string
		status             int
		field              string
	}{
		"not JSON":                 {"POST", room + "/messages", `{"message_id`, 400, ""},
		"a list":                   {"POST", room + "/messages", `[]`, 422, ""},
		"two values":               {"POST", room + "/messages", send(`,"text":"a"`) + `{}`, 400, ""},
		"invalid UTF-8":            {"POST", room + "/messages", send(",\"text\":\"a\xff\""), 400, ""},
		"NUL":                      {"POST", room + "/messages", send(`,"text":"a\u0000"`), 422, "text"},
		"half a character":         {"POST", room + "/messages", send(`,"text":"a\ud800"`), 422, "text"},
		"its other half":           {"POST", room + "/messages", send(`,"text":"\uDE00\ud83d"`), 422, "text"},
		"half of one in a name":    {"POST", "/rooms", `{"name":"a\ud800b","visibility":"public"}`, 422, "name"},
		"half of one in a list":    {"POST", room + "/messages", send(`,"text":"a","mentions":["\ud800"]`), 422, "mentions"},
		"a text given twice":       {"POST", room + "/messages", send(`,"text":"a","text":"b"`), 422, "text"},
		"a name given twice":       {"POST", "/rooms", `{"name":"a","name":"b","visibility":"public"}`, 422, "name"},
		"only what is not seen":    {"POST", room + "/messages", send(`,"text":"\u200b\u200b"`), 422, "text"},
		"no id":                    {"POST", room + "/messages", `{"text":"a"}`, 422, "message_id"},
		"an id that is none":       {"POST", room + "/messages", `{"message_id":"7","text":"a"}`, 422, "message_id"},
		"an unknown field":         {"POST", room + "/messages", send(`,"text":"a","author_id":"1"`), 422, "author_id"},
		"a number for a text":      {"POST", room + "/messages", send(`,"text":7`), 422, "text"},
		"no text":                  {"POST", room + "/messages", send(``), 422, "text"},
		"an empty text":            {"POST", room + "/messages", send(`,"text":""`), 422, "text"},
		"10,001 characters":        {"POST", room + "/messages", send(`,"text":"` + strings.Repeat("ø", 10_001) + `"`), 422, "text"},
		"10 MB":                    {"POST", room + "/messages", send(`,"text":"` + strings.Repeat("x", 10<<20) + `"`), 413, ""},
		"lat without long":         {"POST", room + "/messages", send(`,"text":"a","lat":1`), 422, "long"},
		"lat beyond the pole":      {"POST", room + "/messages", send(`,"lat":90.1,"long":0`), 422, "lat"},
		"long beyond the dateline": {"POST", room + "/messages", send(`,"lat":0,"long":-181`), 422, "long"},
		"lat as a text":            {"POST", room + "/messages", send(`,"lat":"0","long":0`), 422, "lat"},
		"a lat too large to hold":  {"POST", room + "/messages", send(`,"lat":1e999,"long":0`), 400, ""},
		"time 2^53":                {"POST", room + "/messages", send(`,"text":"a","composed_ms":9007199254740992`), 422, "composed_ms"},
		"a thread of nowhere":      {"POST", room + "/messages", send(`,"text":"a","thread_id":"0192f0c1-0000-7cc3-98c4-dc0c0c07398f"`), 422, "thread_id"},
		"read 2^53":                {"PUT", room + "/read", `{"seq":9007199254740992}`, 422, "seq"},
		"read half a message":      {"PUT", room + "/read", `{"seq":1.5}`, 422, "seq"},
		"read nothing":             {"PUT", room + "/read", `{}`, 422, "seq"},
		"a limit of 201":           {"GET", room + "/messages?limit=201", "", 422, "limit"},
		"before and after":         {"GET", room + "/messages?before=3&after=1", "", 422, "before"},
		"a seq that is none":       {"GET", room + "/messages?before=x", "", 422, "before"},
		"a room id with a plus":    {"GET", "/rooms/+1", "", 422, "id"},
		"a word as a reaction":     {"PUT", message + "/reactions/lol", "", 422, "emoji"},
		"a room without a name":    {"POST", "/rooms", `{"name":"  ","visibility":"public"}`, 422, "name"},
		"an unknown visibility":    {"POST", "/rooms", `{"name":"x","visibility":"secret"}`, 422, "visibility"},
		"an unknown notify level":  {"PUT", room + "/state", `{"notify":"loud"}`, 422, "notify"},
		"a mention of nobody":      {"PATCH", message, `{"text":"a","mentions":["everyone"]}`, 422, "mentions"},
		"an edit to nothing":       {"PATCH", message, `{"text":""}`, 422, "text"},
		"a report without reason":  {"POST", message + "/report", `{"reason":" "}`, 422, "reason"},
		"a direct room of none":    {"POST", "/rooms/direct", `{"user_ids":[]}`, 422, "user_ids"},
		"a message id that isn't":  {"GET", "/messages/xyz", "", 422, "message_id"},
	} {
		t.Run(name, func(t *testing.T) {
			a := k.do("ben", c.method, c.path, c.body)
			if a.status != c.status || a.field("code") == "" || a.field("detail") == "" || a.field("field") != c.field {
				t.Errorf("%d %s, want %d about %q", a.status, a.body, c.status, c.field)
			}
			if got := a.header.Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("the problem is %s", got)
			}
		})
	}
	huge := k.do("ben", "POST", room+"/messages", send(`,"lat":1e400,"long":0`))
	if got := huge.field("detail"); got != "The request cannot be read: lat: this value does not fit." {
		t.Errorf("a number beyond all is answered %q", got)
	}
	if after := k.head("ben"); after != before {
		t.Errorf("something was stored: head %s, was %s", after, before)
	}
}

func TestZeroCoordinatesArriveAsSuch(t *testing.T) {
	k := newTalk(t)
	path := fmt.Sprintf("/rooms/%d/messages", k.general)
	a := k.want(http.StatusCreated, "ben", "POST", path, `{"message_id":"0192f0c1-7b3e-7cc3-98c4-dc0c0c07398f","lat":0,"long":0.0}`)
	if a.field("lat") != "0" || a.field("long") != "0" {
		t.Errorf("stored as %s", a.body)
	}
}

func TestHistoryPagesAscendAndMeet(t *testing.T) {
	k := newTalk(t)
	path := fmt.Sprintf("/rooms/%d/messages", k.general)
	for i := range 25 {
		_, body := sendBody(fmt.Sprint("message ", i))
		k.want(http.StatusCreated, "ben", "POST", path, body)
	}
	type page struct {
		Messages   []chat.Message `json:"messages"`
		MoreBefore bool           `json:"more_before"`
		MoreAfter  bool           `json:"more_after"`
	}
	get := func(query string) page {
		var p page
		if err := json.Unmarshal([]byte(k.want(http.StatusOK, "cleo", "GET", path+query, "").body), &p); err != nil {
			t.Fatal(err)
		}
		return p
	}
	all := get("?limit=200")
	n := len(all.Messages) // the 25, and what the server said of people joining
	if n < 25 || all.MoreBefore || all.MoreAfter {
		t.Fatalf("%d messages, %v, %v", n, all.MoreBefore, all.MoreAfter)
	}
	newest := get("?limit=10")
	older := get(fmt.Sprintf("?limit=10&before=%d", newest.Messages[0].Seq))
	if !newest.MoreBefore || !older.MoreBefore || older.Messages[9].Seq != all.Messages[n-11].Seq {
		t.Errorf("older page ends at %d", older.Messages[9].Seq)
	}
	newer := get(fmt.Sprintf("?limit=10&after=%d", older.Messages[9].Seq))
	if newer.MoreAfter || newer.Messages[0].Seq != newest.Messages[0].Seq {
		t.Errorf("newer page begins at %d", newer.Messages[0].Seq)
	}
	around := get(fmt.Sprintf("?limit=10&around=%d", all.Messages[12].Seq))
	if around.Messages[0].Seq != all.Messages[7].Seq || len(around.Messages) != 10 || !around.MoreBefore || !around.MoreAfter {
		t.Errorf("around page %d..", around.Messages[0].Seq)
	}
	k.want(http.StatusNotFound, "gus", "GET", path, "")
	k.want(http.StatusNotFound, "otto", "GET", path, "")
}

// TestEveryRouteOfRoomsAndMessagesAnswers goes once through all of them as
// Ben, and as Otto, for whom nothing of it exists.
func TestEveryRouteOfRoomsAndMessagesAnswers(t *testing.T) {
	k := newTalk(t)
	cleo := k.users["cleo"]
	made := k.want(http.StatusCreated, "ben", "POST", "/rooms", fmt.Sprintf(`{"name":"Heli","visibility":"public","user_ids":["%d"]}`, cleo))
	room := "/rooms/" + made.field("id")
	id, body := sendBody("Landing")
	seq := k.want(http.StatusCreated, "ben", "POST", room+"/messages", body).field("seq")
	k.want(http.StatusCreated, "ben", "POST", "/rooms/direct", fmt.Sprintf(`{"user_ids":["%d"]}`, cleo))
	k.want(http.StatusOK, "cleo", "POST", "/rooms/direct", fmt.Sprintf(`{"user_ids":["%d"]}`, k.users["ben"]))
	message := "/messages/" + id
	for _, c := range []struct {
		method, path, body string
		status             int
		otto               int
	}{
		{"GET", "/rooms", "", 200, 200},
		{"GET", "/rooms?scope=public&q=hel", "", 200, 200},
		{"GET", room, "", 200, 404},
		{"PATCH", room, `{"topic":"Daily"}`, 200, 404},
		{"GET", room + "/members", "", 200, 404},
		{"PATCH", fmt.Sprintf("%s/members/%d", room, cleo), `{"role":"owner"}`, 200, 404},
		{"DELETE", fmt.Sprintf("%s/members/%d", room, cleo), "", 204, 404},
		{"POST", room + "/members", fmt.Sprintf(`{"user_ids":["%d"],"role":"member"}`, cleo), 200, 404},
		{"POST", room + "/join", "", 200, 404},
		{"POST", room + "/typing", "", 204, 404},
		{"POST", room + "/typing", `{"thread_id":"` + id + `"}`, 204, 404},
		{"PUT", room + "/read", `{"seq":` + seq + `}`, 200, 404},
		{"PUT", room + "/unread", `{"seq":` + seq + `}`, 200, 404},
		{"PUT", room + "/state", `{"notify":"all","favourite":true,"muted_until_ms":5}`, 200, 404},
		{"PUT", room + "/draft", `{"text":"Sno","updated_ms":5}`, 200, 404},
		{"GET", room + "/seq-at?ts_ms=0", "", 200, 404},
		{"GET", room + "/messages", "", 200, 404},
		{"GET", message, "", 200, 404},
		{"PATCH", message, `{"text":"Landed"}`, 200, 404},
		{"GET", message + "/revisions", "", 200, 404},
		{"GET", message + "/thread", "", 200, 404},
		{"PUT", message + "/thread", `{"following":true,"read_seq":` + seq + `}`, 200, 404},
		{"GET", "/me/threads", "", 200, 200},
		{"PUT", message + "/reactions/%F0%9F%91%8D", "", 200, 404},
		{"DELETE", message + "/reactions/%F0%9F%91%8D", "", 200, 404},
		{"PUT", message + "/pin", "", 200, 404},
		{"GET", room + "/pins", "", 200, 404},
		{"DELETE", message + "/pin", "", 200, 404},
		{"PUT", message + "/save", "", 200, 404},
		{"GET", "/me/saved", "", 200, 200},
		{"DELETE", message + "/save", "", 200, 404},
		{"GET", message + "/readers", "", 200, 404},
		{"POST", message + "/report", `{"reason":"rude"}`, 204, 404},
		{"GET", "/me/notices", "", 200, 200},
		{"PUT", "/me/notices/999", "", 404, 404},
		{"POST", room + "/archive", "", 200, 404},
		{"POST", room + "/unarchive", "", 200, 404},
		{"DELETE", message, "", 200, 404},
		{"POST", room + "/leave", "", 204, 404},
		{"POST", room + "/join", "", 200, 404},
		{"DELETE", room, `{"confirm_name":"Heli"}`, 403, 404},
	} {
		if a := k.do("otto", c.method, c.path, c.body); a.status != c.otto || strings.Contains(a.body, "Land") {
			t.Errorf("otto: %s %s: %d %s, want %d", c.method, c.path, a.status, a.body, c.otto)
		}
		if a := k.do("", c.method, c.path, c.body); a.status != http.StatusUnauthorized {
			t.Errorf("nobody: %s %s: %d %s", c.method, c.path, a.status, a.body)
		}
		if a := k.do("ben", c.method, c.path, c.body); a.status != c.status {
			t.Errorf("ben: %s %s: %d %s, want %d", c.method, c.path, a.status, a.body, c.status)
		}
	}
	// Ben left and came back as a member; the room was handed to Cleo, who may delete it.
	k.want(http.StatusNoContent, "cleo", "DELETE", room, `{"confirm_name":"heli"}`)
	k.want(http.StatusNotFound, "cleo", "GET", room, "")
}

func TestARepeatedRequestWithItsKeyIsAnsweredAsTheFirst(t *testing.T) {
	k := newTalk(t)
	first := k.do("ben", "POST", "/rooms", `{"name":"Heli","visibility":"public"}`, "Idempotency-Key", "one")
	again := k.do("ben", "POST", "/rooms", `{"name":"Heli","visibility":"public"}`, "Idempotency-Key", "one")
	if first.status != http.StatusCreated || first.body != again.body || again.status != first.status {
		t.Errorf("first %d %s, then %d %s", first.status, first.body, again.status, again.body)
	}
	other := k.do("ben", "POST", "/rooms", `{"name":"Ski","visibility":"public"}`, "Idempotency-Key", "one")
	if other.status != http.StatusConflict || other.field("code") != "idempotency_key_reused" {
		t.Errorf("the key for another request: %d %s", other.status, other.body)
	}
}

func TestAWholeCharacterInEscapesIsTaken(t *testing.T) {
	k := newTalk(t)
	_, body := sendBody("x")
	a := k.want(http.StatusCreated, "ben", "POST", fmt.Sprintf("/rooms/%d/messages", k.general), strings.Replace(body, `"x"`, `"\\ud800 \ud83c\udfd4"`, 1))
	if !strings.Contains(a.body, `"text":"\\ud800 🏔"`) {
		t.Errorf("stored %s", a.body)
	}
}
