"""Where the values of a JSON text stand.

What leads to a place is looked at, and what stands beside it is skipped by the standard library's
parser, which is much faster than a look at every mark.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policybook.problem import Pointer
from policybook.source.flaw import Span

_SPACE = re.compile(r"[ \t\r\n]*")
_COMMA = re.compile(r"[ \t\r\n]*,?[ \t\r\n]*")
_TEXT = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_COLON = re.compile(r"[ \t\r\n]*:[ \t\r\n]*")
_DECODER = json.JSONDecoder()


class Places(Mapping[Pointer, Span]):
    """The places in a sound text: each object and array is looked through once, if at all."""

    def __init__(self, text: str) -> None:
        start = _end(_SPACE, text, 0)
        self._whole = _Value(text, Span(start, len(text.rstrip())))

    def __getitem__(self, pointer: Pointer) -> Span:
        value = self._whole
        for key in pointer:
            value = value.inner[key]
        return value.span

    def __iter__(self) -> Iterator[Pointer]:
        found: list[tuple[Pointer, _Value]] = [((), self._whole)]
        for pointer, value in found:
            yield pointer
            found += (((*pointer, key), part) for key, part in value.inner.items())

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(slots=True)
class _Value:
    """A value of a text, and what is in it, if that was asked for."""

    text: str
    span: Span
    known: Mapping[str | int, _Value] | None = None

    @property
    def inner(self) -> Mapping[str | int, _Value]:
        """The values in an object or array."""
        if self.known is None:
            self.known = dict(_parts(self.text, self.span.start))
        return self.known


def _parts(text: str, start: int) -> Iterator[tuple[str | int, _Value]]:
    """The values in the object or array at `start`; none in anything else."""
    opening = text[start]
    if opening not in "{[":
        return
    at = _end(_SPACE, text, start + 1)
    number = 0
    while text[at] not in "}]":
        key: str | int = number
        key_at = None
        if opening == "{":
            key_at, end = at, _end(_TEXT, text, at)
            key = json.loads(text[at:end])
            at = _end(_COLON, text, end)
        end = _value_end(text, at)
        yield key, _Value(text, Span(at, end, key_at))
        at = _end(_COMMA, text, end)
        number += 1


def _value_end(text: str, start: int) -> int:
    if text[start] == '"':
        return _end(_TEXT, text, start)
    return _DECODER.raw_decode(text, start)[1]


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    """The end of what a pattern matches; `start` where it does not."""
    match = pattern.match(text, start)
    return match.end() if match else start
