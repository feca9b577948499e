# Everything one does with this repository. `make help` lists the targets.

.DEFAULT_GOAL := help
SHELL := bash

# One way of compiling for program, tests and checks: without C, so that the
# result is one static file and every package is compiled once.
GO := CGO_ENABLED=0 go
# Tools have a module file of their own; their versions are pinned there.
TOOL := tool -modfile=tools.mod
# Runs a command beside a throw-away PostgreSQL server.
WITH_POSTGRES := $(GO) run ./scripts/withpostgres

MANIFEST := internal/web/static/dist/manifest.json
ASSET_SOURCES := package.json $(shell find internal/web/static/src internal/web/static/build -type f 2>/dev/null)
# Make's own time stamp for node_modules, which git does not see.
NODE_MODULES := node_modules/.installed

.PHONY: help run build assets generate test test-go test-race e2e faults bench check tools clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## start with made-up data at http://localhost:8080 (kept in data/demo.db)
	bin/bosett serve --demo

build: assets ## make the program, bin/bosett
	$(GO) build -trimpath -o bin/bosett ./cmd/bosett

assets: $(MANIFEST) ## make what the browser gets

$(NODE_MODULES): package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

$(MANIFEST): $(NODE_MODULES) $(ASSET_SOURCES)
	npm run --silent build
	@touch $@

generate: ## write again what is generated: templ, sqlc, SQLite migrations
	$(GO) $(TOOL) templ generate -path internal -log-level warn
	$(GO) $(TOOL) sqlc generate
	$(GO) generate ./...

# The order is from quick to slow, so that the first failure comes early.
test: tools assets ## all tests, on SQLite and PostgreSQL and in the browser
	$(GO) vet ./...
	$(MAKE) --no-print-directory test-go
	$(MAKE) --no-print-directory e2e

test-go: assets
	$(WITH_POSTGRES) env CGO_ENABLED=0 go test ./...

test-race: assets ## the Go tests with the race detector (slow, needs a C compiler)
	$(WITH_POSTGRES) env CGO_ENABLED=1 go test -race ./...

e2e: build ## the browser tests
	$(WITH_POSTGRES) scripts/with-browser npm run --silent e2e

# The Go tests start PostgreSQL themselves, since they kill it.
faults: build ## break everything, count what is lost, write faults/RESULTS.md (an hour)
	scripts/with-browser env BOSETT_TEST_FAULTS=full BOSETT_TEST_RESULTS=$(CURDIR)/faults/RESULTS.md CGO_ENABLED=0 \
		go test ./faults -count=1 -v -timeout 3h
	$(WITH_POSTGRES) env BOSETT_FEIL=full scripts/with-browser npm run --silent e2e -- feil

bench: assets ## measure on both databases and write bench/RESULTS.md (takes a while)
	$(GO) run ./bench

check: assets ## form, rules and generated files; must pass before a commit
	@unformed=$$(git ls-files -z '*.go' | xargs -0 gofmt -l); \
		if [ -n "$$unformed" ]; then echo "not gofmt'ed:"; echo "$$unformed"; exit 1; fi
	$(GO) $(TOOL) templ fmt -fail -log-level warn internal
	$(GO) mod tidy -diff
	scripts/check-generated
	$(GO) vet ./...
	$(GO) $(TOOL) staticcheck ./...
	$(GO) test ./internal/arch/...

tools: # what the tests need of the machine
	@scripts/ensure-tools

clean: ## remove what make made, but no data
	rm -rf bin node_modules internal/web/static/dist/*
