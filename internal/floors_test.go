// Package internal_test holds the house to its plan: which room may import
// which, and how large things may grow.
package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/guideops/guideops/"

// floor says what a package may import of this module, and why.
type floor struct {
	pkg  string // path in the module; /... takes in all below it
	may  []string
	only string // "std": nothing but the standard library either
	why  string
}

// floors is the plan of the house, ground first. A package that is not in it is a breach.
var floors = []floor{
	{"internal/chat", nil, "std", "the rules of the domain are pure, so that every other room may lean on them and tests need nothing"},
	{"internal/search", nil, "std", "query language and text analysis are pure"},
	{"internal/geo", nil, "std", "positions and coordinates are pure"},

	{"internal/store", []string{"internal/chat", "internal/search", "internal/geo"}, "", "the record knows the domain and nothing of who reads it"},
	{"internal/live/...", []string{"internal/chat", "internal/live/..."}, "", "the bus and the hub carry changes; they read the record through the interface that they state themselves"},
	{"internal/media/...", []string{"internal/chat", "internal/media/..."}, "", "one technology each: materials do not know one another"},
	{"internal/push", []string{"internal/chat"}, "", "one technology each"},
	{"internal/assistant", []string{"internal/chat"}, "", "one technology each"},
	{"internal/jobs", []string{"internal/chat"}, "", "one technology each"},
	{"internal/importing", []string{"internal/chat"}, "", "reads the formats of other chats; what it gives is judged by the verb that takes it"},

	{"internal/app", []string{"internal/chat", "internal/search", "internal/geo", "internal/store", "internal/live", "internal/media", "internal/push", "internal/assistant", "internal/jobs", "internal/importing"}, "",
		"verbs use the materials; they know no protocol, so that every door, job and bot says the same"},

	{"internal/httpapi/...", []string{"internal/chat", "internal/app", "internal/live", "internal/httpapi/..."}, "", "a door decodes, calls a verb and encodes: past the verbs, to the record, it must not reach"},
	{"internal/realtime/...", []string{"internal/chat", "internal/app", "internal/live", "internal/realtime/..."}, "", "a transport is an encoder and a pump over a connection of the hub"},
	{"internal/compat/...", []string{"internal/chat", "internal/app", "internal/live", "internal/compat/..."}, "", "old routes become verbs; deletable in one commit"},

	{"internal/demo", []string{"internal/chat", "internal/app"}, "", "plays a company through the verbs, as its people would; like a door it has no way to the record"},

	{"internal/server", []string{"internal/demo", "internal/chat", "internal/store", "internal/live", "internal/media", "internal/push", "internal/assistant", "internal/jobs", "internal/importing", "internal/app", "internal/httpapi", "internal/realtime/...", "internal/compat", "web"}, "",
		"the roof wires everything; nothing imports it but the command"},
	{"web", nil, "std", "carries the built web app, nothing else"},
	{"cmd/guideops", []string{"internal/server"}, "", "flags and subcommands; what they do is the roof's"},

	{"internal/dbtest", nil, "", "for tests: starts databases, knows nothing of what is in them"},
	{"internal/chattest", []string{"internal/chat", "internal/store", "internal/app", "internal/live", "internal/httpapi", "internal/realtime", "internal/dbtest"}, "", "for tests: a real company on a temporary database"},
	{"bench/...", []string{"bench/...", "internal/chat", "internal/dbtest"}, "", "measures the product from outside, as its clients meet it: the domain's types, but none of its machinery"},
}

// testHelpers may be imported by the tests of every floor, and by nothing that ships.
var testHelpers = []string{"internal/dbtest", "internal/chattest", "internal/live/livetest", "internal/media/mediatest"}

// source is one parsed Go file.
type source struct {
	name  string // path from the root of the module
	test  bool
	lines int
	fset  *token.FileSet
	ast   *ast.File
}

func (s *source) dir() string { return path.Dir(s.name) }

func sources(t *testing.T) []*source {
	t.Helper()
	var all []*source
	root := ".."
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || d.Name() == "dist" || d.Name() == "tmp" || strings.HasPrefix(d.Name(), ".") && name != root) {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		all = append(all, &source{name: filepath.ToSlash(rel), test: strings.HasSuffix(name, "_test.go"),
			lines: fset.File(file.Pos()).LineCount(), fset: fset, ast: file})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 10 {
		t.Fatalf("found only %d files: the walk is broken", len(all))
	}
	return all
}

func covers(pattern, pkg string) bool {
	if base, deep := strings.CutSuffix(pattern, "/..."); deep {
		return pkg == base || strings.HasPrefix(pkg, base+"/")
	}
	return pattern == pkg
}

func floorOf(pkg string) *floor {
	for i := range floors {
		if covers(floors[i].pkg, pkg) {
			return &floors[i]
		}
	}
	return nil
}

// breach says what is wrong with one import, or "".
func breach(f *floor, from, imported string, test bool) string {
	ours, isOurs := strings.CutPrefix(imported, module)
	switch {
	case !isOurs && f.only == "std" && strings.Contains(strings.Split(imported, "/")[0], "."):
		return "is not of the standard library"
	case !isOurs:
		return ""
	case slices.Contains(testHelpers, ours) && !test && !slices.Contains(testHelpers, from) && !covers("bench/...", from):
		return "is for tests only"
	case slices.Contains(testHelpers, ours), ours == from:
		return ""
	case test && f.only != "std" && ours == "internal/store": // tests run on the real record
		return ""
	case test && covers("internal/realtime/...", from) && ours == "internal/httpapi": // the route that the stream is mounted on, the cookie
		return ""
	case test && from == "internal/compat" && ours == "internal/httpapi": // old clients have the sessions of the app's own door
		return ""
	case slices.ContainsFunc(f.may, func(p string) bool { return covers(p, ours) }):
		return ""
	}
	return "is not below it"
}

func TestImportsGoDownOnly(t *testing.T) {
	for _, s := range sources(t) {
		if s.dir() == "internal" {
			continue
		}
		f := floorOf(s.dir())
		if f == nil {
			t.Errorf("%s: the package is not in the plan of the house (floors)", s.name)
			continue
		}
		for _, i := range s.ast.Imports {
			p := strings.Trim(i.Path.Value, `"`)
			if wrong := breach(f, s.dir(), p, s.test); wrong != "" {
				t.Errorf("%s imports %s, which %s: %s", s.name, p, wrong, f.why)
			}
		}
	}
}

func TestThePlanCatchesABreach(t *testing.T) {
	for _, b := range []struct {
		from, to string
		test     bool
	}{
		{"internal/chat", "github.com/google/uuid", false},
		{"internal/chat", module + "internal/store", false},
		{"internal/store", module + "internal/live", false},
		{"internal/live", module + "internal/store", false},
		{"internal/httpapi", module + "internal/store", false},
		{"internal/chat", module + "internal/store", true},
		{"internal/realtime", module + "internal/httpapi", false},
		{"internal/app", module + "internal/httpapi", false},
		{"internal/app", module + "internal/dbtest", false},
		{"cmd/guideops", module + "internal/app", false},
		{"internal/store", module + "internal/server", false},
	} {
		if breach(floorOf(b.from), b.from, b.to, b.test) == "" {
			t.Errorf("%s may import %s", b.from, b.to)
		}
	}
}

const maxFile, maxFunc = 600, 80

func TestFilesAndFunctionsFitAScreenOrTwo(t *testing.T) {
	for _, s := range sources(t) {
		if s.lines > maxFile {
			t.Errorf("%s has %d lines, more than %d: it holds two things", s.name, s.lines, maxFile)
		}
		if s.test {
			continue
		}
		for _, d := range s.ast.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				if n := s.fset.Position(f.End()).Line - s.fset.Position(f.Pos()).Line + 1; n > maxFunc {
					t.Errorf("%s: %s has %d lines, more than %d", s.name, f.Name.Name, n, maxFunc)
				}
			}
		}
	}
}

// constants are package variables that Go cannot declare as constants and that
// nobody assigns to; each says why it exists.
var constants = map[string]string{
	"internal/dbtest.shared":      "one server for all tests of a binary, started at first use",
	"internal/httpapi.strictHuma": "sets the package-wide switches of huma once; they have no counterpart in its configuration",
	"internal/httpapi.noStore":    "a header value shared between answers, so that each costs nothing",
	"internal/httpapi.jsonType":   "a header value shared between answers",
}

func TestNoHiddenState(t *testing.T) {
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		for _, d := range s.ast.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.Name == "init" && d.Recv == nil {
					t.Errorf("%s has an init: what runs by itself cannot be ordered or tested", s.name)
				}
			case *ast.GenDecl:
				if d.Tok == token.VAR {
					checkVars(t, s, d)
				}
			}
		}
	}
}

func checkVars(t *testing.T, s *source, d *ast.GenDecl) {
	t.Helper()
	for _, spec := range d.Specs {
		v := spec.(*ast.ValueSpec)
		for i, name := range v.Names {
			key := s.dir() + "." + name.Name
			if name.Name == "_" || constants[key] != "" || embedded(d, v) || (i < len(v.Values) && constant(v.Values[i])) {
				continue
			}
			t.Errorf("%s: the package variable %s is state that everybody shares: pass it, or give the reason in constants", s.name, name.Name)
		}
	}
}

func embedded(d *ast.GenDecl, v *ast.ValueSpec) bool {
	for _, c := range []*ast.CommentGroup{d.Doc, v.Doc} {
		if c != nil && slices.ContainsFunc(c.List, func(l *ast.Comment) bool { return strings.HasPrefix(l.Text, "//go:embed ") }) {
			return true
		}
	}
	return false
}

// constant recognises values that are made once and, by what they are, not changed.
func constant(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.CompositeLit:
		a, isArray := e.Type.(*ast.ArrayType)
		return isArray && a.Len != nil // [...]string{…}: a table
	case *ast.UnaryExpr:
		c, isLit := e.X.(*ast.CompositeLit)
		if !isLit {
			return false
		}
		id, isName := c.Type.(*ast.Ident)
		return isName && id.Name == "Error" // &Error{…}: a sentinel
	case *ast.CallExpr:
		if _, isConversion := e.Fun.(*ast.ArrayType); isConversion {
			return true // []byte("…")
		}
		f, isSel := e.Fun.(*ast.SelectorExpr)
		if !isSel {
			return false
		}
		pkg, isName := f.X.(*ast.Ident)
		return isName && slices.Contains([]string{"errors.New", "regexp.MustCompile", "netip.MustParsePrefix", "strings.NewReplacer"}, pkg.Name+"."+f.Sel.Name)
	}
	return false
}

func TestMessagesComeIntoBeingInOnePlace(t *testing.T) {
	var statements, senders []string
	for _, s := range sources(t) {
		if s.test || strings.HasPrefix(s.name, "bench/") {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if n.Kind == token.STRING && strings.Contains(strings.ToUpper(n.Value), "INTO MESSAGES ") {
					statements = append(statements, s.name)
				}
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Send" && isStore(f.X) {
					senders = append(senders, s.name)
				}
			}
			return true
		})
	}
	if len(statements) != 1 || path.Dir(statements[0]) != "internal/store" {
		t.Errorf("messages are inserted by statements in %v: one place keeps numbers, counts and repeats right", statements)
	}
	if len(senders) != 1 || path.Dir(senders[0]) != "internal/app" {
		t.Errorf("store.Send is called in %v: every door, job and bot sends through one verb", senders)
	}
}

// isStore recognises x.store, as the verbs name the record.
func isStore(e ast.Expr) bool {
	f, ok := e.(*ast.SelectorExpr)
	return ok && f.Sel.Name == "store"
}
