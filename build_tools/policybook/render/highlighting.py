"""Code in colours: spans with the classes that Pygments has and themes know."""

from __future__ import annotations

import re
from functools import cache
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name

_PIECE = re.compile(
    r"""(?P<string>"(?:[^"\\\n]|\\.)*+")(?P<key>\s*+:)?+
      | (?P<number>-?+\d[\d.eE+-]*+)
      | \b(?:true|false|null)\b
    """,
    re.VERBOSE,
)
"""What of a JSON text has a colour of its own; the style sheet colours what is between."""


def highlighted(text: str, language: str) -> str:
    """A text in a language as HTML.

    Policy documents are most of a site, so JSON has only the spans that show.
    """
    if language == "json":
        return _PIECE.sub(_span, escape(text, quote=False))
    return highlight(text, _lexer(language), _formatter()).rstrip("\n")


def _span(piece: re.Match[str]) -> str:
    string, key, number = piece.groups()
    if key:
        return f'<span class="nt">{string}</span>{key}'
    if string:
        return f'<span class="s2">{string}</span>'
    if number:
        return f'<span class="{"mi" if number.lstrip("-").isdigit() else "mf"}">{number}</span>'
    return f'<span class="kc">{piece.group()}</span>'


@cache
def _lexer(language: str) -> Lexer:
    return get_lexer_by_name(language)


@cache
def _formatter() -> HtmlFormatter[str]:
    return HtmlFormatter(nowrap=True)
