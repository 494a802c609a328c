"""Patterns of actions: what they match, and which pattern covers which.

IAM's glob has two wildcards, `*` for any characters and `?` for one, and takes actions
without regard to case (IAM User Guide: IAM JSON policy elements, Action). `[` is literal.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

_ANY, _ONE = "\ue000", "\ue001"
_WILDCARDS = str.maketrans({"*": _ANY, "?": _ONE})


def covers(pattern: str, other: str) -> bool:
    """Whether `pattern` matches every action that `other`, a pattern too, matches."""
    if not is_wildcard(pattern):
        return pattern.lower() == other.lower()
    return bool(_compiled(pattern).fullmatch(other.translate(_WILDCARDS)))


def covered(action: str, patterns: Iterable[str]) -> bool:
    """Whether one of `patterns` covers `action`, which may be a pattern too."""
    return any(covers(pattern, action) for pattern in patterns)


def uncovered(actions: Iterable[str], patterns: Iterable[str]) -> Iterator[str]:
    """Those of `actions` that none of `patterns` covers, fast for thousands of each."""
    plain: set[str] = set()
    wildcards: defaultdict[str, list[str]] = defaultdict(list)
    for pattern in patterns:
        if is_wildcard(pattern):
            service = prefix(pattern)
            wildcards["*" if is_wildcard(service) else service].append(pattern)
        else:
            plain.add(pattern.lower())
    for action in actions:
        near = (*wildcards.get(prefix(action), ()), *wildcards.get("*", ()))
        if action.lower() not in plain and not covered(action, near):
            yield action


def overlaps(one: str, other: str) -> bool:
    """Whether some action matches both patterns."""
    one, other = one.lower(), other.lower()
    # How much of `other` can match what has been read of `one`.
    ends = _past_stars(other, {0})
    for mark in one:
        if mark == "*":
            ends = set(range(min(ends, default=len(other) + 1), len(other) + 1))
        else:
            steps = ((end, other[end]) for end in ends if end < len(other))
            ends = _past_stars(
                other,
                {
                    end if there == "*" else end + 1
                    for end, there in steps
                    if there in (mark, "*", "?") or mark == "?"
                },
            )
    return len(other) in ends


def is_wildcard(pattern: str) -> bool:
    """Whether a pattern may match more than one action."""
    return "*" in pattern or "?" in pattern


def prefix(action: str) -> str:
    """The service prefix of an action, in lower case: `s3` of `s3:GetObject`; `*` of `*`."""
    return action.partition(":")[0].lower()


def _past_stars(pattern: str, ends: set[int]) -> set[int]:
    """The ends, and those that follow because a `*` may stand for nothing."""
    for end in sorted(ends):
        while pattern[end : end + 1] == "*":
            end += 1
            ends.add(end)
    return ends


@lru_cache(maxsize=65536)
def _compiled(pattern: str) -> re.Pattern[str]:
    # `?` may stand for any one character but another pattern's `*`, which is many. A part
    # between two stars is best taken where it first stands, so a match never goes back for it.
    first, *rest = (
        "".join(f"[^{_ANY}]" if mark == "?" else re.escape(mark) for mark in part)
        for part in pattern.split("*")
    )
    middle = "".join(f"(?>.*?{part})" for part in rest[:-1] if part)
    tail = f".*{rest[-1]}" if rest else ""
    return re.compile(first + middle + tail, re.IGNORECASE | re.DOTALL)
