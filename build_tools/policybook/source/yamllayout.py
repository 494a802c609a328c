"""YAML text → the same text, laid out the canonical way.

Only white space between tokens and at the ends of lines changes, so that comments, quotes, the
lines of a text and the order of everything stay as they are written. A parser that writes its
values anew would join the lines of a text and drop comments in a flow list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import yaml

from policybook.source.yamltokens import BLOCK_STARTS, BREAK, Token, tokens
from policybook.source.yamlwriting import STEP

_OPENING = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken)
_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)
_DOCUMENT = (yaml.DocumentStartToken, yaml.DocumentEndToken, yaml.DirectiveToken)
_AT_LEVEL = (
    yaml.BlockEntryToken,
    yaml.KeyToken,
    yaml.ValueToken,
    yaml.StreamEndToken,
    *_DOCUMENT,
)
_HEADER = re.compile(r"([|>])([1-9]?)([+-]?)([1-9]?)([ \t]+#.*)?")


class _Level(NamedTuple):
    """A mapping or list that is open: the column that it stood in, and the one it gets.

    A list may stand in the column of the key that it belongs to; it has no token of its own then.
    """

    old: int
    new: int
    is_list: bool
    is_flush: bool = False


def laid_out(text: str) -> str:
    """A sound text with canonical white space."""
    layout = _Layout()
    for token in tokens(text):
        layout.take(token)
    return "".join(layout.pieces)


class _Layout:
    """Takes tokens one by one; `pieces` are the text that comes of them.

    `opened` is a block whose first mark is to come, `after_key_mark` says that a key is. `flow` is
    how deep the last token stands in flow collections, `flow_base` the column where these end.
    """

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.column = 0
        self.levels: list[_Level] = []
        self.levels_before: Sequence[_Level] = ()
        self.opened: type[yaml.Token] | None = None
        self.after_key_mark = False
        self.last: type[yaml.Token] | None = None
        self.flow = 0
        self.flow_base = 0

    def put(self, text: str) -> None:
        if text:
            self.pieces.append(text)
            last = text.rpartition("\n")[2]
            self.column = len(last) if "\n" in text else self.column + len(text)

    def take(self, token: Token) -> None:
        if token.kind in BLOCK_STARTS:
            self.opened = token.kind
        elif token.kind is yaml.BlockEndToken:
            self._close_flush()
            self.levels.pop()
        else:
            if token.kind is yaml.KeyToken and not self.flow and not self.opened:
                self._close_flush()
            if token.is_seen:
                self._seen(token)
            else:
                self.after_key_mark = token.kind is yaml.KeyToken

    def _close_flush(self) -> None:
        if self.levels and self.levels[-1].is_flush:
            self.levels.pop()

    def _seen(self, token: Token) -> None:
        if token.kind in _CLOSING:
            self.flow -= 1
        if token.kind is yaml.BlockEntryToken and not self.opened and not self.levels[-1].is_list:
            above = self.levels[-1]
            self.levels.append(_Level(token.column, above.new + STEP, True, True))
        indent = self._indent(token)
        starts_line = self._gap(token, indent)
        if starts_line and token.kind is not yaml.StreamEndToken:
            self.put(" " * indent)
        if self.opened:  # on the line of another mark, a block stands where it happens to
            is_list = self.opened is yaml.BlockSequenceStartToken
            self.levels.append(_Level(token.column, self.column, is_list))
        if token.kind in _OPENING:
            if not self.flow:
                self.flow_base = self._flow_base(indent if starts_line else None)
            self.flow += 1
        self.put(self._text(token))
        self.opened = None
        self.after_key_mark = False
        self.last = token.kind
        self.levels_before = tuple(self.levels)

    def _inner(self) -> int:
        """The column for what belongs to the innermost level and starts a line."""
        return self.levels[-1].new + STEP if self.levels else 0

    def _flow_base(self, indent: int | None) -> int:
        """The column of the line that ends a flow collection."""
        if indent is not None or not self.levels:
            return indent or 0
        level = self.levels[-1]
        return level.new + STEP if level.is_list else level.new

    def _indent(self, token: Token) -> int:
        """The column of a token that starts a line."""
        if token.kind in _DOCUMENT:
            return 0
        if self.flow or token.kind in _CLOSING:
            return self.flow_base + STEP * self.flow
        if not self.opened and self._is_at_level(token):
            return self.levels[-1].new if self.levels else 0
        return self._inner()

    def _is_at_level(self, token: Token) -> bool:
        return self.after_key_mark or token.kind in _AT_LEVEL

    def _gap(self, token: Token, indent: int) -> bool:
        """Write what stands before a token; True if the token starts a line."""
        lines = BREAK.split(token.gap)
        is_value = bool(self.opened) or not self._is_at_level(token)
        if self.last is yaml.BlockEntryToken and is_value and not token.gap.strip():
            lines = lines[:1]
        is_first = not self.pieces
        starts_line = is_first or self.column == 0
        if not starts_line:
            before = lines.pop(0)
            if comment := before.strip(" \t"):
                space = before[: before.index("#")]
                self.put((space if space and "\t" not in space else "  ") + comment)
            elif not lines and token.kind is not yaml.StreamEndToken:
                self.put(self._space(token))
                return False
            self.put("\n")
        is_blank = False
        indentation = lines.pop() if lines else ""
        if token.kind is yaml.StreamEndToken:
            lines.append(indentation)
        for line in lines:
            if comment := line.strip(" \t"):
                column = self._comment_column(line.index("#"), token, indent)
                self.put("\n" * (is_blank and not is_first) + " " * column + comment + "\n")
                is_blank = is_first = False
            else:
                is_blank = True
        if is_blank and not is_first and token.kind is not yaml.StreamEndToken:
            self.put("\n")
        return True

    def _comment_column(self, old: int, token: Token, indent: int) -> int:
        """The column of a comment that stood at `old`: with what it stood with, else the next."""
        if self.flow or token.kind in _CLOSING:
            return self.flow_base + STEP * (self.flow + (token.kind in _CLOSING))
        if token.kind is not yaml.StreamEndToken and token.column == old:
            return indent
        for level in reversed(self.levels_before):
            if level.old == old:
                return level.new
        if token.kind is not yaml.StreamEndToken:
            return indent
        return max((level.new for level in self.levels_before if level.old <= old), default=0)

    def _space(self, token: Token) -> str:
        if self.last in _OPENING or token.kind in (yaml.ValueToken, *_CLOSING):
            return " " if self.last is yaml.ValueToken else ""
        return "" if token.kind is yaml.FlowEntryToken and self.last is not yaml.ValueToken else " "

    def _text(self, token: Token) -> str:
        if token.is_block:
            return self._block_scalar(token.text)
        first, *rest = BREAK.split(token.text)
        if not rest:
            return first
        ends = [*map(_plain, BREAK.findall(token.text)), ""]
        indent = " " * (self.flow_base + STEP * self.flow if self.flow else self._inner() or STEP)
        lines = [_without_end(first, is_last=False)]
        for number, line in enumerate(rest, 1):
            text = _without_end(line.lstrip(" \t"), is_last=number == len(rest))
            lines.append(indent + text if text else "")
        return "".join(line + end for line, end in zip(lines, ends, strict=True))

    def _block_scalar(self, text: str) -> str:
        """A text in `|` or `>`, moved as a whole: what it has beyond its indent is its own."""
        first, *rest = BREAK.split(text)
        ends = [*map(_plain, BREAK.findall(text)), ""]
        match = _HEADER.match(first)
        if not match:
            return text
        style, before, chomping, after, comment = match.groups()
        steps = before or after
        if rest and rest[-1]:
            chomping = "-"  # libyaml gives a text no newline where the file has none
            ends.insert(-1, "\n")
            rest.append("")
        if steps:
            old = int(steps) + max((x.old for x in self.levels if not x.is_flush), default=0)
        else:
            old = next((len(x) - len(x.lstrip(" ")) for x in rest if x.strip(" ")), len(text))
        base = self.levels[-1].new if self.levels else 0
        indent = " " * (base + int(steps or STEP))
        lines = [style + steps + chomping + (comment or "").rstrip(" \t")]
        lines += [indent + line[old:] if len(line) > old else "" for line in rest]
        return "".join(line + end for line, end in zip(lines, ends, strict=True))


def _plain(end: str) -> str:
    """The end of a line as it is written: a line feed, but for ends that a text keeps."""
    return end if end in ("\u2028", "\u2029") else "\n"


def _without_end(line: str, *, is_last: bool) -> str:
    """A line of a text without the white space at its end, but for an escaped space."""
    if is_last:
        return line
    bare = line.rstrip(" \t")
    escapes = len(bare) - len(bare.rstrip("\\"))
    return line[: len(bare) + 1] if escapes % 2 and len(bare) < len(line) else bare
