"""Where in its file something stands, looked up only for what is told."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import cast

from policybook.links import reading
from policybook.links.decoding import decoded
from policybook.links.files import PAGES
from policybook.links.reading import Element
from policybook.links.reference import Reference, Role, Standing, Use
from policybook.links.slots import STYLE
from policybook.source.shown import shown
from policybook.source.source import line_and_column

_FAR = 200
"""How many lines a tag may have for its attributes to be found."""

_COUNTED = 0xFFFF
"""The last line that the parser counts: it says of what stands below that it stands there."""

_LONG = 200
"""How much of an address is looked for."""

_SEVERAL = 50
"""How many pieces of the text of a link are looked at."""

_WRITTEN = {
    "&": "&(?:(?:amp|#38|#x26);)*",
    '"': '(?:\\\\?"|&(?:amp;)*(?:quot|#34);)',
    "'": "(?:'|&(?:amp;)*(?:apos|#39|#x27);)",
    "<": "(?:<|&(?:amp;)*lt;)",
    ">": "(?:>|&(?:amp;)*gt;)",
    "/": r"\\?/",
}
"""How HTML, XML and JSON write marks that mean something to them."""

_BEFORE = r"(?<![^\s\"'`=(>,])"
_BEHIND = r"(?![^\s\"'`)<>,;])"


def references(root: Path, standings: Iterable[Standing]) -> Mapping[Standing, Sequence[Reference]]:
    """Each place at which something stands, one at least; every file is read once."""
    wanted: defaultdict[PurePosixPath, list[Standing]] = defaultdict(list)
    found: dict[Standing, Sequence[Reference]] = {}
    for standing in dict.fromkeys(standings):
        place = Reference(standing.file, max(standing.line, 1), standing.column, standing.use)
        found[standing] = [place]
        if standing.use and not standing.line:
            wanted[standing.file].append(standing)
    for file, here in wanted.items():
        uses = {standing.use: standing for standing in here if standing.use}
        for use, places in _in_file(root / file, file, uses).items():
            if places:
                found[uses[use]] = places
    return found


def _in_file(
    path: Path, file: PurePosixPath, uses: Iterable[Use]
) -> Mapping[Use, Sequence[Reference]]:
    try:
        content = path.read_bytes()
    except OSError:
        return {}
    look = _in_page if file.suffix.lower() in PAGES else _in_text
    return look(content, file, uses)


def _in_page(
    content: bytes, file: PurePosixPath, uses: Iterable[Use]
) -> Mapping[Use, Sequence[Reference]]:
    markup = reading.parse(content)
    lines = decoded(content)[0].split("\n")
    elements: dict[Use, list[Element]] = {use: [] for use in uses}
    for use, element in reading.uses(markup):
        if use in elements:
            elements[use].append(element)
    for use, having in elements.items():
        if use.slot.role is Role.ANCHOR:
            having += reading.repeats(markup, use.target)
    return {use: [*_placed(file, use, having, lines)] for use, having in elements.items()}


def _placed(
    file: PurePosixPath, use: Use, elements: Sequence[Element], lines: Sequence[str]
) -> Iterator[Reference]:
    """Where a use stands in a page, for each of the elements that have it."""
    pattern = _attribute(use)
    before: defaultdict[int, int] = defaultdict(int)
    for element in elements:
        end = cast("int", element.sourceline or 1)
        line, column = end, 1
        for near in _near(end, use, len(lines)):
            if columns := [match.start() + 1 for match in pattern.finditer(lines[near - 1])]:
                line, column = near, columns[min(before[end], len(columns) - 1)]
                break
        before[end] += 1
        yield Reference(file, line, column, use, _text(element) if use.slot.noun == "link" else "")


def _near(end: int, use: Use, count: int) -> Iterable[int]:
    """The lines that may have a use whose tag ends in a line, the likeliest first."""
    if use.slot is STYLE or end >= _COUNTED:
        return range(end, count + 1)
    return range(min(end, count), max(end - _FAR, 0), -1)


def _in_text(
    content: bytes, file: PurePosixPath, uses: Iterable[Use]
) -> Mapping[Use, Sequence[Reference]]:
    text = content.decode("utf-8", "replace")
    found: dict[Use, Sequence[Reference]] = {}
    for use in uses:
        match = re.search(f"{_BEFORE}{_form(use.target)}{_BEHIND}", text) if use.target else None
        line, column = line_and_column(text, match.start()) if match else (1, 1)
        found[use] = [Reference(file, line, column, use)]
    return found


def _attribute(use: Use) -> re.Pattern[str]:
    """What finds an address in a tag, from the name of its attribute on."""
    form, name = _form(use.target), re.escape(use.slot.attribute)
    if name in ("", "style", "srcset", "imagesrcset", "content") and use.target:
        within = rf"(?i:{name})\s*=\s*(?:\"[^\"]*?|'[^']*?)" if name else ""
        return re.compile(f"{within}{_BEFORE}{form}")
    rest = "" if len(use.target) > _LONG else r"\s*"
    ends = ("", "", "") if len(use.target) > _LONG else ('"', "'", r"(?=[\s>])")
    quoted = rf"\"\s*{form}{rest}{ends[0]}|'\s*{form}{rest}{ends[1]}"
    bare = rf"{form}{ends[2]}" if use.target else r"(?![^\s>])"
    value = rf"\s*=\s*(?:{quoted}|{bare})"
    empty = "" if use.target else "?"
    return re.compile(rf"(?<![\w:-])(?i:{name})(?:{value}){empty}")


def _form(target: str) -> str:
    """What finds an address, however the marks in it are written."""
    return "".join(_WRITTEN.get(mark, re.escape(mark)) for mark in target[:_LONG])


def _text(element: Element) -> str:
    """What readers see of a link."""
    pieces = map(str, islice(element.itertext(), _SEVERAL))
    words = " ".join("".join(pieces).split())
    return shown(words or element.get("aria-label") or element.get("title") or "")
