package store

import (
	"database/sql"
	"errors"

	"github.com/guideops/guideops/internal/chat"
)

// TokenStream is the purpose of a ticket to the stream.
const TokenStream = "stream"

// InsertTicket stores a ticket of a session. A browser asks for one at each
// reconnect, so what the person left unused goes at once and not after a week.
func (tx *Tx) InsertTicket(hash [32]byte, user, session chat.ID, expiresMS int64) error {
	if _, err := tx.Exec(`DELETE FROM tokens WHERE user_id = $1 AND workspace_id = $2 AND purpose = $3 AND expires_ms <= $4`,
		int64(user), int64(tx.ws), TokenStream, tx.nowMS); err != nil {
		return err
	}
	return tx.InsertToken(hash, Token{User: user, Purpose: TokenStream, Data: session.String(), CreatedBy: user, ExpiresMS: expiresMS})
}

// TakeTicket takes a ticket away and gives whose session it was made in, if
// that session still lives. Of two who race, one gets it: the head is locked.
func (tx *Tx) TakeTicket(hash [32]byte) (user, session chat.ID, err error) {
	err = tx.Scan(`SELECT t.user_id, s.id FROM tokens t JOIN sessions s ON s.user_id = t.user_id AND CAST(s.id AS TEXT) = t.data
		WHERE t.token_hash = $1 AND t.workspace_id = $2 AND t.purpose = $3 AND t.expires_ms > $4 AND s.ended_ms = 0 AND s.expires_ms > $4`,
		[]any{hash[:], int64(tx.ws), TokenStream, tx.nowMS}, &user, &session)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, 0, errLinkOver()
	}
	if err != nil {
		return 0, 0, err
	}
	_, err = tx.Exec(`DELETE FROM tokens WHERE token_hash = $1`, hash[:])
	return user, session, err
}
