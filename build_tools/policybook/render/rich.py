"""Running text as markdown-it tokens: built from parts, or parsed from prose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from markdown_it.token import Token

from policybook import prose
from policybook.model import Service, Text
from policybook.render.dates import DateStyle, format_date
from policybook.render.page import Flow, Inline

TIME = "time"
"""The type of tokens that are dates; their `datetime` attribute is the ISO form."""

Part = str | Inline


def inline(*parts: Part) -> Inline:
    """Text inside a paragraph: strings are taken as they are, never as markup."""
    return tuple(
        chain.from_iterable(
            (Token("text", "", 0, content=part),) if isinstance(part, str) else part
            for part in parts
        )
    )


def code(text: str) -> Inline:
    """A name, a Sid or an action."""
    return (Token("code_inline", "code", 0, markup="`", content=text),)


def strong(*parts: Part) -> Inline:
    """Text that stands out."""
    return (
        Token("strong_open", "strong", 1, markup="**"),
        *inline(*parts),
        Token("strong_close", "strong", -1, markup="**"),
    )


def link(target: str, *parts: Part) -> Inline:
    """A link; the target is an address, or `site:PATH#ANCHOR`."""
    opening = Token("link_open", "a", 1, attrs={"href": target})
    return (opening, *inline(*parts), Token("link_close", "a", -1))


def time(day: date, style: DateStyle) -> Inline:
    """A date."""
    token = Token(TIME, "time", 0, attrs={"datetime": day.isoformat()})
    token.content = format_date(day, style)
    return (token,)


def sequence(items: Sequence[Inline], joint: str = "and") -> Inline:
    """`a`, `a and b` or `a, b and c`."""
    parts: list[Part] = []
    for index, item in enumerate(items):
        if index:
            parts.append(f" {joint} " if index == len(items) - 1 else ", ")
        parts.append(item)
    return inline(*parts)


def paragraph(*parts: Part) -> Flow:
    """One paragraph."""
    return (
        Token("paragraph_open", "p", 1, block=True),
        _inline_block(inline(*parts)),
        Token("paragraph_close", "p", -1, block=True),
    )


def bullets(items: Iterable[Inline]) -> Flow:
    """A list without numbers, tight."""
    tokens = [Token("bullet_list_open", "ul", 1, markup="-", block=True)]
    for item in items:
        tokens += [
            Token("list_item_open", "li", 1, markup="-", block=True),
            Token("paragraph_open", "p", 1, block=True, hidden=True),
            _inline_block(item),
            Token("paragraph_close", "p", -1, block=True, hidden=True),
            Token("list_item_close", "li", -1, markup="-", block=True),
        ]
    tokens.append(Token("bullet_list_close", "ul", -1, markup="-", block=True))
    return tuple(tokens)


def fold(title: Inline, flow: Flow) -> Flow:
    """Text that is shown on demand, under a title of one line."""
    return (
        Token("fold_open", "details", 1, block=True),
        Token("fold_title_open", "summary", 1, block=True),
        _inline_block(title),
        Token("fold_title_close", "summary", -1, block=True),
        *flow,
        Token("fold_close", "details", -1, block=True),
    )


def parsed(text: Text, service: Service, links: Callable[[str], str | None]) -> Flow:
    """Prose from the data. A name in code marks becomes a link where `links` knows a target."""
    tokens = prose.parse(text.markdown, service.links)
    for token in tokens:
        if token.children:
            token.children = list(_linked(token.children, links))
    return tuple(tokens)


def _linked(children: Iterable[Token], links: Callable[[str], str | None]) -> Iterator[Token]:
    inside = False
    for child in children:
        if child.type in ("link_open", "link_close"):
            inside = child.type == "link_open"
        target = None
        if child.type == "code_inline" and not inside:
            target = links(child.content.strip())
        yield from link(target, (child,)) if target else (child,)


def flattened(flow: Flow) -> Inline:
    """Paragraphs and lists as one line: items are joined by commas, nested ones in brackets."""
    parts: list[Token] = []
    joints: list[str] = []
    for token in flow:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            if joints:
                parts.extend(inline(" ("))
            joints.append("" if joints else " ")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            joints.pop()
            parts.extend(inline(")" if joints else "."))
        elif token.type == "list_item_open":
            if parts:
                parts.extend(inline(joints[-1]))
            joints[-1] = ", "
        elif token.type == "inline":
            if parts and not joints:
                parts.extend(inline(" "))
            parts.extend(
                Token("text", "", 0, content=" ") if "break" in child.type else child
                for child in token.children or ()
            )
    return tuple(parts)


def _inline_block(children: Inline) -> Token:
    return Token("inline", "", 0, block=True, children=list(children))
