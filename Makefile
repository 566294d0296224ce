# make run            the bot with BOT_TOKEN in .env, else the bot in this terminal over a sample channel
# make run DUMP=path  the bot in this terminal over that dump
# make test           all checks and tests
#
# Both set themselves up in .venv and need only Python 3.11 or newer, git and make.
# PYTHON=path chooses the Python that .venv is made with.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test lint types pytest format generated lock image clean

VENV := .venv
BIN := $(VENV)/bin
READY_TO_RUN := $(VENV)/ready-to-run
READY_TO_TEST := $(VENV)/ready-to-test
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
# Nothing in the set-up may read what is piped into `make run`.
INSTALL := </dev/null $(PIP) install --require-hashes
# The project itself: its console script, and the checkout as its code.
INSTALL_SELF := </dev/null $(PIP) install --no-index --no-deps --no-build-isolation --editable .
LOCK := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv --no-config pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' Makefile

# DUMP reaches the shell through the environment (make exports it), so spaces and quotes in it stay whole.
run: $(READY_TO_RUN)
	@$(BIN)/python -m bot up $${DUMP:+--dump "$$DUMP"}

test: lint types pytest

lint: $(READY_TO_TEST)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(READY_TO_TEST)
	$(BIN)/mypy

# One worker a core; ARGS adds to the command: make pytest ARGS="-k search"
pytest: $(READY_TO_TEST)
	$(BIN)/pytest --numprocesses=auto --dist=worksteal --cov --cov-report=term $(ARGS)

format: $(READY_TO_TEST)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# The files that are written by the code: .env.example, the picture of the README
generated: $(READY_TO_TEST)
	$(BIN)/python -m tests.generated

# Pins what pyproject.toml asks for; `make lock UPGRADE=--upgrade` takes the newest versions.
lock: $(READY_TO_TEST)
	$(LOCK) $(UPGRADE) pyproject.toml --output-file requirements.txt
	$(LOCK) $(UPGRADE) --group pyproject.toml:build --output-file requirements-build.txt
	$(LOCK) $(UPGRADE) pyproject.toml --group pyproject.toml:dev --constraints requirements.txt \
		--constraints requirements-build.txt --output-file requirements-dev.txt

image:
	docker build --tag letopis .

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.* htmlcov dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY_TO_TEST): requirements-dev.txt $(READY_TO_RUN)
	@echo "Installing what the tests need ..."
	@$(INSTALL) --requirement requirements-dev.txt
	@touch $@

$(READY_TO_RUN): requirements.txt requirements-build.txt pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV) ..."
	@$(INSTALL) --requirement requirements.txt --requirement requirements-build.txt
	@$(INSTALL_SELF)
	@touch $@

# The first Python that is new enough; one that is found but does not start (a version manager's shim) is passed over.
$(BIN)/python:
	@exec </dev/null; found=; \
	for candidate in $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python); do \
		"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && found="$$candidate" && break; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Letopis needs Python 3.11 or newer$(if $(PYTHON), and $(PYTHON) is not,; none was found. Name one: make PYTHON=/path/to/python3)." >&2; exit 1; \
	fi; \
	if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$$found lacks the modules venv and ensurepip. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$found" --version) ..."; \
	"$$found" -m venv --clear $(VENV)
