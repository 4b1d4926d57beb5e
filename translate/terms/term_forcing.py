"""Terms brought into drafts by decoding again after them.

The draft of a sentence is kept up to the place of a term, which the attention of the model tells; then the term is put
there, and the model goes on. The model thus fits the rest to the term, which replacing words does not do. Of all tries
that which passes the checks and that the model holds for likeliest is kept, if there is any.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jisr.translate.documents.word_alignment import AttentionWordAligner
from jisr.translate.documents.words import Words, words_of
from jisr.translate.engines.engine import Completion, Decoding, Hypothesis, PrefixEngine, Weights
from jisr.translate.quality.notes import DERAILED, Note
from jisr.translate.terms.term_list import Term, TermHit, TermList, is_in, place_of

if TYPE_CHECKING:
    from jisr.translate.drafts import Draft
    from jisr.translate.text.normalization import Policy

__all__ = ["TermForcer"]

MOST_TERMS: Final = 8
"""Largest number of terms that are brought into a sentence."""
MOST_TARGETS: Final = 2
"""Number of translations of a term that are tried."""
MOST_PLACES: Final = 3
"""Number of places that are tried."""
TOLERANCE: Final = 3.0
"""Largest loss of the mean log-probability of a piece at which a term is worth it: only what the model cannot say at
all loses more. In ``benchmarks/terms.py`` 0.3 leaves one term in a hundred out, and from 0.6 on nothing changes, but
in a sentence of few words an odd term costs a nat and more."""
ARTICLES: Final = frozenset({"a", "an", "the"})
INDEFINITE = re.compile(r"\b([Aa])n?(?=\s+$)")
VOWELS: Final = frozenset("aeiouAEIOU")


@dataclass(slots=True)
class Work:
    """A draft into which terms are brought.

    :param tried: terms that could not be brought in.
    """

    text: str
    hits: list[TermHit]
    draft: "Draft"
    tried: set[Term]

    def next_hit(self) -> TermHit | None:
        """Return the first term of the sentence that is not in the draft and has not been tried."""
        return next(
            (hit for hit in self.hits if hit.term not in self.tried and not hit.term.is_in(self.draft.target)), None
        )

    @property
    def all_forbidden(self) -> list[str]:
        """Translations that the terms of the sentence must not have."""
        return list(dict.fromkeys(each for hit in self.hits for each in hit.term.forbidden))

    @property
    def forbidden(self) -> list[str]:
        """Forbidden translations that are in the draft."""
        return [each for each in self.all_forbidden if is_in(each, self.draft.target)]

    def up_to_forbidden(self) -> str:
        """Return the draft up to the first forbidden translation in it."""
        target = self.draft.target
        return target[: min(place_of(each, target) for each in self.forbidden)].rstrip()


class TermForcer:
    """Brings terms into drafts.

    :param engine: engine that completes hypotheses; what it completes may be recorded.
    :param aligner: engine that says what it looks at.
    """

    def __init__(self, terms: TermList, engine: PrefixEngine, policy: "Policy") -> None:
        self.terms = terms
        self.engine = engine
        self.aligner = AttentionWordAligner(engine, policy)

    def force(
        self,
        texts: Sequence[str],
        drafts: "Sequence[Draft]",
        decoding: Decoding,
        made: "Callable[[str, Hypothesis], Draft]",
        complete: Callable[[Sequence[Completion], Decoding], list[Hypothesis]],
    ) -> "list[Draft]":
        """Return drafts with the terms of their texts as far as these could be brought in.

        The result for a text depends on nothing but the text and its draft.

        :param made: returns the checked draft of a text from a hypothesis.
        :param complete: completes hypotheses.
        """
        works = [Work(text, self.terms.find(text), draft, set()) for text, draft in zip(texts, drafts, strict=True)]
        for _ in range(MOST_TERMS):
            wanting = [(work, hit) for work in works if (hit := work.next_hit())]
            if not wanting:
                break
            # One by one, as the last digits depend on what is aligned together.
            aligned = [self.aligner.align([(work.text, work.draft.target)])[0] for work, _ in wanting]
            wanted = [
                list(self.completions(work, hit, weights))
                for (work, hit), weights in zip(wanting, aligned, strict=True)
            ]
            found = iter(complete([each for some in wanted for each in some], decoding))
            for (work, hit), some in zip(wanting, wanted, strict=True):
                self.choose(work, [made(work.text, next(found)) for _ in some], hit.term)
        self.avoid_forbidden(works, decoding, made, complete)
        return [work.draft for work in works]

    def avoid_forbidden(
        self,
        works: Sequence[Work],
        decoding: Decoding,
        made: "Callable[[str, Hypothesis], Draft]",
        complete: Callable[[Sequence[Completion], Decoding], list[Hypothesis]],
    ) -> None:
        """Decode again, without them, the drafts that hold forbidden translations."""
        wanting = [work for work in works if work.forbidden]
        if not wanting:
            return
        wanted = [
            (work, Completion(self.engine.encode(work.text), prefix, self.sequences(work.all_forbidden)))
            for work in wanting
            for prefix in ((), tuple(self.engine.encode_target(work.up_to_forbidden())))
        ]
        found = complete([completion for _, completion in wanted], decoding)
        for (work, _), hypothesis in zip(wanted, found, strict=True):
            draft = made(work.text, hypothesis)
            held = [each for each in work.all_forbidden if is_in(each, draft.target)]
            missing = [hit for hit in work.hits if not hit.term.is_in(draft.target)]
            before = [hit for hit in work.hits if not hit.term.is_in(work.draft.target)]
            if len(held) < len(work.forbidden) and len(missing) <= len(before) and is_no_worse(draft, work.draft):
                work.draft = draft

    def sequences(self, targets: Sequence[str]) -> list[list[str]]:
        """Return the sequences of pieces of translations, in both cases and with a plural."""
        forms = {
            form + ending
            for target in targets
            for form in (target, target[:1].upper() + target[1:], target.lower())
            for ending in ("", "s")
        }
        return [self.engine.encode_target(form) for form in sorted(forms)]

    def completions(self, work: Work, hit: TermHit, weights: Weights) -> Iterator[Completion]:
        """Yield the completions that are tried for a term."""
        source, target = words_of(work.text), words_of(work.draft.target)
        if not weights or len(weights) != len(target) or len(weights[0]) != len(source):
            return
        columns = [index for index, (start, end) in enumerate(source.spans) if start < hit.end and end > hit.start]
        pieces = self.engine.encode(work.text)
        most = self.engine.positions - 2
        prefixes: dict[tuple[str, ...], None] = {}
        for run in runs_of(weights, columns, target):
            for term in hit.term.targets[:MOST_TARGETS]:
                for prefix in beginnings(target, run, term):
                    prefixes[tuple(self.engine.encode_target(prefix))] = None
        yield from (
            Completion(pieces, prefix, self.sequences(work.all_forbidden)) for prefix in prefixes if len(prefix) < most
        )

    @staticmethod
    def choose(work: Work, tries: "Sequence[Draft]", term: Term) -> None:
        """Put the best of the tries in the place of a draft; without a good one, note that the term was tried."""
        had = [hit.term for hit in work.hits if hit.term.is_in(work.draft.target)]
        good = [
            draft
            for draft in tries
            if term.is_in(draft.target)
            and all(other.is_in(draft.target) for other in had)
            and is_no_worse(draft, work.draft)
        ]
        if good:
            work.draft = min(good, key=lambda draft: (len(draft.notes), -(draft.score or 0.0)))
        else:
            work.tried.add(term)


def is_no_worse(draft: "Draft", before: "Draft") -> bool:
    """Return whether a draft has lost its way no more than the one before, and is nearly as likely."""
    own = Note.RETRIED
    fallen = DERAILED.intersection(draft.notes) - DERAILED.intersection(before.notes)
    worse = len(set(draft.notes) - {own}) > len(set(before.notes) - {own})
    return not fallen and not worse and (draft.score or 0.0) >= (before.score or 0.0) - TOLERANCE


def runs_of(weights: Weights, columns: Sequence[int], target: Words) -> list[range]:
    """Return the runs of target words that look at some source words, the heaviest first; at least one.

    An article at the beginning of a longer run is left out.

    :param weights: weight of each source word for each target word.
    """
    shares = [sum(row[column] for column in columns) for row in weights]
    best = [row.index(max(row)) for row in weights]
    looking = [row for row in range(len(target)) if shares[row] > 0 and best[row] in columns]
    runs: list[range] = []
    for row in looking:
        if runs and row - runs[-1].stop <= 1:
            runs[-1] = range(runs[-1].start, row + 1)
        else:
            runs.append(range(row, row + 1))
    heaviest = shares.index(max(shares))
    if not any(heaviest in run for run in runs):
        runs.append(range(heaviest, heaviest + 1))
    runs.sort(key=lambda run: -sum(shares[run.start : run.stop]))
    return [without_article(run, target) for run in runs[:MOST_PLACES]]


def without_article(run: range, target: Words) -> range:
    """Return a run without the article that it begins with, if more follows."""
    start, end = target.cores[run.start]
    return run[1:] if len(run) > 1 and target.text[start:end].lower() in ARTICLES else run


def beginnings(target: Words, run: range, term: str) -> Iterator[str]:
    """Yield beginnings of a new draft: up to a term, and, as if words were replaced, with all that follows it.

    :param run: the words in whose place the term is put.
    """
    start, end = target.cores[run.start][0], target.cores[run.stop - 1][1]
    before, after = target.text[:start], target.text[end:]
    if not before.strip():
        term = term[:1].upper() + term[1:]
    before = INDEFINITE.sub(lambda match: match[1] + ("n" if term[:1] in VOWELS else ""), before)
    yield before + term
    if after.strip():
        yield before + term + after
