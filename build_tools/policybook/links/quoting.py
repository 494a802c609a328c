"""What comes from a site, as a message can show it."""

from __future__ import annotations

from policybook.source.shown import shown
from policybook.words import code


def quoted(text: str) -> str:
    """A text in code marks, shortened, of which it has none itself."""
    return code(shown(text).replace("`", "'"))
