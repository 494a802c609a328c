"""YAML texts of every layout, with the value and the comments that were put into them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")

WORDS = ("a", "é", "s3:Get*", "no", "2021-12-07", "1e3", "it's", 'say "x"', "x#y", "0x1F", "a, b")
PLAIN_IN_FLOW = frozenset(WORDS) - {"a, b"}
LINES = ("one", "  two", "", "# three", "four  ", "- five", "a: b")


@dataclass
class YamlText:
    """A text, what it says, and what its author says beside it."""

    text: str
    value: Any
    comments: list[str] = field(default_factory=list)
    keeps_blank_lines: bool = False


@st.composite
def texts(draw: st.DrawFn) -> YamlText:
    writer = _Writer(draw)
    value = writer.mapping(0, 0)
    return YamlText(
        "".join(writer.pieces) + writer.between(0),
        value,
        writer.comments,
        writer.keeps_blank_lines,
    )


TEXTS = texts()


class _Writer:
    """Writes a value that it makes up, each part in a style of its own."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.pieces: list[str] = []
        self.comments: list[str] = []
        self.keeps_blank_lines = False

    def one_of(self, *choices: T) -> T:
        return self.draw(st.sampled_from(choices))

    def comment(self) -> str:
        self.comments.append(f"#{len(self.comments)}")
        return self.comments[-1] + self.one_of("", " ", "  x: [")

    def line_end(self) -> str:
        """The end of a line, perhaps after a comment."""
        comment = " " * self.one_of(1, 4) + self.comment() if self.one_of(0, 0, 1) else ""
        return comment + self.one_of("", " ") + self.one_of("\n", "\n", "\r\n")

    def between(self, column: int) -> str:
        """Blank lines and comments before what starts a line at a column."""
        lines = self.draw(st.lists(st.sampled_from(["blank", "comment"]), max_size=3))
        return "".join(
            self.one_of("", " " * column) + "\n"
            if line == "blank"
            else " " * self.one_of(0, column, column) + self.comment() + "\n"
            for line in lines
        )

    def mapping(self, column: int, depth: int, *, is_inline: bool = False) -> dict[str, Any]:
        keys = self.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True))
        value = {}
        for number, key in enumerate(keys):
            if number or not is_inline:
                self.pieces.append(self.between(column) + " " * column)
            self.pieces.append(self.scalar(key, is_flow=True) + self.one_of("", " ") + ":")
            value[key] = self.value(column, depth, self.one_of(" ", "   "), is_item=False)
        return value

    def sequence(self, column: int, depth: int, *, is_inline: bool = False) -> list[Any]:
        value = []
        for number in range(self.one_of(1, 2, 3)):
            if number or not is_inline:
                self.pieces.append(self.between(column) + " " * column)
            self.pieces.append("-")
            value.append(self.value(column, depth, self.one_of(" ", "   "), is_item=True))
        return value

    def value(self, column: int, depth: int, space: str, *, is_item: bool) -> Any:
        """A value after a `:` or `-` in a block that starts at a column."""
        kinds: list[Callable[[], Any]] = [
            lambda: self.single(space),
            lambda: self.nothing(),
            lambda: self.literal(column, space),
            lambda: self.flow(column, space),
            lambda: self.folded(column, space),
        ]
        if depth < 3:
            inner = column + self.one_of(1, 2, 4)
            kinds.append(lambda: self.below(self.mapping, inner, depth))
            flush = column if not is_item and self.one_of(0, 1) else inner
            kinds.append(lambda: self.below(self.sequence, flush, depth))
            if is_item:
                at = column + 1 + len(space)
                kinds.append(lambda: self.beside(self.mapping, at, depth, space))
                kinds.append(lambda: self.beside(self.sequence, at, depth, space))
        return self.one_of(*kinds)()

    def below(self, write: Callable[[int, int], Any], column: int, depth: int) -> Any:
        self.pieces.append(self.line_end())
        return write(column, depth + 1)

    def beside(self, write: Callable[..., Any], column: int, depth: int, space: str) -> Any:
        self.pieces.append(space)
        return write(column, depth + 1, is_inline=True)

    def nothing(self) -> None:
        self.pieces.append(self.line_end())

    def single(self, space: str) -> Any:
        value = self.one_of(*WORDS, "", None, True, 7, -1.5)
        self.pieces += [space, self.scalar(value), self.line_end()]
        return value

    def scalar(self, value: Any, *, is_flow: bool = False) -> str:
        if not isinstance(value, str):
            return json.dumps(value)
        quoted = "'" + value.replace("'", "''") + "'"
        styles = [json.dumps(value), json.dumps(value, ensure_ascii=False), quoted]
        if value and (value in PLAIN_IN_FLOW or not is_flow):
            styles.append(value)
        return str(self.one_of(*styles))

    def literal(self, column: int, space: str) -> str:
        """A text in `|`, whose first line may be indented if an indent is given."""
        lines = self.draw(st.lists(st.sampled_from(LINES), min_size=1, max_size=4))
        lines = ["first" if not line.strip() else line for line in lines[:1]] + lines[1:]
        step = self.one_of(1, 2, 5)
        chomping = self.one_of("", "-", "+")
        indent = str(step) if lines[0].startswith(" ") or self.one_of(0, 1) else ""
        header = self.one_of(chomping + indent, indent + chomping)
        margin = " " * (column + step)
        self.pieces.append(f"{space}|{header}{self.one_of('', ' ')}\n")
        self.pieces += [margin + line + "\n" if line else "\n" for line in lines]
        text = "".join(line + "\n" for line in lines)
        if chomping == "+":
            self.pieces.append(self.comment() + "\n")  # or else blank lines after it are its own
            self.keeps_blank_lines = True
            return text
        self.keeps_blank_lines |= "\n\n\n" in text.rstrip("\n")
        bare = text.rstrip("\n")
        return bare if chomping == "-" else bare + "\n"

    def folded(self, column: int, space: str) -> str:
        """A text on several lines, plain or in quotes."""
        quote = self.one_of("", "'", '"')
        words = self.draw(st.lists(st.sampled_from(["a", "é", "s3:*"]), min_size=2, max_size=4))
        ends = [self.one_of(" ", "\n") for _ in words[1:]]
        margin = " " * (column + self.one_of(1, 2, 6))
        text = words[0]
        for end, word in zip(ends, words[1:], strict=True):
            text += self.one_of("", " ") + ("\n" if end == " " else "\n\n") + margin + word
        self.pieces += [space, quote, text, quote, self.line_end()]
        return words[0] + "".join(end + word for end, word in zip(ends, words[1:], strict=True))

    def flow(self, column: int, space: str) -> Any:
        """A list or mapping in brackets, on one line or several."""
        is_map = self.one_of(False, True)
        keys = self.draw(st.lists(st.sampled_from(WORDS), max_size=3, unique=True))
        self.pieces += [space, "{" if is_map else "["]
        value: dict[str, Any] = {}
        for number, key in enumerate(keys):
            if number:
                self.pieces.append(self.one_of(",", ", ", " , "))
            if self.one_of(0, 0, 1):
                self.pieces += [self.line_end(), self.between(column + 1), " " * (column + 1)]
            self.pieces.append(self.scalar(key, is_flow=True))
            value[key] = None
            if is_map:
                choices: tuple[Any, ...] = (*WORDS, None, 7, [], ["a"])
                item = self.one_of(*choices)
                value[key] = item
                shown = (
                    json.dumps(item) if isinstance(item, list) else self.scalar(item, is_flow=True)
                )
                self.pieces += [": ", shown]
        if self.one_of(0, 1) and keys:
            self.pieces.append(",")
        if self.one_of(0, 0, 1):
            self.pieces += [self.line_end(), " " * (column + 1)]
        self.pieces += [self.one_of("", " "), "}" if is_map else "]", self.line_end()]
        return value if is_map else list(value)
