package app_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/chattest"
)

// TestTheSkeletonOfAHundredPeopleInFiftyRoomsIsSmall holds the budget of a
// first start on one bar of signal: 40 KB for 100 people and 50 rooms.
func TestTheSkeletonOfAHundredPeopleInFiftyRoomsIsSmall(t *testing.T) {
	c := chattest.New(t)
	people := []chat.ID{c.Ben.User}
	for i := range 98 {
		c.Clock.Move(time.Minute) // one address may not make many accounts at once
		people = append(people, c.Join(fmt.Sprintf("Guide%d", i), chat.Person).User)
	}
	for i := range 49 {
		c.Clock.Move(time.Minute)
		// A third of the company in each room, another third every time.
		var in []chat.ID
		for j, p := range people {
			if (i+j)%3 == 0 {
				in = append(in, p)
			}
		}
		_, err := c.App.CreateRoom(t.Context(), c.Anna, app.NewRoom{Name: fmt.Sprintf("Valley %d", i), Topic: "Snow, huts, tracks and who is where", Visibility: chat.Public, UserIDs: in})
		if err != nil {
			t.Fatal(err)
		}
	}
	sk, err := c.App.Bootstrap(t.Context(), c.Anna)
	if err != nil {
		t.Fatal(err)
	}
	if len(sk.Users) != 100 || len(sk.Rooms) != 50 {
		t.Fatalf("%d people and %d rooms", len(sk.Users), len(sk.Rooms))
	}
	plain, err := json.Marshal(sk)
	if err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	if _, err := z.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes, %d compressed", len(plain), zipped.Len())
	if zipped.Len() > 40_000 {
		t.Errorf("the skeleton takes %d bytes compressed, 40,000 are granted", zipped.Len())
	}
}
