"""How well words are aligned by the attention of a model, and inline codes placed by that.

``gold``: gold alignments are a JSON list of objects with ``src``, ``tgt`` (tokens), and ``alignment`` (pairs of source
and target positions, from 0). Reported are the alignment error rate (AER: Och and Ney 2003,
https://aclanthology.org/J03-1002), with each target word linked to the source word that it looks at most, and the share
of tags around one, two and three source words, aligned with adjacent target words, that are placed exactly there.

``numbers``: the share of numbers whose word looks most at the word of the source that holds them, without the rule that
numbers are anchors. The pairs are those that hold one number in digits on each side, the same one.

``tagged``: whether the draft of a sentence has the codes of the sentence, all of them and no others. The codes are
drawn by chance: pairs in pairs, pairs that cross, empty ones, codes that stand alone, also for words, anywhere. They
depend on the number of the sentence, so that a run may be cut into pieces.

Run: python benchmarks/codes.py gold GOLD.json [--model NAME]
     python benchmarks/codes.py numbers PAIRS.tsv... [--model NAME]
     python benchmarks/codes.py tagged PAIRS.tsv... [--first N] [--count N] [--model NAME]
"""

import json
import re
from collections import Counter
from pathlib import Path
from random import Random
from typing import Annotated, Any

import typer

from jisr import Translator, read_pairs
from jisr.chars import DIGITS_TO_ASCII
from jisr.translate.documents.code_placement import place_codes
from jisr.translate.documents.unit import Code, PlacedCodes, Unit, tagged_text
from jisr.translate.documents.unit_translation import UnitTranslator
from jisr.translate.documents.word_alignment import AttentionWordAligner
from jisr.translate.documents.words import words_of
from jisr.translate.engines.model_engine import ModelEngine
from jisr.translate.models.conversion import converted, read_conversion
from jisr.translate.quality.notes import Note

MOST_WORDS = 3
NUMBER = re.compile("[0-9]+(?:[.,][0-9]+)*")
MOST_CODES = 5
"""Largest number of pairs and codes alone in a sentence."""
WORD_CODES = ("%s", "{name}", "{{count}}", "%1$d", "<code>x</code>")
SHOWN = 20
"""Largest number of pairs that are shown."""

Files = Annotated[list[Path], typer.Argument(help="Files of pairs.")]
Model = Annotated[str, typer.Option(help="Model.")]
Compute = Annotated[str, typer.Option(help="Compute type.")]

app = typer.Typer()


def load(model: str, compute: str) -> tuple[Translator, AttentionWordAligner]:
    """Return a translator with a model, and the aligner of words by this model."""
    translator = Translator.load(model, compute=compute)
    assert isinstance(translator.engine, ModelEngine)
    return translator, AttentionWordAligner(translator.engine, translator.policy)


@app.command()
def gold(
    alignments: Annotated[Path, typer.Argument(help="Gold alignments.")],
    model: Model = "builtin",
    compute: Compute = "auto",
) -> None:
    """Print the error rate and the shares of tags that are exactly placed."""
    rows: list[dict[str, Any]] = json.loads(alignments.read_text(encoding="utf-8"))
    pairs = [(" ".join(row["src"]), " ".join(row["tgt"])) for row in rows]
    weights = load(model, compute)[1].align(pairs)
    found = right = known = 0
    tags = [[0, 0] for _ in range(MOST_WORDS + 1)]
    for row, (source, target), each in zip(rows, pairs, weights, strict=True):
        links = {tuple(link) for link in row["alignment"]}
        guessed = {(weight.index(max(weight)), index) for index, weight in enumerate(each) if max(weight) > 0}
        found += len(guessed)
        right += len(guessed & links)
        known += len(links)
        words, others = words_of(source), words_of(target)
        for length in range(1, MOST_WORDS + 1):
            for start in range(len(words) - length + 1):
                aligned = sorted({second for first, second in links if start <= first < start + length})
                outside = {second for first, second in links if not start <= first < start + length}
                if not aligned or aligned[-1] - aligned[0] + 1 != len(aligned) or outside & set(aligned):
                    continue
                begin, end = words.spans[start][0], words.spans[start + length - 1][1]
                codes = ((begin, Code("open", "1")), (end, Code("close", "1")))
                placed = [offset for offset, _ in place_codes(words, codes, others, each).codes]
                tags[length][0] += placed == [others.spans[aligned[0]][0], others.spans[aligned[-1]][1]]
                tags[length][1] += 1
    print(f"{len(rows):,} pairs, {known:,} links; AER {100 * (1 - 2 * right / (found + known)):.1f}")
    print(f"precision {100 * right / found:.1f}, recall {100 * right / known:.1f}")
    for length, (exact, count) in enumerate(tags[1:], start=1):
        print(f"tags around {length} words: {100 * exact / max(1, count):.1f} % of {count:,} exactly placed")


def place_of_number(text: str) -> tuple[str, int] | None:
    """Return the only number in digits of a text and the word that holds it, or ``None``."""
    found = list(NUMBER.finditer(text.translate(DIGITS_TO_ASCII)))
    if len(found) != 1:
        return None
    words = words_of(text)
    return found[0][0], next(index for index, end in enumerate(words.ends) if found[0].start() < end)


@app.command()
def numbers(files: Files, model: Model = "builtin", compute: Compute = "auto") -> None:
    """Print the share of numbers that are found on themselves, and pairs where they are not."""
    places = []
    for file in files:
        for pair in read_pairs(file):
            there, here = place_of_number(pair.source), place_of_number(pair.target)
            if there and here and there[0] == here[0]:
                places.append((pair.source, pair.target, there[1], here[1]))
    translator, aligner = load(model, compute)
    missed = [
        (source, target)
        for (source, target, column, row), weights in zip(
            places, aligner.align([(source, target) for source, target, _, _ in places]), strict=True
        )
        if weights and weights[row].index(max(weights[row])) != column
    ]
    share = 100 * (1 - len(missed) / max(1, len(places)))
    print(f"{len(places):,} pairs with one number on each side: {share:.2f} % on themselves, {len(missed)} not")
    engine = translator.engine
    assert isinstance(engine, ModelEngine)
    chosen = read_conversion(converted(engine.model, "int8")).alignment
    print(f"at the conversion to int8: {chosen}")
    for source, target in missed[:SHOWN]:
        print(f"{source}\t{target}")


def random_codes(text: str, draw: Random) -> PlacedCodes:
    """Return codes at random places of a text, each pair opened before it is closed."""
    found: list[tuple[int, float, Code]] = []
    for number in range(1, draw.randint(1, MOST_CODES) + 1):
        low, high = sorted(draw.randint(0, len(text)) for _ in range(2))
        if draw.random() < 0.1:
            high = low
        kind = draw.choice(("pair", "pair", "alone", "word"))
        order = draw.random()  # of codes at the same place
        if kind == "pair":
            later = draw.uniform(order, 1) if low == high else draw.random()
            found += [(low, order, Code("open", f"{number}")), (high, later, Code("close", f"{number}"))]
        else:
            data = draw.choice(WORD_CODES) if kind == "word" else ""
            found.append((low, order, Code("alone", f"{number}", data, word=kind == "word")))
    return tuple((offset, code) for offset, _, code in sorted(found, key=lambda each: each[:2]))


def faults(unit: Unit, text: str, codes: PlacedCodes) -> list[str]:
    """Return what is wrong with the codes of a target."""
    found = []
    if Counter(code for _, code in codes) != Counter(code for _, code in unit.codes):
        found.append("other codes")
    offsets = [0, *(offset for offset, _ in codes), len(text)]
    if offsets != sorted(offsets):
        found.append("not in order, or outside of the text")
    opened: set[str] = set()
    for _, code in codes:
        if code.kind == "open":
            opened.add(code.id)
        elif code.kind == "close" and code.id not in opened:
            found.append(f"{code.id} is closed before it is opened")
    return found


@app.command()
def tagged(
    files: Files,
    model: Model = "builtin",
    compute: Compute = "auto",
    first: Annotated[int, typer.Option(help="Number of the first sentence, from 0.")] = 0,
    count: Annotated[int, typer.Option(help="Number of sentences.")] = 10_000,
) -> None:
    """Print how many drafts have other codes than their sentences."""
    texts = sorted({pair.source for file in files for pair in read_pairs(file)})
    Random(21).shuffle(texts)
    units = [
        Unit(str(number), text, random_codes(text, Random(number)))
        for number, text in list(enumerate(texts))[first : first + count]
    ]
    translator, aligner = load(model, compute)
    unequal = codes = 0
    notes: Counter[Note] = Counter()
    worker = UnitTranslator(translator, aligner, in_order=False)
    for unit, target in zip(units, worker.translate(units), strict=True):
        codes += len(unit.codes)
        notes.update(target.notes)
        if found := faults(unit, target.text, target.codes):
            unequal += 1
            print(unit.id, "; ".join(found), tagged_text(unit.text, unit.codes), sep="\t")
    print(f"{len(units):,} sentences from number {first:,}, {codes:,} codes: {unequal} drafts with other codes")
    for note in (Note.CODE_MOVED, Note.PLACEHOLDER_MISSING):
        print(f"{note}: {notes[note]:,}")


if __name__ == "__main__":
    app()
