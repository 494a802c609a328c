"""Running text, built from parts, and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from policybook.render.dates import DateStyle, format_date
from policybook.render.text import (
    Break,
    Code,
    Emphasis,
    Flow,
    Fold,
    Inline,
    Items,
    Link,
    Paragraph,
    Quotation,
    Span,
    Time,
)

Part = Span | Inline


def inline(*parts: Part) -> Inline:
    """Text inside a paragraph: strings are taken as they are, never as markup."""
    spans: list[Span] = []
    for part in parts:
        if isinstance(part, tuple):
            spans += part
        elif part:
            spans.append(part)
    return tuple(spans)


def code(text: str) -> Inline:
    """A name, a Sid or an action."""
    return (Code(text),)


def strong(*parts: Part) -> Inline:
    """Text that stands out."""
    return (Emphasis(inline(*parts)),)


def link(target: str, *parts: Part) -> Inline:
    """A link; the target is an address, or `site:PATH#ANCHOR`."""
    return (Link(target, inline(*parts)),)


def time(day: date, style: DateStyle) -> Inline:
    """A date."""
    return (Time(day.isoformat(), format_date(day, style)),)


def sequence(items: Sequence[Inline], joint: str = "and") -> Inline:
    """`a`, `a and b` or `a, b and c`."""
    spans: list[Span] = []
    for index, item in enumerate(items):
        if index:
            spans.append(f" {joint} " if index == len(items) - 1 else ", ")
        spans += item
    return tuple(spans)


def paragraph(*parts: Part) -> Flow:
    """One paragraph."""
    return (Paragraph(inline(*parts)),)


def bullets(items: Iterable[Inline]) -> Flow:
    """A list without numbers, tight."""
    return (Items(tuple((Paragraph(item),) for item in items)),)


def fold(title: Inline, flow: Flow) -> Flow:
    """Text that is shown on demand, under a title of one line."""
    return (Fold(title, flow),)


def plain(text: Inline) -> str:
    """The words of a text, without its markup."""
    return "".join(map(_words, text))


def _words(span: Span) -> str:
    match span:
        case str():
            return span
        case Code() | Time():
            return span.text
        case Break():
            return " "
        case Emphasis() | Link():
            return plain(span.text)


def paragraphs(flow: Flow) -> Iterator[Inline]:
    """The text of each paragraph, wherever it stands."""
    for passage in flow:
        match passage:
            case Paragraph(text):
                yield text
            case Items(items):
                for item in items:
                    yield from paragraphs(item)
            case Fold(title, inner):
                yield title
                yield from paragraphs(inner)
            case Quotation(inner):
                yield from paragraphs(inner)


def flattened(flow: Flow) -> Inline:
    """Paragraphs and lists as one line: items are joined by commas, nested ones in brackets."""
    spans: list[Span] = []
    _flatten(flow, spans, is_inside=False)
    return tuple(spans)


def _flatten(flow: Flow, spans: list[Span], *, is_inside: bool) -> None:
    """Add a flow to a line, in a list or not."""
    for passage in flow:
        match passage:
            case Paragraph(text):
                if spans and not is_inside:
                    spans.append(" ")
                spans += _unbroken(text)
            case Items(items):
                joint = " (" if is_inside else " "
                for item in items:
                    if spans:
                        spans.append(joint)
                    _flatten(item, spans, is_inside=True)
                    joint = ", "
                spans.append(")" if is_inside else ".")
            case Fold(title, inner):
                _flatten((Paragraph(title), *inner), spans, is_inside=is_inside)
            case Quotation(inner):
                _flatten(inner, spans, is_inside=is_inside)


def _unbroken(text: Inline) -> Inline:
    """A text on one line."""
    return tuple(
        " "
        if isinstance(span, Break)
        else replace(span, text=_unbroken(span.text))
        if isinstance(span, Emphasis | Link)
        else span
        for span in text
    )
