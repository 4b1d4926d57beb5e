r"""Normalisation of Arabic lines: what a model was trained on, out of what people and programs write.

A policy is a table of small steps that can be printed and that say why they are there; each step, and each
whole policy, changes nothing that it has already put right. Letters that are words' own (أ إ آ ى ة) are
never folded into others: a model learned spelling as people write it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from jisr.chars import (
    ARABIC_LETTERS,
    ARABIC_SHAPES,
    CONTROLS,
    DECIMAL_SEPARATOR,
    DIGITS_TO_ASCII,
    EMOJI_PARTS,
    INVISIBLE,
    JOINER,
    LETTER_MARKS,
    PERCENT_SIGN,
    STANDARD_LETTERS,
    SURROGATES,
    TASHKEEL,
    TATWEEL,
    THOUSANDS_SEPARATOR,
    UNICODE_SPACES,
    members,
)

__all__ = ["POLICIES", "NormalizationStep", "Policy", "pass_through"]

DENSE: Final = 0.2

ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9b-\x9d]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-Z\\^-~]"
    r"|([\x1b\x9b\x9d])"
)
LONE_JOINER = re.compile(f"(?<![{EMOJI_PARTS}]){JOINER}|{JOINER}(?![{EMOJI_PARTS}])")
WORD_PARTS: Final = f"{ARABIC_LETTERS}{TASHKEEL}{TATWEEL}"
STRETCH = re.compile(f"(?<![{WORD_PARTS}])(\u0647{TATWEEL}){TATWEEL}*(?![{WORD_PARTS}])|{TATWEEL}+")
VOWEL_MARK = re.compile(f"[{TASHKEEL}]")
COUNTED_LETTER = re.compile(f"[{ARABIC_LETTERS}]")
ARABIC_WORD = re.compile(f"[{ARABIC_LETTERS}{TASHKEEL}{LETTER_MARKS}]+")
LETTER_VARIANTS = str.maketrans("یېےکڪہھەۀۃٱ", "يييككههههةا")
FOREIGN_LETTER = re.compile(f"[^{STANDARD_LETTERS}{TASHKEEL}{LETTER_MARKS}{''.join(map(chr, LETTER_VARIANTS))}]")
DIGITS_AND_PERCENT = DIGITS_TO_ASCII | {ord(PERCENT_SIGN): "%"}
DECIMAL_MARK = re.compile(f"(?<=[0-9]){DECIMAL_SEPARATOR}(?=[0-9])")
THOUSANDS_MARK = re.compile(f"(?<=[0-9]){THOUSANDS_SEPARATOR}(?=[0-9])")
PUNCTUATION = str.maketrans(
    dict.fromkeys("“”„‟«»‹›″〝〞《》「」﴾﴿", '"')
    | dict.fromkeys("‘’‚‛`´′", "'")
    | dict.fromkeys("‐‑–−━", "-")
    | {"—": " - ", "―": " - ", "…": "...", "۔": ".", "，": ",", "、": ",", "。": ".", "．": "."}
    | dict(zip("！？：；（）［］％～０１２３４５６７８９", "!?:;()[]%~0123456789", strict=True))
)
SPACES = re.compile(f"[ {UNICODE_SPACES}]+")
DELETED = dict.fromkeys(map(ord, members(INVISIBLE).replace(JOINER, "")))
ASCII_MARKS = str.maketrans("؟،؛", "?,;")


@dataclass(frozen=True, slots=True)
class NormalizationStep:
    """One repair, with its reason.

    :param name: what the step is called where a policy is printed.
    :param why: the reason, in one line.
    :param trigger: matches somewhere in every text that the step would change, and is quick to say no.
    :param change: the repair; applied twice it gives what it gives once.
    """

    name: str
    why: str
    trigger: re.Pattern[str]
    change: Callable[[str], str]

    def apply(self, text: str) -> str:
        """Repair a text; one that needs no repair comes back as it is."""
        return self.change(text) if self.trigger.search(text) else text


@dataclass(frozen=True, slots=True)
class Policy:
    """A named table of steps, applied from the first to the last.

    :param name: what a model's folder or the command line calls the policy.
    :param steps: the table.
    """

    name: str
    steps: tuple[NormalizationStep, ...]

    def apply(self, text: str) -> str:
        """Normalise one line or sentence; what is normal already comes back as it is."""
        for step in self.steps:
            if step.trigger.search(text):
                text = step.change(text)
        return text

    def describe(self) -> list[tuple[str, str]]:
        """List the name and the reason of each step, in order, for printing."""
        return [(step.name, step.why) for step in self.steps]


def strip_escapes(text: str) -> str:
    """Delete terminal escape sequences (ECMA-48); an escape that begins none becomes a space."""
    return ESCAPES.sub(lambda found: " " if found[1] else "", text)


def strip_controls(text: str) -> str:
    """Replace each control character by a space, and half a surrogate pair by U+FFFD."""
    return re.sub(f"[{SURROGATES}]", "\N{REPLACEMENT CHARACTER}", re.sub(f"[{CONTROLS}]", " ", text))


def unshape(text: str) -> str:
    """Replace presentation forms and word ligatures by their letters; of a mark on a carrier only the mark stays."""
    return re.sub(f"[{ARABIC_SHAPES}]", lambda found: unicodedata.normalize("NFKC", found[0]).strip(" \u0640"), text)


def strip_invisible(text: str) -> str:
    """Delete marks that show nothing, but not the joiners inside an emoji."""
    return LONE_JOINER.sub("", text).translate(DELETED)


def strip_tatweel(text: str) -> str:
    """Delete tatweel, but for one in the abbreviation هـ, which stands for the Hijri year."""
    return STRETCH.sub(lambda found: found[1] or "", text)


def compose(text: str) -> str:
    """Compose letters and their marks (Unicode Standard Annex 15, form C)."""
    return unicodedata.normalize("NFC", text)


def thin_tashkeel(text: str) -> str:
    """Remove tashkeel where the marks are more than a fifth of the letters."""
    marks = len(VOWEL_MARK.findall(text))
    return bare_tashkeel(text) if marks > DENSE * len(COUNTED_LETTER.findall(text)) else text


def bare_tashkeel(text: str) -> str:
    """Remove all tashkeel."""
    return compose(VOWEL_MARK.sub("", text))


def unify_letters(text: str) -> str:
    """Replace letters of Persian, Urdu and Kurdish keyboards by Arabic ones in words that are otherwise Arabic."""
    return compose(
        ARABIC_WORD.sub(
            lambda word: word[0] if FOREIGN_LETTER.search(word[0]) else word[0].translate(LETTER_VARIANTS), text
        )
    )


def unify_punctuation(text: str) -> str:
    """Write quotes, dashes, ellipses and full-width marks in ASCII; ؟ ، ؛ stay."""
    return text.translate(PUNCTUATION).replace("''", '"')


def unify_digits(text: str) -> str:
    """Write digits and, between digits, the decimal and thousands separators in ASCII."""
    return THOUSANDS_MARK.sub(",", DECIMAL_MARK.sub(".", text.translate(DIGITS_AND_PERCENT)))


def squeeze(text: str) -> str:
    """Collapse each run of spaces into one, and strip the ends."""
    return SPACES.sub(" ", text).strip(" ")


def make_step(name: str, why: str, trigger: str, change: Callable[[str], str]) -> NormalizationStep:
    """Return a step whose trigger is a regular expression."""
    return NormalizationStep(name, why, re.compile(trigger), change)


def any_of(table: Mapping[int, object]) -> str:
    """Write the class of the characters that a table changes."""
    return f"[{re.escape(''.join(map(chr, table)))}]"


ANSI = make_step("ansi", "terminal colours leave '[31m' among the words", "[\x1b\x9b\x9d]", strip_escapes)
CONTROL = make_step(
    "controls",
    "no model has seen control characters; each becomes a space",
    f"[{CONTROLS}{SURROGATES}]",
    strip_controls,
)
TABLE = (
    ANSI,
    CONTROL,
    make_step("shapes", "text from PDFs holds letters by their shape, ﻗﺎﻝ for قال", f"[{ARABIC_SHAPES}]", unshape),
    make_step(
        "invisible",
        "marks of direction and joining are unknown pieces to a model",
        f"[{JOINER}{''.join(map(chr, DELETED))}]",
        strip_invisible,
    ),
    make_step("tatweel", "قـــال is قال; the هـ of a Hijri year keeps its own", TATWEEL, strip_tatweel),
    make_step("nfc", "a letter and its hamza or madda are one character", f"[^\x00-\u02ff{STANDARD_LETTERS}]", compose),
    make_step(
        "tashkeel",
        "full vowels cut words into letters; removed where marks exceed 20 % of the letters",
        f"[{TASHKEEL}]",
        thin_tashkeel,
    ),
    make_step(
        "letters",
        "ی ک ہ of other keyboards are ي ك ه in a word that is otherwise Arabic",
        any_of(LETTER_VARIANTS),
        unify_letters,
    ),
    make_step(
        "punctuation",
        "models were trained on Moses' quotes and dashes: \" ' - ...",
        f"{any_of(PUNCTUATION)}|''",
        unify_punctuation,
    ),
    make_step(
        "digits",
        "٢٠٢٤ and ۲۰۲۴ are unknown pieces; ٫ ٬ ٪ are . , %",
        f"{any_of(DIGITS_AND_PERCENT)}|[{DECIMAL_SEPARATOR}{THOUSANDS_SEPARATOR}]",
        unify_digits,
    ),
    make_step("spaces", "one space between words, none at the ends", rf"\A | \Z|  |[{UNICODE_SPACES}]", squeeze),
)
BARE_STEP = make_step("bare", "for models trained on letters alone: no tashkeel at all", f"[{TASHKEEL}]", bare_tashkeel)

POLICIES: Final = {
    policy.name: policy
    for policy in (
        Policy("standard", TABLE),
        Policy("bare", tuple(BARE_STEP if each.name == "tashkeel" else each for each in TABLE)),
        Policy("none", ()),
    )
}
"""The policies by name: ``standard``; ``bare``, which also removes sparse tashkeel; ``none``."""


def pass_through(text: str) -> str:
    """Return a line without Arabic letters as it goes into the draft.

    Digits and the marks ؟ ، ؛ ٪ become ASCII, escapes and control characters but the tab go; the rest,
    blanks included, stays as it is.
    """
    lines = "\t".join(CONTROL.apply(ANSI.apply(field)) for field in text.split("\t"))
    return unify_digits(lines).translate(ASCII_MARKS)
