"""Translation of Arabic text into English.

>>> from jisr.translate import Translator
>>> [translation.target for translation in Translator.load("builtin").translate(["أين المحطة؟"])]
['Where is the station?']
"""

from typing import TYPE_CHECKING

from jisr.exports import exporter

if TYPE_CHECKING:
    from jisr.translate.engines.engine import Decoding, Engine, Hypothesis
    from jisr.translate.quality.notes import Note
    from jisr.translate.terms.term_files import read_terms
    from jisr.translate.terms.term_list import Term, TermList
    from jisr.translate.text.normalization import POLICIES, Policy
    from jisr.translate.text.segmentation import Language, Sentence, segment
    from jisr.translate.translator import Translation, Translator

__all__ = [
    "POLICIES",
    "Decoding",
    "Engine",
    "Hypothesis",
    "Language",
    "Note",
    "Policy",
    "Sentence",
    "Term",
    "TermList",
    "Translation",
    "Translator",
    "read_terms",
    "segment",
]

__getattr__, __dir__ = exporter(
    __name__,
    {
        "POLICIES": "text.normalization",
        "Decoding": "engines.engine",
        "Engine": "engines.engine",
        "Hypothesis": "engines.engine",
        "Language": "text.segmentation",
        "Note": "quality.notes",
        "Policy": "text.normalization",
        "Sentence": "text.segmentation",
        "Term": "terms.term_list",
        "TermList": "terms.term_list",
        "Translation": "translator",
        "Translator": "translator",
        "read_terms": "terms.term_files",
        "segment": "text.segmentation",
    },
)
