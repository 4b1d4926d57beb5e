"""The translator of lines: segment, normalise, batch, decode, check, join."""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import asdict, dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Self

from jisr.chars import has_arabic, is_blank
from jisr.errors import InputError
from jisr.lines import check_lines
from jisr.storage.journal import Journal
from jisr.translate.drafts import Draft, Drafter, join_drafts, keep_part
from jisr.translate.engines.engine import Decoding, Engine
from jisr.translate.engines.journal_engine import JournalEngine
from jisr.translate.estimation.estimate import DOUBT, Estimate, check_doubt, estimate_quality
from jisr.translate.matches import Match, Origin
from jisr.translate.quality.notes import Note
from jisr.translate.text.long_sentences import PIECE_LIMIT
from jisr.translate.text.normalization import POLICIES, Policy, pass_through
from jisr.translate.text.segmentation import Sentence, segment

if TYPE_CHECKING:
    from jisr.translate.engines.model_engine import ModelEngine

__all__ = ["Translation", "Translator", "common_origin", "in_line"]

FIRST = 16
"""Largest number of sentences that are read before the first are translated: few, so that these come soon."""
READ_AHEAD = 8
"""Number of batches that are read ahead after that: enough sources of each length to be decoded together."""


@dataclass(frozen=True, slots=True)
class Translation:
    """The translation of a line or a sentence.

    :param source: the text as given.
    :param target: the English text; empty for a blank line.
    :param score: mean log-probability of a piece (natural logarithm), at most 0; ``None`` if nothing was decoded.
    :param notes: the notes, in alphabetical order.
    :param parts: the sentences of a line; empty for a sentence.
    :param estimate: expected quality of a sentence; ``None`` if nothing was decoded, and for a line.
    :param word_scores: log-probability of each word of a sentence; empty if unknown.
    :param origin: where the target comes from; of a line, ``memory`` if all of its sentences do.
    :param matches: what the translation memory has for a sentence, the best first; if the origin is ``memory``, the
        target is that of the first.
    """

    source: str
    target: str
    score: float | None
    notes: tuple[Note, ...]
    parts: tuple["Translation", ...] = ()
    estimate: Estimate | None = None
    word_scores: tuple[float, ...] = ()
    origin: Origin = "model"
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A sentence to be translated, with the parts of its normalised text: one unless it is too long for the model."""

    sentence: Sentence
    parts: list[str]


class Translator:
    """A translator of Arabic lines into English.

    The translation of a sentence depends only on the sentence, the model and the options, and not on batches, order or
    threads. No text is truncated: sentences that are too long are translated in parts.

    :param engine: the engine that decodes; :meth:`load` creates the usual one.
    :param policy: policy by which sentences are normalised before decoding.
    :param decoding: options of the search for hypotheses.
    :param batch: largest number of sentences in a batch, at least 1; with 1, no line is read ahead.
    :param retry: whether doubtful sentences are decoded again.
    :param doubt: expected chrF2 below which a sentence is noted as doubtful, 0 to 100.
    :raises InputError: if ``batch`` is less than 1, or ``doubt`` out of its range.
    """

    def __init__(
        self,
        engine: Engine,
        policy: Policy = POLICIES["standard"],
        decoding: Decoding = Decoding(),  # noqa: B008 - frozen
        *,
        batch: int = 256,
        retry: bool = True,
        doubt: float = DOUBT,
    ) -> None:
        if batch < 1:
            raise InputError(f"batch is {batch}, must be 1 or more")
        check_doubt(doubt)
        self.engine = engine
        self.policy = policy
        self.decoding = decoding
        self.batch = batch
        self.most = READ_AHEAD * batch if batch > 1 else 1
        self.longest = min(PIECE_LIMIT, engine.positions - 1)
        self.doubt = doubt
        self.drafter = Drafter(engine, decoding, size=batch, retry=retry)

    @classmethod
    def load(
        cls,
        name: str = "builtin",
        *,
        engine: str = "ctranslate2",
        device: str = "auto",
        compute: str = "auto",
        threads: int = 0,
        trim: str = "letters",
        normalize: str = "auto",
        decoding: Decoding = Decoding(),  # noqa: B008 - frozen
        batch: int = 256,
        retry: bool = True,
        doubt: float = DOUBT,
    ) -> Self:
        """Load a model and return a translator with it.

        The remaining parameters are those of the class.

        :param name: ``builtin``, a model folder, or the name of a pulled hub model.
        :param engine: ``ctranslate2`` or ``transformers``.
        :param device: ``cpu``, ``cuda``, or ``auto`` for CUDA if the machine has it.
        :param compute: compute type of CTranslate2, or ``auto`` for int8 on a CPU and float16 on CUDA; transformers
            always computes in float32.
        :param threads: number of threads on a CPU; 0 for one per core.
        :param trim: which pieces the decoder keeps, for speed: ``letters`` (those without letters that English does
            not use), ``N`` (of these the N that English needs most, which may cost quality; ``N:FILE`` by an English
            text of yours), or ``none`` (all pieces).
        :param normalize: as in :meth:`of`.
        :raises ModelError: if there is no such model, or if it is damaged.
        :raises InputError: if a value is not allowed.
        """
        from jisr.translate.engines.load_engine import load_engine
        from jisr.translate.models.lookup import find_model

        loaded = load_engine(find_model(name), engine, device=device, compute=compute, threads=threads, trim=trim)
        return cls.of(loaded, normalize=normalize, decoding=decoding, batch=batch, retry=retry, doubt=doubt)

    @classmethod
    def of(
        cls,
        engine: "ModelEngine",
        *,
        normalize: str = "auto",
        decoding: Decoding = Decoding(),  # noqa: B008 - frozen
        batch: int = 256,
        retry: bool = True,
        doubt: float = DOUBT,
    ) -> Self:
        """Return a translator with a loaded engine.

        :param normalize: name of a policy, or ``auto`` for the one that the model was trained with.
        :raises InputError: if there is no such policy, or if ``batch`` is less than 1.
        """
        model = engine.model
        wanted = model.normalize if normalize == "auto" else normalize
        if wanted not in POLICIES:
            raise InputError(f"normalisation {wanted!r} is not known; it can be {', '.join(POLICIES)}")
        return cls(engine, POLICIES[wanted], decoding, batch=batch, retry=retry, doubt=doubt)

    def recorded(self, journal: Journal) -> Self:
        """Return a copy of the translator that records its work in a journal, and reuses what the journal holds."""
        other = copy(self)
        other.engine = JournalEngine(self.engine, journal)
        other.drafter = copy(self.drafter)
        other.drafter.engine = other.engine
        return other

    def record(self) -> dict[str, Any]:
        """Return everything that decides the output, for the record of a run."""
        from jisr import __version__

        return {
            "jisr": __version__,
            **self.engine.record(),
            "normalize": self.policy.name,
            "retry": self.drafter.retry,
            "decoding": asdict(self.decoding),
        }

    def translate(self, lines: Iterable[str]) -> Iterator[Translation]:
        """Yield the translation of each line, in order, while the lines are read.

        A bounded number of sentences is read ahead: at first :data:`FIRST`, then :data:`READ_AHEAD` batches.

        :param lines: lines of any length, without line ends.
        :raises InputError: if ``lines`` is a single string.
        :raises OutputError: if there is a journal that cannot be written.
        """
        check_lines("lines", lines)
        for window in self.windows(lines):
            yield from self.translate_window(window)

    def windows(self, lines: Iterable[str]) -> Iterator[list[tuple[str, list[Request]]]]:
        """Yield windows of lines with their requests: first a few lines, then as many as are read ahead."""
        window: list[tuple[str, list[Request]]] = []
        size, count = min(FIRST, self.batch), 0
        for line in lines:
            requests = self.requests(line)
            window.append((line, requests))
            # A line takes memory and time even if there is nothing to translate in it.
            count += max(1, sum(len(request.parts) for request in requests))
            if count >= size:
                yield window
                window, count = [], 0
                size = self.most
        if window:
            yield window

    def requests(self, line: str) -> list[Request]:
        """Return the requests of a line, segmented and normalised; none if it has no Arabic letter."""
        if not has_arabic(line):
            return []
        sentences = (sentence for sentence in segment(line) if not is_blank(sentence.text))
        return [
            Request(sentence, self.drafter.cut(self.policy.apply(sentence.text), self.longest))
            for sentence in sentences
        ]

    def translate_window(self, window: Sequence[tuple[str, list[Request]]]) -> Iterator[Translation]:
        """Yield the translations of the lines of a window."""
        texts = [part for _, requests in window for request in requests for part in request.parts]
        arabic = [text for text in texts if has_arabic(text)]
        drafts = dict(zip(arabic, self.drafter.draft(arabic), strict=True))
        sentences = (in_sentence(request, drafts, self.doubt) for _, requests in window for request in requests)
        for line, requests in window:
            yield in_line(line, [next(sentences) for _ in requests])


def in_sentence(request: Request, drafts: dict[str, Draft], doubt: float) -> Translation:
    """Return the translation of a sentence, joined from the drafts of its parts, with its expected quality."""
    draft = join_drafts(request.parts, [drafts.get(part) or keep_part(part) for part in request.parts])
    added = {Note.SPLIT} if len(request.parts) > 1 else set()
    if not any(part in drafts for part in request.parts):
        added.add(Note.PASSED_THROUGH)
    source = request.sentence.text.strip()
    estimate = draft.estimate
    if estimate is None and draft.word_scores:  # parts were joined
        estimate = estimate_quality(source, draft.target, draft.word_scores)
    if estimate and estimate.chrf < doubt:
        added.add(Note.DOUBTFUL)
    return Translation(
        source=source,
        target=draft.target,
        score=draft.score,
        notes=tuple(sorted({*draft.notes, *added})),
        estimate=estimate,
        word_scores=draft.word_scores,
        origin="kept" if Note.PASSED_THROUGH in added else "model",
    )


def in_line(line: str, sentences: Sequence[Translation]) -> Translation:
    """Return the translation of a line, joined from its sentences; of a line without any, the line passed through."""
    if not sentences:
        blank = is_blank(line)
        return Translation(
            source=line,
            target="" if blank else pass_through(line),
            score=None,
            notes=() if blank else (Note.PASSED_THROUGH,),
            origin="kept",
        )
    scores = [(sentence.score, len(sentence.target)) for sentence in sentences if sentence.score is not None]
    weight = sum(length for _, length in scores)
    return Translation(
        source=line,
        target=" ".join(sentence.target for sentence in sentences if sentence.target),
        score=round(sum(score * length for score, length in scores) / weight, 4) if weight else None,
        notes=tuple(sorted(set(chain.from_iterable(sentence.notes for sentence in sentences)))),
        parts=tuple(sentences),
        origin=common_origin(sentences),
    )


def common_origin(sentences: Sequence[Translation]) -> Origin:
    """Return where the text of sentences comes from: that of the model if any of it does."""
    origins = {sentence.origin for sentence in sentences}
    return "model" if "model" in origins else "memory" if "memory" in origins else "kept"
