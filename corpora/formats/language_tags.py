"""Language tags (BCP 47), compared without case and by their parts."""

import re
from functools import lru_cache

from jisr.errors import InputError

__all__ = ["check_tag", "rank_tag"]

TAG_PATTERN = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def check_tag(tag: str) -> str:
    """Return a language tag if it is well formed.

    :raises InputError: if it is not.
    """
    if TAG_PATTERN.fullmatch(tag):
        return tag
    raise InputError(f"{tag!r} is not a language tag such as ar, en or ar-SA")


@lru_cache(maxsize=4096)
def rank_tag(tag: str, wanted: str) -> int | None:
    """Return how well a tag matches another: 0 if they are the same, higher if one is more specific.

    ``ar-SA`` and ``AR`` answer to ``ar``; ``ar`` answers to ``ar-SA``, but ``ar-EG`` does not.

    :return: None if it is another language.
    """
    have, want = tag.lower().replace("_", "-"), wanted.lower().replace("_", "-")
    if have == want:
        return 0
    if have.startswith(want + "-"):
        return 1
    return 2 if want.startswith(have + "-") else None
