package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/importing"
	"github.com/guideops/guideops/internal/store"
)

// bringRoom makes the room, where it is not there yet, fills it and notes how
// far its people have read.
func (im *importRun) bringRoom(ctx context.Context, r *importing.Room) error {
	members := im.known(r)
	var room chat.ID
	var out Imported
	err := im.a.store.Write(ctx, im.ws.ID, func(tx *store.Tx) (err error) {
		out = Imported{}
		room, err = im.openRoom(tx, r, members, &out)
		return err
	})
	if chat.KindOf(err) == chat.Invalid {
		im.refuse("room", r.ID, err)
		return nil
	}
	if err != nil {
		return err
	}
	im.out.Rooms += out.Rooms
	im.out.Members += out.Members
	read, err := im.bringMessages(ctx, r, room)
	if err != nil || len(read) == 0 {
		return err
	}
	return im.a.store.Write(ctx, im.ws.ID, func(tx *store.Tx) error { return noteReads(tx, room, read) })
}

// known gives the people of a room who were taken over.
func (im *importRun) known(r *importing.Room) []chat.ID {
	var out []chat.ID
	for _, m := range r.Members {
		if id := im.people[m]; id != 0 {
			out = append(out, id)
		} else {
			im.refuse("member of room "+r.ID, m, errors.New("this person is not among the people"))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// openRoom finds the room that a foreign one is here, or makes it.
func (im *importRun) openRoom(tx *store.Tx, r *importing.Room, members []chat.ID, out *Imported) (chat.ID, error) {
	into, err := tx.Imported(im.in.Name, store.ImportedInto)
	if err != nil || into[r.ID] != 0 {
		return into[r.ID], err
	}
	made, err := tx.Imported(im.in.Name, store.ImportedRoom)
	if err != nil {
		return 0, err
	}
	if id := made[r.ID]; id != 0 {
		return id, im.enterAll(tx, id, r, members, out)
	}
	switch {
	case r.General:
		room, ok := general(tx.Dir())
		if !ok {
			return 0, chat.Missing("room")
		}
		return room.ID, tx.NoteImport(im.in.Name, store.ImportedInto, r.ID, room.ID)
	case r.Direct:
		return im.openDirect(tx, r, members, out)
	}
	room, err := im.makeChannel(tx, r)
	if err != nil {
		return 0, err
	}
	out.Rooms++
	if err := tx.NoteImport(im.in.Name, store.ImportedRoom, r.ID, room); err != nil {
		return 0, err
	}
	return room, im.enterAll(tx, room, r, members, out)
}

func (im *importRun) openDirect(tx *store.Tx, r *importing.Room, members []chat.ID, out *Imported) (chat.ID, error) {
	if len(members) < 2 || len(members) > chat.MaxDirect {
		return 0, chat.Bad("members", "direct_members", "A direct conversation needs 2 to %d people who were taken over.", chat.MaxDirect)
	}
	id, err := tx.DirectRoom(directKey(members))
	if err != nil {
		return 0, err
	}
	if id != 0 {
		return id, tx.NoteImport(im.in.Name, store.ImportedInto, r.ID, id)
	}
	room, err := makeDirect(tx, members[0], members)
	if err != nil {
		return 0, err
	}
	out.Rooms++
	out.Members += len(members)
	return room.ID, tx.NoteImport(im.in.Name, store.ImportedInto, r.ID, room.ID)
}

func (im *importRun) makeChannel(tx *store.Tx, r *importing.Room) (chat.ID, error) {
	room := &chat.Room{Kind: chat.Channel, Visibility: chat.Public, Posting: chat.PostingAll, History: chat.HistoryAll, CreatedBy: im.people[r.CreatedBy]}
	if r.Private {
		room.Visibility = chat.Private
	}
	var err error
	if room.Topic, err = chat.CheckTopic(r.Topic); err != nil {
		im.refuse("topic of room", r.ID, err)
	}
	base, err := chat.CheckRoomName(r.Name)
	if err != nil {
		return 0, err
	}
	key := ""
	for n := 1; ; n++ {
		if room.Name = base; n > 1 { // another room has its name here
			room.Name = fmt.Sprintf("%.70s (%d)", base, n)
		}
		if room.Visibility == chat.Private {
			break
		}
		key = chat.NameKey(room.Name)
		taken, err := tx.RoomNamed(key)
		if err != nil {
			return 0, err
		}
		if taken == 0 {
			break
		}
	}
	if err := tx.InsertRoom(room, store.RoomKeys{Name: key}); err != nil || !r.Archived {
		return room.ID, err
	}
	room.ArchivedMS = tx.NowMS()
	return room.ID, tx.UpdateRoom(room, key, false)
}

// enterAll puts the people of a room in who never were in it. Somebody must be
// able to run it: who created it, or who came first.
func (im *importRun) enterAll(tx *store.Tx, room chat.ID, r *importing.Room, members []chat.ID, out *Imported) error {
	owner := im.people[r.CreatedBy]
	if !slices.Contains(members, owner) && len(members) > 0 {
		owner = members[0]
	}
	for _, user := range members {
		was, err := tx.WasMember(room, user)
		if err != nil {
			return err
		}
		if was {
			continue
		}
		role := chat.RoomMember
		if user == owner {
			role = chat.RoomOwner
		}
		if _, err := tx.Enter(room, user, role); err != nil {
			return err
		}
		out.Members++
	}
	return nil
}

// bringMessages stores a room's messages, and gives up to which of them each person has read.
func (im *importRun) bringMessages(ctx context.Context, r *importing.Room, room chat.ID) (map[chat.ID]int64, error) {
	read := map[chat.ID]int64{}
	err := im.src.Messages(ctx, r.ID, func(page []importing.Message) error {
		batch := make([]store.ForeignMessage, 0, len(page))
		at := make([]importing.Pos, 0, len(page))
		for i := range page {
			m, err := im.message(&page[i], room)
			if err != nil {
				im.refuse("message", page[i].ID, err)
				continue
			}
			batch, at = append(batch, store.ForeignMessage{ExternalID: page[i].ID, Message: m}), append(at, page[i].Pos)
		}
		var stored int
		err := im.a.store.Write(ctx, im.ws.ID, func(tx *store.Tx) (err error) {
			if len(batch) > 0 {
				stored, err = tx.ImportMessages(im.in.Name, room, batch)
			}
			return err
		})
		if err != nil {
			return err
		}
		for user, pos := range r.Reads {
			id := im.people[user]
			if !im.made[id] {
				continue // who was here before has read on here
			}
			for i := range batch {
				if !at[i].After(pos) {
					read[id] = batch[i].Message.Seq
				}
			}
		}
		im.out.Messages += int64(stored)
		im.progress(len(page))
		return ctx.Err()
	})
	return read, err
}

func (im *importRun) progress(n int) {
	im.out.Seen += int64(n)
	im.in.Progress(im.out.Seen, max(im.total, im.out.Seen))
}

// message makes one of ours of a foreign message.
func (im *importRun) message(f *importing.Message, room chat.ID) (*chat.Message, error) {
	author := im.people[f.Author]
	if author == 0 {
		return nil, errors.New("its author is not among the people")
	}
	if f.TSMS <= 0 || f.TSMS > min(im.a.store.NowMS(), chat.MaxImportMS) {
		return nil, errors.New("its time is in the future or before 1970")
	}
	if len(f.ID) > 500 || chat.CheckText(f.ID, false) != nil {
		return nil, errors.New("its id is not text, or too long")
	}
	s := chat.Send{ID: im.messageID(f.ID), Text: f.Text, Lat: f.Lat, Long: f.Long}
	if err := s.Check(); err != nil {
		return nil, err
	}
	m := s.Message(room, author)
	m.TSMS = f.TSMS
	return &m, nil
}

// messageID names a foreign message: always the same by the same id.
func (im *importRun) messageID(id string) chat.UUID {
	return chat.UUID(uuid.NewSHA1(uuid.NameSpaceOID, []byte("guideops import\x00"+im.in.Name+"\x00"+id)))
}

// noteReads sets how far people had read, unless they have read on here.
func noteReads(tx *store.Tx, room chat.ID, read map[chat.ID]int64) error {
	for user, seq := range read {
		st, err := tx.State(room, user)
		if err != nil {
			return err
		}
		if st.ReadSeq != st.ChangeSeq || st.ChangeSeq == 0 { // not as entering has left it, or never in it
			continue
		}
		st.ReadSeq = seq
		if err := tx.PutState(st); err != nil {
			return err
		}
	}
	return nil
}

// dryRun looks at everything and counts what would be refused.
func (im *importRun) dryRun(ctx context.Context, people []foreign, rooms []importing.Room) error {
	for _, p := range people {
		im.people[p.id] = 1
	}
	im.out.People, im.out.Rooms = len(people), len(rooms)
	for i := range rooms {
		im.out.Members += len(im.known(&rooms[i]))
		err := im.src.Messages(ctx, rooms[i].ID, func(page []importing.Message) error {
			for i := range page {
				if _, err := im.message(&page[i], 1); err != nil {
					im.refuse("message", page[i].ID, err)
				} else {
					im.out.Messages++
				}
			}
			im.progress(len(page))
			return ctx.Err()
		})
		if err != nil {
			return err
		}
	}
	return nil
}
