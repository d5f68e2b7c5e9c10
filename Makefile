# Every target works in this folder alone: its own .venv, paths relative, so the folder's name may hold spaces.

PYTHON ?= python3
# How many test processes: a number or "auto" (one a core, at most four).
WORKERS ?= auto

READY := .venv/.ready
RUN := .venv/bin/python

FLOOR_TESTS := tests/core tests/stats tests/analysis tests/report tests/api tests/cli/test_cli.py tests/runs/test_sweep.py

PEERS := salabim==26.0.9 ciw==3.2.7 opentnsim==1.3.7

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup browser run test test-floors bench bench-peers trust promises mutants coverage check format fingerprints costs docs notebook clean

help: ## say what can be made
	@echo "posture: make one of"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile
	@echo "  PYTHON=python3.12 make setup    uses that interpreter (3.11 or newer)"

setup: $(READY) ## set up .venv with everything that the other targets need
	@echo "setup: .venv is ready"

$(READY): pyproject.toml
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { \
	    echo "setup: no '$(PYTHON)' on this machine; install Python 3.11 or newer, or name it: make setup PYTHON=/path/to/python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "setup: '$(PYTHON)' is $$("$(PYTHON)" -V 2>&1), posture needs 3.11 or newer; name another: make setup PYTHON=python3.12" >&2; exit 1; }
	@echo "setup: making .venv with $$("$(PYTHON)" -V 2>&1) and installing posture with its tools (once, a minute or two)"
	@"$(PYTHON)" -m venv .venv || { \
	    echo "setup: '$(PYTHON)' cannot make a virtual environment; install its venv module (Debian, Ubuntu: apt install python3-venv)" >&2; exit 1; }
	@"$(RUN)" -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch "$@"

browser: ## install Debian's Chromium and pdftotext, with which tests look at pages (as root; without them those are left out)
	@command -v apt-get >/dev/null 2>&1 || { echo "browser: no apt-get on this machine; install Chromium and pdftotext by hand" >&2; exit 1; }
	@echo "browser: apt-get install chromium poppler-utils"
	@apt-get update -qq
	@DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium poppler-utils >/dev/null

run: $(READY) ## run the main job: the eastern flank in mid-2023, everything at once, 100 times
	@echo "run: posture run configs/eastern-flank-2023.yaml --replications 100"
	@"$(RUN)" -m posture run configs/eastern-flank-2023.yaml --replications 100

test: $(READY) ## run every test
	@echo "test: pytest, $(WORKERS) processes"
	@"$(RUN)" -m pytest --quiet -n "$(WORKERS)" --maxprocesses 4 --dist worksteal

test-floors: ## run tests of every part that uses a dependency, with the lowest versions that pyproject.toml allows
	@echo "test-floors: build/floors, the lowest versions that pyproject.toml allows"
	@"$(PYTHON)" -m venv build/floors
	@build/floors/bin/python tests/floors.py > build/floors/floors.txt
	@build/floors/bin/python -m pip install --quiet --disable-pip-version-check -r build/floors/floors.txt pytest pytest-xdist hypothesis
	@PYTHONPATH="$(CURDIR)" build/floors/bin/python -m pytest --quiet -n "$(WORKERS)" --maxprocesses 4 -p no:cacheprovider -o filterwarnings= $(FLOOR_TESTS)

docs: $(READY) ## build the documentation as a site that needs no network, into build/site
	@echo "docs: mkdocs, strict"
	@"$(RUN)" -m pip install --quiet --disable-pip-version-check --editable ".[docs]"
	@NO_MKDOCS_2_WARNING=1 "$(RUN)" -m mkdocs build --quiet --strict

notebook: $(READY) ## run docs/python.md as a notebook and keep it in docs/examples
	@echo "notebook: docs/examples/brigade.ipynb"
	@"$(RUN)" docs/notebook.py

bench: $(READY) ## measure ratios against SimPy by hand and the bare floor, and what a study costs (some minutes)
	@echo "bench: benchmarks/movement.py"
	@"$(RUN)" benchmarks/movement.py
	@echo "bench: benchmarks/alert_pairs.py"
	@"$(RUN)" benchmarks/alert_pairs.py
	@echo "bench: benchmarks/pool.py"
	@"$(RUN)" benchmarks/pool.py
	@echo "bench: benchmarks/airfields.py"
	@"$(RUN)" benchmarks/airfields.py
	@echo "bench: benchmarks/scenarios.py"
	@"$(RUN)" benchmarks/scenarios.py
	@echo "bench: benchmarks/waits.py"
	@"$(RUN)" benchmarks/waits.py
	@echo "bench: benchmarks/studies.py"
	@"$(RUN)" benchmarks/studies.py

bench-peers: ## measure movement beside salabim, Ciw and OpenTNSim, in an environment of their own (some minutes)
	@echo "bench-peers: build/peers"
	@"$(PYTHON)" -m venv build/peers
	@build/peers/bin/python -m pip install --quiet --disable-pip-version-check --editable . $(PEERS)
	@build/peers/bin/python benchmarks/peers.py

check: $(READY) ## hold the code to its rules: lint, format, types, import direction
	@echo "check: ruff, ruff format, mypy --strict, lint-imports"
	@"$(RUN)" -m ruff check .
	@"$(RUN)" -m ruff format --check .
	@"$(RUN)" -m mypy
	@.venv/bin/lint-imports

format: $(READY) ## write the code in its one form
	@echo "format: ruff format, and what ruff check can mend"
	@"$(RUN)" -m ruff check --fix-only --quiet .
	@"$(RUN)" -m ruff format .

trust: $(READY) ## the long proofs: every test at full size, 10,000 mutated files among them (fifty minutes), and docs/promises.md
	@echo "trust: every test at full size, 10,000 mutated files among them; docs/promises.md"
	@mkdir -p build
	@POSTURE_TRUST=1 POSTURE_MUTATIONS=10000 "$(RUN)" -m pytest --quiet -n "$(WORKERS)" --maxprocesses 4 --dist worksteal \
	    --junitxml=build/trust.xml -o junit_family=xunit1; ended=$$?; \
	    POSTURE_TRUST=1 "$(RUN)" tests/trust/write_promises.py build/trust.xml && exit $$ended

promises: $(READY) ## run the tests of the forty promises alone at full size and write docs/promises.md from what they said
	@echo "promises: docs/promises.md"
	@POSTURE_TRUST=1 POSTURE_MUTATIONS=10000 WORKERS=2 "$(RUN)" tests/trust/write_promises.py

mutants: $(READY) ## change 150 signs, bounds and numbers of the model one by one, and see that a test fails (half an hour)
	@echo "mutants: 150 of core, theatre, operations and stats"
	@"$(RUN)" tests/trust/mutants.py

coverage: $(READY) ## run every test and say which lines and branches of posture/ they reach (half an hour)
	@echo "coverage: build/coverage/report.txt"
	@mkdir -p build/coverage/lib
	@"$(RUN)" -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target build/coverage/lib coverage pytest-cov
	@echo "import coverage; coverage.process_startup()" > build/coverage/lib/sitecustomize.py
	@PYTHONPATH="$(CURDIR)/build/coverage/lib:$(CURDIR)" "$(RUN)" -m pytest --quiet -n "$(WORKERS)" --maxprocesses 4 --dist worksteal \
	    --cov=posture --cov-context=test --cov-report= --junitxml=build/coverage/durations.xml
	@PYTHONPATH="$(CURDIR)/build/coverage/lib" "$(RUN)" -m coverage report --skip-covered > build/coverage/report.txt
	@tail -1 build/coverage/report.txt

fingerprints: $(READY) ## record the histories anew in tests/fingerprints.csv; say why in the commit
	@echo "fingerprints: rewriting tests/fingerprints.csv"
	@"$(RUN)" tests/verification/rewrite_fingerprints.py

costs: $(READY) ## record in tests/costs.csv what a run costs, counted in rows, events and calls; say why in the commit
	@echo "costs: rewriting tests/costs.csv"
	@"$(RUN)" tests/verification/rewrite_costs.py

clean: ## remove what was made here: .venv and caches, not runs/
	@echo "clean: removing .venv, build and caches; runs/ stays"
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
