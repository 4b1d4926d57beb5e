r"""Normalisation of Arabic text to the form that a model was trained on.

A policy is a table of small steps, each with its reason, which can be printed. Each step and each policy is idempotent.
Letters that belong to the spelling of a word (أ إ آ ى ة) are never folded into others, since models are trained on
text as people spell it.
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
from jisr.translate.text.decimals import DECIMAL_COMMA, point_decimals
from jisr.translate.text.eras import ERA_SIGN, METRE_SIGN, spell_eras, spell_metres

__all__ = ["POLICIES", "NormalizationStep", "Policy", "pass_through", "unify_digits"]

DENSE: Final = 0.2
"""Largest number of vowel marks per letter at which they are kept by ``standard``."""

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
    """A step of normalisation, with its reason.

    :param name: name of the step where a policy is printed.
    :param why: the reason in one line.
    :param trigger: a pattern that matches in every text that the step would change, and is fast in others.
    :param change: the change, which must be idempotent.
    """

    name: str
    why: str
    trigger: re.Pattern[str]
    change: Callable[[str], str]

    def apply(self, text: str) -> str:
        """Return the text with the change made; the same object if the trigger does not match."""
        return self.change(text) if self.trigger.search(text) else text


@dataclass(frozen=True, slots=True)
class Policy:
    """A named table of normalisation steps.

    :param name: name of the policy in a model folder and on the command line.
    :param steps: the steps, in the order in which they are applied.
    """

    name: str
    steps: tuple[NormalizationStep, ...]

    def apply(self, text: str) -> str:
        """Return a line or sentence in normalised form; the same object if no trigger matches."""
        for step in self.steps:
            text = step.apply(text)
        return text

    def describe(self) -> list[tuple[str, str]]:
        """Return the name and the reason of each step, in order, for printing."""
        return [(step.name, step.why) for step in self.steps]


def strip_escapes(text: str) -> str:
    """Delete terminal escape sequences (ECMA-48), and replace an escape that begins none by a space."""
    return ESCAPES.sub(lambda match: " " if match[1] else "", text)


def strip_controls(text: str) -> str:
    """Replace each control character by a space, and each lone surrogate by U+FFFD."""
    return re.sub(f"[{SURROGATES}]", "\N{REPLACEMENT CHARACTER}", re.sub(f"[{CONTROLS}]", " ", text))


def unshape(text: str) -> str:
    """Replace presentation forms and word ligatures by their letters, and a mark on a carrier by the mark alone."""
    return re.sub(f"[{ARABIC_SHAPES}]", lambda match: unicodedata.normalize("NFKC", match[0]).strip(" \u0640"), text)


def strip_invisible(text: str) -> str:
    """Delete invisible characters except the joiners of emoji."""
    return LONE_JOINER.sub("", text).translate(DELETED)


def strip_tatweel(text: str) -> str:
    """Delete tatweel, except one in the abbreviation هـ of Hijri years."""
    return STRETCH.sub(lambda match: match[1] or "", text)


def compose(text: str) -> str:
    """Compose letters with their marks (NFC, Unicode Standard Annex 15)."""
    return unicodedata.normalize("NFC", text)


def thin_tashkeel(text: str) -> str:
    """Remove tashkeel from a text with more than :data:`DENSE` marks per letter."""
    marks = len(VOWEL_MARK.findall(text))
    return bare_tashkeel(text) if marks > DENSE * len(COUNTED_LETTER.findall(text)) else text


def bare_tashkeel(text: str) -> str:
    """Remove all tashkeel."""
    return compose(VOWEL_MARK.sub("", text))


def unify_letters(text: str) -> str:
    """Replace letters of Persian, Urdu and Kurdish keyboards by Arabic ones, in words with no other foreign letters."""
    return compose(
        ARABIC_WORD.sub(
            lambda word: word[0] if FOREIGN_LETTER.search(word[0]) else word[0].translate(LETTER_VARIANTS), text
        )
    )


def unify_punctuation(text: str) -> str:
    """Replace quotes, dashes, ellipses and full-width characters by ASCII; keep ؟ ، ؛."""
    return text.translate(PUNCTUATION).replace("''", '"')


def unify_digits(text: str) -> str:
    """Replace digits, the percent sign and, between digits, the decimal and thousands separators by ASCII."""
    return THOUSANDS_MARK.sub(",", DECIMAL_MARK.sub(".", text.translate(DIGITS_AND_PERCENT)))


def squeeze(text: str) -> str:
    """Replace each run of spaces by one space, and strip the ends."""
    return SPACES.sub(" ", text).strip(" ")


def make_step(name: str, why: str, trigger: str, change: Callable[[str], str]) -> NormalizationStep:
    """Return a step whose trigger is a regular expression."""
    return NormalizationStep(name, why, re.compile(trigger), change)


def any_of(table: Mapping[int, object]) -> str:
    """Return a regular expression for the characters that a table replaces."""
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
    make_step(
        "decimals",
        "6,3% as the Maghreb writes it is 6.3%, or an English reader sees two numbers",
        DECIMAL_COMMA,
        point_decimals,
    ),
    make_step(
        "eras",
        "the sign of a year, 2025م, is none of metres: م is left out; the number of a century is spelled",
        ERA_SIGN,
        spell_eras,
    ),
    make_step("metres", "25م loses its metres; spelled out in a text about lengths", METRE_SIGN, spell_metres),
    make_step(
        "tashkeel",
        "full vowels cut words into letters; removed where marks exceed 20 % of the letters",
        f"[{TASHKEEL}]",
        thin_tashkeel,
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
"""Policies by name: ``standard``; ``bare``, which also removes sparse tashkeel; ``none``."""


def pass_through(text: str) -> str:
    """Return a line without Arabic letters in the form in which it is copied to the draft.

    Digits and the signs ؟ ، ؛ ٪ become ASCII, escape sequences are deleted, and control characters except the tab
    become spaces; the rest, white space included, is kept.
    """
    fields = "\t".join(CONTROL.apply(ANSI.apply(field)) for field in text.split("\t"))
    return unify_digits(fields).translate(ASCII_MARKS)
