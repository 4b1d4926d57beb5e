"""Language tags (BCP 47): validation, and comparison that ignores case and knows subtags."""

import re
from functools import lru_cache

from jisr.errors import InputError

__all__ = ["check_tag", "is_tag", "rank_tag"]

TAG_PATTERN = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def is_tag(tag: str) -> bool:
    """Return whether a language tag is well formed."""
    return TAG_PATTERN.fullmatch(tag) is not None


def check_tag(tag: str) -> str:
    """Return a language tag unchanged.

    :raises InputError: if it is not well formed.
    """
    if is_tag(tag):
        return tag
    raise InputError(f"{tag!r} is not a language tag such as ar, en or ar-SA")


@lru_cache(maxsize=4096)
def rank_tag(tag: str, wanted: str) -> int | None:
    """Return how well a tag matches another one.

    ``ar-SA`` and ``AR`` match ``ar``, and ``ar`` matches ``ar-SA``, but ``ar-EG`` does not.

    :return: 0 if the tags are the same, 1 if ``tag`` is more specific, 2 if ``wanted`` is; None without a match.
    """
    have, want = tag.lower().replace("_", "-"), wanted.lower().replace("_", "-")
    if have == want:
        return 0
    if have.startswith(want + "-"):
        return 1
    return 2 if want.startswith(have + "-") else None
