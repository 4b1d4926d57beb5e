"""Tests of the overlap and of near duplicates, with test sentences that were changed in several ways."""

import random
from collections.abc import Callable

import pytest

from jisr.corpora.duplicates.near_duplicates import is_near_duplicate
from jisr.corpora.duplicates.overlap import OverlapKind, TestSentenceIndex
from jisr.corpora.pairs import Pair

SUBJECTS = "الولد البنت المعلم الطبيب المهندس الجار القاضي الفلاح".split()
VERBS = "كتب قرأ رأى سمع فتح حمل أخذ ترك".split()
OBJECTS = "رسالةً كتابًا بابًا صورةً قلمًا حقيبةً شجرةً مفتاحًا".split()
WHERE = "في المدينة القديمة|على ضفة النهر|أمام باب السوق|قرب محطة القطار|خلف جبل بعيد".split("|")
ENGLISH = "boy girl teacher doctor engineer neighbour judge farmer".split()


def sentences(count: int, seed: int) -> list[Pair]:
    rng = random.Random(seed)
    pairs: set[Pair] = set()
    while len(pairs) < count:
        subject = rng.randrange(8)
        tail = f"{rng.choice(WHERE)} يوم {rng.randrange(1, 10**4)}"
        source = f"{rng.choice(VERBS)} {SUBJECTS[subject]} {rng.choice(OBJECTS)} {tail}."
        pairs.add(Pair(source, f"On day {rng.randrange(10**6)} the {ENGLISH[subject]} did it, near the old city."))
    return sorted(pairs, key=repr)


def bare(text: str) -> str:
    return "".join(sign for sign in text if not "\u064b" <= sign <= "\u0652")


CHANGES: dict[str, tuple[Callable[[str], str], OverlapKind]] = {
    "exact": (lambda text: text, OverlapKind.EXACT),
    "case": (lambda text: text.upper() + " ", OverlapKind.NORMALISED),
    "diacritics": (lambda text: bare(text).replace("ا", "اَ") + "!", OverlapKind.NORMALISED),
    "punctuation": (lambda text: "«" + text.replace(" ", " ، ").replace(".", " …") + "»", OverlapKind.NORMALISED),
}


@pytest.mark.parametrize("change", CHANGES)
def test_all_changed_sentences_are_found(change: str) -> None:
    make, kind = CHANGES[change]
    pairs = sentences(500, 1)
    tests = TestSentenceIndex((f"test.tsv:{at}", pair) for at, pair in enumerate(pairs, 1))
    train = [Pair(make(pair.source), make(pair.target)) for pair in pairs]
    hits = list(tests.find((f"train.tsv:{at}", pair) for at, pair in enumerate(train, 1)))
    found = {(hit.side, hit.test, hit.train) for hit in hits if hit.kind == kind}
    expected = {(side, f"test.tsv:{at}", f"train.tsv:{at}") for side in ("source", "target") for at in range(1, 501)}
    assert expected <= found


@pytest.mark.parametrize("how", ["changed", "put in", "left out"])
def test_all_sentences_that_differ_in_one_word_are_found(how: str) -> None:
    pairs = sentences(500, 3)
    tests = TestSentenceIndex((f"test.tsv:{at}", pair) for at, pair in enumerate(pairs, 1))
    rng = random.Random(4)
    train = []
    for pair in pairs:
        texts = []
        for text in (pair.source, pair.target):
            words = text.split()
            start = rng.randrange(len(words))
            new = [] if how == "left out" else ["جديد"]
            words[start : start + (how != "put in")] = new
            texts.append(" ".join(words))
        train.append(Pair(texts[0], texts[1]))
    hits = list(tests.find((f"train.tsv:{at}", pair) for at, pair in enumerate(train, 1)))
    found = {(hit.side, hit.test, hit.train) for hit in hits if hit.kind == OverlapKind.NEAR}
    expected = {(side, f"test.tsv:{at}", f"train.tsv:{at}") for side in ("source", "target") for at in range(1, 501)}
    assert len(expected & found) == 1000


def test_other_sentences_are_not_found() -> None:
    pairs = sentences(500, 5)
    tests = TestSentenceIndex(("test", pair) for pair in pairs)
    train = [Pair(" ".join(reversed(pair.source.split())), pair.target[::-1]) for pair in sentences(500, 6)]
    assert list(tests.find(("train", pair) for pair in train)) == []
    assert list(tests.find([("train", Pair("", "!"))])) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a b c d", "a b c d", True),
        ("a b c d", "a x c d", True),
        ("a b c d", "a x y d", False),
        ("a b c d", "a b d", True),
        ("a b c", "a b x", False),
        ("a a a a", "a a a a a", True),
        ("a b c d", "x a b c d y", False),
        (" ".join("abcdefghijklmnopqrst"), " ".join("abcdefghiXYlmnopqrst"), True),
        (" ".join("abcdefghijklmnopqrst"), " ".join("abcXefghijklmnopqrYt"), False),
    ],
)
def test_near_duplicates(one: str, other: str, same: bool) -> None:
    assert is_near_duplicate(one.split(), other.split()) == same
    assert is_near_duplicate(other.split(), one.split()) == same
