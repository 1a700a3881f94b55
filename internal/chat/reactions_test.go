package chat

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAReactionIsOneEmoji(t *testing.T) {
	for _, good := range []string{"👍", "❤️", "👩🏽‍❤️‍💋‍👨🏿", "🇳🇴", "1️⃣", "#️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "‼️", "™️", "↔️", "🫩", "☃"} {
		if err := CheckEmoji(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{"", "ok", "a👍", "👍 ", "1", "<b>", "\u200d", "\ufe0f", "🏽", "\xff", "\ufffd", "山", strings.Repeat("👍", 17)} {
		if err := CheckEmoji(bad); KindOf(err) != Invalid {
			t.Errorf("%q was taken: %v", bad, err)
		}
	}
}

func FuzzATakenEmojiIsShortAndPrintable(f *testing.F) {
	for _, s := range []string{"👍", "1️⃣", "ok", "🇳🇴", "\u200d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if CheckEmoji(s) == nil && (!utf8.ValidString(s) || len(s) > 64 || strings.ContainsAny(s, "<>&\"'/\x00 \n")) {
			t.Fatalf("%q was taken", s)
		}
	})
}

func TestAnEmojiKeepsThePlaceOfItsFirstUse(t *testing.T) {
	var rs []Reaction
	for _, step := range []struct {
		add     bool
		emoji   string
		user    ID
		changed bool
		want    string
	}{
		{true, "👍", 1, true, "👍1"},
		{true, "🎿", 2, true, "👍1 🎿2"},
		{true, "👍", 3, true, "👍13 🎿2"},
		{true, "👍", 3, false, "👍13 🎿2"},
		{false, "👍", 1, true, "👍3 🎿2"},
		{false, "👍", 1, false, "👍3 🎿2"},
		{false, "🏔", 1, false, "👍3 🎿2"},
		{false, "👍", 3, true, "🎿2"},
		{true, "👍", 3, true, "🎿2 👍3"},
	} {
		before := slices.Clone(rs)
		var changed bool
		if step.add {
			rs, changed = AddReaction(rs, step.emoji, step.user)
		} else {
			rs, changed = RemoveReaction(rs, step.emoji, step.user)
		}
		if changed != step.changed || shown(rs) != step.want {
			t.Fatalf("%+v on %s: %s, changed %v", step, shown(before), shown(rs), changed)
		}
	}
}

func shown(rs []Reaction) string {
	parts := make([]string, len(rs))
	for i, r := range rs {
		parts[i] = r.Emoji
		for _, id := range r.UserIDs {
			parts[i] += id.String()
		}
	}
	return strings.Join(parts, " ")
}
