# Every target sets up what it needs: nothing to install by hand but Python 3.11+ and git.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
GITHUB := .github
FITS := $(BIN)/check-jsonschema --quiet --builtin-schema
BASE ?= origin/main
PAIRS ?= 5
POLICIES ?= 0

export NO_MKDOCS_2_WARNING := 1

.PHONY: help site serve check test links bench catalogue review format lock ready clean
.DEFAULT_GOAL := help

help:            ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

site: $(READY)   ## Check the data and build the site into site/
	$(BIN)/mkdocs build --strict

serve: $(READY)  ## Preview the site at http://127.0.0.1:8000/, rebuilt on every change
	$(BIN)/mkdocs serve

test: $(READY)   ## Run all tests
	$(BIN)/pytest

check: $(READY)  ## Run what CI runs, but for the tests: data, code, workflows, a strict build, links
	$(BIN)/policybook check --strict policies
	$(BIN)/policybook format --check --diff policies
	$(BIN)/policybook anchors --check --diff policies
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/zizmor --offline --no-progress --quiet --persona=pedantic --collect=all $(GITHUB) .pre-commit-*.yaml
	$(FITS) vendor.github-workflows $(GITHUB)/workflows/*.yml
	$(FITS) vendor.github-actions $(GITHUB)/actions/*/action.yml
	$(FITS) vendor.github-issue-forms $(filter-out %/config.yml,$(wildcard $(GITHUB)/ISSUE_TEMPLATE/*.yml))
	$(FITS) vendor.github-issue-config $(GITHUB)/ISSUE_TEMPLATE/config.yml
	$(FITS) vendor.dependabot $(GITHUB)/dependabot.yml
	$(BIN)/mkdocs build --strict --quiet
	$(BIN)/policybook links site --strict --lock policies/anchors.lock

links: site      ## Check every link within the site, and every address that it ever published
	$(BIN)/policybook links site --strict --lock policies/anchors.lock

bench: $(READY)  ## Measure speed and size beside others (PARTS="build check" PAIRS=5 POLICIES=200 RECORD=yes)
	PYTHONPATH=tests $(BIN)/python -m benchmarks $(PARTS) --pairs $(PAIRS) --policies $(POLICIES) $(if $(RECORD),--record)

catalogue: $(READY) ## Import all policies of AWS, with their history, into .cache/catalogue/
	PYTHONPATH=tests $(BIN)/python -m catalogue
	$(BIN)/policybook check --profile aws-managed .cache/catalogue/policies > .cache/catalogue/check.txt

review: $(READY) ## Say by meaning what differs from main, as a reviewer reads it (BASE=origin/main)
	$(BIN)/policybook review --base $(BASE) policies

format: $(READY) ## Lay out the data, take up new addresses, format the code
	$(BIN)/policybook format policies
	$(BIN)/policybook anchors policies
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

lock: $(READY)   ## Write requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
	  --group dev --output-file requirements.lock pyproject.toml

ready: $(READY)  ## Set up .venv, as every target does that needs it

clean:           ## Remove everything that was built
	rm -rf .venv site .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Policybook needs Python 3.11 or newer; this is %s. Name another one: make PYTHON=python3.12" % sys.version.split()[0])'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m pip check --quiet --disable-pip-version-check
	@touch $@
