package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
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

// streamEvents names each event of the stream and what its data is. No route
// answers them as JSON; the client's types of the change feed come from here.
type streamEvents struct {
	Workspace   chat.Workspace   `json:"workspace"`
	User        chat.User        `json:"user"`
	Contact     chat.Contact     `json:"contact"`
	Room        chat.Room        `json:"room"`
	Member      chat.Member      `json:"member"`
	Entered     chat.Entered     `json:"entered"`
	Message     chat.Message     `json:"message"`
	Read        chat.Read        `json:"read"`
	RoomState   chat.RoomState   `json:"room_state"`
	ThreadState chat.ThreadState `json:"thread_state"`
	Draft       chat.Draft       `json:"draft"`
	Saved       chat.Saved       `json:"saved"`
	Notice      chat.Notice      `json:"notice"`
	Session     chat.Session     `json:"session"`
	Gone        chat.GoneData    `json:"gone"`
}

// documentStream adds the stream, which the mux serves past huma.
func (h *Handler) documentStream() {
	integer := &huma.Schema{Type: huma.TypeInteger, Format: "int64"}
	h.api.OpenAPI().AddOperation(&huma.Operation{
		Method: http.MethodGet, Path: "/stream", OperationID: "get-stream", Tags: []string{"stream"},
		Summary:  "The changes live, as Server-Sent Events",
		Security: []map[string][]string{{"cookie": {}}, {"bearer": {}}},
		Parameters: []*huma.Param{
			{Name: "ticket", In: "query", Description: "of POST /stream/ticket, in place of a session", Schema: &huma.Schema{Type: huma.TypeString}},
			{Name: "since", In: "query", Description: "the reader's cursor; without it the stream begins now", Schema: integer},
			{Name: "epoch", In: "query", Schema: &huma.Schema{Type: huma.TypeString}},
			{Name: "Last-Event-ID", In: "header", Description: "beats since", Schema: integer},
		},
		Responses: map[string]*huma.Response{
			"200": {Description: "each event's name and the type of its data", Content: map[string]*huma.MediaType{
				"text/event-stream": {Schema: h.schema(reflect.TypeFor[streamEvents]())}}},
			"default": h.problemResponse(),
		},
	})
}

// finishSchemas completes the document and bounds every integer that has no
// closer bounds.
func (h *Handler) finishSchemas() {
	h.documentStream()
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
	// huma reads twice, first to validate: what is wrong with the second reading is answered 422.
	if _, validating := v.(*any); err == nil && !validating {
		return chat.StrictJSON(data)
	}
	var typ *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &typ):
		if typ.Field == "" { // read without a type, where only a number can fail
			return chat.StrictJSON(data)
		}
		return chat.JSONFlaw(typ.Field, "this value does not fit")
	case errors.As(err, &syntax), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return errors.New("this is not valid JSON")
	}
	return err
}
