"""Where values stand in a large JSON text, found when they are asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from policybook.problem import Pointer
from policybook.source.flaw import Span

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Spans(Mapping[Pointer, Span]):
    """The places of the values of a sound text.

    Only the collections on the way to a value are looked at, and each of them once: the text may
    have millions of values, and few of them are ever asked for.
    """

    text: str = field(repr=False)
    _members: dict[int, dict[str | int, Span]] = field(default_factory=dict, repr=False)

    def __getitem__(self, pointer: Pointer) -> Span:
        start = self._skip(0)
        span = Span(start, len(self.text.rstrip()))
        for key in pointer:
            span = self.members(span.start)[key]
        return span

    def __iter__(self) -> Iterator[Pointer]:
        """The places of the whole and of what is in it; nothing asks for more."""
        yield ()
        yield from ((key,) for key in self.members(self._skip(0)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def members(self, start: int) -> dict[str | int, Span]:
        """What is in the object or array that starts there; nothing in any other value."""
        if start not in self._members:
            self._members[start] = dict(self._walk(start))
        return self._members[start]

    def _walk(self, start: int) -> Iterator[tuple[str | int, Span]]:
        opening = self.text[start]
        if opening not in "{[":
            return
        at = self._skip(start + 1)
        number = 0
        while self.text[at] not in "}]":
            key: str | int = number
            key_at = None
            if opening == "{":
                key_at = at
                key, at = _DECODER.raw_decode(self.text, at)
                at = self._skip(self._skip(at) + 1)
            _, end = _DECODER.raw_decode(self.text, at)
            yield key, Span(at, end, key_at)
            number += 1
            at = self._skip(end)
            if self.text[at] == ",":
                at = self._skip(at + 1)

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at
