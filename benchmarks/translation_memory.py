"""From which percent on the target of a translation memory is better than a draft of the model.

Of the sentences whose best match is in a band, the targets of the memory and the drafts of the model are scored with
the references. With ``--asked`` its sentences are asked for, and the pairs are the memory: ``edited_sentences.tsv``
holds sentences of ``parallel-text/`` as they are in a new version of a manual, a contract or a notice. Without it the
pairs are dealt out: one in ten is asked for, the rest is the memory.

Run: python benchmarks/translation_memory.py PAIRS... [--asked PAIRS] [--model NAME] [--every 10] [--most 300]
"""

import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Annotated

import typer

from jisr import Pair, Translator, open_memory, read_pairs, score, write_pairs
from jisr.corpora.duplicates.normal_form import normal_form
from jisr.translate.matches import Match

BANDS = ((100, "100 %"), (95, "95-99 %"), (85, "85-94 %"), (80, "80-84 %"), (75, "75-79 %"), (70, "70-74 %"))


def band_of(match: Match) -> str:
    """Return the band of a match; mended ones have their own."""
    return "mended" if match.mended else next(name for low, name in BANDS if match.percent >= low)


def main(
    files: Annotated[list[Path], typer.Argument(help="Files of pairs.")],
    asked_file: Annotated[Path | None, typer.Option("--asked", help="Pairs whose sources are asked for.")] = None,
    model: Annotated[str, typer.Option(help="Model.")] = "builtin",
    every: Annotated[int, typer.Option(help="One pair in so many is asked for.")] = 10,
    most: Annotated[int, typer.Option(help="Most sentences of a band.")] = 300,
) -> None:
    """Print a table of the bands."""
    pairs = [pair for file in files for pair in read_pairs(file)]
    asked = pairs[::every] if asked_file is None else list(read_pairs(asked_file))
    # What is the same on both sides would only say that the memory knows what it holds.
    forms = {(normal_form(pair.source), pair.target) for pair in asked} if asked_file is None else set()
    kept = [
        pair
        for index, pair in enumerate(pairs)
        if (asked_file is not None or index % every) and (normal_form(pair.source), pair.target) not in forms
    ]
    bands: defaultdict[str, list[tuple[Pair, Match]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "memory.jsonl")
        write_pairs(path, kept)
        started = time.thread_time()
        memory = open_memory([path], percent=BANDS[-1][0])
        indexed = time.thread_time()
        for pair in asked:
            if found := memory.find(pair.source):
                bands[band_of(found[0])].append((pair, found[0]))
        ended = time.thread_time()
        size = Path(f"{path}.jisr-index").stat().st_size
        memory.close()
    print(f"{len(kept):,} pairs indexed in {indexed - started:.1f} s of the processor, {size / 1e6:.0f} MB")
    each = 1000 * (ended - indexed) / max(1, len(asked))
    print(f"{len(asked):,} sentences asked for, {each:.1f} ms of the processor each")
    translator = Translator.load(model)
    print(f"{'match':8} {'n':>5}  memory: BLEU chrF2  model: BLEU chrF2")
    for name in ("100 %", "mended", *(name for _, name in BANDS[1:])):
        members = bands[name][:most]
        if not members:
            continue
        drafts = [draft.target for draft in translator.translate(pair.source for pair, _ in members)]
        systems = {"memory": [match.target for _, match in members], "model": drafts}
        evaluation = score(systems, [pair.target for pair, _ in members])
        figures = [evaluation[system][metric].score for system in systems for metric in ("bleu", "chrf2")]
        cells = "".join(f"{figure:{width}.1f}" for figure, width in zip(figures, (14, 6, 13, 6), strict=True))
        print(f"{name:8} {len(bands[name]):>5}{cells}")


if __name__ == "__main__":
    typer.run(main)
