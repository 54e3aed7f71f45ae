PYTHON ?= python3.11
BIN := .venv/bin

.PHONY: setup play test check format bench-when docs pictures

setup: .venv/ready

.venv/ready: requirements-dev.lock
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: install it, or say make PYTHON=/path/to/python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	touch $@

play: setup
	$(BIN)/python -m bot play

test: setup
	$(BIN)/python -m pytest -n 2

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(MAKE) test

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: setup
	$(BIN)/python -m docs.generate

pictures: setup
	$(BIN)/python -m docs.draw

bench-when: setup
	$(BIN)/python bench/when/run.py
