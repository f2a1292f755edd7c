# Needs Python 3.11 or newer with venv and pip, and make; uses uv when it is there.

PYTHON ?= python3
ARGS ?=
RUN := .venv/bin/python
FREE_MEGABYTES := 700

export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The build of the project itself follows the pins too.
export PIP_CONSTRAINT := constraints.txt
export UV_BUILD_CONSTRAINT := constraints.txt

# A deployment that exists only for the checks.
CHECKED := DATABASE_URL= DEBUG=off SITE_URL=https://toolbox.example.org \
	SECRET_KEY=only-for-checks-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG \
	POSTGRES_DATA=var/postgres-test
TEMPLATES := find templates -name '*.html' -exec

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

demo: .venv/.installed ## Serve the whole catalogue on this machine (PORT=8000)
	@$(RUN) manage.py demo --with-parent $(ARGS)

test: .venv/.installed-dev ## Run all tests (ARGS="tests/toolbox -x" for some)
	@$(RUN) -m pytest $(ARGS)

check: lint ## Everything that CI runs: lint, then all tests
	@$(MAKE) --no-print-directory test

lint: .venv/.installed-dev ## Formatting, types, imports, migrations, settings
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(TEMPLATES) .venv/bin/djade --check --target-version 5.2 {} +
	$(TEMPLATES) .venv/bin/djlint --lint --quiet {} +
	$(CHECKED) $(RUN) -m mypy
	.venv/bin/lint-imports
	$(CHECKED) $(RUN) manage.py makemigrations --check --dry-run
	$(CHECKED) $(RUN) manage.py database stop
	$(CHECKED) $(RUN) manage.py check --deploy --fail-level WARNING

format: .venv/.installed-dev ## Rewrite Python files and templates in the house style
	$(RUN) -m ruff format .
	$(RUN) -m ruff check --fix .
	-$(TEMPLATES) .venv/bin/djade --target-version 5.2 {} +

stop: ## Stop the running demo and the databases of this folder
	@test ! -x $(RUN) || $(RUN) manage.py demo --stop
	@test ! -x $(RUN) || $(CHECKED) $(RUN) manage.py database stop >/dev/null

clean: stop ## Delete the environment and all data of this folder
	rm -rf .venv var

.venv/.installed: pyproject.toml constraints.txt
	@$(MAKE) --no-print-directory install EXTRA=
	@touch $@

.venv/.installed-dev: pyproject.toml constraints.txt
	@$(MAKE) --no-print-directory install EXTRA='[dev]'
	@touch .venv/.installed $@

install:
	@test -w . || { echo "This folder is not writable: $(CURDIR)"; exit 1; }
	@test "$$(df -Pm . | awk 'END {print $$4}')" -ge $(FREE_MEGABYTES) || \
		{ echo "The disk is full: $(FREE_MEGABYTES) MB must be free here."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3"; exit 1; }
	@echo "Installing into .venv…"
	@if command -v uv >/dev/null; then \
		test -x $(RUN) || uv venv --quiet --python $(PYTHON) .venv; \
		uv pip install --quiet --python $(RUN) -c constraints.txt -e '.$(EXTRA)'; \
	else \
		$(PYTHON) -m venv .venv && \
		$(RUN) -m pip install --quiet -c constraints.txt -e '.$(EXTRA)'; \
	fi

.PHONY: help demo test check lint format stop clean install
