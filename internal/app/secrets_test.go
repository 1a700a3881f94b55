package app

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestACodeIsReadAsPeoplePassItOn(t *testing.T) {
	code, hash := newCode(context.Background())
	if len(code) != codeLength {
		t.Fatalf("%q has %d letters", code, len(code))
	}
	for _, s := range []string{code, strings.ToUpper(code), code[:4] + "-" + code[4:], " " + code + "\n"} {
		if got, ok := parseCode(s); !ok || got != hash {
			t.Errorf("%q is not read", s)
		}
	}
	for _, s := range []string{"", code[1:], code + "a", "0" + code[1:], strings.Repeat(" ", 500) + code} {
		if _, ok := parseCode(s); ok {
			t.Errorf("%q is taken for a code", s)
		}
	}
	if other, _ := newCode(context.Background()); other == code {
		t.Error("two codes are the same")
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add("abcdefghijklmnopqrstuvwxyz")
	f.Add("AB-CD ef")
	f.Add("İstanbul\x00")
	f.Fuzz(func(t *testing.T, s string) {
		hash, ok := parseCode(s)
		again, ok2 := parseCode(strings.ToUpper(s))
		if ok && isASCII(s) && (!ok2 || hash != again) {
			t.Errorf("%q is another code in capitals", s)
		}
	})
}

func isASCII(s string) bool { return len(s) == utf8.RuneCountInString(s) && utf8.ValidString(s) }

func FuzzCheckAvatar(f *testing.F) {
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPVP8 "))
	f.Add([]byte("\xff\xd8\xff\xe0"))
	f.Add([]byte("<svg xmlns='http://www.w3.org/2000/svg'/>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		mime, err := checkAvatar(b)
		if err == nil && mime != "image/png" && mime != "image/jpeg" && mime != "image/webp" {
			t.Errorf("%q is taken", mime)
		}
	})
}

func FuzzCheckEmail(f *testing.F) {
	for _, s := range []string{"a@b.example", "A <a@b.example>", "a@b\r\nBcc: c@d", "\"a b\"@c", "a@[::1]", "ä@ö.example", "a@b@c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := checkEmail(s)
		if err != nil {
			return
		}
		if strings.ContainsAny(got, "\r\n\x00<>") || len(got) > maxEmail {
			t.Errorf("%q becomes %q", s, got)
		}
		if again, err := checkEmail(got); err != nil || again != got {
			t.Errorf("%q is not stable: %q, %v", s, again, err)
		}
	})
}

func FuzzNamesOfPeopleAndCompanies(f *testing.F) {
	f.Add("Anna Berg")
	f.Add("日本 山岳")
	f.Add("--..--")
	f.Add(strings.Repeat("x", 200))
	f.Fuzz(func(t *testing.T, s string) {
		slug := slugOf(s)
		if slug == "" || len(slug) > 90 || strings.Trim(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || strings.HasPrefix(slug, "-") {
			t.Errorf("%q becomes the slug %q", s, slug)
		}
		if login := loginOf(s); len(login) > 40 || strings.Trim(login, "abcdefghijklmnopqrstuvwxyz0123456789.-_") != "" {
			t.Errorf("%q becomes the login %q", s, login)
		}
	})
}
