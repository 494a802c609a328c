"""Which lines two texts have in common, in the same order (patience diff).

The time that it takes grows with the texts and no faster, whatever they say: the lines that stand
once in both are what holds them together, and what lies between is looked into a few times.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

_DEPTH = 8
"""How often what lies between is looked into."""

Pair = tuple[int, int]
"""The indexes of a line in both texts."""


def kept(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """The lines that stay, in their order."""
    found: list[Pair] = []
    open_: list[tuple[range, range, int]] = [(range(len(old)), range(len(new)), 0)]
    while open_:
        ours, theirs, depth = open_.pop()
        above = _alike(old, new, ours, theirs)
        found += zip(ours[:above], theirs[:above], strict=True)
        ours, theirs = ours[above:], theirs[above:]
        below = _alike(old, new, ours[::-1], theirs[::-1])
        rest = len(ours) - below, len(theirs) - below
        found += zip(ours[rest[0] :], theirs[rest[1] :], strict=True)
        ours, theirs = ours[: rest[0]], theirs[: rest[1]]
        if depth == _DEPTH or not ours or not theirs:
            continue
        held = _rising(_once(old, new, ours, theirs))
        ends = [(ours.start - 1, theirs.start - 1), *held, (ours.stop, theirs.stop)]
        found += held
        if held:
            open_ += (
                (range(i + 1, k), range(j + 1, m), depth + 1) for (i, j), (k, m) in pairwise(ends)
            )
    return sorted(found)


def _alike(old: Sequence[str], new: Sequence[str], ours: range, theirs: range) -> int:
    """How many lines are the same at the start."""
    pairs = zip(ours, theirs, strict=False)
    return next(
        (n for n, (i, j) in enumerate(pairs) if old[i] != new[j]), min(len(ours), len(theirs))
    )


def _once(old: Sequence[str], new: Sequence[str], ours: range, theirs: range) -> Iterator[Pair]:
    """The lines that stand once in both."""
    mine, other = Counter(old[i] for i in ours), Counter(new[j] for j in theirs)
    places = {new[j]: j for j in theirs if other[new[j]] == 1}
    return ((i, places[old[i]]) for i in ours if mine[old[i]] == 1 and old[i] in places)


def _rising(pairs: Iterator[Pair]) -> list[Pair]:
    """As many of the pairs as go up in both texts (longest increasing subsequence)."""
    tails: list[int] = []
    links: list[tuple[Pair, int | None]] = []
    ends: list[int] = []
    for number, pair in enumerate(pairs):
        at = bisect_left(tails, pair[1])
        links.append((pair, ends[at - 1] if at else None))
        tails[at : at + 1] = [pair[1]]
        ends[at : at + 1] = [number]
    found = []
    link = ends[-1] if ends else None
    while link is not None:
        pair, link = links[link]
        found.append(pair)
    return found[::-1]
