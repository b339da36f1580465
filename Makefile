# Two commands on a fresh machine: `make run` and `make test`. Needs git, make, Python >= 3.11.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.DEFAULT_GOAL := help
.PHONY: help setup run build test test-browser check format lint types imports bench wheel wheelhouse test-wheelhouse clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | \
	  awk -F'\t' '{printf "  make %-14s %s\n", $$1, $$2}'

.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 / 需要 Python 3.11 以上"; exit 2; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.installed: .venv/.python pyproject.toml constraints.txt
	$(PIP) install -c constraints.txt -e .
	@touch $@

.venv/.installed-test: .venv/.installed
	$(PIP) install -c constraints.txt -e '.[test]'
	@touch $@

setup: .venv/.installed ## Make .venv and install; leaves .venv/bin/kg

build: setup ## Build the graph into out/
	$(BIN)/kg build

run: setup ## Build, print the flagship answer under both texts, serve http://127.0.0.1:8501
	$(BIN)/kg build
	$(BIN)/kg compare chief-asks-again
	$(BIN)/kg serve --port $(PORT)

test: .venv/.installed-test ## Run all tests but the browser's, file by file on all cores
	$(BIN)/python -m pytest -m 'not browser' -n auto --dist loadfile

test-browser: .venv/.installed-test ## Run the browser tests (needs Chromium; CHROMIUM=path)
	$(BIN)/python -m pytest -m browser tests/browser

format: .venv/.installed-test ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: .venv/.installed-test ## Check format and lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/.installed-test ## Check types (strict) in kg/
	$(BIN)/mypy

imports: .venv/.installed-test ## Check that imports point downwards
	$(BIN)/python -m pytest tests/test_imports.py

check: lint types imports test ## Format, lint, types, imports, tests

.venv/.installed-bench: .venv/.installed-test
	$(PIP) install -c constraints.txt -e '.[bench]'
	@touch $@

bench: .venv/.installed-bench ## Measure build, start, answers, queries, batches, validation, endpoint and pages beside their peers
	$(BIN)/python bench/run.py
	$(BIN)/python bench/explain.py
	$(BIN)/python bench/batch.py
	$(BIN)/python bench/validate.py
	$(BIN)/python bench/endpoint.py
	$(BIN)/python bench/pages.py
	$(BIN)/python bench/asking.py
	$(BIN)/python bench/exploring.py

wheel: .venv/.installed-test ## Build the wheel into dist/
	$(PIP) wheel --no-deps -w dist .

wheelhouse: .venv/.installed ## Put every wheel for an installation without a network into out/wheelhouse
	rm -rf out/wheelhouse
	$(PIP) wheel -c constraints.txt -w out/wheelhouse '.[mcp,frames]'

test-wheelhouse: wheelhouse ## Install from out/wheelhouse with no index, and check a case with it
	rm -rf out/wheelhouse-test
	$(PYTHON) -m venv out/wheelhouse-test
	out/wheelhouse-test/bin/python -m pip --disable-pip-version-check -q install --no-index \
	  --find-links out/wheelhouse judicial-responsibility-kg
	cd out/wheelhouse-test && KG_OUT=built bin/kg validate chief-asks-again && KG_OUT=built bin/kg assess chief-asks-again >/dev/null
	rm -rf out/wheelhouse-test

clean: ## Remove what was built (keeps .venv)
	rm -rf out dist .pytest_cache .mypy_cache .ruff_cache
