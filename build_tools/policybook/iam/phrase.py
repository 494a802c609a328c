"""Words of our own about names from the data, which whoever shows them makes safe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from policybook.words import some

Mark = Callable[[str], str]
"""What makes a name safe to show, and stand out."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text with `{}` for each of the lists of names."""

    text: str
    names: tuple[Sequence[str], ...] = ()

    def said(self, mark: Mark, at_most: int = 5) -> str:
        """The text with its names; of many only the first, and how many more there are."""
        return self.text.format(*(some(names, mark, at_most) for names in self.names))
