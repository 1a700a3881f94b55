package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"image"
	_ "image/jpeg" // formats that DecodeConfig knows
	_ "image/png"
	"net/http"

	_ "golang.org/x/image/webp"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

// Bounds of an avatar. The app sends them cut to size already.
const (
	MaxAvatar     = 256 << 10
	maxAvatarSide = 2048
)

// checkAvatar gives the picture's type by its bytes, whatever was claimed.
func checkAvatar(b []byte) (mime string, err error) {
	if len(b) > MaxAvatar {
		return "", &chat.Error{Kind: chat.TooLarge, Code: "avatar_too_large", Message: "The picture may have at most 256 KiB."}
	}
	bad := chat.Bad("", "avatar_invalid", "This is not a picture in WebP, PNG or JPEG.")
	mime = http.DetectContentType(b)
	if mime != "image/webp" && mime != "image/png" && mime != "image/jpeg" {
		return "", bad
	}
	// Only the header is read: decoding a hostile picture could take gigabytes.
	c, format, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil || "image/"+format != mime || c.Width < 1 || c.Height < 1 {
		return "", bad
	}
	if c.Width > maxAvatarSide || c.Height > maxAvatarSide {
		return "", chat.Bad("", "avatar_too_wide", "The picture may be at most %d pixels wide and high.", maxAvatarSide)
	}
	return mime, nil
}

// SetAvatar stores the caller's picture, or with nil takes it away.
func (a *App) SetAvatar(ctx context.Context, by Actor, picture []byte) (*chat.User, error) {
	if picture == nil {
		return a.changeMe(ctx, by, func(tx *store.Tx, u *chat.User) error {
			u.Avatar = ""
			return tx.DropAvatars(by.User, "")
		})
	}
	mime, err := checkAvatar(picture)
	if err != nil {
		return nil, err
	}
	picture = bytes.Clone(picture) // the door may use its buffer again while the write waits
	sum := sha256.Sum256(append([]byte(by.Workspace.String()+"\x00"+by.User.String()+"\x00"), picture...))
	hash := hex.EncodeToString(sum[:16])
	return a.changeMe(ctx, by, func(tx *store.Tx, u *chat.User) error {
		u.Avatar = hash
		if err := tx.PutAvatar(store.Avatar{Hash: hash, User: by.User, MIME: mime, Bytes: picture}); err != nil {
			return err
		}
		return tx.DropAvatars(by.User, hash)
	})
}

// Avatar gives a picture of somebody whom the caller may see.
func (a *App) Avatar(ctx context.Context, by Actor, hash string) (*store.Avatar, error) {
	v, err := a.store.Avatar(ctx, by.Workspace, hash)
	if err != nil {
		return nil, err
	}
	dir, err := a.store.Directory(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	if !dir.Meets(by.User, v.User) {
		return nil, chat.Missing("avatar")
	}
	return v, nil
}
