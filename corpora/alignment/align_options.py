"""Options of aligning files, as ``jisr align`` and :func:`jisr.corpora.alignment.align.align_files` take them."""

from dataclasses import dataclass

from jisr.errors import InputError
from jisr.options import SHARE, check_ranges, option, was_set

__all__ = ["AlignOptions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignOptions:
    """Options of aligning files; each field is an option of ``jisr align``, with its help text.

    :raises InputError: if a number is out of its range, or an option would have no effect.
    """

    lines: bool = option(False, "Take each line as one sentence.")
    method: str = option(
        "auto",
        "What sentences are compared by: embedding, translation, length; auto is translation with --translation.",
    )
    encoder: str | None = option(
        None, "A sentence-transformers model on this machine in place of the encoder.", metavar="NAME"
    )
    translation: str | None = option(
        None, "A translation of the source, a line a sentence, in place of --model's.", metavar="FILE"
    )
    model: str = option("builtin", "The model that method translation translates with.", flags=("--model", "-m"))
    gold: str | None = option(
        None, "Score against beads of lines made by hand, [0,1]:[0] a line; or a folder of NAME.gold.", metavar="FILE"
    )
    min_score: float = option(0.0, "Leave out pairs with a lower score, 0 to 1.", within=SHARE)
    report: str | None = option(None, "List beads without a partner or with a low score here.", metavar="FILE.jsonl")
    words: bool = option(False, "Align the words of the pairs as well, into FIRST_OUTPUT.pharaoh.")
    words_corpus: tuple[str, ...] = option(
        (), "A parallel corpus that the word aligner also learns from; twice for two files."
    )
    source_lang: str = option("ar", "Language of the source: ar or en.")
    target_lang: str = option("en", "Language of the target: ar or en.")

    def __post_init__(self) -> None:
        check_ranges(self)
        drafts = self.method == "translation" or (self.method == "auto" and self.translation is not None)
        vectors = self.method == "embedding" or (self.method == "auto" and not drafts)
        used = {
            "encoder": (vectors, "only method embedding compares vectors"),
            "translation": (drafts, "only method translation compares translations"),
            "model": (drafts and self.translation is None, "only method translation translates, unless one is given"),
            "words_corpus": (self.words, "no words are aligned"),
        }
        for name, (effective, reason) in used.items():
            if was_set(self, name) and not effective:
                raise InputError(f"{name.replace('_', ' ')} has no effect: {reason}")
