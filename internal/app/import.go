package app

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/importing"
	"github.com/guideops/guideops/internal/store"
)

// Import says what to take over, and into which company.
type Import struct {
	Name      string // of the source: what came by it once is known by it
	Company   string // name of the company to be made, where the server is empty
	Owner     string // name, login or address of who will own it
	Workspace string // short name, where there are several companies
	DryRun    bool
	// Refuse hears of everything that is not taken over, Progress how far it is.
	Refuse   func(importing.Refusal)
	Progress func(done, total int64)
}

// Imported counts what an import has brought. On a second run it is all zero.
type Imported struct {
	People, Rooms, Members int
	Messages, Seen         int64 // stored now; looked at
	Refused                int
	Workspace              string
}

// Import takes over the history of another chat. Everything keeps its time and
// its author, stands before everything native and is unread for nobody. It may
// be interrupted and run again: what is there already is left as it is.
func (a *App) Import(ctx context.Context, src *importing.Redis, in Import) (*Imported, error) {
	im := &importRun{a: a, src: src, in: in, out: &Imported{}, people: map[string]chat.ID{}, made: map[chat.ID]bool{}}
	people := src.People()
	rooms, err := src.Rooms(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range rooms {
		im.total += r.Count
	}
	fresh := im.check(people)
	if in.DryRun {
		return im.out, im.dryRun(ctx, fresh, rooms)
	}
	if im.ws, err = im.company(ctx, fresh); err != nil {
		return nil, err
	}
	if err := im.bringPeople(ctx, fresh); err != nil {
		return nil, err
	}
	for i := range rooms {
		if err := im.bringRoom(ctx, &rooms[i]); err != nil {
			return nil, err
		}
	}
	im.out.Workspace = im.ws.Slug
	return im.out, im.close(ctx)
}

// importRun is one run of an import.
type importRun struct {
	a      *App
	src    *importing.Redis
	in     Import
	out    *Imported
	ws     *chat.Workspace
	people map[string]chat.ID // foreign id -> person; in a dry run all are 1
	made   map[chat.ID]bool   // whose account the import has made
	total  int64
}

func (im *importRun) refuse(kind, id string, why error) {
	im.out.Refused++
	reason := why.Error()
	var e *chat.Error
	if errors.As(why, &e) {
		reason = e.Message
	}
	im.in.Refuse(importing.Refusal{Kind: kind, ID: id, Reason: reason})
}

// foreign is a person who may be taken over.
type foreign struct {
	id     string
	person newPerson
	gone   bool
}

// check refuses people who cannot be kept as they are.
func (im *importRun) check(people []importing.Person) []foreign {
	var out []foreign
	for _, p := range people {
		f := foreign{id: p.ID, gone: p.Gone, person: newPerson{Phone: p.Phone, PasswordHash: p.PasswordHash, User: chat.User{Login: importedLogin(p.Login),
			FirstName: p.FirstName, LastName: p.LastName, Title: p.Title, Role: chat.Role(p.Role)}}}
		n := &f.person
		if err := checkLines(line{"first_name", &n.User.FirstName, maxName}, line{"last_name", &n.User.LastName, maxName},
			line{"title", &n.User.Title, maxTitle}, line{"phone", &n.Phone, maxPhone}); err != nil {
			im.refuse("person", p.ID, err)
			continue
		}
		if n.User.FirstName == "" {
			im.refuse("person", p.ID, errors.New("nothing of the name can be shown"))
			continue
		}
		if p.Email != "" {
			var err error
			if n.Email, err = checkEmail(p.Email); err != nil {
				im.refuse("mail address of person", p.ID, err)
			}
		}
		if n.PasswordHash != "" && !importable(n.PasswordHash) {
			im.refuse("password of person", p.ID, errors.New("it is no bcrypt hash that can be checked in reasonable time: let them reset it"))
			n.PasswordHash = ""
		}
		if !n.User.Role.Valid() || n.User.Role == chat.Bot {
			n.User.Role = chat.Person
		}
		out = append(out, f)
	}
	return out
}

// importedLogin folds a login as sign-in does; what could be an address is none.
func importedLogin(s string) string {
	s, err := chat.CheckLine("login", s, maxName)
	if key := emailKey(s); err == nil && checkLogin(key) {
		return key
	}
	return loginOf(s)
}

func checkLogin(s string) bool {
	_, err := checkEmail(s)
	return s != "" && err != nil
}

// company finds the company to import into, or on an empty server makes it.
func (im *importRun) company(ctx context.Context, people []foreign) (*chat.Workspace, error) {
	all, err := im.a.store.Workspaces(ctx, 2)
	if err != nil || len(all) > 0 {
		if err == nil {
			return im.a.onlyWorkspace(ctx, im.in.Workspace)
		}
		return nil, err
	}
	owner, err := im.owner(people)
	if err != nil {
		return nil, err
	}
	name := im.in.Company
	if err := checkLines(line{"company", &name, maxName}); err != nil {
		return nil, err
	}
	if name == "" {
		return nil, chat.Bad("company", "company_missing", "There is no company on this server yet: name it with --company.")
	}
	_, err = im.a.store.Create(ctx, slugOf(name), name, uuid.NewString(), func(tx *store.Tx) error {
		p := owner.person
		if err := im.a.foundWith(tx, Actor{}, &p, true); err != nil {
			return err
		}
		return tx.NoteImport(im.in.Name, store.ImportedUser, owner.id, p.User.ID)
	})
	if err != nil {
		return nil, err
	}
	im.out.People++
	return im.a.onlyWorkspace(ctx, "")
}

// owner chooses who owns a new company: whom the operator names, else the
// owner that it had, else who came first.
func (im *importRun) owner(people []foreign) (*foreign, error) {
	wanted := emailKey(im.in.Owner)
	for i := range people {
		p := &people[i].person
		if wanted != "" && (wanted == p.User.Login || wanted == emailKey(p.Email) || wanted == emailKey(p.User.Name())) {
			return &people[i], nil
		}
		if wanted == "" && p.User.Role == chat.SuperAdmin {
			return &people[i], nil
		}
	}
	if wanted != "" {
		return nil, chat.Bad("owner", "owner_unknown", "There is nobody called so in what is imported. Name the owner by login or mail address.")
	}
	if len(people) == 0 {
		return nil, chat.Bad("owner", "owner_missing", "There is nobody in what is imported who could own the company.")
	}
	return &people[0], nil
}

// bringPeople makes the accounts that are not there yet. Who has the same mail
// address here already is taken for the same person.
func (im *importRun) bringPeople(ctx context.Context, people []foreign) error {
	for len(people) > 0 {
		n := min(len(people), 50)
		batch := people[:n]
		var out Imported
		err := im.a.store.Write(ctx, im.ws.ID, func(tx *store.Tx) error {
			out = Imported{}
			made, err := tx.Imported(im.in.Name, store.ImportedUser)
			if err != nil {
				return err
			}
			same, err := tx.Imported(im.in.Name, store.ImportedPerson)
			if err != nil {
				return err
			}
			for _, f := range batch {
				id := made[f.id]
				if id == 0 && same[f.id] == 0 {
					if id, err = im.bringPerson(tx, f, &out); err != nil {
						return err
					}
				}
				if im.made[id] = id != 0; id == 0 {
					id = same[f.id]
				}
				im.people[f.id] = id
			}
			return nil
		})
		if err != nil {
			return err
		}
		im.out.People += out.People
		people = people[n:]
	}
	return im.samePeople(ctx)
}

// samePeople looks up who had an account here before.
func (im *importRun) samePeople(ctx context.Context) error {
	return im.a.store.Write(ctx, im.ws.ID, func(tx *store.Tx) error {
		same, err := tx.Imported(im.in.Name, store.ImportedPerson)
		for id, user := range same {
			im.people[id] = user
		}
		return err
	})
}

// bringPerson makes one account; 0 where there is one with his address.
func (im *importRun) bringPerson(tx *store.Tx, f foreign, out *Imported) (chat.ID, error) {
	p := f.person
	if key := emailKey(p.Email); key != "" {
		owner, err := tx.EmailOwner(key)
		if err != nil {
			return 0, err
		}
		if owner != 0 {
			return 0, tx.NoteImport(im.in.Name, store.ImportedPerson, f.id, owner)
		}
	}
	if p.User.Role == chat.SuperAdmin {
		p.User.Role = chat.Admin // there is one owner already
	}
	if p.User.Role == chat.Guest {
		p.User.GuestUntilMS = tx.NowMS() + guestLifeMS
	}
	if err := insertAccount(tx, &p); err != nil {
		return 0, err
	}
	if f.gone {
		p.User.DeactivatedMS = tx.NowMS()
		if err := tx.UpdateUser(&p.User); err != nil {
			return 0, err
		}
	}
	if room, ok := general(tx.Dir()); ok && p.User.Role != chat.Guest {
		if err := enterRoom(tx, room.ID, p.User.ID, chat.RoomMember, nil, p.User.ID); err != nil {
			return 0, err
		}
	}
	out.People++
	return p.User.ID, tx.NoteImport(im.in.Name, store.ImportedUser, f.id, p.User.ID)
}

// close lets every device begin anew, if anything has come in since the last time.
func (im *importRun) close(ctx context.Context) error {
	return im.a.store.Write(ctx, im.ws.ID, func(tx *store.Tx) error {
		changed, err := tx.CloseImport(im.in.Name)
		if err != nil || !changed {
			return err
		}
		return audit(tx, Actor{Workspace: im.ws.ID}, "workspace.import", "workspace", im.ws.ID.String(),
			map[string]any{"source": im.in.Name, "people": im.out.People, "rooms": im.out.Rooms, "messages": im.out.Messages})
	})
}
