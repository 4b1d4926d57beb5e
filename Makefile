# Every target sets up what it needs in .venv; only Python 3.11+ and make must be there.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: demo test check bench clean

$(VENV)/installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "jisr needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

# The main job on a text of ours, with the model that ships in the package.
demo: $(VENV)/installed
	mkdir -p demo
	$(PY) -m jisr translate examples/article.txt -o demo/article.en.txt --report demo/notes.jsonl
	@echo "The draft, in demo/article.en.txt; what is known of each sentence is in demo/notes.jsonl:"
	@cat demo/article.en.txt
	$(PY) -m jisr align examples/article.txt examples/article.en.txt -o demo/article.tmx -o demo/article.html
	$(PY) -m jisr score demo/article.en.txt --ref examples/article.en.txt --source examples/article.txt --html demo/score.html

test: $(VENV)/installed
	$(PY) -m pytest

check: $(VENV)/installed
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy src tests benchmarks
	$(PY) -m pytest

# The speed of translation beside that of CTranslate2 alone and of transformers.
bench: $(VENV)/installed
	$(PY) benchmarks/translate.py

clean:
	rm -rf $(VENV) demo build
