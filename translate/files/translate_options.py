"""The options of a translation of files."""

from dataclasses import dataclass
from typing import Final

from jisr.options import THREADS, Range, check_ranges, option
from jisr.translate.documents.document import DocumentOptions
from jisr.translate.estimation.estimate import CHRF, DOUBT

__all__ = ["BEAM", "TranslateOptions"]

BEAM: Final = Range(1, 64)
"""Beam sizes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslateOptions:
    """Options of a translation of files; each field is an option of ``jisr translate``, with its help text.

    :raises InputError: if a number is out of its range.
    """

    model: str = option("builtin", "Model: builtin, a model folder, or a pulled hub model.", flags=("--model", "-m"))
    engine: str = option("ctranslate2", "Engine: ctranslate2, or transformers as the reference.")
    beam: int = option(4, "Beam size, 1 to 64; 1 is greedy decoding.", within=BEAM)
    bilingual: bool = option(False, "Write source beside draft, a sentence a row.")
    report: str | None = option(None, "Write a record of each sentence here.", metavar="FILE.jsonl")
    review: str | None = option(
        None,
        "Write a file to review the draft in: .xliff (.2.xliff for version 2), .docx, .tmx or .html.",
        metavar="FILE",
    )
    strict: bool = option(False, "Refuse bytes that do not decode, and exit with 3 if a sentence carries a note.")
    terms: str | None = option(
        None, "Terms and their translations, in .tsv, .csv or .tbx, to be kept in the drafts.", metavar="FILE"
    )
    paragraphs: bool = option(False, "Join hard-wrapped lines up to a blank line first.")
    direction: str = option("mirror", "Layout of a right-to-left document: mirror, or keep.")
    comments: bool = option(False, "Translate the comments of a document, too.")
    encoding: str | None = option(None, "Encoding of the input if it is not UTF-8, such as cp1256.", metavar="NAME")
    normalize: str = option(
        "auto", "Normalisation policy: auto (the one that the model expects), standard, bare or none."
    )
    retry: bool = option(True, "Decode doubtful sentences again.", flags=("--retry/--no-retry",))
    estimate: bool = option(
        True,
        "Estimate the quality of each sentence; without, a translation takes a quarter less time.",
        flags=("--estimate/--no-estimate",),
    )
    doubt: float = option(
        DOUBT, "Expected chrF2 under which a sentence is noted as doubtful, 0 to 100.", metavar="CHRF", within=CHRF
    )
    batch: int = option(256, "Sentences in a batch; with 1 no line is read ahead.", within=Range(1, 100_000))
    threads: int = option(0, "Threads on a CPU; 0 for one on each core.", within=THREADS)
    device: str = option("auto", "Device: auto, cpu or cuda.")
    compute: str = option("auto", "Compute type: auto, int8, float16 or float32.")
    trim: str = option(
        "letters",
        "Pieces of the decoder: letters (none of other scripts), N (the N that English needs most, faster still, at a"
        " cost: 8000 of 32,000 lose .1 chrF2, 2400 of the built-in model's 6,000 .3 to 1; N:FILE by a text of yours),"
        " or none (all).",
        metavar="LEVEL",
    )

    def __post_init__(self) -> None:
        check_ranges(self)
        self.document_options()

    def document_options(self) -> DocumentOptions:
        """Return what is read from documents, and how they are written."""
        return DocumentOptions(direction=self.direction, comments=self.comments, encoding=self.encoding)
