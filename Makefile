# Canbao. `make run` and `make test` need python3 (3.11 or newer) and nothing else installed.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed
PO := calc/locale/zh_CN/LC_MESSAGES/canbao.po calc/locale/en/LC_MESSAGES/canbao.po
MO := calc/locale/zh_CN/LC_MESSAGES/canbao.mo
PIP := $(BIN)/python -m pip --disable-pip-version-check

export PIP_NO_INPUT := 1
export PIP_RETRIES := 10

.DEFAULT_GOAL := help
.PHONY: help setup run examples test lint format bench bench-peers catalogs constraints wheel clean

help:
	@echo "make run          set up and open the screens in a browser (else print the address)"
	@echo "make examples     set up and compare the applicants in examples/"
	@echo "make test         set up and run every test (CANBAO_THOROUGH=1: at full size)"
	@echo "make lint         style, types, floors, catalogs, the law on file"
	@echo "make bench        measure; writes benchmarks/RESULTS.md"
	@echo "make bench-peers  install what the kernel is measured against"
	@echo "make setup        only set up .venv"
	@echo "make format       put the sources into their common form"
	@echo "make catalogs     extract the messages, update and compile the catalogs"
	@echo "make constraints  renew constraints.txt from today's releases"
	@echo "make wheel        build a wheel and an sdist into dist/"
	@echo "make clean        remove what was built, .venv too"

setup: $(INSTALLED) $(MO)

$(INSTALLED): pyproject.toml constraints.txt hatch_build.py
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Canbao needs Python 3.11 or newer; there is no '$(PYTHON)' here." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Canbao needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." \
	       "Name another one: make PYTHON=python3.12 setup" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --quiet -c constraints.txt -e '.[dev]'
	@# an editable install compiles nothing; where Python may not write later, do it now
	$(BIN)/python -m compileall -q calc app
	PYTHONDONTWRITEBYTECODE= $(BIN)/canbao --version
	@touch $@

$(MO): $(PO) scripts/catalogs.py $(INSTALLED)
	$(BIN)/python scripts/catalogs.py compile

run: setup
	$(BIN)/canbao app

examples: setup
	@for applicant in examples/*.yaml; do \
	  test -e "$$applicant" || { echo "examples/ holds no applicant" >&2; exit 1; }; \
	  printf '\n== %s\n' "$$applicant"; \
	  $(BIN)/canbao compare "$$applicant" || exit $$?; \
	done

test: setup
	@# what is missing there fails the tests that need it, not the others
	-@scripts/system_packages.sh
	$(BIN)/pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python scripts/catalogs.py check
	$(BIN)/python scripts/generate.py check
	$(BIN)/canbao parameters check

format: setup
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: setup
	$(BIN)/python benchmarks/run.py

# the libraries that the kernel is measured against, each in an environment of its own
bench-peers:
	@for peer in openfisca policyengine tables; do \
	  test -x "build/peers/$$peer/bin/python" || $(PYTHON) -m venv "build/peers/$$peer" || exit $$?; \
	  "build/peers/$$peer/bin/python" -m pip install --disable-pip-version-check --quiet \
	    -r "benchmarks/peers/$$peer.txt" || exit $$?; \
	done

catalogs: setup
	$(BIN)/python scripts/catalogs.py all

constraints:
	rm -rf build/constraints
	$(PYTHON) -m venv build/constraints
	build/constraints/bin/python -m pip install --quiet -e '.[dev,spark]'
	{ sed -n '/^#/p' constraints.txt; \
	  build/constraints/bin/python -m pip freeze --exclude-editable; } > build/constraints.txt
	mv build/constraints.txt constraints.txt

wheel: setup
	rm -rf dist
	$(BIN)/python -m hatchling build

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	rm -f calc/locale/*/LC_MESSAGES/*.mo .coverage .coverage.*
	find calc tests scripts app benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
