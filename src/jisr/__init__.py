"""Arabic to English at sentence level: translate, align, score.

>>> from jisr import Translator, align, score, segment
>>> sentences = [sentence.text.strip() for sentence in segment("أين المحطة؟ شكرا.")]
>>> drafts = [translation.target for translation in Translator.load().translate(sentences)]
>>> drafts[0]
'Where is the station?'
>>> beads = align(sentences, ["Where is the station?", "Thank you."])
>>> print(score({"draft": drafts}, ["Where is the station?", "Thank you."])["draft"]["chrf2"])
chrF2|nrefs:1|bs:1000|seed:12345|case:mixed|eff:yes|nc:6|nw:0|space:no|version:... = ...

The subpackages have more: :mod:`jisr.translate`, :mod:`jisr.corpora`, :mod:`jisr.eval`, :mod:`jisr.train`.
"""

from typing import TYPE_CHECKING

from jisr.exports import exporter

if TYPE_CHECKING:
    from jisr.corpora.alignment.align import align, align_files
    from jisr.corpora.alignment.beads import Bead
    from jisr.corpora.formats.corpus_files import read_pairs, write_pairs
    from jisr.corpora.memory.translation_memory import open_memory
    from jisr.corpora.pairs import Pair
    from jisr.errors import JisrError
    from jisr.eval.checking.check import check
    from jisr.eval.scores import score
    from jisr.translate.files.translate_files import translate_files
    from jisr.translate.text.segmentation import segment
    from jisr.translate.translator import Translator

__all__ = [
    "Bead",
    "JisrError",
    "Pair",
    "Translator",
    "__version__",
    "align",
    "align_files",
    "check",
    "open_memory",
    "read_pairs",
    "score",
    "segment",
    "translate_files",
    "write_pairs",
]

__version__ = "0.1.0"

__getattr__, __dir__ = exporter(
    __name__,
    {
        **dict.fromkeys(("align", "align_files"), "corpora.alignment.align"),
        "Bead": "corpora.alignment.beads",
        **dict.fromkeys(("read_pairs", "write_pairs"), "corpora.formats.corpus_files"),
        "open_memory": "corpora.memory.translation_memory",
        "Pair": "corpora.pairs",
        "JisrError": "errors",
        "check": "eval.checking.check",
        "score": "eval.scores",
        "translate_files": "translate.files.translate_files",
        "segment": "translate.text.segmentation",
        "Translator": "translate.translator",
    },
    "__version__",
)
