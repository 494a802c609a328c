"""The addresses in stylesheets and `style` attributes (CSS Syntax Module Level 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_STRING = r"\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?"
_TOKEN = re.compile(
    rf"""
    /\*.*?(?:\*/|\Z)
    |(?:@import\s*)(?P<imported>{_STRING})
    |(?<![\w-])url\(\s*(?:(?P<quoted>{_STRING})\s*\)?|(?P<bare>(?:[^\s()"'\\]|\\.)*))
    |{_STRING}
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|\n|(.))", re.DOTALL)


def addresses(style: str) -> Iterator[str]:
    """Every address that a style loads something from."""
    for token in _TOKEN.finditer(style):
        bare, quoted = token["bare"], token["imported"] or token["quoted"]
        if bare is not None:
            yield _unescaped(bare)
        elif quoted:
            yield _unescaped(quoted[1:].removesuffix(quoted[0]))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_meant, text) if "\\" in text else text


def _meant(escape: re.Match[str]) -> str:
    code, mark = escape.groups()
    if code is None:
        return mark or ""
    number = int(code, 16)
    return chr(number) if 0 < number <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"
