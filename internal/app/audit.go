package app

import (
	"encoding/json"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// audit notes an administrative act in the transaction that does it. data
// holds what is needed to understand it later: never message text or secrets.
func audit(tx *store.Tx, by Actor, action, targetType, targetID string, data map[string]any) error {
	text := ""
	if len(data) > 0 {
		b, err := json.Marshal(data)
		if err != nil {
			return err
		}
		text = string(b)
	}
	return tx.InsertAudit(store.AuditEntry{ActorID: by.User, Action: action, TargetType: targetType, TargetID: targetID, Data: json.RawMessage(text), IP: by.IP})
}

// auditUser notes an act on a person.
func auditUser(tx *store.Tx, by Actor, action string, user chat.ID, data map[string]any) error {
	return audit(tx, by, action, "user", user.String(), data)
}

// Invite, AuditEntry, AuditFilter and Day are rows that verbs answer as they are stored.
type (
	Invite      = store.Invite
	AuditEntry  = store.AuditEntry
	AuditFilter = store.AuditFilter
	Day         = store.Day
)
