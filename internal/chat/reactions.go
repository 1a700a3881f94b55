package chat

import "slices"

// AddReaction gives the reactions with one more and whether that changed them.
// An emoji keeps the place of its first use.
func AddReaction(rs []Reaction, emoji string, user ID) ([]Reaction, bool) {
	i := indexOf(rs, emoji)
	if i < 0 {
		return append(slices.Clone(rs), Reaction{Emoji: emoji, UserIDs: []ID{user}}), true
	}
	if slices.Contains(rs[i].UserIDs, user) {
		return rs, false
	}
	rs = slices.Clone(rs)
	rs[i].UserIDs = append(slices.Clone(rs[i].UserIDs), user)
	return rs, true
}

// RemoveReaction gives the reactions with one less and whether that changed them.
func RemoveReaction(rs []Reaction, emoji string, user ID) ([]Reaction, bool) {
	i := indexOf(rs, emoji)
	if i < 0 {
		return rs, false
	}
	j := slices.Index(rs[i].UserIDs, user)
	if j < 0 {
		return rs, false
	}
	rs = slices.Clone(rs)
	rs[i].UserIDs = slices.Delete(slices.Clone(rs[i].UserIDs), j, j+1)
	if len(rs[i].UserIDs) == 0 {
		rs = slices.Delete(rs, i, i+1)
	}
	return rs, true
}

func indexOf(rs []Reaction, emoji string) int {
	return slices.IndexFunc(rs, func(r Reaction) bool { return r.Emoji == emoji })
}
