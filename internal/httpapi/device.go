package httpapi

import "strings"

// mark is a name and the word of a user agent that gives it away.
type mark struct{ word, name string }

// deviceName says in a few words what a user agent is: "Firefox on Android".
// The order matters: Edge says that it is Chrome, which says that it is Safari.
func deviceName(agent string) string {
	browser := find(agent, []mark{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"},
		{"Firefox", "Firefox"}, {"FxiOS", "Firefox"}, {"CriOS", "Chrome"}, {"Chrome", "Chrome"}, {"Safari", "Safari"}})
	system := find(agent, []mark{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"},
		{"CrOS", "ChromeOS"}, {"Mac OS X", "Mac"}, {"Linux", "Linux"}})
	switch {
	case browser != "" && system != "":
		return browser + " on " + system
	case browser != "" || system != "":
		return browser + system
	}
	program, _, _ := strings.Cut(agent, "/")
	if len(program) > 40 || strings.ContainsFunc(program, func(r rune) bool { return r < ' ' || r > '~' }) {
		return ""
	}
	return program
}

func find(agent string, marks []mark) string {
	for _, m := range marks {
		if strings.Contains(agent, m.word) {
			return m.name
		}
	}
	return ""
}
