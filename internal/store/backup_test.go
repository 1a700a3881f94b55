package store_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/dbtest"
	"github.com/guideops/guideops/internal/store"
)

// lively makes a company in which everything that a backup must carry occurs.
func lively(t *testing.T, s *store.Store) (ws, room chat.ID, people []chat.ID) {
	t.Helper()
	ctx := context.Background()
	ws, room, people = company(t, s, "lively", 3)
	write(t, s, ws, func(tx *store.Tx) error {
		if _, err := tx.Exec(`UPDATE users SET role = 'super_admin', change_seq = $1 WHERE id = $2`, tx.Append(chat.ChangeUser, int64(people[0]), 0, 0), int64(people[0])); err != nil {
			return err
		}
		_, err := tx.Exec(`UPDATE rooms SET is_general = 1, change_seq = $1 WHERE id = $2`, tx.Append(chat.ChangeRoom, int64(room), 0, 0), int64(room))
		return err
	})
	lat, long := -43.595123456789, 170.1418
	root := text(room, people[0], "Crevasse on the Tasman, \"wide\"\n\u2028 雪崩 🏔")
	root.Lat, root.Long = &lat, &long
	reply := text(room, people[1], "seen")
	reply.ThreadID = root.ID
	gone := text(room, people[1], "wrong room, sorry")
	for _, m := range []chat.Message{root, reply, gone} {
		if _, err := s.Send(ctx, ws, m, 1); err != nil {
			t.Fatal(err)
		}
	}
	write(t, s, ws, func(tx *store.Tx) error {
		m, err := tx.Message(root.ID)
		if err != nil {
			return err
		}
		m.Reactions = []chat.Reaction{{Emoji: "👍", UserIDs: []chat.ID{people[2]}}}
		if err := tx.React(m, "👍", people[2], true); err != nil {
			return err
		}
		if err := tx.EditMessage(m, "Crevasse on the Tasman, 3 m", []string{people[1].String()}); err != nil {
			return err
		}
		g, err := tx.Message(gone.ID)
		if err != nil {
			return err
		}
		if err := tx.DeleteMessage(g, people[1]); err != nil {
			return err
		}
		if err := tx.PutDraft(&chat.Draft{UserID: people[0], RoomID: room, Text: "half a thought", UpdatedMS: 7}); err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO avatars (hash, workspace_id, user_id, mime, bytes) VALUES ('h', $1, $2, 'image/png', $3)`,
			int64(ws), int64(people[0]), []byte{0, 1, 0xff, '\n'})
		return err
	})
	return ws, room, people
}

func write(t *testing.T, s *store.Store, ws chat.ID, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.Write(context.Background(), ws, fn); err != nil {
		t.Fatal(err)
	}
}

type backup struct {
	parts  [][]byte
	counts map[string]int64
}

func export(t *testing.T, s *store.Store) backup {
	t.Helper()
	var b backup
	counts, err := s.Export(context.Background(), func(_ string, body []byte) error {
		b.parts = append(b.parts, bytes.Clone(body))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	b.counts = counts
	return b
}

// rows gives all rows without the epoch, which a restore changes, in one order for both engines.
func (b backup) rows() []string {
	var all []string
	for _, p := range b.parts {
		head, rest, _ := strings.Cut(string(p), "\n")
		for line := range strings.Lines(rest) {
			if strings.Contains(head, `"workspaces"`) {
				line = line[:strings.Index(line, `"{}"`)]
			}
			all = append(all, head+line)
		}
	}
	slices.Sort(all)
	return all
}

func (b backup) next() func() ([]byte, error) {
	parts := b.parts
	return func() ([]byte, error) {
		if len(parts) == 0 {
			return nil, io.EOF
		}
		p := parts[0]
		parts = parts[1:]
		return p, nil
	}
}

func restore(t *testing.T, s *store.Store, b backup) error {
	t.Helper()
	schema, err := store.SchemaVersion()
	if err != nil {
		t.Fatal(err)
	}
	return s.Import(context.Background(), schema, b.next(), func(got map[string]int64) error {
		if !maps.Equal(got, b.counts) {
			return errors.New("counts differ")
		}
		return nil
	})
}

func TestBackupRestoresOnEitherDatabase(t *testing.T) {
	engines(t, func(t *testing.T, from func() *store.Store) {
		source := from()
		ws, room, people := lively(t, source)
		epoch := feed(t, source, ws).Epoch
		b := export(t, source)
		if b.counts["messages"] != 3 || b.counts["avatars"] != 1 || b.counts["revisions"] != 2 {
			t.Fatalf("counts %v", b.counts)
		}
		for name, opt := range map[string]store.Options{"to sqlite": {Path: filepath.Join(t.TempDir(), "other.db")}, "to postgres": {URL: dbtest.Postgres(t)}} {
			t.Run(name, func(t *testing.T) {
				target := open(t, opt)
				if err := restore(t, target, b); err != nil {
					t.Fatal(err)
				}
				if got, want := export(t, target).rows(), b.rows(); !slices.Equal(got, want) {
					t.Errorf("restored rows differ:\n%s\nwant\n%s", strings.Join(got, ""), strings.Join(want, ""))
				}
				if f := feed(t, target, ws); f.Epoch == epoch || f.Head != feed(t, source, ws).Head {
					t.Errorf("feed %+v after %s", f, epoch)
				}
				noFindings(t, target)
				// Life goes on: new numbers and new ids.
				if _, err := target.Send(context.Background(), ws, text(room, people[2], "back again"), 1); err != nil {
					t.Error(err)
				}
				company(t, target, "second", 2)
			})
		}
	})
}

func feed(t *testing.T, s *store.Store, ws chat.ID) store.Feed {
	t.Helper()
	f, err := s.Feed(context.Background(), ws)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestBrokenBackupChangesNothing(t *testing.T) {
	engines(t, func(t *testing.T, from func() *store.Store) {
		s := from()
		lively(t, s)
		before := export(t, s)
		for name, broken := range map[string]backup{
			"cut off":        {parts: before.parts[:8], counts: before.counts},
			"another table":  {parts: [][]byte{[]byte(`{"table":"passwords","columns":["id"]}` + "\n[1]\n")}},
			"another column": {parts: [][]byte{[]byte(`{"table":"users","columns":["id; DROP TABLE users"]}` + "\n[1]\n")}},
			"short row":      {parts: [][]byte{[]byte(`{"table":"meta","columns":["name","value"]}` + "\n[\"a\"]\n")}},
			"wrong kind":     {parts: [][]byte{[]byte(`{"table":"heads","columns":["workspace_id","seq","ts_ms"]}` + "\n[1,\"x\",2]\n")}},
			"no rows at all": {parts: [][]byte{[]byte("garbage")}},
		} {
			t.Run(name, func(t *testing.T) {
				if err := restore(t, s, broken); err == nil {
					t.Fatal("restored")
				}
				if got := export(t, s); !slices.Equal(got.rows(), before.rows()) {
					t.Error("the record changed")
				}
			})
		}
	})
}

func TestBackupRunsBesideWritersAndSeesOneMoment(t *testing.T) {
	engines(t, func(t *testing.T, from func() *store.Store) {
		s := from()
		ws, room, people := lively(t, s)
		ctx, stop := context.WithCancel(context.Background())
		progress, ended := make(chan struct{}), make(chan error)
		go func() {
			for ctx.Err() == nil {
				if _, err := s.Send(context.Background(), ws, text(room, people[0], "meanwhile"), 1); err != nil {
					ended <- err
					return
				}
				select {
				case progress <- struct{}{}:
				default:
				}
			}
			ended <- nil
		}()
		var backups []backup
		for range 5 {
			<-progress // the writer is at work
			backups = append(backups, export(t, s))
		}
		<-progress
		stop()
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		target := open(t, store.Options{Path: filepath.Join(t.TempDir(), "moment.db")})
		for _, b := range backups {
			if err := restore(t, target, b); err != nil {
				t.Fatal(err)
			}
			noFindings(t, target)
		}
		if backups[0].counts["messages"] >= export(t, s).counts["messages"] {
			t.Error("nothing was sent meanwhile: the test shows nothing")
		}
	})
}

func TestOpenForReadingRefusesWhatIsNotOurs(t *testing.T) {
	if _, err := store.OpenForReading(context.Background(), store.Options{Path: filepath.Join(t.TempDir(), "none.db")}); err == nil {
		t.Error("opened a file that does not exist")
	}
	if _, err := store.OpenForReading(context.Background(), store.Options{URL: dbtest.Postgres(t)}); err == nil {
		t.Error("opened an empty database")
	}
}

func TestNewEpochsReachEveryWorkspace(t *testing.T) {
	engines(t, func(t *testing.T, from func() *store.Store) {
		s := from()
		a, _, _ := company(t, s, "a", 1)
		b, _, _ := company(t, s, "b", 1)
		before := []string{feed(t, s, a).Epoch, feed(t, s, b).Epoch}
		if err := s.NewEpochs(context.Background()); err != nil {
			t.Fatal(err)
		}
		after := []string{feed(t, s, a).Epoch, feed(t, s, b).Epoch}
		if after[0] == before[0] || after[1] == before[1] || after[0] == after[1] {
			t.Errorf("%v became %v", before, after)
		}
	})
}
