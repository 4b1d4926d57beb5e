"""A comparison of the numbers of a source with those of its translation: value, scale, sign, order and count."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from jisr.translate.quality.arabic import Quantity, Value

__all__ = ["wrong_numbers"]

MINUS_WORDS: Final = frozenset("سالب ناقص سالبة".split())
BELOW: Final = frozenset("دون تحت".split())
ZERO: Final = frozenset("الصفر".split())
NEGATIVE: Final = frozenset("minus below negative under sub subzero freezing lower down fell drop loss deficit less".split())
HYPHENS: Final = frozenset("-–−")
SHARED: Final = frozenset("each both same respectively equally apiece either also too another all alike again".split())


def wrong_numbers(
    source: Sequence[str], quantities: Sequence[Quantity], target: Sequence[str], values: Mapping[Value, int]
) -> Iterator[str]:
    """Yield the numbers of a source that its translation does not contain as they are."""
    found = values.keys()
    for quantity in quantities:
        text = " ".join(source[quantity.start : quantity.end])
        if not quantity.certain:
            continue
        if not quantity.is_in(found):  # type: ignore[arg-type]
            yield "V:" + text
        elif is_negative(source, quantity) and not has_minus(target):
            yield "S:" + text
    yield from reversed_pairs(source, target)
    yield from dropped_repeats(source, quantities, target, values)


def is_negative(source: Sequence[str], quantity: Quantity) -> bool:
    """Return whether a number is below zero."""
    first = source[quantity.start]
    if first[0] in HYPHENS and len(first) > 1:
        return True
    if quantity.start and source[quantity.start - 1] in MINUS_WORDS:
        return True
    after = source[quantity.end : quantity.end + 4]
    return any(one in BELOW and two in ZERO for one, two in zip(after, after[1:], strict=False))


def has_minus(target: Sequence[str]) -> bool:
    """Return whether an English text has a negative number or a word for one."""
    return any((word[0] in HYPHENS and len(word) > 1) or word.lower() in NEGATIVE for word in target)


def number_pairs(words: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs of numbers with only a hyphen between them, but for dates and telephone numbers."""
    return [
        (words[i - 1], words[i + 1])
        for i in range(1, len(words) - 1)
        if words[i] in HYPHENS and words[i - 1].isdigit() and words[i + 1].isdigit()
        and not (i > 2 and words[i-2] in HYPHENS) and not (i + 2 < len(words) and words[i+2] in HYPHENS)
    ]


def reversed_pairs(source: Sequence[str], target: Sequence[str]) -> Iterator[str]:
    if not HYPHENS.isdisjoint(source) and not HYPHENS.isdisjoint(target):
        given = number_pairs(source)
        if given:
            made = number_pairs(target)
            yield from (f"R:{a}-{b}" for a, b in given if a != b and (b, a) in made and (a, b) not in made)


def dropped_repeats(source, quantities, target, values):
    counts = Counter(q.value for q in quantities if q.certain and q.value is not None and q.value > 2)
    for value, count in counts.items():
        if count > 1 and 0 < values.get(value, 0) < count and SHARED.isdisjoint(w.lower() for w in target):
            yield f"D:{value}"
