"""What is wrong with a text that is not JSON, in words that a writer can act on.

`at` is where the scanner stopped, `opened` where the innermost open bracket stands; what comes
back is where to look, as an offset, and a message.
"""

from __future__ import annotations

import re

from policybook.source.shown import shown

WORD = re.compile(r"[A-Za-z_$][\w$]*")
_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})')
_SMART_QUOTES = "“”„‟«»‘’‚‛"
_INVISIBLE = "\u00a0\u200b\u2028\u2029\ufeff"
_CONFLICTS = ("<<<<<<<", "=======", ">>>>>>>")
_CLOSING = {"{": "}", "[": "]"}


def no_string(text: str, at: int, wanted: str, opened: int | None) -> tuple[int, str]:
    """Where and why there is no string or other value at `at`."""
    if at >= len(text):
        return cut_short(text, opened)
    mark = text[at]
    if mark == '"':
        return _broken_string(text, at)
    if message := foreign(text, at):
        return at, message
    if mark == "'":
        return at, "single quote: JSON strings stand in double quotes"
    if mark == ",":
        return at, "a comma too many: remove it"
    if mark in "}])":
        return at, f"{wanted} is missing before `{mark}`"
    if match := WORD.match(text, at):
        return at, f"`{shown(match.group())}` needs double quotes around it"
    return at, f"found {_show(mark)} where {wanted} should be"


def _broken_string(text: str, at: int) -> tuple[int, str]:
    """Where and why the string that starts at `at` is none."""
    end = at + 1
    while end < len(text):
        mark = text[end]
        if mark == "\\":
            escape = _ESCAPE.match(text, end)
            if not escape:
                mark = shown(text[end : end + 2])
                if mark == "\\u":
                    return end, "`\\u` is not an escape without four hexadecimal digits after it"
                return end, f"`{mark}` is not an escape: write `\\\\` for a backslash"
            end = escape.end()
            continue
        if mark in "\r\n":
            return at, "the string has no closing double quote on its line"
        if ord(mark) < 0x20:
            name = "a tab" if mark == "\t" else f"the control character U+{ord(mark):04X}"
            return end, f"{name} cannot stand in a string as it is: write it as an escape"
        end += 1
    return at, "the file ends inside this string"


def no_comma(text: str, at: int, opened: int) -> tuple[int, str]:
    """Where and why there is neither a comma nor the end of `frame` at `at`."""
    if at >= len(text):
        return cut_short(text, opened)
    mark = text[at]
    if message := foreign(text, at):
        return at, message
    if mark in "}]":
        return at, f"`{mark}` closes nothing here: `{_CLOSING[text[opened]]}` is due"
    if mark in '"{[-' or mark.isalnum():
        return at, "a comma is missing before this"
    return at, f"found {_show(mark)} where a comma or `{_CLOSING[text[opened]]}` should be"


def foreign(text: str, at: int) -> str | None:
    """What stands at `at` if JSON has it nowhere outside strings, and how to mend that."""
    mark = text[at]
    if mark in _SMART_QUOTES:
        return f"smart quote {mark}: write a straight double quote"
    if text.startswith(("//", "/*", "#"), at):
        return "comments are not JSON: remove this one"
    if text.startswith(_CONFLICTS, at):
        return "mark of a merge conflict: keep one side and remove the marks"
    if mark in _INVISIBLE:
        return f"invisible character U+{ord(mark):04X}: replace it by a plain space"
    return None


def cut_short(text: str, opened: int | None) -> tuple[int, str]:
    """Where and why the text ends too early."""
    end = len(text.rstrip())
    if opened is None:
        return end, "the file holds no JSON value"
    line = text.count("\n", 0, opened) + 1
    return end, f"the file ends before the `{text[opened]}` of line {line} is closed"


def _show(mark: str) -> str:
    if mark == "`":
        return "a backtick"
    return f"`{mark}`" if mark.isprintable() else f"the character U+{ord(mark):04X}"
