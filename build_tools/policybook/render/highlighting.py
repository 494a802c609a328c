"""Code in colours: spans with the classes that Pygments has and themes know."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name

_STRING = re.compile(r'("[^"\\\n]*+(?:\\.[^"\\\n]*+)*+")')

_WORD = re.compile(r"-?+\d[\d.eE+-]*+|\b(?:true|false|null)\b")
"""What of a JSON text has a colour of its own, beside strings."""


def highlighted(text: str, language: str) -> str:
    """A text in a language as HTML.

    Policy documents are most of a site, so JSON has only the spans that show.
    """
    if language == "json":
        start, *pieces = _STRING.split(escape(text, quote=False))
        parts = [_between(start)[1]]
        for string, between in zip(pieces[::2], pieces[1::2], strict=True):
            kind, after = _between(between)
            parts.append(f'<span class="{kind}">{string}</span>{after}')
        return "".join(parts)
    return highlight(text, _lexer(language), _formatter()).rstrip("\n")


@lru_cache(maxsize=1024)
def _between(text: str) -> tuple[str, str]:
    """What kind of string stands before a text that has none, and the text as HTML.

    All documents have the same few.
    """
    return "nt" if text.lstrip().startswith(":") else "s2", _WORD.sub(_span, text)


def _span(word: re.Match[str]) -> str:
    text = word.group()
    kind = "kc" if text.isalpha() else "mi" if text.lstrip("-").isdigit() else "mf"
    return f'<span class="{kind}">{text}</span>'


@cache
def _lexer(language: str) -> Lexer:
    return get_lexer_by_name(language)


@cache
def _formatter() -> HtmlFormatter[str]:
    return HtmlFormatter(nowrap=True)
