"""The pairs that a model learns from, as normalised text in memory, sorted into their sources.

A training goes over its pairs many times in an order of its own, so here the whole corpus is held: about
half a kilobyte a pair.
"""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jisr.chars import is_blank
from jisr.corpora.duplicates.overlap import OverlapHit, TestSentenceIndex
from jisr.corpora.formats.corpus_files import Corpus
from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.pairs import Pair
from jisr.corpora.runs import numbered_pairs, open_corpora
from jisr.errors import InputError
from jisr.translate.text.normalization import POLICIES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["DataSource", "Dataset", "read_dataset", "read_dev"]

ENGLISH_POLICY = POLICIES["standard"]
"""Normalisation of the target side: drafts have plain quotes and dashes, and the digits 0 to 9."""


@dataclass(frozen=True, slots=True)
class DataSource:
    """The pairs of one origin in one corpus.

    :param corpus: its files.
    :param origin: what the corpus says of where the pairs come from; it may say nothing.
    :param members: the numbers of its pairs, ascending.
    """

    corpus: Corpus
    origin: str
    members: "NDArray[np.int64]"

    @property
    def name(self) -> str:
        """Name in a table."""
        return self.origin or self.corpus.name

    def is_called(self, name: str) -> bool:
        """Return whether a name means this source: that of its origin, of its corpus or of one of its files."""
        return name in {self.origin, self.corpus.name, *self.corpus.paths}


@dataclass(frozen=True, slots=True)
class Dataset:
    """Two columns of text, and the sources they come from."""

    source: list[str]
    target: list[str]
    sources: tuple[DataSource, ...]

    def __len__(self) -> int:
        return len(self.source)


def read_dev(paths: tuple[str, ...], form: str | None) -> list[tuple[str, Pair]]:
    """Read the pairs to score drafts on, each with where it stands.

    :raises InputError: if there are none, or a pair lacks a side.
    """
    found = []
    with open_corpora("reading dev", paths, form, FormatOptions()) as corpora:
        for corpus, pairs in corpora:
            found += [(place, check_pair(place, pair)) for place, pair in numbered_pairs(corpus, pairs)]
    if not found:
        raise InputError(f"{' '.join(paths)}: no pairs to score drafts on")
    return found


def read_dataset(paths: tuple[str, ...], form: str | None, policy: str, dev: list[tuple[str, Pair]]) -> Dataset:
    """Read the pairs to learn from.

    :param policy: the name of the normalisation of the Arabic side.
    :param dev: pairs that must not be among them.
    :raises InputError: if there are none, a pair lacks a side, or one stands in the dev set.
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
    """Return a pair if it has both sides.

    :raises InputError: if one is missing.
    """
    for name, text in (("source", pair.source), ("target", pair.target)):
        if is_blank(text):
            raise InputError(f"{place}: a pair without its {name}; jisr corpus clean takes such pairs out")
    return pair
