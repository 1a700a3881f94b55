package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// The quick way and the route table must not differ. A charset sends a POST,
// and an unknown parameter a GET, through the table.
func TestTheQuickWayAnswersAsTheRouteTableDoes(t *testing.T) {
	k := newTalk(t)
	path := fmt.Sprintf("/rooms/%d/messages", k.general)
	for i := range 12 {
		_, body := sendBody(fmt.Sprint("message ", i))
		k.want(http.StatusCreated, "ben", "POST", path, body)
	}
	_, stored := sendBody("stored")
	first := k.want(http.StatusCreated, "ben", "POST", path, stored)
	table := k.do("ben", "POST", path, stored, "Content-Type", "application/json; charset=utf-8")
	if table.status != http.StatusOK || table.body != first.body {
		t.Errorf("stored %s, by the table %d %s", first.body, table.status, table.body)
	}
	for _, body := range []string{stored, strings.Replace(stored, "stored", "other", 1), strings.Replace(stored, "stored", "", 1), `{"message_id":"x"}`, `{}`, `{`} {
		for _, who := range []string{"ben", "cleo", "otto", ""} {
			for _, room := range []string{path, "/rooms/999999/messages", "/rooms/0/messages"} {
				quick := k.do(who, "POST", room, body)
				table := k.do(who, "POST", room, body, "Content-Type", "application/json; charset=utf-8")
				if quick.status != table.status || quick.body != table.body {
					t.Errorf("%q sends %s to %s: quick %d %s, table %d %s", who, body, room, quick.status, quick.body, table.status, table.body)
				}
			}
		}
	}
	for _, query := range []string{"", "limit=5", "limit=200", "limit=201", "limit=0", "limit=-1", "before=9&limit=3", "after=9&limit=3",
		"around=9&limit=4", "before=9&after=3", "before=x", "limit=5&limit=6", "before=-5", "before=9007199254740992"} {
		for _, who := range []string{"ben", "gus", "otto", ""} {
			quick := k.do(who, "GET", path+"?"+query, "")
			table := k.do(who, "GET", path+"?"+query+"&by=table", "")
			if quick.status != table.status || quick.body != table.body {
				t.Errorf("%q reads %s: quick %d %s, table %d %s", who, query, quick.status, quick.body, table.status, table.body)
			}
		}
	}
}
