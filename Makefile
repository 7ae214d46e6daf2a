# make        all checks (the same as make test)
# make run    extract corpus/ into out/, print the summary and the first records
# make help   every target
#
# The first target that needs it makes .venv with the locked packages; it is made anew only when the lock or
# pyproject.toml changes. PYTHON names the interpreter that .venv is made from: 3.11 or later.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
WITH_RAY := .venv/.ray

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := test
.PHONY: help install run test test-ray test-compiled lint patterns unit score floors golden bench scale formats
.PHONY: accuracy train characters wheel format lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 14

install: $(INSTALLED) ## .venv with the locked packages and reportmine itself

$(INSTALLED): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python %d.%d is too old: make PYTHON=python3.11" % sys.version_info[:2])'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing the locked packages into .venv (once)"
	@$(BIN)/python -m pip install -qq -r requirements.txt
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

$(WITH_RAY): $(INSTALLED)
	@echo "installing Ray into .venv (once)"
	@$(BIN)/python -m pip install -qq --no-build-isolation --constraint requirements.txt --editable ".[ray]"
	@touch $@

run: $(INSTALLED) ## extract corpus/ into out/, print the first records and the summary
	@$(BIN)/reportmine extract corpus/ --out out/ --show 12

test: lint patterns unit score ## all checks

lint: $(INSTALLED) ## format, style, types, and who may import whom
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

patterns: $(INSTALLED) ## every pattern against its own examples
	$(BIN)/reportmine patterns check

unit: $(INSTALLED) ## tests and doctests
	$(BIN)/python -m pytest -m "not ray"

test-ray: $(WITH_RAY) ## the tests on a Ray of two workers
	$(BIN)/python -m pytest -m ray tests/test_ray.py

score: $(INSTALLED) ## measure on all labelled reports; fails below a floor of benchmarks/floors.csv
	$(BIN)/python benchmarks/score.py

floors: $(INSTALLED) ## measure and raise the floors; FLOORS=--lower lets them come down as well
	$(BIN)/python benchmarks/score.py --raise $(FLOORS)

golden: $(INSTALLED) ## corpus/ against the reviewed records in golden/: only the headline
	$(BIN)/reportmine extract corpus/ --out out/
	$(BIN)/reportmine diff golden/ out/ --fail-under 0 --quiet

bench: $(INSTALLED) ## speed and memory beside jieba.cut and others; BENCH="--write --megabytes 8 --texts DIR"
	$(BIN)/python benchmarks/bench.py $(BENCH)

scale: $(WITH_RAY) ## what ten million reports cost, measured again, into docs/scale.md
	$(BIN)/python benchmarks/scale.py $(SCALE)

formats: $(INSTALLED) ## twins of reports in other formats: equal records, speed; into docs/formats.md
	$(BIN)/python benchmarks/twins.py --measure --write

accuracy: $(INSTALLED) ## measure again and rewrite the tables of docs/accuracy.md
	$(BIN)/python benchmarks/accuracy.py

train: $(INSTALLED) ## weigh the confidence anew: after every change of rules or golden records
	PYTHONPATH=benchmarks $(BIN)/python training/train.py

characters: $(INSTALLED) ## the table of traditional characters, anew from OpenCC's dictionaries
	$(BIN)/python packaging/characters.py

wheel: $(INSTALLED) ## dist/*.whl with the inner loops compiled; needs a C compiler and some minutes
	rm -rf dist
	HATCH_BUILD_HOOKS_ENABLE=1 $(BIN)/python -m pip wheel -q --no-deps --no-build-isolation --wheel-dir dist .

test-compiled: wheel ## the tests on the compiled wheel
	rm -rf .compiled
	$(BIN)/python -m pip install -qq --no-deps --target .compiled dist/*.whl
	PYTHONPATH=.compiled $(BIN)/python -c "import reportmine.matching as m; assert not m.__file__.endswith('.py')"
	PYTHONPATH=.compiled $(BIN)/python -m pytest -m "not ray" --ignore tests/test_linear.py tests  # which counts calls of Python

format: $(INSTALLED) ## put code into the one format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(INSTALLED) ## resolve requirements.txt anew from pyproject.toml
	$(BIN)/python -m pip install -qq uv
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--upgrade --custom-compile-command "make lock" --no-annotate --no-emit-index-url \
		--quiet --output-file requirements.txt

clean: ## remove what the targets above make
	rm -rf .venv .compiled out dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
