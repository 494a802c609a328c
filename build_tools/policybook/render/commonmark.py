"""Running text as CommonMark: whatever it says is read back as the same text, never as markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from urllib.parse import quote

from policybook.addresses import SITE
from policybook.render.text import (
    Break,
    Code,
    Divider,
    Emphasis,
    Flow,
    Fold,
    Inline,
    Items,
    Link,
    Literal,
    Paragraph,
    Passage,
    Quotation,
    Time,
)

Resolve = Callable[[str], str]
"""From the target of a link within the site, `PATH#ANCHOR`, to what the page links to."""

_SPECIAL = re.compile(
    r"""[\\`*\[\]~]              # always markup, or half of it
      | (?<![^\W_])_ | _(?![^\W_])  # emphasis, unless it is inside a word
      | &(?=\#?\w*(?:;|$))      # what may be a character reference
    """,
    re.VERBOSE,
)

_LINE_START = re.compile(
    r"""^(?:(\#{1,6}(?=\s|$) | > | [-+](?=\s|$) | [-=:|][-=:|\ \t]*$)
        | (\d{1,9})([.)](?=\s|$)))
    """,
    re.VERBOSE | re.MULTILINE,
)
"""What makes a line other than one of a paragraph: a heading, a quotation, an item, a table."""


_NEWLINE = re.compile("\r\n|\r|\n")
_TICKS = re.compile("`+")
_IN_TARGET = re.compile(r"(?P<blank>[\x00-\x20\x7f]+)|[\\()<>]|&(?=#?\w*;)")
_LAST = 999_999_999
"""The highest number that an item of a list may have."""

_IN_TITLE = re.compile(r'[\\"]|&(?=#?\w*;)')


def flow_markdown(flow: Flow, resolve: Resolve) -> str:
    """Paragraphs and lists."""
    return "\n\n".join(_passages(flow, resolve))


def inline_markdown(text: Inline, resolve: Resolve) -> str:
    """Text of a paragraph, as it stands in a paragraph of its own."""
    written = _inline(text, resolve)
    if "\n" in written:
        written = "\n".join(line.strip(" \t") for line in written.split("\n"))
    return _LINE_START.sub(_tamed, written.strip(" \t"))


def _tamed(start: re.Match[str]) -> str:
    mark, number, point = start.groups()
    return f"\\{mark}" if mark else f"{number}\\{point}"


def _inline(text: Inline, resolve: Resolve) -> str:
    parts: list[str] = []
    for span in text:
        match span:
            case str():
                parts.append(_text(span))
            case Code():
                parts.append(_code(span.text))
            case Link():
                # In front of a bracket it would make the link an image.
                if parts and parts[-1].endswith("!"):
                    parts[-1] = f"{parts[-1][:-1]}\\!"
                parts.append(f"[{_inline(span.text, resolve)}]({_target(span, resolve)})")
            case Time():
                parts.append(_text(span.text))
            case Emphasis():
                parts.append(f"{span.mark}{_inline(span.text, resolve)}{span.mark}")
            case Break():
                parts.append("\\\n" if span.hard else "\n")
    return "".join(parts)


@lru_cache(maxsize=4096)
def _text(text: str) -> str:
    # HTML has to be off wherever Markdown is read.
    return _SPECIAL.sub(r"\\\g<0>", _one_line(text)).replace("<", "&lt;")


def _code(text: str) -> str:
    text = _one_line(text)
    if not text:
        return ""
    fence = "`" * (1 + _longest_run(text))
    pad = " " if len(fence) > 1 or (text[0] == " " == text[-1] and text.strip(" ")) else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _longest_run(text: str) -> int:
    """How many backticks stand together at most."""
    return max(map(len, _TICKS.findall(text))) if "`" in text else 0


def _target(link: Link, resolve: Resolve) -> str:
    target = link.target
    if target.startswith(SITE):
        target = resolve(target.removeprefix(SITE))
    target = _IN_TARGET.sub(_kept, target)
    title = _IN_TITLE.sub(r"\\\g<0>", _one_line(link.title)) if link.title else ""
    return f'{target} "{title}"' if title else target


def _kept(found: re.Match[str]) -> str:
    return quote(found["blank"]) if found["blank"] else f"\\{found[0]}"


def _one_line(text: str) -> str:
    """A text without the ends of lines: a blank one would end the paragraph."""
    return " ".join(_NEWLINE.split(text)) if "\n" in text or "\r" in text else text


def _passages(flow: Flow, resolve: Resolve) -> Iterator[str]:
    before: Items | None = None
    is_second = False
    for passage in _unfolded(flow):
        match passage:
            case Paragraph():
                yield inline_markdown(passage.text, resolve)
            case Items():
                # Two lists in a row are one unless their marks differ.
                is_alike = before and (before.start is None) is (passage.start is None)
                is_second = bool(is_alike) and not is_second
                yield _list(passage, resolve, is_second=is_second)
            case Quotation():
                yield quoted(flow_markdown(passage.flow, resolve))
            case Literal():
                yield fenced(passage.text.removesuffix("\n"))
            case Divider():
                yield "___"
        before = passage if isinstance(passage, Items) else None


def _unfolded(flow: Flow) -> Iterator[Passage]:
    """Markdown cannot fold: it has the title and, below it, the text."""
    for passage in flow:
        if isinstance(passage, Fold):
            yield Paragraph(passage.title)
            yield from passage.flow
        else:
            yield passage


def _list(block: Items, resolve: Resolve, *, is_second: bool) -> str:
    gap = "\n" if block.tight else "\n\n"
    lines = []
    for number, item in enumerate(block.items, block.start or 0):
        mark = "*" if is_second else "-"
        if block.start is not None:
            mark = f"{min(number, _LAST)}{')' if is_second else '.'}"
        lines.append(indented(f"{mark} ", gap.join(_passages(item, resolve))))
    return gap.join(lines)


def indented(mark: str, text: str) -> str:
    """A text behind a mark, its further lines below its start."""
    first, *rest = text.split("\n")
    margin = " " * len(mark)
    lines = (f"{margin}{line}" if line else "" for line in rest)
    return "\n".join((f"{mark}{first}" if first else mark.rstrip(), *lines))


def quoted(text: str) -> str:
    """A text as a quotation."""
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def fenced(text: str, language: str = "") -> str:
    """A block of code."""
    fence = "`" * max(3, 1 + _longest_run(text))
    return f"{fence}{language}\n{text}\n{fence}"
