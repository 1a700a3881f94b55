# Everything a person or a machine does with this repository.

# Pinned tools; `go run` fetches and caches them.
GOLANGCI := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
RELOADER := go run github.com/air-verse/air@v1.67.4

WEB_SOURCES := $(shell find web/src web/public web/index.html web/vite.config.ts web/scripts -type f 2>/dev/null)
GO_SOURCES  := $(shell find cmd internal -name '*.go' -o -name '*.sql' -o -name '*.txt') go.mod go.sum web/embed.go

.DEFAULT_GOAL := help
.PHONY: help run test test-go test-web test-e2e build dev dev-go dev-web lint generate bench soak demo setup clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: build ## build everything and serve it; needs only Go and Node
	bin/guideops serve

build: bin/guideops ## build bin/guideops with the web app inside

bin/guideops: $(GO_SOURCES) web/dist/index.html
	go build -ldflags='-s -w' -o $@ ./cmd/guideops

web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	cd web && npm run build
	@touch $@

# npm writes this file last, so it stands for a finished installation.
web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci
	@touch $@

test: setup ## run every check there is
	$(MAKE) test-web
	$(MAKE) test-go
	$(MAKE) test-e2e
	@echo "All tests passed."

test-go: # vet and Go tests under the race detector, PostgreSQL started by the tests
	go vet ./...
	go test -race -timeout 10m ./...

test-web: web/node_modules/.package-lock.json # types, lint, stale generated files, unit tests, build, size budget
	cd web && npm run check

test-e2e: build # two people in real browsers against the real binary
	cd web && npm run e2e --if-present

setup: ## install what tests need and is missing
	@scripts/setup

dev: web/node_modules/.package-lock.json ## serve with live reload of both sides, on http://localhost:5173
	$(MAKE) -j2 dev-go dev-web

dev-go:
	$(RELOADER) -c scripts/air.toml

dev-web:
	cd web && npm run dev

lint: web/node_modules/.package-lock.json ## lint Go and the web app
	$(GOLANGCI) run ./...
	cd web && npm run lint

generate: web/node_modules/.package-lock.json ## write again what is made from the code; tests say when it is stale
	go test ./internal/httpapi -run OpenAPI -update
	go test ./internal/server -run Readme -update
	cd web && npm run api

bench: ## measure beside a minimal raw server
	go run ./bench

# An hour or so: load, kill -9, start, resume, again and again; ends at the first thing lost.
soak: ## run under load, kills and restarts for long
	go run ./bench -cases AE -rounds 60 -v

demo: build ## fill a believable company and serve it
	bin/guideops demo --data-dir ./guideops-data/demo
	bin/guideops serve --data-dir ./guideops-data/demo

clean: ## remove what was built
	rm -rf bin web/dist/assets web/dist/index.html
