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

__all__ = ["POLICIES", "NormalizationStep", "Policy", "has_arabic", "is_blank", "pass_through"]

MARKS: Final = (
    "\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
)
"""Tashkeel and the signs of recitation; not the madda and hamzas that are part of a letter."""
STANDARD: Final = "\u0621-\u063a\u0641-\u064a"
LETTERS: Final = (
    f"{STANDARD}\u0620\u063b-\u063f\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9"
)
SHAPES: Final = "\ufb50-\ufd3d\ufd50-\ufdf9\ufe70-\ufe74\ufe76-\ufefc"
"""Letters and words drawn by their shape. The honorific signs (ﷺ ﷻ ﷽) and ﷼ are signs, not shapes."""
EMOJI: Final = (
    "\u00a9\u00ae\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u20e3\U0001f000-\U0001faff"
)
DENSE: Final = 0.2

ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9b-\x9d]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-Z\\^-~]"
    r"|([\x1b\x9b\x9d])"
)
CONTROLS = "\x00-\x1f\x7f-\x9f"
HALVES = "\ud800-\udfff"
JOINER = re.compile(f"(?<![{EMOJI}])\u200d|\u200d(?![{EMOJI}])")
JOINED: Final = f"{LETTERS}{MARKS}\u0640"
TATWEEL = re.compile(f"(?<![{JOINED}])(\u0647\u0640)\u0640*(?![{JOINED}])|\u0640+")
TASHKEEL = re.compile(f"[{MARKS}]")
LETTER = re.compile(f"[{LETTERS}]")
WORD = re.compile(f"[{LETTERS}{MARKS}\u0653-\u0655]+")
VARIANTS = str.maketrans("یېےکڪہھەۀۃٱ", "يييككههههةا")
FOREIGN = re.compile(f"[^{STANDARD}{MARKS}\u0653-\u0655{''.join(map(chr, VARIANTS))}]")
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٪", "01234567890123456789%")
DECIMAL, THOUSANDS = re.compile("(?<=[0-9])٫(?=[0-9])"), re.compile("(?<=[0-9])٬(?=[0-9])")
PUNCTUATION = str.maketrans(
    dict.fromkeys("“”„‟«»‹›″〝〞《》「」﴾﴿", '"')
    | dict.fromkeys("‘’‚‛`´′", "'")
    | dict.fromkeys("‐‑–−━", "-")
    | {"—": " - ", "―": " - ", "…": "...", "۔": ".", "，": ",", "、": ",", "。": ".", "．": "."}
    | dict(zip("！？：；（）［］％～０１２３４５６７８９", "!?:;()[]%~0123456789", strict=True))
)
SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
INVISIBLE = dict.fromkeys(
    map(
        ord,
        "\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
        "\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff",
    )
)
ASCII_MARKS = str.maketrans("؟،؛", "?,;")
BLANK = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u0640\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff"
    + MARKS
    + "]*"
)
ARABIC = re.compile(f"[{LETTERS}{SHAPES}\ufdfa\ufdfb\ufdfd]")


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
    """Put a space for each control character, and U+FFFD for half a surrogate pair."""
    return re.sub(f"[{HALVES}]", "\N{REPLACEMENT CHARACTER}", re.sub(f"[{CONTROLS}]", " ", text))


def unshape(text: str) -> str:
    """Give shaped letters and word ligatures their letters back; a mark on a carrier keeps the mark only."""
    return re.sub(f"[{SHAPES}]", lambda found: unicodedata.normalize("NFKC", found[0]).strip(" \u0640"), text)


def strip_invisible(text: str) -> str:
    """Delete marks that show nothing, but not the joiners inside an emoji."""
    return JOINER.sub("", text).translate(INVISIBLE)


def strip_tatweel(text: str) -> str:
    """Delete tatweel, but for one in the abbreviation هـ, which stands for the Hijri year."""
    return TATWEEL.sub(lambda found: found[1] or "", text)


def compose(text: str) -> str:
    """Compose letters and their marks (Unicode Standard Annex 15, form C)."""
    return unicodedata.normalize("NFC", text)


def thin_tashkeel(text: str) -> str:
    """Remove tashkeel where the marks are more than a fifth of the letters."""
    marks = len(TASHKEEL.findall(text))
    return bare_tashkeel(text) if marks > DENSE * len(LETTER.findall(text)) else text


def bare_tashkeel(text: str) -> str:
    """Remove all tashkeel."""
    return compose(TASHKEEL.sub("", text))


def unify_letters(text: str) -> str:
    """Give a word typed on a Persian, Urdu or Kurdish keyboard its Arabic letters, if it has no others."""
    return compose(
        WORD.sub(lambda word: word[0] if FOREIGN.search(word[0]) else word[0].translate(VARIANTS), text)
    )


def unify_punctuation(text: str) -> str:
    """Write quotes, dashes, ellipses and full-width marks in ASCII; ؟ ، ؛ stay."""
    return text.translate(PUNCTUATION).replace("''", '"')


def unify_digits(text: str) -> str:
    """Write digits and, between digits, the decimal and thousands separators in ASCII."""
    return THOUSANDS.sub(",", DECIMAL.sub(".", text.translate(DIGITS)))


def squeeze(text: str) -> str:
    """Make one space of each run of blanks, and none at the ends."""
    return SPACES.sub(" ", text).strip(" ")


def step(name: str, why: str, trigger: str, change: Callable[[str], str]) -> NormalizationStep:
    """Make a step whose trigger is a regular expression."""
    return NormalizationStep(name, why, re.compile(trigger), change)


def any_of(table: Mapping[int, object]) -> str:
    """Write the class of the characters that a table changes."""
    return f"[{re.escape(''.join(map(chr, table)))}]"


ANSI = step("ansi", "terminal colours leave '[31m' among the words", "[\x1b\x9b\x9d]", strip_escapes)
CONTROL = step(
    "controls",
    "no model has seen control characters; each becomes a space",
    f"[{CONTROLS}{HALVES}]",
    strip_controls,
)
TABLE = (
    ANSI,
    CONTROL,
    step("shapes", "text from PDFs holds letters by their shape, ﻗﺎﻝ for قال", f"[{SHAPES}]", unshape),
    step(
        "invisible",
        "marks of direction and joining are unknown pieces to a model",
        f"[\u200d{''.join(map(chr, INVISIBLE))}]",
        strip_invisible,
    ),
    step("tatweel", "قـــال is قال; the هـ of a Hijri year keeps its own", "\u0640", strip_tatweel),
    step("nfc", "a letter and its hamza or madda are one character", "[^\x00-\u02ff\u0621-\u064a]", compose),
    step(
        "tashkeel",
        "full vowels cut words into letters; removed where marks exceed 20 % of the letters",
        f"[{MARKS}]",
        thin_tashkeel,
    ),
    step(
        "letters",
        "ی ک ہ of other keyboards are ي ك ه in a word that is otherwise Arabic",
        any_of(VARIANTS),
        unify_letters,
    ),
    step(
        "punctuation",
        "models were trained on Moses' quotes and dashes: \" ' - ...",
        f"{any_of(PUNCTUATION)}|''",
        unify_punctuation,
    ),
    step(
        "digits", "٢٠٢٤ and ۲۰۲۴ are unknown pieces; ٫ ٬ ٪ are . , %", f"{any_of(DIGITS)}|[٫٬]", unify_digits
    ),
    step(
        "spaces",
        "one space between words, none at the ends",
        r"\A | \Z|  |[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]",
        squeeze,
    ),
)
BARE = step("bare", "for models trained on letters alone: no tashkeel at all", f"[{MARKS}]", bare_tashkeel)

POLICIES: Final = {
    policy.name: policy
    for policy in (
        Policy("standard", TABLE),
        Policy("bare", tuple(BARE if each.name == "tashkeel" else each for each in TABLE)),
        Policy("none", ()),
    )
}
"""The policies by name: ``standard``; ``bare``, which also removes sparse tashkeel; ``none``."""


def is_blank(text: str) -> bool:
    """Whether a text shows nothing to translate: blanks, controls, format characters, tatweel, lone marks."""
    return BLANK.fullmatch(text) is not None


def has_arabic(text: str) -> bool:
    """Whether a text holds an Arabic letter, in whatever shape."""
    return ARABIC.search(text) is not None


def pass_through(text: str) -> str:
    """Return a line without Arabic letters as it goes into the draft.

    Digits and the marks ؟ ، ؛ ٪ become ASCII, escapes and control characters but the tab go; the rest,
    blanks included, stays as it is.
    """
    lines = "\t".join(CONTROL.apply(ANSI.apply(field)) for field in text.split("\t"))
    return unify_digits(lines).translate(ASCII_MARKS)
