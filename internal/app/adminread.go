package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// AdminUser is one person as the admin panel shows him.
type AdminUser struct {
	User       *chat.User    `json:"user"`
	Contact    *chat.Contact `json:"contact,omitempty"`
	Sessions   int64         `json:"sessions"`
	LastSeenMS int64         `json:"last_seen_ms,omitempty"`
}

// UserFilter narrows the list of people; empty fields do not.
type UserFilter struct {
	Q, Role string
	State   string // active | deactivated | guest
}

// AdminUsers lists the people of the company for its admins.
func (a *App) AdminUsers(ctx context.Context, by Actor, f UserFilter) ([]AdminUser, error) {
	if _, err := a.admin(ctx, by); err != nil {
		return nil, err
	}
	people, err := a.Users(ctx, by, f.Q)
	if err != nil {
		return nil, err
	}
	counts, err := a.store.SessionCounts(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	contacts := make(map[chat.ID]*chat.Contact, len(people.Contacts))
	for _, c := range people.Contacts {
		contacts[c.UserID] = c
	}
	out := []AdminUser{}
	for _, u := range people.Users {
		if f.takes(u, a.store.NowMS()) {
			seen := counts[u.ID]
			out = append(out, AdminUser{User: u, Contact: contacts[u.ID], Sessions: seen.Live, LastSeenMS: max(seen.LastMS, u.LastSeenMS)})
		}
	}
	return out, nil
}

func (f *UserFilter) takes(u *chat.User, nowMS int64) bool {
	active := chat.Active(u, nowMS) == nil
	switch {
	case f.Role != "" && string(u.Role) != f.Role:
		return false
	case f.State == "active":
		return active
	case f.State == "deactivated":
		return !active
	case f.State == "guest":
		return u.Role == chat.Guest
	}
	return true
}

// AdminRoom is one room as the admin panel shows it. Of private rooms that the
// admin is not in it holds the counts alone: no name, no topic.
type AdminRoom struct {
	chat.Room
	MemberCount  int   `json:"member_count"`
	MessageCount int64 `json:"message_count"`
	LastTSMS     int64 `json:"last_ts_ms,omitempty"`
}

// AdminRooms lists the company's rooms for its admins.
func (a *App) AdminRooms(ctx context.Context, by Actor, q string) ([]AdminRoom, error) {
	if _, err := a.admin(ctx, by); err != nil {
		return nil, err
	}
	dir, err := a.store.Directory(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	counts, err := a.store.RoomCounts(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	rooms := dir.Rooms()
	ids := make([]chat.ID, len(rooms))
	for i := range rooms {
		ids[i] = rooms[i].ID
	}
	last, err := a.store.Last(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := []AdminRoom{}
	for _, r := range rooms {
		if _, sees := dir.See(r.ID, by.User); !sees {
			r.Name, r.Topic = "", ""
		}
		if q == "" || containsFold(r.Name, q) {
			out = append(out, AdminRoom{Room: r, MemberCount: len(dir.Members(r.ID)), MessageCount: counts[r.ID], LastTSMS: last[r.ID].TSMS})
		}
	}
	slices.SortFunc(out, func(x, y AdminRoom) int { return cmp.Compare(x.ID, y.ID) })
	return out, nil
}

// AuditPage is a part of the audit log, newest first.
type AuditPage struct {
	Entries []store.AuditEntry `json:"entries"`
	More    bool               `json:"more"`
}

const auditLimit = 100

// Audit reads the audit log.
func (a *App) Audit(ctx context.Context, by Actor, f store.AuditFilter) (*AuditPage, error) {
	if _, err := a.admin(ctx, by); err != nil {
		return nil, err
	}
	entries, err := a.store.Audit(ctx, by.Workspace, f, auditLimit)
	if err != nil {
		return nil, err
	}
	p := &AuditPage{Entries: entries, More: len(entries) > auditLimit}
	p.Entries = p.Entries[:min(len(entries), auditLimit)]
	return p, nil
}

// ReportItem is a complaint with the message it is about. An admin reads it
// even in a private room that he is not in: the one who reported it could, and
// has shown him this one message.
type ReportItem struct {
	store.ReportRow
	Message *chat.Message `json:"message,omitempty"`
}

const maxReports = 500

// Reports lists the complaints that are open, or those that are resolved.
func (a *App) Reports(ctx context.Context, by Actor, resolved bool) ([]ReportItem, error) {
	if _, err := a.admin(ctx, by); err != nil {
		return nil, err
	}
	rows, err := a.store.Reports(ctx, by.Workspace, resolved, maxReports)
	if err != nil {
		return nil, err
	}
	out := make([]ReportItem, len(rows))
	for i, r := range rows {
		out[i] = ReportItem{ReportRow: *r}
		m, err := a.store.Message(ctx, by.Workspace, r.MessageID)
		if err != nil && chat.KindOf(err) != chat.NotFound {
			return nil, err
		}
		out[i].Message = m
	}
	return out, nil
}

// ResolveReport closes a complaint, with a word on what was done.
func (a *App) ResolveReport(ctx context.Context, by Actor, id chat.ID, resolution string) error {
	if err := checkLines(line{"resolution", &resolution, chat.MaxReason}); err != nil {
		return err
	}
	_, err := administer(ctx, a, by, func(tx *store.Tx, _ *chat.User) (struct{}, error) {
		r, err := tx.ResolveReport(id, by.User, resolution)
		if err != nil {
			return struct{}{}, err
		}
		if err := tx.InsertNotice(r.ReporterID, "report_resolved", map[string]any{"report_id": id, "message_id": r.MessageID, "room_id": r.RoomID}); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, audit(tx, by, "report.resolve", "report", id.String(), nil)
	})
	return err
}

// Stats are the admin panel's numbers.
type Stats struct {
	People          int64       `json:"people"`
	Guests          int64       `json:"guests"`
	OnlineNow       int         `json:"online_now"`
	Rooms           int64       `json:"rooms"`
	MessagesTotal   int64       `json:"messages_total"`
	MessagesToday   int64       `json:"messages_today"`
	DeliveriesTotal int64       `json:"deliveries_total" doc:"of this server, since its start"`
	OpenStreams     int64       `json:"open_streams"`
	StorageBytes    int64       `json:"storage_bytes,omitempty" doc:"of the whole database; left out where it holds several companies"`
	UptimeMS        int64       `json:"uptime_ms"`
	ReportsOpen     int64       `json:"reports_open"`
	Days            []store.Day `json:"days" doc:"30 days, oldest first"`
}

const statsDays = 30

// Stats counts what goes on in the company.
func (a *App) Stats(ctx context.Context, by Actor) (*Stats, error) {
	if _, err := a.admin(ctx, by); err != nil {
		return nil, err
	}
	now := a.store.NowMS()
	today := now - now%dayMS
	out := &Stats{UptimeMS: now - a.startedMS}
	dir, err := a.store.Directory(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	for _, u := range dir.Users() {
		switch {
		case chat.Active(u, now) != nil || u.Role == chat.Bot:
		case u.Role == chat.Guest:
			out.Guests++
		default:
			out.People++
		}
	}
	for _, r := range dir.Rooms() {
		if r.Kind == chat.Channel && r.ArchivedMS == 0 {
			out.Rooms++
		}
	}
	if a.live != nil {
		live := a.live.Stats(by.Workspace)
		out.OpenStreams, out.DeliveriesTotal, out.OnlineNow = live.Streams, live.Delivered, len(a.live.Online(by.Workspace))
	}
	if out.Days, err = a.store.Days(ctx, by.Workspace, today-(statsDays-1)*dayMS, statsDays); err != nil {
		return nil, err
	}
	out.MessagesToday = out.Days[statsDays-1].Messages
	if out.MessagesTotal, out.ReportsOpen, err = a.store.Totals(ctx, by.Workspace); err != nil {
		return nil, err
	}
	if a.hosting() == HostingMany { // others' growth is not its admins' business
		return out, nil
	}
	out.StorageBytes, err = a.store.Size(ctx)
	return out, err
}

// Part is how one part of the server is.
type Part struct {
	Name   string `json:"name"`
	State  string `json:"state" enum:"ok,degraded,down,off"`
	Detail string `json:"detail,omitempty"`
}

// Health tells how the parts of the server are, for admins.
func (a *App) Health(ctx context.Context, by Actor) ([]Part, error) {
	if _, err := a.admin(ctx, by); err != nil {
		return nil, err
	}
	database := Part{Name: "database", State: "ok", Detail: a.store.Engine()}
	if err := a.store.Ping(ctx); err != nil {
		database.State = "down"
	}
	live := Part{Name: "live", State: "off"}
	if a.live != nil {
		// Of this company alone: what others do here is not its admins' business.
		live = Part{Name: "live", State: "ok", Detail: fmt.Sprintf("%d streams", a.live.Stats(by.Workspace).Streams)}
	}
	mail := Part{Name: "mail", State: "off", Detail: "no SMTP server is configured"}
	if a.cfg.Mail != nil {
		waiting, failed, err := a.store.JobCounts(ctx, by.Workspace, jobMail)
		if err != nil {
			return nil, err
		}
		mail = Part{Name: "mail", State: "ok", Detail: fmt.Sprintf("%d waiting, %d failed", waiting, failed)}
		if failed > 0 || waiting > 100 {
			mail.State = "degraded"
		}
	}
	address := Part{Name: "public_url", State: "ok", Detail: a.cfg.URL}
	if a.cfg.URL == "" {
		address.State, address.Detail = "degraded", "set GUIDEOPS_URL, so that links in mails lead here"
	}
	return []Part{database, live, mail, address}, nil
}
