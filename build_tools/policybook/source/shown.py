"""What comes from outside, as a message can show it: short, on one line, free of control codes."""

from __future__ import annotations

from policybook.problem import printable

_LONGEST = 60


def shown(text: str) -> str:
    """A text from the data, shortened."""
    line = printable(text[: _LONGEST + 1])
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 3]}…"


def shown_name(name: str) -> str:
    """The whole name of a file, whatever bytes it has."""
    if name.isprintable():
        return name
    decoded = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(mark if mark.isprintable() else f"\\x{ord(mark):02x}" for mark in decoded)
