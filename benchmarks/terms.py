"""How many terms drafts have, and how good they are, before and after a list of terms is kept.

Sentences with a term whose reference has its translation are drawn evenly from files of pairs, so that the list is one
that the references follow; the figures are then an upper bound for other lists. Of ``parallel-text`` the built-in model
has read most sentences in training, so its drafts there are better than elsewhere, before and after.

Run: python benchmarks/terms.py parallel-text/*.tsv [--terms benchmarks/terms.tsv] [--model NAME]
"""

import time
from pathlib import Path
from typing import Annotated

import typer

from jisr import Pair, Translator, read_pairs, score
from jisr.translate import Note
from jisr.translate.terms.term_files import read_terms
from jisr.translate.terms.term_list import TermList

TERMS = Path(__file__).with_suffix(".tsv")


def with_terms(pairs: list[Pair], terms: TermList, count: int) -> list[Pair]:
    """Return pairs with terms, all of which the reference has, drawn evenly."""
    found = []
    for pair in pairs:
        hits = terms.find(pair.source)
        if hits and all(hit.term.is_in(pair.target) for hit in hits):
            found.append(pair)
    return [found[index * len(found) // count] for index in range(count)] if len(found) > count else found


def main(
    files: Annotated[list[Path], typer.Argument(help="Files of pairs.")],
    terms: Annotated[Path, typer.Option(help="List of terms.")] = TERMS,
    model: Annotated[str, typer.Option(help="Model.")] = "builtin",
    count: Annotated[int, typer.Option(help="Number of sentences.")] = 300,
) -> None:
    """Print presence of terms, BLEU, chrF2 and time, before and after."""
    wanted = read_terms(str(terms))
    pairs = with_terms([pair for file in files for pair in read_pairs(file)], wanted, count)
    sources, references = [pair.source for pair in pairs], [pair.target for pair in pairs]
    plain = Translator.load(model)
    forced = Translator(plain.engine, plain.policy, terms=wanted)
    list(plain.translate(sources[:8]))  # the lexicon and the tables are read once
    started = time.perf_counter()
    before = [each.target for each in plain.translate(sources)]
    middle = time.perf_counter()
    lines = list(forced.translate(sources))
    ended = time.perf_counter()
    after = [line.target for line in lines]
    evaluation = score({"before": before, "after": after}, references)
    hits = [[*dict.fromkeys(hit.term for hit in wanted.find(source))] for source in sources]
    number = sum(map(len, hits))
    print(f"{len(pairs)} sentences, {number} terms of {len(wanted.terms)} in the list")
    for name, targets, seconds in (("before", before, middle - started), ("after", after, ended - middle)):
        there = sum(term.is_in(target) for terms_of, target in zip(hits, targets, strict=True) for term in terms_of)
        share = f"{there} ({100 * there / number:.1f} %)"
        bleu, chrf = (evaluation[name][metric].score for metric in ("bleu", "chrf2"))
        print(f"{name:6}  terms {share}  BLEU {bleu:.1f}  chrF2 {chrf:.1f}  {seconds:.1f} s")
    silent = sum(
        any(not use.after for use in part.terms) and Note.TERM_MISSING not in part.notes
        for line in lines
        for part in line.parts
    )
    noted = sum(Note.TERM_MISSING in part.notes for line in lines for part in line.parts)
    print(f"sentences that lack a term: {noted} with the note, {silent} without")


if __name__ == "__main__":
    typer.run(main)
