# `make` alone lists the targets. Everything runs in .venv, from any folder: `make -C PATH report`.

PYTHON ?= python3
WORKERS ?= 2
ONLY ?=
SIMULATED := tests/effects tests/reproduce tests/certify tests/ingest tests/prepare
BIN := .venv/bin

# Caches of Matplotlib, IPython and Jupyter stay out of the home folder.
export MPLCONFIGDIR := $(CURDIR)/.venv/var/matplotlib
export IPYTHONDIR := $(CURDIR)/.venv/var/ipython
export JUPYTER_CONFIG_DIR := $(CURDIR)/.venv/var/jupyter/config
export JUPYTER_DATA_DIR := $(CURDIR)/.venv/var/jupyter/data
export JUPYTER_RUNTIME_DIR := $(CURDIR)/.venv/var/jupyter/runtime
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help setup report test test-full lint types bench lab docs clean

help:  ## this list
	@grep -hE '^[a-z-]+: .*##|^[a-z-]+:  ##' Makefile | sed -E 's/^([a-z-]+):.*## */\1\t/' | \
	  while IFS="$$(printf '\t')" read -r target words; do printf '  make %-10s %s\n' "$$target" "$$words"; done

setup:
	@.ci/setup

report: setup  ## run every study and write the reports
	@$(BIN)/idmaj run

test: setup  ## the promises on every study (about 8 minutes on 2 cores)
	@$(BIN)/python -m pytest -n $(WORKERS) -m "not full"
	@echo "Left to make test-full:"
	@$(BIN)/python -m pytest --collect-only -q -m full 2>/dev/null | sed -n 's/^\(tests[^:]*\): \([0-9]*\)$$/  \1 (\2 tests)/p'

test-full: setup  ## faults, browser, pages as pictures, calibration (slow)
	@.ci/setup tools
	@$(BIN)/python -m pytest -n $(WORKERS) -m full $(SIMULATED)
	@$(BIN)/python -m pytest -m full $(SIMULATED:%=--ignore=%)

lint: setup  ## style, import directions, notebooks without outputs
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/lint-imports
	@$(BIN)/nbstripout --keep-id --verify notebooks/*.ipynb

types: setup  ## static types
	@$(BIN)/mypy

bench: setup  ## speed against named peers; ONLY=pattern runs a part
	@.ci/setup peers
	@.venv/peers/bin/python -m benchmarks $(if $(ONLY),--only '$(ONLY)')

lab: setup  ## open the notebooks in JupyterLab
	@$(BIN)/jupyter lab --notebook-dir=.

docs: setup  ## write the generated pages again (study file, estimates table, schema)
	@$(BIN)/python docs/build.py

clean:  ## remove .venv and caches; data and reports stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
