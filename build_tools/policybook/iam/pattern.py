"""Patterns of actions: what they match, and which pattern covers which.

IAM takes actions without regard to case (IAM User Guide: IAM JSON policy elements, Action).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policybook.iam import glob
from policybook.iam.glob import is_wildcard

__all__ = ["covered", "covers", "is_wildcard", "overlaps", "prefix", "uncovered"]


def covers(pattern: str, other: str) -> bool:
    """Whether `pattern` matches every action that `other`, a pattern too, matches."""
    return glob.covers(pattern.lower(), other.lower())


def covered(action: str, patterns: Iterable[str]) -> bool:
    """Whether one of `patterns` covers `action`, which may be a pattern too."""
    return any(covers(pattern, action) for pattern in patterns)


def uncovered(actions: Iterable[str], patterns: Iterable[str]) -> Iterator[str]:
    """Those of `actions` that none of `patterns` covers, fast for thousands of each."""
    index = glob.Index(map(str.lower, patterns))
    return (action for action in actions if not index.covers(action.lower()))


def overlaps(one: str, other: str) -> bool:
    """Whether some action matches both patterns."""
    return glob.overlaps(one.lower(), other.lower())


def prefix(action: str) -> str:
    """The service prefix of an action, in lower case: `s3` of `s3:GetObject`; `*` of `*`."""
    return action.partition(":")[0].lower()
