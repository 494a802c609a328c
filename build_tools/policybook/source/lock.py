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
    r"(?P<address>/(?:(?!\.)[\w+=,.@-]+/)*(?:#[\w+=,.@:-]+)?)"
    r"(?: +gone: +(?P<gone>\S.*))?\s*",
    re.ASCII,
)
_MERGED = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_HEAD = """\
# Every page and anchor that the site has published. `policybook anchors` adds what is new; no
# published line is taken out, since links lead there. What was published by mistake is marked
# at the end of its line: gone: why nobody needs it.
"""


class Entry(NamedTuple):
    """An address, the number of its line, and why it is gone for good, if it is."""

    line: int
    address: str
    gone: str | None = None


def read(
    path: Path | str, shown: PurePosixPath, text: str | None = None
) -> tuple[Source | None, list[Problem]]:
    """The source in the file at `path`, as `files.read` gives that of any other file.

    Lines that are no addresses are left out of it.
    """

    def parser(shown: PurePosixPath, text: str) -> tuple[Source | None, list[Flaw]]:
        entries, flaws = parse(text)
        return Source(shown, text, entries, spans), flaws

    return files.read(path, shown, text, parser=parser, most=MAX_BYTES)


def parse(text: str) -> tuple[list[Entry], list[Flaw]]:
    """The entries of a text in their order, and the flaws of its lines, one for all of a merge."""
    entries: list[Entry] = []
    flaws: list[Flaw] = []
    is_merged = False
    for number, offset, line in _lines(text):
        if match := _match(line):
            gone = match["gone"]
            entries.append(Entry(number, match["address"], gone.rstrip() if gone else None))
        elif not (line.startswith(_MERGED) and is_merged):
            is_merged = is_merged or line.startswith(_MERGED)
            flaws.append(Flaw("lock-invalid", offset, _fault(line)))
    return entries, flaws


def merged(text: str) -> str:
    """A text without the marks that git leaves where it could not merge: both sides stay."""
    lines = text.split("\n")
    return "\n".join(line for line in lines if not line.startswith(_MERGED))


def _match(line: str) -> re.Match[str] | None:
    return None if UNFIT.search(line) else _LINE.fullmatch(line)


def _fault(line: str) -> str:
    if line.startswith(_MERGED):
        return "git could not merge this: run `policybook anchors`, which keeps both sides"
    return "this is no address of the site, such as `/storage/#anchor`: mend or remove the line"


def spans(text: str) -> dict[Pointer, Span]:
    """Where each entry stands, by its index."""
    entries = ((offset, line) for _, offset, line in _lines(text) if _match(line))
    return {
        (index,): Span(offset, offset + len(line)) for index, (offset, line) in enumerate(entries)
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
