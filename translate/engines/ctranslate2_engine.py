"""The default engine: CTranslate2 with a conversion of the model, without torch and transformers."""

import math
import mmap
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, cycle, islice, repeat
from typing import Any, Final

from jisr.allocator import keep_memory
from jisr.cores import usable_cores
from jisr.errors import EngineError, InputError
from jisr.translate.engines.batching import LengthStride, deal_out, group_by_stride
from jisr.translate.engines.engine import Completion, Decoding, Hypothesis, SourceBatch, Weights
from jisr.translate.engines.model_engine import ModelEngine
from jisr.translate.models.conversion import Quantization, converted, read_conversion
from jisr.translate.models.folder import EOS
from jisr.translate.models.lookup import Model
from jisr.translate.models.trimming import DEFAULT_TRIM, Trim

__all__ = ["DEFAULT_COMPUTE", "QUANTIZATIONS", "CTranslate2Engine"]

DEFAULT_COMPUTE: Final = {"cpu": "int8", "cuda": "float16"}
"""Compute type of each device for ``auto``."""

QUANTIZATIONS: Final[dict[str, Quantization]] = {"int8": "int8", "float16": "float16", "float32": "float32"}
"""Compute types that may be requested, each with the quantization of its conversion."""

MOST_IN_SHARE: Final = 16
"""Largest number of sources that a thread decodes together: large, so that the weights are read less often; small, so
that what a step computes stays in the cache of a core. On a Xeon 12 to 16 are the fastest, on an EPYC 16 to 32 are with
opus-mt's size."""
MOST_SCORED: Final = 8
"""Largest number of hypotheses that a thread scores together: all pieces of each are computed at the same time, so that
fewer of them fill the cache of a core than of those that are decoded piece by piece."""
SHORT_LENGTH: Final = 64
"""Largest length in pieces of which that many sources are decoded together. There are fewer of longer sources: memory
grows with their pieces, and a loop runs on to a limit that grows with them."""
BATCHES_AHEAD: Final = 16
"""Number of batches started at the same time on a CPU, so that no thread waits for the last sources of a batch, nor for
what the main thread does with its drafts. A batch of 256 sentences is then started in shares."""
ALIGNED_TOGETHER: Final = 16
"""Number of pairs that a thread aligns together."""
USUAL_RATIO: Final = 1.25
"""Largest number of pieces of a usual hypothesis for each piece of its source."""
SPARE_PIECES: Final = 4
"""Pieces that a usual hypothesis may have beyond that, as those of short sources have."""
LOADING: Final = 64 << 20
"""Address space that loading takes beside that of the threads, in bytes; measured with the built-in model."""
A_THREAD: Final = 72 << 20
"""Address space of a thread in bytes: 8 MiB of stack, 64 MiB that glibc reserves for what the thread allocates."""
WARMUP_LENGTH: Final = 4
"""Length in pieces of the source that is decoded to warm up."""


class CTranslate2Engine(ModelEngine):
    """Decodes with CTranslate2.

    On a CPU each thread decodes a share of the batch on its own, which on two cores is 1.5 times as fast as two threads
    that share each matrix product. A CUDA device decodes the whole batch at once.

    :param model: any Marian model; it is converted once, and the conversion is kept.
    :param device: ``cpu``, ``cuda``, or ``auto`` for CUDA if the machine has it.
    :param compute: ``int8``, ``float16``, ``float32``, or ``auto`` for :data:`DEFAULT_COMPUTE`.
    :param threads: number of threads on a CPU; 0 for one for each core that the process may use.
    :param trim: level to which the vocabulary of the decoder is trimmed.
    :raises ModelError: if the model cannot be converted.
    :raises EngineError: if there is too little memory for it.
    :raises InputError: if the machine does not have the device or the compute type.
    """

    def __init__(
        self, model: Model, *, device: str = "auto", compute: str = "auto", threads: int = 0, trim: Trim = DEFAULT_TRIM
    ) -> None:
        import ctranslate2

        if device == "auto":
            device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
        if device not in DEFAULT_COMPUTE:
            raise InputError(f"device {device!r} is not known; it can be auto, cpu or cuda")
        stored = QUANTIZATIONS.get(DEFAULT_COMPUTE[device] if compute == "auto" else compute)
        try:
            supported = ctranslate2.get_supported_compute_types(device)
        except (RuntimeError, ValueError):
            raise InputError(f"device {device!r} is not on this machine; it can be auto or cpu") from None
        if stored is None or stored not in supported:
            right = ", ".join(name for name in QUANTIZATIONS if name in supported)
            raise InputError(f"compute type {compute!r} is not for device {device!r}; it can be auto, {right}")
        self.shared = device == "cpu"
        self.ahead = BATCHES_AHEAD if device == "cpu" else 1
        folder = converted(model, stored, trim)
        self.conversion = read_conversion(folder)
        if device == "cpu":
            keep_memory()
            check_memory(threads or usable_cores())
        try:
            self.translator = ctranslate2.Translator(
                str(folder),
                device=device,
                compute_type=stored,
                inter_threads=(threads or usable_cores()) if device == "cpu" else 1,
                intra_threads=1,
            )
        except RuntimeError as error:  # the conversion is intact
            raise EngineError(f"{model.name} does not load, most likely for lack of memory: {error}") from None
        if device == "cpu":
            # The first decoding compiles kernels: a thread can do that while the rest is loaded.
            self.start([[EOS] * (WARMUP_LENGTH + 1)], Decoding(), limit=WARMUP_LENGTH)
        super().__init__(
            model,
            engine=f"ctranslate2 {ctranslate2.__version__}",
            device=device,
            compute=stored,
            trim=trim,
            target_pieces=self.conversion.target_pieces,
        )

    def decode(self, batches: Sequence[SourceBatch], decoding: Decoding) -> Iterator[list[Hypothesis]]:
        """Yield the best hypotheses of each batch, in the order of its sources, as soon as the batch is done."""
        waiting = iter(batches)
        running: deque[list[Share]] = deque()
        while True:
            for batch in islice(waiting, self.ahead - len(running)):
                running.append(self.begin(batch, decoding))
            if not running:
                return
            # Those of later batches that are decoded by now: threads have work while the first ones are collected.
            for share in chain.from_iterable(running):
                if decoding.word_scores and share.scores is None and all(each.done() for each in share.results):
                    share.scores = self.score(share)
            yield self.collect(running.popleft(), decoding)

    def begin(self, batch: SourceBatch, decoding: Decoding) -> "list[Share]":
        """Start decoding a batch in shares, each decoded by one thread."""
        shares: list[Share] = []
        most = self.positions - 1
        # The largest group first: the small ones then fill the gaps when threads become free.
        for stride, members in sorted(group_by_stride(batch, most).items(), key=lambda item: -len(item[1])):
            limit = decoding.limit(stride.middle, self.positions)
            share = most_in_share(stride.longest) if self.shared else len(members)
            for indices in deal_out(members, share):
                sources = [[*pieces, EOS] for pieces in pad_to_stride([batch[index] for index in indices], stride)]
                shares.append(Share(indices, sources, self.start(sources, decoding, limit), limit))
        return shares

    def start(self, sources: SourceBatch, decoding: Decoding, limit: int) -> list[Any]:
        """Start decoding sources together in one thread, and return their asynchronous results."""
        results: list[Any] = self.translator.translate_batch(
            sources,
            beam_size=decoding.beam,
            length_penalty=decoding.length_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            repetition_penalty=decoding.repetition_penalty,
            max_decoding_length=limit,
            min_decoding_length=0,  # the default forbids an empty hypothesis, which transformers allows
            max_input_length=0,  # the default truncates long sources silently; ours always fit the positions
            disable_unk=True,
            return_scores=True,
            asynchronous=True,
        )
        return results

    def collect(self, shares: "Sequence[Share]", decoding: Decoding) -> list[Hypothesis]:
        """Wait for the hypotheses of a batch and the scores of their words; return them in the order of the batch."""
        if decoding.word_scores:
            for share in shares:
                share.scores = share.scores or self.score(share)
        hypotheses: dict[int, Hypothesis] = {}
        for share in shares:
            for index, asynchronous, scored in zip(share.indices, share.results, share.scores or repeat(None)):  # noqa: B905 - one source more may pad
                result = asynchronous.result()
                pieces = result.hypotheses[0]
                hypotheses[index] = Hypothesis(
                    text=self.tokenizer.decode(pieces),
                    score=round(min(0.0, result.scores[0]), 4),
                    pieces=len(pieces),
                    cut_off=len(pieces) >= share.limit,
                    word_scores=self.tokenizer.word_scores(pieces, scored.result().log_probs) if scored else (),
                )
        return [hypotheses[index] for index in range(len(hypotheses))]

    def score(self, share: "Share") -> list[Any]:
        """Wait for the hypotheses of a share, and start scoring their pieces.

        The last digits depend on what a pair is padded to, on either side. The sources are therefore those of
        decoding, and hypotheses are padded to a length that depends on that of the sources alone; the few that are
        longer are scored apart.
        """
        hypotheses = [asynchronous.result().hypotheses[0] for asynchronous in share.results[: len(share.indices)]]
        padding = max(share.sources, key=len)
        usual = min(math.ceil(USUAL_RATIO * len(padding)) + SPARE_PIECES, share.limit)
        scores: dict[int, Any] = {}
        for length, members in (
            (usual, [place for place, pieces in enumerate(hypotheses) if len(pieces) <= usual]),
            (share.limit, [place for place, pieces in enumerate(hypotheses) if len(pieces) > usual]),
        ):
            for part in deal_out(members, MOST_SCORED):
                sources, scored = [share.sources[place] for place in part], [hypotheses[place] for place in part]
                if len(padding) > max(map(len, sources)):
                    sources, scored = [*sources, padding], [*scored, []]
                # What follows a hypothesis does not change the scores before it, so that one can hold the padding.
                scored[-1] = [*scored[-1], *[EOS] * (length - len(scored[-1]))]
                scores |= dict(zip(part, self.start_scoring(sources, scored), strict=False))
        return [scores[place] for place in range(len(hypotheses))]

    def start_scoring(self, sources: SourceBatch, hypotheses: SourceBatch) -> list[Any]:
        """Start scoring the pieces of hypotheses together in one thread, and return their asynchronous results.

        A piece that the decoder does not keep is scored as ``<unk>``; its own hypotheses have none.
        """
        results: list[Any] = self.translator.score_batch(sources, hypotheses, max_input_length=0, asynchronous=True)
        return results

    def attention(self, sources: SourceBatch, targets: SourceBatch) -> list[Weights]:
        """Return for each pair the weights of the source pieces for each target piece.

        :param sources: pieces of sources, without end tokens.
        :param targets: pieces of their translations, which are forced.
        :return: each row has a sum of at most 1.
        """
        started: list[Any] = []
        for at in range(0, len(sources), ALIGNED_TOGETHER):
            # The row of a piece is that of the step which reads it, so one more piece is read after the last.
            forced = [[*pieces, pieces[-1]] for pieces in targets[at : at + ALIGNED_TOGETHER]]
            started += self.translator.translate_batch(
                [[*pieces, EOS] for pieces in sources[at : at + ALIGNED_TOGETHER]],
                target_prefix=forced,
                beam_size=1,
                max_decoding_length=max(map(len, forced)),
                max_input_length=0,
                return_attention=True,
                asynchronous=True,
            )
        first = int(self.conversion.alignment.reading)
        return [
            [row[: len(source)] for row in result.result().attention[0][first : first + len(target)]]
            for result, source, target in zip(started, sources, targets, strict=True)
        ]

    def complete(self, wanted: Sequence[Completion], decoding: Decoding) -> list[Hypothesis]:
        """Return the best hypothesis for each completion, in order; it depends on its completion alone.

        Each is decoded by itself, as padding would depend on the others.
        """
        limits = [decoding.limit(len(each.source), self.positions) for each in wanted]
        started = [
            self.translator.translate_batch(
                [[*each.source, EOS]],
                target_prefix=[list(each.prefix)] if each.prefix else None,
                suppress_sequences=[list(sequence) for sequence in each.forbidden] or None,
                beam_size=decoding.beam,
                length_penalty=decoding.length_penalty,
                no_repeat_ngram_size=decoding.no_repeat_ngram,
                repetition_penalty=decoding.repetition_penalty,
                max_decoding_length=max(limit, len(each.prefix) + 1),
                min_decoding_length=0,
                max_input_length=0,
                disable_unk=True,
                asynchronous=True,
            )[0]
            for each, limit in zip(wanted, limits, strict=True)
        ]
        found = [result.result().hypotheses[0] for result in started]
        scored = [
            self.start_scoring([[*each.source, EOS]], [pieces])[0] for each, pieces in zip(wanted, found, strict=True)
        ]
        return [
            self.completed(pieces, result.result().log_probs, limit)
            for pieces, result, limit in zip(found, scored, limits, strict=True)
        ]


@dataclass(slots=True)
class Share:
    """Sources of a batch that a thread decodes together.

    :param indices: their indices in the batch.
    :param sources: their pieces with the end token; there may be one more, which only pads.
    :param results: asynchronous result of each source.
    :param limit: length limit of the hypotheses in pieces.
    :param scores: asynchronous result of the scoring of each hypothesis; ``None`` if it has not been started.
    """

    indices: Sequence[int]
    sources: SourceBatch
    results: Sequence[Any]
    limit: int
    scores: Sequence[Any] | None = None


def most_in_share(length: int) -> int:
    """Return the largest number of sources of a length in pieces, padding included, that a thread decodes together."""
    return max(1, int(MOST_IN_SHARE * min(1.0, SHORT_LENGTH / length) ** 2))


def pad_to_stride(sources: SourceBatch, stride: LengthStride) -> SourceBatch:
    """Add a source, if needed, so that CTranslate2, which pads to the longest one, pads to the end of the stride.

    The added source is the longest one, repeated up to the length that is needed. It takes about as long to decode as
    the longest one, and its result is ignored.

    :param sources: sources of one stride, the longest first.
    """
    longest = sources[0]
    if len(longest) == stride.longest:
        return sources
    return [*sources, list(islice(cycle(longest), stride.longest))]


def check_memory(threads: int) -> None:
    """Check that the memory that a process may map is enough; CTranslate2 would abort the process in the middle.

    :raises EngineError: if it is not.
    """
    if sys.platform == "win32":
        return
    try:
        mmap.mmap(-1, LOADING + threads * A_THREAD, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=0).close()
    except OSError:
        wanted = (LOADING + threads * A_THREAD) / 1e6
        raise EngineError(
            f"not enough memory: {threads} threads need {wanted:,.0f} MB of address space", hint="give fewer --threads"
        ) from None
