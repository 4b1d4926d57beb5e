# Every target sets up what it needs in .venv; only Python 3.11+, make, and the network for pip must be there.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: demo test lint check docs bench clean

$(VENV)/installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "jisr needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

# The main job on a text of ours, with the model that ships in the package.
demo: $(VENV)/installed
	mkdir -p demo
	$(PY) -m jisr translate examples/article.txt -o demo/article.en.txt --report demo/notes.jsonl
	@echo "The draft, in demo/article.en.txt; demo/notes.jsonl holds a record of each sentence:"
	@cat demo/article.en.txt
	$(PY) -m jisr align examples/article.txt examples/article.en.txt -o demo/article.tmx -o demo/article.html
	$(PY) -m jisr score demo/article.en.txt --ref examples/article.en.txt --source examples/article.txt --html demo/score.html

test: $(VENV)/installed
	$(PY) -m pytest

# Format, lint and types.
lint: $(VENV)/installed
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy src tests benchmarks docs

# Everything that must pass before a commit.
check: lint docs test

# The documentation as plain HTML, in docs/_build/html; warnings are errors.
docs: $(VENV)/installed
	$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	$(PY) -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

# The speed of translation beside CTranslate2 alone and transformers.
bench: $(VENV)/installed
	$(PY) benchmarks/translate.py

clean:
	rm -rf $(VENV) demo build docs/_build
