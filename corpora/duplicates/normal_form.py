"""The normal form of a text, which does not depend on case, diacritics, punctuation and the script of digits.

The form of a text is the forms of its characters, one after the other, but for a few of them: so many texts at once are
looked up in a table with NumPy, which is five times as fast as one text after the other.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from jisr.chars import ARABIC_MARKS, COMBINING_MARKS, DIGITS_TO_ASCII, EASTERN_DIGITS, INVISIBLE, TATWEEL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["normal_form", "normal_forms", "text_digest", "text_hash"]

IGNORED = re.compile(f"[{COMBINING_MARKS}{ARABIC_MARKS}{TATWEEL}{INVISIBLE}]+")
NOT_WORDS = re.compile(r"[\W_]+")
EASTERN_DIGIT = re.compile(f"[{EASTERN_DIGITS}]")

CAPITAL_SIGMA = "\u03a3"
"""The one letter whose lower case depends on its neighbours."""
UNKNOWN, DELETED, ALONE, END, SPACE = 0, 1, 2, ord("\n"), ord(" ")
"""Entries of the table that are not the form of a character: not looked at yet, nothing, a form of more than one
character or one that depends on the neighbours, and the end of a text."""
CODE_POINTS: Final = 0x110000


def normal_form(text: str) -> str:
    """Return the words of a text in lower case and without marks, with one space between them.

    Characters composed of a letter and a mark are decomposed first (NFKD), so أ becomes ا and é becomes e.
    """
    if not text.isascii():
        text = IGNORED.sub("", unicodedata.normalize("NFKD", text))
        if EASTERN_DIGIT.search(text):
            text = text.translate(DIGITS_TO_ASCII)
    return NOT_WORDS.sub(" ", text.lower()).strip()


def normal_forms(texts: Sequence[str]) -> list[str]:
    """Return the normal forms of texts, as :func:`normal_form` does; worth it from about ten texts on."""
    import numpy as np

    if not texts:
        return []
    joined = "\n".join(texts)
    if joined.count("\n") >= len(texts):  # some texts have ends of lines, which are no words either
        joined = "\n".join(text.replace("\n", " ") for text in texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))
    table = form_table()
    forms = table[codes]
    if not forms.all():
        for code in np.unique(codes[forms == UNKNOWN]).tolist():
            table[code] = character_form(chr(code))
        forms = table[codes]
    alone = np.flatnonzero(forms == ALONE)
    lines = np.unique(np.searchsorted(np.flatnonzero(forms == END), alone)).tolist() if len(alone) else []
    forms = forms[forms > ALONE]
    outside = forms <= SPACE
    kept = forms != SPACE
    kept[1:] |= ~outside[:-1]  # the first space after a word is kept for now
    found: list[str] = forms[kept].tobytes().decode("utf-32-le").replace(" \n", "\n").removesuffix(" ").split("\n")
    for line in lines:
        found[line] = normal_form(texts[line])
    return found


@cache
def form_table() -> "NDArray[np.uint32]":
    """Return the table of the forms of all characters by code point, which is filled as they occur."""
    import numpy as np

    return np.full(CODE_POINTS, UNKNOWN, np.dtype("<u4"))


def character_form(character: str) -> int:
    """Return the entry of a character in the table: the code point of its form, or what there is instead."""
    if character == "\n":
        return END
    form = normal_form(f"a{character}a")[1:-1]
    if len(form) > 1 or CAPITAL_SIGMA in unicodedata.normalize("NFKD", character):
        return ALONE
    return ord(form) if form else DELETED


def text_hash(*texts: str) -> int:
    """Return a 64-bit hash of texts (BLAKE2b).

    The probability that two of a million different texts have the same hash is 3 in 100 million; of 100 million texts,
    3 in 10,000.
    """
    return int.from_bytes(text_digest(*texts, size=8), "little")


def text_digest(*texts: str, size: int) -> bytes:
    """Return a hash of texts, which has a number of bytes."""
    return hashlib.blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=size).digest()
