"""Agreement of an alignment with gold beads, made by hand: strict and lax precision, recall and F1.

Two beads agree strictly if they have the same sentences on both sides. They agree laxly if they share sentences on the
source side and on the target side (Sennrich and Volk 2011, https://aclanthology.org/W11-4624). The counts are those of
vecalign's scorer: each distinct bead counts once per document; beads with an empty side count for precision, where only
a strict match is correct, but not for recall.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jisr.corpora.alignment.beads import Bead

__all__ = ["Agreement", "Measure", "agreement"]

Sides = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Measure:
    """Precision, recall and F1 from counts.

    :param correct: number of beads of the alignment that agree with the gold; ``proposed``: number of all of them.
    :param found: number of gold beads that agree with the alignment; ``expected``: number of all with two sides.
    """

    correct: int = 0
    proposed: int = 0
    found: int = 0
    expected: int = 0

    @property
    def precision(self) -> float:
        """Share of the proposed beads that are correct, 0 to 1; 0 if there are none."""
        return self.correct / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        """Share of the expected beads that are found, 0 to 1; 0 if there are none."""
        return self.found / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1; 0 if both are 0."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: "Measure") -> "Measure":
        return Measure(
            self.correct + other.correct,
            self.proposed + other.proposed,
            self.found + other.found,
            self.expected + other.expected,
        )


@dataclass(frozen=True, slots=True)
class Agreement:
    """Strict and lax agreement of alignments with gold beads; adding two pools their documents."""

    strict: Measure = Measure()
    lax: Measure = Measure()

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(self.strict + other.strict, self.lax + other.lax)

    def to_json(self) -> dict[str, dict[str, float]]:
        """Return precision, recall and F1 of both kinds as dictionaries for JSON."""
        return {
            name: {"precision": measure.precision, "recall": measure.recall, "f1": measure.f1}
            for name, measure in (("strict", self.strict), ("lax", self.lax))
        }

    def table(self) -> str:
        """Return precision, recall and F1 of both kinds as a table of three lines below a heading."""
        rows = [f"{'':9}  strict     lax"]
        for name in ("precision", "recall", "f1"):
            strict, lax = getattr(self.strict, name), getattr(self.lax, name)
            rows.append(f"{name:9}  {strict:6.3f}  {lax:6.3f}")
        return "\n".join(rows)


def agreement(proposed: Iterable[Bead], gold: Iterable[Bead]) -> Agreement:
    """Return the agreement of the alignment of one document with its gold beads."""
    ours = [(bead.source, bead.target) for bead in proposed]
    theirs = [(bead.source, bead.target) for bead in gold]
    correct, touching, total = matches(ours, theirs)
    found, touched, expected = matches(two_sided(theirs), two_sided(ours))
    return Agreement(Measure(correct, total, found, expected), Measure(touching, total, touched, expected))


def two_sided(beads: Sequence[Sides]) -> list[Sides]:
    """Return the beads that have sentences on both sides."""
    return [bead for bead in beads if bead[0] and bead[1]]


def matches(ours: Sequence[Sides], theirs: Sequence[Sides]) -> tuple[int, int, int]:
    """Return how many distinct beads of ours agree strictly with theirs, how many laxly, and how many there are."""
    exact = set(theirs)
    partners: defaultdict[int, set[int]] = defaultdict(set)
    for source, target in exact:
        for sentence in source:
            partners[sentence].update(target)
    strict = lax = total = 0
    for bead in {bead for bead in ours if bead[0] or bead[1]}:
        total += 1
        same = bead in exact
        reached = set[int]().union(*(partners.get(sentence, ()) for sentence in bead[0]))
        strict += same
        lax += same or not reached.isdisjoint(bead[1])
    return strict, lax, total
