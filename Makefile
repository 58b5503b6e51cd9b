# The commands of Pupitre; see README.md. A recipe that needs more than two lines lives in scripts/.
.DEFAULT_GOAL := help
PORT ?= 8000
PY := .venv/bin/python
.PHONY: help setup serve dev demo test test-long lint format activities bench

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## / — /'

setup: .venv/.runtime  ## create .venv and install the runtime lock and the package
.venv/.runtime: requirements.txt pyproject.toml scripts/install.sh
	@sh scripts/install.sh requirements.txt && touch $@

serve: setup  ## Pupitre on this computer, for one MSP: its data are in PUPITRE_HOME (./var)
	@.venv/bin/pupitre serve --port $(PORT)

dev: .venv/.dev
.venv/.dev: requirements-dev.txt pyproject.toml scripts/install.sh
	@sh scripts/install.sh requirements-dev.txt && touch .venv/.runtime $@

demo: setup  ## three fictitious MSPs with a year of work, on http://localhost:$(PORT)
	@$(PY) -m pupitre.cli demo --port $(PORT)

test: dev  ## every test: SQLite, and PostgreSQL and browser when they are there
	@sh scripts/test.sh

test-long: dev  ## the long tests, in parts of at most 80 minutes
	@$(PY) -m pytest -m long -o addopts= --strict-markers

lint: dev  ## ruff, mypy strict, import contracts, sizes
	@sh scripts/lint.sh

format: dev  ## put the code in the house format
	@.venv/bin/ruff check --fix-only -q . ; .venv/bin/ruff format -q .

activities: dev  ## one line per activity: id, title, the tests that prove it
	@$(PY) scripts/activities.py

bench: dev  ## the measurements of benchmarks/, as a table
	@$(PY) -m benchmarks
