"""Small things that messages and pages say in more than one place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean …?` with the known word that comes closest, or nothing."""
    folded = {name.lower(): name for name in known}
    close = get_close_matches(word[:80].lower(), folded, n=1, cutoff=0.7)
    return f"; did you mean `{folded[close[0]]}`?" if close else ""


def some(words: Sequence[str]) -> str:
    """Up to three of the words in code marks, and how many more there are."""
    shown = ", ".join(f"`{word}`" for word in words[:3])
    return shown + (f" and {len(words) - 3} more" if len(words) > 3 else "")
