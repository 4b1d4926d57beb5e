"""Test sets by name: the facts about each, and where its files come from.

A test set is an entry of a table or a file of pairs. The files of an entry are fetched into the cache on first use;
without a network, a message of one line says which files are missing and where they go. A checksum is the SHA-256 of
the pairs as lines ``source TAB reference``, in UTF-8, so that it does not depend on the format of the files.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from jisr.corpora.formats.corpus_files import find_corpora
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.eval.bench.testset_files import FileLocation, open_locations

__all__ = ["KNOWN_TESTSETS", "TestSet", "TestSetInfo", "load_testset"]

UNSTATED_ORIGIN = "not stated"
MARIAN = "https://raw.githubusercontent.com/Helsinki-NLP/OPUS-MT-testsets/master"
NTREX = "https://raw.githubusercontent.com/MicrosoftTranslator/NTREX/main/NTREX-128"
UD = "https://raw.githubusercontent.com/UniversalDependencies"


@dataclass(frozen=True, slots=True, kw_only=True)
class TestSetInfo:
    """Facts about a test set.

    :param name: name on the command line.
    :param title: contents in a few words.
    :param licence: licence of the texts.
    :param original: language in which the texts were originally written.
    :param pairs: number of pairs; None if unknown.
    :param sha256: checksum of the pairs; None if unknown.
    :param places: locations of the Arabic and the English, or one location of both; empty for files of the user's.
    """

    name: str
    title: str
    licence: str
    original: str
    pairs: int | None
    sha256: str | None
    places: tuple[FileLocation, ...] = ()

    @property
    def source(self) -> str:
        """Locations as they are shown to users."""
        return " and ".join(place.origin for place in self.places) or "a file"


def pair_files(arabic: str, english: str, kind: str = "lines") -> tuple[FileLocation, FileLocation]:
    """Return the locations of two files at URLs."""
    return FileLocation(kind, arabic), FileLocation(kind, english)


def flores_info(split: str, count: int) -> TestSetInfo:
    """Return the facts about a part of FLORES+, without a checksum, since its sentences are corrected now and then."""
    return TestSetInfo(
        name=f"flores-{split}",
        title=f"FLORES+ {split}: Wikinews, Wikijunior, Wikivoyage",
        licence="CC-BY-SA-4.0",
        original="en",
        pairs=count,
        sha256=None,
        places=(
            FileLocation("hub", f"openlanguagedata/flores_plus/{split}/arb_Arab"),
            FileLocation("hub", f"openlanguagedata/flores_plus/{split}/eng_Latn"),
        ),
    )


KNOWN_TESTSETS: Final = (
    flores_info("dev", 997),
    flores_info("devtest", 1012),
    TestSetInfo(
        name="ntrex",
        title="NTREX-128: news of 2019",
        licence="CC-BY-SA-4.0",
        original="en",
        pairs=1997,
        sha256=None,
        places=pair_files(f"{NTREX}/newstest2019-ref.arb.txt", f"{NTREX}/newstest2019-src.eng.txt"),
    ),
    TestSetInfo(
        name="tico19",
        title="TICO-19: health, COVID-19",
        licence="CC0-1.0",
        original="en",
        pairs=2100,
        sha256="c45985d5ed06d016c70f53b83fefaf389b42f8bbc3a8e1ad5e519bdf49f4236d",
        places=pair_files(f"{MARIAN}/testsets/eng-ara/tico19-test.ara", f"{MARIAN}/testsets/eng-ara/tico19-test.eng"),
    ),
    TestSetInfo(
        name="iwslt17",
        title="IWSLT 2017: TED talks, tst2017",
        licence="CC-BY-NC-ND-4.0",
        original="en",
        pairs=1460,
        sha256="e834e2c554f28d0a9ef4341583c32a7368a31b3c7eddb0e1993203d84730e864",
        places=(FileLocation("sacrebleu", "iwslt17"),),
    ),
    TestSetInfo(
        name="tatoeba",
        title="Tatoeba challenge, test v2021-08-07: short everyday sentences",
        licence="CC-BY-2.0-FR",
        original="mixed",
        pairs=10305,
        sha256="a867ec715dc6a539c5a2ccb955ff2427d4e4f7935c6a8b31ffe14648e32b9a18",
        places=pair_files(
            f"{MARIAN}/testsets/ara-eng/tatoeba-test-v2021-08-07.ara",
            f"{MARIAN}/testsets/ara-eng/tatoeba-test-v2021-08-07.eng",
        ),
    ),
    TestSetInfo(
        name="pud",
        title="Parallel Universal Dependencies: news and Wikipedia",
        licence="CC-BY-SA-3.0",
        original="en 750; de, fr, it, es 250",
        pairs=1000,
        sha256="6c61a3acc715c793f088a870fe93cbf36c254fbfd9a06a34dda6f84bd5af5a6a",
        places=pair_files(
            f"{UD}/UD_Arabic-PUD/master/ar_pud-ud-test.conllu",
            f"{UD}/UD_English-PUD/master/en_pud-ud-test.conllu",
            "conllu",
        ),
    ),
)
"""Test sets that have a name of their own; others of sacrebleu's are ``sacrebleu:NAME``."""


@dataclass(frozen=True, slots=True)
class TestSet:
    """A test set that was read, with all its pairs in memory.

    :param facts: facts about it, with the number of pairs and the checksum as read.
    :param sources: the Arabic lines.
    :param references: the English lines, one text for each reference.
    :param expected: whether the checksum is the one in the table; None if the table has none.
    :param files: the user's files that it was read from; none for a test set of the table.
    """

    __test__ = False  # not a test of pytest's

    facts: TestSetInfo
    sources: tuple[str, ...]
    references: tuple[tuple[str, ...], ...]
    expected: bool | None
    files: tuple[str, ...] = ()

    def pairs(self) -> list[Pair]:
        """Return the pairs of source and reference, for each reference."""
        return [
            Pair(source, target)
            for lines in self.references
            for source, target in zip(self.sources, lines, strict=True)
        ]


def load_testset(name: str, *, offline: bool = False) -> TestSet:
    """Return a test set by name.

    :param name: a name in the table, ``sacrebleu:NAME``, or a file of pairs, optionally with ``NAME=`` before it; two
        files separated by a comma are Arabic and English.
    :param offline: do not fetch files; the variable ``HF_HUB_OFFLINE`` has the same effect.
    :raises InputError: if there is no such test set, if it is missing and cannot be fetched, or if it is damaged.
    """
    known = {facts.name: facts for facts in KNOWN_TESTSETS}
    if name in known:
        return read_testset(known[name], open_locations(known[name].places, name, offline=offline))
    if name.startswith("sacrebleu:"):
        place = FileLocation("sacrebleu", name.removeprefix("sacrebleu:"))
        facts = TestSetInfo(
            name=name,
            title=place.name,
            licence=UNSTATED_ORIGIN,
            original=UNSTATED_ORIGIN,
            pairs=None,
            sha256=None,
            places=(place,),
        )
        return read_testset(facts, open_locations(facts.places, name, offline=offline))
    label, equals, path = name.partition("=")
    if not (equals and label and path) or Path(name).exists():
        label, path = "", name
    parts = path.split(",") if "," in path and not Path(path).exists() else [path]
    if not all(Path(part).exists() for part in parts):
        names = ", ".join(known)
        raise InputError(f"{name}: no such test set and no such file; there are {names}, sacrebleu:NAME")
    return testset_from_files(label or Path(parts[0]).name, parts)


def read_testset(facts: TestSetInfo, columns: Sequence[Sequence[Sequence[str]]]) -> TestSet:
    """Return a test set made from its texts.

    :param facts: facts about it; the number of pairs and the checksum are replaced.
    :param columns: texts of each location; the first text of all is the Arabic, the others are references.
    :raises InputError: if they have no lines or different numbers of lines.
    """
    source, *references = [text for texts in columns for text in texts]
    for reference in references:
        if len(reference) != len(source) or not source:
            raise InputError(
                f"{facts.name}: damaged: {len(source):,} Arabic lines and {len(reference):,} English; "
                f"delete its copy and name it again"
            )
    checksum = checksum_of_pairs(source, references[0])
    return TestSet(
        replace(facts, pairs=len(source), sha256=checksum),
        tuple(source),
        tuple(map(tuple, references)),
        None if facts.sha256 is None else checksum == facts.sha256,
    )


def testset_from_files(name: str, paths: Sequence[str]) -> TestSet:
    """Return the test set in a file of pairs, or in two files of lines.

    :raises InputError: if there are no pairs.
    """
    pairs = [pair for corpus in find_corpora(paths) for pair in corpus.read()]
    if not pairs:
        raise InputError(f"{','.join(paths)}: is empty")
    facts = TestSetInfo(
        name=name, title=",".join(paths), licence=UNSTATED_ORIGIN, original=UNSTATED_ORIGIN, pairs=None, sha256=None
    )
    columns = [[[pair.source for pair in pairs], [pair.target for pair in pairs]]]
    return replace(read_testset(facts, columns), files=tuple(paths))


def checksum_of_pairs(source: Sequence[str], reference: Sequence[str]) -> str:
    """Return the SHA-256 of pairs as lines ``source TAB reference``."""
    state = hashlib.sha256()
    for pair in zip(source, reference, strict=True):
        state.update(("\t".join(pair) + "\n").encode("utf-8", "surrogatepass"))
    return state.hexdigest()
