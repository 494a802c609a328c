"""The lines of an outline of what differs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from policybook.iam.phrase import Phrase

_MOST = 40
"""How many lines of a kind are shown; JSON has them all."""


class Mark(Enum):
    """What happened to something: a sign, and the word for it."""

    PLAIN = "", ""
    ADDED = "+", "added"
    REMOVED = "-", "removed"
    WIDENED = ">", "wider"
    NARROWED = "<", "narrower"
    CHANGED = "~", "changed"
    RENAMED = "~", "renamed"
    CALLOUT = "!", "look at this"

    @property
    def sign(self) -> str:
        """One character."""
        return self.value[0]

    @property
    def word(self) -> str:
        """The word."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Item:
    """A line with those below it; `note` is our own words only."""

    mark: Mark
    phrase: Phrase
    note: str = ""
    items: tuple[Item, ...] = ()


def cut(items: Iterable[Item]) -> tuple[Item, ...]:
    """The first items, and how many there are beyond them."""
    found = tuple(items)
    more = len(found) - _MOST
    if more <= 0:
        return found
    return (*found[:_MOST], Item(Mark.PLAIN, Phrase(f"and {more:,} more")))
