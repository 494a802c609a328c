"""Where in a text addresses stand that are known to be in it."""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple, cast

from policybook.links import reading
from policybook.links.decoding import decoded
from policybook.links.reading import Element
from policybook.links.reference import Role, Use
from policybook.links.slots import ATTRIBUTES, STYLE
from policybook.source.shown import shown

_COUNTED = 0xFFFF
"""The last line that the parser counts: it says of what stands below that it stands there."""

_TRIES = 100
"""How often a text is looked for on its own before one within a longer word is taken."""

_LONG = 200
"""How much of a value is looked at to know it again."""

_SEVERAL = 50
"""How many pieces of the text of a link are looked at."""

_AROUND = frozenset("\"'`=()<>,; \t\n\r")
_ATTRIBUTE = re.compile(
    rf"(?<![^\s/\"'])({'|'.join(map(re.escape, sorted(ATTRIBUTES)))})\s*=\s*"
    r"(?:\"([^\"]*)\"|'([^']*)'|([^\s>]*))",
    re.IGNORECASE,
)


class Spot(NamedTuple):
    """Where an address stands, and what readers see of it if it is that of a link."""

    line: int
    column: int
    text: str = ""


class Text:
    """A text that is searched as it is."""

    source = ""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def spots(self, use: Use, line: int) -> Iterator[Spot]:
        """Where an address stands, at a line or the first time below it."""
        offset = self._found(use.target, line)
        if offset is not None:
            yield self._spot(offset)

    def _found(self, target: str, line: int) -> int | None:
        start = self.starts[min(max(line, 1), len(self.starts)) - 1]
        escaped = html.escape(target)
        forms = dict.fromkeys((target, escaped, html.escape(escaped))) if target else ()
        found = [offset for form in forms if (offset := self._alone(form, start)) >= 0]
        return min(found, default=None)

    def _alone(self, form: str, start: int) -> int:
        """The offset of a text, where it is no part of a longer word if it ever is none."""
        first = offset = self.text.find(form, start)
        for _ in range(_TRIES):
            if offset < 0:
                break
            end = offset + len(form)
            if _AROUND.issuperset(
                (*self.text[max(offset - 1, 0) : offset], *self.text[end : end + 1])
            ):
                return offset
            offset = self.text.find(form, offset + 1)
        return first

    def _spot(self, offset: int, text: str = "") -> Spot:
        line = bisect_right(self.starts, offset)
        return Spot(line, offset - self.starts[line - 1] + 1, text)


class PageText(Text):
    """A page, whose elements say in which line their tags end."""

    def __init__(self, content: bytes) -> None:
        super().__init__(decoded(content)[0])
        self.markup = reading.parse(content)
        self.source = reading.source(self.markup)

    def spots(self, use: Use, line: int) -> Iterator[Spot]:  # noqa: ARG002 - as any text
        """Where an address stands, for each of the elements that have it."""
        yield from reversed([*self._backwards(use)])

    def _backwards(self, use: Use) -> Iterator[Spot]:
        name = use.slot.attribute
        passed: Counter[tuple[str, int]] = Counter()
        for element in reversed(self._elements(use)):
            end = cast("int", element.sourceline or 1)
            if use.slot is STYLE:
                offset = self._found(use.target, end)
            else:
                value = (element.get(name) or "")[:_LONG]
                offset = self._attribute(name, value, end, passed[value, end])
                passed[value, end] += 1
            text = _words(element) if use.slot.noun == "link" else ""
            yield Spot(end, 1, text) if offset is None else self._spot(offset, text)

    def _elements(self, use: Use) -> Sequence[Element]:
        if use.slot.role is Role.ANCHOR:
            return reading.repeats(self.markup, use.target)
        return self._having.get(use, ())

    def _attribute(self, name: str, value: str, end: int, passed: int) -> int | None:
        """The offset of the last attribute down to a line, but for some that were passed."""
        offsets = self._offsets.get((name, value), ())
        is_counted = end < min(_COUNTED, len(self.starts))
        last = bisect_left(offsets, self.starts[end] if is_counted else len(self.text)) - 1
        return offsets[last - passed] if last >= passed else None

    @cached_property
    def _having(self) -> Mapping[Use, Sequence[Element]]:
        """The elements that have each use, in their order."""
        having: defaultdict[Use, list[Element]] = defaultdict(list)
        for use, element in reading.uses(self.markup):
            if not having[use] or having[use][-1] is not element:
                having[use].append(element)
        return having

    @cached_property
    def _offsets(self) -> Mapping[tuple[str, str], Sequence[int]]:
        """Where attributes stand, by name and value, in their order; some may be in comments."""
        found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for match in _ATTRIBUTE.finditer(self.text):
            value = match[2] or match[3] or match[4] or ""
            start = html.unescape(value[: 10 * _LONG])[:_LONG]
            found[match[1].lower(), start].append(match.start())
        return found


def _words(element: Element) -> str:
    """What readers see of a link."""
    pieces = map(str, islice(element.itertext(), _SEVERAL))
    words = " ".join("".join(pieces).split())
    return shown(words or element.get("aria-label") or element.get("title") or "")
