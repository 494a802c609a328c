"""A long update history in volumes: by year, and by month where a year is long too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from policybook.model import Change

ONE_PAGE = 100
"""How many changes the page of a history has at most: what readers may still look through."""

ONE_YEAR = 500
"""How many changes the page of a year has at most: with their lists, some 400 kB of HTML."""

_VOLUME = re.compile(r"[0-9]{4}/([0-9]{2}/)?")


def volumes(changes: Sequence[Change]) -> Mapping[str, tuple[Change, ...]]:
    """The changes of a history by the path of their volume, `2024/` or `2024/03/`, in order.

    A history that fits on one page is one volume with an empty path.
    """
    if len(changes) <= ONE_PAGE:
        return {"": tuple(changes)}
    years = Counter(change.date.year for change in changes)
    found: dict[str, list[Change]] = {}
    for change in changes:
        day = change.date
        month = f"{day.month:02}/" if years[day.year] > ONE_YEAR else ""
        found.setdefault(f"{day.year:04}/{month}", []).append(change)
    return {volume: tuple(listed) for volume, listed in found.items()}


def is_volume(path: str) -> bool:
    """Whether a path is that of a volume, there or not."""
    return _VOLUME.fullmatch(path) is not None
