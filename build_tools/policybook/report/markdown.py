"""Texts from the data in Markdown of ours, which they cannot break out of.

GitHub makes more of a text than CommonMark does: links of addresses, mentions of people, of
issues and of commits. Nothing of it happens in code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from policybook.problem import printable

_TICKS = re.compile(r"`+")
_PLAIN = re.compile(r"(?:[^\W\d_]+(?:['’-][^\W\d_]+)*|[0-9]+(?:[.,][0-9]+)*|[–—→…])?")
"""A word that is nothing but a word, wherever it stands in a line; or none."""

_KEPT = "/:?#@!$&'*+,;=%~"
"""The marks of an address that cannot end it."""


def code(text: str) -> str:
    """A name as a code span, whatever marks it has (CommonMark: code spans)."""
    name = printable(text) or " "
    fence = "`" * (_longest([name]) + 1)
    space = " " if name.startswith("`") or name.endswith("`") or name.strip() != name else ""
    return f"{fence}{space}{name}{space}{fence}"


def said(message: str) -> str:
    """A message, in which names stand between backticks, as a part of a line.

    What is no plain word is a name too, since it may have come from the data.
    """
    line = ""
    for number, part in enumerate(printable(message).split("`")):
        for text in [code(part)] if number % 2 and part else _words(part):
            # Code spans that touch each other would be one.
            line += f" {text}" if line.endswith("`") and text.startswith("`") else text
    return line


def link(text: str, url: str) -> str:
    """A link with a text of ours."""
    return f"[{text}]({quote(url, safe=_KEPT)})"


def fenced(lines: Sequence[str], language: str) -> tuple[str, str]:
    """What stands above and below lines of code, whatever they have in them."""
    fence = "`" * max(_longest(lines) + 1, 3)
    return f"{fence}{language}", fence


def folded(summary: str) -> tuple[str, str]:
    """What stands above and below what is shown only to those who ask for it."""
    return f"<details>\n<summary>{summary}</summary>\n", "\n</details>"


def _words(text: str) -> Iterator[str]:
    for number, token in enumerate(text.split(" ")):
        if number:
            yield " "
        rest = token.lstrip("\"'(")
        word = rest.rstrip(".,:;?!)\"'…")
        yield token.removesuffix(rest)
        yield word if _PLAIN.fullmatch(word) else code(word)
        yield rest.removeprefix(word)


def _longest(lines: Iterable[str]) -> int:
    """The most backticks in a row."""
    return max((len(ticks) for line in lines for ticks in _TICKS.findall(line)), default=0)
