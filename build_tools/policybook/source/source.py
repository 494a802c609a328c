"""Source: one file of the data, read once, that knows where each of its values stands."""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from io import StringIO
from itertools import accumulate
from pathlib import PurePosixPath
from typing import Any, ClassVar

from policybook.digest import digest
from policybook.problem import Place, Pointer
from policybook.source.flaw import Flaw, Span

_CONFLICT = re.compile(r"(?m)^(?:<{7}|>{7}) ")
"""What git puts around the two sides of what it could not merge."""


@dataclass(frozen=True, eq=False)
class Source:
    """A file's text and the value that it holds.

    With `load` the value is not kept: it is read again from the text where it is asked for.
    """

    path: PurePosixPath
    text: str = field(repr=False)
    value: Any = field(repr=False)
    locate: Callable[[str], Mapping[Pointer, Span]] = field(repr=False)
    load: Callable[[str], Any] | None = field(default=None, repr=False)

    @property
    def data(self) -> Any:
        """The value."""
        return self.load(self.text) if self.load else self.value

    @property
    def top(self) -> Place:
        """The place of the whole value."""
        return Place(self)

    @cached_property
    def digest(self) -> str:
        """The digest of the text."""
        return digest(self.text)

    @property
    def spans(self) -> Mapping[Pointer, Span]:
        """Where each value stands; worked out only when a problem has to be placed."""
        return _located(self)

    def position(self, place: Place) -> tuple[int, int]:
        """Line and column of a place, or of the nearest value around it."""
        pointer = place.pointer
        spans, line_starts = self.spans, _line_starts(self)
        while (span := spans.get(pointer)) is None and pointer:
            pointer = pointer[:-1]
        span = span or Span(0, 0)
        offset = span.start
        if pointer == place.pointer:
            if place.is_key and span.key is not None:
                offset = span.key
            elif place.word:
                found = self.text.find(place.word, span.start, span.end)
                offset = max(found, span.start)
        line = bisect_right(line_starts, offset)
        return line, offset - line_starts[line - 1] + 1


@lru_cache(maxsize=64)
def _located(source: Source) -> Mapping[Pointer, Span]:
    """Where the values of a file stand: kept for a while, since it may have many problems."""
    return source.locate(source.text)


@lru_cache(maxsize=64)
def _line_starts(source: Source) -> Sequence[int]:
    lines = StringIO(source.text + "\n", newline="\n")
    return array("I", accumulate(map(len, lines), initial=0))


@dataclass(frozen=True, slots=True)
class Whole:
    """A folder, or a file that cannot be read: a place in it is the whole of it."""

    path: PurePosixPath
    digest: ClassVar[str] = ""

    def position(self, place: Place) -> tuple[int, int]:  # noqa: ARG002 - as every Origin
        """Its start."""
        return 1, 1


def parse(path: PurePosixPath, text: str) -> tuple[Source | None, list[Flaw]]:
    """The source that `text` makes, as JSON or YAML by the name of its file, and its flaws."""
    # Settings are read where no data is, and need not wait for the languages of data to load.
    from policybook.source import jsontext, yamltext

    language = jsontext if path.suffix == ".json" else yamltext
    data, flaws = language.parse(text)
    if flaws and (mark := _CONFLICT.search(text)):
        # Whatever else there is to say of the text follows from that.
        message = "git could not merge this: keep one side, or both, and remove the marks"
        flaws = [Flaw(flaws[0].rule, mark.start(), message)]
    return (None if flaws else Source(path, text, data, language.spans)), flaws


def parse_lightly(path: PurePosixPath, text: str) -> tuple[Source | None, list[Flaw]]:
    """The source that `text` makes, for JSON without the value, which takes more room."""
    source, flaws = parse(path, text)
    if source and path.suffix == ".json":
        source = replace(source, value=None, load=json.loads)
    return source, flaws


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Where an offset stands, both counted from 1, columns in characters."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
