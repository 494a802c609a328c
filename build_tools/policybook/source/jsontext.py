"""JSON text → value, flaws and positions.

The standard library's parser does the work on good text. The scanner here runs only on bad
text, to say exactly what is wrong and where.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from policybook.source.flaw import MAX_DEPTH, UNFIT, Flaw
from policybook.source.jsonfault import WORD, cut_short, foreign, no_comma, no_string
from policybook.source.jsonplaces import Places
from policybook.source.shown import shown

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(
    r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"',
)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_SUSPECT = re.compile(r"\\u(?:[def]|00[01])|[\ue000-\uf8ff\ufffe\uffff]", re.IGNORECASE)
"""What a text has in it if one of its strings may have a character that is refused."""

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LONGEST_NUMBER = 40


def parse(text: str) -> tuple[Any, list[Flaw]]:
    """The value that `text` holds, and its flaws; the value is None where there are any."""
    try:
        value = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_refuse,
            parse_int=lambda number: int(_sized(number)),
            parse_float=lambda number: float(_sized(number)),
        )
        sound = not is_deep(value) and not _is_suspect(text)
    except (ValueError, RecursionError):
        sound = False
    if sound:
        return value, []
    flaws = scan(text)
    return (None, flaws) if flaws else (value, [])


def spans(text: str) -> Places:
    """Where each value of a sound text stands."""
    return Places(text)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key stands twice")
    return value


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not JSON")


def _sized(number: str) -> str:
    if _is_huge(number):
        raise ValueError("number out of range")
    return number


def _is_huge(number: str) -> bool:
    return len(number) > _LONGEST_NUMBER or math.isinf(float(number))


def _is_suspect(text: str) -> bool:
    """Whether a string may have a character that is refused; plain texts are told fast."""
    is_plain = text.isascii() and "\\u" not in text
    return not is_plain and _SUSPECT.search(text) is not None


def is_deep(value: Any) -> bool:
    """Whether values are nested deeper than in any data file."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for node in level
            if isinstance(node, (dict, list))
            for child in (node.values() if isinstance(node, dict) else node)
        ]
        if not level:
            return False
    return True


@dataclass(slots=True)
class _Frame:
    """An object or array that is open; `comma` is one that still waits for its value."""

    start: int
    is_object: bool
    count: int = 0
    comma: int | None = None
    keys: set[str] = field(default_factory=set)

    @property
    def closing(self) -> str:
        return "}" if self.is_object else "]"

    def take(self) -> None:
        """Count a value that is complete."""
        self.count += 1
        self.comma = None


def scan(text: str) -> list[Flaw]:
    """Every flaw up to the first that hides the rest."""
    flaws: list[Flaw] = []
    try:
        flaws.extend(_walk(text))
    except _Stop as stop:
        flaws.append(stop.flaw)
    return flaws


class _Stop(Exception):  # noqa: N818 - ends the scan; never leaves this module
    def __init__(self, offset: int, message: str, rule: str = "json-invalid") -> None:
        super().__init__(message)
        self.flaw = Flaw(rule, offset, message)


def _walk(text: str) -> Iterator[Flaw]:
    stack: list[_Frame] = []
    at = _skip(text, 0)
    while True:
        # A value starts at `at`.
        opening = text[at : at + 1]
        if opening and opening in "{[":
            if len(stack) >= MAX_DEPTH:
                message = f"values are nested more than {MAX_DEPTH} deep; no policy document is"
                raise _Stop(at, message, "nesting-too-deep")
            stack.append(_Frame(at, opening == "{"))
            at = _skip(text, at + 1)
        else:
            at = _skip(text, _scalar(text, at, stack))
            if stack:
                stack[-1].take()
        # Close what ends here, then go to where the next value starts.
        while stack:
            frame = stack[-1]
            mark = text[at : at + 1]
            if mark == frame.closing:
                if frame.comma is not None:
                    message = f"trailing comma: remove the comma before `{mark}`"
                    raise _Stop(frame.comma, message)
                stack.pop()
                at = _skip(text, at + 1)
                if stack:
                    stack[-1].take()
            elif frame.count and frame.comma is None:
                if mark != ",":
                    raise _Stop(*no_comma(text, at, frame.start))
                frame.comma = at
                at = _skip(text, at + 1)
            elif frame.is_object:
                at, flaw = _key(text, at, frame)
                if flaw:
                    yield flaw
                break
            else:
                break
        else:
            if at < len(text):
                message = "text follows the end of the JSON value: remove it"
                raise _Stop(at, foreign(text, at) or message)
            return


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _key(text: str, at: int, frame: _Frame) -> tuple[int, Flaw | None]:
    match = _STRING.match(text, at)
    if not match:
        raise _Stop(*no_string(text, at, "a key in double quotes", frame.start))
    name = _decode(match.group(), at)
    flaw = None
    if name in frame.keys:
        flaw = Flaw(
            "key-repeated", at, f'the key "{shown(name)}" stands twice in this object; keep one'
        )
    frame.keys.add(name)
    at = _skip(text, match.end())
    if text[at : at + 1] != ":":
        if at == len(text):
            raise _Stop(*cut_short(text, frame.start))
        raise _Stop(at, f'a colon is missing after the key "{shown(name)}"')
    return _skip(text, at + 1), flaw


def _scalar(text: str, at: int, stack: list[_Frame]) -> int:
    """The end of the string, number or word at `at`."""
    if match := _STRING.match(text, at):
        _decode(match.group(), at)
        return match.end()
    if match := _NUMBER.match(text, at):
        number = match.group()
        rest = text[match.end() : match.end() + 1]
        if number.lstrip("-") == "0" and rest.isdigit():
            raise _Stop(at, "a number does not start with 0: remove the leading zeros")
        if _is_huge(number):
            raise _Stop(at, "the number is too large or too long")
        if not rest or rest in " \t\r\n,]}:":
            return match.end()
        raise _Stop(at, f"`{number}{shown(rest)}` is not a number; a text stands in double quotes")
    if match := WORD.match(text, at):
        word = match.group()
        if word in ("true", "false", "null"):
            return match.end()
        if word.lower() in ("true", "false", "null"):
            raise _Stop(at, f"`{word}` is not JSON: write `{word.lower()}`")
        if word == "None":
            raise _Stop(at, "`None` is not JSON: write `null`")
        if word in ("NaN", "Infinity"):
            raise _Stop(at, f"{word} is not JSON: write a number, or leave the key out")
    if text.startswith("-Infinity", at):
        raise _Stop(at, "-Infinity is not JSON: write a number, or leave the key out")
    raise _Stop(*no_string(text, at, "a value", stack[-1].start if stack else None))


def _decode(literal: str, at: int) -> str:
    value: str = json.loads(literal)
    if unfit := UNFIT.search(value):
        message = f"the string has the character U+{ord(unfit.group()):04X}: remove it"
        raise _Stop(at, message, "character-unfit")
    if _SURROGATE.search(value):
        raise _Stop(at, "the string has half of a surrogate pair; write the character itself")
    return value
