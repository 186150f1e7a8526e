# HomeTwin. `make` alone lists the targets.
SHELL := /bin/bash
PREFIX ?= /usr/local
SCENARIO ?= Scenarios/quickstart.yaml
SWIFT_BUILD := swift build -c release
BINARY = $(shell swift build -c release --show-bin-path)/hometwin
PACKAGES := libgsl-dev libsqlite3-dev libzstd-dev pkg-config

.DEFAULT_GOAL := help
.PHONY: help deps build run test check format bench golden docs install dist clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

deps: ## install the C libraries where allowed, say what is missing where not
	@scripts/deps.sh $(PACKAGES)

build: deps ## compile the release build
	@$(SWIFT_BUILD) --product hometwin

run: build ## set up everything and run SCENARIO (default: the quickstart)
	@$(BINARY) run $(SCENARIO)

test: deps ## every test
	swift test -c release

check: deps ## format, tidy rules, the wall between Pipeline and World
	@scripts/check.sh

format: ## rewrite the sources in house style
	swift format --in-place --recursive Sources Tests Package.swift

clean: ## remove what the build made
	rm -rf .build dist
