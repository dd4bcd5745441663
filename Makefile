# Two commands do all their own set-up: `make demo` and `make test`. The others build on the same environment.
# `make PYTHON=python3.12 demo` picks another interpreter; `make clean` starts over.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= demo-output
# Two test workers, one thread each: more threads than cores make torch slower, not faster.
WORKERS ?= $(shell nproc 2>/dev/null || echo 2)

.DEFAULT_GOAL := help
.PHONY: help demo test lint check lines bench soak hosts panel screenshots clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 16

demo: $(VENV)/ready-engine ## Four takes for each shot of the sample clip, into demo-output/
	@$(BIN)/v2a generate "$$($(BIN)/python -c 'import v2a_resources; print(v2a_resources.sample_path())')" --takes 4 --handles 12f --out "$(OUT)"

# Bytecode is written whatever the shell says: the workers and the programs that tests start compile nothing twice.
test: $(VENV)/ready-test ## The tests
	@PYTHONDONTWRITEBYTECODE= OMP_NUM_THREADS=1 $(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal $(ARGS)

lint: $(VENV)/ready-lint ## Style, types, import order
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

check: $(VENV)/ready-lint ## What CI runs, on what differs from main
	@OMP_NUM_THREADS=1 $(BIN)/python .ci/check $(ARGS)

lines: ## Lines of code by room; ARGS=COMMIT compares
	@$(PYTHON) .ci/lines $(ARGS)

bench: $(VENV)/ready-test ## Measure against peers; prints ratios
	@for each in benchmarks/*.py; do echo "== $$each"; $(BIN)/python "$$each" || exit 1; done

soak: $(VENV)/ready-test ## The long campaigns: full-size models, thousands of broken files
	@$(BIN)/python -m pytest -q -m soak --timeout 7200 $(ARGS)

hosts: $(VENV)/ready-test ## Deliveries in Kdenlive, Shotcut, Ardour, Blender and GStreamer's editor themselves
	@sh .ci/system-libraries hosts
	@$(BIN)/python -m pytest -q -m hosts $(ARGS)

panel: $(VENV)/ready-panel ## The desktop panel
	@$(BIN)/v2a panel $(ARGS)

screenshots: $(VENV)/ready-test ## Pictures of every state of the panel, into docs/img/, and docs/guide.md
	@OMP_NUM_THREADS=1 $(BIN)/python docs/img/make.py $(ARGS)

clean: ## Remove the environment and what was built
	rm -rf $(VENV) build dist .work $(OUT)

# --- set-up: each step leaves a stamp, so a second run does nothing -------------------------------------------

$(VENV)/ready-python:
	@sh .ci/system-libraries
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 2; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check -U 'pip>=25.1'
	@touch $@

$(VENV)/ready-engine: $(VENV)/ready-python pyproject.toml
	@echo "Installing the engine into $(VENV): a few minutes the first time."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	@touch $@

$(VENV)/ready-panel: $(VENV)/ready-engine
	@sh .ci/system-libraries panel
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[panel]'
	@touch $@

$(VENV)/ready-test: $(VENV)/ready-panel tests/no-deps.txt
	@sh .ci/system-libraries tests
	@$(BIN)/python -m pip install -q --disable-pip-version-check --group test
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -r tests/no-deps.txt
	@touch $@

$(VENV)/ready-lint: $(VENV)/ready-test
	@$(BIN)/python -m pip install -q --disable-pip-version-check --group lint
	@touch $@
