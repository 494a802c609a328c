"""Small things that messages and pages say in more than one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches


def closest(word: str, known: Iterable[str], *, cutoff: float = 0.7) -> str | None:
    """The known word that comes closest, if one comes close."""
    folded = {name.lower(): name for name in known}
    close = get_close_matches(word[:80].lower(), folded, n=1, cutoff=cutoff)
    return folded[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean …?` with the known word that comes closest, or nothing."""
    return meant(closest(word, known))


def meant(word: str | None) -> str:
    """`; did you mean …?` with that word, or nothing."""
    return f"; did you mean `{word}`?" if word else ""


def code(word: str) -> str:
    """A word in code marks."""
    return f"`{word}`"


def some(words: Sequence[str], mark: Callable[[str], str] = code, at_most: int = 3) -> str:
    """The first of the words, each as `mark` makes it stand out, and how many more there are."""
    more = len(words) - at_most
    first = ", ".join(map(mark, words[:at_most]))
    return f"{first} and {more:,} more" if more > 0 else first


def counted(number: int, one: str, many: str) -> str:
    """A number with what it counts."""
    return f"{number:,} {one if number == 1 else many}"
