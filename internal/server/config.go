package server

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/guideops/guideops/internal/compat"
)

// Config is everything that can be set, by flag, environment variable or
// configuration file. README.md holds the table of it, and a test keeps them equal.
type Config struct {
	Addr    string `env:"GUIDEOPS_ADDR" placeholder:"ADDR" help:"Address to listen on: :8080, or :443 with ACME. With 127.0.0.1:8080 only this machine reaches it."`
	Port    int    `env:"PORT" help:"Port to listen on, as hosting platforms set it; GUIDEOPS_ADDR wins."`
	URL     string `env:"GUIDEOPS_URL" placeholder:"URL" help:"Public address, for links, QR codes and mail, such as https://chat.example.com."`
	DataDir string `env:"GUIDEOPS_DATA_DIR" default:"./guideops-data" placeholder:"DIR" help:"Directory of the database, files and keys."`

	DatabaseURL string `env:"GUIDEOPS_DATABASE_URL,DATABASE_URL" placeholder:"URL" help:"PostgreSQL 15 or newer (postgres://…). Without it: SQLite in the data directory."`

	Setup   string `env:"GUIDEOPS_SETUP" default:"link" enum:"link,open" help:"Who may create the company on a new server from another machine: who has the link that serve prints, or anybody (open)."`
	Signup  string `env:"GUIDEOPS_SIGNUP" default:"invite" enum:"invite,open,closed" help:"Who may join afterwards: the invited, anybody, nobody."`
	Hosting string `env:"GUIDEOPS_HOSTING" default:"one" enum:"one,many" help:"One company, or anybody may start one (many)."`

	Compat string `env:"GUIDEOPS_COMPAT" default:"off" enum:"off,v2,demo" help:"Whose old clients are served at /: those of GuideOps V2 (v2) or of the Redis chat demo (demo). The app then lives under /app/."`

	SendsPerMinute int `env:"GUIDEOPS_SENDS_PER_MINUTE" default:"120" placeholder:"N" help:"Messages that one account may send in a minute, half of them at once; 0 sets no bound."`

	TrustedProxies Proxies `env:"GUIDEOPS_TRUSTED_PROXIES" default:"loopback" placeholder:"LIST" help:"Addresses or networks, by comma, whose X-Forwarded headers count; also the words loopback, private, none."`

	AllowedOrigins Origins `env:"GUIDEOPS_ALLOWED_ORIGINS" placeholder:"LIST" help:"Other sites, by comma, whose front ends may call the API with tokens, such as https://app.example.com."`

	TLSCert       string   `env:"GUIDEOPS_TLS_CERT" placeholder:"FILE" help:"Certificate chain (PEM); with it GuideOps serves https. Read again when it changes."`
	TLSKey        string   `env:"GUIDEOPS_TLS_KEY" placeholder:"FILE" help:"Its private key (PEM)."`
	ACMEHosts     []string `name:"acme-hosts" env:"GUIDEOPS_ACME_HOSTS" placeholder:"NAMES" help:"Host names, by comma, to get certificates for by ACME (Let's Encrypt). Ports 80 and 443 must be reachable."`
	ACMEEmail     string   `name:"acme-email" env:"GUIDEOPS_ACME_EMAIL" placeholder:"MAIL" help:"Where the certificate authority may write."`
	ACMEDirectory string   `name:"acme-directory" env:"GUIDEOPS_ACME_DIRECTORY" placeholder:"URL" help:"Another ACME authority than Let's Encrypt."`

	SMTPURL  string `name:"smtp-url" env:"GUIDEOPS_SMTP_URL" placeholder:"URL" help:"Mail server, such as smtp://user:password@mail.example.com:587 (STARTTLS) or smtps://…:465."`
	MailFrom string `env:"GUIDEOPS_MAIL_FROM" placeholder:"MAIL" help:"Sender of its mail; needed with an SMTP URL."`

	MetricsToken string `env:"GUIDEOPS_METRICS_TOKEN" placeholder:"TOKEN" help:"Bearer token for /metrics; without it only this machine may read them."`

	LogLevel  string `env:"GUIDEOPS_LOG_LEVEL" default:"info" enum:"debug,info,warn,error" help:"Least level that is logged."`
	LogFormat string `env:"GUIDEOPS_LOG_FORMAT" default:"text" enum:"text,json" help:"Form of the log."`

	// Out gets what people should see at the start; Log gets the log.
	Out io.Writer `kong:"-"`
	Log io.Writer `kong:"-"`
	// OnListen is told the address once connections are accepted.
	OnListen func(url string) `kong:"-"`
	// Version is what /setup and the metrics report.
	Version string `kong:"-"`
}

// Validate completes the configuration and reports everything that is wrong with it at once.
func (c *Config) Validate() error {
	errs := []error{c.completeAddr(), c.checkURL(), c.checkDatabase(), c.checkTLS(), c.checkMail()}
	if c.DataDir == "" {
		errs = append(errs, errors.New("GUIDEOPS_DATA_DIR must name a directory"))
	}
	return errors.Join(errs...)
}

func (c *Config) completeAddr() error {
	switch {
	case c.Addr != "":
	case c.Port != 0:
		c.Addr = ":" + strconv.Itoa(c.Port)
	case len(c.ACMEHosts) > 0:
		c.Addr = ":443"
	default:
		c.Addr = ":8080"
	}
	_, port, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return fmt.Errorf("GUIDEOPS_ADDR must be HOST:PORT or :PORT, not %q", c.Addr)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return fmt.Errorf("the port %q must be a number from 0 to 65535", port)
	}
	return nil
}

func (c *Config) checkURL() error {
	if c.URL == "" {
		if len(c.ACMEHosts) > 0 {
			c.URL = "https://" + c.ACMEHosts[0]
		}
		return nil
	}
	u, err := url.Parse(c.URL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("GUIDEOPS_URL must be like https://chat.example.com, without a path, not %q", c.URL)
	}
	c.URL = u.Scheme + "://" + u.Host
	return nil
}

// checkDatabase must not repeat the URL: it holds a password.
func (c *Config) checkDatabase() error {
	if c.DatabaseURL == "" {
		return nil
	}
	u, err := url.Parse(c.DatabaseURL)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return errors.New("DATABASE_URL must be like postgres://user:password@host:5432/database; leave it out for SQLite")
	}
	return nil
}

func (c *Config) checkTLS() error {
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return errors.New("GUIDEOPS_TLS_CERT and GUIDEOPS_TLS_KEY go together: set both, or neither")
	}
	if c.TLSCert != "" && len(c.ACMEHosts) > 0 {
		return errors.New("set either GUIDEOPS_TLS_CERT or GUIDEOPS_ACME_HOSTS, not both")
	}
	for _, h := range c.ACMEHosts {
		if _, err := netip.ParseAddr(h); err == nil || !strings.Contains(h, ".") || strings.ContainsAny(h, "/:* ") {
			return fmt.Errorf("GUIDEOPS_ACME_HOSTS takes host names such as chat.example.com, not %q", h)
		}
	}
	return nil
}

// checkMail must not repeat the URL: it holds a password.
func (c *Config) checkMail() error {
	if c.SMTPURL == "" {
		return nil
	}
	u, err := url.Parse(c.SMTPURL)
	if err != nil || (u.Scheme != "smtp" && u.Scheme != "smtps") || u.Host == "" {
		return errors.New("GUIDEOPS_SMTP_URL must be like smtp://user:password@mail.example.com:587")
	}
	if c.URL == "" {
		return errors.New("mail holds links: GUIDEOPS_URL must say where they lead")
	}
	if !strings.Contains(c.MailFrom, "@") {
		return errors.New("GUIDEOPS_MAIL_FROM must be the mail address that GuideOps sends from")
	}
	return nil
}

// appBase is where the web app lives.
func (c *Config) appBase() string {
	if c.Compat == "" || c.Compat == compat.Off {
		return "/"
	}
	return "/app/"
}

// https reports whether people reach the server over https.
func (c *Config) https() bool {
	return c.servesTLS() || strings.HasPrefix(c.URL, "https:")
}

func (c *Config) servesTLS() bool { return c.TLSCert != "" || len(c.ACMEHosts) > 0 }

func (c *Config) sqlitePath() string { return filepath.Join(c.DataDir, "guideops.db") }

// Proxies are the networks whose word about the client's address is taken.
type Proxies []netip.Prefix

// UnmarshalText reads a list such as "loopback,10.0.0.0/8,192.0.2.7".
func (p *Proxies) UnmarshalText(text []byte) error {
	*p = nil
	for word := range strings.SplitSeq(string(text), ",") {
		switch word = strings.TrimSpace(word); word {
		case "", "none":
		case "loopback":
			*p = append(*p, netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128"))
		case "private":
			for _, s := range []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"} {
				*p = append(*p, netip.MustParsePrefix(s))
			}
		default:
			prefix, err := parsePrefix(word)
			if err != nil {
				return fmt.Errorf("GUIDEOPS_TRUSTED_PROXIES: %q is neither an address, a network, nor loopback, private or none", word)
			}
			*p = append(*p, prefix)
		}
	}
	return nil
}

func parsePrefix(s string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()), nil
	}
	return netip.ParsePrefix(s)
}

// trusts reports whether an address is one of the proxies.
func (p Proxies) trusts(a netip.Addr) bool {
	return slices.ContainsFunc(p, func(n netip.Prefix) bool { return n.Contains(a) })
}
