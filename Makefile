# demo     alerts arriving from a newsroom on this machine: no account, no internet
# up       the whole product on this machine, with your own files in config/local
# install  a virtual environment from the pinned lock, leaving .venv/bin/wirewatch
# test     everything that must hold: lint, types, layers, tests with real services
# lint     the fast part of it
# quality  how well articles are read, on texts that we labelled
# bench    the benchmarks, with what they are compared with
# read-bench  the reading of articles alone: speed by piece, memory, hostile texts
# watch-bench  holding articles against 100,000 watches, and what else could do it
# idle     what `wirewatch up` takes while nothing happens (five minutes)
# day      a day of news in twelve minutes: does anything grow?
# lock     pin anew after a change in pyproject.toml (needs uv)

PYTHON ?= python3
BIN := .venv/bin
# errors only: a dependency of ours asks lxml for an extra that it has no more, which is said at each install
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
# tests in two processes, each with services of its own; in one where named services are shared
PROCESSES ?= $(if $(WIREWATCH_TEST_REDIS_URL)$(WIREWATCH_TEST_DATABASE_URL),0,2)

# your files: samples are written there at first; git looks away
CONFIG ?= config/local

.PHONY: demo up install install-dev test lint quality bench read-bench watch-bench idle day lock

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Wirewatch needs Python 3.11 or later: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Installing into .venv: half a minute, once"
	@$(PYTHON) -m venv .venv

.venv/.installed: requirements.txt pyproject.toml | .venv/bin/python
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@echo "Installing what the tests need"
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

demo: .venv/.installed
	@exec $(BIN)/wirewatch demo $(ARGS)

up: .venv/.installed
	@test -e $(CONFIG)/feeds.yaml || $(BIN)/wirewatch init $(CONFIG)
	@exec $(BIN)/wirewatch --config $(CONFIG) up $(ARGS)

install: .venv/.installed

install-dev: .venv/.installed-dev

lint: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

test: .venv/.installed-dev lint
	$(BIN)/python -m pytest -n $(PROCESSES) --dist worksteal

quality: .venv/.installed-dev
	@$(BIN)/python -m tests.quality $(ARGS)

.venv/.installed-bench: requirements-bench.txt .venv/.installed-dev
	@$(PIP) --require-hashes -r requirements-bench.txt
	@touch $@

bench: .venv/.installed-bench
	$(BIN)/python -m tests.benchmarks

read-bench: .venv/.installed-dev
	$(BIN)/python -m tests.benchmarks reading

watch-bench: .venv/.installed-dev
	$(BIN)/python -m tests.benchmarks watches

idle day: .venv/.installed-dev
	$(BIN)/python -m tests.benchmarks $@

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate \
	  pyproject.toml --group build -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate \
	  pyproject.toml --group build --group dev -o requirements-dev.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate \
	  pyproject.toml --group build --group dev --group bench -o requirements-bench.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate \
	  pyproject.toml --group build --extra ner --constraint requirements.txt -o requirements-ner.txt
