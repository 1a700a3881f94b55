package socketio

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"

	"github.com/guideops/guideops/internal/app"
	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/live"
	"github.com/guideops/guideops/internal/realtime"
)

// credentials are what CONNECT may carry.
type credentials struct {
	Token string          `json:"token"`
	Since json.RawMessage `json:"since"` // a number, or as text
	Epoch string          `json:"epoch"`
}

func errNamespace() error {
	return &chat.Error{Kind: chat.NotFound, Code: "namespace_unknown", Message: `There is only the namespace "/". Connect without naming another.`}
}

// connect answers CONNECT. It may be tried again after a refusal.
func (c *session) connect(ctx context.Context, p *packet) {
	if p.namespace != "/" {
		c.refuse(ctx, p.namespace, errNamespace())
		return
	}
	if c.version == 3 || c.stream() != nil {
		return // it is connected already
	}
	cred, err := parseCredentials(p.data)
	if err != nil {
		c.refuse(ctx, "/", err)
		return
	}
	if cred.Token != "" {
		c.token = cred.Token
	}
	c.begin(ctx, string(bytes.Trim(cred.Since, `"`)), cred.Epoch)
}

// parseCredentials reads the data of CONNECT. It may be missing or null.
func parseCredentials(data []byte) (credentials, error) {
	var cred credentials
	if len(data) > 0 && json.Unmarshal(data, &cred) != nil {
		return cred, chat.Bad("auth", "auth_invalid", "auth is an object of token, since and epoch.")
	}
	if string(cred.Since) == "null" {
		cred.Since = nil
	}
	return cred, nil
}

// connect3 connects a client of 2.x, which does not ask for it.
func (c *session) connect3(ctx context.Context) { c.begin(ctx, c.since, c.epoch) }

// begin opens the client's stream, as GET /stream does, or refuses.
func (c *session) begin(ctx context.Context, sinceText, epoch string) {
	since, err := realtime.ParseCursor(sinceText)
	if err != nil {
		c.refuse(ctx, "/", err)
		return
	}
	by, err := c.authenticate(ctx)
	if err != nil {
		c.refuse(ctx, "/", err)
		return
	}
	start, err := c.srv.cfg.App.StreamStart(ctx, by, since, epoch)
	if err != nil {
		c.refuse(ctx, "/", err)
		return
	}
	var conn *live.Conn
	if !start.Resync {
		conn, err = c.srv.cfg.Hub.Open(ctx, by.Workspace, by.User, by.Session, start.Since)
		if err != nil && !errors.Is(err, live.ErrResync) {
			c.refuse(ctx, "/", err)
			return
		}
	}
	c.greet(start)
	if conn == nil {
		c.farewell(live.Event{Name: "resync", Data: []byte(`{}`)})
		return
	}
	c.begun(by, conn)
}

func (c *session) authenticate(ctx context.Context) (app.Actor, error) {
	if c.token == "" {
		return app.Actor{}, chat.ErrSignIn()
	}
	return c.srv.cfg.App.Authenticate(ctx, c.token, c.ip)
}

// greet says that the client is connected, and hello.
func (c *session) greet(start app.StreamStart) {
	connected := message(typeConnect, "/")
	if c.version == 4 {
		// The socket's id is no secret; that of Engine.IO is.
		connected = append(append(append(connected, `{"sid":"`...), rand.Text()...), `"}`...)
	}
	c.say(connected)
	hello := realtime.Hello(start, c.srv.cfg.Now(), c.srv.cfg.Version)
	for _, p := range c.srv.cfg.Encode(live.Event{Name: "hello", Data: hello}) {
		c.say(p)
	}
}

// farewell says a last event to a client that has no stream, and that it shall
// not come back by itself.
func (c *session) farewell(e live.Event) {
	for _, p := range c.srv.cfg.Encode(e) {
		c.say(p)
	}
	c.say(message(typeDisconnect, "/"))
}

// refuse says why the client is not connected. It may try again.
func (c *session) refuse(ctx context.Context, namespace string, err error) {
	p := c.srv.problem(ctx, err)
	var answer any = p
	if c.version == 4 {
		answer = struct {
			Message string   `json:"message"`
			Data    *problem `json:"data"`
		}{p.Detail, p}
	}
	c.say(append(message(typeConnectError, namespace), encodeJSON(answer)...))
}

// begun hands the stream to the transport.
func (c *session) begun(by app.Actor, conn *live.Conn) {
	c.mu.Lock()
	if c.ended {
		c.mu.Unlock()
		conn.Drop()
		return
	}
	c.by, c.conn = by, conn
	sock := c.sock
	if sock == nil {
		conn.Speak(c.polledEncoding(), c.takePolled)
		conn.Hold(c.bell)
	}
	c.mu.Unlock()
	c.srv.known()
	if sock != nil {
		c.pump(conn, sock)
	}
	c.ring()
}
