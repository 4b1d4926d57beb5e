"""How the lexicon in the package was made: IBM model 1 in both directions over the training corpus.

Usage: python benchmarks/lexicon.py train.tsv lexicon.safetensors [--leave-out ORIGIN]...

The corpus has source, target, score and origin between tabs. The expectation-maximisation is that of Brown et al.
(1993), with a discount of each count that keeps rare words from gathering chance companions (as in absolute
discounting). Of both directions the larger probability is kept. Some ten minutes on one core, and 6 GB of memory.
"""

import argparse
import math
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from jisr.translate.estimation.lexicon import LEAST, write_lexicon
from jisr.translate.estimation.stems import arabic_stems, english_stems

LONGEST = 45
"""Largest number of words of a side."""
FEWEST = 4
"""Number of occurrences from which a stem is in the lexicon."""
ITERATIONS = 5
DISCOUNT = 0.05
KEPT_PROBABILITY, KEPT_COUNT, KEPT_TRANSLATIONS = 0.02, 0.7, 20

Array = np.ndarray[Any, Any]


def main() -> None:
    """Read the corpus and write the lexicon."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("lexicon", type=Path)
    parser.add_argument("--leave-out", action="append", default=[], metavar="ORIGIN")
    options = parser.parse_args()
    sides: tuple[list[list[str]], list[list[str]]] = ([], [])
    with options.corpus.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            source, target, _, origin = line.rstrip("\n").split("\t")
            stems = arabic_stems(source), english_stems(target)
            if origin not in options.leave_out and all(0 < len(side) <= LONGEST for side in stems):
                sides[0].append(stems[0])
                sides[1].append(stems[1])
    rarities = [rarity(side) for side in sides]
    names = [list(each) for each in rarities]
    ids = [numbered(texts, stems) for texts, stems in zip(sides, names, strict=True)]
    table: dict[str, dict[str, float]] = {}
    for given, made, turned in ((0, 1, False), (1, 0, True)):
        print(f"{len(ids[0]):,} pairs, direction {given} to {made}")
        for first, second, value in model_1(ids[given], ids[made], len(names[made])):
            source, target = (second, first) if turned else (first, second)
            entry = table.setdefault(names[0][source], {})
            entry[names[1][target]] = max(value, entry.get(names[1][target], 0.0))
    kept = {
        stem: dict(sorted(entry.items(), key=lambda item: -item[1])[:KEPT_TRANSLATIONS])
        for stem, entry in table.items()
    }
    write_lexicon(options.lexicon, kept, *rarities)
    print(f"{sum(map(len, kept.values())):,} translations, {options.lexicon.stat().st_size:,} bytes")


def rarity(texts: list[list[str]]) -> dict[str, float]:
    """Return the rarity of each stem that occurs often enough, the most frequent first."""
    counts = Counter(stem for text in texts for stem in text)
    total = counts.total()
    return {stem: math.log(total / count) for stem, count in counts.most_common() if count >= FEWEST}


def numbered(texts: list[list[str]], stems: list[str]) -> list[Array]:
    """Return the indices of the distinct known stems of each text."""
    known = {stem: index for index, stem in enumerate(stems)}
    return [np.array(sorted({known[stem] for stem in text if stem in known}), np.int64) for text in texts]


def model_1(given: list[Array], made: list[Array], size: int) -> list[tuple[int, int, float]]:
    """Return the translations that IBM model 1 finds, as (given, made, probability); the empty word is left out.

    :param given: indices of the stems of each given text.
    :param made: indices of the stems of the text made from it, below ``size``.
    """
    codes, groups, base = [], [], 0
    for first, second in zip(given, made, strict=True):
        whole = np.concatenate([[0], first + 1])  # the empty word is 0
        codes.append((whole[:, None] * size + second).ravel())
        groups.append(np.tile(np.arange(base, base + len(second), dtype=np.int32), len(whole)))
        base += len(second)
    pairs, place = np.unique(np.concatenate(codes), return_inverse=True)
    place, group = place.astype(np.int32), np.concatenate(groups)
    word = pairs // size
    value = np.full(len(pairs), 1.0)
    for _ in range(ITERATIONS):
        share = value[place]
        share /= np.bincount(group, share, minlength=base)[group]
        counts = np.bincount(place, share, minlength=len(pairs))
        value = np.maximum(np.maximum(counts - DISCOUNT, 0) / np.bincount(word, counts)[word], 1e-9)
    good = (value >= max(KEPT_PROBABILITY, LEAST)) & (counts >= KEPT_COUNT) & (word > 0)
    return list(zip((word[good] - 1).tolist(), (pairs[good] % size).tolist(), value[good].tolist(), strict=True))


if __name__ == "__main__":
    main()
