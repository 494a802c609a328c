"""Whether someone is at the other end."""

from __future__ import annotations

from typing import TextIO


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal; one that is closed, which Python has as None, is not."""
    return stream is not None and stream.isatty()
