package app

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

const (
	maxName   = 80
	maxTitle  = 80
	maxPhone  = 40
	maxEmail  = 254 // RFC 5321
	maxSlug   = 40
	maxDevice = 100
)

// newPerson is an account to be made. Its words are checked already.
type newPerson struct {
	User         chat.User
	Phone, Email string
	PasswordHash string
	ConfirmedMS  int64
}

// insertPerson makes the account, its contact, and lets everybody but guests
// into General. A guest gets an end.
func insertPerson(tx *store.Tx, p *newPerson) error {
	if err := insertAccount(tx, p); err != nil {
		return err
	}
	if room, ok := general(tx.Dir()); ok && p.User.Role != chat.Guest {
		return enterRoom(tx, room.ID, p.User.ID, chat.RoomMember, joined(p.User.ID), p.User.ID)
	}
	return nil
}

// insertAccount makes the account alone.
func insertAccount(tx *store.Tx, p *newPerson) error {
	key := emailKey(p.Email)
	if key != "" {
		owner, err := tx.EmailOwner(key)
		if err != nil {
			return err
		}
		if owner != 0 {
			return chat.Clash("email_taken", "Somebody here has this mail address already. Sign in instead, or reset the password.")
		}
	}
	login, err := freeLogin(tx, p)
	if err != nil {
		return err
	}
	p.User.Login = login
	if err := tx.InsertUser(&p.User, p.PasswordHash); err != nil {
		return err
	}
	return tx.PutContact(&chat.Contact{UserID: p.User.ID, Phone: p.Phone, Email: p.Email}, key, p.ConfirmedMS)
}

func joined(user chat.ID) *chat.Info {
	return &chat.Info{Event: "joined", UserIDs: []chat.ID{user}}
}

// freeLogin makes a login of the mail address or the name: anna, anna2 …
func freeLogin(tx *store.Tx, p *newPerson) (string, error) {
	base, _, _ := strings.Cut(p.Email, "@")
	if base = loginOf(base); p.User.Login != "" {
		base = p.User.Login // imported: as he is used to
	}
	if base == "" {
		base = loginOf(p.User.FirstName)
	}
	if base == "" {
		base = "guide"
	}
	for n := 1; ; n++ {
		login := base
		if n > 1 {
			login = fmt.Sprintf("%s%d", base, n)
		}
		taken, err := tx.LoginTaken(login)
		if err != nil || !taken {
			return login, err
		}
	}
}

// loginOf keeps what is easy to type everywhere.
func loginOf(s string) string {
	s = strings.Map(func(r rune) rune {
		if (r >= 'a' && r <= 'z') || (r >= '0' && r <= '9') || r == '.' || r == '-' || r == '_' {
			return r
		}
		return -1
	}, strings.ToLower(s))
	if len(s) > 40 {
		s = s[:40]
	}
	return strings.Trim(s, ".-_")
}

// slugOf makes the short name of a company: "Alpine Guides Ltd" -> "alpine-guides-ltd".
func slugOf(name string) string {
	var b strings.Builder
	dash := false
	for _, r := range strings.ToLower(name) {
		switch {
		case b.Len() >= maxSlug:
		case (r >= 'a' && r <= 'z') || (r >= '0' && r <= '9'):
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			dash = false
		default:
			dash = true
		}
	}
	if b.Len() == 0 {
		return "company"
	}
	return b.String()
}

// emailKey folds an address: people do not remember how they wrote it.
func emailKey(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// checkEmail gives the address as it is stored.
func checkEmail(s string) (string, error) {
	s = strings.TrimSpace(s)
	bad := chat.Bad("email", "email_invalid", "This is not a mail address.")
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > maxEmail || strings.ContainsFunc(s, hides) {
		return "", bad
	}
	_, domain, ok := strings.Cut(s, "@")
	if !ok || domain == "" || strings.ContainsAny(domain, "@[] ") {
		return "", bad
	}
	return s, nil
}

// hides finds what makes an address look like another one.
func hides(r rune) bool { return !unicode.IsPrint(r) || chat.Deceives(r) }

// deviceLine gives a device's name as it is stored; it is no reason to refuse a sign-in.
func deviceLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || chat.Deceives(r) {
			return -1
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > maxDevice {
		s = string(r[:maxDevice])
	}
	return s
}

// line is one field to be checked in place.
type line struct {
	field string
	value *string
	limit int
}

func checkLines(lines ...line) error {
	for _, l := range lines {
		if l.value == nil {
			continue
		}
		v, err := chat.CheckLine(l.field, *l.value, l.limit)
		if err != nil {
			return err
		}
		*l.value = v
	}
	return nil
}

// checkLocale accepts a BCP 47 tag by its shape: en, nb-NO, zh-Hant-TW.
func checkLocale(s string) error {
	if s == "" {
		return nil
	}
	parts := strings.Split(s, "-")
	ok := len(s) <= 35 && len(parts[0]) >= 2 && len(parts[0]) <= 8
	for _, p := range parts {
		ok = ok && p != "" && len(p) <= 8 && !strings.ContainsFunc(p, func(r rune) bool {
			return r > unicode.MaxASCII || (!unicode.IsLetter(r) && !unicode.IsDigit(r))
		})
	}
	if !ok {
		return chat.Bad("locale", "locale_invalid", "The locale must be a language tag like en or nb-NO.")
	}
	return nil
}

// checkTimeZone accepts an IANA name.
func checkTimeZone(s string) error {
	if s == "" {
		return nil
	}
	if _, err := time.LoadLocation(s); err != nil || s == "Local" {
		return chat.Bad("time_zone", "time_zone_unknown", "The time zone must be a name like America/Vancouver.")
	}
	return nil
}

// checkRooms gives the rooms that by is in, without repeats: what he may take others into.
func checkRooms(dir *chat.Directory, by chat.ID, rooms []chat.ID) ([]chat.ID, error) {
	rooms = list(slices.Clone(rooms))
	slices.Sort(rooms)
	rooms = slices.Compact(rooms)
	for _, id := range rooms {
		r, ok := dir.Room(id)
		_, in := dir.Member(id, by)
		if !ok || !in || r.Kind == chat.Direct {
			return nil, chat.Bad("room_ids", "room_not_found", "You may only invite into channels that you are in.")
		}
	}
	return rooms, nil
}
