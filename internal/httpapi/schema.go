package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/guideops/guideops/internal/chat"
)

// maxSafe is the largest integer that JavaScript holds exactly. Every number
// of the API stays within it, so that no client can be told a rounded one.
const maxSafe = float64(1<<53 - 1)

type jsonID struct{}

func (jsonID) Schema(huma.Registry) *huma.Schema { return idSchema() }

type jsonUUID struct{}

func (jsonUUID) Schema(huma.Registry) *huma.Schema { return uuidSchema() }

func idSchema() *huma.Schema {
	return &huma.Schema{Type: "string", Pattern: "^[1-9][0-9]{0,18}$", PatternDescription: "an id like 7", Examples: []any{"7"}}
}

func uuidSchema() *huma.Schema { return &huma.Schema{Type: "string", Format: "uuid"} }

func newRegistry() huma.Registry {
	r := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	// chat is standard library only, so it cannot describe itself to huma.
	r.RegisterTypeAlias(reflect.TypeFor[chat.ID](), reflect.TypeFor[jsonID]())
	r.RegisterTypeAlias(reflect.TypeFor[chat.UUID](), reflect.TypeFor[jsonUUID]())
	return r
}

func (h *Handler) schema(t reflect.Type) *huma.Schema {
	return h.api.OpenAPI().Components.Schemas.Schema(t, true, "")
}

// finishSchemas adds the payloads of the change feed, which no route answers
// directly, and bounds every integer that has no closer bounds.
func (h *Handler) finishSchemas() {
	for _, t := range []reflect.Type{
		reflect.TypeFor[chat.Workspace](), reflect.TypeFor[chat.User](), reflect.TypeFor[chat.Contact](),
		reflect.TypeFor[chat.Room](), reflect.TypeFor[chat.Member](), reflect.TypeFor[chat.Entered](),
		reflect.TypeFor[chat.Message](), reflect.TypeFor[chat.Read](), reflect.TypeFor[chat.RoomState](),
		reflect.TypeFor[chat.ThreadState](), reflect.TypeFor[chat.Draft](), reflect.TypeFor[chat.Saved](),
		reflect.TypeFor[chat.Notice](), reflect.TypeFor[chat.Session](), reflect.TypeFor[chat.GoneData](),
	} {
		h.schema(t)
	}
	doc := h.api.OpenAPI()
	schemas := doc.Components.Schemas.Map()
	// huma describes its own errors; ours go out in their place.
	delete(schemas, "ErrorModel")
	delete(schemas, "ErrorDetail")
	for _, s := range schemas {
		bound(s)
	}
	for _, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op == nil {
				continue
			}
			for _, p := range op.Parameters {
				bound(p.Schema)
			}
		}
	}
}

func bound(s *huma.Schema) {
	if s == nil || s.Ref != "" {
		return
	}
	if s.Type == huma.TypeInteger && s.Format == "int64" {
		top, bottom := maxSafe, -maxSafe
		if s.Maximum == nil {
			s.Maximum = &top
		}
		if s.Minimum == nil {
			s.Minimum = &bottom
		}
		s.PrecomputeMessages()
	}
	bound(s.Items)
	for _, p := range s.Properties {
		bound(p)
	}
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

var errUTF8 = errors.New("the text is not valid UTF-8")

// decode reads JSON. encoding/json would replace invalid UTF-8 silently, and
// its type errors speak of Go: both are said in our words.
func decode(data []byte, v any) error {
	if !utf8.Valid(data) {
		return errUTF8
	}
	d := json.NewDecoder(bytes.NewReader(data))
	err := d.Decode(v)
	if err == nil && d.More() {
		return errors.New("there is more after the end of the JSON value")
	}
	var typ *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &typ):
		return errors.New(typ.Field + ": this value does not fit")
	case errors.As(err, &syntax), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return errors.New("this is not valid JSON")
	}
	return err
}
