"""Arabic in, English out.

>>> from jisr.translate import Translator
>>> [translation.target for translation in Translator.load("builtin").translate(["أين المحطة؟"])]
['Where is the station?']
"""

from typing import TYPE_CHECKING

from jisr.exports import exporter

if TYPE_CHECKING:
    from jisr.translate.engine import Decoding, Engine, Hypothesis
    from jisr.translate.notes import Note
    from jisr.translate.segment import Language, Sentence, split
    from jisr.translate.text import POLICIES, Policy
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
    "Translation",
    "Translator",
    "split",
]

__getattr__ = exporter(
    __name__,
    {
        "POLICIES": "text",
        "Decoding": "engine",
        "Engine": "engine",
        "Hypothesis": "engine",
        "Language": "segment",
        "Note": "notes",
        "Policy": "text",
        "Sentence": "segment",
        "Translation": "translator",
        "Translator": "translator",
        "split": "segment",
    },
)
