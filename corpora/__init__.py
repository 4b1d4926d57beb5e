"""Alignment of texts with their translations, and tools for parallel corpora.

>>> from jisr.corpora import Pair, align, clean
>>> align(["أين المحطة؟", "شكرا."], ["Where is the station?", "Thank you."])
[Bead(source=(0,), target=(0,), score=...), Bead(source=(1,), target=(1,), score=...)]
>>> list(clean([Pair("شكرا.", "Thank you."), Pair("شكرا.", "شكرا.")]))
[Pair(source='شكرا.', target='Thank you.', score=None, origin='')]
"""

from typing import TYPE_CHECKING

from jisr.exports import exporter

if TYPE_CHECKING:
    from jisr.corpora.alignment.align import AlignmentResult, align, align_files
    from jisr.corpora.alignment.align_options import AlignOptions
    from jisr.corpora.alignment.beads import Bead
    from jisr.corpora.alignment.documents import AlignedDocument
    from jisr.corpora.alignment.gold import Agreement, agreement
    from jisr.corpora.cleaning.clean import FilterCounts, clean, default_filters
    from jisr.corpora.cleaning.filters import Filter
    from jisr.corpora.cleaning.stats import CorpusStats, stats
    from jisr.corpora.corpus_job import CorpusJob
    from jisr.corpora.corpus_options import FilterThresholds, SplitSizes
    from jisr.corpora.duplicates.dedup import dedup
    from jisr.corpora.duplicates.overlap import OverlapHit, overlap
    from jisr.corpora.duplicates.split import split_corpus
    from jisr.corpora.encoders import load_encoder
    from jisr.corpora.formats.corpus_files import open_writer, read_pairs, write_pairs
    from jisr.corpora.formats.format import FormatOptions
    from jisr.corpora.formats.tmx_check import TmxFinding, check_tmx
    from jisr.corpora.memory.translation_memory import TranslationMemory, open_memory
    from jisr.corpora.pairs import DedupKey, Pair
    from jisr.corpora.runs import clean_files, convert_files, dedup_files, overlap_files, split_files, stats_files

__all__ = [
    "Agreement",
    "AlignOptions",
    "AlignedDocument",
    "AlignmentResult",
    "Bead",
    "CorpusJob",
    "CorpusStats",
    "DedupKey",
    "Filter",
    "FilterCounts",
    "FilterThresholds",
    "FormatOptions",
    "OverlapHit",
    "Pair",
    "SplitSizes",
    "TmxFinding",
    "TranslationMemory",
    "agreement",
    "align",
    "align_files",
    "check_tmx",
    "clean",
    "clean_files",
    "convert_files",
    "dedup",
    "dedup_files",
    "default_filters",
    "load_encoder",
    "open_memory",
    "open_writer",
    "overlap",
    "overlap_files",
    "read_pairs",
    "split_corpus",
    "split_files",
    "stats",
    "stats_files",
    "write_pairs",
]

__getattr__, __dir__ = exporter(
    __name__,
    {
        **dict.fromkeys(("AlignmentResult", "align", "align_files"), "alignment.align"),
        "AlignOptions": "alignment.align_options",
        "AlignedDocument": "alignment.documents",
        "Bead": "alignment.beads",
        **dict.fromkeys(("Agreement", "agreement"), "alignment.gold"),
        **dict.fromkeys(("FilterCounts", "clean", "default_filters"), "cleaning.clean"),
        "Filter": "cleaning.filters",
        **dict.fromkeys(("CorpusStats", "stats"), "cleaning.stats"),
        "CorpusJob": "corpus_job",
        **dict.fromkeys(("FilterThresholds", "SplitSizes"), "corpus_options"),
        "dedup": "duplicates.dedup",
        **dict.fromkeys(("OverlapHit", "overlap"), "duplicates.overlap"),
        "split_corpus": "duplicates.split",
        "load_encoder": "encoders",
        **dict.fromkeys(("open_writer", "read_pairs", "write_pairs"), "formats.corpus_files"),
        "FormatOptions": "formats.format",
        **dict.fromkeys(("TmxFinding", "check_tmx"), "formats.tmx_check"),
        **dict.fromkeys(("TranslationMemory", "open_memory"), "memory.translation_memory"),
        **dict.fromkeys(("DedupKey", "Pair"), "pairs"),
        **dict.fromkeys(
            ("clean_files", "convert_files", "dedup_files", "overlap_files", "split_files", "stats_files"), "runs"
        ),
    },
)
