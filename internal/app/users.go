package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/guideops/guideops/internal/chat"
)

// People is whom a person may see, and how to reach them.
type People struct {
	Users    []*chat.User    `json:"users"`
	Contacts []*chat.Contact `json:"contacts"`
}

// PersonCard is one person.
type PersonCard struct {
	User    *chat.User    `json:"user"`
	Contact *chat.Contact `json:"contact,omitempty"`
}

// Users lists the people that by may see, by name. q narrows by name, login or title.
func (a *App) Users(ctx context.Context, by Actor, q string) (*People, error) {
	dir, err := a.store.Directory(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	me, ok := dir.User(by.User)
	if !ok {
		return nil, chat.ErrSignIn()
	}
	out := &People{Users: []*chat.User{}, Contacts: []*chat.Contact{}}
	listed := map[chat.ID]bool{}
	for _, u := range dir.Users() {
		if dir.Meets(by.User, u.ID) && matches(u, q) {
			out.Users = append(out.Users, u)
			listed[u.ID] = true
		}
	}
	sortPeople(out.Users)
	contacts, err := a.store.Contacts(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	for _, c := range contacts {
		if listed[c.UserID] && (me.Role != chat.Guest || c.UserID == by.User) {
			out.Contacts = append(out.Contacts, c)
		}
	}
	return out, nil
}

// sortPeople sorts by name.
func sortPeople(us []*chat.User) {
	slices.SortFunc(us, func(x, y *chat.User) int {
		return cmp.Or(cmp.Compare(x.Name(), y.Name()), cmp.Compare(x.ID, y.ID))
	})
}

// matches looks for q in what people know a person by.
func matches(u *chat.User, q string) bool {
	q = strings.TrimSpace(q)
	return q == "" || containsFold(u.Name()+"\n"+u.Login+"\n"+u.Title, q)
}

func containsFold(s, part string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(part))
}

// User gives one person that by may see.
func (a *App) User(ctx context.Context, by Actor, id chat.ID) (*PersonCard, error) {
	dir, err := a.store.Directory(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	me, _ := dir.User(by.User)
	u, ok := dir.User(id)
	if !ok || !dir.Meets(by.User, id) {
		return nil, chat.Missing("user")
	}
	card := &PersonCard{User: &u}
	if me.Role != chat.Guest || id == by.User {
		card.Contact, err = a.store.Contact(ctx, id)
	}
	return card, err
}
