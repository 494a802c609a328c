"""Words of our own about names from the data, which whoever shows them makes safe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Mark = Callable[[str], str]
"""What makes a name safe to show, and stand out."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text with `{}` for each of the lists of names."""

    text: str
    names: tuple[Sequence[str], ...] = ()

    def said(self, mark: Mark, at_most: int = 5) -> str:
        """The text with its names; of many only the first, and how many more there are."""
        return self.text.format(*(_row(names, mark, at_most) for names in self.names))


def _row(names: Sequence[str], mark: Mark, at_most: int) -> str:
    more = len(names) - at_most
    shown = ", ".join(map(mark, names[:at_most]))
    return f"{shown} and {more:,} more" if more > 0 else shown
