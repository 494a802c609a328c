"""What was read before, to be taken again as long as files and folders are the same.

Whether one is the same is told by its sign. What changed a moment ago is read again.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from policybook.problem import Problem
from policybook.source.sign import Sign, is_settled, sign

T = TypeVar("T")

Result = tuple[T, list[Problem]]
"""What comes of reading, and what was wrong with it."""


class Shelf:
    """What was read of a folder and its files, and what was made of it."""

    def __init__(self) -> None:
        self.is_settled = True
        """Whether what was read can change in no way that is not seen where it is."""
        self._kept: dict[str, _Kept] = {}
        self._before: dict[str, _Kept] = {}
        self._whole: Result[Any] | None = None

    def again(self) -> Result[Any] | None:
        """What was made of the folder, if nothing that was read for it has changed."""
        is_same = self._whole and all(
            kept.sign == _sign(location) for location, kept in self._kept.items()
        )
        return self._whole if is_same else None

    def start(self) -> None:
        """Forget what is not read again from now on."""
        self._before, self._kept, self._whole = self._kept, {}, None
        self.is_settled = True

    def read(self, location: str, look: Callable[[], Result[T]]) -> Result[T]:
        """What `look` finds in a file or folder, or found there before."""
        now = _sign(location)
        kept = self._before.get(location)
        if kept is None or kept.sign != now:
            # What changed during the look has another sign afterwards.
            kept = _Kept(now if is_settled(now) else _CHANGING, look())
        self._kept[location] = kept
        self.is_settled = self.is_settled and kept.sign is not _CHANGING
        return kept.result

    def doubt(self, location: str) -> None:
        """Read something anew the next time, since it depends on more than itself."""
        self._kept[location] = self._kept[location]._replace(sign=_CHANGING)
        self.is_settled = False

    def keep(self, whole: Result[T]) -> Result[T]:
        """Keep what was made of all that was read since the start."""
        self._whole = whole
        return whole


class NoShelf(Shelf):
    """A shelf for who reads a folder once: nothing is kept."""

    def again(self) -> None:
        """Nothing."""

    def start(self) -> None:
        """Do nothing."""

    def read(self, location: str, look: Callable[[], Result[T]]) -> Result[T]:  # noqa: ARG002
        """What `look` finds."""
        return look()

    def doubt(self, location: str) -> None:
        """Do nothing."""

    def keep(self, whole: Result[T]) -> Result[T]:
        """Do nothing with it."""
        return whole


class _Kept(NamedTuple):
    sign: Sign
    result: Result[Any]


_CHANGING: Sign = (-1, -1, -1, -1)
"""The sign of what may change without another one."""


def _sign(location: str) -> Sign:
    try:
        return sign(os.stat(location))  # noqa: PTH116 - a Path for each takes longer
    except OSError:
        return 0, 0, 0, 0
