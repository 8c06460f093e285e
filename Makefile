# Two commands for a newcomer: `make demo` and `make test`. Everything they create is under .venv/ and var/.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
# Proofs that kill processes and wait leave the machine idle, so one more than the number of processors.
PROVERS ?= 3
comma := ,

# The caller's settings for Python and pip are ignored, except where packages come from.
PACKAGES_COME_FROM := PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_FIND_LINKS PIP_NO_INDEX PIP_TRUSTED_HOST PIP_CERT PIP_CLIENT_CERT PIP_PROXY \
  PIP_CACHE_DIR PIP_RETRIES PIP_TIMEOUT PIP_DEFAULT_TIMEOUT PIP_CONFIG_FILE
# Dozens of processes are started by the tests: compiled once, each of them is here sooner.
unexport PYTHONDONTWRITEBYTECODE
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONUSERBASE PYTHONOPTIMIZE PYTHONSAFEPATH PYTHONPLATLIBDIR PYTHONPYCACHEPREFIX
unexport $(filter-out $(PACKAGES_COME_FROM),$(filter PIP_%,$(.VARIABLES)))
export PYTHONNOUSERSITE := 1
# pip's own configuration file might say otherwise.
export PIP_USER := 0

# An environment's programs contain its path. If the checkout was moved or copied, the environment is rebuilt.
ifeq ($(shell test -e $(BIN)/pip && head -n 2 $(BIN)/pip | grep -cF '$(CURDIR)/$(BIN)/python'),0)
$(shell rm -f $(VENV)/.runtime $(VENV)/.development)
endif

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.runtime translations  ## a whole shop with demo data on 127.0.0.1:8000 (HOST=, PORT=; RESET=1 starts afresh)
	@exec $(BIN)/vitrina demo $(if $(RESET),--reset)

wheel: $(VENV)/.runtime  ## a wheel for `pip install`, in dist/
	@$(BIN)/pip --disable-pip-version-check --quiet wheel --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

test: lint browser pytest  ## lint, types, import rules and every test, including the browser's

pytest: $(VENV)/.development translations
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

prove: $(VENV)/.development translations browser  ## every proof at full scale (P=P05,P06 for some of them; SEED=7)
	@$(BIN)/pytest --prove $(or $(P),all) $(if $(SEED),--seed $(SEED)) -n $(PROVERS) --maxschedchunk 1 -p no:randomly -q $(ARGS)

bench: $(VENV)/.development translations  ## how fast it is, next to limits of the same run (K=redeem_http_8 for some of it; ARGS=--scale=0.02 for a rehearsal)
	@$(BIN)/python -m bench $(subst $(comma), ,$(K)) $(ARGS)

lint: $(VENV)/.development  ## everything that reads the code
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/deptry . --no-ansi
	@$(BIN)/pip check --disable-pip-version-check >/dev/null
	@if find templates -name '*.html' 2>/dev/null | grep -q .; then $(BIN)/djlint templates --lint --quiet; fi

format: $(VENV)/.development  ## format the code with ruff
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

translations: $(VENV)/.runtime
	@for po in $$(find translations -name '*.po' 2>/dev/null); do \
	  if [ "$$po" -nt "$${po%.po}.mo" ]; then $(BIN)/pybabel -q compile -i "$$po" -o "$${po%.po}.mo"; fi; done

schema: $(VENV)/.development  ## write down the schema after an intended change
	@SCHEMA=write $(BIN)/pytest -q tests/laws/test_schema.py tests/laws/test_bounds.py -k written_down

messages: $(VENV)/.development  ## collect the texts to translate and report missing ones
	@mkdir -p var
	@$(BIN)/pybabel -q extract -F babel.cfg -k lazy_gettext -k _l --no-location --sort-output --omit-header -o var/messages.pot .
	@$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -i var/messages.pot -d translations -l ru
	@$(BIN)/pybabel compile -d translations -l ru --statistics 2>&1 | grep -v "^compiling"

# A browser for the tests that need one: from the system's packages if we may install them.
browser:
	@if command -v chromium chromium-browser google-chrome >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "installing chromium"; apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y chromium >/dev/null; \
	else echo "The browser tests need Chromium: apt-get install chromium"; exit 1; fi

# The environment is built once, and again only when a lock file differs from what was installed.
$(VENV)/.runtime: requirements.lock pyproject.toml
	@.ci/environment requirements.lock $@

$(VENV)/.development: requirements-dev.lock $(VENV)/.runtime
	@.ci/environment requirements-dev.lock $@

lock:  ## choose new exact versions for both lock files
	@.ci/lock

clean:  ## delete the demo's data and tool caches (the environment stays)
	@rm -rf var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.PHONY: help demo wheel test prove bench pytest lint format schema translations messages browser lock clean
