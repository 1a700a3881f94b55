package app

import (
	"context"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

const maxNotices = 200

// reportNotice is what an admin's notice of a report says: where to look, and
// nothing of what is written there.
type reportNotice struct {
	ReportID   chat.ID   `json:"report_id"`
	MessageID  chat.UUID `json:"message_id"`
	RoomID     chat.ID   `json:"room_id"`
	ReporterID chat.ID   `json:"reporter_id"`
}

// Report brings a message before the admins. While a person's report of a
// message is open, another of his changes nothing.
func (a *App) Report(ctx context.Context, by Actor, id chat.UUID, reason string) error {
	reason, err := chat.CheckReason(reason)
	if err == nil {
		err = a.limit.take(by.User)
	}
	if err != nil {
		return err
	}
	_, err = write(ctx, a, by, func(tx *store.Tx) (struct{}, error) {
		_, m, _, err := actingOn(tx, by, id)
		if err != nil {
			return struct{}{}, err
		}
		if m.Kind != chat.KindMessage {
			return struct{}{}, chat.Refuse("info_message", "This line was written by the server. Nobody can be blamed for it.")
		}
		report, err := tx.InsertReport(&store.Report{RoomID: m.RoomID, Seq: m.Seq, MessageID: m.ID, ReporterID: by.User, Reason: reason})
		if err != nil || report == 0 {
			return struct{}{}, err
		}
		for _, u := range tx.Dir().Users() {
			if chat.MayAdminister(u) != nil || chat.Active(u, tx.NowMS()) != nil {
				continue
			}
			notice := reportNotice{ReportID: report, MessageID: m.ID, RoomID: m.RoomID, ReporterID: by.User}
			if err := tx.InsertNotice(u.ID, "report", notice); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, nil
	})
	return err
}

// Notices lists what a person was told, newest first.
func (a *App) Notices(ctx context.Context, by Actor) ([]*chat.Notice, error) {
	if _, _, err := a.reading(ctx, by); err != nil {
		return nil, err
	}
	return a.store.Notices(ctx, by.User, maxNotices)
}

// ReadNotice notes that a person has seen a notice.
func (a *App) ReadNotice(ctx context.Context, by Actor, id chat.ID) error {
	_, err := write(ctx, a, by, func(tx *store.Tx) (struct{}, error) {
		return struct{}{}, tx.ReadNotice(by.User, id)
	})
	return err
}
