"""Pairs of things that open and close: tags, marks and codes."""

from collections.abc import Iterable

from jisr.translate.documents.unit import CodeKind

__all__ = ["nested_pairs"]


def nested_pairs(marks: Iterable[tuple[CodeKind, str]]) -> dict[int, int]:
    """Return the index of the other one for each mark of a pair that crosses no other.

    :param marks: what each mark is, and its name: one that closes belongs to the last one of its name that opened.
    """
    found: dict[int, int] = {}
    opened: list[tuple[int, str]] = []
    for index, (kind, name) in enumerate(marks):
        if kind == "open":
            opened.append((index, name))
        elif kind == "close":
            place = next((at for at in reversed(range(len(opened))) if opened[at][1] == name), None)
            if place is None:
                continue
            other = opened[place][0]
            del opened[place:]  # what was opened inside and is not closed yet crosses this pair
            found |= {other: index, index: other}
    return found
