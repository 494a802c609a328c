"""IAM's glob over any text: what patterns match, which covers which, which have something in common.

`*` stands for any characters and `?` for one; `[` is literal (IAM User Guide: IAM JSON policy
elements, Resource). Text between OPEN and CLOSE names a policy variable, which stands for a text
that is not known: only `*`, or the same variable, covers it.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

OPEN, CLOSE = "\ue002", "\ue003"
_ANY, _ONE = "\ue000", "\ue001"
_LAST = chr(sys.maxunicode)
_WILDCARDS = str.maketrans({"*": _ANY, "?": _ONE})
_VARIABLE = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
_HEAD = re.compile(f"[^*?{OPEN}]*")


def covers(pattern: str, other: str) -> bool:
    """Whether `pattern` matches every text that `other`, a pattern too, matches."""
    if "*" not in pattern and "?" not in pattern:
        return pattern == other
    if "?" in pattern or OPEN in pattern or OPEN in other:
        return bool(_compiled(pattern, OPEN in other).fullmatch(other.translate(_WILDCARDS)))
    return _has_parts(other, pattern.split("*"))


def _has_parts(text: str, parts: list[str]) -> bool:
    """Whether a text is these parts with anything between them, each where it first stands."""
    first, *middle, last = parts
    at, end = len(first), len(text) - len(last)
    if at > end or not text.startswith(first) or not text.endswith(last):
        return False
    for part in middle:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def overlaps(one: str, other: str) -> bool:
    """Whether some text may match both patterns."""
    if OPEN in one or OPEN in other:
        one, other = _VARIABLE.sub("*", one), _VARIABLE.sub("*", other)
    for wide, narrow in ((one, other), (other, one)):
        if not is_wildcard(narrow):
            return covers(wide, narrow)
    if not _begin_alike(head(one), head(other)):
        return False
    if not _begin_alike(head(one[::-1]), head(other[::-1])):
        return False
    if "?" not in one and "?" not in other:
        # One begins with a star where the other goes on, one ends so: the rest fits into stars.
        return True
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
        if not ends:
            return False
    return len(other) in ends


def _begin_alike(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def is_wildcard(pattern: str) -> bool:
    """Whether a pattern may match more than one text."""
    return "*" in pattern or "?" in pattern


class Index:
    """Patterns, found by what they cover or overlap without a look at each of them.

    A pattern can cover or overlap another only if the text before the first wildcard of one
    begins that of the other.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = frozenset(patterns)

    def covers(self, pattern: str) -> bool:
        """Whether one of the patterns covers `pattern`."""
        return pattern in self._patterns or any(True for _ in self.covering(pattern))

    def covering(self, pattern: str) -> Iterator[str]:
        """Those of the patterns that cover `pattern`."""
        if pattern in self._patterns and not is_wildcard(pattern):
            yield pattern
        for known in self._wildcards.beginning(pattern):
            if covers(known, pattern):
                yield known

    def overlaps(self, pattern: str) -> bool:
        """Whether one of the patterns overlaps `pattern`."""
        return pattern in self._patterns or any(True for _ in self.overlapping(pattern))

    def overlapping(self, pattern: str) -> Iterator[str]:
        """Those of the patterns that overlap `pattern`."""
        for near in (self._all.beginning(pattern), self._all.continuing(pattern)):
            yield from (known for known in near if overlaps(known, pattern))

    @cached_property
    def _wildcards(self) -> _Heads:
        return _Heads(filter(is_wildcard, self._patterns))

    @cached_property
    def _all(self) -> _Heads:
        return _Heads(self._patterns)


class _Heads:
    """Patterns by the text before their first wildcard."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._heads: dict[str, list[str]] = {}
        for pattern in patterns:
            self._heads.setdefault(head(pattern), []).append(pattern)
        self._lengths = sorted({len(head) for head in self._heads})

    def beginning(self, pattern: str) -> Iterator[str]:
        """Those whose head begins the head of `pattern`, or is the same."""
        start = head(pattern)
        for length in self._lengths:
            if length > len(start):
                return
            yield from self._heads.get(start[:length], ())

    def continuing(self, pattern: str) -> Iterator[str]:
        """Those whose head begins with the head of `pattern` and goes on."""
        start = head(pattern)
        for known in self._sorted[bisect_right(self._sorted, start) :]:
            if not known.startswith(start):
                return
            yield from self._heads[known]

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._heads)


def beginning(texts: Sequence[str], head: str) -> Sequence[str]:
    """Those of some sorted texts that begin with a head."""
    return texts[bisect_left(texts, head) : bisect_left(texts, f"{head}{_LAST}")]


def head(pattern: str) -> str:
    """The text with which all that a pattern matches begins."""
    match = _HEAD.match(pattern)
    return match.group() if match else ""


def _past_stars(pattern: str, ends: set[int]) -> set[int]:
    """The ends, and those that follow because a `*` may stand for nothing."""
    for end in sorted(ends):
        while pattern[end : end + 1] == "*":
            end += 1
            ends.add(end)
    return ends


@lru_cache(maxsize=65536)
def _compiled(pattern: str, has_variables: bool) -> re.Pattern[str]:
    # `?` may stand for any one character but another pattern's `*`, which is many. A part
    # between two stars is best taken where it first stands, so a match never goes back for it.
    one = f"[^{_ANY}{OPEN}{CLOSE}]"
    any_one = f"(?:[^{OPEN}{CLOSE}]|{_VARIABLE.pattern})" if has_variables else "."
    first, *rest = (
        "".join(one if mark == "?" else re.escape(mark) for mark in part)
        for part in pattern.split("*")
    )
    middle = "".join(f"(?>{any_one}*?{part})" for part in rest[:-1] if part)
    tail = f"{any_one}*{rest[-1]}" if rest else ""
    return re.compile(first + middle + tail, re.DOTALL)
