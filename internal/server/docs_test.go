package server

import (
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// usedModules asks the go command which modules our packages and tests import.
func usedModules(t *testing.T) []string {
	t.Helper()
	list := func(args ...string) []string {
		cmd := exec.CommandContext(t.Context(), "go", append([]string{"list"}, args...)...)
		cmd.Dir = "../.."
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("go list %v: %v", args, err)
		}
		return strings.Fields(string(out))
	}
	imports := list("-f", `{{range .Imports}}{{.}} {{end}}{{range .TestImports}}{{.}} {{end}}{{range .XTestImports}}{{.}} {{end}}`, "./...")
	var used []string
	for _, m := range list("-m", "-f", "{{if not .Main}}{{.Path}}{{end}}", "all") {
		if slices.ContainsFunc(imports, func(i string) bool { return i == m || strings.HasPrefix(i, m+"/") }) {
			used = append(used, m)
		}
	}
	return used
}

func TestEveryDirectDependencyIsArguedFor(t *testing.T) {
	text, err := os.ReadFile("../../docs/DEPENDENCIES.md")
	if err != nil {
		t.Fatal(err)
	}
	used := usedModules(t)
	if len(used) < 5 {
		t.Fatalf("only %v are used: the question is wrong", used)
	}
	rows := regexp.MustCompile("(?m)^\\| `([a-z]+\\.[^` ]+)`").FindAllStringSubmatch(string(text), -1)
	var argued []string
	for _, r := range rows {
		argued = append(argued, r[1])
	}
	compare(t, "Go modules", used, argued)

	manifest, err := os.ReadFile("../../web/package.json")
	if err != nil {
		t.Fatal(err)
	}
	var web struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal(manifest, &web); err != nil {
		t.Fatal(err)
	}
	for _, deps := range []map[string]string{web.Dependencies, web.DevDependencies} {
		for name, version := range deps {
			if !strings.Contains(string(text), "`"+name+"`") {
				t.Errorf("docs/DEPENDENCIES.md does not say why there is %s", name)
			}
			if strings.ContainsAny(version, "^~*><") {
				t.Errorf("%s is not pinned: %s", name, version)
			}
		}
	}
}

func compare(t *testing.T, what string, used, argued []string) {
	t.Helper()
	for _, m := range used {
		if !slices.Contains(argued, m) {
			t.Errorf("%s: docs/DEPENDENCIES.md does not say why there is %s", what, m)
		}
	}
	for _, m := range argued {
		if !slices.Contains(used, m) {
			t.Errorf("%s: docs/DEPENDENCIES.md argues for %s, which nothing uses", what, m)
		}
	}
}
