"""Documents: two texts that belong together, read, aligned, and turned into pairs."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from jisr.corpora.alignment.beads import Bead
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.lines import open_input, read_lines
from jisr.storage.output import PART_SUFFIX

if TYPE_CHECKING:
    from jisr.corpora.encoders.encoder import SpanEncoder

__all__ = [
    "AlignedDocument",
    "AlignmentMethod",
    "DocumentPair",
    "DocumentText",
    "align_document",
    "match_folders",
    "read_document_text",
]

LONGEST_BEAD = 8
"""Sentences of one text in the largest bead."""

LinePair = tuple[set[int], set[int]]
"""Lines of the source and of the target."""

Translate = Callable[[Sequence[str]], Iterable[str]]


class AlignmentMethod(StrEnum):
    """Ways to compare sentences."""

    AUTO = "auto"
    EMBEDDING = "embedding"
    TRANSLATION = "translation"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class DocumentText:
    """One side of a document.

    :param sentences: in order.
    :param paragraphs: the sentences that begin a paragraph.
    :param damaged: lines that held bytes which do not decode.
    :param places: the line that each sentence stands in, from 0; empty if each sentence is a line.
    """

    sentences: tuple[str, ...]
    paragraphs: tuple[int, ...] = ()
    damaged: int = 0
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentPair:
    """Two files that belong together.

    :param name: what the two names have in common.
    """

    name: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class AlignedDocument:
    """A document and its beads.

    :param name: the document's name.
    """

    name: str
    source: DocumentText
    target: DocumentText
    beads: tuple[Bead, ...]

    def texts(self, bead: Bead) -> tuple[str, str]:
        """Return the two sides of a bead, their sentences joined by a space."""
        return (
            " ".join(self.source.sentences[at] for at in bead.source),
            " ".join(self.target.sentences[at] for at in bead.target),
        )

    def by_line(self) -> list[Bead]:
        """Return the beads as lines of the two files: those that share a line become one.

        However finely a line was cut, it is compared with beads of whole lines on equal terms.
        """
        texts = self.source, self.target
        places = [text.places or range(len(text.sentences)) for text in texts]
        owners: tuple[dict[int, LinePair], dict[int, LinePair]] = ({}, {})
        for bead in self.beads:
            lines: LinePair = {places[0][at] for at in bead.source}, {places[1][at] for at in bead.target}
            sides = list(zip(owners, lines, strict=True))
            for before in [owner[line] for owner, side in sides for line in side if line in owner]:
                lines[0].update(before[0])
                lines[1].update(before[1])
            for owner, side in sides:
                owner.update(dict.fromkeys(side, lines))
        groups = {id(lines): lines for owner in owners for lines in owner.values()}
        return [Bead(tuple(sorted(left)), tuple(sorted(right))) for left, right in groups.values()]

    def pairs(self, minimum: float = 0.0) -> Iterator[Pair]:
        """Yield the beads with two sides and a score of at least the minimum as pairs."""
        for bead in self.beads:
            if bead.matched and bead.score >= minimum:
                yield Pair(*self.texts(bead), bead.score, self.name)


def read_document_text(path: str, lang: str, *, lines: bool = False) -> DocumentText:
    """Read one side of a document.

    :param lang: its language, for cutting it into sentences: ``ar`` or ``en``.
    :param lines: every line is one sentence; else each line is a paragraph, and is cut.
    :raises InputError: if it cannot be read.
    """
    from jisr.translate.text.segmentation import segment

    sentences: list[str] = []
    paragraphs: list[int] = []
    places: list[int] = []
    damaged = 0
    with open_input(path) as stream:
        for place, line in enumerate(read_lines(stream, path)):
            damaged += line.damaged
            if lines:
                sentences.append(line.text.strip())
                continue
            found = [text for sentence in segment(line.text, lang) if (text := sentence.text.strip())]
            if found:
                paragraphs.append(len(sentences))
                sentences += found
                places += [place] * len(found)
    return DocumentText(tuple(sentences), tuple(paragraphs), damaged, tuple(places))


def align_document(
    source: DocumentText,
    target: DocumentText,
    method: AlignmentMethod = AlignmentMethod.AUTO,
    encoder: "SpanEncoder | None" = None,
    drafts: Sequence[str] = (),
) -> list[Bead]:
    """Align two texts.

    :param method: ``auto`` is ``translation`` with drafts and ``embedding`` without.
    :param encoder: makes the vectors of method ``embedding``; the one that comes along when not given.
    :param drafts: the source sentences in the target's language, for method ``translation``.
    :raises InputError: if the method is ``translation`` and there is not one draft for each sentence.
    """
    from jisr.corpora.alignment.embedding_alignment import align_features
    from jisr.corpora.alignment.features import describe
    from jisr.corpora.alignment.gale_church import align_by_length

    if method is AlignmentMethod.LENGTH:
        return align_by_length(*([len(text) for text in side.sentences] for side in (source, target)))
    sentences: Sequence[str] = source.sentences
    if method is AlignmentMethod.TRANSLATION or (method is AlignmentMethod.AUTO and drafts):
        from jisr.corpora.encoders.ngram_encoder import NgramEncoder

        if len(drafts) != len(source.sentences):
            raise InputError(
                f"{len(drafts)} translations of {len(source.sentences)} source sentences; one for each is needed"
            )
        sentences, encoder = drafts, NgramEncoder()
    if encoder is None:
        from jisr.corpora.encoders.universal_encoder import UniversalEncoder

        encoder = UniversalEncoder()
    breaks = (source.paragraphs, target.paragraphs)
    return align_features(*describe(sentences, target.sentences, encoder, LONGEST_BEAD, breaks))


def match_folders(source: Path, target: Path, langs: tuple[str, str] = ("ar", "en")) -> list[DocumentPair]:
    """Match the files of two folders by name; the endings ``.txt`` and that of the language are left aside.

    A file whose name ends in the other side's language, and a hidden or unfinished one, is passed over, so
    that both sides may lie in one folder.

    :raises InputError: naming the files that have no partner, or if there are none at all.
    """
    sides = [list_language_files(folder, langs[at], langs[1 - at]) for at, folder in enumerate((source, target))]
    if source.resolve() == target.resolve():
        sides = [
            {name: path for name, path in side.items() if f".{lang}" in path.suffixes}
            for side, lang in zip(sides, langs, strict=True)
        ]
    alone = [str(path) for here, there in (sides, sides[::-1]) for name, path in here.items() if name not in there]
    if alone:
        raise InputError(
            f"{alone[0]}: no file of that name on the other side"
            + (f", and {len(alone) - 1} more without a partner" if len(alone) > 1 else "")
        )
    if not sides[0]:
        raise InputError(f"{source}: no files in this folder that have a partner in {target}")
    return [DocumentPair(name, str(sides[0][name]), str(sides[1][name])) for name in sorted(sides[0])]


def list_language_files(folder: Path, lang: str, other: str) -> dict[str, Path]:
    """List a folder's files of one language by what their names have in common with those of the other."""
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.name.startswith(".") or path.name.endswith((PART_SUFFIX, ".gold")):
            continue
        name = path.name.removesuffix(".txt")
        if name.endswith(f".{other}"):
            continue
        name = name.removesuffix(f".{lang}")
        if name in found:
            raise InputError(f"{path}: {found[name].name} in the same folder has the same name, {name}")
        found[name] = path
    return found
