package chat

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of what people write beside messages.
const (
	MaxRoomName  = 80
	MaxTopic     = 500
	MaxReason    = 1000
	MaxPins      = 100 // in a room
	MaxReactions = 20  // different emoji on a message
	MaxDirect    = 30  // people in a direct room
	MaxAdd       = 500 // people added at once
)

// CheckRoomName gives the name as it is stored: trimmed, inner space single.
func CheckRoomName(name string) (string, error) {
	name, err := CheckLine("name", name, MaxRoomName)
	if err == nil && name == "" {
		return "", Bad("name", "name_empty", "Give the room a name.")
	}
	return name, err
}

// CheckTopic gives a topic as it is stored; the empty one is none.
func CheckTopic(topic string) (string, error) { return CheckLine("topic", topic, MaxTopic) }

// CheckReason gives the reason of a report as it is stored.
func CheckReason(reason string) (string, error) {
	if err := plainText("reason", reason, MaxReason); err != nil {
		return "", err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return "", Bad("reason", "reason_empty", "Say in a few words what is wrong with the message.")
	}
	return reason, nil
}

// CheckLine gives one line of text as it is stored: without surplus space,
// empty where nothing of it is seen, refused where it cannot be shown.
func CheckLine(field, s string, limit int) (string, error) {
	if strings.ContainsFunc(s, Deceives) {
		return "", Bad(field, field+"_invalid", "The %s holds characters that cannot be shown.", field)
	}
	s = strings.Join(strings.Fields(s), " ")
	if Blank(s) {
		s = ""
	}
	return s, plainText(field, s, limit)
}

// Deceives finds what cannot be shown, what is not seen, and the marks that turn
// the direction of writing: with them a name can look like another's. Joiners
// and flag tags stay: Persian and emoji are written with them.
func Deceives(r rune) bool {
	if r == '\u200c' || r == '\u200d' || (r >= 0xe0020 && r <= 0xe007f) {
		return false
	}
	return (unicode.IsControl(r) && !unicode.IsSpace(r)) || (unseen(r) && !unicode.Is(unicode.Variation_Selector, r))
}

// Blank reports that nothing of a text is seen.
func Blank(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsSpace(r) && !unicode.IsControl(r) && !unseen(r) })
}

// unseen: format characters but the few with a picture of their own, and fillers.
func unseen(r rune) bool {
	return r > unicode.MaxASCII && ((unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)) ||
		unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector))
}

func plainText(field, s string, limit int) error {
	switch {
	case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		return Bad(field, field+"_invalid", "The %s holds bytes that are not text (invalid UTF-8 or NUL).", field)
	case utf8.RuneCountInString(s) > limit:
		return Bad(field, field+"_too_long", "The %s has at most %d characters.", field, limit)
	}
	return nil
}

// NameKey folds a name, so that "General", "GENERAL" and the same in wide forms
// are one room to people, whatever unseen characters are between.
// Upper case first: some letters have two lower-case forms.
func NameKey(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r >= 0xff01 && r <= 0xff5e: // full width, in the order of ASCII
			return r - 0xff01 + '!'
		case unseen(r):
			return -1
		}
		return r
	}, name)
	return strings.ToLower(strings.ToUpper(strings.Join(strings.Fields(name), " ")))
}

// OneOf refuses a value that is not among the allowed ones.
func OneOf(field, v string, allowed ...string) error {
	for _, a := range allowed {
		if v == a {
			return nil
		}
	}
	return Bad(field, field+"_unknown", "%s must be one of: %s.", field, strings.Join(allowed, ", "))
}

// CheckSeq refuses a number that did not survive JavaScript. Imported history
// has negative numbers.
func CheckSeq(field string, seq int64) error {
	if seq > MaxExact || seq < -MaxExact {
		return Bad(field, "seq_out_of_range", "%s must be a message's seq: a whole number within 2^53.", field)
	}
	return nil
}

// Limits of one emoji: the longest in Unicode are families of joined people.
const (
	maxEmojiRunes = 16
	maxEmojiBytes = 64
)

// CheckEmoji refuses as a reaction what is not one short picture: text would
// make reactions a second, unedited and uncounted kind of message.
func CheckEmoji(s string) error {
	if len(s) > maxEmojiBytes || utf8.RuneCountInString(s) > maxEmojiRunes || !pictorial(s) {
		return Bad("emoji", "emoji_invalid", "A reaction is one emoji.")
	}
	return nil
}

// pictorial: pictures, perhaps joined and coloured, or a keycap such as 1️⃣.
func pictorial(s string) bool {
	pictures, keycap := 0, strings.HasSuffix(s, "\u20e3")
	for i, r := range s {
		switch {
		case r == utf8.RuneError: // invalid UTF-8; the character U+FFFD itself is no picture either
			return false
		case keycap && i == 0 && strings.ContainsRune("0123456789#*", r):
			pictures++
		case r == '\ufe0f' || (keycap && r == '\u20e3'):
			if i == 0 {
				return false
			}
		case r == '\u200d' || (r >= 0xe0020 && r <= 0xe007f) || (r >= 0x1f3fb && r <= 0x1f3ff): // joiner, flag tags, skin
			if pictures == 0 {
				return false
			}
		case isPicture(r):
			pictures++
		default:
			return false
		}
	}
	return pictures > 0
}

func isPicture(r rune) bool {
	switch r {
	case '‼', '⁉', 'ℹ', '〰', '〽':
		return true
	}
	// The block of pictographs is taken whole: phones know newer ones than our tables.
	return (r >= 0x1f000 && r <= 0x1faff) || (r > unicode.MaxASCII && unicode.In(r, unicode.So, unicode.Sm))
}
