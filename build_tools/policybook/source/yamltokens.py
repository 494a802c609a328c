"""YAML text → its tokens, and the comments and blank lines in the gaps between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

BLOCK_STARTS = (yaml.BlockSequenceStartToken, yaml.BlockMappingStartToken)
BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line for libyaml."""

_INDICATORS = re.compile(r"[|>](?=[-0-9]*(?P<keeps>\+?))[-+]?(?P<steps>[1-9]?)")
_ORDER_MARK = "\ufeff"
"""What libyaml skips at the start of any line, and nobody can see."""

_BREAKS = "\r\n\x85\u2028\u2029"
_BLANK = " " + _BREAKS
_HEADER_COMMENT = re.compile(r"[|>][0-9+-]*[ \t]+(#[^\n\r\x85\u2028\u2029]*)")


class Token(NamedTuple):
    """A token of a sound text; `gap` is what stands between the one before and it."""

    kind: type[yaml.Token]
    start: int
    end: int
    column: int
    text: str
    gap: str
    is_block: bool
    """Whether it is a block scalar (`|` or `>`)."""

    @property
    def is_seen(self) -> bool:
        """Whether it has a mark of its own in the text, which the start of a block has not."""
        return self.end > self.start or self.kind is yaml.StreamEndToken


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a sound text, but for the start of the stream."""
    last = 0
    indents: list[int] = []
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        kind = type(token)
        if kind is yaml.StreamStartToken:
            continue
        start, end = token.start_mark.index, token.end_mark.index
        is_block = isinstance(token, yaml.ScalarToken) and token.style in ("|", ">")
        if kind in BLOCK_STARTS:
            indents.append(token.start_mark.column)
        elif kind is yaml.BlockEndToken:
            indents.pop()
        if kind is yaml.StreamEndToken:
            start = end = len(text)
        elif is_block:
            end = _block_end(text, start, end, indents[-1] if indents else 0)
        is_seen = end > start or kind is yaml.StreamEndToken
        gap = text[last:start].replace(_ORDER_MARK, "") if is_seen else ""
        yield Token(kind, start, end, token.start_mark.column, text[start:end], gap, is_block)
        if is_seen:
            last = end


def _block_end(text: str, start: int, end: int, parent: int) -> int:
    """Where a block scalar ends: blank lines after it are its own only if it says so.

    `parent` is the column that an explicit indent counts from. Of what `splitlines` takes for the
    end of a line, a sound text has no more than libyaml knows.
    """
    match = _INDICATORS.match(text, start)
    _, *lines = text[start:end].splitlines(keepends=True)
    if not match or match["keeps"]:
        return end
    filled = next((line for line in lines if line.strip(_BLANK)), None)
    if match["steps"]:
        indent = parent + int(match["steps"])
    else:
        indent = len(filled) - len(filled.lstrip(" ")) if filled else end
    while lines and not lines[-1].strip(_BLANK) and len(lines[-1].rstrip(_BREAKS)) <= indent:
        end -= len(lines.pop())
    return end


def comments(text: str) -> list[str]:
    """The comments of a sound text, in their order."""
    found = []
    for token in tokens(text):
        lines = BREAK.split(token.gap)
        found += [line.strip(" \t") for line in lines if line.strip(" \t")]
        if token.is_block and (match := _HEADER_COMMENT.match(token.text)):
            found.append(match.group(1).rstrip(" \t"))
    return found
