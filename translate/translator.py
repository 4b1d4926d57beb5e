"""Lines in, translations out: normalise, segment, batch, decode, check, join."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import asdict, dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Self

from jisr.chars import has_arabic, is_blank
from jisr.errors import InputError
from jisr.lines import check_lines
from jisr.storage.journal import Journal
from jisr.translate.drafts import Draft, Drafter, join_drafts, keep_part
from jisr.translate.engines.engine import Decoding, Engine
from jisr.translate.engines.journal_engine import JournalEngine
from jisr.translate.quality.notes import Note
from jisr.translate.text.long_sentences import PIECE_LIMIT, cut_sentence
from jisr.translate.text.normalization import POLICIES, Policy, pass_through
from jisr.translate.text.segmentation import Sentence, segment

if TYPE_CHECKING:
    from jisr.translate.engines.model_engine import ModelEngine

__all__ = ["Translation", "Translator"]

FIRST = 16
"""The most sentences read before the first are translated: drafts come soon, and few are computed by themselves."""
READ_AHEAD = 8
"""Batches read ahead when the work is in full swing: enough sources of each length to compute together."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A text and its translation.

    :param source: the text as given.
    :param target: the English; empty for a blank line.
    :param score: mean log-probability of a piece (natural logarithm), 0 or less; None if nothing was
        decoded.
    :param notes: doubts, and what was done, in alphabetical order.
    :param parts: of a line, its sentences; of a sentence, nothing.
    :param similarity: similarity of source and target, -1 to 1; None without a judge, and for a line.
    """

    source: str
    target: str
    score: float | None
    notes: tuple[Note, ...]
    parts: tuple["Translation", ...] = ()
    similarity: float | None = None


Judge = Callable[[Sequence[str], Sequence[str]], Sequence[float]]
"""Says of each source and its target how alike they are, -1 to 1."""


@dataclass(frozen=True, slots=True)
class Request:
    """A sentence on its way: the parts of its normalised text, one unless it was too long."""

    sentence: Sentence
    parts: tuple[str, ...]


class Translator:
    """Translates Arabic lines into English.

    The translation of a sentence depends on the sentence, the model and the settings alone: batches, order
    and threads change nothing. No text is ever cut off; what is too long is translated in parts.

    :param engine: decodes; :meth:`load` makes the usual one.
    :param policy: how sentences are normalised before they are decoded.
    :param decoding: how hypotheses are searched for.
    :param batch: the most sentences in a batch, 1 or more; with 1, nothing is read ahead.
    :param retry: whether doubtful sentences are tried again.
    :param floor: the score under which a translation is noted, if the model has one.
    :raises InputError: if a value is out of its range.
    """

    def __init__(
        self,
        engine: Engine,
        policy: Policy = POLICIES["standard"],
        decoding: Decoding = Decoding(),  # noqa: B008 - frozen
        *,
        batch: int = 256,
        retry: bool = True,
        floor: float | None = None,
    ) -> None:
        if batch < 1:
            raise InputError(f"batch is {batch}, must be 1 or more")
        self.engine = engine
        self.policy = policy
        self.decoding = decoding
        self.batch = batch
        self.most = READ_AHEAD * batch if batch > 1 else 1
        self.longest = min(PIECE_LIMIT, engine.positions - 1)
        self.judge: Judge | None = None
        self.drafter = Drafter(engine, decoding, size=batch, retry=retry, floor=floor)

    @classmethod
    def load(
        cls,
        name: str = "builtin",
        *,
        engine: str = "ctranslate2",
        device: str = "auto",
        compute: str = "auto",
        threads: int = 0,
        normalize: str = "auto",
        decoding: Decoding = Decoding(),  # noqa: B008 - frozen
        batch: int = 256,
        retry: bool = True,
    ) -> Self:
        """Load a model and make a translator of it.

        :param name: ``builtin``, a model folder, or the name of a hub model that was pulled.
        :param engine: ``ctranslate2`` or ``transformers``.
        :param device: ``cpu``, ``cuda``, or ``auto`` for CUDA if the machine has it.
        :param compute: a compute type of CTranslate2, or ``auto`` for int8 on a CPU and float16 on CUDA;
            transformers computes in float32.
        :param threads: threads on a CPU; 0 for one a core.
        :param normalize: as in :meth:`of`.
        :raises ModelError: if there is no such model, or it is damaged.
        :raises InputError: if a value is not one of those.
        """
        from jisr.translate.engines.load_engine import load_engine
        from jisr.translate.models.lookup import find_model

        loaded = load_engine(find_model(name), engine, device=device, compute=compute, threads=threads)
        return cls.of(loaded, normalize=normalize, decoding=decoding, batch=batch, retry=retry)

    @classmethod
    def of(
        cls,
        engine: "ModelEngine",
        *,
        normalize: str = "auto",
        decoding: Decoding = Decoding(),  # noqa: B008 - frozen
        batch: int = 256,
        retry: bool = True,
    ) -> Self:
        """Return a translator with a loaded model, with the policy and the score floor that the model names.

        :param normalize: the name of a policy, or ``auto`` for the one that the model expects.
        :raises InputError: if there is no such policy.
        """
        model = engine.model
        wanted = model.normalize if normalize == "auto" else normalize
        if wanted not in POLICIES:
            raise InputError(f"normalisation {wanted!r} is not known; it can be {', '.join(POLICIES)}")
        return cls(engine, POLICIES[wanted], decoding, batch=batch, retry=retry, floor=model.score_floor)

    def recorded(self, journal: Journal) -> Self:
        """Return a translator that records its work in a journal, and takes from it what is done."""
        other = copy(self)
        other.engine = JournalEngine(self.engine, journal)
        other.drafter = copy(self.drafter)
        other.drafter.engine = other.engine
        return other

    def judged(self, judge: Judge) -> Self:
        """Return a translator that attaches the similarity of each sentence and its translation."""
        other = copy(self)
        other.judge = judge
        return other

    def record(self) -> dict[str, Any]:
        """Describe everything that decides an output, for the record of a run."""
        from jisr import __version__

        return {
            "jisr": __version__,
            **self.engine.record(),
            "normalize": self.policy.name,
            "retry": self.drafter.retry,
            "decoding": asdict(self.decoding),
        }

    def translate(self, lines: Iterable[str]) -> Iterator[Translation]:
        """Translate lines, each as it comes: one translation for each line, in order.

        A bounded number of sentences is read ahead, at first :data:`FIRST`, then :data:`READ_AHEAD` batches.

        :param lines: without their ends; of any length.
        :raises InputError: if ``lines`` is one string.
        :raises OutputError: if a journal takes part and cannot be written.
        """
        check_lines("lines", lines)
        for window in self.windows(lines):
            yield from self.translate_window(window)

    def windows(self, lines: Iterable[str]) -> Iterator[list[tuple[str, list[Request]]]]:
        """Gather lines with their requests until there are enough: at first a few, then as many as the bound."""
        window: list[tuple[str, list[Request]]] = []
        size, count = min(FIRST, self.batch), 0
        for line in lines:
            requests = self.requests(line)
            window.append((line, requests))
            # A line costs memory and time even when it holds nothing to translate.
            count += max(1, sum(len(request.parts) for request in requests))
            if count >= size:
                yield window
                window, count = [], 0
                size = self.most
        if window:
            yield window

    def requests(self, line: str) -> list[Request]:
        """Segment and normalise a line; what has no Arabic letter, or nothing at all, is not segmented."""
        if not has_arabic(line):
            return []
        sentences = (sentence for sentence in segment(line) if not is_blank(sentence.text))
        return [Request(sentence, self.parts(self.policy.apply(sentence.text))) for sentence in sentences]

    def parts(self, text: str) -> tuple[str, ...]:
        """Cut a text where it is longer than the model is comfortable with."""

        def measure(part: str) -> int:
            return len(self.engine.encode(part))

        stripped = (part.strip() for part in cut_sentence(text, self.longest, measure))
        return tuple(part for part in stripped if part)

    def translate_window(self, window: Sequence[tuple[str, list[Request]]]) -> Iterator[Translation]:
        """Translate lines that were gathered."""
        texts = [part for _, requests in window for request in requests for part in request.parts]
        arabic = [text for text in texts if has_arabic(text)]
        drafts = dict(zip(arabic, self.drafter.draft(arabic), strict=True))
        sentences = self.compared([in_sentence(request, drafts) for _, requests in window for request in requests])
        for line, requests in window:
            yield in_line(line, [next(sentences) for _ in requests])

    def compared(self, sentences: Sequence[Translation]) -> Iterator[Translation]:
        """Attach a similarity to each decoded sentence if a judge is set."""
        decoded = [each for each in sentences if each.score is not None]
        if self.judge is None or not decoded:
            yield from sentences
            return
        found = iter(self.judge([each.source for each in decoded], [each.target for each in decoded]))
        for each in sentences:
            yield each if each.score is None else replace(each, similarity=round(next(found), 4))


def in_sentence(request: Request, drafts: dict[str, Draft]) -> Translation:
    """Join the parts of a sentence."""
    found = [drafts.get(part) or keep_part(part) for part in request.parts]
    draft = join_drafts(request.parts, found)
    added = {Note.SPLIT} if len(request.parts) > 1 else set()
    if not any(part in drafts for part in request.parts):
        added.add(Note.PASSED_THROUGH)
    return Translation(
        source=request.sentence.text.strip(),
        target=draft.target,
        score=draft.score,
        notes=tuple(sorted({*draft.notes, *added})),
    )


def in_line(line: str, sentences: Sequence[Translation]) -> Translation:
    """Join the sentences of a line."""
    if not sentences:
        blank = is_blank(line)
        return Translation(
            source=line,
            target="" if blank else pass_through(line),
            score=None,
            notes=() if blank else (Note.PASSED_THROUGH,),
        )
    scores = [(sentence.score, len(sentence.target)) for sentence in sentences if sentence.score is not None]
    weight = sum(length for _, length in scores)
    return Translation(
        source=line,
        target=" ".join(sentence.target for sentence in sentences if sentence.target),
        score=round(sum(score * length for score, length in scores) / weight, 4) if weight else None,
        notes=tuple(sorted(set(chain.from_iterable(sentence.notes for sentence in sentences)))),
        parts=tuple(sentences),
    )
