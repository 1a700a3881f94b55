package httpapi

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed docs.css
var docsCSS []byte

//go:embed docs.tmpl
var docsTemplate string

// docsPolicy: the page is plain HTML made here, so nothing else may run or load.
const docsPolicy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

type docsRoute struct {
	Method, Path, Summary, ID string
	Public                    bool
	Params                    []*huma.Param
	Request                   string
	Answers                   []docsAnswer
}

type docsAnswer struct{ Status, Schema string }

type docsSchema struct {
	Name   string
	Fields []docsField
}

type docsField struct {
	Name, Type, Doc string
	Required        bool
}

// serveDocs shows the OpenAPI document to people, without a script.
func (h *Handler) serveDocs(w http.ResponseWriter, _ *http.Request) {
	page, err := template.New("docs").Parse(docsTemplate)
	var b bytes.Buffer
	if err == nil {
		err = page.Execute(&b, map[string]any{"Prefix": Prefix, "Routes": h.docsRoutes(), "Schemas": h.docsSchemas()})
	}
	if err != nil {
		h.log.Error("render the docs page", "err", err)
		writeProblem(w, internalProblem())
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", docsPolicy)
	_, _ = w.Write(b.Bytes()) // the client has gone: nobody is left to tell
}

func (h *Handler) serveDocsCSS(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(docsCSS) // the client has gone: nobody is left to tell
}

func operations(item *huma.PathItem) map[string]*huma.Operation {
	all := map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete}
	for m, op := range all {
		if op == nil {
			delete(all, m)
		}
	}
	return all
}

func (h *Handler) docsRoutes() []docsRoute {
	var out []docsRoute
	for path, item := range h.api.OpenAPI().Paths {
		for method, op := range operations(item) {
			r := docsRoute{Method: method, Path: path, Summary: op.Summary, ID: op.OperationID, Params: op.Parameters,
				Public: op.Security != nil && len(op.Security) == 0}
			if op.RequestBody != nil {
				for _, m := range op.RequestBody.Content {
					r.Request = typeName(m.Schema)
				}
			}
			for status, a := range op.Responses {
				answer := docsAnswer{Status: status}
				for _, m := range a.Content {
					answer.Schema = typeName(m.Schema)
				}
				r.Answers = append(r.Answers, answer)
			}
			slices.SortFunc(r.Answers, func(a, b docsAnswer) int { return strings.Compare(a.Status, b.Status) })
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b docsRoute) int { return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method) })
	return out
}

func (h *Handler) docsSchemas() []docsSchema {
	var out []docsSchema
	for name, s := range h.api.OpenAPI().Components.Schemas.Map() {
		d := docsSchema{Name: name}
		for field, p := range s.Properties {
			d.Fields = append(d.Fields, docsField{Name: field, Type: typeName(p), Doc: p.Description, Required: slices.Contains(s.Required, field)})
		}
		slices.SortFunc(d.Fields, func(a, b docsField) int { return strings.Compare(a.Name, b.Name) })
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b docsSchema) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// typeName says a schema in a word: "string", "Room", "User[]".
func typeName(s *huma.Schema) string {
	switch {
	case s == nil:
		return ""
	case s.Ref != "":
		return s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]
	case s.Type == huma.TypeArray:
		return typeName(s.Items) + "[]"
	case s.Type == "":
		return "any"
	}
	return s.Type
}
