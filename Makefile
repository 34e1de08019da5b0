# Two commands do everything on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
KNOWLEDGE := $(shell find knowledge -name '*.md' -o -name '*.txt' -o -name '*.yaml')
MATCHING := assistant/text.py $(wildcard assistant/matching/*.py assistant/wordlist/*.*)

.PHONY: help run index serve test check format lint types imports templates knowledge catalogues drift tests lock wheel clean

help: ## Show what each target does
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: $(VENV)/run.stamp build/index.npz catalogues ## Install, make a demonstration provider and serve it
	$(BIN)/assistant serve --demo

test: ## Install what the tests need, then run every check and test
	tests/install.sh
	$(MAKE) $(VENV)/test.stamp
	$(MAKE) -j2 check

check: format lint types imports templates knowledge drift tests ## Run every check and test

$(VENV)/run.stamp: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp requirements-test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	touch $@

index: build/index.npz ## Train the index of the knowledge (minutes)

build/index.npz: $(KNOWLEDGE) $(MATCHING) | $(VENV)/run.stamp
	$(BIN)/assistant index --out $@

catalogues: ## Compile the translations
	$(BIN)/assistant languages compile

drift: ## Fail when the catalogues do not match the pages and the wording
	$(BIN)/assistant languages drift
	$(BIN)/assistant languages check

format: ## Check the format of the code
	$(BIN)/ruff format --check --quiet .

lint: ## Check the code
	$(BIN)/ruff check --quiet .

types: ## Check the types
	$(BIN)/mypy

imports: ## Check the dependency rule
	@mkdir -p build
	$(BIN)/lint-imports --no-cache >build/imports.txt || (cat build/imports.txt; false)

templates: ## Check the templates
	$(BIN)/djlint --lint --quiet templates

knowledge: ## Check the knowledge files
	$(BIN)/assistant check

tests: catalogues build/index.npz ## Run the tests, on every core
	$(BIN)/python -m pytest -q -n auto --dist worksteal

lock: ## Renew the lock files
	$(BIN)/uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-header --no-emit-index-url --no-annotate --extra curate --extra install pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-header --no-emit-index-url --no-annotate --extra curate --extra install --extra postgres --extra test -c requirements.lock pyproject.toml -o requirements-test.lock

wheel: build/index.npz ## Build the wheel with its data, catalogues and index
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .

clean: ## Remove what was built
	rm -rf build dist $(VENV)
