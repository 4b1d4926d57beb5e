"""What README and docs show is what happens."""

from pathlib import Path

import pytest
from examples import PAGES, ROOT, blocks, check_console, check_python, prepare

from jisr.translate.quality.notes import MEANINGS
from jisr.translate.text.normalization import POLICIES

WITH_EXAMPLES = [page for page in PAGES if blocks(page)]


def test_the_readme_and_each_tutorial_have_examples() -> None:
    assert ROOT / "README.md" in WITH_EXAMPLES
    assert {page for page in PAGES if page.parent.name == "tutorials"} <= set(WITH_EXAMPLES)


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_shows_what_happens(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = prepare(tmp_path)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks(page):
        if block.language == "console":
            check_console(block.text, tmp_path, environment)
        else:
            check_python(block.text, page.name, block.line, names)


@pytest.mark.parametrize("table", [MEANINGS.items(), POLICIES["standard"].describe()])
def test_tables_are_those_of_the_program(table: list[tuple[str, str]]) -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    for name, text in table:
        assert f"| `{name}` | {text} |" in pages
