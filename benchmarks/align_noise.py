"""Quality of the aligner on deliberately damaged texts.

``python benchmarks/align_noise.py PAIRS.tsv ...``: each file of pairs (source, tab, target) is read as a document. 10 %
of its sentences are deleted on one of the sides, and on each side 10 % are merged with the one before. Strict and lax
F1 are printed for each of five seeds.
"""

import argparse
import random
from itertools import islice

from jisr.corpora.alignment.beads import Bead
from jisr.corpora.alignment.documents import DocumentText, align_document
from jisr.corpora.alignment.gold import Agreement, agreement
from jisr.corpora.encoders.universal_encoder import UniversalEncoder
from jisr.corpora.formats.corpus_files import read_pairs
from jisr.corpora.pairs import Pair

SHARE = 0.1

Sentences = list[tuple[str, frozenset[int]]]


def merge(sentences: Sentences, rng: random.Random) -> Sentences:
    merged = sentences[:1]
    for text, pairs in sentences[1:]:
        if rng.random() < SHARE:
            before, held = merged.pop()
            merged.append((f"{before} {text}", held | pairs))
        else:
            merged.append((text, pairs))
    return merged


def damage(pairs: list[Pair], seed: int) -> tuple[Sentences, Sentences]:
    rng = random.Random(seed)
    source: Sentences = []
    target: Sentences = []
    for at, pair in enumerate(pairs):
        gone = rng.choice(("source", "target")) if rng.random() < SHARE else ""
        if gone != "source":
            source.append((pair.source, frozenset({at})))
        if gone != "target":
            target.append((pair.target, frozenset({at})))
    return merge(source, rng), merge(target, rng)


def gold(source: Sentences, target: Sentences, count: int) -> list[Bead]:
    """Return the gold beads, in which sentences belong together if they are linked by a chain of common pairs."""
    parent = list(range(count))

    def root(pair: int) -> int:
        while parent[pair] != pair:
            pair = parent[pair]
        return pair

    for _, pairs in (*source, *target):
        for pair in pairs:
            parent[root(pair)] = root(min(pairs))
    beads: dict[int, tuple[list[int], list[int]]] = {}
    for side, sentences in enumerate((source, target)):
        for at, (_, pairs) in enumerate(sentences):
            beads.setdefault(root(min(pairs)), ([], []))[side].append(at)
    return [Bead(tuple(left), tuple(right)) for left, right in beads.values()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--limit", type=int, default=1000, help="pairs that are taken of each file")
    arguments = parser.parse_args()
    encoder = UniversalEncoder()
    for path in arguments.files:
        pairs = list(islice(read_pairs(path), arguments.limit))
        total = Agreement()
        for seed in range(1, 6):
            source, target = damage(pairs, seed)
            left, right = (DocumentText(tuple(text for text, _ in side)) for side in (source, target))
            result = agreement(align_document(left, right, encoder=encoder), gold(source, target, len(pairs)))
            total += result
            print(f"{path} seed {seed}: strict {result.strict.f1:.3f} lax {result.lax.f1:.3f}", flush=True)
        print(f"{path} pooled: strict {total.strict.f1:.3f} lax {total.lax.f1:.3f}", flush=True)


if __name__ == "__main__":
    main()
