"""The places of inline codes in a translation, found by the alignment of its words with those of the source.

The rules are those of Bergamot (https://github.com/browsermt/bergamot-translator, ``html.cpp``) and more: a word of the
target takes the codes of the source word that it looks at most, so that no code is inside a word; a pair stays one
pair, around the run of words with most weight; pairs are nested as in the source and do not cross; numbers and words in
Latin letters that are on both sides are aligned whatever the weights say; what is at the edges stays there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from jisr.translate.documents.nesting import nested_pairs
from jisr.translate.documents.unit import Code, PlacedCodes
from jisr.translate.documents.words import Words, is_punctuation
from jisr.translate.engines.engine import Weights

__all__ = ["Placement", "diagonal", "place_codes"]

ANCHOR_WEIGHT = 10.0
"""Weight of an anchor: more than the attention of a word, which sums up to 1."""
LINK = 0.2
"""Least share of the weight of a word between two runs at which they are one."""
FAINT = 0.1
"""Least weight at which a place is trusted."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Codes in a target.

    :param codes: all codes of the source, at their places in the target.
    :param faint: whether one of the places is little more than a guess.
    """

    codes: PlacedCodes
    faint: bool = False


@dataclass(slots=True)
class CodeGroup:
    """Codes that stay together: one alone, a pair around nothing, or a pair around words.

    :param codes: one code, or the two of a pair.
    :param start: offset of the first code in the source.
    :param end: offset of the last code.
    :param words: source words inside; none unless it is a pair around words.
    :param inside: what is inside the pair.
    :param place: offset of the first code in the target, and of the last.
    """

    codes: tuple[Code, ...]
    start: int
    end: int
    words: range = range(0)
    inside: "list[CodeGroup]" = field(default_factory=list)
    place: tuple[int, int] = (0, 0)


def place_codes(source: Words, codes: PlacedCodes, target: Words, weights: Weights) -> Placement:
    """Return the codes of a source at their places in its target.

    :param codes: the codes of the source, at offsets in its text.
    :param weights: weight of each source word for each target word; 0 or more.
    """
    if not codes:
        return Placement(())
    if not len(source) or not len(target):
        return Placement(tuple((0, code) for _, code in codes), faint=bool(len(source) or len(target)))
    placer = Placer(source, target, anchored(source, target, weights))
    nodes = tree(source, codes)
    placer.place(nodes, range(len(source)), range(len(target)), (0, len(target.text)))
    return Placement(opened_first(list(emitted(nodes))), placer.faint)


def diagonal(rows: int, columns: int) -> Weights:
    """Return the weights of words that are in the same order on both sides.

    :param rows: number of target words.
    :param columns: number of source words.
    """

    def shared(row: int, column: int) -> float:
        low = max(row / rows, column / columns)
        high = min((row + 1) / rows, (column + 1) / columns)
        return max(0.0, high - low) * rows

    return [[shared(row, column) for column in range(columns)] for row in range(rows)]


def anchored(source: Words, target: Words, weights: Weights) -> Weights:
    """Return weights with one for each number or Latin word that is once on each side."""
    columns: dict[str, list[int]] = {}
    for index, anchor in enumerate(source.anchors):
        columns.setdefault(anchor, []).append(index)
    rows: dict[str, list[int]] = {}
    for index, anchor in enumerate(target.anchors):
        rows.setdefault(anchor, []).append(index)
    weights = [row.copy() for row in weights]
    for anchor, found in rows.items():
        if anchor and len(found) == 1 and len(columns.get(anchor, ())) == 1:
            (column,) = columns[anchor]
            weights[found[0]] = [0.0] * len(source)
            for row in weights:
                row[column] = 0.0
            weights[found[0]][column] = ANCHOR_WEIGHT
    return weights


def tree(source: Words, codes: PlacedCodes) -> list[CodeGroup]:
    """Return the codes as nodes, each pair with what is inside.

    Pairs that cross, and codes of no pair, become nodes of one code each.
    """
    partner = nested_pairs((code.kind, code.id) for _, code in codes)
    top = CodeGroup((), 0, len(source.text))
    around = [top]
    for index, (offset, code) in enumerate(codes):
        other = partner.get(index)
        if other is None:
            around[-1].inside.append(CodeGroup((code,), offset, offset))
        elif other > index:
            end = codes[other][0]
            pair = CodeGroup((code, codes[other][1]), offset, end, source.covered(offset, end))
            around[-1].inside.append(pair)
            around.append(pair)
        else:
            around.pop()
    return top.inside


def emitted(nodes: Iterable[CodeGroup]) -> Iterator[tuple[int, Code]]:
    """Yield the placed codes of nodes in the order in which they are written."""
    for node in sorted(nodes, key=lambda each: each.place):
        yield node.place[0], node.codes[0]
        yield from emitted(node.inside)
        if len(node.codes) > 1:
            yield node.place[1], node.codes[1]


def opened_first(codes: list[tuple[int, Code]]) -> PlacedCodes:
    """Return codes with those of a pair exchanged if it is closed before it is opened, as crossing pairs may be."""
    closed: dict[str, int] = {}
    opened: set[str] = set()
    for index, (_, code) in enumerate(codes):
        if code.kind == "open":
            if code.id in closed:
                other = closed.pop(code.id)
                codes[other], codes[index] = (codes[other][0], code), (codes[index][0], codes[other][1])
            opened.add(code.id)
        elif code.kind == "close" and code.id not in opened:
            closed[code.id] = index
    return tuple(codes)


class Placer:
    """Finds the places of nodes in a target.

    :param weights: as in :func:`place_codes`.
    """

    def __init__(self, source: Words, target: Words, weights: Weights) -> None:
        self.source = source
        self.target = target
        totals = [sum(row) for row in weights]
        # A word that looks at nothing has no place.
        self.best = [row.index(max(row)) if total > 0 else -1 for row, total in zip(weights, totals, strict=True)]
        self.shares = [[each / max(total, 1e-9) for each in row] for row, total in zip(weights, totals, strict=True)]
        self.faint = False

    def place(self, nodes: Sequence[CodeGroup], words: range, rows: range, inside: tuple[int, int]) -> None:
        """Find the places of nodes that share a parent.

        :param words: source words of the parent.
        :param rows: target words of the parent.
        :param inside: offsets in the target between which all must be.
        """
        pairs = [node for node in nodes if len(node.words)]
        runs = {id(node): self.runs(node.words, rows) for node in pairs}
        taken: list[range] = []
        for node in sorted(pairs, key=lambda each: -runs[id(each)][0][1]):
            whole = node.words == words and not taken
            run = rows if whole else self.free_run(runs[id(node)], taken, rows)
            taken.append(run)
            node.place = self.offsets(node, run, inside)
            self.place(node.inside, node.words, run, node.place)
        for node in nodes:
            if not len(node.words):
                at = min(max(self.offset(node, rows, inside), inside[0]), inside[1])
                at = outside(at, [pair.place for pair in pairs])
                node.place = (at, at)
                self.place(node.inside, node.words, range(rows.start, rows.start), node.place)

    def runs(self, words: range, rows: range) -> list[tuple[range, float]]:
        """Return the runs of target words that look at source words, with their weights, the heaviest first.

        If no word looks at them most of all, it is the word that looks at them most.
        """
        shares = [sum(row[words.start : words.stop]) for row in self.shares]
        looking = [row for row in rows if self.best[row] in words]
        if not looking:
            row = max(rows, key=lambda each: shares[each], default=None)
            return [(rows, 0.0)] if row is None else [(range(row, row + 1), shares[row])]
        found: list[range] = []
        for row in looking:
            gap = row - found[-1].stop if found else 2
            if gap == 0 or (gap == 1 and shares[row - 1] >= LINK):
                found[-1] = range(found[-1].start, row + 1)
            else:
                found.append(range(row, row + 1))
        weighed = [(run, sum(shares[run.start : run.stop])) for run in found]
        return sorted(weighed, key=lambda item: -item[1])

    def free_run(self, runs: Sequence[tuple[range, float]], taken: Sequence[range], rows: range) -> range:
        """Return the heaviest run of which words are not taken, or an empty one after all that are."""
        for run, weight in runs:
            free = [row for row in run if not any(row in other for other in taken)]
            if free:
                self.faint |= weight < FAINT
                stop = next((row for row in range(free[0], run.stop) if row not in free), run.stop)
                return range(free[0], stop)
        self.faint = True
        at = max((other.stop for other in taken), default=rows.start)
        return range(at, at)

    def offsets(self, node: CodeGroup, run: range, inside: tuple[int, int]) -> tuple[int, int]:
        """Return the offsets of the codes of a pair around target words, with the punctuation that it had inside."""
        source, target = self.source.text, self.target
        text = source[node.start : node.end].strip()
        if not run:
            low = high = target.ends[run.stop - 1] if run.stop else 0
        else:
            first = target.spans if is_punctuation(text[0]) else target.cores
            last = target.spans if is_punctuation(text[-1]) else target.cores
            low, high = first[run[0]][0], last[run[-1]][1]
            # What begins or ends with the text does so in the target as well.
            if not source[: node.start].strip():
                low = target.starts[run[0]] if run[0] else 0
            if not source[node.end :].strip():
                high = target.ends[run[-1]] if run.stop < len(target) else len(target.text)
        return min(max(low, inside[0]), inside[1]), min(max(high, inside[0]), inside[1])

    def offset(self, node: CodeGroup, rows: range, inside: tuple[int, int]) -> int:
        """Return the offset of a code without words: behind the word before it, or in front of the word after it."""
        text, kind = self.source.text, node.codes[0].kind if len(node.codes) == 1 else "alone"
        before, after = self.source.before(node.start), self.source.after(node.start)
        if not rows or before is None:
            return inside[0]
        if after is None:
            return inside[1]
        if before == after:  # in a word: in front of it if only punctuation stands before, else behind it
            follows = node.start > self.source.cores[before][0]
        else:
            follows = kind == "close" or (not text[node.start - 1].isspace() and text[node.start].isspace())
        leads = not follows and (
            before == after or kind == "open" or (text[node.start - 1].isspace() and not text[node.start].isspace())
        )
        sides = [(0, before)] * (not leads) + [(1, after)] * (not follows)
        weight, side, row, word = max(
            (self.shares[row][word], -side, -row, word) for side, word in sides for row in rows
        )
        self.faint |= weight < FAINT
        row = -row
        if side == 0:
            while row + 1 in rows and self.best[row + 1] == word:
                row += 1
            return self.target.ends[row]
        while row - 1 in rows and self.best[row - 1] == word:
            row -= 1
        return self.target.starts[row]


def outside(at: int, places: Iterable[tuple[int, int]]) -> int:
    """Return the nearest offset that is not inside one of some spans."""
    for start, end in places:
        if start < at < end:
            return start if at - start < end - at else end
    return at
