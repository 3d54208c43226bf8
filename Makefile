# The habits of this repository, one target each; `make` alone lists them. CI calls the same.
#
#   make status ARGS='--as-of 2024-09-30'      arguments for oicekpi
#   make test ARGS='tests/cli/test_add.py'   arguments for pytest; coverage is then left out
#   make test PYTHON=python3.13               another Python; `make clean` first
#
# Only git, make and a Python of 3.11 or newer are needed. What is installed goes into .venv.
# Everything but a target's own result goes to stderr, so that
# `make -s status ARGS='--format json'` is clean JSON on stdout.

.DEFAULT_GOAL := help
# Two targets at once would install into the same .venv.
.NOTPARALLEL:

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11 python
ARGS ?=

# The folders that hold Python by now.
SOURCES := $(foreach dir,oicekpi tests benchmarks docs,\
	$(if $(shell find $(dir) -name '*.py' 2>/dev/null),$(dir)))
PARALLEL := -n 2 --dist worksteal
COVERAGE := $(if $(strip $(ARGS)),,--cov --cov-report=term)

.PHONY: help
help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' $(MAKEFILE_LIST) | expand -t 24

.PHONY: status
status: $(VENV)/.stamp-run ## show the progress of the plan; ARGS='--as-of 2024-09-30 --format json'
	@$(BIN)/oicekpi status $(ARGS)

.PHONY: test
test: $(VENV)/.stamp-dev ## run the tests with coverage; ARGS='tests/FILE' for some, without
	@$(BIN)/python -m pytest $(PARALLEL) $(COVERAGE) $(ARGS)

.PHONY: test-oldest
test-oldest: $(VENV)/.home ## run the tests with the oldest dependencies; ARGS='tests/cli' for some
	@$(call ENVIRONMENT,oldest) --editable '.[excel,report]' --group test \
		--constraint constraints-oldest.txt >&2
	@build/oldest/bin/python -m pytest $(PARALLEL) $(ARGS)

# Nothing but start-up may differ with the newest typer, which pyproject.toml does not allow yet.
.PHONY: test-newest
test-newest: $(VENV)/.home ## run the tests of the commands with the newest typer
	@$(call ENVIRONMENT,newest) --editable '.[excel,report]' --group test >&2
	@build/newest/bin/$(PIP) --upgrade --no-deps typer >&2
	@build/newest/bin/python -m pytest $(PARALLEL) --ignore tests/cli/test_imports.py \
		$(or $(ARGS),tests/cli tests/security tests/test_docs.py)

.PHONY: dist
dist: $(VENV)/.stamp-dev ## build the sdist, and from it the wheel, into dist/
	@rm -rf dist build/source
	@$(call COPY,.,build/source)
	@$(call BUILD,dist,build/source) >&2
	@$(BIN)/twine check --strict dist/* >&2

.PHONY: test-dist
test-dist: dist ## build again elsewhere, compare the bytes, and use the wheel without a network
	@rm -rf build/again build/wheelhouse
	@mkdir -p build/again build/wheelhouse
	@$(call COPY,.,build/again/source)
	@find build/again -exec touch -t 200001010000 {} +
	@(umask 077; TZ=Asia/Tokyo $(call BUILD,build/again/dist,build/again/source)) >&2
	@for file in dist/*; do cmp "$$file" "build/again/$$file" || exit; done
	@echo 'Two builds gave the same bytes.'
	@$(BIN)/python -m pip download -qq --disable-pip-version-check --dest build/wheelhouse \
		"$$(echo dist/*.whl)[excel,report]" setuptools >&2
	@OICEKPI_WHEELHOUSE=$(CURDIR)/build/wheelhouse $(BIN)/python -m pytest tests/test_built.py $(ARGS)

# The tests run beside the wheel alone: where the source is absent, none of them can need it.
.PHONY: test-wheel
test-wheel: dist ## run the tests on the wheel, without the source; ARGS='tests/cli' for some
	@$(call ENVIRONMENT,wheel) --force-reinstall --no-deps dist/*.whl >&2
	@build/wheel/bin/$(PIP) "$$(echo dist/*.whl)[excel,report]" --group test >&2
	@rm -rf build/tests && $(call COPY,. ':!oicekpi',build/tests)
	@cd build/tests && ../wheel/bin/python -m pytest $(PARALLEL) $(ARGS)

.PHONY: fuzz
fuzz: $(VENV)/.stamp-dev ## try new input on every property, then search long for what breaks `check`
	@$(BIN)/python -m pytest $(PARALLEL) --hypothesis-profile=new -m hypothesis $(ARGS)
	@$(BIN)/python -m pytest $(PARALLEL) --hypothesis-profile=fuzz tests/checks/test_survey.py -k test_any_ $(ARGS)

.PHONY: lint
lint: $(VENV)/.stamp-dev ## style, types, the import contract, and workflows: ours and those of `init`
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --diff .
	@$(BIN)/mypy --no-error-summary $(SOURCES)
	@report=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$report"; exit 1; }
	@rm -rf build/init && for lang in en zh; do \
		$(BIN)/oicekpi --lang $$lang init build/init/$$lang >/dev/null 2>&1 || exit; done
	@$(BIN)/zizmor --offline --quiet --persona=pedantic .github action.yml build/init/*
	@echo 'Lint: style, format, types, the import contract and the workflows hold.'

.PHONY: format
format: $(VENV)/.stamp-dev ## let ruff fix what it can
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

.PHONY: bench
bench: $(VENV)/.stamp-run ## measure the speed beside hledger, ledger, beancount; ARGS='--sizes 300'
	@$(BIN)/python -m benchmarks.run $(ARGS)

.PHONY: bench-forecast
bench-forecast: $(VENV)/.stamp-run ## measure the forecast on real years; ARGS='--parts'
	@$(BIN)/python benchmarks/forecast.py $(ARGS)

.PHONY: docs
docs: $(VENV)/.stamp-run ## renew the schemas, pages, pictures and the packaged plan
	@$(BIN)/python docs/make.py
	@$(BIN)/python docs/office.py
	@$(BIN)/python docs/pictures.py

.PHONY: site
site: $(VENV)/.stamp-dev ## build the documentation as a site in build/site; any warning fails
	@$(BIN)/python docs/site.py
	@rm -rf build/site && NO_COLOR=1 $(BIN)/zensical build --clean --strict >&2

.PHONY: messages
messages: $(VENV)/.stamp-dev ## gather all sentences, and update the translations
	@$(BIN)/python docs/messages.py

.PHONY: lock
lock: $(VENV)/.stamp-dev ## renew the versions that build a release, and those that it was tested with
	@$(BIN)/uv pip compile $(LOCK) --extra excel --extra report pyproject.toml -o constraints-locked.txt
	@printf 'babel\nhatchling\n' | $(BIN)/uv pip compile $(LOCK) - -o constraints-build.txt

.PHONY: clean
clean: ## remove .venv, caches and what was built
	@rm -rf $(VENV) build dist htmlcov .coverage .coverage.*
	@rm -rf .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find oicekpi/locale -name '*.mo' -delete
	@find oicekpi tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# --- the environment -----------------------------------------------------------------------

# To install compiles the catalogues of translations, for which it downloads what it needs.
BUILT := pyproject.toml hatch_build.py $(wildcard oicekpi/locale/*/LC_MESSAGES/*.po)
PIP = python -m pip install -qq --disable-pip-version-check
INSTALL = $(BIN)/$(PIP) --editable
# Where Python may not write what it has compiled, every run would compile the program anew.
COMPILE = $(BIN)/python -m compileall -q oicekpi

$(VENV)/.stamp-run: $(VENV)/.home $(BUILT)
	@echo 'Installing oicekpi into $(VENV) ...' >&2
	@$(INSTALL) '.[report,excel]' >&2
	@$(COMPILE) >&2
	@touch $@

$(VENV)/.stamp-dev: $(VENV)/.home $(BUILT)
	@echo 'Installing oicekpi and what its tests need into $(VENV) ...' >&2
	@$(BIN)/$(PIP) 'pip>=25.1' >&2
	@$(INSTALL) '.[excel,report]' --group dev >&2
	@$(COMPILE) >&2
	@touch $@ $(VENV)/.stamp-run

# Make another environment in build/, and begin to install into it.
ENVIRONMENT = { test -x build/$(1)/bin/python || $(BIN)/python -m venv build/$(1); } \
	&& build/$(1)/bin/$(PIP) --upgrade 'pip>=25.1' && build/$(1)/bin/$(PIP)
# Build into a folder what is in another, with the day of the last commit in place of today.
BUILD = SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build \
	--dependency-constraints-txt constraints-build.txt --outdir $(1) $(2)
# Copy what git knows into a folder.
COPY = mkdir -p $(2) && git ls-files -z -- $(1) | tar -cf - --null -T - | tar -xf - -C $(2)
LOCK = --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url

# .home names the folder for which .venv was made. A .venv that was copied or moved here would
# run the code of the other folder, and one whose Python has gone or is too old runs nothing:
# both are made anew. This looks each time; make goes on to the stamps only if .home changed.
$(VENV)/.home: FORCE
	@suits='import sys; sys.exit(sys.version_info < (3, 11))'; \
	if [ "$$(cat $@ 2>/dev/null)" = "$$(pwd -P)" ] \
		&& $(BIN)/python -I -c "import pip; $$suits" 2>/dev/null; then exit 0; fi; \
	found=; bare=; \
	for python in $(PYTHON); do \
		"$$python" -c "$$suits" >/dev/null 2>&1 || continue; \
		if "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then found=$$python; break; fi; \
		bare=$${bare:-$$python}; \
	done; \
	if [ -n "$$found" ]; then \
		echo "Making $(VENV) with $$("$$found" --version) ..." >&2; \
		"$$found" -m venv --clear $(VENV) >&2 && pwd -P > $@; \
	elif [ -n "$$bare" ]; then \
		echo "$$bare cannot make a virtual environment: its module venv or ensurepip is missing." >&2; \
		echo "Install it (on Debian and Ubuntu: sudo apt install python3-venv), then try again." >&2; \
		exit 1; \
	else \
		echo "No Python of 3.11 or newer was found; tried: $(PYTHON)." >&2; \
		echo "Install one, or name it: make PYTHON=/path/to/python3 ..." >&2; \
		exit 1; \
	fi

.PHONY: FORCE
FORCE:
