package httpapi_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write api/openapi.json anew")

// The document in the repository is what the TypeScript types are made from.
func TestOpenAPIDocumentInTheRepositoryIsCurrent(t *testing.T) {
	file := filepath.Join("..", "..", "api", "openapi.json")
	spec := newServer(t).handler.Spec()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, spec, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	stored, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(stored, spec) {
		t.Fatal("api/openapi.json is stale: run `go test ./internal/httpapi -run OpenAPI -update`, then generate the TypeScript types")
	}
}
