"""How the table of English words in the package was made: the words of the English side of pairs, counted.

The pairs are ours and those of the development part of TICO-19 (CC0, https://tico-19.github.io): English of today
writes COVID, SARS and CoV, and ours is mostly silent about them.

Run: python benchmarks/english_words.py parallel-text/*.tsv tico19-dev.tsv
"""

from pathlib import Path
from typing import Annotated

import typer

from jisr.corpora.formats.corpus_files import read_pairs
from jisr.translate.models.trimming import WORDS, count_words, write_words


def main(corpora: Annotated[list[Path], typer.Argument(metavar="PAIRS…", help="Arabic and English pairs.")]) -> None:
    """Count the words and write the table."""
    words = count_words(pair.target for path in corpora for pair in read_pairs(path))
    write_words(words, WORDS)
    print(f"{WORDS}: {len(words):,} words, {sum(words.values()):,} in the text, {WORDS.stat().st_size:,} bytes")


if __name__ == "__main__":
    typer.run(main)
