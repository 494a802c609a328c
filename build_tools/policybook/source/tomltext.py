"""The settings table of a pyproject.toml → its value, flaws and positions.

The standard library's parser says nothing of positions, so keys are looked up line by line.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from policybook.problem import Pointer
from policybook.source.flaw import Flaw, Span

_TABLE = re.compile(r"[ \t]*\[[ \t]*([\w.\"' \t-]+?)[ \t]*\]", re.ASCII)
_KEY = re.compile(r"[ \t]*([\w.\"'-]+)[ \t]*=[ \t]*", re.ASCII)
_AT = re.compile(r"\(at line ([0-9]+), column ([0-9]+)\)")


def parse(text: str, table: tuple[str, ...]) -> tuple[Any, list[Flaw]]:
    """What `table` holds in a TOML text, None where it is not there, and the flaws of the text."""
    try:
        value: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [_flaw(text, str(error))]
    for name in table:
        value = value.get(name) if isinstance(value, dict) else None
    return value, []


def spans(text: str, table: tuple[str, ...]) -> dict[Pointer, Span]:
    """Where the keys below `table` and their values stand, as far as each has its own line."""
    found: dict[Pointer, Span] = {}
    offset = 0
    here: tuple[str, ...] = ()
    for line in text.splitlines(keepends=True):
        end = offset + len(line.rstrip())
        if match := _TABLE.match(line):
            here = _names(match.group(1))
            if here[: len(table)] == table:
                found.setdefault(here[len(table) :], Span(offset, end, offset))
        elif match := _KEY.match(line):
            path = (*here, *_names(match.group(1)))
            if path[: len(table)] == table:
                start = offset + match.start(1)
                found.setdefault(path[len(table) :], Span(offset + match.end(), end, start))
        offset += len(line)
    return found


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip().strip("\"'") for name in dotted.split("."))


def _flaw(text: str, message: str) -> Flaw:
    where = _AT.search(message)
    offset = len(text.rstrip())
    if where:
        lines = text.splitlines(keepends=True)[: int(where.group(1)) - 1]
        offset = min(sum(map(len, lines)) + int(where.group(2)) - 1, len(text))
    reason = message.partition(" (at ")[0]
    return Flaw("toml-invalid", offset, f"this is not TOML: {reason[:1].lower()}{reason[1:]}")
