"""Word alignment of pairs with eflomal, in Pharaoh format.

eflomal (Östling and Tiedemann 2016, https://ufal.mff.cuni.cz/pbml/106/art-ostling-tiedemann.pdf) runs as a separate
program and aligns in both directions, which are symmetrised by grow-diag-final-and (Koehn et al. 2005). Words are
separated by white space, so that links index the words of the text as it is written. Training uses their bare forms,
without case, vowel signs and punctuation.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from jisr.chars import ARABIC_MARKS, INVISIBLE, TATWEEL
from jisr.corpora.alignment.documents import AlignedDocument
from jisr.corpora.formats.corpus_files import find_corpora, read_pairs
from jisr.corpora.pairs import Pair
from jisr.errors import AlignmentError, MissingExtra
from jisr.storage.output import Output

__all__ = ["align_words", "find_eflomal", "pharaoh", "symmetrise", "word_file"]

Links = set[tuple[int, int]]

PROGRAM = "eflomal-align"
MOST_WORDS = 1000
"""Largest number of words on a side; eflomal takes at most 1,023. A pair with more gets no links."""
IGNORED_MARKS = re.compile(f"[{ARABIC_MARKS}{TATWEEL}{INVISIBLE}]")
WORD_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
NEIGHBOURS = [(-1, 0), (0, -1), (1, 0), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1)]


def find_eflomal() -> str:
    """Return the path of the eflomal program.

    :raises MissingExtra: if it is not installed.
    """
    beside = Path(sys.executable).with_name(PROGRAM)
    found = str(beside) if beside.exists() else shutil.which(PROGRAM)
    if found is None:
        raise MissingExtra("eflomal", "words")
    return found


@contextmanager
def word_file(
    path: str, minimum: float = 0.0, corpus: Sequence[str] = ()
) -> Iterator[Callable[[AlignedDocument], None]]:
    """Open a file for the word alignments of documents: a line for each pair, in the order of the pairs.

    Yield a function that adds a document. The words are aligned when the ``with`` block ends, just before the file
    takes its name; all pairs are kept in memory.

    :param minimum: score below which pairs are left out, as in a parallel corpus.
    :param corpus: paths of pairs that are trained on in addition.
    :raises MissingExtra: on entry, if eflomal is not installed.
    :raises InputError: on entry, if a file of the corpus cannot be read.
    """
    find_eflomal()
    for one in find_corpora(corpus) if corpus else ():
        one.check()
    pairs: list[Pair] = []
    with Output(path) as out:
        yield lambda document: pairs.extend(document.pairs(minimum))
        for linked in align_words(pairs, read_pairs(*corpus) if corpus else ()):
            out.write(pharaoh(linked) + "\n")


def align_words(pairs: Iterable[Pair], corpus: Iterable[Pair] = ()) -> Iterator[Links]:
    """Yield the word alignment of each pair, after training on all pairs.

    eflomal takes its random numbers from the system: two runs differ in a few links.

    :param corpus: pairs that are trained on in addition.
    :return: for each pair, its links: indices of a source and a target word, from 0.
    :raises MissingExtra: if eflomal is not installed.
    :raises AlignmentError: if eflomal fails.
    """
    program = find_eflomal()
    with TemporaryDirectory() as name:
        paths = {side: Path(name, side) for side in ("source", "target", "forward", "reverse")}
        sizes = []
        with (
            paths["source"].open("w", encoding="utf-8", newline="\n") as left,
            paths["target"].open("w", encoding="utf-8", newline="\n") as right,
        ):
            for mine, pair in chain(((True, one) for one in pairs), ((False, one) for one in corpus)):
                sides = [bare_word(side) for side in (pair.source, pair.target)]
                whole = all(0 < len(side) <= MOST_WORDS for side in sides)
                if mine:
                    sizes.append(whole)
                if whole:
                    left.write(" ".join(sides[0]) + "\n")
                    right.write(" ".join(sides[1]) + "\n")
        if not any(sizes):
            yield from (set() for _ in sizes)
            return
        words = [program, "-s", "source", "-t", "target", "-f", "forward", "-r", "reverse"]
        done = subprocess.run(words, cwd=name, capture_output=True, text=True, check=False)  # noqa: S603 - ours
        if done.returncode or not paths["reverse"].exists():
            said = done.stderr.strip().splitlines()
            raise AlignmentError(f"{PROGRAM} failed: {said[-1] if said else done.returncode}")
        with paths["forward"].open() as forward, paths["reverse"].open() as reverse:
            for whole in sizes:
                yield symmetrise(links(next(forward)), links(next(reverse))) if whole else set()


def bare_word(text: str) -> list[str]:
    """Return the words of a text without case, vowel signs, and punctuation at their ends.

    A word of which nothing is left is returned as it is.
    """
    return [
        WORD_EDGES.sub("", plain) or word for word in text.split() for plain in [IGNORED_MARKS.sub("", word.lower())]
    ]


def links(line: str) -> Links:
    """Return the links of a line in Pharaoh format, such as ``0-0 1-2``."""
    return {(int(left), int(right)) for left, _, right in (link.partition("-") for link in line.split())}


def pharaoh(found: Links) -> str:
    """Return links in Pharaoh format, without a line end."""
    return " ".join(f"{left}-{right}" for left, right in sorted(found))


def symmetrise(forward: Links, reverse: Links) -> Links:
    """Return the links of two directions, symmetrised by grow-diag-final-and (Koehn et al. 2005).

    Links of both directions are kept. Of the others, those next to a kept link with at least one word that is not
    linked yet are added first, and then those with two such words.
    """
    joined = forward & reverse
    either = sorted(forward | reverse)
    left, right = {one for one, _ in joined}, {other for _, other in joined}
    queue = sorted(joined)
    while queue:
        at, to = queue.pop(0)
        for down, across in NEIGHBOURS:
            link = (at + down, to + across)
            if link in joined or link not in forward | reverse:
                continue
            if link[0] not in left or link[1] not in right:
                joined.add(link)
                queue.append(link)
                left.add(link[0])
                right.add(link[1])
    for one, other in either:
        if one not in left and other not in right:
            joined.add((one, other))
            left.add(one)
            right.add(other)
    return joined
