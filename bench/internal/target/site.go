//go:build linux

package target

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// Site is what the generator knows of a server that is set up: who may talk,
// and where.
type Site struct {
	Tokens []string `json:"tokens"` // one per person
	Room   string   `json:"room"`   // that all of them are in
	// First and Last are the seqs of the messages that were seeded, without a gap between.
	First int64 `json:"first,omitempty"`
	Last  int64 `json:"last,omitempty"`
}

const base = "/api/v1"

// Messages is the path of the room's messages.
func (s *Site) Messages() string { return base + "/rooms/" + s.Room + "/messages" }

// Stream is the path of the live changes.
func (s *Site) Stream() string { return base + "/stream" }

// Token is the token for connection i: people take turns.
func (s *Site) Token(i int) string { return s.Tokens[i%len(s.Tokens)] }

// password is nobody's: the company of a bench exists for minutes, on loopback.
const password = "north-ridge-cairn-42"

// Found registers the people of a company and opens a room for them all.
func Found(ctx context.Context, addr *net.TCPAddr, people int) (*Site, error) {
	c := &api{base: "http://" + addr.String() + base, client: &http.Client{Timeout: time.Minute}}
	defer c.client.CloseIdleConnections()
	var in signedIn
	if err := c.post(ctx, "/auth/register", map[string]any{"first_name": "Owner", "email": "owner@bench.example",
		"password": password, "company": "Bench Guides", "client": "token"}, &in); err != nil {
		return nil, err
	}
	site, ids := &Site{Tokens: []string{in.Token}}, []string{}
	c.token = in.Token
	var invite struct{ Code string }
	if people > 1 {
		if err := c.post(ctx, "/invites", map[string]any{"max_uses": people}, &invite); err != nil {
			return nil, err
		}
	}
	for i := 1; i < people; i++ {
		var guide signedIn
		if err := c.post(ctx, "/auth/register", map[string]any{"first_name": fmt.Sprintf("Guide%02d", i),
			"email": fmt.Sprintf("guide%02d@bench.example", i), "password": password, "invite": invite.Code, "client": "token"}, &guide); err != nil {
			return nil, err
		}
		site.Tokens = append(site.Tokens, guide.Token)
		ids = append(ids, guide.User.ID)
	}
	var room struct{ ID string }
	if err := c.post(ctx, "/rooms", map[string]any{"name": "bench", "visibility": "public", "user_ids": ids}, &room); err != nil {
		return nil, err
	}
	site.Room = room.ID
	return site, nil
}

type signedIn struct {
	Token string
	User  struct{ ID string }
}

type api struct {
	base, token string
	client      *http.Client
	writes      int
}

func (c *api) post(ctx context.Context, path string, in, out any) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("POST %s: %w", path, err)
		}
	}()
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	c.writes++
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", fmt.Sprintf("bench-%d", c.writes))
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	resp, err := c.client.Do(req)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, resp.Body.Close()) }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return err
	}
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("%s: %.300s", resp.Status, answer)
	}
	return json.Unmarshal(answer, out)
}
