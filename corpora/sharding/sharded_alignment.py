"""Alignment of documents by a pool of workers, each of which reads and aligns one document at a time."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jisr import __version__
from jisr.cluster.cluster_options import ClusterOptions, open_pool
from jisr.cluster.run_shards import run_shards
from jisr.cluster.shard import Shard, ShardResult
from jisr.cluster.shard_store import StoredWork, store_beside
from jisr.corpora.alignment.aligner import Aligner
from jisr.corpora.alignment.beads import Bead
from jisr.corpora.alignment.documents import AlignedDocument, AlignmentMethod, DocumentPair, DocumentText
from jisr.corpora.encoders import load_encoder
from jisr.corpora.encoders.canary import encoder_digest
from jisr.errors import JisrError
from jisr.lines import open_input
from jisr.progress import Progress
from jisr.storage.journal import digest
from jisr.translate.files.load_translator import load_translator
from jisr.translate.files.translate_options import TranslateOptions

if TYPE_CHECKING:
    from jisr.corpora.encoders.encoder import SpanEncoder
    from jisr.translate.engines.packed_model import PackedModel
    from jisr.translate.translator import Translator

__all__ = ["AlignWork", "align_sharded"]

TRANSLATION: Final = TranslateOptions(estimate=False, threads=1)
"""How a worker makes the drafts that are compared."""


@dataclass(frozen=True, slots=True)
class PairItem:
    """The two files of a document.

    :param files: content of the source and of the target.
    """

    document: DocumentPair
    files: tuple[bytes, bytes]


class AlignWork:
    """Alignment of documents in a worker.

    :param aligner: what aligns, without an encoder and a function that translates.
    :param encoder: name of the encoder; None for the built-in one.
    :param model: model that translates the source, for method ``translation``.
    :param drafts: translations of the sentences of the source, in place of a model.
    """

    def __init__(
        self, aligner: Aligner, encoder: str | None, model: "PackedModel | None", drafts: Sequence[str] | None
    ) -> None:
        self.aligner = replace(aligner, notes=Counter(), problems=[])
        self.encoder = encoder
        self.model = model
        self.drafts = drafts

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("aligner", "encoder", "model", "drafts")}

    @cached_property
    def translator(self) -> "Translator":
        """The translator of this process."""
        assert self.model is not None
        return load_translator(self.model.unpacked(), TRANSLATION)

    @cached_property
    def loaded_encoder(self) -> "SpanEncoder | None":
        """The encoder of this process; None if the method needs none."""
        if self.aligner.method in {AlignmentMethod.LENGTH, AlignmentMethod.TRANSLATION}:
            return None
        return load_encoder(self.encoder)

    def describe(self) -> Any:  # noqa: ANN401 - any JSON value
        """Return everything about encoder or model and machine that decides the alignments."""
        if self.model is not None:
            return self.translator.record()
        return None if self.loaded_encoder is None else [self.loaded_encoder.name, encoder_digest(self.loaded_encoder)]

    def translate(self, sentences: Sequence[str]) -> Iterable[str]:
        """Return the drafts of sentences."""
        if self.drafts is not None:
            return self.drafts
        return (translation.target for translation in self.translator.translate(sentences))

    def __call__(self, item: PairItem) -> ShardResult:
        """Return the texts and the beads of a document.

        :raises InputError: if a text cannot be read or has no sentences.
        """
        aligner = replace(self.aligner, encoder=self.loaded_encoder, translate=self.translate)
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for side, data in zip(("source", "target"), item.files, strict=True):
                given = getattr(item.document, side)
                path = Path(folder, side, Path(given).name)
                path.parent.mkdir()
                path.write_bytes(data)
                paths.append((str(path), given))
            try:
                (aligned,) = aligner.align([DocumentPair(item.document.name, *(path for path, _ in paths))])
            except JisrError as error:
                message = str(error)
                for written, given in paths:
                    message = message.replace(written, given)
                raise type(error)(message, hint=error.hint) from None
        texts = [
            [text.sentences, text.paragraphs, text.damaged, text.places] for text in (aligned.source, aligned.target)
        ]
        return ShardResult([texts, [[bead.source, bead.target, bead.score] for bead in aligned.beads]])


def align_sharded(
    documents: Sequence[DocumentPair], aligner: Aligner, work: AlignWork, cluster: ClusterOptions, output: str | None
) -> Iterator[AlignedDocument]:
    """Yield aligned documents, as :meth:`jisr.corpora.alignment.aligner.Aligner.align`, by a pool of workers.

    :param aligner: its notes and callbacks are those of one process.
    :param output: file beside which results are kept until the job is done; None for none.
    :raises JisrError: as one process; or if no worker can be had or survives.
    """
    with ExitStack() as stack:
        store = stack.enter_context(store_beside(output))
        pool = stack.enter_context(open_pool(cluster, StoredWork(work, store)))
        described = str(next(iter(pool.describe().values())))
        drafts = [] if work.drafts is None else work.drafts
        settings = digest(__version__, aligner.method, str(aligner.lines), *aligner.langs, described, *drafts)
        shards = (pair_shard(document, settings) for document in documents)
        progress = Progress("")  # documents are counted when they are written
        names = iter(documents)
        for _, result in run_shards(shards, pool, store, lambda _shard: (), progress):
            aligned = aligned_document(next(names).name, result)
            for text in (aligned.source, aligned.target):
                aligner.count_damage(text)
            aligner.look(aligned)
            yield aligned


def pair_shard(document: DocumentPair, settings: str) -> Shard:
    """Return the shard of a document.

    :raises InputError: if a file cannot be read.
    """
    files = []
    for path in (document.source, document.target):
        with open_input(path) as stream:
            files.append(stream.read())
    suffixes = (Path(path).suffix for path in (document.source, document.target))
    key = digest(settings, *suffixes, *files)
    return Shard(0, document.source, 1, False, key, PairItem(document, (files[0], files[1])))


def aligned_document(name: str, result: ShardResult) -> AlignedDocument:
    """Return an aligned document from what a worker made of it."""
    texts, beads = result.values
    sides = [
        DocumentText(tuple(sentences), tuple(paragraphs), damaged, tuple(places))
        for sentences, paragraphs, damaged, places in texts
    ]
    return AlignedDocument(
        name, sides[0], sides[1], tuple(Bead(tuple(source), tuple(target), score) for source, target, score in beads)
    )
