"""Whether damaged text is translated like clean text, for each kind of damage that normalisation repairs.

``python benchmarks/damage.py PAIRS.tsv``: for each kind of damage, up to 200 Arabic sentences that it changes are
translated by the built-in model, and the number that are translated exactly like the clean sentence is printed.
"""

import random
import re
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

from jisr.corpora.formats.corpus_files import read_pairs
from jisr.translate import Translator

MOST = 200
LETTER = re.compile("[\u0621-\u063a\u0641-\u064a]")
FORMS = {
    unicodedata.normalize("NFKC", shape): shape
    for shape in map(chr, range(0xFE80, 0xFEFD))
    if "ISOLATED" in unicodedata.name(shape, "")
}
INVISIBLE = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00ad\ufeff"


def among(text: str, rng: random.Random, added: str, every: int = 3) -> str:
    """Return a text with one of some characters inserted after one in ``every`` letters that precede another."""
    return re.sub(
        f"({LETTER.pattern})(?={LETTER.pattern})",
        lambda match: match[1] + (rng.choice(added) if rng.randrange(every) == 0 else ""),
        text,
    )


def map_to(pairs: str) -> Callable[[str, random.Random], str]:
    """Return a function that replaces characters by others; pairs are written ``a>b c>d``."""
    table = str.maketrans(dict(pair.split(">") for pair in pairs.split()))
    return lambda text, _: text.translate(table)


DAMAGES: dict[str, Callable[[str, random.Random], str]] = {
    "decomposed letters": lambda text, _: unicodedata.normalize("NFD", text),
    "presentation forms": lambda text, _: "".join(FORMS.get(letter, letter) for letter in text),
    "tatweel": lambda text, rng: among(text, rng, "ـ"),
    "full tashkeel": lambda text, rng: among(text, rng, "\u064e\u064f\u0650\u0652", every=1),
    "marks of direction": lambda text, rng: among(text, rng, INVISIBLE, every=5),
    "joiners": lambda text, rng: among(text, rng, "\u200c\u200d\u200b"),
    "Arabic-Indic digits": map_to("0>٠ 1>١ 2>٢ 3>٣ 4>٤ 5>٥ 6>٦ 7>٧ 8>٨ 9>٩ %>٪"),
    "Persian digits": map_to("0>۰ 1>۱ 2>۲ 3>۳ 4>۴ 5>۵ 6>۶ 7>۷ 8>۸ 9>۹"),
    "letters of other keyboards": map_to("ي>ی ك>ک ه>ہ"),
    "quotes": lambda text, _: re.sub('"([^"]*)"', r"«\1»", text),
    "dashes": map_to("->–"),
    "control characters": lambda text, rng: re.sub(
        " ", lambda _: rng.choice(["\x00", "\x08", "\x0b", "\x1f", "\x85"]), text
    ),
    "terminal escapes": lambda text, _: re.sub(r"(\w+)", "\x1b[31m\\1\x1b[0m", text, count=2),
    "other spaces": lambda text, rng: re.sub(" ", lambda _: rng.choice(["\u00a0", "\u2009", "\u3000", "  "]), text),
}


def main(path: Path) -> None:
    """Print a line for each kind of damage."""
    clean = list(dict.fromkeys(pair.source.strip() for pair in read_pairs(path)))
    translator = Translator.load("builtin")
    for name, damage in DAMAGES.items():
        rng = random.Random(1)
        both = [(text, harmed) for text in clean if (harmed := damage(text, rng)) != text][:MOST]
        # Both in one list, so that texts which are equal after normalisation are decoded once.
        drafts = [each.target for each in translator.translate(text for pair in both for text in pair)]
        same = sum(one == other for one, other in zip(drafts[::2], drafts[1::2], strict=True))
        print(f"{name:28}{same:4} of {len(both):3}  {same / len(both):7.1%}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
