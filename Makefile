# Needs Python 3.11 or later and make; everything else goes into .venv. Uses uv when it is there, pip otherwise.

VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.pingan-stamp
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	if "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo "$$p"; break; fi; done)
UV := $(shell command -v uv 2>/dev/null)
WORKERS ?= 2
SECONDS_EACH ?= 60
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint types format catalogue docs tables build vscode bench fuzz mutants nightly coverage clean

help:  ## what can be made
	@sed -n 's/^\([a-z]*\):.*##/  make \1 \t/p' $(MAKEFILE_LIST)

setup: $(STAMP)  ## the virtual environment with pingan and its tools

$(STAMP): pyproject.toml
	@if [ -z "$(PYTHON)" ] && [ -z "$(UV)" ]; then \
		echo "pingan needs Python 3.11 or later: none found. Say which with: make setup PYTHON=/path/to/python3.11" >&2; exit 1; fi
ifeq ($(UV),)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "this Python cannot make virtual environments." >&2; \
		echo "On Debian and Ubuntu: apt-get install python3-venv. Elsewhere: install uv, or a Python from python.org." >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip -q
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[dev]'
else
	@test -x $(BIN)/python || $(UV) venv -q --python '>=3.11' $(VENV)
	$(UV) pip install -q --python $(BIN)/python -e '.[dev]'
endif
	@touch $@

demo: $(STAMP)  ## the Jilin opinion decides an incident
	$(BIN)/pingan evaluate jilin --facts policies/facts/corpse_blockade.json --as-of 2016-06-18T12:00

test: $(STAMP)  ## every test (PINGAN_HYPOTHESIS_PROFILE=ci|nightly for more examples)
	$(PYTEST)

lint: $(STAMP)  ## ruff, formatting and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(STAMP)  ## mypy --strict
	$(BIN)/mypy

format: $(STAMP)  ## let ruff format and mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

catalogue: $(STAMP)  ## the pages of the shipped policies, and the answers on the pages of samples
	$(BIN)/python -m tests.docs.catalogue
	$(BIN)/python -m tests.docs.samples

docs: $(STAMP)  ## the documentation site into build/docs, warnings as errors
	$(BIN)/python -m docs._site build/docs
	@echo "open build/docs/index.html"

tables: $(STAMP)  ## the parser's tables, after a change of a grammar
	$(BIN)/python -m tests.tree.tables

build: $(STAMP)  ## wheel and sdist into dist/
	$(BIN)/python -m build --no-isolation

vscode: $(STAMP)  ## the extension for VS Code, docs/editors/vscode/pingan.vsix (needs node and npm)
	@command -v npm >/dev/null || { echo "the extension is built with node 20 and npm: neither is there" >&2; exit 1; }
	$(BIN)/python -m pingan.highlighting.textmate docs/editors/vscode/syntaxes/pingan.tmLanguage.json
	cd docs/editors/vscode && npm ci && npm run package

bench: $(STAMP)  ## times beside other engines and plain Python, into docs/performance.md
	$(BIN)/python -m tests.benchmarks

fuzz: $(STAMP)  ## every fuzz target for a minute (SECONDS_EACH=60), two at a time
	@$(BIN)/python -c 'import atheris' 2>/dev/null || { echo "fuzzing needs atheris: $(BIN)/pip install -e '.[fuzz]'" >&2; exit 1; }
	nice $(BIN)/python -m tests.fuzz --seconds $(SECONDS_EACH) --workers $(WORKERS)

mutants: $(STAMP)  ## a sample of small mistakes in our own code: which of them the tests notice (hours)
	nice $(BIN)/python -m tests.mutants --workers $(WORKERS)

nightly: $(STAMP)  ## every law with a thousand examples, the slow tests, and every fuzz target for a minute
	PINGAN_HYPOTHESIS_PROFILE=nightly PINGAN_NIGHTLY=1 $(PYTEST)
	$(MAKE) fuzz

coverage: $(STAMP)  ## the tests once more, with branch coverage
	$(PYTEST) --cov --cov-report=term-missing:skip-covered

clean:  ## everything made, but not the virtual environment
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.* htmlcov
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
