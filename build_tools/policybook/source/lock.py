"""anchors.lock: every address that a site has published, one a line.

An address starts at the root of the site. What was published by mistake, so that nobody needs
it any more, has ` gone: ` and the reason behind it. Lines that start with `# ` are comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from policybook.problem import Pointer, Problem
from policybook.source import files
from policybook.source.flaw import UNFIT, Flaw, Span
from policybook.source.source import Source

MAX_BYTES = 1 << 25
"""The largest file that is read, in bytes: seven times what all AWS managed policies need."""

_LINE = re.compile(
    r"(?P<address>/(?:[\w+=,.@-]+/)*(?:#[\w+=,.@:-]+)?)(?: +gone: +(?P<gone>\S.*?))?\s*", re.ASCII
)
_HEAD = """\
# Every page and anchor that the site has published. `policybook anchors` adds what is new; no
# line is taken out, since links lead there. What was published by mistake is marked at the end
# of its line: gone: why nobody needs it.
"""


class Entry(NamedTuple):
    """An address, the number of its line, and why it is gone for good, if it is."""

    line: int
    address: str
    gone: str | None = None


def read(
    path: Path, shown: PurePosixPath, text: str | None = None
) -> tuple[Source | None, list[Problem]]:
    """The source in the file at `path`, as `files.read` gives that of any other file."""

    def parser(shown: PurePosixPath, text: str) -> tuple[Source | None, list[Flaw]]:
        entries, flaws = parse(text)
        return (None if flaws else Source(shown, text, entries, spans)), flaws

    return files.read(path, shown, text, parser=parser, most=MAX_BYTES)


def parse(text: str) -> tuple[list[Entry], list[Flaw]]:
    """The entries of a text in their order, and the flaws of its lines."""
    entries: list[Entry] = []
    flaws: list[Flaw] = []
    for number, offset, line in _lines(text):
        match = _LINE.fullmatch(line)
        if match is None or UNFIT.search(line):
            message = "this is no address of the site: run `policybook anchors` to write the file"
            flaws.append(Flaw("lock-invalid", offset, message))
        else:
            entries.append(Entry(number, match["address"], match["gone"]))
    return entries, flaws


def spans(text: str) -> dict[Pointer, Span]:
    """Where each entry stands, by its index."""
    return {
        (index,): Span(offset, offset + len(line))
        for index, (_, offset, line) in enumerate(_lines(text))
    }


def written(entries: Iterable[Entry]) -> str:
    """The text of the file, each address once, sorted; a mark that it is gone is kept."""
    gone: dict[str, str | None] = {}
    for entry in entries:
        gone[entry.address] = gone.get(entry.address) or entry.gone
    lines = (
        f"{address} gone: {reason}\n" if reason else f"{address}\n"
        for address, reason in sorted(gone.items())
    )
    return _HEAD + "".join(lines)


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """The number, the offset and the text of each line that is neither blank nor a comment."""
    offset = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            yield number, offset, line
        offset += len(line) + 1
