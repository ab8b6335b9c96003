# Dangol. From a fresh clone: `make up` or `make test`. Needs Python 3.11 and make, nothing else.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3.11
PORT ?= $(or $(DANGOL_PORT),8000)
BIN := .venv/bin
DANGOL := $(BIN)/dangol

.PHONY: help up down test lint types scripts format bench shots features lock build dev clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

up: build ## start everything with a demo company; Ctrl-C stops it
	@exec $(DANGOL) up --port $(PORT)

down: .venv/.runtime ## stop what `make up` started
	@$(DANGOL) down

# pytest comes last: its summary ends the output, its exit status is make's.
test: lint types scripts ## every check and every test
	@$(BIN)/pytest -n 2 --dist loadgroup

lint: dev ## style, layers, templates
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --quiet --check
	@git ls-files '*.html' | xargs -r $(BIN)/djade --check --target-version 5.2
	@$(BIN)/lint-imports --no-cache

types: dev ## mypy
	@$(BIN)/mypy --no-error-summary

scripts: build ## types and tests of the front end
	@cd platform/frontend && \
	  node=$$(../../$(BIN)/python -c 'from dangol.embedded.binaries import node_binary as n; print(n())') && \
	  "$$node" node_modules/typescript/bin/tsc --noEmit && \
	  "$$node" --test --test-reporter=dot "src/**/*.test.ts"

format: dev ## put the code into shape
	@$(BIN)/ruff check --quiet --fix
	@$(BIN)/ruff format --quiet
	@git ls-files '*.html' | xargs -r $(BIN)/djade --target-version 5.2

bench: dev build ## all benchmarks beside their peers; JSON in .dangol/bench/
	@$(BIN)/python -m tests.bench

shots: dev build ## pictures of the screens
	@$(BIN)/python -m tests.shots

features: dev ## rewrite docs/features.md from the tests
	@$(BIN)/python -m tests.features

lock: dev ## write the locks anew from pyproject.toml
	@$(BIN)/pip-compile --quiet --no-header --strip-extras --generate-hashes --allow-unsafe --all-build-deps \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --output-file requirements.lock pyproject.toml
	@$(BIN)/pip-compile --quiet --no-header --strip-extras --generate-hashes --allow-unsafe --extra dev \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

build: .venv/.runtime ## front end and translations, where their sources changed
	@$(DANGOL) build

dev: .venv/.dev

.venv/.runtime: requirements.lock pyproject.toml infra/setup.sh
	@PYTHON="$(PYTHON)" sh infra/setup.sh runtime

.venv/.dev: .venv/.runtime requirements-dev.lock requirements-data.lock
	@PYTHON="$(PYTHON)" sh infra/setup.sh dev

clean: down ## remove the environment and what was built; the data folder stays
	rm -rf .venv platform/frontend/node_modules platform/dangol/static/dist
