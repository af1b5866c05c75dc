# Needs Python 3.11 or newer and make. Everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo run test test-fast test-postgresql test-faults test-acts check lint types imports courses format bench bench-fanout bench-growth bench-learning audit outdated screenshots clean

help:            ## what can be made
	@sed -nE 's/^([a-z-]+):.*## *(.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

# What it needs to run, without linters, test tools and browsers.
$(VENV)/.runtime: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Studyhall needs Python 3.11 or newer: set PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Studyhall needs to run, into $(VENV). This takes about a minute, once."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.installed: $(VENV)/.runtime
	@echo "Installing what its tests need, into $(VENV). This takes about a minute, once."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,bench,courses,discord-http,fast,learn,postgres]'
	@touch $@

demo: $(VENV)/.runtime      ## the playground: a page with a study group, no tokens needed; PORT=8430 for another port
	@$(BIN)/studyhall demo$(if $(PORT), --port $(PORT))

run: $(VENV)/.runtime       ## the bot, with the tokens of .env
	@$(BIN)/studyhall run

test: check                 ## everything that must pass before a commit
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

test-fast: $(VENV)/.installed  ## the tests without a browser, in order to work by
	$(BIN)/python -m pytest -n $(JOBS) -m "not browser"

test-postgresql: $(VENV)/.installed  ## features, delivery and every platform over PostgreSQL; its programs must be installed
	STUDYHALL_TEST_ENGINE=postgresql $(BIN)/python -m pytest -n $(JOBS) \
	  tests/contract tests/delivery tests/features tests/service/test_reminding.py

test-faults: $(VENV)/.installed  ## kills, outages and hostile input at full length, with a table; 10 minutes at most
	timeout 600 $(BIN)/python -m pytest -n $(JOBS) -o asyncio_debug=true --full tests/faults \
	  --ignore tests/faults/test_kills_acts.py --ignore tests/faults/test_kills_acts_outside.py

test-acts: $(VENV)/.installed  ## every command, button and form that a walk finds, killed after each commit; 15 minutes at most
	timeout 900 $(BIN)/python -m pytest -n $(JOBS) --full \
	  tests/faults/test_kills_acts.py tests/faults/test_kills_acts_outside.py

check: lint types imports courses  ## format, lint, types, import rules, course rules

lint: $(VENV)/.installed    ## format and lint, changing nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.installed   ## mypy --strict
	$(BIN)/mypy

imports: $(VENV)/.installed ## who may import whom
	$(BIN)/lint-imports

courses: $(VENV)/.installed ## the bundled courses break no rule
	$(BIN)/studyhall course lint content/courses

format: $(VENV)/.installed  ## lay the code out
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.installed   ## what an answer costs beside bare handlers and hand-written bots; OPTIONS=--quick for a look
	$(BIN)/python -m benchmarks $(OPTIONS)

bench-fanout: $(VENV)/.installed  ## ten thousand channels due at once, on servers with limits on; six minutes
	$(BIN)/python -m benchmarks.fanout

bench-growth: $(VENV)/.installed  ## what a member waits for with a million answers; OPTIONS='--answers 10000000' for ten
	$(BIN)/python -m benchmarks.growth $(OPTIONS)
	$(BIN)/python -m benchmarks.growth_crowd

bench-learning: $(VENV)/.installed  ## does the policy teach? 10,000 simulated learners, a table and a picture; three minutes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python -m benchmarks.learning

audit: $(VENV)/.installed $(VENV)/audit/.installed  ## known vulnerabilities of the pinned packages; needs the Internet
	$(BIN)/python docs/audit.py $(VENV)/audit/bin/pip-audit constraints.txt $(AUDIT_OPTIONS)

outdated: $(VENV)/.installed  ## newer versions of the packages, and every package's licence
	$(BIN)/python -m pip list --outdated --disable-pip-version-check
	$(BIN)/python docs/audit.py licences

# In a place of its own: what it needs is no business of the bot's.
$(VENV)/audit/.installed: Makefile
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	touch $@

screenshots: $(VENV)/.installed  ## the pictures of the README; needs Chromium
	$(BIN)/python docs/screenshots.py

clean:                      ## remove what was made here
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
