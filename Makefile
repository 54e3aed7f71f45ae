# Any Python from 3.11 on; the first that is here, unless one is named: make setup PYTHON=/path/to/python3.13
ifndef PYTHON
PYTHON := $(shell for one in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$one && break; done)
endif
ifeq ($(PYTHON),)
PYTHON := python3.11
endif
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

# What was made of the tests once is kept, or each of the processes that run them makes it anew.
export PYTHONDONTWRITEBYTECODE =

.PHONY: setup dev play story chromium postgres test fuzz check format coverage bench bench-when bench-scale bench-alerts docs pictures

# What runs a server; `make dev` has what tests and checks need besides.
setup: .venv/ready

dev: .venv/dev

.venv/ready: requirements.lock pyproject.toml
	$(call install,what Frontdesk runs with,requirements.lock)
	@touch $@

.venv/dev: requirements-dev.lock pyproject.toml
	$(call install,what Frontdesk runs and is tested with,requirements-dev.lock)
	@touch .venv/ready $@

# Everything by hash, what builds Frontdesk too; then the command `frontdesk`, which runs what stands in this folder.
define install
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	|| { echo "Python 3.11 or newer is needed: install it, or say make PYTHON=/path/to/python3.11"; exit 1; }
@echo "Installing $(1) into .venv: $$(grep -c '==' $(2)) libraries, a minute or two."
@set -e; begun=$$(date +%s); \
	test -x $(BIN)/python || $(PYTHON) -m venv .venv; \
	$(PIP) install --quiet --require-hashes --requirement $(2); \
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .; \
	echo "Done in $$(( $$(date +%s) - begun )) seconds: .venv/bin/frontdesk --help"
endef

play: setup
	$(BIN)/python -m bot play $(if $(findstring command,$(origin PORT)),--port $(PORT)) $(if $(PROVIDER),--provider $(PROVIDER))

story: setup
	$(BIN)/python -m bot story

# The page's tests use the system's Chromium: installed where we may, asked for where we may not.
chromium:
	@command -v chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq; \
	apt-get install -y -qq chromium-headless-shell >/dev/null 2>&1 || apt-get install -y -qq chromium >/dev/null; \
	else echo "The page's tests need Chromium. On Debian: sudo apt-get install chromium-headless-shell; on Ubuntu: chromium"; exit 1; fi

# So is PostgreSQL's server, which the tests run for themselves; Debian keeps it off the PATH.
postgres:
	@ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || command -v postgres >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq postgresql >/dev/null; \
	else echo "The tests need PostgreSQL's server, 15 or newer. On Debian and Ubuntu: sudo apt-get install postgresql"; exit 1; fi

# Thousands of small databases are written: in memory where there is room for them, since a disk holds everybody up.
SCRATCH := $(shell ! grep -q ' /dev/shm .*noexec' /proc/mounts 2>/dev/null && \
	[ "$$(df --output=avail -k /dev/shm 2>/dev/null | tail -1)" -gt 4000000 ] 2>/dev/null && echo /dev/shm)

test: dev chromium postgres
	$(if $(SCRATCH),TMPDIR=$(SCRATCH)) $(BIN)/python -m pytest -n 6 --dist worksteal --durations 10

# Many more made-up requests than each run of the tests has, and a tenth as many examples of whatever else is made up; a quarter of an hour.
FUZZED ?= 10000
fuzz: dev
	FUZZED=$(FUZZED) $(BIN)/python -m pytest -n 2 -o faulthandler_timeout=3600 tests/edges/test_requests.py tests/edges/test_raw_requests.py tests/edges/test_made_up.py -k whatever
	FUZZED=$(FUZZED) $(BIN)/python -m pytest -n 2 -o faulthandler_timeout=3600 -m hypothesis

check: dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(MAKE) test
	$(BIN)/python -m bench.guard

# How much of the pure rooms their own tests reach: the reader of times, booking lines, alerts, what is drawn.
coverage: dev
	$(BIN)/python -m coverage run -m pytest tests/line tests/blocks tests/when/test_cases.py tests/when/test_saying.py \
		tests/when/test_booking.py tests/alerts --ignore tests/alerts/test_chaos.py --ignore tests/alerts/test_waiting_posts.py
	$(BIN)/python -m coverage report

format: dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: dev
	$(BIN)/python -m docs.generate

pictures: dev chromium
	$(BIN)/python -m docs.draw
	$(BIN)/python -m docs.page_pictures

bench-when: dev
	$(BIN)/python -m bench.when.run

# Beside bare Bolt apps; the one in JavaScript only where npm can install it.
bench: dev
	cd bench/peers/js && npm ci --silent --no-audit --no-fund || echo "bench: no npm or no network, so no bare Bolt app in JavaScript"
	$(BIN)/python -m bench.run

# How a command's cost grows with the sessions and the workspaces; how long a booking takes.
bench-scale: dev
	$(BIN)/python -m bench.scale
	$(BIN)/python -m bench.booking

# What alerts cost for many workspaces in one process, and how that grows; takes half an hour.
bench-alerts: dev postgres
	$(BIN)/python -m bench.alerts.run
