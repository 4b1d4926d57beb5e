"""How often the checks of meaning speak, on human translations and on crafted drafts, and what they cost.

``python benchmarks/checks.py PAIRS.tsv …``: for each file of pairs, the share of sentences with each note, most of them
false, as people made the translations, and the time a pair; then, for the crafted drafts of the tests, how many wrong
and how many right ones have a note. ``--show NOTE`` prints each pair that has a note, to look at.
"""

import sys
import time
from collections import Counter
from pathlib import Path

from jisr.corpora.formats.corpus_files import read_pairs
from jisr.translate.quality.checks import check_draft
from jisr.translate.quality.notes import Note
from jisr.translate.text.normalization import POLICIES

CRAFTED = sorted((Path(__file__).parents[1] / "tests" / "data").glob("meaning-drafts*.tsv"))
ABOUT_MEANING = (
    Note.NUMBER_MISSING, Note.NUMBER_ADDED, Note.UNIT_MISSING, Note.DATE_MISSING, Note.NEGATION, Note.NAME_MISSING
)  # fmt: skip


def on_references(path: Path, shown: str) -> None:
    """Print the share of pairs with each note, and the time a pair."""
    pairs = [(POLICIES["standard"].apply(each.source), each.target) for each in read_pairs(path)]
    for source, target in pairs[:100]:  # load the tables
        check_draft(source, target)
    start = time.process_time()
    notes = [check_draft(source, target) for source, target in pairs]
    cost = (time.process_time() - start) / len(pairs) * 1e6
    counts = Counter(note for found in notes for note in found)
    shares = "  ".join(f"{note} {counts[note]} ({100 * counts[note] / len(pairs):.2f} %)" for note in ABOUT_MEANING)
    print(f"{path.name}: {len(pairs)} pairs, {cost:.0f} µs a pair\n    {shares}")
    for (source, target), found in zip(pairs, notes, strict=True):
        if shown in found:
            print(f"        {source}\n        {target}")


def on_crafted(path: Path) -> None:
    """Print, for each kind of crafted draft, how many wrong drafts have a note and how many right ones."""
    rows = [row.split("\t") for row in path.read_text(encoding="utf-8").splitlines()]
    all_rows, noted, false = Counter[str](), Counter[str](), Counter[str]()
    for kind, source, right, wrong in rows:
        all_rows[kind] += 1
        noted[kind] += not set(ABOUT_MEANING).isdisjoint(check_draft(source, wrong))
        false[kind] += bool(check_draft(source, right))
    print(f"{path.name}: {2 * len(rows)} drafts")
    for kind in all_rows:
        print(f"    {kind:10} wrong with a note {noted[kind]} of {all_rows[kind]}, right with a note {false[kind]}")
    recall, wrongly = noted.total() / len(rows), false.total() / len(rows)
    print(f"    {'all':10} recall {recall:.2f}, right with a note {wrongly:.2f}")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    shown = arguments.pop(arguments.index("--show") + 1) if "--show" in arguments else ""
    for name in arguments:
        if name != "--show":
            on_references(Path(name), shown)
    for path in CRAFTED:
        on_crafted(path)
