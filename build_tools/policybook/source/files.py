"""One file of the data → a Source, or the problems that keep it from being one."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable
from io import FileIO
from pathlib import Path, PurePosixPath
from weakref import WeakValueDictionary

from policybook.problem import Place, Problem
from policybook.source.flaw import Flaw
from policybook.source.source import Source, Whole, line_and_column, parse

MAX_BYTES = 1 << 20
"""The largest file that is read, in bytes: seven times the largest document AWS publishes."""

_CHUNK = 1 << 14

Parser = Callable[[PurePosixPath, str], tuple[Source | None, list[Flaw]]]
"""What makes a source of a text."""


def read(
    path: Path | str,
    shown: PurePosixPath,
    text: str | None = None,
    *,
    parser: Parser = parse,
    most: int = MAX_BYTES,
) -> tuple[Source | None, list[Problem]]:
    """The source in the file at `path`, which problems call `shown`.

    `text` takes the place of what the file holds; `most` is how many bytes it may have.
    """
    if text is not None:
        return _parsed(shown, text, parser)
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - many are read
            content = content_of(file, most)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        return None, [Problem.of(Place(Whole(shown)), "file-unreadable", message)]
    return taken(content, shown, parser=parser, most=most)


def content_of(file: FileIO, most: int) -> bytes:
    """What a file holds, or more of it than any may hold."""
    size = min(os.fstat(file.fileno()).st_size, most)
    content = file.read(size + 1)
    # Some files have another size than they say.
    while len(content) != size and len(content) <= most and (more := file.read(_CHUNK)):
        content += more
    return content


def taken(
    content: bytes, shown: PurePosixPath, *, parser: Parser = parse, most: int = MAX_BYTES
) -> tuple[Source | None, list[Problem]]:
    """The source in what a file holds, or at least in more of it than any may hold."""
    if len(content) > most:
        message = f"the file has more than {most:,} bytes; policy data stays below"
        return None, [Problem.of(Place(Whole(shown)), "file-too-large", message)]
    text, flaws = _decode(content)
    if flaws:
        return None, [_problem(shown, text, flaw) for flaw in flaws]
    return _parsed(shown, text, parser)


_in_use: WeakValueDictionary[tuple[Parser, PurePosixPath, str], Source] = WeakValueDictionary()
"""The sources that someone has: two states of the data share those of files that are the same."""


def _parsed(shown: PurePosixPath, text: str, parser: Parser) -> tuple[Source | None, list[Problem]]:
    key = (parser, shown, text)
    if known := _in_use.get(key):
        return known, []
    source, flaws = parser(shown, text)
    if source and not flaws:
        _in_use[key] = source
    return source, [_problem(shown, text, flaw) for flaw in flaws]


def _decode(content: bytes) -> tuple[str, list[Flaw]]:
    """The text of a file, and what is wrong with it as text."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "", [Flaw("file-not-utf8", 0, "the file is UTF-16: save it as UTF-8")]
    if content.startswith(codecs.BOM_UTF8):
        message = "the file starts with a byte order mark: save it as UTF-8 without BOM"
        return "", [Flaw("file-byte-order-mark", 0, message)]
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        text = content[: error.start].decode()
        message = f"byte 0x{content[error.start]:02X} is not UTF-8: save the file as UTF-8"
        return text, [Flaw("file-not-utf8", len(text), message)]
    if "\0" in text[:2]:
        return "", [Flaw("file-not-utf8", 0, "the file is UTF-16, or no text: save it as UTF-8")]
    if not text.strip():
        return text, [Flaw("file-empty", 0, "the file is empty: write its data, or remove it")]
    return text, []


def _problem(shown: PurePosixPath, text: str, flaw: Flaw) -> Problem:
    line, column = line_and_column(text, flaw.offset)
    return Problem(shown, line, column, flaw.rule, flaw.message)
