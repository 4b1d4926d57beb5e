"""A search for the negation of a source in its translation."""

import re
from collections.abc import Sequence
from typing import Final

from jisr.translate.quality.arabic import WORDS, arabic_words

__all__ = ["TRIGGERS", "loses_negation", "lost_negation"]

VERBAL: Final = frozenset(particle + word for word in ("لم", "لن") for particle in ("", "و", "ف"))
"""Particles that negate the verb after them."""
NOT: Final = frozenset("لا فلا ولا ألا".split())
"""Particles that negate a verb in the imperfect after them, among other uses."""
NOMINAL: Final = frozenset(
    particle + word for word in "ليس ليست ليسوا لست لستم لسنا ليسا لستن".split() for particle in ("", "و", "ف")
)
"""Forms of ليس, is not."""
ABSENCE: Final = frozenset("عدم بعدم لعدم وعدم وبعدم بدون وبدون".split())
"""Words for the lack of something."""
WITHOUT: Final = frozenset("دون ودون".split())
"""A word for without, after من or before أن; it also means under."""
TRIGGERS: Final = VERBAL | NOT | NOMINAL | ABSENCE | WITHOUT
"""Words that can negate."""
QUESTIONS: Final = frozenset("ألم أولم أفلم ألن أليس أليست أليسوا ألست".split())
"""Negative questions, which English often asks without a negation."""
EXCEPTIONS: Final = frozenset(
    "إلا الا سوى وإلا فحسب فقط غير حتى وحسب عدا طالما بل لكن ولكن مجرد وحده وحدها إنما وإنما".split()
)
"""Words after which the sense is positive: nothing but, not only, not until, no sooner."""
COMPARED: Final = frozenset("ما بما مما فما وما كأن إن وإن فإن".split())
"""Words before لم that make a comparison or a condition of it: what it did not, unless."""
POSITIVE_VERBS: Final = frozenset(
    "يكد تكد يكادوا يلبث تلبث يلبثوا ألبث نلبث يزل تزل يزالوا يبق تبق يتوان تتوان يبرح "
    "يفتأ ينفك تنفك يقتصر تقتصر يخل تخل يفت تفت يتردد تتردد يخف تخف يسلم تسلم ينس تنس ننس أنس يفتقر تفتقر "
    "يمض تمض يبلغ تبلغ يبلغوا يكمل تكمل يتجاوز تتجاوز يزال تزال يزالون أزال نزال يسع يكاد تكاد أكاد "
    "يكادون يخفى تخفى يخلو تخلو يختلف تختلف يذكر تذكر يفوتني يزيد تزيد يتعدى تتعدى يتجزأ تتجزأ يقل تقل "
    "يتوانى تتوانى أقل".split()
)
"""Verbs whose negation English renders by another word: as soon as, still, only, at least, negligible."""
SENSE: Final = 12
"""Number of words after a negation in which an exception changes its sense."""
IMPERFECT: Final = frozenset("يتنأ")
JUSSIVE: Final = IMPERFECT | {"ا"}
"""First letters of verbs in the imperfect, also without hamza; what else follows لم is asked about: why."""
ENGLISH: Final = (
    r"n['’]t\b|\b(?:"
    r"not?|never|none|nobody|nothing|nowhere|neither|nor|cannot|cant|dont|wont|didnt|aint|nay|null|zero|without|"
    r"unless|until|only|hardly|barely|scarcely|rarely|seldom|few|mere|merely|exclusively|least|less|lesser|"
    r"rather than|other than|instead|far from|short of|yet to|too \w+ (?:to|for)|nonetheless|"
    r"fail\w*|refus\w+|den(?:y|ie[sd]|ying|ial)|declin\w+|lack\w*|miss(?:ed|es|ing)?|avoid\w*|reject\w*|prevent\w*|"
    r"ceas\w+|absen\w+|except\w*|ignor\w+|overlook\w*|neglect\w*|withh[eo]\w+|forgot\w*|abstain\w*|exclud\w+|"
    r"prohibit\w*|forbid\w*|forbade|spare[ds]?|stop(?:s|ped)?|empty|still|continu\w+|remain(?:s|ed|ing)?|doubt\w*|wrong|"
    r"otherwise|in vain|vainly|(?:recommend|advis|warn)\w* against|"
    r"an?(?:symptom|typ|polit|moral|theis|social|nonym|symm|rrhythm|rhythm)\w*|mis(?:trust|understand|match|behav|conduct|inform)\w*|injust\w*|infallib\w*|"
    r"un(?!i[otv]|cle|der|ite|ique|less|til)\w{3,}|\w{2,}less(?:ly|ness)?|non|non-\w+|ill-\w+|\w+-free|"
    r"dis(?:agree|allow|appear|approv|belie|continu|honest|lik|obey|prov|regard|satisf|trust|similar|honou?r)\w*|"
    r"in(?:ab|stab|acc|ad(?!dition)|act(?:ive|ion)|ap|cap|comp|conc|conv|cor(?!p)|cur(?:able)|dec|def|dif|direct|dist|dis(?:p|t)|eff|equal|exp|"
    r"fin|flex|freq|sec|sens|sign|sol|suff|surm|tol|val|vis)\w+|"
    r"im(?:perf|poss|pat|mat(?:ure|eri)|mob|mor|prac|prob|prop|pur)\w*|ir(?:rat|reg|rel|rev|resp)\w+|il(?:leg|lit|log)\w+"
    r")\b"
)
"""A word that can carry a negation in English, by itself or by its prefix or suffix. The pattern is compiled on
first use, as that takes long."""


def lost_negation(source: str, target: str) -> bool:
    """Return whether a source is negated by لم, لن, ليس, لا, دون or عدم and its translation holds no word that negates.

    This is a signal, not proof: it is wrong for some free translations, and a negation in another part of the
    translation hides one that is lost.
    """
    return loses_negation(arabic_words(source), target)


def loses_negation(source: Sequence[str], target: str) -> bool:
    """Return the same as :func:`lost_negation`, from the words of a source."""
    return not TRIGGERS.isdisjoint(source) and is_negated(source) and not re.search(ENGLISH, target, re.IGNORECASE)


def is_negated(source: Sequence[str]) -> bool:
    """Return whether a sentence has a negation that English has to render."""
    if not QUESTIONS.isdisjoint(source):
        return False
    return any(
        word in TRIGGERS and negates(source, index) and EXCEPTIONS.isdisjoint(source[index + 1 : index + SENSE])
        for index, word in enumerate(source)
    )


def negates(source: Sequence[str], index: int) -> bool:
    """Return whether a word that can negate does so here."""
    word = source[index]
    before = source[index - 1] if index else ""
    after = source[index + 1] if index + 1 < len(source) else ""
    if word in VERBAL:
        return after[:1] in JUSSIVE and after[:2] != "ال" and after not in POSITIVE_VERBS and before not in COMPARED
    if word in NOT:
        return after[:1] in IMPERFECT and len(after) > 2 and after not in POSITIVE_VERBS and before not in COMPARED
    if word in WITHOUT:
        return (before == "من" and after != "طيار") or after in {"أن", "ان"}
    if word in NOMINAL:
        return not (word.endswith("لست") and after in WORDS)  # for six
    return after != "طيار"  # drones fly without a pilot
