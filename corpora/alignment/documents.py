"""Documents, each a text and its translation: reading and aligning them, and their beads as pairs."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from os.path import isfile  # that of pathlib raises if the folder is not accessible
from pathlib import Path
from typing import TYPE_CHECKING

from jisr.corpora.alignment.beads import Bead
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.lines import open_input, read_lines
from jisr.translate.documents.document import in_any_language
from jisr.translate.documents.kinds import DOCUMENT_SUFFIXES, document_kind, open_document

if TYPE_CHECKING:
    from jisr.corpora.encoders.encoder import SpanEncoder

__all__ = [
    "AlignedDocument",
    "AlignmentMethod",
    "DocumentPair",
    "DocumentText",
    "Translate",
    "align_document",
    "match_folders",
    "read_document_text",
]

LONGEST_BEAD = 8
"""Largest number of sentences on one side of a bead."""

BILINGUAL = frozenset({"po", "tmx", "xliff", "xliff2"})
"""Kinds of documents that hold both languages."""
WITHOUT_LANGUAGE = frozenset({".txt", *DOCUMENT_SUFFIXES})
"""Suffixes that follow the language in the name of a file."""

LinePair = tuple[set[int], set[int]]
"""Indices of lines of the source and of the target."""

Translate = Callable[[Sequence[str]], Iterable[str]]


class AlignmentMethod(StrEnum):
    """A way to compare sentences."""

    AUTO = "auto"
    EMBEDDING = "embedding"
    TRANSLATION = "translation"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class DocumentText:
    """One side of a document.

    :param sentences: sentences in order.
    :param paragraphs: indices of the sentences that begin a paragraph.
    :param damaged: number of lines with bytes that do not decode.
    :param places: index of the line of each sentence, from 0; empty if each sentence is a line.
    """

    sentences: tuple[str, ...]
    paragraphs: tuple[int, ...] = ()
    damaged: int = 0
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentPair:
    """The two files of a document.

    :param name: part that the names of the files have in common.
    :param source: path of the source; ``target``: path of the target.
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
        """Return the texts of the two sides of a bead, with their sentences joined by spaces."""
        return (
            " ".join(self.source.sentences[index] for index in bead.source),
            " ".join(self.target.sentences[index] for index in bead.target),
        )

    def by_line(self) -> list[Bead]:
        """Return the beads as beads of lines of the two files, with beads that share a line merged.

        They can be compared with gold beads of lines, however the lines were split into sentences.
        """
        texts = self.source, self.target
        places = [text.places or range(len(text.sentences)) for text in texts]
        owners: tuple[dict[int, LinePair], dict[int, LinePair]] = ({}, {})
        for bead in self.beads:
            lines: LinePair = {places[0][index] for index in bead.source}, {places[1][index] for index in bead.target}
            sides = list(zip(owners, lines, strict=True))
            for before in [owner[line] for owner, side in sides for line in side if line in owner]:
                lines[0].update(before[0])
                lines[1].update(before[1])
            for owner, side in sides:
                owner.update(dict.fromkeys(side, lines))
        groups = {id(lines): lines for owner in owners for lines in owner.values()}
        return [Bead(tuple(sorted(left)), tuple(sorted(right))) for left, right in groups.values()]

    def pairs(self, minimum: float = 0.0) -> Iterator[Pair]:
        """Yield a pair for each bead with two sides and a score of at least ``minimum``."""
        for bead in self.beads:
            if bead.matched and bead.score >= minimum:
                yield Pair(*self.texts(bead), bead.score, self.name)


def read_document_text(path: str, lang: str, *, lines: bool = False) -> DocumentText:
    """Return one side of a document, read from a file: lines of text, or a document of a kind that is translated.

    :param lang: language of the text, ``ar`` or ``en``, by whose rules it is split into sentences.
    :param lines: whether each line is one sentence; otherwise each line is a paragraph, which is split.
    :raises InputError: if the file cannot be read.
    """
    from jisr.translate.text.segmentation import segment

    sentences: list[str] = []
    paragraphs: list[int] = []
    places: list[int] = []
    damaged = 0
    for index, (text, is_damaged) in enumerate(read_paragraphs(path)):
        damaged += is_damaged
        if lines:
            sentences.append(text.strip())
            continue
        split = [stripped for sentence in segment(text, lang) if (stripped := sentence.text.strip())]
        if split:
            paragraphs.append(len(sentences))
            sentences += split
            places += [index] * len(split)
    return DocumentText(tuple(sentences), tuple(paragraphs), damaged, tuple(places))


def read_paragraphs(path: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines of a text, or the paragraphs, cells and captions of a document, and whether bytes were replaced.

    :raises InputError: if the file cannot be read, or holds a text and its translation.
    """
    kind = document_kind(path) if isfile(path) else None  # noqa: PTH113
    if kind is None:
        with open_input(path) as stream:
            for line in read_lines(stream, path):
                yield line.text, line.damaged
        return
    if kind in BILINGUAL:
        raise InputError(f"{path}: holds a text with its translation; it is converted, not aligned")
    with in_any_language():
        units = list(open_document(path).units())
    for unit in units:
        for text in unit.text.split("\n"):
            yield text, False


def align_document(
    source: DocumentText,
    target: DocumentText,
    method: AlignmentMethod = AlignmentMethod.AUTO,
    encoder: "SpanEncoder | None" = None,
    drafts: Sequence[str] = (),
) -> list[Bead]:
    """Return the beads of two texts.

    :param method: ``auto`` is ``translation`` with drafts and ``embedding`` without.
    :param encoder: encoder for method ``embedding``; default: the built-in one.
    :param drafts: one draft for each source sentence, in the target language, for method ``translation``.
    :raises InputError: if drafts are compared and their number is not that of the source sentences.
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
    """Return the pairs of files of two folders that have the same name without suffix and the language's ending.

    The two may be the same folder: files with the ending of the other side's language are skipped. So are hidden
    files, unfinished ones and gold beads.

    :raises InputError: if a file has no partner or two files of a folder have the same name, or if there are no files.
    """
    sides = [list_language_files(folder, langs[at], langs[1 - at]) for at, folder in enumerate((source, target))]
    if source.samefile(target):
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
    """Return the files of one language in a folder, by their names without suffix and the language's ending.

    :param other: language of the other side, whose files are skipped.
    :raises InputError: if two files have the same name without these endings, or the folder cannot be read.
    """
    files: dict[str, Path] = {}
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise InputError(f"{folder}: cannot be read: {error.strerror}") from None
    for path in paths:
        if not isfile(path) or path.name.startswith(".") or path.name.endswith(".gold"):  # noqa: PTH113
            continue
        name = path.stem if path.suffix.lower() in WITHOUT_LANGUAGE else path.name
        if name.endswith(f".{other}"):
            continue
        name = name.removesuffix(f".{lang}")
        if name in files:
            raise InputError(f"{path}: {files[name].name} in the same folder has the same name, {name}")
        files[name] = path
    return files
