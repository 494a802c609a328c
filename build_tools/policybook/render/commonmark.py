"""Running text as CommonMark: whatever it says is read back as the same text, never as markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote

from markdown_it.token import Token

from policybook.addresses import SITE

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
_BLANK = re.compile("[\x00-\x20\x7f]+")
_IN_TARGET = re.compile(r"[\\()<>]|&(?=#?\w*;)")
_LAST = 999_999_999
"""The highest number that an item of a list may have."""

_IN_TITLE = re.compile(r'[\\"]|&(?=#?\w*;)')


def flow_markdown(flow: Iterable[Token], resolve: Resolve) -> str:
    """Paragraphs and lists."""
    return "\n\n".join(text for text, _ in _blocks(iter(flow), resolve))


def inline_markdown(tokens: Iterable[Token], resolve: Resolve) -> str:
    """Text of a paragraph, as it stands in a paragraph of its own."""
    text = _inline(tokens, resolve)
    text = "\n".join(line.strip(" \t") for line in text.split("\n"))
    return _LINE_START.sub(_tamed, text)


def _tamed(start: re.Match[str]) -> str:
    mark, number, point = start.groups()
    return f"\\{mark}" if mark else f"{number}\\{point}"


def _inline(tokens: Iterable[Token], resolve: Resolve) -> str:
    parts: list[str] = []
    targets: list[str] = []
    for token in tokens:
        match token.type:
            case "code_inline":
                parts.append(_code(token.content))
            case "softbreak":
                parts.append("\n")
            case "hardbreak":
                parts.append("\\\n")
            case "link_open":
                # In front of a bracket it would make the link an image.
                if parts and parts[-1].endswith("!"):
                    parts[-1] = f"{parts[-1][:-1]}\\!"
                parts.append("[")
                targets.append(_target(token, resolve))
            case "link_close":
                parts.append(f"]({targets.pop()})")
            case "strong_open" | "strong_close" | "em_open" | "em_close":
                parts.append(token.markup)
            case _:
                parts.append(_text(token.content))
    return "".join(parts)


def _text(text: str) -> str:
    # HTML has to be off wherever Markdown is read.
    return _SPECIAL.sub(r"\\\g<0>", _one_line(text)).replace("<", "&lt;")


def _code(text: str) -> str:
    text = _one_line(text)
    fence = "`" * (1 + max(map(len, _TICKS.findall(text)), default=0))
    pad = " " if len(fence) > 1 or (text[:1] == " " == text[-1:] and text.strip(" ")) else ""
    return f"{fence}{pad}{text}{pad}{fence}" if text else ""


def _target(opening: Token, resolve: Resolve) -> str:
    target, title = str(opening.attrs["href"]), str(opening.attrs.get("title", ""))
    if target.startswith(SITE):
        target = resolve(target.removeprefix(SITE))
    target = _IN_TARGET.sub(r"\\\g<0>", _BLANK.sub(lambda blank: quote(blank[0]), target))
    title = _IN_TITLE.sub(r"\\\g<0>", _one_line(title))
    return f'{target} "{title}"' if title else target


def _one_line(text: str) -> str:
    """A text without the ends of lines: a blank one would end the paragraph."""
    return " ".join(_NEWLINE.split(text)) if "\n" in text or "\r" in text else text


def _blocks(tokens: Iterator[Token], resolve: Resolve) -> Iterator[tuple[str, bool]]:
    """Each block up to the end of what is around them, and whether it makes a list loose."""
    before, is_second, is_loose = "", False, False
    for token in tokens:
        match token.type:
            case "paragraph_open" | "fold_title_open":
                is_loose = not token.hidden
            case "paragraph_close" | "fold_open" | "fold_title_close" | "fold_close":
                # Markdown cannot fold: it has the title and, below it, the text.
                pass
            case "inline":
                yield inline_markdown(token.children or (), resolve), is_loose
            case "bullet_list_open" | "ordered_list_open":
                # Two lists in a row are one unless their marks differ.
                is_second = before == token.type and not is_second
                yield _list(token, tokens, resolve, is_second=is_second), False
            case "blockquote_open":
                text = "\n\n".join(text for text, _ in _blocks(tokens, resolve))
                yield quoted(text), False
            case "fence" | "code_block":
                yield fenced(token.content.removesuffix("\n")), False
            case "hr":
                yield "___", False
            case _:
                return
        before = token.type


def _list(opening: Token, tokens: Iterator[Token], resolve: Resolve, *, is_second: bool) -> str:
    items = []
    while next(tokens).type == "list_item_open":
        items.append(list(_blocks(tokens, resolve)))
    gap = "\n\n" if any(is_loose for blocks in items for _, is_loose in blocks) else "\n"
    lines = []
    for number, blocks in enumerate(items, int(opening.attrs.get("start", 1))):
        mark = "*" if is_second else "-"
        if opening.type == "ordered_list_open":
            mark = f"{min(number, _LAST)}{')' if is_second else '.'}"
        lines.append(indented(f"{mark} ", gap.join(text for text, _ in blocks)))
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
    fence = "`" * max(3, 1 + max(map(len, _TICKS.findall(text)), default=0))
    return f"{fence}{language}\n{text}\n{fence}"
