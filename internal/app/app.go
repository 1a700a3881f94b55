package app

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/live"
	"github.com/guideops/guideops/internal/store"
)

// Config is what the verbs need to know of how the server is run.
type Config struct {
	Hosting  string // one | many
	Signup   string // invite | open | closed: for companies that chose nothing
	SetupKey string // asked of the first person; empty asks nobody
	URL      string // public address for links, or empty
	Version  string
	// SendsPerMinute and SendBurst bound one account's messages; 0 = no bound.
	SendsPerMinute, SendBurst int
	// Mail is nil where no SMTP server is configured.
	Mail func(ctx context.Context, to, subject, text string) error
	// PasswordMemoryKiB is what hashing one password takes; 0 = 64 MiB. Tests take less.
	PasswordMemoryKiB uint32

	Now func() time.Time
	Log *slog.Logger
}

// App holds the verbs.
type App struct {
	cfg   Config
	store *store.Store
	log   *slog.Logger
	limit *limits
	live  *live.Hub // nil in tests and commands without streams

	passwords *passwords
	throttle  *throttle
	touched   *touched
	jobBell   chan struct{}
	startedMS int64
}

// New wires the verbs to the record.
func New(cfg Config, s *store.Store) *App {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &App{cfg: cfg, store: s, log: cfg.Log, limit: newLimits(cfg), passwords: newPasswords(cfg.PasswordMemoryKiB),
		throttle: newThrottle(cfg.Now), touched: newTouched(), jobBell: make(chan struct{}, 1), startedMS: cfg.Now().UnixMilli()}
}

// Actor is who acts: made from the session by the door, never from a request body.
type Actor struct {
	Workspace, User, Session chat.ID
	// IP is the caller's address, for the audit log and throttling.
	IP string
}

// Idempotent carries an Idempotency-Key and what it was used for.
type Idempotent struct {
	Key         string
	Fingerprint string // method, path and body
	// Seed is what secrets in the answer are made from, so that a repeat can be
	// answered with the same one although only its hash is stored.
	Seed [32]byte
}

type idempotentKey struct{}

// WithIdempotent attaches a key to the context of one call of a verb.
func WithIdempotent(ctx context.Context, i Idempotent) context.Context {
	return context.WithValue(ctx, idempotentKey{}, i)
}

// write runs a verb's transaction and gives its answer. Where the call carries
// an Idempotency-Key, the first answer is kept in the same transaction and given again.
func write[T any](ctx context.Context, a *App, by Actor, fn func(*store.Tx) (T, error)) (T, error) {
	var out T
	idem, keyed := ctx.Value(idempotentKey{}).(Idempotent)
	err := a.store.Write(ctx, by.Workspace, func(tx *store.Tx) error {
		var zero T
		out = zero
		if _, err := actor(tx, by); err != nil {
			return err
		}
		if keyed {
			found, err := replay(tx, by, idem, &out)
			if found || err != nil {
				return err
			}
		}
		v, err := fn(tx)
		if err != nil {
			return err
		}
		out = v
		if keyed {
			return remember(tx, by, idem, v)
		}
		return nil
	})
	return out, err
}

// actor gives the acting person, as of the head: nobody writes after having been removed.
func actor(tx *store.Tx, by Actor) (*chat.User, error) {
	u, ok := tx.Dir().User(by.User)
	if !ok {
		return nil, chat.ErrSignIn()
	}
	return &u, chat.Active(&u, tx.NowMS())
}

func (i Idempotent) print() int64 {
	h := fnv.New64a()
	h.Write([]byte(i.Fingerprint))
	return int64(h.Sum64())
}

func replay(tx *store.Tx, by Actor, i Idempotent, out any) (bool, error) {
	var fingerprint int64
	var answer string
	err := tx.Scan(`SELECT fingerprint, answer FROM idempotency WHERE user_id = $1 AND name = $2`,
		[]any{int64(by.User), i.Key}, &fingerprint, &answer)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, err
	case fingerprint != i.print():
		return true, chat.Clash("idempotency_key_reused", "This Idempotency-Key was used for another request. Use a new one.")
	}
	if err := json.Unmarshal([]byte(answer), out); err != nil {
		return true, fmt.Errorf("read the kept answer: %w", err)
	}
	return true, nil
}

func remember(tx *store.Tx, by Actor, i Idempotent, answer any) error {
	text, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO idempotency (user_id, name, fingerprint, answer, created_ms) VALUES ($1, $2, $3, $4, $5)`,
		int64(by.User), i.Key, i.print(), string(text), tx.NowMS())
	return err
}

// newUUID names a server-made message.
func newUUID() (chat.UUID, error) {
	u, err := uuid.NewV7()
	return chat.UUID(u), err
}
