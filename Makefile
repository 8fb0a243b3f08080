# Dân Biết. Two commands do everything on a fresh machine with Python 3.11+ and make:
#   make run    environment, install, database, assets, demonstration province; then serves it
#   make test   environment with test tools; then the tests, on SQLite and (where found) PostgreSQL
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PYTHON := $(or $(PYTHON),python3)
BIN := .venv/bin
ADDRESS ?= 127.0.0.1
PORT ?= 8000

.PHONY: install run test lint format lock bench clean

install: ## the command `danbiet` in .venv/bin
	@$(PYTHON) tools/bootstrap.py base
	@$(BIN)/danbiet assets --in-package

run: install ## the demonstration, served
	@$(BIN)/danbiet demo --if-empty
	@$(BIN)/danbiet serve --address $(ADDRESS) --port $(PORT)

dev:
	@$(PYTHON) tools/bootstrap.py dev
	@$(BIN)/danbiet assets --translations-only

test: dev ## all tests on both engines
	@$(BIN)/python tools/test.py $(ARGS)

lint: dev ## style, types, order of rooms
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

# vietnamadminunits is installed for its list alone (units/national.py); what its own code would load, 90 MB, stays out.
UNUSED := geographiclib geopy shapely tqdm unidecode

lock: ## pin and hash the requirement files anew (needs uv)
	@for set in base build dev bench spark; do uv pip compile --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet $(LOCKARGS) requirements/$$set.in -o requirements/$$set.txt \
		$$([ $$set = base ] && printf -- '--no-emit-package %s ' $(UNUSED)); done

bench: dev ## benchmarks, printed as ratios
	@$(PYTHON) tools/bootstrap.py bench
	@for file in benchmarks/*.py; do echo "== $$file"; .venv-bench/bin/python $$file || exit 1; done

clean:
	rm -rf .venv .venv-bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
