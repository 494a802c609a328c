"""Patterns of actions: what they match, and which pattern covers which.

IAM's glob has two wildcards, `*` for any characters and `?` for one, and takes actions
without regard to case (IAM User Guide: IAM JSON policy elements, Action). `[` is literal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_ANY, _ONE = "\ue000", "\ue001"
_WILDCARDS = str.maketrans({"*": _ANY, "?": _ONE})


def covers(pattern: str, other: str) -> bool:
    """Whether `pattern` matches every action that `other`, a pattern too, matches."""
    return bool(_compiled(pattern).fullmatch(other.translate(_WILDCARDS)))


def covered(action: str, patterns: Iterable[str]) -> bool:
    """Whether one of `patterns` covers `action`, which may be a pattern too."""
    return any(covers(pattern, action) for pattern in patterns)


def is_wildcard(pattern: str) -> bool:
    """Whether a pattern may match more than one action."""
    return "*" in pattern or "?" in pattern


def prefix(action: str) -> str:
    """The service prefix of an action, in lower case: `s3` of `s3:GetObject`; `*` of `*`."""
    return action.partition(":")[0].lower()


@lru_cache(maxsize=65536)
def _compiled(pattern: str) -> re.Pattern[str]:
    # `?` may stand for any one character but another pattern's `*`, which is many.
    translated = "".join(
        ".*" if mark == "*" else f"[^{_ANY}]" if mark == "?" else re.escape(mark)
        for mark in re.sub(r"\*+", "*", pattern)
    )
    return re.compile(translated, re.IGNORECASE | re.DOTALL)
