"""The pairs that a model learns from, as normalised text in memory, grouped by source.

A training reads its pairs many times in random order, so the whole corpus is held in memory, with about half a kilobyte
per pair.
"""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jisr.chars import is_blank
from jisr.corpora.corpus_job import numbered_pairs, open_corpora
from jisr.corpora.duplicates.overlap import OverlapHit, TestSentenceIndex
from jisr.corpora.formats.corpus_files import Corpus
from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.translate.text.normalization import POLICIES

if TYPE_CHECKING:
    from jisr.arrays import Indices

__all__ = ["DataSource", "Dataset", "read_dataset", "read_dev"]

ENGLISH_POLICY = POLICIES["standard"]
"""Normalisation policy of the target side, so that drafts have plain quotes and dashes, and the digits 0 to 9."""


@dataclass(frozen=True, slots=True)
class DataSource:
    """The pairs of one origin in one corpus.

    :param corpus: the corpus.
    :param origin: origin of the pairs as the corpus states it; empty if it states none.
    :param members: indices of the pairs in the dataset, ascending.
    """

    corpus: Corpus
    origin: str
    members: "Indices"

    @property
    def name(self) -> str:
        """Name in tables."""
        return self.origin or self.corpus.name

    def is_called(self, name: str) -> bool:
        """Return whether a name refers to this source, as that of its origin, its corpus or one of its files."""
        return name in {self.origin, self.corpus.name, *self.corpus.paths}


@dataclass(frozen=True, slots=True)
class Dataset:
    """Parallel text and the sources it comes from.

    :param source: normalised Arabic of each pair.
    :param target: normalised English of each pair.
    :param sources: sources of the pairs; each pair belongs to one of them.
    """

    source: list[str]
    target: list[str]
    sources: tuple[DataSource, ...]

    def __len__(self) -> int:
        return len(self.source)


def read_dev(paths: tuple[str, ...], form: str | None) -> list[tuple[str, Pair]]:
    """Return the pairs on which drafts are scored, each with its place (file and line).

    :raises InputError: if there are none, or a pair lacks a side.
    """
    dev = []
    with open_corpora("reading dev", paths, form, FormatOptions()) as corpora:
        for corpus, pairs in corpora:
            dev += [(place, check_pair(place, pair)) for place, pair in numbered_pairs(corpus, pairs)]
    if not dev:
        raise InputError(f"{' '.join(paths)}: no pairs to score drafts on")
    return dev


def read_dataset(paths: tuple[str, ...], form: str | None, policy: str, dev: list[tuple[str, Pair]]) -> Dataset:
    """Return the pairs to learn from.

    :param paths: files of parallel text.
    :param form: name of their format; None to tell it from the names of the files.
    :param policy: name of the normalisation policy of the Arabic.
    :param dev: pairs of the dev set with their places, none of which may be among the pairs to learn from.
    :raises InputError: if there are no pairs, a pair lacks a side, or a sentence is also in the dev set.
    """
    import numpy as np

    apply = POLICIES[policy].apply
    known = TestSentenceIndex(dev)
    source: list[str] = []
    target: list[str] = []
    members: dict[tuple[int, str], list[int]] = {}
    hits: list[OverlapHit] = []
    with open_corpora("reading", paths, form, FormatOptions()) as corpora:
        for number, (corpus, pairs) in enumerate(corpora):
            for place, pair in numbered_pairs(corpus, pairs):
                check_pair(place, pair)
                hits += known.find([(place, pair)], near=False)
                members.setdefault((number, pair.origin), []).append(len(source))
                source.append(apply(pair.source))
                target.append(ENGLISH_POLICY.apply(pair.target))
    if not source:
        raise InputError(f"{' '.join(paths)}: no pairs to learn from")
    if hits:
        counts = Counter(hit.test for hit in hits)
        raise InputError(
            f"{hits[0].train} says on its {hits[0].side} side what {hits[0].test} of the dev set says"
            f" ({len(counts):,} of its pairs stand in the training data); take them out: jisr corpus overlap"
            " lists them, jisr corpus split keeps sets apart"
        )
    return Dataset(
        source,
        target,
        tuple(
            DataSource(corpora[number][0], origin, np.array(indices, np.int64))
            for (number, origin), indices in members.items()
        ),
    )


def check_pair(place: str, pair: Pair) -> Pair:
    """Return a pair, after checking that it has both sides.

    :raises InputError: if one is blank.
    """
    for name, text in (("source", pair.source), ("target", pair.target)):
        if is_blank(text):
            raise InputError(f"{place}: a pair without its {name}; jisr corpus clean takes such pairs out")
    return pair
