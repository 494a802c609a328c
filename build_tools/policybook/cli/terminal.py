"""Whether someone is at the other end."""

from __future__ import annotations

import os
from typing import TextIO


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal; one that is closed, which Python has as None, is not."""
    return stream is not None and stream.isatty()


def is_plain() -> bool:
    """Whether a terminal should get text alone (https://no-color.org)."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
