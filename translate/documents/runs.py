"""Paragraphs of runs: stretches of text with properties, read as units and written as runs again.

Editors cut runs wherever somebody edited, spelled or looked something up, so that runs that look alike are read as one
text here; where the look changes inside a paragraph, a pair of codes tells so. A paragraph that is translated gets new
runs with the properties, as they are written, of the old ones.
"""

from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import Literal, TypeAlias

from jisr.chars import has_arabic
from jisr.translate.documents.document import is_source
from jisr.translate.documents.unit import Code, PlacedCodes, Target, Unit, UnitBuilder, fragments

__all__ = ["Item", "Part", "Runs", "balanced", "without_line_feeds"]

Part: TypeAlias = str | tuple[int, int]
"""What is written: a text, or a span of the part that is written with the edits inside it."""


@dataclass(slots=True)
class Item:
    """A piece of a paragraph.

    :param kind: text, the beginning or the end of something around text, or something that stands alone.
    :param parts: the piece as it is written.
    :param text: its text.
    :param look: how its text looks, equal for runs that look alike.
    :param run: the properties of its run as they are written; empty without any.
    :param label: what it is, for people.
    :param word: whether it reads as a word of the sentence.
    :param stop: whether text before and after it is read apart, as at a tab; it has a line feed in the unit.
    :param key: name of a marker with another end, whose name is the same with a slash before it; else empty.
    """

    kind: Literal["text", "open", "close", "alone"]
    parts: tuple[Part, ...]
    text: str = ""
    look: str = ""
    run: Part = ""
    label: str = ""
    word: bool = False
    stop: bool = False
    key: str = ""


class Runs:
    """The runs of a paragraph, as a unit.

    What is before the first and after the last stretch of text in Arabic stays outside the unit.

    :param items: the pieces of the paragraph.
    :param write_run: returns a run with some properties and a text as it is written.
    """

    def __init__(self, items: Sequence[Item], write_run: Callable[[Part, str], Sequence[Part]]) -> None:
        self.write_run = write_run
        items = without_empty_pairs(paired_markers(items))
        start, end = core(items)
        self.before, self.items, self.after = items[:start], items[start:end], items[end:]
        self.written_codes: dict[tuple[str, str], tuple[Part, ...]] = {}
        """What is written for each code, by kind and id."""
        self.looks: dict[str, Part] = {"": ""}
        """Properties of the runs inside each pair, by id; those outside all pairs by the empty string."""
        self.stops: set[str] = set()
        """Ids of the codes with a line feed of their own before them."""
        self.builder = UnitBuilder()
        self.build()

    def __bool__(self) -> bool:
        """Whether there is text to translate."""
        return bool(self.items)

    def unit(self, id: str, *, context: str = "") -> Unit:  # noqa: A002 - as in Unit
        """Return the unit."""
        return self.builder.unit(id, context=context)

    def build(self) -> None:
        """Build the unit: a pair for each thing around text, and for each stretch whose look is not the usual one."""
        builder = self.builder
        usual = usual_looks(self.items)
        self.looks[""] = usual.get(-1, ("", ""))[1]
        around = [usual.get(-1, ("", ""))[0]]  # the usual look inside each thing that is open
        current: str | None = None  # the look of the open stretch, if any
        for index, item in enumerate(self.items):
            if current is not None and next_look(self.items, index) != current:
                self.close_pair("")
                current = None
            if item.kind == "text":
                if current is None and item.look != around[-1] and item.text.strip():
                    current = item.look
                    builder.open(item.label)
                    self.looks[builder.opened[-1]] = item.run
                    self.written_codes["open", builder.opened[-1]] = ()
                builder.add(item.text)
            elif item.kind == "open":
                builder.open(item.label)
                look, run = usual.get(index, (around[-1], self.looks[""]))
                around.append(look)
                self.looks[builder.opened[-1]] = run
                self.written_codes["open", builder.opened[-1]] = item.parts
            elif item.kind == "close":
                around.pop()
                self.close_pair(item.label, *item.parts)
            else:
                if item.stop:
                    builder.add("\n")
                builder.alone(item.label, word=item.word)
                if item.stop:
                    self.stops.add(str(builder.count))
                self.written_codes["alone", str(builder.count)] = item.parts
        if current is not None:
            self.close_pair("")

    def close_pair(self, label: str, *parts: Part) -> None:
        """Close the pair that was opened last."""
        self.written_codes["close", self.builder.opened[-1]] = parts
        self.builder.close(label)

    def written(self, target: Target) -> list[Part]:
        """Return the content of the paragraph with a target in the place of the unit."""
        parts = [part for item in self.before for part in item.parts]
        opened = [""]
        for fragment in fragments(*without_line_feeds(target, self.stops)):
            if not isinstance(fragment, Code):
                parts += self.write_run(self.looks[opened[-1]], fragment)
                continue
            if fragment.kind == "open":
                opened.append(fragment.id)
            elif fragment.kind == "close" and fragment.id in opened:
                opened.remove(fragment.id)
            parts += self.written_codes[fragment.kind, fragment.id]
        return parts + [part for item in self.after for part in item.parts]


def without_line_feeds(target: Target, stops: Set[str]) -> tuple[str, PlacedCodes]:
    """Return a target without the line feeds of its codes; one that its code has left is a space.

    :param stops: ids of the codes that have line feeds.
    """
    if "\n" not in target.text:
        return target.text, target.codes
    near = {offset for offset, code in target.codes if code.id in stops}
    text = ""
    shift = [0]  # for each offset the number of characters before it that are gone
    for offset, character in enumerate(target.text):
        gone = character == "\n" and (offset in near or offset + 1 in near)
        text += "" if gone else " " if character == "\n" else character
        shift.append(shift[-1] + gone)
    return text, tuple((offset - shift[offset], code) for offset, code in target.codes)


def next_look(items: Sequence[Item], index: int) -> str | None:
    """Return the look of the text at or after a place; ``None`` if something opens or closes before it."""
    for item in items[index:]:
        if item.kind in {"open", "close"}:
            return None
        if item.kind == "text" and item.text.strip():
            return item.look
    return None


def usual_looks(items: Sequence[Item]) -> dict[int, tuple[str, Part]]:
    """Return the look of most text, and properties of a run with it, directly inside each thing around text.

    :return: by the index of the item that opens it; -1 is outside all.
    """
    lengths: dict[int, Counter[str]] = {}
    longest: dict[tuple[int, str], Item] = {}
    around = [-1]
    for index, item in enumerate(items):
        if item.kind == "open":
            around.append(index)
        elif item.kind == "close":
            around.pop()
        elif item.kind == "text":
            place = around[-1]
            lengths.setdefault(place, Counter())[item.look] += len(item.text)
            best = longest.setdefault((place, item.look), item)
            # A Latin run may lack properties that the Arabic ones have, which its translation takes over.
            if (has_arabic(item.text), len(item.text)) > (has_arabic(best.text), len(best.text)):
                longest[place, item.look] = item
    usual = {place: max(counts, key=lambda look: counts[look]) for place, counts in lengths.items()}
    return {place: (look, longest[place, look].run) for place, look in usual.items()}


def core(items: Sequence[Item]) -> tuple[int, int]:
    """Return the span of the items from the first to the last stretch of text in Arabic, with pairs whole.

    Stretches end where the text before and after something is read apart. Without Arabic the span is empty.
    """
    stretches: list[tuple[int, int]] = []
    first = last = None
    arabic = False
    for index, item in enumerate([*items, Item("alone", (), stop=True)]):
        if item.stop:
            if arabic and first is not None and last is not None:
                stretches.append((first, last + 1))
            first = last = None
            arabic = False
        elif (item.kind == "text" and item.text.strip()) or item.word:
            first = index if first is None else first
            last = index
            arabic = arabic or is_source(item.text)
    if not stretches:
        return 0, 0
    start, end = stretches[0][0], stretches[-1][1]
    # Pairs with one end inside are taken in, with all that is between.
    opened: list[int] = []
    for index, item in enumerate(items):
        if item.kind == "open":
            opened.append(index)
        elif item.kind == "close" and opened:
            begin = opened.pop()
            if begin < start <= index < end:
                start = begin
            elif start <= begin < end <= index:
                end = index + 1
    return start, end


def paired_markers(items: Sequence[Item]) -> list[Item]:
    """Return items with the two ends of a bookmark or the like as a pair, if nothing crosses them."""
    result = list(items)
    ends = {item.key[1:]: index for index, item in enumerate(result) if item.key.startswith("/")}
    for index, item in enumerate(result):
        end = ends.get(item.key, 0) if item.key else 0
        if end > index and balanced(result[index + 1 : end]):
            item.kind, result[end].kind = "open", "close"
            del ends[item.key]
    return result


def balanced(items: Sequence[Item]) -> bool:
    """Return whether all that opens in items closes there, and the reverse."""
    depth = 0
    for item in items:
        depth += (item.kind == "open") - (item.kind == "close")
        if depth < 0:
            return False
    return depth == 0


def without_empty_pairs(items: Sequence[Item]) -> list[Item]:
    """Return items with each pair around no text as one thing that stands alone."""
    result: list[Item] = []
    opened: list[int] = []
    for item in items:
        result.append(item)
        if item.kind == "open":
            opened.append(len(result) - 1)
        elif item.kind == "close" and opened:
            inside = result[opened.pop() :]
            if not any(each.text.strip() for each in inside):
                del result[-len(inside) :]
                parts = tuple(part for each in inside for part in each.parts)
                word, stop = (any(getattr(each, name) for each in inside) for name in ("word", "stop"))
                result.append(Item("alone", parts, label=inside[0].label, word=word, stop=stop and not word))
    return result
