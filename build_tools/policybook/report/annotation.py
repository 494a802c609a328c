"""An annotation of GitHub Actions: a workflow command, which says everything on one line.

Some characters are written with % in it (GitHub docs: Workflow commands for GitHub Actions).
"""

from __future__ import annotations

import re

_STARTS = re.compile(r"^\s*(?=::)|##(?=\[)")
"""What a command starts with: `::` at the start of a line, and an old form of it anywhere."""


def annotation(command: str, message: str, **properties: object) -> str:
    """The line of a command such as `warning`, with properties such as its file and line."""
    where = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{command} {where}::{_data(message)}"


def uncommanding(line: str) -> str:
    """A line for the log of GitHub Actions that is no command, whatever it tells of."""
    return _STARTS.sub("\\g<0>\N{REPLACEMENT CHARACTER}", line)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
