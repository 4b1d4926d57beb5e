"""The translator of lines: segment, normalise, batch, decode, check, join."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from typing import Any, Self

from jisr.chars import has_arabic, is_blank
from jisr.errors import InputError
from jisr.lines import check_lines
from jisr.storage.journal import Journal
from jisr.translate.drafts import Draft, Drafter, join_drafts, keep_part
from jisr.translate.engines.engine import Decoding, Engine
from jisr.translate.engines.journal_engine import JournalEngine
from jisr.translate.engines.model_engine import ModelEngine
from jisr.translate.estimation.estimate import DOUBT, Estimate, check_doubt, estimate_quality
from jisr.translate.matches import Match, Memory, Origin, as_written, find_matches
from jisr.translate.quality.checks import check_draft
from jisr.translate.quality.notes import Note
from jisr.translate.terms.term_forcing import TermForcer
from jisr.translate.terms.term_list import TermList, TermUse
from jisr.translate.text.long_sentences import PIECE_LIMIT
from jisr.translate.text.normalization import POLICIES, Policy, pass_through
from jisr.translate.text.segmentation import Sentence, segment

__all__ = ["SourceText", "Translation", "Translator", "common_origin", "in_line"]

FIRST = 2
"""Largest number of sentences that are read before the first are translated: few, so that these come soon, and because
so few hardly share their strides: more would be decoded in as many small groups, each with a source that only pads."""
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
    :param terms: what became of the terms of a sentence.
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
    terms: tuple[TermUse, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text to be translated, with what a translation memory should know of it.

    :param text: a line, or the text of a unit of a document.
    :param unit: its name in its document; empty if it has none.
    :param stand_ins: what is written in the document in the place of each number that stands for it, such as ``%s``.
    :param in_order: whether it follows the text before it as people read; cells of a table do not.
    """

    text: str
    unit: str = ""
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    in_order: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """A sentence to be translated, with the parts of its normalised text: one unless it is too long for the model.

    :param parts: none if the target of the first match is taken.
    :param matches: what the translation memory has for it, the best first.
    :param kept: for each number that stands for it in the parts, a term that is not translated.
    """

    sentence: Sentence
    parts: list[str]
    matches: tuple[Match, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def taken(self) -> Match | None:
        """The match whose target is taken, if any."""
        return next((match for match in self.matches[:1] if match.is_taken), None)


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
    :param memory: translation memory whose targets are taken, or stand beside drafts.
    :param terms: terms that are brought into drafts, if the engine can complete drafts, and checked.
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
        memory: Memory | None = None,
        terms: TermList | None = None,
    ) -> None:
        if batch < 1:
            raise InputError(f"batch is {batch}, must be 1 or more")
        check_doubt(doubt)
        self.engine = engine
        self.policy = policy
        self.decoding = decoding
        self.batch = batch
        self.most = READ_AHEAD * batch if batch > 1 else 1
        """Number of sentences that are read ahead."""
        self.first = min(FIRST, batch)
        """Number of those before the first translations; :attr:`most` where nobody waits for them."""
        self.longest = min(PIECE_LIMIT, engine.positions - 1)
        self.doubt = doubt
        self.memory = memory
        self.terms = terms
        forcer = TermForcer(terms, engine, policy) if terms and isinstance(engine, ModelEngine) else None
        self.drafter = Drafter(engine, decoding, size=batch, retry=retry, terms=forcer)

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
        memory: Memory | None = None,
        terms: TermList | None = None,
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
        return cls.of(
            loaded,
            normalize=normalize,
            decoding=decoding,
            batch=batch,
            retry=retry,
            doubt=doubt,
            memory=memory,
            terms=terms,
        )

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
        memory: Memory | None = None,
        terms: TermList | None = None,
    ) -> Self:
        """Return a translator with a loaded engine.

        :param normalize: name of a policy, or ``auto`` for the one that the model was trained with.
        :raises InputError: if there is no such policy, or if ``batch`` is less than 1.
        """
        model = engine.model
        wanted = model.normalize if normalize == "auto" else normalize
        if wanted not in POLICIES:
            raise InputError(f"normalisation {wanted!r} is not known; it can be {', '.join(POLICIES)}")
        policy = POLICIES[wanted]
        return cls(engine, policy, decoding, batch=batch, retry=retry, doubt=doubt, memory=memory, terms=terms)

    def recorded(self, journal: Journal) -> Self:
        """Return a copy of the translator that records its work in a journal, and reuses what the journal holds."""
        other = copy(self)
        others = [each.identity for each in (self.memory, self.terms) if each]
        other.engine = JournalEngine(self.engine, journal, others)
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
            **({"memory": self.memory.identity} if self.memory else {}),
            **({"terms": self.terms.identity} if self.terms else {}),
        }

    def translate(self, lines: Iterable[str]) -> Iterator[Translation]:
        """Yield the translation of each line, in order, while the lines are read.

        A bounded number of sentences is read ahead: at first :attr:`first`, then :attr:`most`.

        :param lines: lines of any length, without line ends.
        :raises InputError: if ``lines`` is a single string.
        :raises OutputError: if there is a journal that cannot be written.
        """
        check_lines("lines", lines)
        return self.translate_texts(SourceText(line) for line in lines)

    def translate_texts(self, texts: Iterable[SourceText]) -> Iterator[Translation]:
        """Yield the translation of each text, as :meth:`translate` does with lines."""
        for window in self.windows(texts):
            yield from self.translate_window(window)

    def windows(self, texts: Iterable[SourceText]) -> Iterator[list[tuple[str, list[Request]]]]:
        """Yield windows of texts with their requests: first a few texts, then as many as are read ahead."""
        window: list[tuple[str, list[Request]]] = []
        size, count = self.first, 0
        before: str | None = None
        for text in texts:
            requests = self.requests(text, before if text.in_order else None)
            if requests:
                before = as_written(requests[-1].sentence.text.strip(), text.stand_ins)
            window.append((text.text, requests))
            # A text takes memory and time even if there is nothing to translate in it.
            count += max(1, sum(len(request.parts) for request in requests))
            if count >= size:
                yield window
                window, count = [], 0
                size = self.most
        if window:
            yield window

    def requests(self, text: SourceText, before: str | None = None) -> list[Request]:
        """Return the requests of a text, segmented and normalised; none if it has no Arabic letter.

        :param before: the sentence before the text; ``None`` if it is unknown.
        """
        if not has_arabic(text.text):
            return []
        sentences = [sentence for sentence in segment(text.text) if not is_blank(sentence.text)]
        if self.memory and len(sentences) > 1:  # a memory may hold them as one
            whole = Sentence(text.text, 1, 0, len(text.text))
            matches = find_matches(self.memory, whole.text.strip(), text.stand_ins, before=before, unit=text.unit)
            if matches and matches[0].is_taken:
                return [Request(whole, [], matches)]
        requests: list[Request] = []
        for sentence in sentences:
            requests.append(self.request(sentence, text, before))
            if text.in_order:
                before = as_written(sentence.text.strip(), text.stand_ins)
        return requests

    def request(self, sentence: Sentence, text: SourceText, before: str | None) -> Request:
        """Return the request of a sentence.

        :param text: the text that it is in.
        :param before: the sentence before it; ``None`` if it is unknown.
        """
        matches: tuple[Match, ...] = ()
        if self.memory and has_arabic(sentence.text):
            source = sentence.text.strip()
            matches = find_matches(self.memory, source, text.stand_ins, before=before, unit=text.unit)
            if matches and matches[0].is_taken:
                return Request(sentence, [], matches)
        normalized = self.policy.apply(sentence.text)
        normalized, kept = self.terms.protect(normalized) if self.terms else (normalized, {})
        return Request(sentence, self.drafter.cut(normalized, self.longest), matches, kept)

    def translate_window(self, window: Sequence[tuple[str, list[Request]]]) -> Iterator[Translation]:
        """Yield the translations of the texts of a window."""
        texts = [part for _, requests in window for request in requests for part in request.parts]
        arabic = [text for text in texts if has_arabic(text)]
        drafts = dict(zip(arabic, self.drafter.draft(arabic), strict=True))
        for line, requests in window:
            yield in_line(line, [self.sentence_of(request, drafts) for request in requests])

    def sentence_of(self, request: Request, drafts: dict[str, Draft]) -> Translation:
        """Return the translation of a sentence, from the memory or from drafts."""
        if request.taken:
            translation, before = from_memory(request, request.taken, self.policy), request.taken.target
        else:
            translation, before = in_sentence(request, drafts, self.doubt)
        if self.terms is None:
            return translation
        source, target = self.policy.apply(translation.source), with_kept(translation.target, request.kept)
        return replace(
            translation,
            target=target,
            notes=tuple(sorted({*translation.notes, *self.terms.notes(source, target)})),
            terms=self.terms.uses(source, with_kept(before, request.kept), target),
        )


def with_kept(target: str, kept: Mapping[str, str]) -> str:
    """Return a target with terms that are not translated in the place of the numbers that stand for them."""
    for number, term in kept.items():
        target = re.sub(rf"(?<![0-9]){number[0]},?{number[1:]}(?![0-9])", lambda _: term, target)  # noqa: B023 - used at once
    return target


def from_memory(request: Request, match: Match, policy: Policy) -> Translation:
    """Return the translation of a sentence whose target is that of a match; its notes are those of any translation."""
    source = request.sentence.text.strip()
    notes = {*check_draft(policy.apply(source), match.target), *([Note.MEMORY_MENDED] if match.mended else [])}
    return Translation(source, match.target, None, tuple(sorted(notes)), origin="memory", matches=request.matches)


def in_sentence(request: Request, drafts: dict[str, Draft], doubt: float) -> tuple[Translation, str]:
    """Return the translation of a sentence, joined from the drafts of its parts, with its expected quality.

    :return: the translation, and its target before terms were brought in.
    """
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
    translation = Translation(
        source=source,
        target=draft.target,
        score=draft.score,
        notes=tuple(sorted({*draft.notes, *added})),
        estimate=estimate,
        word_scores=draft.word_scores,
        origin="kept" if Note.PASSED_THROUGH in added else "model",
        matches=request.matches,
    )
    return translation, draft.plain or draft.target


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
