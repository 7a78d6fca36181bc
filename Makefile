# What people and CI run. Each target sets up what it needs; a second run is quick.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
CODE := knowledge index bot evaluation benchmarks tests

.PHONY: help setup chat ask test check evaluate bench format clean image-check

help:  ## Show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

.venv/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Luotsi needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv
	$(PIP) --editable .
	touch $@

.venv/developing: .venv/installed
	$(PIP) --editable ".[dev]"
	touch $@

setup: .venv/installed  ## Install into .venv and build the index
	@$(BIN)/luotsi index build

chat: setup  ## Talk with Luotsi in the terminal
	@$(BIN)/luotsi chat

ask: setup  ## Ask one question: make ask Q="…"
	@$(BIN)/luotsi ask "$$Q"

test: .venv/developing setup  ## Run the tests
	$(BIN)/python -m pytest --cov --cov-report=term $(PYTEST)

check: .venv/developing  ## Style, types, imports, knowledge
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/luotsi check

.venv/evaluating: .venv/developing
	$(PIP) --editable ".[dev,evaluate]"
	touch $@

evaluate: .venv/evaluating setup  ## Measure on the validation questions, beside the baselines
	$(BIN)/python -m evaluation

bench: .venv/developing setup  ## Speed and memory, as ratios
	$(BIN)/python -m benchmarks

format: .venv/developing  ## Put the code in form
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

clean:  ## Remove what was installed here
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage

image-check:  ## Run the steps of the Dockerfile here, without a container engine
	@docker/image-check

export Q
