package server

import (
	"bytes"
	"flag"
	"net/netip"
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

var update = flag.Bool("update", false, "write the table of settings into README.md")

func parse(t *testing.T, args ...string) (*Config, error) {
	t.Helper()
	var c struct {
		Config `embed:""`
		File   kong.ConfigFlag
	}
	p, err := kong.New(&c, kong.Configuration(ReadConfigFile))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Parse(args); err != nil {
		return nil, err
	}
	return &c.Config, c.Validate()
}

func mustParse(t *testing.T, args ...string) *Config {
	t.Helper()
	c, err := parse(t, args...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWithoutSettingsItServesOn8080FromSQLite(t *testing.T) {
	c := mustParse(t)
	if c.Addr != ":8080" || c.DataDir != "./guideops-data" || c.DatabaseURL != "" || c.Signup != "invite" || c.https() {
		t.Fatalf("%+v", c)
	}
}

func TestNamesThatPlatformsSetAreRead(t *testing.T) {
	t.Setenv("PORT", "3000")
	t.Setenv("DATABASE_URL", "postgres://u:p@db/guideops")
	c := mustParse(t)
	if c.Addr != ":3000" || c.DatabaseURL != "postgres://u:p@db/guideops" {
		t.Fatalf("%+v", c)
	}
	t.Setenv("GUIDEOPS_ADDR", "127.0.0.1:9000")
	if c := mustParse(t); c.Addr != "127.0.0.1:9000" {
		t.Fatalf("PORT won over GUIDEOPS_ADDR: %s", c.Addr)
	}
}

func TestFlagsWinOverTheEnvironmentAndThatOverTheFile(t *testing.T) {
	file := t.TempDir() + "/guideops.env"
	text := "# settings\nGUIDEOPS_URL=\"https://file.example\"\nGUIDEOPS_SIGNUP=open\nGUIDEOPS_LOG_LEVEL=debug\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GUIDEOPS_SIGNUP", "closed")
	c := mustParse(t, "--file", file, "--log-level", "warn")
	if c.URL != "https://file.example" || c.Signup != "closed" || c.LogLevel != "warn" {
		t.Fatalf("%+v", c)
	}
}

func TestMisspeltSettingInTheFileIsRefused(t *testing.T) {
	file := t.TempDir() + "/guideops.env"
	if err := os.WriteFile(file, []byte("GUIDEOPS_SINGUP=open\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := parse(t, "--file", file); err == nil || !strings.Contains(err.Error(), "GUIDEOPS_SINGUP") {
		t.Fatal(err)
	}
}

func TestBadSettingsAreRefusedByName(t *testing.T) {
	for _, test := range []struct{ name, args, says string }{
		{"address without port", "--addr localhost", "GUIDEOPS_ADDR"},
		{"port out of range", "--addr :70000", "70000"},
		{"url with a path", "--url https://x.example/chat", "GUIDEOPS_URL"},
		{"url of another kind", "--url ftp://x.example", "GUIDEOPS_URL"},
		{"sign-up by a made-up rule", "--signup maybe", "--signup"},
		{"another database", "--database-url mysql://u:secret@h/d", "DATABASE_URL"},
		{"certificate without key", "--tls-cert a.pem", "GUIDEOPS_TLS_KEY"},
		{"two sources of certificates", "--tls-cert a --tls-key b --acme-hosts x.example", "not both"},
		{"certificate for an address", "--acme-hosts 192.0.2.1", "GUIDEOPS_ACME_HOSTS"},
		{"mail without a sender", "--smtp-url smtp://u:secret@mail.example:587 --url https://x.example", "GUIDEOPS_MAIL_FROM"},
		{"mail with links to nowhere", "--smtp-url smtp://u:secret@mail.example:587 --mail-from a@b.example", "GUIDEOPS_URL"},
		{"mail by another protocol", "--smtp-url imap://u:secret@h --mail-from a@b", "GUIDEOPS_SMTP_URL"},
		{"proxy by name", "--trusted-proxies proxy.example", "GUIDEOPS_TRUSTED_PROXIES"},
		{"every origin", "--allowed-origins *", "GUIDEOPS_ALLOWED_ORIGINS"},
		{"origins by pattern", "--allowed-origins https://*.example.com", "GUIDEOPS_ALLOWED_ORIGINS"},
		{"origin of no site", "--allowed-origins null", "GUIDEOPS_ALLOWED_ORIGINS"},
		{"origin with a path", "--allowed-origins https://x.example/app", "GUIDEOPS_ALLOWED_ORIGINS"},
		{"data nowhere", "--data-dir=", "GUIDEOPS_DATA_DIR"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := parse(t, strings.Fields(test.args)...)
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("error %v does not say %q", err, test.says)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Fatalf("a password is in %q", err)
			}
		})
	}
}

func TestEverythingWrongIsReportedAtOnce(t *testing.T) {
	_, err := parse(t, "--url", "x", "--tls-cert", "a")
	if err == nil || !strings.Contains(err.Error(), "GUIDEOPS_URL") || !strings.Contains(err.Error(), "GUIDEOPS_TLS_KEY") {
		t.Fatal(err)
	}
}

func TestACMEChoosesPortAndAddress(t *testing.T) {
	c := mustParse(t, "--acme-hosts", "chat.example.com,www.example.com")
	if c.Addr != ":443" || c.URL != "https://chat.example.com" || !c.https() {
		t.Fatalf("%+v", c)
	}
}

func TestTrustedProxiesAreWordsAddressesAndNetworks(t *testing.T) {
	c := mustParse(t, "--trusted-proxies", "loopback, 10.1.0.0/16,2001:db8::7")
	for addr, want := range map[string]bool{"127.0.0.9": true, "::1": true, "10.1.200.3": true, "2001:db8::7": true,
		"10.2.0.1": false, "2001:db8::8": false, "192.0.2.1": false} {
		if got := c.TrustedProxies.trusts(netip.MustParseAddr(addr)); got != want {
			t.Errorf("trusts(%s) = %v", addr, got)
		}
	}
	if c := mustParse(t, "--trusted-proxies", "none"); c.TrustedProxies.trusts(netip.MustParseAddr("127.0.0.1")) {
		t.Error("none trusts this machine")
	}
}

func TestReadmeHoldsTheTableOfSettings(t *testing.T) {
	const file, begin, end = "../../README.md", "<!-- settings -->\n", "<!-- /settings -->"
	table, err := ConfigTable()
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok1 := bytes.Cut(readme, []byte(begin))
	got, after, ok2 := bytes.Cut(rest, []byte(end))
	if !ok1 || !ok2 {
		t.Fatalf("README.md lost its marks %s and %s", begin, end)
	}
	if string(got) == table {
		return
	}
	if !*update {
		t.Fatal("README.md is behind the settings: go test ./internal/server -run Readme -update")
	}
	text := string(before) + begin + table + end + string(after)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func FuzzReadConfigFile(f *testing.F) {
	f.Add("A=b\n# c\n\nD='e f'\n")
	f.Add("=x")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ReadConfigFile(strings.NewReader(text))
		if (r == nil) == (err == nil) {
			t.Fatalf("%v, %v", r, err)
		}
	})
}

func FuzzTrustedProxies(f *testing.F) {
	f.Add("loopback,10.0.0.0/8")
	f.Fuzz(func(t *testing.T, text string) {
		var p Proxies
		if err := p.UnmarshalText([]byte(text)); err == nil && text == "none" && len(p) != 0 {
			t.Fatal("none is somebody")
		}
	})
}
