# Everything a contributor runs. `make test` needs Go and nothing else; `make lint` and `make e2e` fetch pinned tools.
SHELL := /bin/bash
GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.11.4
CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/wukong-fn
export GOTOOLCHAIN := local

.PHONY: help build test test-long fuzz bench lint golden image sbom e2e clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## the static binary, in bin/
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o bin/wukong-fn ./fn/wukong-fn

test: ## all tests that need no network and no other program
	go test ./...

test-long: ## the same with random tests EFFORT times as long, 50 when unset; minutes
	WUKONG_EFFORT=$(or $(EFFORT),50) go test -count=1 -timeout 60m ./...

fuzz: ## every fuzz target for FOR each, 1m when unset; ONLY=PATTERN chooses
	hack/fuzz.sh $(or $(FOR),1m) $(ONLY)

bench: ## time and allocations a Wukong
	go test -run '^$$' -bench . -benchmem ./fn/command ./render/...

golden: ## rewrite the expected output of examples and golden cases, and generated files
	go generate ./...
	go test ./fn/command -run Examples -update
	go test ./fn/wukong-fn -run Commands -update
	go test ./render/finding -run Docs -update

lint: $(CACHE)/golangci-lint ## linters; shellcheck must be installed
	gofmt -l fn render hack internal | (! grep .)
	shellcheck $$(git grep -lE '^#!.*sh$$')
	$(CACHE)/golangci-lint run ./...

$(CACHE)/golangci-lint:
	GOBIN=$(CACHE) CGO_ENABLED=0 go install $(GOLANGCI)

image: ## the container image, with docker or podman
	hack/image.sh

sbom: ## an SPDX document beside the image
	hack/sbom.sh

e2e: ## against the real components: see e2e/README.md
	e2e/run

clean: ## remove what was built in the tree
	rm -rf bin dist
